//! `covgap run study.toml`: the whole study in one file. `covgap init`: a first such file.
//!
//! A study file says nothing that flags could not say: each key is a flag of `covgap assess`, `rank`,
//! `plan` or `proposals`, whichever is the first that knows all of them, so that the two can never drift apart.

use std::any::TypeId;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Arg, Args, Command, CommandFactory, FromArgMatches};

use super::inputs::{self, InputArgs};
use super::{Cli, Outcome, Session};
use crate::error::{Error, InputError};
use crate::read::Role;

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
        let text = std::fs::read_to_string(&self.study).map_err(|error| refuse(error.to_string()))?;
        let folder = self.study.parent().unwrap_or(Path::new(""));
        let words = if self.explain.is_empty() {
            command_line(&text, folder)
        } else {
            let study = text.parse().map_err(|error: toml::de::Error| error.to_string());
            study.and_then(|study| explaining(&study, folder, &self.explain))
        };
        let words = words.map_err(refuse)?;
        let matches = matches(&words).map_err(|said| {
            refuse(said).hint(
                "keys are the flags of `covgap plan` (with proposals, of `covgap proposals`), without the dashes in \
                 front",
            )
        })?;
        let cli = Cli::from_arg_matches(&matches).map_err(|error| Error::Usage(error.to_string()))?;
        cli.command.run(&session.of_study(&text, &words))
    }
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
        said.trim_start_matches("error: ").split("\n\nUsage").next().unwrap_or_default().to_owned()
    })
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
        _ => Err(format!("`{key}` holds a value of a kind that no flag takes")),
    }
}

/// Look at the data, and write a first study file, with every choice explained
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    #[command(flatten)]
    inputs: InputArgs,
    /// Service areas of candidate sites
    #[arg(long, value_name = "FILE")]
    candidates: Option<PathBuf>,
    /// Table of the candidate sites
    #[arg(long, value_name = "FILE", requires = "candidates")]
    candidate_table: Option<PathBuf>,
    /// The study file; one that exists is left alone
    #[arg(long, value_name = "FILE", default_value = "study.toml")]
    study: PathBuf,
}

impl InitArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let failed = |cause| Error::Output { path: self.study.clone(), cause };
        if self.study.exists() {
            let there = "a file of that name is there already, and is left alone";
            return Err(InputError::file(&self.study, there).hint("name another with --study").into());
        }
        let request = self.inputs.request(true, session.gdal);
        let request = crate::read::Request { lean: false, ..request };
        let read = inputs::read(&request, session)?;
        let text = study_text(&request, &read, self.candidates.as_deref(), self.candidate_table.as_deref());
        std::fs::write(&self.study, text).map_err(failed)?;
        session.note(&format!("wrote {}; next: covgap run {}", self.study.display(), self.study.display()));
        Ok(Outcome::of(&read.findings))
    }
}

fn study_text(
    request: &crate::read::Request,
    read: &crate::read::Inputs,
    candidates: Option<&Path>,
    sites: Option<&Path>,
) -> String {
    let quoted = |path: &Path| toml::Value::String(path.display().to_string()).to_string();
    let coverage: Vec<String> = request.coverage.iter().map(|path| quoted(path)).collect();
    let found = |role: Role| -> String {
        let sources = read.findings.sources.iter().filter(|source| source.role == role);
        let columns = sources.flat_map(|source| source.columns.iter());
        columns.map(|(what, column)| format!("{what} = {column}")).collect::<Vec<_>>().join(", ")
    };
    let mut text = String::new();
    let mut line = |words: &str| {
        let _ = writeln!(text, "{words}");
    };
    line("# A covgap study: `covgap run` does what stands here. Every key is a flag of `covgap plan`;");
    line("# `covgap plan --help` explains each. Files are found from where this file lies. Without [plan]");
    line("# there is no plan, without [ranking] no ranking either.\n");
    line("[inputs]");
    line(&format!("villages = {}", quoted(&request.villages)));
    line(&format!("# found: {}", found(Role::Villages)));
    line(&format!("coverage = [{}]", coverage.join(", ")));
    line(&format!("# found: {}", found(Role::Coverage)));
    line(&format!("# operators: {}", read.coverage.operators.join(", ")));
    line("# name a column that was not found: population_column = \"dan_so\"\n");
    line("[rule]");
    line("# a village is covered when this share of its area is; or \"centre\"");
    line("rule = \"area>=0.5\"");
    line("min_technology = \"3G\"\n");
    line("[ranking]");
    line("# most-people, easy-first, equity-first, merit, value-for-money; or weights of your own:");
    line("profile = \"merit\"");
    line("# weights = { population = 0.5, poverty = 0.3, minority = 0.2 }");
    line(&format!("# further columns of the villages: {}\n", read.villages.extra_columns.join(", ")));
    line("[plan]");
    let hash = if candidates.is_some() { "" } else { "# " };
    let path = |path: Option<&Path>, standard: &str| quoted(path.unwrap_or(Path::new(standard)));
    line(&format!("{hash}candidates = {}", path(candidates, "candidates.fgb")));
    let sites_hash = if sites.is_some() { "" } else { "# " };
    line(&format!("{sites_hash}candidate_table = {}", path(sites, "candidates.csv")));
    line(&format!("{hash}phases = [\"2025\", \"2026\", \"2027\"]"));
    line("# money for each phase; without it the target is reached for the least money");
    line(&format!("{hash}budget = [10e9, 10e9, 10e9]"));
    line("# target = 0.95");
    line(&format!("# at_least = \"LEVEL=1\"   # levels: {}", read.villages.admin_levels.join(", ")));
    line("# sites_per_phase = 10\n");
    line("[output]");
    line("out = \"covgap-study\"");
    text.push_str(&further(&text));
    text
}

/// Every flag that the text does not name yet, as a comment.
fn further(text: &str) -> String {
    let cli = Cli::command();
    let mut more = String::from("\n# Everything else that can be said, in any section:\n");
    let named =
        |key: &str| text.lines().any(|line| line.trim_start_matches("# ").starts_with(&format!("{key} =")));
    for arg in cli.find_subcommand("plan").into_iter().flat_map(Command::get_arguments) {
        let Some(key) = arg.get_long().map(|flag| flag.replace('-', "_")) else { continue };
        if named(&key) || matches!(key.as_str(), "help" | "version") {
            continue;
        }
        let about = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let about = about.lines().next().unwrap_or_default();
        let standard = arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
        let value = match standard {
            Some(value) if value.parse::<f64>().is_ok() => value,
            Some(value) => format!("\"{value}\""),
            None if !arg.get_action().takes_values() => "true".to_owned(),
            None => "\"\"".to_owned(),
        };
        let _ = writeln!(more, "# {key} = {value}   # {about}");
    }
    more
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
    fn a_study_explains_its_villages() {
        let study = "[inputs]\nvillages = \"v.geojson\"\n[plan]\nbudget = 1e9\n[output]\nout = \"o\"\n";
        let words = explaining(&study.parse().unwrap(), Path::new(""), &["V1".into()]).unwrap();
        assert_eq!(
            words.join(" "),
            "covgap explain --villages=v.geojson --budget=1000000000 --plan --village=V1"
        );
    }

    #[test]
    fn a_first_study_names_every_flag() {
        let text = further("");
        let cli = Cli::command();
        for arg in cli.find_subcommand("plan").unwrap().get_arguments() {
            let Some(key) = arg.get_long().filter(|flag| *flag != "help") else { continue };
            assert!(text.contains(&format!("# {} = ", key.replace('-', "_"))), "{key}");
        }
    }
}
