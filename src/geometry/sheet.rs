//! One set of areas, indexed.

use geo::{Coord, Rect};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::Shapes;
use super::runs::Runs;

/// An R-tree over the rings of many areas, and inside each ring boxes over runs of edges.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub areas: &'a Shapes,
    pub layer_of: &'a [u16],
    pub runs: Runs,
    area_of_ring: Vec<u32>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl<'a> Sheet<'a> {
    pub fn new(areas: &'a Shapes, layer_of: &'a [u16]) -> Self {
        assert_eq!(areas.len(), layer_of.len(), "one layer an area");
        let mut area_of_ring = Vec::with_capacity(areas.ring_count());
        for area in 0..areas.len() {
            area_of_ring.resize(areas.ring_range_of(area).end, area as u32);
        }
        let runs = Runs::new(areas);
        let boxes: Vec<_> = (0..areas.ring_count())
            .into_par_iter()
            .filter(|&ring| areas.ring(ring).len() > 1)
            .map(|ring| {
                let (min, max) = runs.whole(ring);
                GeomWithData::new(Rectangle::from_corners([min.x, min.y], [max.x, max.y]), ring as u32)
            })
            .collect();
        Self { areas, layer_of, runs, area_of_ring, tree: RTree::bulk_load(boxes) }
    }

    #[inline]
    pub fn area_of(&self, ring: usize) -> u32 {
        self.area_of_ring[ring]
    }

    /// Every ring whose box meets a box.
    pub fn rings_in(&self, rect: Rect) -> impl Iterator<Item = u32> + '_ {
        let envelope = AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
        self.tree.locate_in_envelope_intersecting(&envelope).map(|ring| ring.data)
    }

    /// Every ring and the square of the distance from a point to its box, nearest first.
    pub fn rings_from(&self, point: Coord) -> impl Iterator<Item = (u32, f64)> + '_ {
        let near = self.tree.nearest_neighbor_iter_with_distance_2(&[point.x, point.y]);
        near.map(|(ring, distance2)| (ring.data, distance2))
    }
}
