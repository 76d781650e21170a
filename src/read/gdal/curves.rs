//! Circular arcs drawn as short chords.

use geo::Coord;

/// The angle of a chord; the area of a disc is then 0.005 % too small.
const STEP: f64 = std::f64::consts::PI / 180.0;

/// Adds the positions after `start` of the arc from `start` over `middle` to `end`.
///
/// When `end` is `start` it is a whole circle and `middle` lies opposite (OGC 06-103r4 leaves it
/// open; ISO 13249-3 and GDAL have it so).
pub fn arc(start: Coord, middle: Coord, end: Coord, mut push: impl FnMut(Coord)) {
    let Some(centre) = centre(start, middle, end) else {
        push(middle);
        push(end);
        return;
    };
    let radius = (start - centre).x.hypot((start - centre).y);
    let angle = |position: Coord| (position - centre).y.atan2((position - centre).x);
    let turn = std::f64::consts::TAU;
    let from = angle(start);
    // how far middle and end are when turning left
    let (to_middle, to_end) = ((angle(middle) - from).rem_euclid(turn), (angle(end) - from).rem_euclid(turn));
    let sweep = if start == end {
        turn
    } else if to_middle <= to_end {
        to_end
    } else {
        to_end - turn
    };
    let chords = (sweep.abs() / STEP).ceil().max(1.0);
    for nth in 1..chords as u32 {
        let (sin, cos) = (from + sweep * f64::from(nth) / chords).sin_cos();
        push(centre + Coord { x: cos, y: sin } * radius);
    }
    push(end);
}

/// The centre of the circle through three positions; `None` when they lie on a line.
fn centre(a: Coord, b: Coord, c: Coord) -> Option<Coord> {
    if a == c {
        return (a != b).then(|| (a + b) / 2.0);
    }
    let (b, c) = (b - a, c - a);
    let cross = 2.0 * (b.x * c.y - b.y * c.x);
    let (bb, cc) = (b.x * b.x + b.y * b.y, c.x * c.x + c.y * c.y);
    let offset = Coord { x: (c.y * bb - b.y * cc) / cross, y: (b.x * cc - c.x * bb) / cross };
    (offset.x.is_finite() && offset.y.is_finite()).then(|| a + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord {
        Coord { x, y }
    }

    fn drawn(start: Coord, middle: Coord, end: Coord) -> Vec<Coord> {
        let mut positions = Vec::new();
        arc(start, middle, end, |position| positions.push(position));
        positions
    }

    #[test]
    fn an_arc_goes_over_its_middle() {
        for middle in [at(0.0, 1.0), at(0.0, -1.0)] {
            let positions = drawn(at(1.0, 0.0), middle, at(-1.0, 0.0));
            assert_eq!((positions.len(), positions[179]), (180, at(-1.0, 0.0)));
            assert!((positions[89] - middle).x.abs() < 1e-12 && (positions[89] - middle).y.abs() < 1e-12);
        }
    }

    #[test]
    fn three_positions_on_a_line_stay_a_line() {
        assert_eq!(drawn(at(0.0, 0.0), at(1.0, 0.0), at(2.0, 0.0)), [at(1.0, 0.0), at(2.0, 0.0)]);
    }

    #[test]
    fn a_whole_circle_is_closed() {
        let positions = drawn(at(1.0, 0.0), at(-1.0, 0.0), at(1.0, 0.0));
        assert_eq!((positions.len(), positions[359]), (360, at(1.0, 0.0)));
    }
}
