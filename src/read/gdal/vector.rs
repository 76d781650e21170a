//! One layer of any vector format.

use std::path::Path;

use gdal::Dataset;
use gdal::vector::{Defn, Feature, Geometry, LayerAccess, OGRFieldType};
use geo::Coord;

use super::crs::stated;
use super::errors::listen;
use super::open::{Kind as What, open};
use super::shapefile::unknown_crs;
use super::{coordinates, encoding, wkb};
use crate::error::{Error, InputError};
use crate::geometry::Shapes;
use crate::model::Value;
use crate::read::columns::village_id;
use crate::read::hooks::{ReadOptions, file_and_layer};
use crate::read::layer::{Column, Crs, Layer, Skip};
use crate::read::request::ColumnChoices;

/// Reads one layer: the only one, or the one named by a flag or as `file:layer`.
///
/// # Errors
/// A file GDAL cannot or must not open, or several layers and none named.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Layer, Error> {
    let (file, named) = file_and_layer(path);
    let wanted = options.layer.as_deref().or(named.as_deref());
    let encoding = encoding::of_shapefile(&file);
    let dataset = open(&file, What::Vector, options, &encoding)?;
    let mut layer = choose(&dataset, wanted, &file, options)?;
    let (mut rows, _) = listen(|| rows(&mut layer, &file));
    rows.crs = if rows.points.iter().any(Option::is_some) && layer.defn().geom_fields().next().is_none() {
        crate::read::Crs::Unstated
    } else {
        match stated(layer.spatial_ref()) {
            Crs::Unstated => unknown_crs(&file).unwrap_or(Crs::Unstated),
            known => known,
        }
    };
    rows.format = format_name(&dataset);
    Ok(rows)
}

fn choose<'a>(
    dataset: &'a Dataset,
    wanted: Option<&str>,
    path: &Path,
    options: &ReadOptions,
) -> Result<gdal::vector::Layer<'a>, Error> {
    let mut layers: Vec<_> = dataset.layers().collect();
    let names: Vec<String> = layers.iter().map(|layer| layer.name()).collect();
    let list = || names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let found = match wanted {
        Some(wanted) => names.iter().position(|name| name == wanted),
        None if layers.len() == 1 => Some(0),
        // tables beside the one layer that shows something are attributes
        None => only(&layers, |layer| layer.defn().geom_fields().next().is_some())
            .or_else(|| only(&layers, |layer| coordinates::columns(layer.defn()).is_some())),
    };
    match (found, wanted) {
        (Some(nth), _) => Ok(layers.swap_remove(nth)),
        (None, _) if layers.is_empty() => Err(InputError::file(path, "GDAL finds no layer in it").into()),
        (None, Some(wanted)) => {
            Err(InputError::file(path, format!("there is no layer `{wanted}`: found {}", list())).into())
        }
        (None, None) => Err(InputError::file(path, format!("it has several layers: {}", list()))
            .hint(format!("name one with {} or as {}:LAYER", options.layer_flag, path.display()))
            .into()),
    }
}

/// The only one that passes a test.
fn only<T>(of: &[T], test: impl Fn(&T) -> bool) -> Option<usize> {
    let mut passing = of.iter().enumerate().filter(|(_, one)| test(one)).map(|(nth, _)| nth);
    passing.next().filter(|_| passing.next().is_none())
}

/// GDAL's short name of the driver, as one of a fixed list.
fn format_name(dataset: &Dataset) -> &'static str {
    const KNOWN: [&str; 16] = [
        "CSV",
        "FlatGeobuf",
        "GML",
        "GPKG",
        "GPX",
        "GeoJSON",
        "GeoJSONSeq",
        "KML",
        "LIBKML",
        "MapInfo File",
        "ODS",
        "OSM",
        "Parquet",
        "SQLite",
        "TopoJSON",
        "XLSX",
    ];
    match dataset.driver().short_name().as_str() {
        "ESRI Shapefile" => "Shapefile",
        "GPKG" => "GeoPackage",
        "LIBKML" | "KML" => "KML",
        "MapInfo File" => "MapInfo",
        "Parquet" => "GeoParquet",
        name => KNOWN.iter().find(|known| **known == name).copied().unwrap_or("GDAL"),
    }
}

