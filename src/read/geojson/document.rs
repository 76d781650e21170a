//! The objects of a GeoJSON text, member by member in whatever order they come.

use std::borrow::Cow;
use std::path::Path;

use geojson::JsonValue;

use super::coordinates::{self, Coordinates};
use super::odd::{self, Found};
use super::scan::{Malformed, Scanner};
use crate::model::Value;
use crate::read::layer::{Crs, Layer};
use crate::read::options::Options;
use crate::read::rows::Rows;

/// Reads every feature of a text.
pub(crate) fn read(text: &str, path: &Path, options: &Options) -> Result<Layer, Malformed> {
    let mut document = Document {
        rows: Rows::new(path, "GeoJSON", options),
        ids: Vec::new(),
        has_ids: false,
        crs: Crs::Wgs84,
    };
    document.rows.shapes().reserve_positions(text.len() / 48);
    let mut scanner = Scanner::new(text);
    let mut objects = 0;
    loop {
        while scanner.peek() == Some(0x1E) {
            scanner.at += 1;
        }
        if scanner.byte().is_none() {
            break;
        }
        document.object(&mut scanner, Place::Top)?;
        objects += 1;
    }
    if objects == 0 {
        return scanner.malformed("the file is empty: it holds nothing but blanks");
    }
    Ok(document.finish())
}

struct Document<'o> {
    rows: Rows<'o>,
    /// The `id` member of each kept feature.
    ids: Vec<Value>,
    has_ids: bool,
    crs: Crs,
}

/// Where an object stands.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Top,
    Collection,
}

/// The geometry of the feature being read.
#[derive(Debug, Default)]
enum Geometry<'t> {
    #[default]
    Absent,
    Null,
    Polygons,
    Point(geo::Coord),
    /// The text of a geometry object to be looked at without hurry.
    Odd(&'t str),
}

/// What was met in an object so far.
#[derive(Debug, Default)]
struct Met<'t> {
    kind: Option<Cow<'t, str>>,
    geometry: Geometry<'t>,
    /// The text of properties to be read once it is clear whose they are.
    properties: Option<&'t str>,
    id: Value,
    features: bool,
    coordinates: bool,
    /// Why the feature cannot be kept, whatever else it holds.
    flaw: Option<String>,
}

impl Met<'_> {
    fn flaw(&mut self, reason: impl FnOnce() -> String) {
        self.flaw.get_or_insert_with(reason);
    }
}

