//! `villages.geojson` and `uncovered.geojson`: RFC 7946, WGS 84, right-hand rule, at most seven
//! decimals.

use std::io::Write;

use geo::{Area, Coord, LineString, MultiPolygon, Polygon, Winding};
use serde_json::{Map, Number, Value as Json};

use super::features::{cells, fields};
use super::{Export, Results};
use crate::error::Error;
use crate::model::Value;

/// Every village with its attributes.
pub struct VillagesGeoJson;

impl Export for VillagesGeoJson {
    fn file_name(&self) -> &'static str {
        "villages.geojson"
    }

    fn summary(&self) -> &'static str {
        "every village with its boundary and the attributes of villages.csv"
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        write_collection(results, (0..results.inputs.villages.len()).map(|nth| (None, nth)), out)
    }
}

/// The uncovered villages, in the order of the ranking.
pub struct UncoveredGeoJson;

impl Export for UncoveredGeoJson {
    fn file_name(&self) -> &'static str {
        "uncovered.geojson"
    }

    fn summary(&self) -> &'static str {
        "the uncovered villages with their rank"
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let ranked = results.ranking.order.iter().enumerate();
        write_collection(results, ranked.map(|(place, &nth)| (Some(place + 1), nth)), out)
    }
}

fn write_collection(
    results: Results<'_>,
    villages: impl Iterator<Item = (Option<usize>, usize)>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let names = fields(results);
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (place, (rank, nth)) in villages.enumerate() {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        let mut properties = Map::new();
        if let Some(rank) = rank {
            properties.insert("rank".to_owned(), Json::from(rank));
        }
        for (field, value) in names.iter().zip(cells(results, nth)) {
            properties.insert(field.name.clone(), json(value));
        }
        let feature = geojson::Feature {
            geometry: geometry(results, nth)?,
            properties: Some(properties),
            ..geojson::Feature::default()
        };
        serde_json::to_writer(&mut *out, &feature).map_err(std::io::Error::from)?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(())
}

fn json(value: Value) -> Json {
    match value {
        Value::Missing => Json::Null,
        Value::Bool(yes) => Json::Bool(yes),
        Value::Integer(number) => Json::from(number),
        Value::Number(number) => whole_or_not(number),
        Value::Text(text) => Json::String(text),
    }
}

/// A whole number without `.0`, as people write it.
fn whole_or_not(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Json::from(number as i64)
    } else {
        Number::from_f64(number).map_or(Json::Null, Json::Number)
    }
}

fn geometry(results: Results<'_>, nth: usize) -> Result<Option<geojson::Geometry>, Error> {
    let villages = &results.inputs.villages;
    if villages.is_point(nth) {
        let Some(centre) = villages.records[nth].centre else { return Ok(None) };
        let mut position = [centre];
        results.inputs.plane.to_wgs84(&mut position)?;
        return Ok(Some(geojson::GeometryValue::from(&geo::Point(rounded(position[0]))).into()));
    }
    let shape = rounded_shape(&results.outlines.get(nth).to_multi_polygon());
    let value = match shape.0.as_slice() {
        [one] => geojson::GeometryValue::from(one),
        _ => geojson::GeometryValue::from(&shape),
    };
    Ok(Some(value.into()))
}

/// The same polygons on a grid of seven decimals, outer rings counter-clockwise; rings that
/// vanish on the grid are left out.
fn rounded_shape(shape: &MultiPolygon) -> MultiPolygon {
    shape.iter().filter_map(rounded_polygon).collect()
}

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
fn rounded(position: Coord) -> Coord {
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    Coord { x: round(position.x), y: round(position.y) }
}
