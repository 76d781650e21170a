//! Geometry as RFC 7946 wants it: longitude and latitude, seven decimals, outer rings
//! counter-clockwise.

use geo::{Area, Coord, Geometry, LineString, MultiPolygon, Point, Polygon, Winding};

use super::Results;
use crate::error::Error;
use crate::geometry::valid_on_grid;

/// Steps of the grid a degree: seven decimals.
const GRID: f64 = 1e7;

/// A village's boundary, or its point.
pub(super) fn village_geometry(results: Results<'_>, nth: usize) -> Result<Option<Geometry>, Error> {
    let villages = &results.inputs.villages;
    if villages.is_point(nth) {
        let Some(centre) = villages.records[nth].centre else { return Ok(None) };
        let mut position = [centre];
        results.inputs.plane.to_wgs84(&mut position)?;
        return Ok(Some(Point(rounded(position[0])).into()));
    }
    Ok(polygons(&results.outlines.get(nth).to_multi_polygon()))
}

/// Polygons of longitude and latitude, ready to be written: a polygon where it is one, and no place
/// where nothing is left of them on the grid.
pub(super) fn polygons(shape: &MultiPolygon) -> Option<Geometry> {
    one_or_many(shape.iter().filter_map(rounded_polygon).collect())
}

fn one_or_many(mut shape: MultiPolygon) -> Option<Geometry> {
    match shape.0.len() {
        0 => None,
        1 => Some(shape.0.remove(0).into()),
        _ => Some(shape.into()),
    }
}

/// The same for a shape of our own making, whose thinnest parts the grid may break: what is written
/// is valid on it.
pub(super) fn made_polygons(shape: &MultiPolygon) -> Option<Geometry> {
    polygons(&valid_on_grid(shape, GRID))
}

/// A geometry of our own making on a grid of `steps` a unit, where its polygons are valid.
pub(super) fn made_on_grid(geometry: Geometry, steps: f64) -> Option<Geometry> {
    match geometry {
        Geometry::Polygon(polygon) => one_or_many(valid_on_grid(&polygon.into(), steps)),
        Geometry::MultiPolygon(shape) => one_or_many(valid_on_grid(&shape, steps)),
        other => Some(other),
    }
}

/// The same polygon on a grid of seven decimals; rings that vanish on the grid are left out.
fn rounded_polygon(polygon: &Polygon) -> Option<Polygon> {
    let mut outer = rounded_ring(polygon.exterior())?;
    outer.make_ccw_winding();
    let holes = polygon.interiors().iter().filter_map(rounded_ring).map(|mut hole| {
        hole.make_cw_winding();
        hole
    });
    Some(Polygon::new(outer, holes.collect()))
}

fn rounded_ring(ring: &LineString) -> Option<LineString> {
    let mut positions: Vec<Coord> = ring.0.iter().copied().map(rounded).collect();
    positions.dedup();
    let ring = LineString(positions);
    let is_area = ring.0.len() >= 4 && Polygon::new(ring.clone(), Vec::new()).unsigned_area() > 0.0;
    is_area.then_some(ring)
}

/// Seven decimals of a degree: a centimetre.
pub(super) fn rounded(position: Coord) -> Coord {
    let round = |degrees: f64| (degrees * GRID).round() / GRID;
    Coord { x: round(position.x), y: round(position.y) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    #[test]
    fn outer_rings_turn_left_and_holes_right() {
        let clockwise = wkt!(POLYGON((0. 0.,0. 4.,4. 4.,4. 0.,0. 0.),(1. 1.,2. 1.,2. 2.,1. 2.,1. 1.)));
        let Some(Geometry::Polygon(written)) = polygons(&MultiPolygon::new(vec![clockwise])) else {
            panic!()
        };
        assert!(written.exterior().is_ccw());
        assert!(written.interiors()[0].is_cw());
    }

    #[test]
    fn what_the_grid_breaks_is_taken_apart() {
        // a neck that is narrower than the grid closes, and leaves two parts that meet in a point
        let neck = wkt!(POLYGON((0. 0.,1. 0.99999999,2. 0.,2. 2.,1. 1.00000001,0. 2.,0. 0.)));
        let Some(Geometry::MultiPolygon(parts)) = made_polygons(&MultiPolygon::new(vec![neck])) else {
            panic!()
        };
        assert_eq!(parts.0.len(), 2);
        assert!(parts.iter().all(|part| part.interiors().is_empty() && part.unsigned_area() == 1.0));
        // a hole that the grid puts onto the outer ring becomes a bay
        let touching = wkt!(POLYGON((0. 0.,4. 0.,4. 4.,0. 4.,0. 0.),(1. 0.00000001,2. 0.00000001,2. 1.,1. 1.,1. 0.00000001)));
        let Some(Geometry::Polygon(bay)) = made_polygons(&MultiPolygon::new(vec![touching])) else {
            panic!()
        };
        assert!(bay.interiors().is_empty() && bay.unsigned_area() == 15.0);
    }

    #[test]
    fn a_hole_smaller_than_the_grid_is_left_out() {
        let tiny = wkt!(POLYGON((0. 0.,1. 0.,1. 1.,0. 0.),(0.5 0.1,0.50000001 0.1,0.5 0.10000001,0.5 0.1)));
        let Some(Geometry::Polygon(written)) = polygons(&MultiPolygon::new(vec![tiny])) else { panic!() };
        assert!(written.interiors().is_empty());
    }
    #[test]
    fn a_shape_smaller_than_the_grid_is_nowhere() {
        let sliver = wkt!(POLYGON((0. 0.,1. 0.,1. 0.00000001,0. 0.)));
        assert_eq!(polygons(&MultiPolygon::new(vec![sliver])), None);
    }
}
