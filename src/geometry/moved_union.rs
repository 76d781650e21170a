//! The union of areas with its edge moved: a buffer of the whole, never of its parts.

use geo::{Coord, LineString, MultiPolygon, Polygon, Rect};
use i_overlay::mesh::float::outline::offset::OutlineOffset;
use i_overlay::mesh::float::style::{LineJoin, OutlineStyle};

use super::AreaIndex;
use super::close::{REACH, closed};
use super::dissolve::{Dissolved, dissolve};

/// The angle, in radians, that one chord of an arc spans at most.
const ARC_STEP: f64 = 0.01 * std::f64::consts::PI;

/// How far the chords of an arc are from the arc at most, when an edge moves by `distance`.
pub fn arc_deviation(distance: f64) -> f64 {
    distance.abs() * (1.0 - (ARC_STEP / 2.0).cos())
}

/// The union of some areas in and around a window, ready to have its edge moved.
#[derive(Debug)]
pub struct NearUnion {
    union: Dissolved,
    origin: Coord,
}

impl NearUnion {
    /// The union of the areas of an index that `counts` chooses, as far as a move of its edge by
    /// `most` or less can matter inside the window.
    ///
    /// The areas are dissolved, exactly, and what is narrower than `crack` between them is closed.
    pub fn new(
        index: &AreaIndex<'_>,
        counts: impl Fn(usize) -> bool,
        window: Rect,
        most: f64,
        crack: f64,
    ) -> Self {
        let reach = most.abs() * 1.01 + 1.0 + crack * REACH;
        let wide = Rect::new(
            Coord { x: window.min().x - reach, y: window.min().y - reach },
            Coord { x: window.max().x + reach, y: window.max().y + reach },
        );
        let near: Vec<usize> = index.near_box(wide).filter(|&area| counts(area)).collect();
        let rings = near.iter().flat_map(|&area| index.shape(area).rings().map(|ring| ring.positions));
        Self { union: closed(dissolve(rings, wide), crack), origin: wide.center() }
    }

    /// The union with its edge moved outwards by `distance` (inwards when it is negative), as
    /// polygons that are right inside the window. Corners become arcs of chords, at most
    /// [`arc_deviation`] from the true arc.
    pub fn moved(&self, distance: f64) -> MultiPolygon {
        if distance == 0.0 || self.union.is_empty() {
            return self.polygons(&self.union);
        }
        let style = OutlineStyle::new(distance).line_join(LineJoin::Round(ARC_STEP));
        self.polygons(&self.union.outline_as::<i64>(&style))
    }

    fn polygons(&self, union: &Dissolved) -> MultiPolygon {
        let line = |ring: &Vec<[f64; 2]>| {
            let place = |&[x, y]: &[f64; 2]| Coord { x: x + self.origin.x, y: y + self.origin.y };
            let mut line: Vec<Coord> = ring.iter().map(place).collect();
            line.extend(line.first().copied());
            LineString(line)
        };
        union
            .iter()
            .filter(|shape| !shape.is_empty())
            .map(|shape| Polygon::new(line(&shape[0]), shape[1..].iter().map(line).collect()))
            .collect()
    }
}

/// The union of the areas of an index that `counts` chooses, with its edge moved once; see
/// [`NearUnion`].
pub fn moved_union(
    index: &AreaIndex<'_>,
    counts: impl Fn(usize) -> bool,
    window: Rect,
    distance: f64,
    crack: f64,
) -> MultiPolygon {
    NearUnion::new(index, counts, window, distance, crack).moved(distance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::union_edge::tests::star;
    use crate::geometry::{Shapes, UnionEdge, prepare};
    use geo::{Contains, Point};
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        /// The slow way: a place is inside the moved union when it lies deeper than the way moved.
        #[test]
        fn what_the_moved_union_holds_is_told_by_depth(
            areas in vec(star(), 1..8),
            distance in -8.0..8.0f64,
            places in vec((-60.0..60.0f64, -60.0..60.0f64), 40),
        ) {
            let mut shapes = Shapes::new();
            areas.iter().for_each(|area| shapes.push(area));
            prepare(&mut shapes);
            let layers = vec![0; shapes.len()];
            let window = Rect::new(Coord { x: -60.0, y: -60.0 }, Coord { x: 60.0, y: 60.0 });
            let moved = moved_union(&AreaIndex::new(&shapes, &layers), |_| true, window, distance, 0.0);
            let edge = UnionEdge::new(shapes.iter(), 0.0);
            for (x, y) in places {
                let depth = edge.depth(Coord { x, y }).unwrap();
                if (depth + distance).abs() > arc_deviation(distance) + 1e-6 {
                    let inside = moved.contains(&Point::new(x, y));
                    prop_assert_eq!(inside, depth > -distance, "{} {}: {}", x, y, depth);
                }
            }
        }
    }
}
