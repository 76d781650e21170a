//! The command line: flags in, engine called, nothing decided.

mod amounts;
mod assess;
mod building;
mod candidates;
mod check;
mod command_line;
mod demo;
mod diff;
mod digest;
mod evidence;
mod explain;
mod explain_plan;
mod first_study;
mod gates;
mod init;
mod inputs;
mod judged;
mod judgement;
mod matrix;
mod memory;
mod offer;
mod output;
mod places;
mod plan;
mod planned;
mod planned_sites;
mod planning;
mod planning_goal;
mod proposals;
mod rank;
mod scrutiny;
mod session;
mod shell;
mod stop;
mod study;
mod surroundings;
mod verify;
mod village_power;
mod vintages;

use std::io::{self, Write as _};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::error::Error;
use crate::hand_over::{hand_over, is_called, refuse_strange_caller, sibling};
use crate::read::{Findings, GdalHooks, Versions};

pub(crate) use session::Session;

/// What the text of a study file amounts to: the words of a command line that the program takes.
/// Nothing is read or written; for fuzzing.
///
/// # Errors
/// What is wrong with the text, or with the command line.
#[doc(hidden)]
pub fn study_command_line(text: &str, folder: &std::path::Path) -> Result<Vec<String>, String> {
    let words = study::command_line(text, folder)?;
    study::matches(&words).map(|_| words)
}

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
    /// Say nothing but errors, and data that is asked for
    #[arg(long, short, global = true)]
    quiet: bool,
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
  covgap diff 2022.fgb 2023.fgb --villages v.geojson --out change
      Which villages were gained and lost, and which service areas made the difference.

Exit codes: 0 done; 1 failed; 2 the command line makes no sense; 3 done, but features were skipped.";

#[derive(Debug, Subcommand)]
enum Command {
    Demo(Box<demo::DemoArgs>),
    Assess(Box<assess::AssessArgs>),
    Check(Box<check::CheckArgs>),
    Explain(Box<explain::ExplainArgs>),
    Diff(Box<diff::DiffArgs>),
    Rank(Box<rank::RankArgs>),
    Plan(Box<plan::PlanArgs>),
    Proposals(Box<proposals::ProposalsArgs>),
    Run(study::RunArgs),
    Init(Box<init::InitArgs>),
    Verify(verify::VerifyArgs),
    #[command(hide = true)]
    SolveMatrix(matrix::MatrixArgs),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
}

/// How a command ended, when it did not fail.
pub(crate) enum Outcome {
    /// Everything that was read was used.
    Whole,
    /// Features were left out.
    Skipped,
    /// What was verified is not so.
    Differs,
}

impl Outcome {
    fn of(findings: &Findings) -> Self {
        if findings.skipped() == 0 { Self::Whole } else { Self::Skipped }
    }
}

/// Runs the program: parses the command line, does what it says, shows errors.
///
/// `gdal` is what only GDAL can do, in a program that is linked with it. One that is not hands
/// the command line over to its sibling when a run turns out to need it, which is always before
/// anything is written.
pub fn run(gdal: Option<&'static dyn GdalHooks>) -> ExitCode {
    let matches = match Cli::command().version(env!("CARGO_PKG_VERSION")).try_get_matches() {
        Ok(matches) => matches,
        Err(error) if error.kind() == ErrorKind::DisplayVersion => return show_version(gdal),
        Err(error) => return refused(&error),
    };
    let session = Session::new(gdal).quiet(matches.get_flag("quiet"));
    let work = || {
        refuse_strange_caller()
            .and_then(|()| Cli::from_arg_matches(&matches).map_err(|error| Error::Usage(error.to_string())))
            .and_then(|cli| cli.command.run(&session))
    };
    stop::on_signals();
    let outcome = guarded(work, &session);
    stop::wait_if_stopping();
    let Some(outcome) = outcome else { return ExitCode::from(FAILED) };
    ExitCode::from(match outcome {
        Ok(Outcome::Whole) => DONE,
        Ok(Outcome::Skipped) => SKIPPED,
        Ok(Outcome::Differs) => FAILED,
        Err(error) => {
            if matches!(error, Error::NeedsGdal(_))
                && gdal.is_none()
                && let Some(code) = with_gdal()
            {
                return code;
            }
            session.error(&error);
            if matches!(error, Error::Usage(_)) { USAGE } else { FAILED }
        }
    })
}

/// Does `work`; a slip of our own ends it with words and without a result, never half done.
fn guarded<T>(work: impl FnOnce() -> T, session: &Session) -> Option<T> {
    panic::set_hook(Box::new(|slip| {
        let place = slip.location().map_or_else(String::new, |at| {
            let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
            format!(" ({file}, line {})", at.line())
        });
        let payload = slip.payload();
        let what = payload.downcast_ref::<&str>().copied().map(str::to_owned);
        let what = what.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
        let _ = writeln!(
            io::stderr().lock(),
            "error: a fault of covgap {}, not of the data: {what}{place}\n  hint: report it with the command line; \
             --threads 1 may tell more",
            env!("CARGO_PKG_VERSION")
        );
    }));
    let done = panic::catch_unwind(AssertUnwindSafe(work)).ok();
    if done.is_none() {
        session.note("nothing was written");
    }
    done
}

/// Help, a version, or a command line that makes no sense.
fn refused(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { USAGE } else { DONE })
}

/// The same command line by the sibling that has GDAL; `None` where there is none.
fn with_gdal() -> Option<ExitCode> {
    hand_over(&sibling()?, std::env::args_os().skip(1)).ok()
}

/// The version, and whether GDAL is there: only the program with it can say which.
fn show_version(gdal: Option<&'static dyn GdalHooks>) -> ExitCode {
    if gdal.is_none()
        && let Some(code) = with_gdal()
    {
        return code;
    }
    let when = if is_called() { " on demand" } else { "" };
    let linked = match gdal.map(GdalHooks::versions) {
        Some(Versions { gdal, proj, .. }) => format!("GDAL {gdal} and PROJ {proj}{when}"),
        None => "without GDAL: reads GeoJSON, FlatGeobuf and CSV".to_owned(),
    };
    let shown = Session::new(gdal).data(&format!("covgap {} ({linked})\n", env!("CARGO_PKG_VERSION")));
    ExitCode::from(if shown.is_ok() { DONE } else { FAILED })
}

impl Command {
    fn run(self, session: &Session) -> Result<Outcome, Error> {
        match self {
            Self::Demo(args) => args.run(session),
            Self::Assess(args) => args.run(session),
            Self::Check(args) => args.run(session),
            Self::Explain(args) => args.run(session),
            Self::Diff(args) => args.run(session),
            Self::Rank(args) => args.run(session),
            Self::Plan(args) => args.run(session),
            Self::Proposals(args) => args.run(session),
            Self::Run(args) => args.run(session),
            Self::Init(args) => args.run(session),
            Self::Verify(args) => args.run(session),
            Self::SolveMatrix(args) => args.run(session),
            Self::Completions(args) => args.run(session),
            Self::Man(args) => args.run(session),
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
