//! Discs around tower points.

use std::f64::consts::PI;

use geo::Coord;

use crate::geometry::Shapes;
use crate::units::Metres;

/// Corners of the regular polygon that stands for a disc.
///
/// The polygon has the area of the disc to the last digit; its edge lies at most 0.02 % of the
/// radius outside the circle (at corners) or inside it (between them): 1 m at 5 km.
pub const SIDES: u32 = 128;

/// How much further than the radius the corners lie, so that the polygon has the disc's area.
pub fn circumradius_ratio() -> f64 {
    let step = 2.0 * PI / f64::from(SIDES);
    (step / step.sin()).sqrt()
}

/// Adds the disc around a point as a feature, counter-clockwise.
pub(super) fn push_disc(shapes: &mut Shapes, centre: Coord, radius: Metres) {
    let out = radius.get() * circumradius_ratio();
    for corner in 0..SIDES {
        let angle = 2.0 * PI * f64::from(corner) / f64::from(SIDES);
        shapes.push_position(Coord { x: centre.x + out * angle.cos(), y: centre.y + out * angle.sin() });
    }
    shapes.end_ring();
    shapes.end_polygon();
    shapes.end_feature();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disc_has_the_area_of_a_circle_and_lies_close_to_it() {
        let mut shapes = Shapes::new();
        let centre = Coord { x: 500_000.0, y: 2_000_000.0 };
        push_disc(&mut shapes, centre, Metres::new(5_000.0).unwrap());
        let area = crate::geometry::area(&shapes.get(0));
        let circle = PI * 5_000.0 * 5_000.0;
        assert!((area / circle - 1.0).abs() < 1e-9, "{area} against {circle}");
        let ring = shapes.positions();
        assert_eq!(ring.len(), SIDES as usize + 1);
        for pair in ring.windows(2) {
            let middle = (pair[0] + pair[1]) / 2.0;
            for place in [pair[0], middle] {
                let off = (place - centre).x.hypot((place - centre).y) - 5_000.0;
                assert!(off.abs() < 0.0002 * 5_000.0 + 0.1, "{off} m off the circle");
            }
        }
    }
}
