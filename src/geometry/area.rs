//! Areas and boxes of shapes in the plane.

use geo::{Coord, Rect};

use super::Shape;
use super::chains::{greatest, least};

/// The area of a shape in the square of its unit (m² in a metre plane): of each polygon the
/// outer ring less its holes, whatever their orientation.
pub fn area(shape: &Shape) -> f64 {
    shape
        .rings()
        .map(|ring| {
            let size = signed_area(ring.positions).abs();
            if ring.is_hole { -size } else { size }
        })
        .sum()
}

/// The area of a closed ring: positive when it runs counter-clockwise.
///
/// Measured from the ring's first position, so that a place far from the origin loses nothing.
pub(super) fn signed_area(ring: &[Coord]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    let twice: f64 = ring
        .windows(2)
        .map(|pair| {
            let (a, b) = (pair[0] - origin, pair[1] - origin);
            a.x * b.y - b.x * a.y
        })
        .sum();
    twice / 2.0
}

/// The box around a shape of numbers; `None` when it has no position.
pub fn bounds(shape: &Shape) -> Option<Rect> {
    around(shape.rings().flat_map(|ring| ring.positions))
}

/// The box around a ring; `None` when it has no position.
pub(super) fn ring_bounds(ring: &[Coord]) -> Option<Rect> {
    around(ring.iter())
}

fn around<'a>(mut positions: impl Iterator<Item = &'a Coord>) -> Option<Rect> {
    let &first = positions.next()?;
    let (min, max) = positions.fold((first, first), |(min, max), p| {
        (
            Coord { x: least(p.x, min.x), y: least(p.y, min.y) },
            Coord { x: greatest(p.x, max.x), y: greatest(p.y, max.y) },
        )
    });
    Some(Rect::new(min, max))
}
