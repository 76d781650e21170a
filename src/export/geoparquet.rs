//! Layers as GeoParquet 1.1: WKB, a box for every row, the coordinate system as PROJJSON.
//!
//! Written by columns with the `parquet` crate alone: Arrow in between would add nothing here.

use std::io::Write;
use std::sync::Arc;

use geo::{BoundingRect, Rect};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use serde_json::{Value as Json, json};

use super::formats::Format;
use super::geometry_kind::GeometryKind;
use super::how::How;
use super::layer::{Kind, Layer, Row};
use super::{names, wkb};
use crate::error::Error;
use crate::model::Value;

/// Columns for analysts; a layer without places becomes a plain Parquet table.
pub struct GeoParquet;

/// How many rows a row group has: a reader skips groups by their boxes.
const GROUP: usize = 16_384;

impl Format for GeoParquet {
    fn name(&self) -> &'static str {
        "geoparquet"
    }

    fn summary(&self) -> &'static str {
        "GeoParquet 1.1 with a box for every row and PROJJSON; tables without places as plain Parquet"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["parquet"]
    }

    fn writes_tables(&self) -> bool {
        true
    }

    fn companions(&self) -> &'static [&'static str] {
        &["qml", "sld"]
    }

    fn write(&self, layer: &Layer, _: &str, how: &How<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let failed = |error: ParquetError| Error::Io(std::io::Error::other(error.to_string()));
        Ok(out.write_all(&file(layer, how).map_err(failed)?)?)
    }
}

