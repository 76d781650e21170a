//! Which areas hold a point, for many points.

use geo::Coord;
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::{Shapes, bounds};

/// Edges that share a bucket, on average: fewer cost memory, more cost time.
const EDGES_A_BUCKET: usize = 4;

/// An index that finds the areas around a point: boxes first, then the edges at its height.
#[derive(Debug)]
pub struct PointIndex<'a> {
    areas: &'a Shapes,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
    edges: Vec<EdgesByHeight>,
    reach: f64,
}

impl<'a> PointIndex<'a> {
    /// Indexes prepared areas (see [`super::prepare`]).
    pub fn new(areas: &'a Shapes) -> Self {
        let mut starts = Vec::with_capacity(areas.len());
        let mut start = 0;
        for shape in areas.iter() {
            starts.push(start);
            start += shape.rings().map(|ring| ring.positions.len()).sum::<usize>();
        }
        let edges =
            (0..areas.len()).into_par_iter().map(|area| EdgesByHeight::new(areas, area, starts[area]));
        let edges: Vec<_> = edges.collect();
        let boxes = (0..areas.len()).filter_map(|area| {
            let rect = bounds(&areas.get(area))?;
            let corners = Rectangle::from_corners(rect.min().x_y().into(), rect.max().x_y().into());
            Some(GeomWithData::new(corners, area as u32))
        });
        let tree = RTree::bulk_load(boxes.collect());
        Self { areas, tree, edges, reach: 0.0 }
    }

    /// The same, where a point within `reach` of an area counts as on its edge.
    #[must_use]
    pub fn reaching(self, reach: f64) -> Self {
        Self { reach, ..self }
    }

    /// The box around a point in which it could be on an edge.
    fn around(&self, point: Coord) -> AABB<[f64; 2]> {
        let by = self.reach;
        AABB::from_corners([point.x - by, point.y - by], [point.x + by, point.y + by])
    }

    /// The areas that hold a point, those on whose edge it lies among them, in no order.
    pub fn areas_at(&self, point: Coord) -> impl Iterator<Item = usize> + '_ {
        let at = self.around(point);
        let near = self.tree.locate_in_envelope_intersecting(&at).map(|found| found.data as usize);
        near.filter(move |&area| self.edges[area].hold(self.areas, point, self.reach))
    }

    /// The first area that holds a point.
    pub fn first_area_at(&self, point: Coord) -> Option<usize> {
        self.areas_at(point).min()
    }

    /// For every point the layers of the areas that hold it; `layer_of[i]` is the layer of area
    /// `i`, below `layers`. The same whatever the number of threads.
    ///
    /// # Panics
    /// When there is not exactly one layer an area.
    pub fn layers_at(&self, points: &[Coord], layer_of: &[u16], layers: usize) -> LayerSets {
        assert_eq!(self.areas.len(), layer_of.len(), "one layer an area");
        let words = layers.div_ceil(64).max(1);
        let mut bits = vec![0u64; words * points.len()];
        bits.par_chunks_mut(words).zip(points).for_each(|(set, &point)| {
            let at = self.around(point);
            for near in self.tree.locate_in_envelope_intersecting(&at) {
                let area = near.data as usize;
                let layer = usize::from(layer_of[area]);
                let (word, bit) = (layer / 64, 1u64 << (layer % 64));
                if set[word] & bit == 0 && self.edges[area].hold(self.areas, point, self.reach) {
                    set[word] |= bit;
                }
            }
        });
        LayerSets { words, bits }
    }
}

/// A set of layers for each of many points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LayerSets {
    words: usize,
    bits: Vec<u64>,
}

impl LayerSets {
    /// The layers at one point, as bits: layer 0 is the lowest bit of the first word.
    pub fn at(&self, point: usize) -> &[u64] {
        self.bits.get(point * self.words..(point + 1) * self.words).unwrap_or_default()
    }

