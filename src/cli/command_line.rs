//! The command line of a run as data: what was asked for, and which files it names.

use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, CommandFactory};

use super::Cli;
use crate::error::Error;
use crate::read::CoverageRaster;

/// Flags that change no result: where files go, how many threads, how much is said.
const NO_PART: &[&str] = &["out", "threads", "evidence", "quiet", "json"];

/// One flag with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flag {
    /// Its long name; empty of a value without one.
    pub name: String,
    /// What stands before the name of a file: `4G:Viettel:`.
    prefix: String,
    /// Its value; `None` of a switch.
    pub value: Option<String>,
    /// Whether the value names a file.
    pub is_file: bool,
}

/// A subcommand and its flags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CommandLine {
    pub command: String,
    pub flags: Vec<Flag>,
}

impl CommandLine {
    /// Takes words apart; the program's own name is the first. Flags stand in the order of
    /// `--help`, and only those that were given and change results.
    ///
    /// # Errors
    /// Words that make no sense, or are not Unicode.
    pub fn of(words: &[OsString]) -> Result<Self, Error> {
        let refuse = |error: clap::Error| Error::Usage(error.to_string());
        let command = Cli::command();
        let matches = command.clone().try_get_matches_from(words).map_err(refuse)?;
        let Some((name, matches)) = matches.subcommand() else {
            return Err(Error::Usage("no command is given".to_owned()));
        };
        let mut flags = Vec::new();
        let described = command.find_subcommand(name).into_iter().flat_map(|command| command.get_arguments());
        for arg in described.filter(|arg| !NO_PART.contains(&arg.get_id().as_str())) {
            let id = arg.get_id().as_str();
            if matches.value_source(id) != Some(ValueSource::CommandLine) {
                continue;
            }
            let long = arg.get_long().unwrap_or_default().to_owned();
            if matches!(arg.get_action(), ArgAction::SetTrue) {
                flags.push(Flag { name: long, prefix: String::new(), value: None, is_file: false });
                continue;
            }
            let is_file = is_file(arg);
            let mut values = Vec::new();
            for value in matches.get_raw(id).into_iter().flatten() {
                let Some(text) = value.to_str() else {
                    let text = value.to_string_lossy();
                    return Err(Error::Usage(format!(
                        "--{long}: `{text}` is not Unicode, and cannot be kept as evidence"
                    )));
                };
                values.push(text.to_owned());
            }
            let delimiter = arg.get_value_delimiter();
            let values = match delimiter {
                Some(delimiter) => vec![values.join(&delimiter.to_string())],
                None => values,
            };
            let flag = |value: String| {
                let file = if is_raster(arg) { value.splitn(3, ':').last().map(str::len) } else { None };
                let (prefix, value) = value.split_at(file.map_or(0, |length| value.len() - length));
                Flag { name: long.clone(), prefix: prefix.to_owned(), value: Some(value.to_owned()), is_file }
            };
            flags.extend(values.into_iter().map(flag));
        }
        Ok(Self { command: name.to_owned(), flags })
    }

    /// As words, without the program's name.
    pub fn words(&self) -> Vec<String> {
        let word = |flag: &Flag| match (&flag.value, flag.name.is_empty()) {
            (None, _) => format!("--{}", flag.name),
            (Some(value), true) => value.clone(),
            (Some(value), false) => format!("--{}={}{value}", flag.name, flag.prefix),
        };
        std::iter::once(self.command.clone()).chain(self.flags.iter().map(word)).collect()
    }

    /// Everything that it reads: each file once, in the order of the flags.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = Vec::new();
        let named = self.flags.iter().filter(|flag| flag.is_file);
        for value in named.filter_map(|flag| flag.value.as_deref()) {
            let file = PathBuf::from(value);
            if !files.contains(&file) {
                files.push(file);
            }
        }
        files
    }

    /// The same with every file's name replaced; `None` leaves a name as it is.
    #[must_use]
    pub fn with_files(&self, replace: impl Fn(&Path) -> Option<String>) -> Self {
        let mut changed = self.clone();
        for flag in changed.flags.iter_mut().filter(|flag| flag.is_file) {
            let new = flag.value.as_deref().and_then(|value| replace(Path::new(value)));
            flag.value = new.or(flag.value.take());
        }
        changed
    }
}

/// Whether a flag's values are names of files.
fn is_file(arg: &Arg) -> bool {
    arg.get_value_parser().type_id() == TypeId::of::<PathBuf>() || is_raster(arg)
}

/// Whether a flag's values are names of files behind `TECHNOLOGY:OPERATOR:`.
fn is_raster(arg: &Arg) -> bool {
    arg.get_value_parser().type_id() == TypeId::of::<CoverageRaster>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> CommandLine {
        let words: Vec<OsString> = text.split(' ').map(OsString::from).collect();
        CommandLine::of(&words).unwrap()
    }

    #[test]
    fn only_what_changes_results_is_kept_and_in_one_order() {
        let one =
            line("covgap assess --threads 3 --out x --coverage a.fgb b.fgb --villages v.shp --rule centre");
        let other =
            line("covgap assess --rule=centre --villages v.shp --coverage a.fgb --coverage b.fgb --out y");
        assert_eq!(one, other);
        assert_eq!(one.files(), ["v.shp", "a.fgb", "b.fgb"].map(PathBuf::from));
        let moved = one.with_files(|file| Some(format!("in/{}", file.display())));
        let words = moved.words();
        assert_eq!(words[0], "assess");
        assert!(words.contains(&"--villages=in/v.shp".to_owned()), "{words:?}");
        assert!(words.contains(&"--rule=centre".to_owned()), "{words:?}");
        assert!(!words.iter().any(|word| word.contains("out") || word.contains("threads")), "{words:?}");
    }

    #[test]
    fn a_raster_is_a_file_behind_its_technology_and_operator() {
        let one = line("covgap assess --out x --villages v.fgb --coverage-raster 4G:Viettel:a/rsrp.tif");
        assert_eq!(one.files(), ["v.fgb", "a/rsrp.tif"].map(PathBuf::from));
        let words = one.with_files(|file| Some(format!("/in/{}", file.display()))).words();
        assert!(words.contains(&"--coverage-raster=4G:Viettel:/in/a/rsrp.tif".to_owned()), "{words:?}");
    }

    #[test]
    fn lists_stay_lists() {
        let words = line("covgap demo --format gpkg,kml --flip 100,200").words();
        assert!(words.contains(&"--format=gpkg,kml".to_owned()), "{words:?}");
        assert!(words.contains(&"--flip=100,200".to_owned()), "{words:?}");
    }
}
