//! Directories that must be gone when the program ends, however it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Every such directory there is at the moment.
static ALL: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
/// Held while results take their places: nothing may end the program meanwhile.
static BUSY: Mutex<()> = Mutex::new(());

/// A directory that goes when this value does, or when [`abandon`] is called.
#[derive(Debug)]
pub struct Temporary(PathBuf);

impl Temporary {
    /// Takes care of a directory that is there.
    pub fn watch(path: PathBuf) -> Self {
        all().push(path.clone());
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Removes it.
    pub(super) fn remove(&self) {
        let _ = fs::remove_dir_all(&self.0);
        all().retain(|path| *path != self.0);
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Waits until results that are taking their places are there, and removes every temporary
/// directory: for a program that is told to end. Nothing takes its place any more while the
/// returned value lives.
pub fn abandon() -> MutexGuard<'static, ()> {
    let quiet = hold();
    for path in all().iter() {
        // a thread that is still writing may put a file where others were removed
        for _ in 0..20 {
            if fs::remove_dir_all(path).is_ok() || !path.exists() {
                break;
            }
        }
    }
    quiet
}

/// Keeps [`abandon`] waiting.
pub(super) fn hold() -> MutexGuard<'static, ()> {
    BUSY.lock().unwrap_or_else(PoisonError::into_inner)
}

fn all() -> MutexGuard<'static, Vec<PathBuf>> {
    ALL.lock().unwrap_or_else(PoisonError::into_inner)
}
