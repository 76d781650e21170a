//! The union of areas with its edge moved: a buffer of the whole, never of its parts.

use geo::{Coord, LineString, MultiPolygon, Polygon, Rect};
use i_overlay::mesh::float::outline::offset::OutlineOffset;
use i_overlay::mesh::float::style::{LineJoin, OutlineStyle};

use super::AreaIndex;
use super::close::{REACH, closed};
use super::dissolve::dissolve;

/// The angle, in radians, that one chord of an arc spans at most.
const ARC_STEP: f64 = 0.01 * std::f64::consts::PI;

/// How far the chords of an arc are from the arc at most, when an edge moves by `distance`.
pub fn arc_deviation(distance: f64) -> f64 {
    distance.abs() * (1.0 - (ARC_STEP / 2.0).cos())
}

/// The union of the areas of an index that `counts` chooses, with its edge moved outwards by
/// `distance` (inwards when it is negative), as polygons that are right inside the window.
///
/// The areas are dissolved first, exactly, within the window and `distance` around it, and what
/// is narrower than `crack` between them is closed. Corners become arcs of chords, at most [`arc_deviation`] from the true arc.
pub fn moved_union(
    index: &AreaIndex<'_>,
    counts: impl Fn(usize) -> bool,
    window: Rect,
    distance: f64,
    crack: f64,
) -> MultiPolygon {
    let reach = distance.abs() * 1.01 + 1.0 + crack * REACH;
    let wide = Rect::new(
        Coord { x: window.min().x - reach, y: window.min().y - reach },
        Coord { x: window.max().x + reach, y: window.max().y + reach },
    );
    let near: Vec<usize> = index.near_box(wide).filter(|&area| counts(area)).collect();
    let rings = near.iter().flat_map(|&area| index.shape(area).rings().map(|ring| ring.positions));
    let mut union = closed(dissolve(rings, wide), crack);
    if distance != 0.0 && !union.is_empty() {
        let style = OutlineStyle::new(distance).line_join(LineJoin::Round(ARC_STEP));
        union = union.outline_as::<i64>(&style);
    }
    let origin = wide.center();
    let line = |ring: &Vec<[f64; 2]>| {
        let place = |&[x, y]: &[f64; 2]| Coord { x: x + origin.x, y: y + origin.y };
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
