//! What went wrong, where, and what to try next.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a run ends without a result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An input that cannot be used as it is.
    #[error("{0}")]
    Input(#[from] InputError),
    /// More data than the allowed memory holds.
    #[error(
        "the files need about {estimate} of memory, and --memory allows {limit}\n  largest is {largest}\n  hint: allow \
         more, or give smaller files: a province at a time, FlatGeobuf in place of GeoJSON"
    )]
    TooLarge {
        /// What will be needed.
        estimate: String,
        /// What is allowed.
        limit: String,
        /// The file that needs most of it.
        largest: PathBuf,
    },
    /// Something that only GDAL can do, in a program without it.
    #[error("{0} needs GDAL, which this covgap is built without")]
    NeedsGdal(String),
    /// A result that could not be written.
    #[error("cannot write {path}: {cause}{}", advice(cause))]
    Output {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A result that would take the place of a file that the run reads.
    #[error(
        "{path} is a file that this run reads, and a result of that name would take its place\n  hint: give an --out \
         of its own"
    )]
    OverInput {
        /// The file.
        path: PathBuf,
    },
    /// What the system said while a result was written; [`Error::Output`] adds which.
    #[error("{0}")]
    Io(std::io::Error),
    /// No plan; says why.
    #[error("{0}")]
    Plan(String),
    /// A result that did not stand a second look.
    #[error("{0}")]
    Recheck(String),
    /// Flags that contradict each other or the data.
    #[error("{0}")]
    Usage(String),
}

/// What to try when something cannot be written.
fn advice(cause: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match cause.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "\n  hint: free some space, or give another --out; what was there before is as it was"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "\n  hint: give an --out that you may write to"
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "\n  hint: there is a file of that name; give another --out"
        }
        ErrorKind::IsADirectory => "\n  hint: there is a folder of that name; give another --out",
        _ => "",
    }
}

/// An input that cannot be used: what was found, where, and what to try.
#[derive(Debug, Clone, PartialEq)]
pub struct InputError {
    /// The file.
    pub file: PathBuf,
    /// Position in the file, from 1, and the feature's own id where it has one.
    pub feature: Option<(usize, Option<String>)>,
    /// What, and what was found.
    pub problem: String,
    /// The next thing to try, if one is honest.
    pub hint: Option<String>,
}

impl InputError {
    /// A problem of a whole file.
    pub fn file(file: &Path, problem: impl Into<String>) -> Self {
        Self { file: file.to_owned(), feature: None, problem: problem.into(), hint: None }
    }

    /// A problem of one feature; `position` counts from 1.
    #[must_use]
    pub fn at(mut self, position: usize, id: Option<&str>) -> Self {
        self.feature = Some((position, id.map(str::to_owned)));
        self
    }

    /// Adds what to try next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  in {}", self.problem, self.file.display())?;
        if let Some((position, id)) = &self.feature {
            write!(f, ", feature {position}")?;
            if let Some(id) = id {
                write!(f, " (id {id})")?;
            }
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InputError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_where_and_what_to_try() {
        let error = InputError::file(Path::new("kura.geojson"), "`population` is not a number: found `12,4`")
            .at(17, Some("NG-0412"))
            .hint("name another column with --population-column");
        assert_eq!(
            error.to_string(),
            "`population` is not a number: found `12,4`\n  in kura.geojson, feature 17 (id NG-0412)\n  \
             hint: name another column with --population-column"
        );
    }
}
