//! Polygons cut by polygons, where polygons are wanted: i_overlay on a 64-bit grid.

use geo::{Coord, LineString, MultiPolygon, Polygon, Winding};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::IntOverlayOptions;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::simplify::Simplify;
use i_overlay::float::overlay::FloatOverlay;
use i_overlay::i_float::int::point::IntPoint;

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

/// A shape on a grid of `steps` a unit, valid as OGC's simple features want it: where rounding has
/// brought edges across each other or rings on one another, they are taken apart on the grid.
pub fn valid_on_grid(shape: &MultiPolygon, steps: f64) -> MultiPolygon {
    let on_grid = |ring: &LineString, is_hole: bool| -> Vec<IntPoint<i64>> {
        let open = ring.0.len().saturating_sub(1);
        let step = |value: f64| (value * steps).round() as i64;
        let mut points: Vec<_> = ring.0[..open].iter().map(|p| IntPoint::new(step(p.x), step(p.y))).collect();
        if ring.is_cw() != is_hole {
            points.reverse();
        }
        points.dedup();
        points
    };
    let of_polygon = |polygon: &Polygon| {
        let holes = polygon.interiors().iter().map(|ring| on_grid(ring, true));
        std::iter::once(on_grid(polygon.exterior(), false)).chain(holes).collect::<Vec<_>>()
    };
    let rings: Vec<Vec<IntPoint<i64>>> =
        shape.iter().flat_map(of_polygon).filter(|ring| ring.len() > 2).collect();
    let found = rings.simplify(FillRule::NonZero, IntOverlayOptions::ogc());
    let line = |ring: &Vec<IntPoint<i64>>| {
        let back = |p: &IntPoint<i64>| Coord { x: p.x as f64 / steps, y: p.y as f64 / steps };
        let mut positions: Vec<Coord> = ring.iter().map(back).collect();
        positions.extend(positions.first().copied());
        LineString(positions)
    };
    let polygon = |shape: &Vec<Vec<IntPoint<i64>>>| {
        let (outer, holes) = shape.split_first()?;
        Some(Polygon::new(line(outer), holes.iter().map(line).collect()))
    };
    found.iter().filter_map(polygon).collect()
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
