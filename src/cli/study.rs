//! `covgap run study.toml`: the whole study in one file. `covgap init`: a first such file.
//!
//! A study file says nothing that flags could not say: each key is a flag of `covgap plan` (of
//! `covgap rank`, where no candidates are given), so that the two can never drift apart.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory, FromArgMatches};

use super::inputs::{self, InputArgs};
use super::{Cli, Outcome, Session};
use crate::error::{Error, InputError};
use crate::read::Role;

/// Keys that name files; they are found from where the study file lies.
const FILES: &[&str] =
    &["villages", "coverage", "candidates", "candidate-table", "sites", "attributes", "ahp", "out"];

/// Do everything a study file says: inputs, rule, ranking, phases, costs, outputs
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// The study file; `covgap init` writes a first one
    study: PathBuf,
}

impl RunArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let refuse = |problem: String| InputError::file(&self.study, problem);
        let text = std::fs::read_to_string(&self.study).map_err(|error| refuse(error.to_string()))?;
        let study: toml::Table = text.parse().map_err(|error: toml::de::Error| refuse(error.to_string()))?;
        let folder = self.study.parent().unwrap_or(Path::new(""));
        let words = words(&study, folder).map_err(refuse)?;
        let matches = Cli::command().try_get_matches_from(&words).map_err(|error| {
            let said = error.to_string();
            let said =
                said.trim_start_matches("error: ").split("\n\nUsage").next().unwrap_or_default().to_owned();
            refuse(said).hint("keys are the flags of `covgap plan`, without the dashes in front")
        })?;
        let cli = Cli::from_arg_matches(&matches).map_err(|error| Error::Usage(error.to_string()))?;
        cli.command.run(&session.of_study(&text, &words))
    }
}

/// The command line a study file amounts to.
fn words(study: &toml::Table, folder: &Path) -> Result<Vec<String>, String> {
    let mut pairs: Vec<(&str, &toml::Value)> = Vec::new();
    for (name, value) in study {
        match value {
            toml::Value::Table(table) => pairs.extend(table.iter().map(|(key, value)| (key.as_str(), value))),
            value => pairs.push((name, value)),
        }
    }
    let plans = pairs.iter().any(|(key, _)| key.replace('_', "-") == "candidates");
    let mut words = vec!["covgap".to_owned(), if plans { "plan" } else { "rank" }.to_owned()];
    for (key, value) in pairs {
        let flag = key.replace('_', "-");
        match value {
            toml::Value::Boolean(true) => words.push(format!("--{flag}")),
            toml::Value::Boolean(false) => {}
            toml::Value::Table(table) => {
                let pairs: Result<Vec<String>, String> =
                    table.iter().map(|(name, value)| Ok(format!("{name}={}", plain(value, key)?))).collect();
                words.push(format!("--{flag}={}", pairs?.join(",")));
            }
            toml::Value::Array(many) => {
                let texts: Vec<String> =
                    many.iter().map(|value| plain(value, key)).collect::<Result<_, _>>()?;
                if FILES.contains(&flag.as_str()) {
                    words
                        .extend(texts.iter().map(|text| format!("--{flag}={}", folder.join(text).display())));
                } else {
                    words.push(format!("--{flag}={}", texts.join(",")));
                }
            }
            value => {
                let text = plain(value, key)?;
                let text = if FILES.contains(&flag.as_str()) {
                    folder.join(text).display().to_string()
                } else {
                    text
                };
                words.push(format!("--{flag}={text}"));
            }
        }
    }
    Ok(words)
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
            return Err(failed(std::io::Error::from(std::io::ErrorKind::AlreadyExists)));
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
    line("# `covgap plan --help` explains each. Files are found from where this file lies.\n");
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
    text
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
}
