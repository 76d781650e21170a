//! The part of a polygon inside a disc.

use geo::Coord;

use super::cut::Rings;

/// The area of rings inside the disc around `centre`: for each side of a ring the area between it
/// and the centre, which beyond the disc is a sector.
pub(super) fn area_in_disc(rings: &Rings, centre: Coord, radius: f64) -> f64 {
    let of_ring = |ring: &Vec<Coord>| -> f64 {
        let Some(&last) = ring.last() else { return 0.0 };
        let mut before = last - centre;
        let mut sum = 0.0;
        for &p in ring {
            let next = p - centre;
            sum += beside(before, next, radius);
            before = next;
        }
        sum
    };
    rings.iter().map(of_ring).sum::<f64>().max(0.0)
}

/// The signed area of the part of the triangle between the origin and a side that lies inside the
/// disc.
fn beside(a: Coord, b: Coord, radius: f64) -> f64 {
    let run = b - a;
    let (length2, along, start) = (dot(run, run), dot(a, run), dot(a, a) - radius * radius);
    let root2 = along * along - length2 * start;
    if length2 == 0.0 || root2 <= 0.0 {
        return sector(a, b, radius);
    }
    let root = root2.sqrt();
    let enters = ((-along - root) / length2).clamp(0.0, 1.0);
    let leaves = ((-along + root) / length2).clamp(0.0, 1.0);
    if enters >= leaves {
        return sector(a, b, radius);
    }
    let (first, last) = (a + run * enters, a + run * leaves);
    sector(a, first, radius) + cross(first, last) / 2.0 + sector(last, b, radius)
}

fn sector(a: Coord, b: Coord, radius: f64) -> f64 {
    cross(a, b).atan2(dot(a, b)) * radius * radius / 2.0
}

fn dot(a: Coord, b: Coord) -> f64 {
    a.x * b.x + a.y * b.y
}

fn cross(a: Coord, b: Coord) -> f64 {
    a.x * b.y - a.y * b.x
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    fn square(x: f64, y: f64, side: f64) -> Rings {
        vec![
            [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)]
                .map(|(a, b)| Coord { x: x + a, y: y + b })
                .to_vec(),
        ]
    }

    #[test]
    fn discs_squares_and_what_they_share() {
        let holds = |rings: &Rings, radius: f64, area: f64| {
            let found = area_in_disc(rings, Coord { x: 7.0, y: -3.0 }, radius);
            assert!((found - area).abs() < 1e-9, "{found}, not {area}");
        };
        let around = square(2.0, -8.0, 10.0);
        holds(&around, 2.0, 4.0 * PI);
        holds(&around, 8.0, 100.0);
        // a quarter of the disc, the corner at its centre
        holds(&square(7.0, -3.0, 10.0), 4.0, 4.0 * PI);
        // the disc's cap beyond a chord at half its radius
        let cap = 4.0 * (PI / 3.0) - 3.0_f64.sqrt();
        holds(&square(8.0, -13.0, 20.0), 2.0, cap);
        holds(&square(20.0, 20.0, 1.0), 2.0, 0.0);
    }
}
