//! Opening files, with words for what can go wrong.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::InputError;

/// What to do about a file that ends before its end.
pub(crate) const FETCH_AGAIN: &str = "the file was not copied or written to its end: fetch it again";

/// The whole of a file.
///
/// # Errors
/// When it cannot be opened or read.
pub(crate) fn whole(path: &Path) -> Result<Vec<u8>, InputError> {
    let mut file = open(path)?;
    let size = file.metadata().map_or(0, |about| about.len());
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
    file.read_to_end(&mut bytes).map_err(|cause| unreadable(path, &cause))?;
    Ok(bytes)
}

/// A file to read from.
///
/// # Errors
/// When it is no file, or may not be read.
pub(crate) fn open(path: &Path) -> Result<File, InputError> {
    let file = File::open(path).map_err(|cause| unreadable(path, &cause))?;
    match file.metadata() {
        Ok(about) if about.is_dir() => {
            Err(InputError::file(path, "this is a folder, not a file").hint("name the file inside it"))
        }
        Ok(_) => Ok(file),
        Err(cause) => Err(unreadable(path, &cause)),
    }
}

/// The first bytes of a file, enough to tell its format.
///
/// # Errors
/// When it cannot be opened or read.
pub(crate) fn start(path: &Path) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::new();
    open(path)?.take(4096).read_to_end(&mut bytes).map_err(|cause| unreadable(path, &cause))?;
    Ok(bytes)
}

/// What the system said, as an error of ours.
pub(crate) fn unreadable(path: &Path, cause: &std::io::Error) -> InputError {
    let error = InputError::file(path, format!("the file cannot be read: {cause}"));
    match cause.kind() {
        std::io::ErrorKind::NotFound => error.hint("look at the spelling, and at the folder you are in"),
        std::io::ErrorKind::PermissionDenied => error.hint("ask for the right to read it"),
        _ => error,
    }
}
