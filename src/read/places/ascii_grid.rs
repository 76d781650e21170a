//! ESRI ASCII grids, read without GDAL.

use std::path::Path;

use crate::error::{Error, InputError};
use crate::read::file;
use crate::read::hooks::Grid;
use crate::read::layer::Crs;

/// More cells than this are refused: they would not fit in memory.
const MOST_CELLS: f64 = 2e9;

const SHAPE: &str = "an ASCII grid says ncols, nrows, xllcorner, yllcorner, cellsize and NODATA_value, with decimal points, \
                     and then as many numbers";

/// Reads an ASCII grid; `None` when the file is none. A file of the same name that ends in
/// `.prj` states the coordinate system.
///
/// # Errors
/// A header or a cell that makes no sense.
pub(super) fn read(path: &Path) -> Result<Option<Grid>, Error> {
    let start = file::start(path)?;
    if !start.trim_ascii_start().get(..5).is_some_and(|word| word.eq_ignore_ascii_case(b"ncols")) {
        return Ok(None);
    }
    let text = String::from_utf8(file::whole(path)?)
        .map_err(|_| InputError::file(path, "the grid is not text").hint(SHAPE))?;
    let mut grid = parse(&text).map_err(|problem| InputError::file(path, problem).hint(SHAPE))?;
    let prj = path.with_extension("prj");
    if prj.is_file() {
        grid.crs = crs(&String::from_utf8_lossy(&file::whole(&prj)?));
    }
    Ok(Some(grid))
}

/// Geographic WGS 84 is known here; anything else is PROJ's.
fn crs(text: &str) -> Crs {
    let text = text.trim();
    let is_geographic = text.starts_with("GEOGCS[") || text.starts_with("GEOGCRS[");
    let wgs84 = ["\"GCS_WGS_1984\"", "\"WGS 84\"", "\"WGS84\""].iter().any(|name| text.contains(name));
    if text.is_empty() {
        Crs::Unstated
    } else if is_geographic && wgs84 && !text.contains("VN") {
        Crs::Wgs84
    } else {
        Crs::Other(text.to_owned())
    }
}

fn parse(text: &str) -> Result<Grid, String> {
    let mut words = text.split_ascii_whitespace().peekable();
    let mut header = Vec::new();
    while let Some(word) = words.peek() {
        if !word.starts_with(|c: char| c.is_ascii_alphabetic()) || word.eq_ignore_ascii_case("nan") {
            break;
        }
        let key = words.next().unwrap_or_default().to_ascii_lowercase();
        let value = words.next().ok_or_else(|| format!("`{key}` has no value"))?;
        let number: f64 = value.parse().map_err(|_| format!("`{key}` is not a number: found `{value}`"))?;
        if !number.is_finite() {
            return Err(format!("`{key}` is not a finite number: found `{value}`"));
        }
        header.push((key, number));
    }
    let find = |name: &str| header.iter().find(|(key, _)| key == name).map(|(_, number)| *number);
    let need = |name: &str| find(name).ok_or_else(|| format!("the header has no `{name}`"));
    let (columns, rows) = (need("ncols")?, need("nrows")?);
    let is_count = |number: f64| number >= 1.0 && number.fract() == 0.0;
    if !is_count(columns) || !is_count(rows) || columns * rows > MOST_CELLS {
        return Err(format!("{columns} × {rows} is no size of a grid"));
    }
    let (width, height) = (columns as usize, rows as usize);
    let dx = find("cellsize").or_else(|| find("dx")).ok_or("the header has no `cellsize`")?;
    let dy = find("cellsize").or_else(|| find("dy")).unwrap_or(dx);
    if !(dx > 0.0 && dy > 0.0 && dx.is_finite() && dy.is_finite()) {
        return Err(format!("a cell of {dx} × {dy} has no size"));
    }
    let west = find("xllcorner").map_or_else(|| need("xllcenter").map(|x| x - dx / 2.0), Ok)?;
    let south = find("yllcorner").map_or_else(|| need("yllcenter").map(|y| y - dy / 2.0), Ok)?;
    let nothing = find("nodata_value");
    let mut values = Vec::new();
    for word in words {
        let value: f64 =
            word.parse().map_err(|_| format!("cell {} is not a number: found `{word}`", values.len() + 1))?;
        values.push(if Some(value) == nothing { f64::NAN } else { value });
    }
    if values.len() != width * height {
        return Err(format!("{width} × {height} cells are announced, {} are there", values.len()));
    }
    let north = south + rows * dy;
    Ok(Grid { width, height, values, x: (west, dx), y: (north, -dy), crs: Crs::Unstated })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_starts_in_the_north_west() {
        let text =
            "ncols 3\nnrows 2\nxllcorner 100\nyllcorner 10\ncellsize 0.5\nNODATA_value -1\n1 2 3\n-1 5 6\n";
        let grid = parse(text).unwrap();
        assert_eq!((grid.width, grid.height, grid.x, grid.y), (3, 2, (100.0, 0.5), (11.0, -0.5)));
        assert_eq!(grid.values[..3], [1.0, 2.0, 3.0]);
        assert!(grid.values[3].is_nan());
    }

    #[test]
    fn a_centre_is_half_a_cell_from_its_corner() {
        let text = "NCOLS 1 NROWS 1 XLLCENTER 5 YLLCENTER 7 CELLSIZE 2 9";
        let grid = parse(text).unwrap();
        assert_eq!((grid.x.0, grid.y.0), (4.0, 8.0));
    }

    #[test]
    fn a_short_or_silly_grid_is_refused() {
        for text in [
            "ncols 2 nrows 2 xllcorner 0 yllcorner 0 cellsize 1 1 2 3",
            "ncols 2 nrows 2 xllcorner 0 yllcorner 0 cellsize 0 1 2 3 4",
            "ncols 2 nrows 1 xllcorner 0 yllcorner 0 cellsize 1 1 x",
            "ncols 1e9 nrows 1e9 xllcorner 0 yllcorner 0 cellsize 1",
            "ncols 2 nrows 1 cellsize 1 1 2",
            "ncols",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_coordinate_system_beside_it() {
        let wgs84 = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\"]]";
        assert_eq!(crs(wgs84), Crs::Wgs84);
        assert!(matches!(crs("PROJCS[\"WGS 84 / UTM zone 48N\"]"), Crs::Other(_)));
        assert_eq!(crs(" "), Crs::Unstated);
    }
}
