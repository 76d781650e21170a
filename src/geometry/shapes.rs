//! Polygons of many features in flat arrays: one allocation for a country, not one a ring.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::area::signed_area;
use rayon::prelude::*;

/// The polygons of many features, feature after feature, in flat arrays.
///
/// Every ring is closed (its last position repeats the first). Within a polygon the first
/// ring is the outer one, the others are holes. Orientation is what the source gave until
/// [`crate::geometry`] prepares the shapes.
#[derive(Debug, Clone, PartialEq)]
pub struct Shapes {
    positions: Vec<Coord>,
    ring_ends: Vec<u32>,
    polygon_ends: Vec<u32>,
    feature_ends: Vec<u32>,
}

impl Default for Shapes {
    fn default() -> Self {
        Self::new()
    }
}

impl Shapes {
    /// No features yet.
    pub fn new() -> Self {
        Self {
            positions: Vec::new(),
            ring_ends: Vec::new(),
            polygon_ends: Vec::new(),
            feature_ends: Vec::new(),
        }
    }

    /// How many features there are.
    pub fn len(&self) -> usize {
        self.feature_ends.len()
    }

    /// Whether there is no feature.
    pub fn is_empty(&self) -> bool {
        self.feature_ends.is_empty()
    }

    /// Every position of every ring, in order.
    pub fn positions(&self) -> &[Coord] {
        &self.positions
    }

    /// Every position, to be moved to another plane; what belongs to which ring stays.
    pub fn positions_mut(&mut self) -> &mut [Coord] {
        &mut self.positions
    }

    /// Adds a position to the ring being built.
    pub fn push_position(&mut self, position: Coord) {
        self.positions.push(position);
    }

    /// Adds many positions to the ring being built.
    pub fn push_positions(&mut self, positions: impl IntoIterator<Item = Coord>) {
        self.positions.extend(positions);
    }

    /// The positions of the ring being built.
    pub fn open_ring(&self) -> &[Coord] {
        &self.positions[self.ring_ends.last().map_or(0, |&end| end as usize)..]
    }

    /// Makes room for this many more positions.
    pub fn reserve_positions(&mut self, more: usize) {
        self.positions.reserve(more);
    }

    /// Ends the ring being built; closes it when its last position is not its first.
    pub fn end_ring(&mut self) {
        let start = self.ring_ends.last().map_or(0, |&end| end as usize);
        if let (Some(&first), Some(&last)) = (self.positions.get(start), self.positions.last())
            && first != last
        {
            self.positions.push(first);
        }
        self.ring_ends.push(index(self.positions.len()));
    }

    /// Ends the polygon being built.
    pub fn end_polygon(&mut self) {
        self.polygon_ends.push(index(self.ring_ends.len()));
    }

    /// Ends the polygon being built when it has a ring.
    pub(super) fn end_polygon_if_any(&mut self) {
        if self.polygon_ends.last().map_or(0, |&end| end as usize) < self.ring_ends.len() {
            self.end_polygon();
        }
    }

    /// Ends the feature being built; without polygons it is an empty shape.
    pub fn end_feature(&mut self) {
        self.feature_ends.push(index(self.polygon_ends.len()));
    }

    /// Takes back what was pushed since the last feature ended.
    pub fn abandon_feature(&mut self) {
        let polygons = self.feature_ends.last().map_or(0, |&end| end as usize);
        self.polygon_ends.truncate(polygons);
        let rings = self.polygon_ends.last().map_or(0, |&end| end as usize);
        self.ring_ends.truncate(rings);
        let positions = self.ring_ends.last().map_or(0, |&end| end as usize);
        self.positions.truncate(positions);
    }

