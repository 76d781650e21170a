//! Geometry as RFC 7946 wants it: longitude and latitude, seven decimals, outer rings
//! counter-clockwise.

use geo::{Area, Coord, Geometry, LineString, MultiPolygon, Point, Polygon, Winding};

use super::Results;
use crate::error::Error;

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
    let mut shape: MultiPolygon = shape.iter().filter_map(rounded_polygon).collect();
    match shape.0.len() {
        0 => None,
        1 => Some(shape.0.remove(0).into()),
        _ => Some(shape.into()),
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
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
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
