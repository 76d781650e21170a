//! The coordinate system that layers leave in.

use std::cell::Cell;
use std::sync::{Arc, LazyLock};

use geo::{Coord, Geometry, MapCoords};
use serde_json::Value as Json;

use super::layer::{Layer, Row};
use super::place::made_on_grid;
use crate::error::Error;
use crate::plane::Transform;
use crate::read::{GdalHooks, Refusal, System};

/// A coordinate system that layers are written in, with the texts that formats want of it.
#[derive(Clone)]
pub struct OutCrs {
    /// Its name in words.
    pub name: String,
    /// Its EPSG code; `None` where it has none.
    pub epsg: Option<u32>,
    /// Well-known text, version 1 as GDAL writes it.
    pub wkt: String,
    /// Well-known text as a Shapefile's `.prj` wants it.
    pub esri_wkt: String,
    /// PROJJSON.
    pub projjson: Json,
    /// Whether it counts in degrees.
    pub is_degrees: bool,
    /// The way there from WGS 84; `None` where nothing moves.
    way: Option<Arc<dyn Transform>>,
}

impl std::fmt::Debug for OutCrs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OutCrs").field("name", &self.name).field("epsg", &self.epsg).finish_non_exhaustive()
    }
}

static WGS84: LazyLock<OutCrs> = LazyLock::new(|| OutCrs {
    name: "WGS 84".into(),
    epsg: Some(4326),
    wkt: include_str!("crs/wgs84.wkt").trim().into(),
    esri_wkt: include_str!("crs/wgs84.prj").trim().into(),
    projjson: serde_json::from_str(include_str!("crs/crs84.json")).unwrap_or(Json::Null),
    is_degrees: true,
    way: None,
});

impl OutCrs {
    /// WGS 84, longitude first: what layers are in unless somebody asks for another.
    pub fn wgs84() -> &'static Self {
        &WGS84
    }

    /// The system that a code, WKT, PROJJSON or a `+proj=` string means.
    ///
    /// # Errors
    /// One that PROJ does not know, or, in a program without PROJ, any but WGS 84.
    pub fn named(text: &str, hooks: Option<&'static dyn GdalHooks>) -> Result<Self, Error> {
        let unusable = |why: String| {
            Error::Usage(format!("--out-crs: {why}\n  hint: name one as EPSG:3405, or as a +proj= string"))
        };
        let refused = |refusal| match refusal {
            Refusal::NeedsGdal(crs) => Error::NeedsGdal(format!("--out-crs {crs}")),
            Refusal::Unknown(why) => unusable(why),
        };
        let system = System::named(text, hooks).map_err(refused)?;
        if system.is(&System::WGS84) {
            return Ok(WGS84.clone());
        }
        let definition = system.definition();
        let Some(hooks) = hooks else { return Err(Error::NeedsGdal(format!("--out-crs {definition}"))) };
        let texts = hooks.texts(&definition).map_err(unusable)?;
        Ok(Self {
            name: texts.name,
            epsg: texts.epsg,
            wkt: texts.wkt,
            esri_wkt: texts.esri_wkt,
            projjson: serde_json::from_str(&texts.projjson).map_err(|error| unusable(error.to_string()))?,
            is_degrees: system.unit() == crate::read::hooks::CrsUnit::Degrees,
            way: Some(system.out_of_wgs84().map_err(refused)?),
        })
    }

    /// Whether layers leave as they are.
    pub fn is_wgs84(&self) -> bool {
        self.way.is_none()
    }

    /// As a person would name it: `EPSG:3405`, or its name.
    pub fn label(&self) -> String {
        self.epsg.map_or_else(|| self.name.clone(), |code| format!("EPSG:{code}"))
    }

    /// A layer of longitude and latitude in this system, to the millimetre.
    ///
    /// # Errors
    /// A position that has no image there.
    pub fn moved(&self, layer: &Layer) -> Result<Layer, Error> {
        let Some(way) = &self.way else { return Ok(layer.clone()) };
        let mut positions: Vec<Coord> = Vec::new();
        for geometry in layer.rows.iter().filter_map(|row| row.geometry.as_ref()) {
            positions.extend(geo::CoordsIter::coords_iter(geometry));
        }
        way.apply(&mut positions)?;
        if positions.iter().any(|position| !position.x.is_finite() || !position.y.is_finite()) {
            return Err(Error::Usage(format!(
                "--out-crs {}: a part of `{}` has no place there\n  hint: choose a system made for this area",
                self.label(),
                layer.name
            )));
        }
        let decimals: f64 = if self.is_degrees { 1e9 } else { 1e3 };
        let round = |number: f64| (number * decimals).round() / decimals + 0.0;
        let next = Cell::new(0);
        let place = |geometry: &Geometry| {
            geometry.map_coords(|_| {
                let new = positions[next.replace(next.get() + 1)];
                Coord { x: round(new.x), y: round(new.y) }
            })
        };
        let is_made = layer.is_made();
        let row = |row: &Row| {
            let moved = row.geometry.as_ref().map(place);
            let geometry = if is_made { moved.and_then(|it| made_on_grid(it, decimals)) } else { moved };
            Row { values: row.values.clone(), geometry }
        };
        let rows = layer.rows.iter().map(row);
        Ok(Layer { rows: rows.collect(), ..layer.clone() })
    }
}
