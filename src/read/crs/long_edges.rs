//! Edges in degrees that are too long to be straight in the plane, and rings around the world.

use geo::Coord;

use crate::geometry::Shapes;

/// A longer edge gets corners on the way, in degrees. What is straight in longitude and latitude bends in the plane:
/// a tenth of a degree by about a metre, two degrees by hundreds.
const LONGEST: f64 = 0.1;
/// A ring that unrolls farther than this without going around a pole goes around the world, in degrees.
const AROUND: f64 = 270.0;

/// Puts corners on long edges of shapes in degrees; the same on an edge from whichever side it is drawn.
pub(super) fn cut(shapes: &mut Shapes) {
    let has_long = |shape: &crate::geometry::Shape<'_>| {
        shape.rings().any(|ring| ring.positions.windows(2).any(|edge| pieces(edge[0], edge[1]) > 1))
    };
    if !shapes.iter().any(|shape| has_long(&shape)) {
        return;
    }
    let mut all = Shapes::new();
    for shape in shapes.iter() {
        let mut is_open = false;
        for ring in shape.rings() {
            if is_open && !ring.is_hole {
                all.end_polygon();
            }
            is_open = true;
            all.push_positions(ring.positions.first().copied());
            for edge in ring.positions.windows(2) {
                push(&mut all, edge[0], edge[1]);
            }
            all.end_ring();
        }
        if is_open {
            all.end_polygon();
        }
        all.end_feature();
    }
    *shapes = all;
}

/// How many pieces an edge is cut into. One that is no place on Earth stays as it is.
fn pieces(from: Coord, to: Coord) -> usize {
    let longest = eastward(from.x, to.x).abs().max((to.y - from.y).abs());
    if longest > LONGEST && longest <= 360.0 { (longest / LONGEST).ceil() as usize } else { 1 }
}

/// Adds the way from one corner to the next, without the first.
fn push(shapes: &mut Shapes, from: Coord, to: Coord) {
    let pieces = pieces(from, to);
    let is_turned = (from.x, from.y) > (to.x, to.y);
    let (first, last) = if is_turned { (to, from) } else { (from, to) };
    let (dx, dy) = (eastward(first.x, last.x), last.y - first.y);
    for nth in 1..pieces {
        let nth = if is_turned { pieces - nth } else { nth };
        let part = nth as f64 / pieces as f64;
        shapes.push_position(Coord { x: first.x + part * dx, y: first.y + part * dy });
    }
    shapes.push_position(to);
}

/// From one longitude to another the short way, degrees to the east.
fn eastward(from: f64, to: f64) -> f64 {
    let step = to - from;
    if step.abs() <= 180.0 { step } else { step - 360.0 * (step / 360.0).round() }
}

/// Whether a ring in degrees goes around the world without going around a pole: from 180° west to 180° east and back.
/// The plane has no such shape. A ring that jumps across the antimeridian is read the short way instead.
pub(super) fn goes_around(ring: &[Coord]) -> bool {
    let (mut at, mut least, mut most, mut jumps) = (0.0_f64, 0.0_f64, 0.0_f64, false);
    for edge in ring.windows(2) {
        at += eastward(edge[0].x, edge[1].x);
        (least, most) = (least.min(at), most.max(at));
        jumps |= (edge[1].x - edge[0].x).abs() >= 360.0 - 1e-9;
    }
    at.abs() < AROUND && (jumps || most - least > AROUND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    fn ring(corners: &[(f64, f64)]) -> Vec<Coord> {
        corners.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    #[test]
    fn a_long_edge_is_cut_alike_from_both_sides() {
        let mut shapes = Shapes::new();
        shapes.push(&wkt!(MULTIPOLYGON(((104. 18.,106. 18.,106. 18.05,104. 18.05,104. 18.)))));
        shapes.push(&wkt!(MULTIPOLYGON(((104. 18.05,106. 18.05,106. 18.1,104. 18.1,104. 18.05)))));
        cut(&mut shapes);
        let border = |feature: usize| {
            let ring = shapes.get(feature).rings().next().unwrap().positions.to_vec();
            let mut on: Vec<(u64, u64)> =
                ring.iter().filter(|at| at.y == 18.05).map(|at| (at.x.to_bits(), at.y.to_bits())).collect();
            on.sort_unstable();
            on.dedup();
            on
        };
        assert_eq!(border(0).len(), 21);
        assert_eq!(border(0), border(1));
    }

    #[test]
    fn short_edges_and_holes_stay_as_they_are() {
        let shape =
            wkt!(MULTIPOLYGON(((0. 0.,0.09 0.,0.09 0.09,0. 0.),(0.01 0.01,0.02 0.02,0.02 0.01,0.01 0.01))));
        let mut shapes = Shapes::new();
        shapes.push(&shape);
        shapes.push(&wkt!(MULTIPOLYGON(((0. 0.,1. 0.,1. 1.,0. 0.)))));
        cut(&mut shapes);
        assert_eq!(shapes.get(0).to_multi_polygon(), shape);
        assert_eq!(shapes.get(1).rings().next().unwrap().positions.len(), 31);
    }

    #[test]
    fn around_the_world_is_neither_across_the_antimeridian_nor_around_a_pole() {
        let world = ring(&[(-180., -85.), (180., -85.), (180., 85.), (-180., 85.), (-180., -85.)]);
        let by_steps = ring(&[
            (-170., 0.),
            (-60., 0.),
            (60., 0.),
            (170., 0.),
            (170., 9.),
            (60., 9.),
            (-60., 9.),
            (-170., 9.),
            (-170., 0.),
        ]);
        assert!(goes_around(&world) && goes_around(&by_steps));
        let fiji = ring(&[(179.9, -17.), (-179.9, -17.), (-179.9, -16.), (179.9, -16.), (179.9, -17.)]);
        let pole = ring(&[(0., 80.), (90., 80.), (180., 80.), (-90., 80.), (0., 80.)]);
        let asia = ring(&[(60., -10.), (150., -10.), (150., 55.), (60., 55.), (60., -10.)]);
        assert!(!goes_around(&fiji) && !goes_around(&pole) && !goes_around(&asia));
    }
}
