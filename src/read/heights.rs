//! Heights of the ground.

use std::path::Path;

use geo::Coord;

use super::places::grid;
use super::{Crs, Request, hooks::Grid};
use crate::error::{Error, InputError};

/// A raster of heights in longitude and latitude, metres above sea.
#[derive(Debug)]
pub struct Heights(Grid);

impl Heights {
    /// The height at a longitude and latitude; `None` outside the raster or in a cell without one.
    pub fn at(&self, position: Coord) -> Option<f64> {
        let grid = &self.0;
        let column = ((position.x - grid.x.0) / grid.x.1).floor();
        let row = ((position.y - grid.y.0) / grid.y.1).floor();
        let inside = (0.0..grid.width as f64).contains(&column) && (0.0..grid.height as f64).contains(&row);
        let height = *grid.values.get(if inside {
            row as usize * grid.width + column as usize
        } else {
            usize::MAX
        })?;
        (height.is_finite() && height > -500.0).then_some(height)
    }
}

/// Reads heights.
///
/// # Errors
/// A raster that cannot be read, or is not in longitude and latitude.
pub fn heights(path: &Path, request: &Request) -> Result<Heights, Error> {
    let grid = grid(path, request)?;
    match grid.crs {
        Crs::Wgs84 | Crs::Unstated | Crs::Epsg(4326) => Ok(Heights(grid)),
        _ => Err(InputError::file(path, "heights are read in longitude and latitude (WGS 84)")
            .hint("gdalwarp -t_srs EPSG:4326 makes such a raster")
            .into()),
    }
}
