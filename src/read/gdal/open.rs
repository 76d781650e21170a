//! Opening a file with GDAL, and what GDAL must not open.

use std::path::{Path, PathBuf};

use gdal::{Dataset, DatasetOptions, GdalOpenFlags};

use super::allowed::{drivers, is_of_other_tables, reaches_out, restraints};
use super::archive::refuse_bomb;
use super::errors::{listen, sentence};
use super::shapefile::refuse_torn;
use crate::error::{Error, InputError};
use crate::read::file::FETCH_AGAIN;
use crate::read::hooks::ReadOptions;

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
    if is_of_other_tables(path) && !options.allow_remote {
        return Err(InputError::file(
            path,
            "a table that is made of other tables makes GDAL read further files, which is off by default",
        )
        .hint("name the files themselves, or allow it with --allow-remote")
        .into());
    }
    let mut more = more.to_vec();
    if kind == Kind::Vector && !options.allow_remote {
        more.extend(restraints(path));
    }
    let attempt = |drivers: Option<&[&str]>| {
        listen(|| {
            let options = DatasetOptions {
                open_flags: flag | GdalOpenFlags::GDAL_OF_READONLY | GdalOpenFlags::GDAL_OF_VERBOSE_ERROR,
                allowed_drivers: drivers,
                open_options: Some(&more),
                sibling_files: None,
            };
            Dataset::open_ex(&name, options)
        })
    };
    let allowed = drivers(kind);
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
            _ if kind == Kind::Raster => {
                problem.hint("`gdal_translate FILE out.tif` makes a GeoTIFF of most rasters")
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
