//! The output directory: every file appears whole, or none does.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Files on their way into a directory. They are written beside it under another name and
/// take their places only in [`Directory::publish`]; dropped before, they are gone.
#[derive(Debug)]
pub struct Directory {
    target: PathBuf,
    staging: PathBuf,
    files: Vec<String>,
}

impl Directory {
    /// Prepares to write into `target`, which is made if it is not there.
    ///
    /// # Errors
    /// What the system said.
    pub fn prepare(target: &Path) -> Result<Self, Error> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |cause| Error::Output { path, cause }
        };
        fs::create_dir_all(target).map_err(failed(target))?;
        let staging = target.join(format!(".covgap-{}", std::process::id()));
        clear_abandoned(target);
        fs::create_dir(&staging).map_err(failed(&staging))?;
        Ok(Self { target: target.to_owned(), staging, files: Vec::new() })
    }

    /// Writes one file, out of sight.
    ///
    /// # Errors
    /// What the system said; the files of the target directory are as they were.
    pub fn write(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let place = self.target.join(name);
        let failed = |cause| Error::Output { path: place.clone(), cause };
        let file = File::create(self.staging.join(name)).map_err(failed)?;
        let mut out = BufWriter::with_capacity(1 << 18, file);
        fill(&mut out).map_err(|error| match error {
            Error::Io(cause) => failed(cause),
            other => other,
        })?;
        let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        self.files.push(name.to_owned());
        Ok(())
    }

    /// Moves every file into its place, over what was there.
    ///
    /// # Errors
    /// What the system said.
    pub fn publish(self) -> Result<Vec<PathBuf>, Error> {
        let mut places = Vec::new();
        for name in &self.files {
            let place = self.target.join(name);
            let moved = fs::rename(self.staging.join(name), &place);
            moved.map_err(|cause| Error::Output { path: place.clone(), cause })?;
            places.push(place);
        }
        Ok(places)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.staging);
    }
}

/// Removes what a killed run left behind: staging directories of processes that are no more.
fn clear_abandoned(target: &Path) {
    let Ok(entries) = fs::read_dir(target) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| name.strip_prefix(".covgap-")) else { continue };
        let alive = Path::new("/proc").join(process).exists();
        let ours = process == std::process::id().to_string();
        if process.bytes().all(|b| b.is_ascii_digit()) && (ours || (cfg!(target_os = "linux") && !alive)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

impl From<io::Error> for Error {
    fn from(cause: io::Error) -> Self {
        Self::Io(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_appears_until_everything_is_written() {
        let target = std::env::temp_dir().join(format!("covgap-directory-{}", std::process::id()));
        let mut directory = Directory::prepare(&target).unwrap();
        directory.write("a.csv", |out| Ok(out.write_all(b"new")?)).unwrap();
        assert!(!target.join("a.csv").exists());
        let failed = directory.write("b.csv", |_| Err(io::Error::other("disk full").into())).unwrap_err();
        assert!(failed.to_string().contains("b.csv"), "{failed}");
        drop(directory);
        assert_eq!(fs::read_dir(&target).unwrap().count(), 0, "a failed run leaves nothing");
        let mut directory = Directory::prepare(&target).unwrap();
        directory.write("a.csv", |out| Ok(out.write_all(b"new")?)).unwrap();
        directory.publish().unwrap();
        assert_eq!(fs::read(target.join("a.csv")).unwrap(), b"new");
        fs::remove_dir_all(target).unwrap();
    }
}
