//! How much of a boundary stayed.

use crate::geometry::{AreaIndex, Cuts, Shape, Shapes, share_of_one};

/// The share of two boundaries, in one plane, that is common to both: 1 where they are the same;
/// `None` where one is only a point.
pub fn kept(old: &Shape<'_>, new: &Shape<'_>) -> Option<f64> {
    if old.is_empty() || new.is_empty() {
        return None;
    }
    let inside = |zone: &Shape<'_>, other: &Shape<'_>| {
        let mut areas = Shapes::new();
        areas.push_shape(other);
        let mut cuts = Cuts::new(1);
        cuts.add([0]);
        share_of_one(zone, &AreaIndex::new(&areas, &[0]), &cuts).shares.first().copied()
    };
    Some(inside(old, new)?.min(inside(new, old)?))
}
