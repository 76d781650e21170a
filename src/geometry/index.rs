//! Where the areas are, also after some were added or taken away.

use std::ops::Range;
use std::sync::Arc;

use geo::{Coord, Rect};

use super::chains::Chains;
use super::sheet::Sheet;
use super::window::{Clipped, Clipper, Window};
use super::{Shape, Shapes, bounds};

/// An index over many areas, each of which belongs to one layer.
///
/// It holds rings, not areas, and boxes over runs of edges inside each ring, so that one area of
/// a million vertices and ten thousand holes costs a query no more than many small ones.
#[derive(Debug, Clone)]
pub struct AreaIndex<'a> {
    /// The areas it began with, and each lot added since.
    lots: Vec<Lot<'a>>,
    /// Areas taken away, in order.
    gone: Vec<u32>,
}

/// A sheet, and the numbers of its first ring and area in the index.
#[derive(Debug, Clone)]
struct Lot<'a> {
    sheet: Arc<Sheet<'a>>,
    ring: u32,
    area: u32,
}

impl<'a> AreaIndex<'a> {
    /// Indexes prepared areas (see [`super::prepare`]); `layer_of[i]` is the layer of area `i`.
    ///
    /// # Panics
    /// When there is not exactly one layer an area.
    pub fn new(areas: &'a Shapes, layer_of: &'a [u16]) -> Self {
        Self {
            lots: vec![Lot { sheet: Arc::new(Sheet::new(areas, layer_of)), ring: 0, area: 0 }],
            gone: Vec::new(),
        }
    }

    /// The same areas and some more, which are numbered on. Costs what is added.
    pub fn with(&self, more: &'a Shapes, layer_of: &'a [u16]) -> Self {
        let (ring, area) = self.lots.last().map_or((0, 0), |lot| {
            (lot.ring + lot.sheet.areas.ring_count() as u32, lot.area + lot.sheet.areas.len() as u32)
        });
        let mut lots = self.lots.clone();
        lots.push(Lot { sheet: Arc::new(Sheet::new(more, layer_of)), ring, area });
        Self { lots, gone: self.gone.clone() }
    }

    /// The same areas without some; the others keep their numbers.
    pub fn without(&self, areas: &[usize]) -> Self {
        let mut gone = self.gone.clone();
        gone.extend(areas.iter().map(|&area| area as u32));
        gone.sort_unstable();
        gone.dedup();
        Self { lots: self.lots.clone(), gone }
    }

    /// How many areas are numbered, those taken away included.
    pub fn len(&self) -> usize {
        self.lots.last().map_or(0, |lot| lot.area as usize + lot.sheet.areas.len())
    }

    /// Whether no area is numbered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One area, also when it was taken away.
    ///
    /// # Panics
    /// When no area has the number.
    pub fn shape(&self, area: usize) -> Shape<'a> {
        let lot = self.lot(|lot| lot.area as usize <= area);
        lot.sheet.areas.get(area - lot.area as usize)
    }

    /// The layer of an area.
    #[inline]
    pub fn layer(&self, area: usize) -> u16 {
        let lot = self.lot(|lot| lot.area as usize <= area);
        lot.sheet.layer_of[area - lot.area as usize]
    }

    #[inline]
    fn lot(&self, begins_before: impl Fn(&Lot) -> bool) -> &Lot<'a> {
        let last = self.lots.iter().rposition(begins_before).unwrap_or(0);
        &self.lots[last]
    }

    /// The lot of a ring, and its number in it.
    #[inline]
    fn ring(&self, ring: u32) -> (&Sheet<'a>, usize) {
        let lot = self.lot(|lot| lot.ring <= ring);
        (&lot.sheet, (ring - lot.ring) as usize)
    }

    #[inline]
    pub(super) fn area_of(&self, ring: u32) -> u32 {
        let lot = self.lot(|lot| lot.ring <= ring);
        lot.area + lot.sheet.area_of((ring - lot.ring) as usize)
    }

    fn is_gone(&self, ring: u32) -> bool {
        !self.gone.is_empty() && self.gone.binary_search(&self.area_of(ring)).is_ok()
    }

    /// The areas of which a ring's box meets the zone's box, in order.
    pub fn near(&self, zone: &Shape) -> impl Iterator<Item = usize> + use<> {
        self.near_some_box(bounds(zone))
    }

    /// The areas of which a ring's box meets a box, in order.
    pub fn near_box(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        self.near_some_box(Some(rect))
    }

    fn near_some_box(&self, rect: Option<Rect>) -> impl Iterator<Item = usize> + use<> {
        let mut found = Vec::new();
        if let Some(rect) = rect {
            self.rings_in(rect, &mut found);
        }
        let mut areas: Vec<usize> = found.iter().map(|&ring| self.area_of(ring) as usize).collect();
        areas.dedup();
        areas.into_iter()
    }

    /// The areas that hold a point, in order; on an edge, either.
    pub fn areas_at(&self, point: Coord) -> impl Iterator<Item = usize> + use<> {
        let mut rings = Vec::new();
        self.rings_in(Rect::new(point, point), &mut rings);
        let winding = |&ring: &u32| {
            let (sheet, nth) = self.ring(ring);
            sheet.runs.winding(nth, sheet.areas.ring(nth), point)
        };
        let held: Vec<usize> = groups(&rings, |ring| self.area_of(ring))
            .filter(|own| rings[own.clone()].iter().map(winding).sum::<i32>() != 0)
            .map(|own| self.area_of(rings[own.start]) as usize)
            .collect();
        held.into_iter()
    }

    /// Every ring whose box meets a box, in order, instead of what was in `found`.
    pub(super) fn rings_in(&self, rect: Rect, found: &mut Vec<u32>) {
        found.clear();
        for lot in &self.lots {
            found.extend(lot.sheet.rings_in(rect).map(|ring| ring + lot.ring));
        }
        if !self.gone.is_empty() {
            found.retain(|&ring| !self.is_gone(ring));
        }
        found.sort_unstable();
    }

    /// Every ring and the square of the distance from a point to its box, nearest first within
    /// each lot.
    pub(super) fn rings_from(&self, point: Coord) -> impl Iterator<Item = impl Iterator<Item = (u32, f64)>> {
        self.lots.iter().map(move |lot| {
            let rings = lot.sheet.rings_from(point).map(|(ring, distance2)| (ring + lot.ring, distance2));
            rings.filter(|&(ring, _)| !self.is_gone(ring))
        })
    }

    /// The square of the distance from a segment to the edges of a ring, or `best` when it is
    /// not less.
    pub(super) fn ring_distance2(&self, segment: [Coord; 2], ring: u32, best: f64) -> f64 {
        let (sheet, nth) = self.ring(ring);
        sheet.runs.distance2(nth, sheet.areas.ring(nth), segment, best)
    }

    /// Where a ring starts.
    pub(super) fn first_position(&self, ring: u32) -> Coord {
        let (sheet, nth) = self.ring(ring);
        sheet.areas.ring(nth)[0]
    }

    /// The box of a ring.
    #[inline]
    pub(super) fn ring_box(&self, ring: u32) -> (Coord, Coord) {
        let (sheet, nth) = self.ring(ring);
        sheet.runs.whole(nth)
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
            let (sheet, nth) = self.ring(ring);
            sheet.runs.clip(nth, sheet.areas.ring(nth), window, clipper, chains);
        }
        clipper.finish(chains, begun)
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
