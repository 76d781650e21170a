//! Polygons cut by straight lines. Rings may be cut into rings that run along the line and
//! back: their area is right, which is all that is asked of them.

use geo::Coord;

use crate::geometry::area::signed_area;

/// Open rings; outer ones counter-clockwise, holes clockwise.
pub(super) type Rings = Vec<Vec<Coord>>;

/// The part of the rings where `value` (affine) is 0 or more.
pub(super) fn cut(rings: &Rings, value: impl Fn(Coord) -> f64) -> Rings {
    let kept = rings.iter().map(|ring| cut_ring(ring, &value)).filter(|ring| ring.len() > 2);
    kept.collect()
}

fn cut_ring(ring: &[Coord], value: &impl Fn(Coord) -> f64) -> Vec<Coord> {
    let mut kept = Vec::with_capacity(ring.len() + 4);
    let Some(&last) = ring.last() else { return kept };
    let (mut before, mut before_value) = (last, value(last));
    for &p in ring {
        let at = value(p);
        if (before_value < 0.0) != (at < 0.0) {
            kept.push(before + (p - before) * (before_value / (before_value - at)));
        }
        if at >= 0.0 {
            kept.push(p);
        }
        (before, before_value) = (p, at);
    }
    kept
}

/// The area of the rings, holes left out.
pub(super) fn area(rings: &Rings) -> f64 {
    let closed = |ring: &Vec<Coord>| {
        let closing = match (ring.first(), ring.last()) {
            (Some(&first), Some(&last)) => signed_area(&[ring[0], last, first]),
            _ => 0.0,
        };
        signed_area(ring) + closing
    };
    rings.iter().map(closed).sum::<f64>().max(0.0)
}
