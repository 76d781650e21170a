//! From the program without GDAL to its sibling with it.
//!
//! `covgap` is linked without GDAL, because loading that library costs more than a whole run
//! on a province. When a run turns out to need it, before anything is written or printed, the
//! same command line is handed to `covgap-gdal`, which stands beside it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::error::Error;

/// The sibling's name.
const SIBLING: &str = "covgap-gdal";
/// Tells the sibling which version called it.
const CALLER: &str = "COVGAP_CALLED_BY";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where the sibling with GDAL stands; `None` when it is not there.
pub fn sibling() -> Option<PathBuf> {
    // a program built without the feature takes no help from one that happens to lie there
    if !cfg!(feature = "gdal") {
        return None;
    }
    let mine = std::env::current_exe().ok()?;
    // through a symbolic link, such as one in a folder of the search path, to the real place
    [mine.canonicalize().unwrap_or_else(|_| mine.clone()), mine]
        .iter()
        .filter_map(|program| program.parent())
        .map(|folder| folder.join(SIBLING).with_extension(std::env::consts::EXE_EXTENSION))
        .find(|path| path.is_file())
}

/// Runs the sibling with these arguments (the program's own name not among them) in place of
/// this program; comes back only where the system cannot replace a process, or on failure.
///
/// # Errors
/// When the sibling cannot be started.
pub fn hand_over(sibling: &Path, arguments: impl IntoIterator<Item = OsString>) -> io::Result<ExitCode> {
    let mut command = Command::new(sibling);
    command.args(arguments).env(CALLER, VERSION);
    replace(command)
}

/// Whether this program runs in place of the one without GDAL.
pub fn is_called() -> bool {
    std::env::var_os(CALLER).is_some()
}

/// Two versions side by side are a broken installation: a result would name the wrong one.
///
/// # Errors
/// When the caller is of another version.
pub fn refuse_strange_caller() -> Result<(), Error> {
    match std::env::var(CALLER) {
        Ok(caller) if caller != VERSION => Err(Error::Usage(format!(
            "covgap is version {caller}, and covgap-gdal beside it is {VERSION}\n  hint: install both again, together"
        ))),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn replace(mut command: Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(command.exec())
}

#[cfg(not(unix))]
fn replace(mut command: Command) -> io::Result<ExitCode> {
    let code = command.status()?.code().unwrap_or(1);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}
