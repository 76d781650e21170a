//! Rasters: heights of the ground, people on a grid.

use std::path::Path;

use super::crs::stated;
use super::errors::{listen, sentence};
use super::open::{Kind, open};
use crate::error::{Error, InputError};
use crate::read::hooks::{Grid, ReadOptions};

/// Reads the first band: what its numbers stand for, where it has a scale and an offset; rows from
/// the south or columns from the east are turned round.
///
/// # Errors
/// A file GDAL cannot or must not open, one turned away from north, or one without cells.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Grid, Error> {
    let dataset = open(path, Kind::Raster, options, &[])?;
    let (read, said) = listen(|| {
        let band = dataset.rasterband(1)?;
        let meant = (band.scale().unwrap_or(1.0), band.offset().unwrap_or(0.0));
        Ok((dataset.geo_transform()?, band.no_data_value(), meant, band.read_band_as::<f64>()?))
    });
    let (transform, nothing, (scale, offset), buffer) = read.map_err(|error: gdal::errors::GdalError| {
        InputError::file(path, format!("GDAL cannot read its cells: {}", sentence(&error, &said)))
    })?;
    let [west, width_x, turn_x, north, turn_y, height_y] = transform;
    if turn_x != 0.0 || turn_y != 0.0 || width_x == 0.0 || height_y == 0.0 {
        return Err(InputError::file(
            path,
            "its rows and columns do not run along the axes of its coordinate system",
        )
        .hint("`gdalwarp FILE NORTH-UP-FILE` turns it")
        .into());
    }
    let ((width, height), mut values) = buffer.into_shape_and_vec();
    let is_nothing = |value: f64| nothing.is_some_and(|nothing| value == nothing);
    for value in &mut values {
        *value = if is_nothing(*value) { f64::NAN } else { *value * scale + offset };
    }
    let (mut x, mut y) = ((west, width_x), (north, height_y));
    if height_y > 0.0 && width > 0 {
        values = values.rchunks(width).flatten().copied().collect();
        y = (north + height as f64 * height_y, -height_y);
    }
    if width_x < 0.0 && width > 0 {
        values.chunks_mut(width).for_each(<[f64]>::reverse);
        x = (west + width as f64 * width_x, -width_x);
    }
    let crs = stated(dataset.spatial_ref().ok());
    Ok(Grid { width, height, values, x, y, crs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use gdal::DriverManager;
    use gdal::raster::Buffer;

    /// A raster of 3 × 2 whole numbers, 1 to 6 in the order of the file; 6 stands for nothing.
    fn written(transform: [f64; 6], meant: Option<(f64, f64)>) -> Result<Grid, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cells.tif");
        let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
        let mut dataset = driver.create_with_band_type::<i16, _>(&path, 3, 2, 1).unwrap();
        dataset.set_geo_transform(&transform).unwrap();
        let mut band = dataset.rasterband(1).unwrap();
        band.set_no_data_value(Some(6.0)).unwrap();
        if let Some((scale, offset)) = meant {
            band.set_scale(scale).unwrap();
            band.set_offset(offset).unwrap();
        }
        band.write((0, 0), (3, 2), &mut Buffer::new((3, 2), vec![1i16, 2, 3, 4, 5, 6])).unwrap();
        dataset.close().unwrap();
        read(&path, &ReadOptions::default())
    }

    fn cells(grid: &Grid) -> Vec<Option<f64>> {
        grid.values.iter().map(|&value| Some(value).filter(|value| !value.is_nan())).collect()
    }

    #[test]
    fn rows_from_the_south_and_columns_from_the_east_are_turned_round() {
        let plain = written([100.0, 10.0, 0.0, 50.0, 0.0, -10.0], None).unwrap();
        assert_eq!(cells(&plain), [Some(1.0), Some(2.0), Some(3.0), Some(4.0), Some(5.0), None]);
        assert_eq!((plain.x, plain.y), ((100.0, 10.0), (50.0, -10.0)));
        // the same ground, told from the south
        let south = written([100.0, 10.0, 0.0, 30.0, 0.0, 10.0], None).unwrap();
        assert_eq!(cells(&south), [Some(4.0), Some(5.0), None, Some(1.0), Some(2.0), Some(3.0)]);
        assert_eq!((south.x, south.y), (plain.x, plain.y));
        // and from the east
        let east = written([130.0, -10.0, 0.0, 50.0, 0.0, -10.0], None).unwrap();
        assert_eq!(cells(&east), [Some(3.0), Some(2.0), Some(1.0), None, Some(5.0), Some(4.0)]);
        assert_eq!((east.x, east.y), (plain.x, plain.y));
    }

    #[test]
    fn numbers_stand_for_what_scale_and_offset_say_and_nothing_stays_nothing() {
        let grid = written([0.0, 1.0, 0.0, 0.0, 0.0, -1.0], Some((0.5, -100.0))).unwrap();
        assert_eq!(cells(&grid), [Some(-99.5), Some(-99.0), Some(-98.5), Some(-98.0), Some(-97.5), None]);
    }

    #[test]
    fn one_turned_away_from_north_is_refused_with_the_way_out() {
        let error = written([0.0, 1.0, 0.2, 0.0, -0.2, -1.0], None).unwrap_err().to_string();
        assert!(error.contains("gdalwarp"), "{error}");
    }
}
