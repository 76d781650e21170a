//! GDAL and PROJ: every vector format GDAL opens, every coordinate system PROJ knows.
//!
//! The only folder that names the `gdal` crate. Nothing in the library refers to it: a
//! program that wants it passes [`WITH_GDAL`] in.

mod allowed;
mod archive;
mod coordinates;
mod crs;
mod curves;
mod encoding;
mod errors;
mod open;
mod raster;
mod shapefile;
#[cfg(test)]
mod tests;
mod vector;
mod versions;
mod wkb;

use std::path::Path;
use std::sync::Arc;

use crate::error::Error;
use crate::plane::Transform;
use crate::read::hooks::{CrsFacts, CrsTexts, GdalHooks, Grid, ReadOptions, Versions};
use crate::read::layer::Layer;

/// The implementation to pass in.
pub const WITH_GDAL: &dyn GdalHooks = &Linked;

/// GDAL as it is linked.
#[derive(Debug, Clone, Copy)]
struct Linked;

impl GdalHooks for Linked {
    fn read(&self, path: &Path, options: &ReadOptions) -> Result<Layer, Error> {
        vector::read(path, options)
    }

    fn raster(&self, path: &Path, options: &ReadOptions) -> Result<Grid, Error> {
        raster::read(path, options)
    }

    fn describe(&self, crs: &str) -> Result<CrsFacts, String> {
        crs::describe(crs)
    }

    fn transform(&self, from: &str, to: &str) -> Result<Arc<dyn Transform>, String> {
        crs::transform(from, to)
    }

    fn texts(&self, crs: &str) -> Result<CrsTexts, String> {
        crs::texts(crs)
    }

    fn versions(&self) -> Versions {
        versions::versions()
    }
}
