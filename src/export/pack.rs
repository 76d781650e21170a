//! The evidence pack: one ZIP archive of a manifest and results, the same bytes for the same
//! files.

use std::io::{Cursor, Read, Seek, Write};

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::how::Made;
use crate::error::Error;

/// The manifest's name in the pack.
pub const MANIFEST: &str = "manifest.json";
/// The folder of the results in the pack.
pub const RESULTS: &str = "results/";
/// The study file's name in the pack.
pub const STUDY: &str = "study.toml";

/// SHA-256 in hex.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a pack: the manifest, then the files in the order given.
///
/// # Errors
/// What the system said.
pub fn write_pack(
    manifest: &Json,
    files: &[(String, Vec<u8>)],
    made: Made,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let (year, month, day) = made.date();
    // a ZIP archive knows no time before 1980
    let time = DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time)
        .unix_permissions(0o644);
    let failed = |error: zip::result::ZipError| Error::Io(std::io::Error::other(error.to_string()));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(MANIFEST, options).map_err(failed)?;
    writeln!(archive, "{manifest:#}")?;
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options).map_err(failed)?;
        archive.write_all(bytes)?;
    }
    Ok(out.write_all(archive.finish().map_err(failed)?.get_ref())?)
}

/// The most bytes that one file of a pack may have: more is no result of ours.
const MOST: u64 = 8 << 30;

/// What is in a pack.
#[derive(Debug)]
pub struct Pack {
    /// The manifest.
    pub manifest: Json,
    /// The other files, by their names in the pack.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Pack {
    /// Reads a pack.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(file: impl Read + Seek) -> Result<Self, String> {
        let mut archive = ZipArchive::new(file).map_err(|error| format!("it is no ZIP archive ({error})"))?;
        let mut pack = Self { manifest: Json::Null, files: Vec::new() };
        for nth in 0..archive.len() {
            let file = archive.by_index(nth).map_err(|error| format!("it is damaged ({error})"))?;
            let name = file.name().map_err(|error| format!("it is damaged ({error})"))?.into_owned();
            let mut bytes = Vec::new();
            let read = file.take(MOST).read_to_end(&mut bytes);
            read.map_err(|error| format!("`{name}` in it is damaged ({error})"))?;
            if name == MANIFEST {
                pack.manifest = serde_json::from_slice(&bytes)
                    .map_err(|error| format!("`{MANIFEST}` in it is no JSON ({error})"))?;
            } else {
                pack.files.push((name, bytes));
            }
        }
        match pack.manifest["covgap_evidence"].as_u64() {
            Some(1) => Ok(pack),
            Some(other) => Err(format!("it is of version {other}, which this covgap does not know")),
            None => Err(format!("it holds no `{MANIFEST}` of covgap's")),
        }
    }

    /// A file by its name in the pack.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.iter().find(|(other, _)| other == name).map(|(_, bytes)| bytes.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pack_is_read_back_and_is_the_same_bytes_twice() {
        let files = vec![("results/a.csv".to_owned(), b"a,b\n1,2\n".to_vec())];
        let manifest = json!({ "covgap_evidence": 1 });
        let write = || {
            let mut out = Vec::new();
            write_pack(&manifest, &files, Made::default(), &mut out).unwrap();
            out
        };
        let bytes = write();
        assert_eq!(bytes, write());
        let pack = Pack::read(Cursor::new(&bytes)).unwrap();
        assert_eq!(pack.manifest, manifest);
        assert_eq!(pack.file("results/a.csv"), Some(&files[0].1[..]));
        assert_eq!(pack.file("results/b.csv"), None);
    }

    #[test]
    fn what_is_no_pack_is_said_so() {
        assert!(Pack::read(Cursor::new(b"no archive")).unwrap_err().contains("no ZIP archive"));
        let mut out = Vec::new();
        write_pack(&json!({ "covgap_evidence": 2 }), &[], Made::default(), &mut out).unwrap();
        assert!(Pack::read(Cursor::new(&out)).unwrap_err().contains("version 2"));
    }
}