    /// Whether any layer of `mask` (bits as in [`LayerSets::at`]) is at a point.
    pub fn meets(&self, point: usize, mask: &[u64]) -> bool {
        self.at(point).iter().zip(mask).any(|(at, wanted)| at & wanted != 0)
    }
}

/// The edges of one area, in buckets by height.
#[derive(Debug)]
struct EdgesByHeight {
    low: f64,
    buckets_a_unit: f64,
    starts: Vec<u32>,
    /// Each edge by its first position in the shapes' flat array.
    edges: Vec<u32>,
}

impl EdgesByHeight {
    fn new(areas: &Shapes, area: usize, first: usize) -> Self {
        let shape = areas.get(area);
        let Some(rect) = bounds(&shape) else {
            return Self { low: 0.0, buckets_a_unit: 0.0, starts: vec![0, 0], edges: Vec::new() };
        };
        let total: usize = shape.rings().map(|ring| ring.positions.len()).sum();
        let buckets = (total / EDGES_A_BUCKET).clamp(1, 1 << 16);
        let height = rect.max().y - rect.min().y;
        let buckets_a_unit = if height > 0.0 { buckets as f64 / height } else { 0.0 };
        let mut found =
            Self { low: rect.min().y, buckets_a_unit, starts: vec![0; buckets + 1], edges: Vec::new() };
        let mut edges: Vec<(u32, u32)> = Vec::with_capacity(total * 2);
        let mut start = first;
        for ring in shape.rings() {
            for (nth, pair) in ring.positions.windows(2).enumerate() {
                let (low, high) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
                for bucket in found.bucket(low)..=found.bucket(high) {
                    edges.push((bucket as u32, (start + nth) as u32));
                }
            }
            start += ring.positions.len();
        }
        edges.sort_unstable();
        for &(bucket, _) in &edges {
            found.starts[bucket as usize + 1] += 1;
        }
        for bucket in 0..buckets {
            found.starts[bucket + 1] += found.starts[bucket];
        }
        found.edges = edges.into_iter().map(|(_, edge)| edge).collect();
        found
    }

    /// Never falls as `y` rises, so an edge is in the bucket of every height that it has.
    fn bucket(&self, y: f64) -> usize {
        (((y - self.low) * self.buckets_a_unit) as usize).min(self.starts.len() - 2)
    }

    /// Whether the area holds a point, or has an edge within `reach` of it.
    fn hold(&self, areas: &Shapes, point: Coord, reach: f64) -> bool {
        self.hold_exactly(areas, point) || (reach > 0.0 && self.are_near(areas, point, reach))
    }

    fn are_near(&self, areas: &Shapes, point: Coord, reach: f64) -> bool {
        let (first, last) = (self.bucket(point.y - reach), self.bucket(point.y + reach));
        let edges = &self.edges[self.starts[first] as usize..self.starts[last + 1] as usize];
        edges.iter().any(|&edge| {
            let (a, b) =
                (areas.positions()[edge as usize] - point, areas.positions()[edge as usize + 1] - point);
            let run = b - a;
            let length2 = run.x * run.x + run.y * run.y;
            let along = if length2 > 0.0 { -(a.x * run.x + a.y * run.y) / length2 } else { 0.0 };
            let foot = a + run * along.clamp(0.0, 1.0);
            foot.x * foot.x + foot.y * foot.y <= reach * reach
        })
    }

    fn hold_exactly(&self, areas: &Shapes, point: Coord) -> bool {
        let bucket = self.bucket(point.y);
        let mut inside = false;
        for &edge in &self.edges[self.starts[bucket] as usize..self.starts[bucket + 1] as usize] {
            let edge = edge as usize;
            let (a, b) = (areas.positions()[edge] - point, areas.positions()[edge + 1] - point);
            let cross = a.x * b.y - b.x * a.y;
            if cross == 0.0 && a.x * b.x <= 0.0 && a.y * b.y <= 0.0 {
                return true;
            }
            if (a.y > 0.0) != (b.y > 0.0) && (cross > 0.0) == (b.y > a.y) {
                inside = !inside;
            }
        }
        inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Distance, Euclidean, Intersects, MultiPolygon, Point, wkt};
    use proptest::prelude::*;