impl<'o> Document<'o> {
    fn object<'t>(&mut self, scanner: &mut Scanner<'t>, place: Place) -> Result<(), Malformed> {
        let mut met = Met::default();
        scanner.peek();
        let start = scanner.at;
        scanner.object(|scanner, name| self.member(scanner, &name, place, &mut met))?;
        match met.kind.as_deref() {
            Some("FeatureCollection") if place == Place::Top => {
                self.rows.forget();
                if met.features {
                    Ok(())
                } else {
                    scanner.malformed("a FeatureCollection without `features`")
                }
            }
            Some(_) | None if met.features => {
                scanner.malformed("an object with `features` whose `type` is not FeatureCollection")
            }
            Some("Feature") => {
                if let Some(text) = met.properties.take() {
                    self.properties(&mut Scanner::new(text), &mut met)?;
                }
                self.feature(met);
                Ok(())
            }
            Some(_) if met.coordinates => {
                self.rows.forget();
                let met = Met { geometry: Geometry::Odd(scanner.since(start)), ..Met::default() };
                self.feature(met);
                Ok(())
            }
            kind => {
                let problem = kind.map_or_else(|| "no `type`".into(), |kind| format!("`type` {kind:?}"));
                if place == Place::Top {
                    return scanner.malformed(format!("an object with {problem} is no GeoJSON"));
                }
                met.flaw(|| format!("not a Feature: {problem}"));
                self.feature(met);
                Ok(())
            }
        }
    }

    fn member<'t>(
        &mut self,
        scanner: &mut Scanner<'t>,
        name: &str,
        place: Place,
        met: &mut Met<'t>,
    ) -> Result<(), Malformed> {
        match name {
            "type" if scanner.peek() == Some(b'"') => {
                let kind = scanner.string()?;
                if met.kind.replace(kind).is_some() {
                    met.flaw(|| "the member `type` stands twice".into());
                }
                Ok(())
            }
            "geometry" => self.geometry(scanner, met),
            "properties" if place == Place::Top => {
                met.properties = Some(scanner.value()?);
                Ok(())
            }
            "properties" => self.properties(scanner, met),
            "id" => {
                met.id = value(scanner)?;
                Ok(())
            }
            "features" if place == Place::Top => self.features(scanner, met),
            "crs" if place == Place::Top => {
                let found = scanner.value()?;
                self.state_crs(found).or_else(|problem| scanner.malformed(problem))
            }
            "coordinates" | "geometries" => {
                met.coordinates = true;
                scanner.value().map(drop)
            }
            _ => scanner.value().map(drop),
        }
    }

    fn features(&mut self, scanner: &mut Scanner<'_>, met: &mut Met<'_>) -> Result<(), Malformed> {
        if met.features {
            return scanner.malformed("a second member `features`");
        }
        met.features = true;
        self.rows.forget();
        scanner.array(|scanner| match scanner.peek() {
            Some(b'{') => self.object(scanner, Place::Collection),
            _ => {
                scanner.value()?;
                self.rows.skip(None, "not a Feature but another JSON value");
                Ok(())
            }
        })
    }

    fn geometry<'t>(&mut self, scanner: &mut Scanner<'t>, met: &mut Met<'t>) -> Result<(), Malformed> {
        let next = scanner.peek();
        let start = scanner.at;
        if !matches!(met.geometry, Geometry::Absent) {
            met.flaw(|| "the member `geometry` stands twice".into());
            return scanner.value().map(drop);
        }
        if next != Some(b'{') {
            let text = scanner.value()?;
            met.geometry = if text == "null" { Geometry::Null } else { Geometry::Odd(text) };
            return Ok(());
        }
        let (mut kind, mut found, mut unclosed) = (None, None, false);
        scanner.object(|scanner, name| match &*name {
            "type" if scanner.peek() == Some(b'"') => {
                kind = Some(scanner.string()?);
                Ok(())
            }
            "coordinates" if found.is_none() => {
                found = Some(coordinates::read(scanner, self.rows.shapes(), &mut unclosed)?);
                Ok(())
            }
            "coordinates" => {
                found = Some(Coordinates::Odd);
                scanner.value().map(drop)
            }
            _ => scanner.value().map(drop),
        })?;
        met.geometry = match (kind.as_deref(), found) {
            (Some("Polygon"), Some(Coordinates::Polygon))
            | (Some("MultiPolygon"), Some(Coordinates::MultiPolygon)) => Geometry::Polygons,
            (Some("Point"), Some(Coordinates::Point(point))) => Geometry::Point(point),
            _ => {
                self.rows.shapes().abandon_feature();
                unclosed = false;
                Geometry::Odd(scanner.since(start))
            }
        };
        if unclosed {
            self.rows.mended("a ring whose last position is not its first was closed");
        }
        Ok(())
    }

    fn properties(&mut self, scanner: &mut Scanner<'_>, met: &mut Met<'_>) -> Result<(), Malformed> {
        if scanner.peek() != Some(b'{') {
            return scanner.value().map(drop);
        }
        scanner.object(|scanner, name| {
            let column = self.rows.column(&name);
            if !self.rows.wants(column) {
                return scanner.value().map(drop);
            }
            let value = value(scanner)?;
            if !self.rows.set(column, value) {
                met.flaw(|| format!("the property `{name}` stands twice"));
            }
            Ok(())
        })
    }

    /// Ends a feature: keeps it, or skips it with the reason.
    fn feature(&mut self, met: Met<'_>) {
        let result = match (met.flaw, met.geometry) {
            (Some(flaw), _) => Err(flaw),
            (None, _) if self.rows.is_table() => {
                self.rows.shapes().abandon_feature();
                Ok(())
            }
            (None, Geometry::Absent | Geometry::Null) => Err("the geometry is missing".into()),
            (None, Geometry::Polygons) => Ok(()),
            (None, Geometry::Point(point)) => {
                self.rows.set_point(point);
                Ok(())
            }
            (None, Geometry::Odd(text)) => match odd::read(text, self.rows.shapes()) {
                Ok(Found::Polygons) => Ok(()),
                Ok(Found::Point(point)) => {
                    self.rows.set_point(point);
                    Ok(())
                }
                Err(reason) => Err(reason),
            },
        };
        let id = met.id;
        match result {
            Ok(()) => {
                let named =
                    if self.rows.is_mended() { id.to_text().or_else(|| self.property_id()) } else { None };
                self.rows.keep(|| named);
                self.has_ids |= id != Value::Missing;
                self.ids.push(id);
            }
            Err(reason) => {
                let id = id.to_text().or_else(|| self.property_id());
                self.rows.skip(id, reason);
            }
        }
    }

    /// The id of a feature to be skipped, from its properties.
    fn property_id(&self) -> Option<String> {
        self.rows.likely_id()
    }

    fn state_crs(&mut self, text: &str) -> Result<(), String> {
        let member: JsonValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let name = &member["properties"]["name"];
        let code = &member["properties"]["code"];
        self.crs = if member.is_null() {
            Crs::Unstated
        } else if let Some(name) = name.as_str() {
            Crs::Other(name.to_owned())
        } else if let Some(code) = code.as_u64().and_then(|code| u32::try_from(code).ok()) {
            Crs::Epsg(code)
        } else {
            return Err(format!("the member `crs` names no coordinate system: {text:.120}"));
        };
        Ok(())
    }

    /// The layer; where no property is called `id`, the features' own ids are that column.
    fn finish(self) -> Layer {
        let mut layer = self.rows.finish(self.crs);
        let is_taken = layer.columns.iter().any(|column| column.name.eq_ignore_ascii_case("id"));
        if self.has_ids && !is_taken {
            layer.columns.push(crate::read::layer::Column { name: "id".into(), values: self.ids });
        }
        layer
    }
}

/// A value of a property; arrays and objects are kept as their JSON text.
fn value(scanner: &mut Scanner<'_>) -> Result<Value, Malformed> {
    Ok(match scanner.peek() {
        Some(b'"') => Value::Text(scanner.string()?.into_owned()),
        Some(b'-' | b'0'..=b'9') => {
            let text = scanner.number()?;
            match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(whole), _) => Value::Integer(whole),
                (_, Ok(number)) if number.is_finite() => Value::Number(number),
                _ => Value::Text(text.to_owned()),
            }
        }
        Some(b't') => {
            scanner.word("true")?;
            Value::Bool(true)
        }
        Some(b'f') => {
            scanner.word("false")?;
            Value::Bool(false)
        }
        Some(b'n') => {
            scanner.word("null")?;
            Value::Missing
        }
        _ => Value::Text(scanner.value()?.to_owned()),
    })
}
