//! The page that `covgap init` writes: keys that are given, and keys to choose from.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory};

use super::Cli;
use crate::error::Error;

/// No line of the page is longer, where words allow it.
const WIDTH: usize = 110;

/// The keys that the command line gives, each with its value as TOML.
#[derive(Debug, Default)]
pub(super) struct Given(BTreeMap<String, String>);

impl Given {
    /// What a command line of `covgap init` gives, for a study file in `folder`.
    pub fn of(words: &[OsString], folder: &Path) -> Result<Self, Error> {
        let refuse = |error: clap::Error| Error::Usage(error.to_string());
        let mut cli = Cli::command();
        let matches = cli.try_get_matches_from_mut(words).map_err(refuse)?;
        let (Some(command), Some(found)) = (cli.find_subcommand("init"), matches.subcommand_matches("init"))
        else {
            return Ok(Self::default());
        };
        let given = |arg: &&Arg| found.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine);
        let keys = command.get_arguments().filter(given).filter_map(|arg| {
            let key = arg.get_long()?.replace('-', "_");
            if matches!(key.as_str(), "study" | "quiet") {
                return None;
            }
            let value = value(arg, found, folder);
            Some((key, value))
        });
        Ok(Self(keys.collect()))
    }
}

/// The value of a flag, as TOML.
fn value(arg: &Arg, found: &ArgMatches, folder: &Path) -> String {
    if !arg.get_action().takes_values() {
        return "true".to_owned();
    }
    let raw = found.get_raw(arg.get_id().as_str()).into_iter().flatten();
    let kind = arg.get_value_parser().type_id();
    let is_file = kind == TypeId::of::<PathBuf>() && arg.get_long() != Some("out");
    let one = |raw: &OsStr| {
        let text = raw.to_string_lossy();
        if is_file {
            return quoted(&seen_from(folder, Path::new(raw)).display().to_string());
        }
        if arg.get_long() == Some("coverage-raster") {
            let (what, file) = text.rsplit_once(':').unwrap_or(("", &text));
            return quoted(&format!("{what}:{}", seen_from(folder, Path::new(file)).display()));
        }
        let is_number = kind != TypeId::of::<String>() && {
            let table = format!("n = {text}").parse::<toml::Table>();
            table.is_ok_and(|table| table["n"].is_integer() || table["n"].is_float())
        };
        if is_number { text.into_owned() } else { quoted(&text) }
    };
    // what the words of one list were cut at
    let parts = raw.flat_map(|raw| match arg.get_value_delimiter() {
        Some(delimiter) => {
            let text = raw.to_string_lossy();
            text.split(delimiter).map(|part| one(OsStr::new(part))).collect::<Vec<_>>()
        }
        None => vec![one(raw)],
    });
    let parts: Vec<String> = parts.collect();
    let many =
        arg.get_value_delimiter().is_some() || arg.get_num_args().is_some_and(|range| range.max_values() > 1);
    if many { format!("[{}]", parts.join(", ")) } else { parts.join(", ") }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A file as it is found from a folder; whole where no way leads from one to the other.
fn seen_from(folder: &Path, file: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() || file.is_absolute() {
        return file.to_owned();
    }
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (from, to) = (whole(folder), whole(file));
    let climbs = |path: &Path| path.components().any(|part| part == Component::ParentDir);
    if climbs(&from) || climbs(&to) {
        return to;
    }
    let same = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(same).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(same)).collect();
    // a link on the way up would lead elsewhere
    if folder.join(&way).exists() || !to.exists() { way } else { to }
}

/// A study file in the making.
pub(super) struct Page<'a> {
    given: &'a Given,
    text: String,
}

impl<'a> Page<'a> {
    pub fn new(given: &'a Given) -> Self {
        Self { given, text: String::new() }
    }

    /// Whether the command line gives a key.
    pub fn gives(&self, key: &str) -> bool {
        self.given.0.contains_key(key)
    }

    pub fn section(&mut self, name: &str) {
        let _ = writeln!(self.text, "\n[{name}]");
    }

    /// A comment on what follows.
    pub fn says(&mut self, words: &str) {
        let before = self.text.lines().last().unwrap_or("");
        if before.contains(" = ") && !before.starts_with("#  ") {
            self.text.push('\n');
        }
        self.text.push_str(&comment(words));
    }

