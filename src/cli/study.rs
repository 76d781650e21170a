//! `covgap run study.toml`: the whole study in one file.
//!
//! A study file says nothing that flags could not say: each key is a flag of `covgap assess`, `rank`,
//! `plan` or `proposals`, whichever is the first that knows all of them, so that the two can never drift apart.

use std::any::TypeId;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::{Arg, Args, Command, CommandFactory, FromArgMatches};

use super::{Cli, Outcome, Session};
use crate::error::{Error, InputError};

/// Do everything a study file says: inputs, rule, ranking, phases, costs, outputs
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// The study file; `covgap init` writes a first one
    study: PathBuf,
    /// Write nothing: say of these villages why each has its status, its rank and its place in the plan
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    explain: Vec<String>,
}

impl RunArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let refuse = |problem: String| InputError::file(&self.study, problem);
        let unread = |error: std::io::Error| {
            refuse(format!("the study file cannot be read: {error}")).hint("`covgap init` writes a first one")
        };
        let text = String::from_utf8(std::fs::read(&self.study).map_err(unread)?).map_err(|_| {
            refuse("the text is not UTF-8".into())
                .hint("save it as UTF-8 in a text editor: Save as, encoding UTF-8")
        })?;
        let folder = self.study.parent().unwrap_or(Path::new(""));
        let words = if self.explain.is_empty() {
            command_line(&text, folder)
        } else {
            let study = text.parse().map_err(|error: toml::de::Error| error.to_string());
            study.and_then(|study| explaining(&study, folder, &self.explain))
        };
        let words = words.map_err(|said| {
            refuse(in_short(&said)).hint("`covgap init` writes a study file in which every key is explained")
        })?;
        let matches = matches(&words).map_err(|said| {
            refuse(said)
                .hint("`covgap plan --help` explains each key (with proposals, `covgap proposals --help`)")
        })?;
        let cli = Cli::from_arg_matches(&matches).map_err(|error| Error::Usage(error.to_string()))?;
        cli.command.run(&session.of_study(&text, &words))
    }
}

/// The longest line of a message.
const LONGEST: usize = 160;

/// A message of the reader of TOML, which quotes whole lines of the file, with lines of a length that can be read.
fn in_short(said: &str) -> String {
    let cut = |line: &str| match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    };
    said.trim_end().lines().map(cut).collect::<Vec<_>>().join("\n")
}

/// The command line that the text of a study file amounts to; its files are found from the folder.
pub(super) fn command_line(text: &str, folder: &Path) -> Result<Vec<String>, String> {
    let study: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    words(&study, folder)
}

/// What the command line makes of the words, or what it says against them.
pub(super) fn matches(words: &[String]) -> Result<clap::ArgMatches, String> {
    Cli::command().try_get_matches_from(words).map_err(|error| {
        let said = error.to_string();
        let said = said.trim_start_matches("error: ");
        let said = said.split("\n\nUsage").next().unwrap_or_default();
        in_keys(said.split("\n\nFor more information").next().unwrap_or_default())
    })
}

/// What is said against flags, said against keys.
fn in_keys(said: &str) -> String {
    let key = |flag: &str| {
        let name = flag.trim_start_matches("--");
        format!("`{}`", name.split([' ', '=']).next().unwrap_or(name).replace('-', "_"))
    };
    if let Some(lines) = said.strip_prefix("the following required arguments were not provided:") {
        let missing: Vec<String> =
            lines.split_whitespace().filter(|word| word.starts_with("--")).map(key).collect();
        return format!("keys are missing: {}", missing.join(", "));
    }
    let mut parts = said.split('\'');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (nth, part) in parts.enumerate() {
        match (nth % 2, part.starts_with("--")) {
            (0, true) => text.push_str(&key(part)),
            (0, false) => text.push_str(&format!("'{part}'")),
            _ => text.push_str(part),
        }
    }
    text
}

/// The command line that explains villages as a study judges, ranks and plans them.
fn explaining(study: &toml::Table, folder: &Path, villages: &[String]) -> Result<Vec<String>, String> {
    let cli = Cli::command();
    let explain = cli.find_subcommand("explain").ok_or("no command `explain`")?;
    let known = |word: &String| {
        let flag = word.strip_prefix("--").map(|word| word.split('=').next().unwrap_or(word));
        flag.is_some_and(|flag| explain.get_arguments().any(|arg| arg.get_long() == Some(flag)))
    };
    let whole = words(study, folder)?;
    let plans = whole.get(1).is_some_and(|command| command == "plan");
    let mut words = vec!["covgap".to_owned(), "explain".to_owned()];
    words.extend(whole.into_iter().skip(2).filter(known));
    words.extend(plans.then(|| "--plan".to_owned()));
    words.extend(villages.iter().map(|village| format!("--village={village}")));
    Ok(words)
}

