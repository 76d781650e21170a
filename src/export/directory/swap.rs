//! What the system must be asked for: locks, a place beside the target, and the one step in which
//! two directories change places.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::{PUBLISHING, Temporary};

/// Whether files can be made in a directory.
///
/// # Errors
/// When it is no directory, or there is no right to write into it.
#[cfg(unix)]
pub(super) fn may_write(directory: &Path) -> io::Result<()> {
    if !directory.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    Ok(rustix::fs::access(directory, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?)
}

#[cfg(not(unix))]
pub(super) fn may_write(directory: &Path) -> io::Result<()> {
    if directory.is_dir() { Ok(()) } else { Err(io::ErrorKind::NotADirectory.into()) }
}

/// Locks a directory for as long as the returned file is open; none where there are no locks.
///
/// # Errors
/// When another run holds it.
#[cfg(unix)]
pub(super) fn lock(directory: &Path) -> io::Result<Option<File>> {
    let file = File::open(directory)?;
    match rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(io::Error::new(
            io::ErrorKind::ResourceBusy,
            "another run of covgap is writing there now\n  hint: wait until it is done, or give another --out",
        )),
        Err(_) => Ok(None),
    }
}

#[cfg(not(unix))]
pub(super) fn lock(_: &Path) -> io::Result<Option<File>> {
    Ok(None)
}

/// A directory of our own beside the target, on the same file system; `None` where there can be
/// none. Clears what killed runs left there: who holds the lock is the only one at work.
pub(super) fn beside(target: &Path) -> Option<Temporary> {
    let (parent, name) = (target.parent()?, target.file_name()?.to_str()?);
    if !same_device(parent, target) {
        return None;
    }
    let prefix = format!(".{name}.covgap-");
    clear(parent, &prefix);
    clear(target, ".covgap-");
    make(parent.join(format!("{prefix}{}", std::process::id()))).ok()
}

/// A directory of our own inside the target.
///
/// # Errors
/// What the system said.
pub(super) fn inside(target: &Path) -> io::Result<Temporary> {
    clear(target, ".covgap-");
    make(target.join(format!(".covgap-{}", std::process::id())))
}

fn make(path: std::path::PathBuf) -> io::Result<Temporary> {
    fs::create_dir(&path)?;
    Ok(Temporary::watch(path))
}

/// Removes directories whose names are a prefix and a number.
fn clear(folder: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(prefix));
        if number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Lets two directories change places in one step, after everything in `target` that the new one
/// lacks is there too.
///
/// # Errors
/// Where the system cannot, or where something in the target is more than a plain file of ours:
/// then nothing has changed.
#[cfg(target_os = "linux")]
pub(super) fn exchange(staging: &Path, target: &Path, files: &[String]) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use std::os::unix::fs::MetadataExt;
    let unfit = || io::Error::from(io::ErrorKind::Unsupported);
    let is_beside = staging.parent() == target.parent();
    let is_open_here = std::env::current_dir().is_ok_and(|here| here.starts_with(target));
    let (old, new) = (fs::metadata(target)?, fs::metadata(staging)?);
    if !is_beside || is_open_here || (old.uid(), old.gid()) != (new.uid(), new.gid()) {
        return Err(unfit());
    }
    let mut linked = Vec::new();
    let mut link = || -> io::Result<()> {
        for entry in fs::read_dir(target)? {
            let entry = entry?;
            let name = entry.file_name();
            if !entry.file_type()?.is_file() || name == PUBLISHING {
                return Err(unfit());
            }
            if !name.to_str().is_some_and(|name| files.iter().any(|file| file == name)) {
                let place = staging.join(&name);
                fs::hard_link(entry.path(), &place)?;
                linked.push(place);
            }
        }
        fs::set_permissions(staging, old.permissions())?;
        File::open(staging)?.sync_all()?;
        Ok(renameat_with(CWD, staging, CWD, target, RenameFlags::EXCHANGE)?)
    };
    link().inspect_err(|_| linked.iter().for_each(|place| drop(fs::remove_file(place))))?;
    if let Some(parent) = target.parent() {
        let _ = File::open(parent).and_then(|parent| parent.sync_all());
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn exchange(_: &Path, _: &Path, _: &[String]) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn same_device(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|about| about.dev()).ok();
    device(one).is_some() && device(one) == device(other)
}

#[cfg(not(unix))]
fn same_device(_: &Path, _: &Path) -> bool {
    false
}
