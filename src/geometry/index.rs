//! Where the areas are.

use geo::Rect;
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::{Shape, Shapes, bounds};

/// An index over many areas, each of which belongs to one layer.
#[derive(Debug)]
pub struct AreaIndex<'a> {
    areas: &'a Shapes,
    layer_of: &'a [u16],
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl<'a> AreaIndex<'a> {
    /// Indexes prepared areas (see [`super::prepare`]); `layer_of[i]` is the layer of area `i`.
    ///
    /// # Panics
    /// When there is not exactly one layer an area.
    pub fn new(areas: &'a Shapes, layer_of: &'a [u16]) -> Self {
        assert_eq!(areas.len(), layer_of.len(), "one layer an area");
        let boxes: Vec<_> = (0..areas.len())
            .into_par_iter()
            .filter_map(|area| {
                let rect = bounds(&areas.get(area))?;
                let corners =
                    Rectangle::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
                Some(GeomWithData::new(corners, area as u32))
            })
            .collect();
        Self { areas, layer_of, tree: RTree::bulk_load(boxes) }
    }

    /// The areas behind the index.
    pub fn areas(&self) -> &'a Shapes {
        self.areas
    }

    /// The layer of an area.
    pub fn layer(&self, area: usize) -> u16 {
        self.layer_of[area]
    }

    /// The areas whose box meets the zone's box, in order.
    pub fn near(&self, zone: &Shape) -> impl Iterator<Item = usize> + use<> {
        let mut found: Vec<usize> = bounds(zone).map_or_else(Vec::new, |rect| self.in_box(rect));
        found.sort_unstable();
        found.into_iter()
    }

    fn in_box(&self, rect: Rect) -> Vec<usize> {
        let envelope = AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
        self.tree.locate_in_envelope_intersecting(&envelope).map(|found| found.data as usize).collect()
    }
}
