//! Heights of the ground.

use std::path::Path;

use geo::Coord;

use super::places::grid;
use super::{Crs, Request, hooks::Grid};
use crate::error::{Error, InputError};
use crate::plane::Plane;

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
        (-500.0..=9_000.0).contains(&height).then_some(height)
    }

    /// Of these longitudes and latitudes, how many have no height.
    pub fn lacking(&self, positions: impl Iterator<Item = Coord>) -> usize {
        positions.filter(|position| self.at(*position).is_none()).count()
    }
}

/// Reads heights for what stands at these places of the plane.
///
/// # Errors
/// A raster that cannot be read, is not in longitude and latitude, or has a height for none of the places.
pub fn heights(path: &Path, request: &Request, plane: &Plane, places: &[Coord]) -> Result<Heights, Error> {
    let grid = grid(path, request)?;
    if !matches!(grid.crs, Crs::Wgs84 | Crs::Unstated | Crs::Epsg(4326)) {
        return Err(InputError::file(path, "heights are read in longitude and latitude (WGS 84)")
            .hint("gdalwarp -t_srs EPSG:4326 makes such a raster")
            .into());
    }
    let mut positions = places.to_vec();
    plane.to_wgs84(&mut positions)?;
    let reach = |(start, step): (f64, f64), cells: usize| {
        let end = start + step * cells as f64;
        (start.min(end), start.max(end))
    };
    let ((west, east), (south, north)) = (reach(grid.x, grid.width), reach(grid.y, grid.height));
    let heights = Heights(grid);
    if !positions.is_empty() && heights.lacking(positions.iter().copied()) == positions.len() {
        let problem = format!(
            "it has a height from -500 to 9,000 m at none of the {} villages: it reaches from longitude {west:.3} to \
             {east:.3}, latitude {south:.3} to {north:.3}",
            positions.len()
        );
        let hint = "give a raster of heights in metres of the same region, longitude and latitude";
        return Err(InputError::file(path, problem).hint(hint).into());
    }
    Ok(heights)
}
