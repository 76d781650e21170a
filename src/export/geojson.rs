//! Layers as GeoJSON: RFC 7946.

use std::io::Write;

use serde_json::{Map, Number, Value as Json};

use super::formats::Format;
use super::how::How;
use super::layer::{Field, Layer, Row};
use crate::error::Error;
use crate::model::Value;

/// A feature collection in WGS 84.
pub struct GeoJson;

impl Format for GeoJson {
    fn name(&self) -> &'static str {
        "geojson"
    }

    fn summary(&self) -> &'static str {
        "RFC 7946 features in WGS 84 whatever --out-crs says, seven decimals, always written"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["geojson"]
    }

    fn stays_in_wgs84(&self) -> bool {
        true
    }

    fn companions(&self) -> &'static [&'static str] {
        &["qml", "sld"]
    }

    fn is_standard(&self) -> bool {
        true
    }

    fn write(&self, layer: &Layer, _: &str, how: &How<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let fields: Vec<Json> = layer.fields.iter().map(field).collect();
        write!(out, "{{\"type\":\"FeatureCollection\",\"name\":\"{}\",", layer.name)?;
        // foreign members, as RFC 7946 (6.1) allows: what it is, and where the numbers come from
        write!(out, "\"description\":{},\"covgap\":{},", Json::from(layer.summary), how.origin)?;
        write!(out, "\"fields\":{},\"features\":[", Json::Array(fields))?;
        for (place, row) in layer.rows.iter().enumerate() {
            out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut *out, &feature(layer, row)).map_err(std::io::Error::from)?;
        }
        Ok(out.write_all(b"\n]}\n")?)
    }
}

fn field(field: &Field) -> Json {
    serde_json::json!({ "name": field.name, "type": field.kind.label(), "unit": field.unit, "about": field.about })
}

fn feature(layer: &Layer, row: &Row) -> geojson::Feature {
    let properties: Map<String, Json> = layer
        .fields
        .iter()
        .zip(&row.values)
        .map(|(field, value)| (field.name.clone(), json(value)))
        .collect();
    geojson::Feature {
        geometry: row.geometry.as_ref().map(|geometry| geojson::GeometryValue::from(geometry).into()),
        properties: Some(properties),
        ..geojson::Feature::default()
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Missing => Json::Null,
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Integer(number) => Json::from(*number),
        Value::Number(number) => whole_or_not(*number),
        Value::Text(text) => Json::String(text.clone()),
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