/// The command line a study file amounts to.
fn words(study: &toml::Table, folder: &Path) -> Result<Vec<String>, String> {
    let mut pairs: Vec<(String, &toml::Value)> = Vec::new();
    for (name, value) in study {
        match value {
            toml::Value::Table(table) if is_section(name) => {
                pairs.extend(table.iter().map(|(key, value)| (key.replace('_', "-"), value)));
            }
            value => pairs.push((name.replace('_', "-"), value)),
        }
    }
    let cli = Cli::command();
    sections_are_known(&cli, study)?;
    let command = command_for(&cli, study, &pairs)?;
    let mut words = vec!["covgap".to_owned(), command.get_name().to_owned()];
    for (flag, value) in pairs {
        let arg = command.get_arguments().find(|arg| arg.get_long() == Some(flag.as_str()));
        let Some(arg) = arg else { return Err(unknown(command, &flag)) };
        words.extend(said(arg, &flag, value, folder)?);
    }
    Ok(words)
}

/// The sections of a study file: they only group keys.
const SECTIONS: [&str; 6] = ["inputs", "rule", "ranking", "plan", "proposals", "output"];

fn is_section(name: &str) -> bool {
    SECTIONS.contains(&name)
}

/// A table at the top is a section, or the value of a key.
fn sections_are_known(cli: &Command, study: &toml::Table) -> Result<(), String> {
    let is_key = |name: &str| {
        let flag = name.replace('_', "-");
        cli.get_subcommands().any(|command| command.get_arguments().any(|arg| arg.get_long() == Some(&flag)))
    };
    let unknown =
        |(name, value): &(&String, &toml::Value)| value.is_table() && !is_section(name) && !is_key(name);
    match study.iter().find(unknown) {
        None => Ok(()),
        Some((name, _)) => {
            let nearest =
                SECTIONS.iter().min_by_key(|section| edits(section, name)).copied().unwrap_or_default();
            let all = SECTIONS.join(", ");
            Err(format!("no section [{name}]; is [{nearest}] meant? There are {all}"))
        }
    }
}

/// The first of the commands that knows every key; a section of its own asks for its command.
fn command_for<'a>(
    cli: &'a Command,
    study: &toml::Table,
    pairs: &[(String, &toml::Value)],
) -> Result<&'a Command, String> {
    let command = |name: &str| cli.find_subcommand(name).ok_or_else(|| format!("no command `{name}`"));
    let asks =
        |section: &str| matches!(study.get(section), Some(toml::Value::Table(keys)) if !keys.is_empty());
    let proposes = asks("proposals") || pairs.iter().any(|(key, _)| key == "proposals");
    let least = match (proposes, asks("plan"), asks("ranking")) {
        (true, ..) => 3,
        (_, true, _) => 2,
        (_, _, true) => 1,
        _ => 0,
    };
    for name in &["assess", "rank", "plan", "proposals"][least..] {
        let command = command(name)?;
        let known: HashSet<&str> = command.get_arguments().filter_map(Arg::get_long).collect();
        if pairs.iter().all(|(key, _)| known.contains(key.as_str())) {
            return Ok(command);
        }
    }
    command(if proposes { "proposals" } else { "plan" })
}

fn unknown(command: &Command, flag: &str) -> String {
    let names = command.get_arguments().filter_map(Arg::get_long);
    let nearest = names.min_by_key(|name| (edits(name, flag), *name));
    let key = |flag: &str| flag.replace('-', "_");
    let hint = nearest.map(|name| format!("; is `{}` meant?", key(name))).unwrap_or_default();
    format!("no key `{}`{hint}", key(flag))
}

/// How many letters two names differ by (Levenshtein 1965).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let here = if x == *y { before } else { 1 + before.min(row[j]).min(row[j + 1]) };
            before = row[j + 1];
            row[j + 1] = here;
        }
    }
    row[b.len()]
}

/// One key as words of a command line; files are found from where the study file lies.
fn said(arg: &Arg, flag: &str, value: &toml::Value, folder: &Path) -> Result<Vec<String>, String> {
    let place = |text: String| {
        if arg.get_value_parser().type_id() == TypeId::of::<PathBuf>() {
            folder.join(text).display().to_string()
        } else if flag == "coverage-raster" {
            let (what, file) = text.rsplit_once(':').unwrap_or(("", text.as_str()));
            format!("{what}:{}", folder.join(file).display())
        } else {
            text
        }
    };
    let name = flag.replace('-', "_");
    let is_empty = match value {
        toml::Value::Array(many) => many.is_empty(),
        toml::Value::Table(many) => many.is_empty(),
        _ => false,
    };
    if is_empty {
        return Err(format!("`{name}` holds nothing: give it something, or leave the key out"));
    }
    if !arg.get_action().takes_values() && !value.is_bool() {
        return Err(format!("`{name}` is true or false: found {value}"));
    }
    Ok(match value {
        toml::Value::Boolean(yes) if !arg.get_action().takes_values() => {
            if *yes {
                vec![format!("--{flag}")]
            } else {
                Vec::new()
            }
        }
        toml::Value::Table(table) => {
            let pairs: Vec<String> = table
                .iter()
                .map(|(name, value)| Ok(format!("{name}={}", plain(value, flag)?)))
                .collect::<Result<_, String>>()?;
            vec![format!("--{flag}={}", pairs.join(","))]
        }
        toml::Value::Array(many) => {
            let texts: Vec<String> =
                many.iter().map(|value| Ok(place(plain(value, flag)?))).collect::<Result<_, String>>()?;
            match arg.get_value_delimiter() {
                Some(delimiter) => vec![format!("--{flag}={}", texts.join(&delimiter.to_string()))],
                None => texts.iter().map(|text| format!("--{flag}={text}")).collect(),
            }
        }
        value => vec![format!("--{flag}={}", place(plain(value, flag)?))],
    })
}

