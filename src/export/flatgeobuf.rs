//! Layers as FlatGeobuf, with its spatial index.

use std::io::Write;

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::{CoordsIter, Geometry};
use geozero::{ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor};

use super::formats::Format;
use super::geometry_kind::GeometryKind;
use super::how::How;
use super::layer::{Kind, Layer, Row};
use crate::error::Error;
use crate::model::Value;

/// Features in the order of the index: a reader fetches the part it needs.
pub struct FlatGeobuf;

impl Format for FlatGeobuf {
    fn name(&self) -> &'static str {
        "flatgeobuf"
    }

    fn summary(&self) -> &'static str {
        "FlatGeobuf 3 with spatial index, field descriptions and provenance"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["fgb"]
    }

    fn companions(&self) -> &'static [&'static str] {
        &["qml", "sld"]
    }

    fn write(&self, layer: &Layer, _: &str, how: &How<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let kind = GeometryKind::of(layer);
        let origin = serde_json::json!({ "covgap": how.origin }).to_string();
        let options = FgbWriterOptions {
            write_index: layer.rows.iter().any(|row| row.geometry.is_some()),
            // of mixed kinds every feature states its own
            detect_type: false,
            promote_to_multi: false,
            crs: FgbCrs {
                org: how.crs.epsg.map(|_| "EPSG"),
                code: how.crs.epsg.map_or(0, |code| code as i32),
                name: Some(&how.crs.name),
                wkt: Some(&how.crs.wkt),
                ..FgbCrs::default()
            },
            title: Some(layer.name),
            description: Some(layer.summary),
            metadata: Some(&origin),
            ..FgbWriterOptions::default()
        };
        let mut file =
            FgbWriter::create_with_options(layer.name, geometry_type(kind), options).map_err(failed)?;
        for field in &layer.fields {
            let unit =
                (!field.unit.is_empty()).then(|| serde_json::json!({ "unit": field.unit }).to_string());
            file.add_column(&field.name, column_type(field.kind), |strings, column| {
                column.description = Some(strings.create_string(&field.about));
                column.metadata = unit.as_deref().map(|unit| strings.create_string(unit));
            });
        }
        layer.rows.iter().try_for_each(|row| write_row(&mut file, layer, row, kind))?;
        file.write(out).map_err(failed)
    }
}

fn write_row(file: &mut FgbWriter<'_>, layer: &Layer, row: &Row, kind: GeometryKind) -> Result<(), Error> {
    let mut refused = None;
    let somewhere = row.geometry.as_ref().filter(|geometry| geometry.coords_iter().next().is_some());
    let place = Place { geometry: somewhere.map(|geometry| kind.fit(geometry)), kind };
    file.add_feature_geom(place, |feature| {
        for (nth, (field, value)) in layer.fields.iter().zip(&row.values).enumerate() {
            let cell = match (value, field.kind) {
                (Value::Missing, _) => continue,
                (Value::Bool(yes), _) => ColumnValue::Bool(*yes),
                (Value::Integer(number), Kind::Number) => ColumnValue::Double(*number as f64),
                (Value::Integer(number), _) => ColumnValue::Long(*number),
                (Value::Number(number), _) => ColumnValue::Double(*number),
                (Value::Text(text), _) => ColumnValue::String(text),
            };
            refused = refused.take().or(feature.property(nth, &field.name, &cell).err());
        }
    })
    .map_err(failed)?;
    refused.map_or(Ok(()), |error| Err(failed(error)))
}

/// Where a row is. A row that is nowhere has an empty geometry: the index wants one of each.
struct Place {
    geometry: Option<Geometry>,
    kind: GeometryKind,
}

impl GeozeroGeometry for Place {
    fn process_geom<P: GeomProcessor>(&self, to: &mut P) -> geozero::error::Result<()> {
        match (&self.geometry, self.kind) {
            (Some(geometry), _) => geometry.process_geom(to),
            (None, GeometryKind::Point) => {
                to.point_begin(0)?;
                to.xy(f64::NAN, f64::NAN, 0)?;
                to.point_end(0)
            }
            (None, GeometryKind::MultiPoint) => {
                to.multipoint_begin(0, 0)?;
                to.multipoint_end(0)
            }
            (None, GeometryKind::MultiLineString) => {
                to.multilinestring_begin(1, 0)?;
                to.linestring_begin(false, 0, 0)?;
                to.linestring_end(false, 0)?;
                to.multilinestring_end(0)
            }
            // GDAL refuses one without a part
            (None, GeometryKind::MultiPolygon | GeometryKind::Mixed) => {
                to.multipolygon_begin(1, 0)?;
                to.polygon_begin(false, 0, 0)?;
                to.polygon_end(false, 0)?;
                to.multipolygon_end(0)
            }
        }
    }
}

fn geometry_type(kind: GeometryKind) -> GeometryType {
    match kind {
        GeometryKind::Point => GeometryType::Point,
        GeometryKind::MultiPoint => GeometryType::MultiPoint,
        GeometryKind::MultiLineString => GeometryType::MultiLineString,
        GeometryKind::MultiPolygon => GeometryType::MultiPolygon,
        GeometryKind::Mixed => GeometryType::Unknown,
    }
}

fn column_type(kind: Kind) -> ColumnType {
    match kind {
        Kind::Text => ColumnType::String,
        Kind::Integer => ColumnType::Long,
        Kind::Number => ColumnType::Double,
        Kind::Bool => ColumnType::Bool,
    }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Io(std::io::Error::other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::layer::Field;
    use crate::export::{CsvStyle, Language, Made, OutCrs};
    use flatgeobuf::{FallibleStreamingIterator, FgbReader};
    use geo::{MultiPolygon, Point, wkt};

    /// GDAL 3.6 takes no polygon without parts ("Unexpected nullptr: parts data").
    #[test]
    fn a_place_without_positions_still_has_parts() {
        let square: Geometry = wkt!(POLYGON((1. 1.,2. 1.,2. 2.,1. 2.,1. 1.))).into();
        let places =
            [Some(Point::new(1., 2.).into()), Some(MultiPolygon::new(vec![]).into()), None, Some(square)];
        let rows = places.into_iter().map(|geometry| Row { values: vec![Value::Bool(true)], geometry });
        let layer = Layer {
            name: "mixed",
            summary: "points, areas and nothing",
            fields: vec![Field::flag("a", "b")],
            rows: rows.collect(),
        };
        assert_eq!(GeometryKind::of(&layer), GeometryKind::Mixed);
        let mut bytes = Vec::new();
        let how = How {
            csv: CsvStyle::default(),
            language: Language::English,
            crs: OutCrs::wgs84(),
            made: Made::default(),
            origin: serde_json::Value::Null,
        };
        FlatGeobuf.write(&layer, "fgb", &how, &mut bytes).unwrap();
        let mut features = FgbReader::open(std::io::Cursor::new(&bytes)).unwrap().select_all().unwrap();
        let mut found = 0;
        while let Some(feature) = features.next().unwrap() {
            let geometry = feature.geometry().unwrap();
            let has_parts = geometry.parts().is_some_and(|parts| !parts.is_empty());
            assert_eq!(geometry.type_() == GeometryType::MultiPolygon, has_parts);
            found += 1;
        }
        assert_eq!(found, 4);
    }
}