fn file(layer: &Layer, how: &How<'_>) -> Result<Vec<u8>, ParquetError> {
    let kind = layer.is_spatial().then(|| GeometryKind::of(layer));
    let fields = json!(
        layer
            .fields
            .iter()
            .map(|field| json!({ "name": field.name, "unit": field.unit, "about": field.about }))
            .collect::<Vec<_>>()
    );
    let mut pairs = vec![
        pair("covgap", how.origin.to_string()),
        pair("covgap:description", layer.summary.to_owned()),
        pair("covgap:fields", fields.to_string()),
    ];
    if kind.is_some() {
        pairs.push(pair("geo", geo(layer, how).to_string()));
    }
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("covgap ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(pairs))
        .build();
    let mut file = SerializedFileWriter::new(Vec::new(), schema(layer, kind)?, Arc::new(properties))?;
    for rows in layer.rows.chunks(GROUP) {
        let mut group = file.next_row_group()?;
        write_attributes(&mut group, layer, rows)?;
        if let Some(kind) = kind {
            write_places(&mut group, rows, kind)?;
        }
        group.close()?;
    }
    file.into_inner()
}

fn pair(key: &str, value: String) -> KeyValue {
    KeyValue::new(key.to_owned(), value)
}

fn schema(layer: &Layer, kind: Option<GeometryKind>) -> Result<Arc<Type>, ParquetError> {
    let column = |name: &str, physical: Physical, logical: Option<LogicalType>| {
        let column = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        column.with_logical_type(logical).build().map(Arc::new)
    };
    let mut columns = Vec::new();
    for (name, field) in names::distinct(&layer.fields, &["geometry", "bbox"]).iter().zip(&layer.fields) {
        columns.push(match field.kind {
            Kind::Text => column(name, Physical::BYTE_ARRAY, Some(LogicalType::String))?,
            Kind::Integer => column(name, Physical::INT64, None)?,
            Kind::Number => column(name, Physical::DOUBLE, None)?,
            Kind::Bool => column(name, Physical::BOOLEAN, None)?,
        });
    }
    if kind.is_some() {
        columns.push(column("geometry", Physical::BYTE_ARRAY, None)?);
        let mut edges = Vec::new();
        for name in EDGES {
            let edge = Type::primitive_type_builder(name, Physical::DOUBLE);
            edges.push(Arc::new(edge.with_repetition(Repetition::REQUIRED).build()?));
        }
        let group = Type::group_type_builder("bbox").with_repetition(Repetition::OPTIONAL);
        columns.push(Arc::new(group.with_fields(edges).build()?));
    }
    Type::group_type_builder("schema").with_fields(columns).build().map(Arc::new)
}

const EDGES: [&str; 4] = ["xmin", "ymin", "xmax", "ymax"];

fn edges(rect: Rect) -> [f64; 4] {
    [rect.min().x, rect.min().y, rect.max().x, rect.max().y]
}

/// The metadata that the standard asks for, under the key `geo`.
fn geo(layer: &Layer, how: &How<'_>) -> Json {
    let mut kinds = Vec::new();
    let mut whole: Option<[f64; 4]> = None;
    let kind = GeometryKind::of(layer);
    for geometry in layer.rows.iter().filter_map(|row| row.geometry.as_ref()) {
        let name = match GeometryKind::of_geometry(&kind.fit(geometry)) {
            GeometryKind::Point => "Point",
            GeometryKind::MultiPoint => "MultiPoint",
            GeometryKind::MultiLineString => "MultiLineString",
            GeometryKind::MultiPolygon => "MultiPolygon",
            GeometryKind::Mixed => "GeometryCollection",
        };
        if !kinds.contains(&name) {
            kinds.push(name);
        }
        if let Some([a, b, c, d]) = geometry.bounding_rect().map(edges) {
            let [w, s, e, n] = whole.unwrap_or([a, b, c, d]);
            whole = Some([w.min(a), s.min(b), e.max(c), n.max(d)]);
        }
    }
    kinds.sort_unstable();
    let covering: serde_json::Map<String, Json> =
        EDGES.iter().map(|edge| ((*edge).to_owned(), json!(["bbox", edge]))).collect();
    let mut column = json!({
        "encoding": "WKB",
        "geometry_types": kinds,
        "crs": how.crs.projjson,
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": { "bbox": covering },
    });
    if let Some(whole) = whole {
        column["bbox"] = json!(whole);
    }
    json!({ "version": "1.1.0", "primary_column": "geometry", "columns": { "geometry": column } })
}

type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

fn write_attributes(group: &mut Group<'_>, layer: &Layer, rows: &[Row]) -> Result<(), ParquetError> {
    for (nth, field) in layer.fields.iter().enumerate() {
        let values = rows.iter().map(|row| &row.values[nth]);
        match field.kind {
            Kind::Text => write_column::<ByteArrayType>(
                group,
                values.map(|value| value_text(value).map(|text| text.as_str().into())),
            )?,
            Kind::Integer => write_column::<Int64Type>(
                group,
                values.map(|value| match value {
                    Value::Integer(number) => Some(*number),
                    _ => None,
                }),
            )?,
            Kind::Number => write_column::<DoubleType>(
                group,
                values.map(|value| match value {
                    Value::Number(number) => Some(*number),
                    Value::Integer(number) => Some(*number as f64),
                    _ => None,
                }),
            )?,
            Kind::Bool => write_column::<BoolType>(
                group,
                values.map(|value| match value {
                    Value::Bool(yes) => Some(*yes),
                    _ => None,
                }),
            )?,
        }
    }
    Ok(())
}

/// The words of a value; of one that is none, as it would be written.
fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        other => other.to_text(),
    }
}

fn write_places(group: &mut Group<'_>, rows: &[Row], kind: GeometryKind) -> Result<(), ParquetError> {
    let bytes = rows.iter().map(|row| {
        let mut bytes = Vec::new();
        wkb::write(&kind.fit(row.geometry.as_ref()?), &mut bytes);
        Some(ByteArray::from(bytes))
    });
    write_column::<ByteArrayType>(group, bytes)?;
    let boxes: Vec<Option<[f64; 4]>> = rows
        .iter()
        .map(|row| row.geometry.as_ref().and_then(BoundingRect::bounding_rect).map(edges))
        .collect();
    for edge in 0..EDGES.len() {
        write_column::<DoubleType>(group, boxes.iter().map(|rect| rect.map(|rect| rect[edge])))?;
    }
    Ok(())
}

/// Writes the next column of a group: what is there, and where there is nothing.
fn write_column<T: parquet::data_type::DataType>(
    group: &mut Group<'_>,
    values: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let mut present = Vec::new();
    let levels: Vec<i16> = values
        .map(|value| {
            let level = i16::from(value.is_some());
            present.extend(value);
            level
        })
        .collect();
    let missing = || ParquetError::General("more columns than the schema has".into());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    column.typed::<T>().write_batch(&present, Some(&levels), None)?;
    column.close()
}
