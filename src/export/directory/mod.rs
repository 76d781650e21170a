//! The output directory: every file appears whole, or none does.
//!
//! Files are written out of sight, into a directory of their own beside the target, and reach
//! the disk before anything of the target changes. Then both directories change places in one
//! step of the system, so that at every moment there is a whole set of files, the old or the
//! new. Where the system cannot do that, the new files are moved one by one; a run that is
//! killed meanwhile leaves the rest for the next one to move.

mod swap;
mod temporary;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

pub use temporary::{Temporary, abandon};

use crate::error::Error;

/// Files that all are written, and not yet all in their places.
const PUBLISHING: &str = ".covgap-publishing";

/// Files on their way into a directory. They take their places only in [`Directory::publish`];
/// dropped before, they are gone.
#[derive(Debug)]
pub struct Directory {
    target: PathBuf,
    staging: Temporary,
    files: Vec<String>,
    /// What the run reads, and no output may take the place of.
    inputs: Vec<PathBuf>,
    /// Held until the end, so that a second run into the same directory is refused.
    _lock: Option<File>,
    /// Whether the directory was made for this run.
    is_new: bool,
}

impl Directory {
    /// Refuses a directory that could not be written into, before any work is done.
    ///
    /// # Errors
    /// A file in its place, or no right to write.
    pub fn refuse_unwritable(target: &Path) -> Result<(), Error> {
        let there = target.ancestors().find(|path| path.as_os_str().is_empty() || path.exists());
        let there = there.filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."));
        swap::may_write(there).map_err(failed(target))
    }

    /// Prepares to write into `target`, which is made if it is not there.
    ///
    /// # Errors
    /// What the system said, or another run that is writing there.
    pub fn prepare(target: &Path) -> Result<Self, Error> {
        let is_new = !target.exists();
        fs::create_dir_all(target).map_err(failed(target))?;
        let lock = swap::lock(target).map_err(failed(target))?;
        let real = target.canonicalize().map_err(failed(target))?;
        finish(&real).map_err(failed(target))?;
        let staging = match swap::beside(&real) {
            Some(staging) => staging,
            None => swap::inside(&real).map_err(failed(target))?,
        };
        Ok(Self {
            target: target.to_owned(),
            staging,
            files: Vec::new(),
            inputs: Vec::new(),
            _lock: lock,
            is_new,
        })
    }

    /// Refuses from now on to write over these files.
    #[must_use]
    pub fn never_over(mut self, inputs: impl IntoIterator<Item = PathBuf>) -> Self {
        self.inputs.extend(inputs.into_iter().filter_map(|input| input.canonicalize().ok()));
        self
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
        if place.canonicalize().is_ok_and(|real| self.inputs.contains(&real)) {
            return Err(Error::OverInput { path: place });
        }
        let failed = failed(&place);
        let file = File::create(self.staging.path().join(name)).map_err(&failed)?;
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

    /// The files written so far: their names, and where they wait.
    pub fn staged(&self) -> Vec<(String, PathBuf)> {
        self.files.iter().map(|name| (name.clone(), self.staging.path().join(name))).collect()
    }

    /// Brings every file into its place, over what was there.
    ///
    /// # Errors
    /// What the system said.
    pub fn publish(mut self) -> Result<Vec<PathBuf>, Error> {
        let places: Vec<PathBuf> = self.files.iter().map(|name| self.target.join(name)).collect();
        if let Some(place) = places.iter().find(|place| place.is_dir()) {
            return Err(failed(place)(io::ErrorKind::IsADirectory.into()));
        }
        let real = self.target.canonicalize().map_err(failed(&self.target))?;
        // a signal waits until this is done
        let _quiet = temporary::hold();
        if swap::exchange(self.staging.path(), &real, &self.files).is_err() {
            fs::rename(self.staging.path(), real.join(PUBLISHING)).map_err(failed(&self.target))?;
            finish(&real).map_err(failed(&self.target))?;
        }
        self.is_new = false;
        Ok(places)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        self.staging.remove();
        if self.is_new {
            // only an empty directory can be removed so
            let _ = fs::remove_dir(&self.target);
        }
    }
}

/// Moves the files that wait in a directory into their places.
fn finish(target: &Path) -> io::Result<()> {
    let waiting = target.join(PUBLISHING);
    let entries = match fs::read_dir(&waiting) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        fs::rename(entry.path(), target.join(entry.file_name()))?;
    }
    fs::remove_dir(waiting)
}

