//! Opening files, with words for what can go wrong.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::InputError;

/// What to do about a file that ends before its end.
pub(crate) const FETCH_AGAIN: &str = "the file was not copied or written to its end: fetch it again";

/// What a file is whose first bytes are those of something else than its name says, and what to
/// do about it.
pub(crate) fn stranger(start: &[u8]) -> Option<(&'static str, &'static str)> {
    const UNPACK: &str = "unpack it, and name the file inside";
    const EXPORT: &str = "export the data again, in the format that the name says";
    const SIGNS: [(&[u8], &str, &str); 11] = [
        (b"\x1F\x8B", "compressed data (gzip)", UNPACK),
        (b"PK\x03\x04", "an archive (ZIP), or an office file", UNPACK),
        (b"7z\xBC\xAF", "an archive (7z)", UNPACK),
        (b"Rar!", "an archive (RAR)", UNPACK),
        (b"\x89PNG", "a picture (PNG)", EXPORT),
        (b"\xFF\xD8\xFF", "a picture (JPEG)", EXPORT),
        (b"%PDF", "a PDF", EXPORT),
        (
            b"SQLite format 3",
            "a database (SQLite), perhaps a GeoPackage",
            "if it is a GeoPackage, let its name end in .gpkg",
        ),
        (b"\xD0\xCF\x11\xE0", "an old office file", "save it as CSV UTF-8 or as .xlsx"),
        (
            b"version https://git-lfs",
            "a pointer of Git LFS in place of the file",
            "`git lfs pull` fetches the file itself",
        ),
        (b"fgb", "FlatGeobuf, or what is left of it", "let its name end in .fgb"),
    ];
    let text = start.trim_ascii_start();
    let is_page = |mark: &[u8]| text.get(..mark.len()).is_some_and(|it| it.eq_ignore_ascii_case(mark));
    if is_page(b"<!doctype html") || is_page(b"<html") {
        let hint = "perhaps it is the server's error message in place of the data: look at it, and fetch the file again";
        return Some(("a web page", hint));
    }
    if !start.is_empty() && start.iter().all(|&byte| byte == 0) {
        return Some(("nothing but zero bytes", FETCH_AGAIN));
    }
    SIGNS.iter().find(|(sign, ..)| start.starts_with(sign)).map(|(_, what, hint)| (*what, *hint))
}

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
        Ok(about) if !about.is_file() => {
            Err(InputError::file(path, "this is a pipe or a device, not a file")
                .hint("a file is read more than once: save it first, and name that file"))
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