    /// Adds a feature.
    pub fn push(&mut self, shape: &MultiPolygon) {
        for polygon in shape {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                self.positions.extend_from_slice(&ring.0);
                self.end_ring();
            }
            self.end_polygon();
        }
        self.end_feature();
    }

    /// Adds a copy of a feature of other shapes.
    pub fn push_shape(&mut self, shape: &Shape<'_>) {
        for polygon in shape.polygons.clone() {
            for ring in shape.shapes.polygon_rings(polygon) {
                self.positions.extend_from_slice(&shape.shapes.positions[shape.shapes.ring_range(ring)]);
                self.end_ring();
            }
            self.end_polygon();
        }
        self.end_feature();
    }

    /// Adds every feature of other shapes behind its own.
    pub fn append(&mut self, mut other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        let shift = |ends: &mut Vec<u32>, more: &[u32], by: usize| {
            let by = index(by);
            ends.extend(more.iter().map(|end| index(*end as usize + by as usize)));
        };
        shift(&mut self.feature_ends, &other.feature_ends, self.polygon_ends.len());
        shift(&mut self.polygon_ends, &other.polygon_ends, self.ring_ends.len());
        shift(&mut self.ring_ends, &other.ring_ends, self.positions.len());
        self.positions.append(&mut other.positions);
    }

    /// Keeps the features whose flag is set; costs nothing when all are.
    pub fn retain(&mut self, keep: &[bool]) {
        if keep.iter().all(|&keep| keep) {
            return;
        }
        let old = std::mem::take(self);
        for (shape, _) in old.iter().zip(keep).filter(|(_, keep)| **keep) {
            self.push_shape(&shape);
        }
    }

    /// One feature.
    ///
    /// # Panics
    /// When there is no such feature.
    pub fn get(&self, feature: usize) -> Shape<'_> {
        let start = if feature == 0 { 0 } else { self.feature_ends[feature - 1] as usize };
        Shape { shapes: self, polygons: start..self.feature_ends[feature] as usize }
    }

    /// The features in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Shape<'_>> {
        (0..self.len()).map(|feature| self.get(feature))
    }

    /// Turns all rings: outer ones counter-clockwise, holes clockwise.
    pub(super) fn orient_all(&mut self) {
        let mut is_hole = vec![true; self.ring_ends.len()];
        let mut start = 0;
        for &end in &self.polygon_ends {
            if start < end {
                is_hole[start as usize] = false;
            }
            start = end;
        }
        let rings = pieces(&mut self.positions, &self.ring_ends);
        rings.into_par_iter().zip(is_hole).with_min_len(64).for_each(|(ring, is_hole)| {
            if (signed_area(ring) < 0.0) != is_hole {
                ring.reverse();
            }
        });
    }

    /// How many rings there are in all features.
    pub(super) fn ring_count(&self) -> usize {
        self.ring_ends.len()
    }

    /// The positions of a ring, counted over all features.
    pub(super) fn ring(&self, ring: usize) -> &[Coord] {
        &self.positions[self.ring_range(ring)]
    }

    /// The rings of a feature, counted over all features.
    pub(super) fn ring_range_of(&self, feature: usize) -> std::ops::Range<usize> {
        let polygons = self.get(feature).polygons;
        let start = if polygons.start == 0 { 0 } else { self.polygon_ends[polygons.start - 1] as usize };
        let end = if polygons.end == 0 { 0 } else { self.polygon_ends[polygons.end - 1] as usize };
        start..end
    }

    fn ring_range(&self, ring: usize) -> std::ops::Range<usize> {
        let start = if ring == 0 { 0 } else { self.ring_ends[ring - 1] as usize };
        start..self.ring_ends[ring] as usize
    }

    fn polygon_rings(&self, polygon: usize) -> std::ops::Range<usize> {
        let start = if polygon == 0 { 0 } else { self.polygon_ends[polygon - 1] as usize };
        start..self.polygon_ends[polygon] as usize
    }
}

/// A slice cut at `ends`.
pub(super) fn pieces<'a, T>(mut rest: &'a mut [T], ends: &[u32]) -> Vec<&'a mut [T]> {
    let mut start = 0;
    let cut = |&end: &u32| {
        let (piece, others) = std::mem::take(&mut rest).split_at_mut((end - start) as usize);
        (rest, start) = (others, end);
        piece
    };
    ends.iter().map(cut).collect()
}

