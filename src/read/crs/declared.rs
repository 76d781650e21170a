//! The coordinate system a layer is taken to be in, and who said so.

use std::path::PathBuf;

use geo::Coord;

use super::extent::{Extent, Scan};
use super::system::{Refusal, System};
use crate::error::{Error, InputError};
use crate::read::hooks::{CrsUnit, GdalHooks};
use crate::read::layer::{Crs, Layer};

/// What a layer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Villages.
    Villages,
    /// Coverage.
    Coverage,
    /// Anything else that lies in the same place: places, sites, measurements.
    Places,
}

/// A layer's coordinate system, who said so, and what its numbers look like.
#[derive(Debug)]
pub struct Declared {
    /// What the layer holds.
    pub side: Side,
    /// The file.
    pub path: PathBuf,
    /// The system it is taken to be in.
    pub system: System,
    /// Who said so.
    pub from: String,
    /// Whether nobody did.
    pub assumed: bool,
    /// What its numbers look like.
    pub scan: Scan,
    /// The box around its positions; across the antimeridian it reaches beyond 180° east.
    pub extent: Option<Extent>,
}

impl Declared {
    /// Finds the coordinate system of a layer: the user's word, else the file's, else WGS 84.
    ///
    /// # Errors
    /// A coordinate system nobody knows, or that needs GDAL where there is none.
    pub fn of(
        layer: &Layer,
        side: Side,
        told: Option<&str>,
        hooks: Option<&'static dyn GdalHooks>,
    ) -> Result<Self, Error> {
        let stated = match &layer.crs {
            Crs::Unstated => None,
            crs => Some(System::of(crs, hooks)),
        };
        let is_rfc_7946 = layer.format == "GeoJSON" && layer.crs == Crs::Wgs84;
        let (system, from) = match (told, stated) {
            (Some(told), stated) => {
                let system =
                    System::named(told, hooks).map_err(|refusal| explain(layer, refusal, Some(side)))?;
                let from = match stated {
                    Some(Ok(stated)) if !stated.is(&system) && is_rfc_7946 => {
                        format!("{}, against RFC 7946", side.flag())
                    }
                    Some(Ok(stated)) if !stated.is(&system) => {
                        format!("{}, against the file, which states {}", side.flag(), stated.definition())
                    }
                    _ => side.flag().to_owned(),
                };
                (system, from)
            }
            (None, Some(stated)) => {
                let system = stated.map_err(|refusal| explain(layer, refusal, None))?;
                (system, if is_rfc_7946 { "RFC 7946".into() } else { "stated in the file".into() })
            }
            (None, None) => {
                (System::WGS84, "assumed: none is stated, and the numbers look like degrees".into())
            }
        };
        let assumed = told.is_none() && layer.crs == Crs::Unstated;
        let scan = Scan::of(layer);
        let extent = scan.extent().map(|extent| match system.unit() {
            CrsUnit::Degrees if extent.max.x - extent.min.x > 180.0 => eastward(layer).unwrap_or(extent),
            _ => extent,
        });
        Ok(Self { side, path: layer.path.clone(), system, from, assumed, scan, extent })
    }

    /// The system's name for a sentence.
    pub fn name(&self) -> String {
        let definition = self.system.definition();
        match definition.char_indices().nth(60) {
            Some((end, _)) => format!("{}…", &definition[..end]),
            None => definition,
        }
    }

    /// The file's name without its folder.
    pub fn file_name(&self) -> String {
        self.path
            .file_name()
            .map_or_else(|| self.path.display().to_string(), |name| name.to_string_lossy().into())
    }

    /// An error about this file.
    pub fn refuse(&self, problem: impl Into<String>, hint: impl Into<String>) -> Error {
        InputError::file(&self.path, problem).hint(hint).into()
    }
}

fn explain(layer: &Layer, refusal: Refusal, told: Option<Side>) -> Error {
    match refusal {
        Refusal::NeedsGdal(crs) => Error::NeedsGdal(format!("the coordinate system {crs}")),
        Refusal::Unknown(why) => {
            let who = told.map_or("the file's coordinate system", |side| side.flag());
            InputError::file(&layer.path, format!("{who} is not one that PROJ knows: {why}"))
                .hint("name it with --villages-crs or --coverage-crs, e.g. EPSG:3405")
                .into()
        }
    }
}

/// The box around data on both sides of the antimeridian, counted eastward from Greenwich,
/// when that box is the narrower one.
fn eastward(layer: &Layer) -> Option<Extent> {
    let corners = layer.shapes.positions().iter();
    let positions: Vec<Coord> = corners
        .chain(layer.points.iter().flatten())
        .map(|position| Coord { x: position.x.rem_euclid(360.0), y: position.y })
        .collect();
    Scan::of_positions(&positions).extent().filter(|extent| extent.max.x - extent.min.x < 180.0)
}
