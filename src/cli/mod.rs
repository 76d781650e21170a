//! The command line: flags in, engine called, nothing decided.

mod assess;
mod check;
mod demo;
mod digest;
mod explain;
mod inputs;
mod judgement;
mod output;
mod shell;
mod terminal;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::error::Error;
use crate::read::Findings;

pub(crate) use terminal::Terminal;

/// Done, and nothing was left out.
const DONE: u8 = 0;
/// No result.
const FAILED: u8 = 1;
/// The command line makes no sense.
const USAGE: u8 = 2;
/// Done, but features were skipped; they are listed.
const SKIPPED: u8 = 3;

/// Find the villages that mobile networks miss, and the sites that would reach them
///
/// covgap reads village boundaries and the coverage that operators claim, measures how much of
/// each village the union of that coverage holds, judges every village by a rule that you can
/// state, and ranks those that fail it. It works offline, and names every choice it made.
#[derive(Debug, Parser)]
#[command(name = "covgap", disable_help_subcommand = true, after_long_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  covgap demo
      The whole job on the shipped province; writes covgap-demo/report.html and its tables.
  covgap assess --villages villages.gpkg --coverage viettel.shp --coverage vina.geojson --out result
      Your own data. Columns are found by their names; what was chosen is printed.
  covgap assess --villages v.geojson --coverage c.fgb --rule area>=0.9 --min-technology 4G --out strict
      Another rule, another minimum technology.
  covgap check --villages villages.gpkg --coverage c.fgb
      Reads everything, judges nothing: what is in the files, and what is wrong with them.
  covgap explain --villages v.geojson --coverage c.fgb --village 1666301
      Why this village has its status.

Exit codes: 0 done; 1 failed; 2 the command line makes no sense; 3 done, but features were skipped.";

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Assess(assess::AssessArgs),
    Check(check::CheckArgs),
    Explain(explain::ExplainArgs),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
}

/// How a command ended, when it did not fail.
pub(crate) enum Outcome {
    /// Everything that was read was used.
    Whole,
    /// Features were left out.
    Skipped,
}

impl Outcome {
    fn of(findings: &Findings) -> Self {
        if findings.skipped() == 0 { Self::Whole } else { Self::Skipped }
    }
}

/// Runs the program: parses the command line, does what it says, shows errors.
///
/// `version` says what this program is built with, for `--version`.
pub fn run(version: &'static str) -> ExitCode {
    let matches = match Cli::command().version(version).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            let code = if error.use_stderr() { USAGE } else { DONE };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let terminal = Terminal::new();
    let outcome = Cli::from_arg_matches(&matches)
        .map_err(|error| Error::Usage(error.to_string()))
        .and_then(|cli| cli.command.run(&terminal));
    ExitCode::from(match outcome {
        Ok(Outcome::Whole) => DONE,
        Ok(Outcome::Skipped) => SKIPPED,
        Err(error) => {
            terminal.error(&error);
            if matches!(error, Error::Usage(_)) { USAGE } else { FAILED }
        }
    })
}

impl Command {
    fn run(self, terminal: &Terminal) -> Result<Outcome, Error> {
        match self {
            Self::Demo(args) => args.run(terminal),
            Self::Assess(args) => args.run(terminal),
            Self::Check(args) => args.run(terminal),
            Self::Explain(args) => args.run(terminal),
            Self::Completions(args) => args.run(terminal),
            Self::Man(args) => args.run(terminal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_is_consistent() {
        Cli::command().debug_assert();
    }
}