fn plain(value: &toml::Value, key: &str) -> Result<String, String> {
    match value {
        toml::Value::String(text) => Ok(text.clone()),
        toml::Value::Integer(number) => Ok(number.to_string()),
        toml::Value::Float(number) => Ok(number.to_string()),
        toml::Value::Boolean(yes) => Ok(yes.to_string()),
        _ => Err(format!("`{}` holds a value of a kind that no key takes: {value}", key.replace('-', "_"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_is_a_command_line() {
        let study: toml::Table = "[inputs]\nvillages = \"v.geojson\"\ncoverage = [\"a.fgb\", \"b.fgb\"]\n\
                                  [ranking]\nweights = { population = 0.5, poverty = 0.3 }\n\
                                  [plan]\ncandidates = \"c.fgb\"\nbudget = [1e9, 2000000000]\ncarry_over = true\n"
            .parse()
            .unwrap();
        assert_eq!(
            words(&study, Path::new("study")).unwrap().join(" "),
            "covgap plan --coverage=study/a.fgb --coverage=study/b.fgb --villages=study/v.geojson \
             --budget=1000000000,2000000000 --candidates=study/c.fgb --carry-over \
             --weights=population=0.5,poverty=0.3"
        );
    }

    #[test]
    fn a_study_of_a_rule_is_an_assessment_and_a_slip_names_the_nearest_key() {
        let study = |text: &str| words(&text.parse().unwrap(), Path::new(""));
        let inputs =
            "[inputs]\nvillages = \"v.geojson\"\ncoverage = [\"c.fgb\"]\n[rule]\nrule = \"centre\"\n";
        assert_eq!(study(inputs).unwrap()[1], "assess");
        assert_eq!(study(&format!("{inputs}[ranking]\nprofile = \"merit\"\n")).unwrap()[1], "rank");
        assert_eq!(study(&format!("{inputs}[plan]\nbudget = 1e9\n")).unwrap()[1], "plan");
        let slip = study(&format!("{inputs}[plan]\nbuget = 1e9\n")).unwrap_err();
        assert_eq!(slip, "no key `buget`; is `budget` meant?");
    }

    #[test]
    fn what_is_wrong_is_said_of_keys() {
        let study = |text: &str| words(&text.parse().unwrap(), Path::new(""));
        let inputs =
            "[inputs]\nvillages = \"v.geojson\"\ncoverage = [\"c.fgb\"]\n[output]\nout = \"o\"\n[plan]\n";
        let said = |text: &str| matches(&study(&format!("{inputs}{text}")).unwrap()).unwrap_err();
        assert_eq!(
            said("budget = [-1e9]"),
            "invalid value '-1000000000' for `budget`: `-1000000000` is not an amount from 0 up"
        );
        assert_eq!(said("target = 0.5\nbudget = 1"), "the argument `budget` cannot be used with `target`");
        assert_eq!(
            matches(&study("").unwrap()).unwrap_err(),
            "keys are missing: `villages`, `out`, `coverage`"
        );
        let slip = |text: &str| study(text).unwrap_err();
        assert_eq!(slip("[plan]\ncarry_over = \"yes\""), "`carry_over` is true or false: found \"yes\"");
        assert!(slip("[plann]\nbudget = 1").starts_with("no section [plann]; is [plan] meant?"));
        assert!(slip("[plan]\nbudget = []").starts_with("`budget` holds nothing"));
    }

    #[test]
    fn a_study_explains_its_villages() {
        let study = "[inputs]\nvillages = \"v.geojson\"\n[plan]\nbudget = 1e9\n[output]\nout = \"o\"\n";
        let words = explaining(&study.parse().unwrap(), Path::new(""), &["V1".into()]).unwrap();
        assert_eq!(
            words.join(" "),
            "covgap explain --villages=v.geojson --budget=1000000000 --plan --village=V1"
        );
    }
}