    /// A star around a place, with a hole when its radius allows.
    fn star() -> impl Strategy<Value = MultiPolygon> {
        (0..12, 0..12, proptest::collection::vec(1u8..6, 3..14), any::<bool>()).prop_map(
            |(x, y, radii, has_hole)| {
                let ring = |scale: f64| -> Vec<Coord> {
                    let all = radii.len() as f64;
                    let position = |(nth, &radius): (usize, &u8)| {
                        let (sin, cos) = (nth as f64 / all * std::f64::consts::TAU).sin_cos();
                        let radius = f64::from(radius) * scale;
                        Coord { x: f64::from(x) + radius * cos, y: f64::from(y) + radius * sin }
                    };
                    radii.iter().enumerate().map(position).collect()
                };
                let holes = if has_hole { vec![ring(0.5).into()] } else { Vec::new() };
                MultiPolygon::new(vec![geo::Polygon::new(ring(1.0).into(), holes)])
            },
        )
    }

    proptest! {
        #[test]
        fn every_area_around_a_point_is_found(
            areas in proptest::collection::vec(star(), 1..20),
            points in proptest::collection::vec((-3.0..15.0, -3.0..15.0), 1..30),
        ) {
            let mut shapes = Shapes::new();
            areas.iter().for_each(|area| shapes.push(area));
            let layer_of: Vec<u16> = (0..areas.len() as u16).map(|area| area * 5).collect();
            let points: Vec<Coord> = points.into_iter().map(|(x, y)| Coord { x, y }).collect();
            let found = PointIndex::new(&shapes).layers_at(&points, &layer_of, areas.len() * 5);
            for (nth, &point) in points.iter().enumerate() {
                for (area, shape) in areas.iter().enumerate() {
                    let mut mask = vec![0u64; (areas.len() * 5).div_ceil(64)];
                    mask[area * 5 / 64] |= 1 << (area * 5 % 64);
                    prop_assert_eq!(found.meets(nth, &mask), shape.intersects(&Point(point)));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_near_enough_is_on_the_edge(
            areas in proptest::collection::vec(star(), 1..20),
            points in proptest::collection::vec((-3.0..15.0, -3.0..15.0), 1..30),
            reach in 0.0..0.5,
        ) {
            let mut shapes = Shapes::new();
            areas.iter().for_each(|area| shapes.push(area));
            let index = PointIndex::new(&shapes).reaching(reach);
            for (x, y) in points {
                let mut found: Vec<usize> = index.areas_at(Coord { x, y }).collect();
                found.sort_unstable();
                let near = |area: &usize| Euclidean.distance(&areas[*area], &Point::new(x, y)) <= reach;
                prop_assert_eq!(found, (0..areas.len()).filter(near).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn an_edge_and_a_corner_are_inside_and_a_hole_is_not() {
        let mut shapes = Shapes::new();
        shapes.push(&MultiPolygon::new(vec![
            wkt!(POLYGON((0. 0.,4. 0.,4. 4.,0. 4.,0. 0.),(1. 1.,1. 3.,3. 3.,3. 1.,1. 1.))),
        ]));
        shapes.push(&MultiPolygon::new(vec![]));
        let index = PointIndex::new(&shapes);
        let holds = |x: f64, y: f64| index.first_area_at(Coord { x, y }) == Some(0);
        assert!(holds(0.0, 0.0) && holds(4.0, 2.0) && holds(1.0, 2.0) && holds(0.5, 0.5));
        assert!(!holds(2.0, 2.0) && !holds(5.0, 2.0) && !holds(2.0, -1e-9));
    }
}
