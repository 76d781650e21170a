//! Where the areas are: an R-tree over rings, and inside each ring boxes over runs of edges.

use std::ops::Range;

use geo::{Coord, Rect};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::chains::Chains;
use super::runs::Runs;
use super::window::{Clipped, Clipper, Window};
use super::{Shape, Shapes, bounds};

/// An index over many areas, each of which belongs to one layer.
///
/// It holds rings, not areas, and boxes over runs of edges inside each ring, so that one area of
/// a million vertices and ten thousand holes costs a query no more than many small ones.
#[derive(Debug)]
pub struct AreaIndex<'a> {
    areas: &'a Shapes,
    layer_of: &'a [u16],
    area_of_ring: Vec<u32>,
    runs: Runs,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl<'a> AreaIndex<'a> {
    /// Indexes prepared areas (see [`super::prepare`]); `layer_of[i]` is the layer of area `i`.
    ///
    /// # Panics
    /// When there is not exactly one layer an area.
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
        Self { areas, layer_of, area_of_ring, runs, tree: RTree::bulk_load(boxes) }
    }

    /// The areas behind the index.
    pub fn areas(&self) -> &'a Shapes {
        self.areas
    }

    /// The layer of an area.
    pub fn layer(&self, area: usize) -> u16 {
        self.layer_of[area]
    }

    /// The areas of which a ring's box meets the zone's box, in order.
    pub fn near(&self, zone: &Shape) -> impl Iterator<Item = usize> + use<> {
        let mut found = Vec::new();
        if let Some(rect) = bounds(zone) {
            self.rings_in(rect, &mut found);
        }
        let mut areas: Vec<usize> = found.iter().map(|&ring| self.area_of(ring) as usize).collect();
        areas.dedup();
        areas.into_iter()
    }

    /// Every ring whose box meets a box, in order, instead of what was in `found`.
    pub(super) fn rings_in(&self, rect: Rect, found: &mut Vec<u32>) {
        let envelope = AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
        found.clear();
        found.extend(self.tree.locate_in_envelope_intersecting(&envelope).map(|ring| ring.data));
        found.sort_unstable();
    }

    /// The areas that hold a point, in order; on an edge, either.
    pub fn areas_at(&self, point: Coord) -> impl Iterator<Item = usize> + use<> {
        let mut rings = Vec::new();
        self.rings_in(Rect::new(point, point), &mut rings);
        let held: Vec<usize> = groups(&rings, |ring| self.area_of(ring))
            .filter(|own| {
                let winding =
                    |&ring: &u32| self.runs.winding(ring as usize, self.areas.ring(ring as usize), point);
                rings[own.clone()].iter().map(winding).sum::<i32>() != 0
            })
            .map(|own| self.area_of(rings[own.start]) as usize)
            .collect();
        held.into_iter()
    }

    /// Every ring and the square of the distance from a point to its box, nearest first.
    pub(super) fn rings_from(&self, point: Coord) -> impl Iterator<Item = (u32, f64)> + '_ {
        let near = self.tree.nearest_neighbor_iter_with_distance_2(&[point.x, point.y]);
        near.map(|(ring, distance2)| (ring.data, distance2))
    }

    /// The square of the distance from a segment to the edges of a ring, or `best` when it is
    /// not less.
    pub(super) fn ring_distance2(&self, segment: [Coord; 2], ring: u32, best: f64) -> f64 {
        self.runs.distance2(ring as usize, self.areas.ring(ring as usize), segment, best)
    }

    /// Where a ring starts.
    pub(super) fn first_position(&self, ring: u32) -> Coord {
        self.areas.ring(ring as usize)[0]
    }

    #[inline]
    pub(super) fn area_of(&self, ring: u32) -> u32 {
        self.area_of_ring[ring as usize]
    }

    /// The box of a ring.
    #[inline]
    pub(super) fn ring_box(&self, ring: u32) -> (Coord, Coord) {
        self.runs.whole(ring as usize)
    }

    /// Adds to `chains` what matters inside the window of the rings of one area.
    pub(super) fn clip(
        &self,
        rings: &[u32],
        window: &Window,
        clipper: &mut Clipper,
        chains: &mut Chains,
    ) -> Clipped {
        let begun = chains.list.len();
        for &ring in rings {
            chains.pen_up();
            self.runs.clip(ring as usize, self.areas.ring(ring as usize), window, clipper, chains);
        }
        clipper.finish(window, chains, begun)
    }
}

/// The stretches of equal values of `of` in a sorted slice.
pub(super) fn groups<T: PartialEq>(
    items: &[u32],
    of: impl Fn(u32) -> T,
) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let key = of(*items.get(start)?);
        let length = items[start..].iter().take_while(|&&item| of(item) == key).count();
        start += length;
        Some(start - length..start)
    })
}