fn rows(layer: &mut gdal::vector::Layer<'_>, path: &Path) -> Layer {
    let defn = layer.defn();
    let fields: Vec<(String, OGRFieldType::Type)> =
        defn.fields().map(|field| (field.name(), field.field_type())).collect();
    let mut rows = Layer {
        path: path.to_owned(),
        format: "GDAL",
        crs: crate::read::Crs::Unstated,
        place: Vec::new(),
        unread: Vec::new(),
        columns: fields.iter().map(|(name, _)| Column { name: name.clone(), values: Vec::new() }).collect(),
        shapes: Shapes::new(),
        points: Vec::new(),
        positions: Vec::new(),
        skipped: Vec::new(),
        repaired: Vec::new(),
    };
    let source = Source::of(defn);
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    let id = village_id(&ColumnChoices::default(), &names);
    for (nth, feature) in layer.features().enumerate() {
        let position = nth + 1;
        match place(&feature, source, &mut rows.shapes) {
            Ok((point, drew_curves)) => {
                rows.shapes.end_feature();
                if drew_curves {
                    rows.repaired.push(Skip {
                        position,
                        id: None,
                        reason: "curves drawn as chords of 1°".into(),
                    });
                }
                rows.points.push(point);
                rows.positions.push(position);
                for (at, (column, (_, kind))) in rows.columns.iter_mut().zip(&fields).enumerate() {
                    column.values.push(value(&feature, at, *kind));
                }
            }
            Err(reason) => {
                rows.shapes.abandon_feature();
                let id = id.and_then(|at| value(&feature, at, fields[at].1).to_text());
                rows.skipped.push(Skip { position, id, reason });
            }
        }
    }
    rows
}

/// Where a row's place comes from.
#[derive(Debug, Clone, Copy)]
enum Source {
    Geometry,
    /// Text: WKT, in a table such as a workbook; where a row has none, maybe its coordinates.
    Wkt(usize, Option<(usize, usize)>),
    Columns(usize, usize),
    Nowhere,
}

impl Source {
    fn of(defn: &Defn) -> Self {
        if defn.geom_fields().next().is_some() {
            return Self::Geometry;
        }
        if let Some(at) = coordinates::wkt_column(defn) {
            return Self::Wkt(at, coordinates::columns(defn));
        }
        coordinates::columns(defn).map_or(Self::Nowhere, |(x, y)| Self::Columns(x, y))
    }
}

/// Adds a row's polygons, or returns its point; also tells whether curves were drawn as chords.
fn place(
    feature: &Feature<'_>,
    source: Source,
    shapes: &mut Shapes,
) -> Result<(Option<Coord>, bool), String> {
    match source {
        Source::Nowhere => Ok((None, false)),
        Source::Columns(x, y) => Ok((Some(coordinates::point(feature, x, y)?), false)),
        Source::Wkt(at, others) => {
            let text = feature.field_as_string(at).ok().flatten().unwrap_or_default();
            match others {
                Some((x, y)) if text.trim().is_empty() => {
                    return Ok((Some(coordinates::point(feature, x, y)?), false));
                }
                None if text.trim().is_empty() => return Err("the geometry is missing".into()),
                _ => {}
            }
            let not_wkt =
                "its geometry is no WKT that can be read; a cell of a workbook ends after 32,767 letters";
            let geometry = Geometry::from_wkt(text.trim()).map_err(|_| not_wkt)?;
            let bytes = geometry.wkb().map_err(|error| format!("GDAL cannot give its geometry: {error}"))?;
            of_wkb(&bytes, shapes)
        }
        Source::Geometry => {
            let geometry = feature.geometry().ok_or("the geometry is missing")?;
            let bytes = match geometry.wkb() {
                Ok(bytes) => bytes,
                // a row whose geometry is NULL has one here, and nothing in it
                Err(_) if geometry.is_empty() => return Err("the geometry is missing".into()),
                Err(error) => return Err(format!("GDAL cannot give its geometry: {error}")),
            };
            of_wkb(&bytes, shapes)
        }
    }
}

fn of_wkb(bytes: &[u8], shapes: &mut Shapes) -> Result<(Option<Coord>, bool), String> {
    let (kind, drew_curves) = wkb::read(bytes, shapes)?;
    match kind {
        wkb::Kind::Polygons => Ok((None, drew_curves)),
        wkb::Kind::Point(point) => Ok((Some(point), false)),
        wkb::Kind::Empty => Err("its geometry is empty".into()),
        wkb::Kind::Other(what) => Err(format!("its geometry is {what}, not a polygon or a point")),
    }
}

fn value(feature: &Feature<'_>, at: usize, kind: OGRFieldType::Type) -> Value {
    let found = match kind {
        OGRFieldType::OFTInteger | OGRFieldType::OFTInteger64 => {
            feature.field_as_integer64(at).ok().flatten().map(Value::Integer)
        }
        OGRFieldType::OFTReal => {
            feature.field_as_double(at).ok().flatten().filter(|number| number.is_finite()).map(Value::Number)
        }
        OGRFieldType::OFTBinary => None,
        _ => feature.field_as_string(at).ok().flatten().map(Value::Text),
    };
    found.unwrap_or_default()
}
