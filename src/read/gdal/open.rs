//! Opening a file with GDAL, and what GDAL must not open.

use std::path::{Path, PathBuf};

use gdal::{Dataset, DatasetOptions, DriverManager, GdalOpenFlags};

use super::archive::refuse_bomb;
use super::errors::{listen, sentence};
use super::shapefile::refuse_torn;
use crate::error::{Error, InputError};
use crate::read::file::FETCH_AGAIN;
use crate::read::hooks::ReadOptions;

/// Drivers that reach over the network, or make GDAL read files that the user did not name.
const REACHES_OUT: [&str; 46] = [
    "AmigoCloud",
    "BAG",
    "Carto",
    "CSW",
    "DAAS",
    "DERIVED",
    "DODS",
    "ECRGTOC",
    "EEDA",
    "EEDAI",
    "Elasticsearch",
    "GMLAS",
    "GPSBabel",
    "HTTP",
    "MBTiles",
    "MongoDB",
    "MongoDBv3",
    "MSSQLSpatial",
    "MVT",
    "MySQL",
    "NGW",
    "OAPIF",
    "OCI",
    "ODBC",
    "OGCAPI",
    "OGR_VRT",
    "PGeo",
    "PLMOSAIC",
    "PLSCENES",
    "PostGISRaster",
    "PostgreSQL",
    "RDA",
    "RPFTOC",
    "SOSI",
    "STACIT",
    "STACTA",
    "SXF",
    "TIGERRASTER",
    "TileDB",
    "VRT",
    "WCS",
    "WEB",
    "WFS",
    "WFS3",
    "WMS",
    "WMTS",
];

/// What is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Features.
    Vector,
    /// Cells.
    Raster,
}

/// Opens a file, a folder or a `.zip`; remote names only when they are allowed.
///
/// # Errors
/// A name that is no file here, one no allowed driver reads, or a broken file.
pub fn open(path: &Path, kind: Kind, options: &ReadOptions, more: &[&str]) -> Result<Dataset, Error> {
    let name = name_for_gdal(path, options)?;
    refuse_bomb(path)?;
    refuse_torn(path)?;
    let flag =
        if kind == Kind::Vector { GdalOpenFlags::GDAL_OF_VECTOR } else { GdalOpenFlags::GDAL_OF_RASTER };
    let attempt = |drivers: Option<&[&str]>| {
        listen(|| {
            let options = DatasetOptions {
                open_flags: flag | GdalOpenFlags::GDAL_OF_READONLY | GdalOpenFlags::GDAL_OF_VERBOSE_ERROR,
                allowed_drivers: drivers,
                open_options: Some(more),
                sibling_files: None,
            };
            Dataset::open_ex(&name, options)
        })
    };
    let allowed = allowed_drivers();
    let names: Vec<&str> = allowed.iter().map(String::as_str).collect();
    let (opened, said) = attempt(if options.allow_remote { None } else { Some(&names) });
    opened.map_err(|error| {
        let why = without_folder(&sentence(&error, &said), &name);
        let problem = InputError::file(path, format!("GDAL cannot read it: {why}"));
        match reaches_out(path) {
            Some(what) if !options.allow_remote => InputError::file(
                path,
                format!("{what} makes GDAL read further files or addresses, which is off by default"),
            )
            .hint("name the files themselves, or allow it with --allow-remote"),
            _ if path.is_dir() => {
                InputError::file(path, "this is a folder, and none of those that are a data set to GDAL")
                    .hint("name the file inside it")
            }
            _ => problem.hint("`ogrinfo FILE` shows what GDAL makes of it"),
        }
        .into()
    })
}

/// The name GDAL is given: a `.zip` is looked into.
fn name_for_gdal(path: &Path, options: &ReadOptions) -> Result<PathBuf, Error> {
    if let Ok(about) = std::fs::metadata(path) {
        if about.is_file() && about.len() == 0 {
            return Err(InputError::file(path, "the file is empty").hint(FETCH_AGAIN).into());
        }
        let is_zip = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // the name of an archive follows whole, its own slash included
        let inside = || PathBuf::from(format!("/vsizip/{}", absolute.display()));
        return Ok(if is_zip { inside() } else { absolute });
    }
    if options.allow_remote {
        return Ok(path.to_owned());
    }
    let text = path.to_string_lossy();
    let looks_remote = text.starts_with("/vsi")
        || text
            .split_once(':')
            .is_some_and(|(scheme, _)| scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric()));
    let error = if looks_remote {
        InputError::file(path, "it is a name for GDAL's drivers, not a file here")
            .hint("fetch the file first, or allow it with --allow-remote")
    } else {
        InputError::file(path, "there is no such file")
            .hint("look at the spelling, and at the folder you are in")
    };
    Err(error.into())
}

/// What GDAL said, without the folder that only this machine has.
fn without_folder(said: &str, name: &Path) -> String {
    let inside = name.strip_prefix("/vsizip/").unwrap_or(name);
    let Some(folder) = inside.parent().filter(|folder| folder.parent().is_some()) else {
        return said.to_owned();
    };
    said.replace("/vsizip/", "").replace(&format!("{}/", folder.display()), "")
}

fn allowed_drivers() -> Vec<String> {
    DriverManager::all()
        .map(|driver| driver.short_name())
        .filter(|name| !REACHES_OUT.contains(&name.as_str()))
        .collect()
}

/// What kind of file that reads others a file is, if it is one.
fn reaches_out(path: &Path) -> Option<&'static str> {
    use std::io::Read;
    let mut start = Vec::new();
    std::fs::File::open(path).ok()?.take(4096).read_to_end(&mut start).ok()?;
    let start = String::from_utf8_lossy(&start);
    [
        ("<OGRVRTDataSource", "a virtual layer (OGR VRT)"),
        ("<VRTDataset", "a virtual raster (VRT)"),
        ("<GDAL_WMS", "a map service"),
        ("<OGRWFSDataSource", "a feature service"),
        ("<WCS_GDAL", "a coverage service"),
        ("<GDAL_WMTS", "a tile service"),
    ]
    .into_iter()
    .find_map(|(mark, what)| start.contains(mark).then_some(what))
}
