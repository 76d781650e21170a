//! Geometries off the hot path, through the `geojson` crate: collections, and whatever the
//! quick reader would not take.

use geo::Coord;
use geojson::{Geometry, GeometryValue, Position};

use crate::geometry::Shapes;

/// What a geometry gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Found {
    /// Polygons, now in the shapes.
    Polygons,
    /// One point.
    Point(Coord),
}

/// Reads the text of a geometry object.
///
/// # Errors
/// Why it is neither polygons nor a point; nothing of it is in the shapes then.
pub(crate) fn read(text: &str, shapes: &mut Shapes) -> Result<Found, String> {
    let geometry: Geometry = serde_json::from_str(text).map_err(|error| in_words(&error))?;
    let mut points = Vec::new();
    let taken = take(&geometry.value, shapes, &mut points);
    let result = taken.and_then(|polygons| match (polygons, points.as_slice()) {
        (0, []) => Err(format!("the geometry is empty ({})", geometry.value.type_name())),
        (0, [point]) => Ok(Found::Point(*point)),
        (0, points) => Err(format!("the geometry is {} points, not one", points.len())),
        (_, []) => Ok(Found::Polygons),
        _ => Err("the geometry mixes polygons and points".into()),
    });
    if result.is_err() {
        shapes.abandon_feature();
    }
    result
}

fn in_words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    let text = text.replace("expected f64", "expected a number").replace("unknown variant", "unknown type");
    let text = text.replace("expected Geometry object", "expected a geometry object");
    format!("the geometry is not GeoJSON: {text}")
}

/// Takes the polygons of a value; how many there were.
fn take(value: &GeometryValue, shapes: &mut Shapes, points: &mut Vec<Coord>) -> Result<usize, String> {
    match value {
        GeometryValue::Point { coordinates } if coordinates.is_empty() => Ok(0),
        GeometryValue::Point { coordinates } => {
            points.push(coord(coordinates)?);
            Ok(0)
        }
        GeometryValue::MultiPoint { coordinates } => {
            for position in coordinates {
                points.push(coord(position)?);
            }
            Ok(0)
        }
        GeometryValue::Polygon { coordinates } => polygon(coordinates, shapes),
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().map(|rings| polygon(rings, shapes)).sum()
        }
        GeometryValue::GeometryCollection { geometries } => {
            geometries.iter().map(|geometry| take(&geometry.value, shapes, points)).sum()
        }
        line => Err(format!("a {} is neither an area nor a point", line.type_name())),
    }
}

fn polygon(rings: &[Vec<Position>], shapes: &mut Shapes) -> Result<usize, String> {
    let mut filled = rings.iter().filter(|ring| !ring.is_empty()).peekable();
    if filled.peek().is_none() {
        return Ok(0);
    }
    for ring in filled {
        for position in ring {
            shapes.push_position(coord(position)?);
        }
        shapes.end_ring();
    }
    shapes.end_polygon();
    Ok(1)
}

fn coord(position: &Position) -> Result<Coord, String> {
    match *position.as_slice() {
        [x, y, ..] if x.is_finite() && y.is_finite() => Ok(Coord { x, y }),
        [_, _, ..] => Err("a coordinate is not a finite number".into()),
        ref short => Err(format!("a position needs two numbers: found {}", short.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;

    #[test]
    fn a_collection_of_polygons_is_one_shape() {
        let mut shapes = Shapes::new();
        let text = format!(r#"{{"type":"GeometryCollection","geometries":[{SQUARE},{SQUARE}]}}"#);
        assert_eq!(read(&text, &mut shapes), Ok(Found::Polygons));
        shapes.end_feature();
        assert_eq!(shapes.get(0).polygon_count(), 2);
    }

    #[test]
    fn what_is_no_area_says_what_it_is() {
        for (text, reason) in [
            (r#"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#, "a LineString is neither"),
            (r#"{"type":"Polygon","coordinates":[]}"#, "is empty"),
            (r#"{"type":"Polygon","coordinates":[[[1e400,0],[1,1],[2,2]]]}"#, "out of range"),
            (r#"{"type":"Polygon","coordinates":[[[0],[1,1],[2,2]]]}"#, "needs two numbers: found 1"),
            (r#"{"type":"MultiPoint","coordinates":[[0,0],[1,1]]}"#, "2 points"),
            (r#"{"type":"Blob","coordinates":[]}"#, "Blob"),
            (r#"{"coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#, "type"),
        ] {
            let mut shapes = Shapes::new();
            let found = read(text, &mut shapes).unwrap_err();
            assert!(found.contains(reason), "{text}: {found}");
            assert!(shapes.positions().is_empty());
        }
    }
}
