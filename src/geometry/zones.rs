//! Which zones a change of the areas can touch.

use geo::Rect;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::{Shape, Shapes, bounds};

/// An index over the boxes of zones, for finding those that a changed area can touch.
#[derive(Debug)]
pub struct ZoneIndex {
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl ZoneIndex {
    /// Indexes zones; those without a position are never found.
    pub fn new(zones: &Shapes) -> Self {
        let boxed = |(zone, shape): (usize, Shape)| {
            let rect = bounds(&shape)?;
            let corners = Rectangle::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
            Some(GeomWithData::new(corners, zone))
        };
        Self { tree: RTree::bulk_load(zones.iter().enumerate().filter_map(boxed).collect()) }
    }

    /// The zones whose box meets the box of one of the shapes, in order.
    pub fn near<'s>(&self, shapes: impl IntoIterator<Item = Shape<'s>>) -> Vec<usize> {
        let mut found: Vec<usize> = shapes
            .into_iter()
            .filter_map(|shape| bounds(&shape))
            .flat_map(|rect| self.in_box(rect))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn in_box(&self, rect: Rect) -> impl Iterator<Item = usize> + '_ {
        let envelope = AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
        self.tree.locate_in_envelope_intersecting(&envelope).map(|zone| zone.data)
    }
}