    /// A key with the value that is given, or a value that could be.
    pub fn key(&mut self, key: &str, value: &str, is_in_force: bool) {
        let given = self.given.0.get(key).map(String::as_str);
        let hash = if is_in_force || given.is_some() { "" } else { "# " };
        let _ = writeln!(self.text, "{hash}{key} = {}", given.unwrap_or(value));
    }

    pub fn text(self) -> String {
        self.text
    }
}

/// Words behind `#`, in lines that are not too long; what is indented stays so.
fn comment(words: &str) -> String {
    let indent = &words[..words.len() - words.trim_start().len()];
    let mut text = String::new();
    let mut line = format!("#{indent}");
    let mut is_empty = true;
    for word in words.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line = format!("#{indent}{}", if indent.is_empty() { "" } else { "  " });
        }
        line.push(' ');
        line.push_str(word);
        is_empty = false;
    }
    let _ = writeln!(text, "{line}");
    text
}

/// Every flag of `covgap plan` that the text does not name yet: in force where it is given, else to
/// choose from, by the heads under which `--help` has them.
pub(super) fn further(text: &str, given: &Given) -> String {
    let mut more = String::from("\n# Everything else that can be said, in any section.\n");
    let named =
        |key: &str| text.lines().any(|line| line.trim_start_matches("# ").starts_with(&format!("{key} =")));
    let cli = Cli::command();
    let mut head = None;
    for arg in cli.find_subcommand("plan").into_iter().flat_map(Command::get_arguments) {
        let Some(key) = arg.get_long().map(|flag| flag.replace('-', "_")) else { continue };
        if named(&key) || matches!(key.as_str(), "help" | "version" | "quiet") {
            continue;
        }
        let under = arg.get_help_heading().unwrap_or("Reading and writing");
        if head != Some(under.to_owned()) {
            let _ = writeln!(more, "\n# --- {under} ---");
            head = Some(under.to_owned());
        }
        let about = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(more);
        more.push_str(&comment(&about.replace('\n', " ")));
        let (hash, value) = match given.0.get(&key) {
            Some(value) => ("", value.clone()),
            None => ("# ", example(arg)),
        };
        let _ = writeln!(more, "{hash}{key} = {value}");
    }
    more
}

/// A value of a flag: what it is without being said, or what kind of thing goes there.
fn example(arg: &Arg) -> String {
    if !arg.get_action().takes_values() {
        return "true".to_owned();
    }
    let standard = arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
    match standard {
        Some(value) if value.parse::<f64>().is_ok() => value,
        Some(value) => quoted(&value),
        None => quoted(arg.get_value_names().and_then(|names| names.first()).map_or("…", |name| name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_study_names_every_flag() {
        let text = further("", &Given::default());
        let cli = Cli::command();
        for arg in cli.find_subcommand("plan").unwrap().get_arguments() {
            let Some(key) = arg.get_long().filter(|flag| !matches!(*flag, "help" | "quiet")) else {
                continue;
            };
            assert!(text.contains(&format!("# {} = ", key.replace('-', "_"))), "{key}");
        }
    }

    #[test]
    fn what_is_given_stands_in_the_file() {
        let line = "covgap init --villages v.geojson --coverage a.fgb b.fgb --budget 1e9,2e9 --phases 2027,2028 \
                    --carry-over --min-technology 4G --target-of all --top 5 --weights population=2,poverty=1";
        let words: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        let given = Given::of(&words, Path::new("studies/first")).unwrap().0;
        let of = |key: &str| given.get(key).map(String::as_str);
        assert_eq!(of("villages"), Some("\"../../v.geojson\""));
        assert_eq!(of("coverage"), Some("[\"../../a.fgb\", \"../../b.fgb\"]"));
        assert_eq!((of("budget"), of("top")), (Some("[1e9, 2e9]"), Some("5")));
        assert_eq!((of("phases"), of("carry_over")), (Some("[\"2027\", \"2028\"]"), Some("true")));
        assert_eq!(of("weights"), Some("[\"population=2\", \"poverty=1\"]"));
        assert_eq!(of("profile"), None);
    }

    #[test]
    fn long_words_are_cut_into_lines() {
        let text = comment(&"word ".repeat(60));
        assert!(text.lines().count() > 2 && text.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(text.lines().all(|line| line.starts_with("# word")));
    }
}
