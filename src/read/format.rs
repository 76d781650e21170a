//! The formats, and which of them a file is in.

use std::path::Path;

use crate::error::{Error, InputError};
use crate::read::layer::Layer;
use crate::read::options::Options;
use crate::read::{csv, file, flatgeobuf, geojson};

/// A format that files may be in.
pub trait Format: Sync {
    /// Its name, as `--help` and the findings have it.
    fn name(&self) -> &'static str;

    /// What it is, in a line.
    fn summary(&self) -> &'static str;

    /// How its files end, without the dot, in small letters.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether the first bytes of a file can only be this format.
    fn recognises(&self, start: &[u8]) -> bool;

    /// Reads a file.
    ///
    /// # Errors
    /// A broken file; a broken feature is skipped and listed in the layer.
    fn read(&self, path: &Path, options: &Options) -> Result<Layer, Error>;
}

/// Every format that is read without GDAL.
pub const FORMATS: &[&dyn Format] = &[&geojson::GeoJson, &flatgeobuf::FlatGeobuf, &csv::Csv];

/// The format of a file: by its first bytes, else by its name.
///
/// # Errors
/// When the file cannot be read or is empty.
pub fn of(path: &Path) -> Result<Option<&'static dyn Format>, Error> {
    let start = file::start(path)?;
    if start.is_empty() {
        return Err(InputError::file(path, "the file is empty").hint(file::FETCH_AGAIN).into());
    }
    let by_content = FORMATS.iter().find(|format| format.recognises(&start));
    let extension = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    let by_name = || FORMATS.iter().find(|format| format.extensions().contains(&&*extension));
    let found = by_content.or_else(by_name).copied();
    match (found, file::stranger(&start)) {
        (Some(format), Some((what, hint))) if by_content.is_none() => {
            let problem = format!("this is {what}, not {}", format.name());
            Err(InputError::file(path, problem).hint(hint).into())
        }
        _ => Ok(found),
    }
}

/// The formats in words, for errors.
pub fn names() -> String {
    FORMATS.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ")
}
