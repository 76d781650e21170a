//! What only GDAL and PROJ can do, as reading asks for it.
//!
//! The library never reaches for GDAL by itself: whoever starts it passes an implementation
//! in, or none. A program that passes none has no reference to GDAL and does not load it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Error;
use crate::plane::Transform;
use crate::read::layer::Layer;

/// GDAL and PROJ, seen from here.
pub trait GdalHooks: fmt::Debug + Send + Sync {
    /// Reads one layer of any vector format GDAL opens.
    ///
    /// # Errors
    /// A file GDAL cannot open or must not open, or one whose layer is not clear.
    fn read(&self, path: &Path, options: &ReadOptions) -> Result<Layer, Error>;

    /// Reads the first band of a raster.
    ///
    /// # Errors
    /// A file GDAL cannot open, or without a north-up grid.
    fn raster(&self, path: &Path, options: &ReadOptions) -> Result<Grid, Error>;

    /// What a coordinate system is: a code, WKT, PROJJSON, or a `+proj=` string.
    ///
    /// # Errors
    /// When PROJ does not know it; the text says why.
    fn describe(&self, crs: &str) -> Result<CrsFacts, String>;

    /// The way from one coordinate system to another, longitude first on both sides.
    ///
    /// # Errors
    /// When PROJ knows none; the text says why.
    fn transform(&self, from: &str, to: &str) -> Result<Arc<dyn Transform>, String>;

    /// A coordinate system in the texts that files carry.
    ///
    /// # Errors
    /// When PROJ does not know it, or one of the texts cannot express it; the text says why.
    fn texts(&self, crs: &str) -> Result<CrsTexts, String>;

    /// Which versions these are.
    fn versions(&self) -> Versions;
}

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The layer, where the file has several.
    pub layer: Option<String>,
    /// The flag that names the layer, for the hint of an error.
    pub layer_flag: &'static str,
    /// Opens network drivers, and files that make GDAL read further files, too.
    pub allow_remote: bool,
}

/// The unit in which a coordinate system counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrsUnit {
    /// Longitude and latitude, in degrees.
    Degrees,
    /// Metres in a plane.
    Metres,
    /// Anything else: feet, grads, geocentric metres.
    Other,
}

/// What PROJ knows of a coordinate system.
#[derive(Debug, Clone, PartialEq)]
pub struct CrsFacts {
    /// Its name in words.
    pub name: String,
    /// Its EPSG code, when it has one.
    pub epsg: Option<u32>,
    /// The unit it counts in.
    pub unit: CrsUnit,
    /// A map of the whole world for screens, never one to measure in.
    pub is_web_map: bool,
}

/// A coordinate system in the texts that files carry.
#[derive(Debug, Clone, PartialEq)]
pub struct CrsTexts {
    /// Its name in words.
    pub name: String,
    /// Its EPSG code, when it has one.
    pub epsg: Option<u32>,
    /// Well-known text, version 1 as GDAL writes it.
    pub wkt: String,
    /// Well-known text as ESRI's programs read it.
    pub esri_wkt: String,
    /// PROJJSON.
    pub projjson: String,
}

/// Versions of what was linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// GDAL, as `3.6.2`.
    pub gdal: String,
    /// PROJ, as `9.1.1`.
    pub proj: String,
    /// The EPSG release in PROJ's database, as `v10.076`.
    pub proj_database: String,
}

/// A north-up raster of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row after row from the north; cells without a value are NaN.
    pub values: Vec<f64>,
    /// West edge and width of a cell, in units of the coordinate system.
    pub x: (f64, f64),
    /// North edge and (negative) height of a cell.
    pub y: (f64, f64),
    /// The coordinate system the file states.
    pub crs: crate::read::Crs,
}

/// Whether a name is more than that of a file: a folder, `file:layer`, or an address for one
/// of GDAL's drivers.
pub fn is_for_gdal(path: &Path) -> bool {
    let text = path.to_string_lossy();
    path.is_dir() || (!path.exists() && (text.contains(':') || text.starts_with("/vsi")))
}

/// `towers.gpkg:sites` names a layer, unless there is a file of just that name.
pub fn file_and_layer(path: &Path) -> (PathBuf, Option<String>) {
    let text = path.to_string_lossy();
    match text.rsplit_once(':') {
        Some((file, layer)) if !layer.is_empty() && !path.exists() && Path::new(file).exists() => {
            (PathBuf::from(file), Some(layer.to_owned()))
        }
        _ => (path.to_owned(), None),
    }
}