fn index(length: usize) -> u32 {
    u32::try_from(length).expect("fewer than 2^32 positions")
}

/// One feature of [`Shapes`].
#[derive(Debug, Clone)]
pub struct Shape<'a> {
    shapes: &'a Shapes,
    polygons: std::ops::Range<usize>,
}

/// One closed ring of a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ring<'a> {
    /// The positions, the last repeating the first.
    pub positions: &'a [Coord],
    /// Whether the ring bounds a hole.
    pub is_hole: bool,
}

impl<'a> Shape<'a> {
    /// Every ring: of each polygon the outer one, then its holes.
    pub fn rings(&self) -> impl Iterator<Item = Ring<'a>> + use<'a> {
        let shapes = self.shapes;
        self.polygons.clone().flat_map(move |polygon| {
            shapes.polygon_rings(polygon).enumerate().map(move |(nth, ring)| Ring {
                positions: &shapes.positions[shapes.ring_range(ring)],
                is_hole: nth > 0,
            })
        })
    }

    /// Whether it has no polygon.
    pub fn is_empty(&self) -> bool {
        self.polygons.is_empty()
    }

    /// How many polygons it has.
    pub fn polygon_count(&self) -> usize {
        self.polygons.len()
    }

    /// The same shape as geo's type.
    pub fn to_multi_polygon(&self) -> MultiPolygon {
        let line = |ring: usize| LineString(self.shapes.positions[self.shapes.ring_range(ring)].to_vec());
        self.polygons
            .clone()
            .map(|polygon| {
                let mut rings = self.shapes.polygon_rings(polygon).map(line);
                let outer = rings.next().unwrap_or_else(|| LineString(Vec::new()));
                Polygon::new(outer, rings.collect())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Translate, polygon, wkt};

    #[test]
    fn what_goes_in_comes_out() {
        let first = MultiPolygon::new(vec![
            wkt!(POLYGON((0. 0.,4. 0.,4. 4.,0. 4.,0. 0.),(1. 1.,1. 2.,2. 2.,1. 1.))),
            wkt!(POLYGON((9. 9.,10. 9.,10. 10.,9. 9.))),
        ]);
        let second = MultiPolygon::new(vec![polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 0., y: 1.)]]);
        let mut shapes = Shapes::new();
        shapes.push(&first);
        shapes.push(&MultiPolygon::new(vec![]));
        shapes.push(&second);
        assert_eq!(shapes.len(), 3);
        assert_eq!(shapes.get(0).to_multi_polygon(), first);
        assert!(shapes.get(1).is_empty());
        assert_eq!(shapes.get(2).to_multi_polygon(), second);
        assert_eq!(shapes.get(0).rings().filter(|ring| ring.is_hole).count(), 1);
    }

    #[test]
    fn features_can_be_appended_and_left_out() {
        let square =
            |at: f64| MultiPolygon::new(vec![wkt!(POLYGON((0. 0.,4. 0.,4. 4.,0. 0.)))]).translate(at, at);
        let of = |places: &[f64]| {
            let mut shapes = Shapes::new();
            places.iter().for_each(|&at| shapes.push(&square(at)));
            shapes
        };
        let mut shapes = of(&[1.0, 2.0]);
        shapes.append(of(&[3.0, 4.0]));
        assert_eq!(shapes, of(&[1.0, 2.0, 3.0, 4.0]));
        shapes.retain(&[true, false, false, true]);
        assert_eq!(shapes, of(&[1.0, 4.0]));
    }

    #[test]
    fn an_abandoned_feature_leaves_no_trace() {
        let mut shapes = Shapes::new();
        shapes.push(&MultiPolygon::new(vec![wkt!(POLYGON((0. 0.,4. 0.,4. 4.,0. 0.)))]));
        let before = shapes.clone();
        shapes.push_position(Coord { x: 1.0, y: 1.0 });
        shapes.end_ring();
        shapes.end_polygon();
        shapes.push_position(Coord { x: 2.0, y: 1.0 });
        shapes.abandon_feature();
        assert_eq!(shapes, before);
    }
}
