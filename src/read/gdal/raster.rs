//! Rasters: heights of the ground, people on a grid.

use std::path::Path;

use super::crs::stated;
use super::errors::{listen, sentence};
use super::open::{Kind, open};
use crate::error::{Error, InputError};
use crate::read::hooks::{Grid, ReadOptions};

/// Reads the first band.
///
/// # Errors
/// A file GDAL cannot or must not open, one turned away from north, or one without cells.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Grid, Error> {
    let dataset = open(path, Kind::Raster, options, &[])?;
    let (read, said) = listen(|| {
        let band = dataset.rasterband(1)?;
        Ok((dataset.geo_transform()?, band.no_data_value(), band.read_band_as::<f64>()?))
    });
    let (transform, nothing, buffer) = read.map_err(|error: gdal::errors::GdalError| {
        InputError::file(path, format!("GDAL cannot read its cells: {}", sentence(&error, &said)))
    })?;
    let [west, width_x, turn_x, north, turn_y, height_y] = transform;
    if turn_x != 0.0 || turn_y != 0.0 || width_x <= 0.0 || height_y >= 0.0 {
        return Err(InputError::file(path, "its rows do not run from west to east and from north to south")
            .hint("`gdalwarp FILE NORTH-UP-FILE` turns it")
            .into());
    }
    let ((width, height), mut values) = buffer.into_shape_and_vec();
    let is_nothing = |value: f64| nothing.is_some_and(|nothing| value == nothing);
    values.iter_mut().filter(|value| is_nothing(**value)).for_each(|value| *value = f64::NAN);
    let crs = stated(dataset.spatial_ref().ok());
    Ok(Grid { width, height, values, x: (west, width_x), y: (north, height_y), crs })
}