/// What the system said, with the file it said it of.
fn failed(path: &Path) -> impl Fn(io::Error) -> Error + Clone {
    let path = path.to_owned();
    move |cause| Error::Output { path: path.clone(), cause }
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
        assert!(!target.exists(), "a failed run leaves nothing");
        let mut directory = Directory::prepare(&target).unwrap();
        directory.write("a.csv", |out| Ok(out.write_all(b"new")?)).unwrap();
        directory.publish().unwrap();
        assert_eq!(fs::read(target.join("a.csv")).unwrap(), b"new");
        fs::remove_dir_all(target).unwrap();
    }

    fn write(target: &Path, names: &[&str], word: &str) -> Directory {
        let mut directory = Directory::prepare(target).unwrap();
        for name in names {
            directory.write(name, |out| Ok(out.write_all(word.as_bytes())?)).unwrap();
        }
        directory
    }

    #[test]
    fn what_the_run_does_not_write_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        write(&target, &["a.csv", "b.csv"], "old").publish().unwrap();
        fs::write(target.join("mine.txt"), "mine").unwrap();
        write(&target, &["a.csv"], "new").publish().unwrap();
        let read = |name: &str| fs::read_to_string(target.join(name)).unwrap();
        assert_eq!([read("a.csv"), read("b.csv"), read("mine.txt")], ["new", "old", "mine"]);
        // a folder of the user's own cannot change places with the rest
        fs::create_dir(target.join("own")).unwrap();
        write(&target, &["b.csv"], "newer").publish().unwrap();
        assert_eq!([read("a.csv"), read("b.csv")], ["new", "newer"]);
        assert!(target.join("own").is_dir());
        let names = |folder: &Path| fs::read_dir(folder).unwrap().count();
        assert_eq!((names(&target), names(folder.path())), (4, 1), "nothing else is left");
    }

    #[test]
    fn a_second_run_into_the_same_directory_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        let first = write(&target, &["a.csv"], "first");
        let second = Directory::prepare(&target).unwrap_err().to_string();
        assert!(cfg!(not(unix)) || second.contains("another run of covgap"), "{second}");
        first.publish().unwrap();
        write(&target, &["a.csv"], "third").publish().unwrap();
        assert_eq!(fs::read_to_string(target.join("a.csv")).unwrap(), "third");
    }

    #[test]
    fn what_a_killed_run_left_is_finished_or_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        write(&target, &["a.csv"], "old").publish().unwrap();
        fs::create_dir(folder.path().join(".out.covgap-1")).unwrap();
        fs::create_dir(target.join(".covgap-1")).unwrap();
        fs::create_dir(target.join(PUBLISHING)).unwrap();
        fs::write(target.join(PUBLISHING).join("a.csv"), "waiting").unwrap();
        drop(Directory::prepare(&target).unwrap());
        assert_eq!(fs::read_to_string(target.join("a.csv")).unwrap(), "waiting");
        assert_eq!(fs::read_dir(&target).unwrap().count(), 1);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_is_named_and_nothing_changes() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        fs::create_dir_all(target.join("b.csv")).unwrap();
        let error = write(&target, &["a.csv", "b.csv"], "new").publish().unwrap_err();
        assert!(error.to_string().contains("b.csv"), "{error}");
        assert!(!target.join("a.csv").exists());
    }
}
