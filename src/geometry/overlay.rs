//! Polygons cut by polygons, where polygons are wanted: i_overlay on a 64-bit grid.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::overlay::FloatOverlay;

use super::dissolve::compact;
use super::{AreaIndex, Cuts, Shape, Shapes, bounds};

pub(super) type Contours = Vec<Vec<[f64; 2]>>;

/// What of a zone lies outside the union of a cut's areas, as polygons.
///
/// Coordinates are good to about 1e-9 of the zone's size: the work is done on a 64-bit grid
/// around the zone.
pub fn uncovered_part(zone: &Shape, index: &AreaIndex, cuts: &Cuts, cut: usize) -> MultiPolygon {
    let Some(window) = bounds(zone) else { return MultiPolygon::new(Vec::new()) };
    let origin = window.center();
    let subject = contours(zone, origin);
    let clip: Contours = index
        .near(zone)
        .filter(|&area| cuts.contains(cut, index.layer(area)))
        .flat_map(|area| {
            index.shape(area).rings().map(|ring| compact(ring.positions, window, origin)).collect::<Vec<_>>()
        })
        .filter(|ring| ring.len() > 2)
        .collect();
    overlay(&subject, &clip, OverlayRule::Difference, FillRule::NonZero, origin)
}

/// The share of a zone inside the union of areas, by polygons cut by polygons: slow, and by
/// another way than [`shares`](super::shares()) goes. Areas away from the zone change nothing.
pub fn share_by_overlay<'a>(zone: &Shape, areas: impl Iterator<Item = Shape<'a>>) -> f64 {
    let Some(window) = bounds(zone) else { return 0.0 };
    let origin = window.center();
    let clip: Contours = areas.flat_map(|area| contours(&area, origin)).collect();
    let inside = overlay(&contours(zone, origin), &clip, OverlayRule::Intersect, FillRule::NonZero, origin);
    let mut shapes = Shapes::new();
    shapes.push(&inside);
    super::area(&shapes.get(0)) / super::area(zone)
}

/// The holes in the union of shapes: ground that none of them holds and some of them enclose.
pub fn holes_of_union(shapes: &Shapes) -> MultiPolygon {
    let Some(&origin) = shapes.positions().first() else { return MultiPolygon::new(Vec::new()) };
    let all: Contours = shapes.iter().flat_map(|shape| contours(&shape, origin)).collect();
    let union = overlay(&all, &Vec::new(), OverlayRule::Subject, FillRule::NonZero, origin);
    let holes = union.into_iter().flat_map(|polygon| polygon.into_inner().1);
    holes.map(|ring| Polygon::new(ring, Vec::new())).collect()
}

/// The rings of a shape without their closing position, seen from `origin`.
pub(super) fn contours(shape: &Shape, origin: Coord) -> Contours {
    shape
        .rings()
        .map(|ring| {
            let open = ring.positions.len().saturating_sub(1);
            ring.positions[..open].iter().map(|p| [p.x - origin.x, p.y - origin.y]).collect()
        })
        .collect()
}

/// One overlay, put back to where it belongs.
pub(super) fn overlay(
    subject: &Contours,
    clip: &Contours,
    rule: OverlayRule,
    fill: FillRule,
    origin: Coord,
) -> MultiPolygon {
    let shapes = FloatOverlay::<[f64; 2], i64>::from_subj_and_clip(subject, clip).overlay(rule, fill);
    let line = |ring: &Vec<[f64; 2]>| {
        let mut positions: Vec<Coord> =
            ring.iter().map(|&[x, y]| Coord { x: x + origin.x, y: y + origin.y }).collect();
        positions.extend(positions.first().copied());
        LineString(positions)
    };
    shapes
        .iter()
        .filter(|shape| !shape.is_empty())
        .map(|shape| Polygon::new(line(&shape[0]), shape[1..].iter().map(line).collect()))
        .collect()
}
