//! Flags that say what is written where, and the writing.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use super::command_line::CommandLine;
use super::{Outcome, Session};
use crate::assess::Assessment;
use crate::error::Error;
use crate::export::{
    Benchmarked, CsvStyle, Differences, Directory, Language, Made, OnDemand, OutCrs, Output, Outputs,
    Planned, Results, format,
};
use crate::geometry::Shapes;
use crate::rank::{Investment, Ranking};
use crate::read::Inputs;
use crate::verify::Scrutiny;

/// What is written, and how.
#[derive(Args)]
pub(super) struct OutputArgs {
    /// Write only these files, and do only the work they need
    #[arg(long, value_name = "FILE,…", value_delimiter = ',', value_parser = Output::from_str)]
    only: Vec<Output>,
    /// Formats of the layers, on top of CSV and GeoJSON
    #[arg(long, value_name = "FORMAT,…", value_delimiter = ',', value_parser = format)]
    format: Vec<&'static str>,
    /// Language of the report and the workbook: en, vi
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Language,
    /// Separator of CSVs: `,`, `tab`, or `;` for a spreadsheet set to Vietnamese (decimal commas
    /// and a byte-order mark come with it)
    #[arg(long, value_name = "SEPARATOR", default_value = ",")]
    csv_separator: CsvStyle,
    /// Coordinate system of the layers: a code such as EPSG:3405, WKT, or a +proj= string.
    /// GeoJSON and KML stay in WGS 84, as their standards ask
    #[arg(long, value_name = "CRS")]
    out_crs: Option<String>,
    /// Add evidence.zip: command line, hashes of the inputs, versions and results, for `covgap verify`
    #[arg(long)]
    evidence: bool,
    /// Print the summary as JSON, for programs
    #[arg(long)]
    json: bool,
    /// How many threads compute [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    threads: Option<std::num::NonZeroUsize>,
}

impl std::fmt::Debug for OutputArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OutputArgs").field("threads", &self.threads).finish_non_exhaustive()
    }
}

impl OutputArgs {
    /// Whether everything that is asked for can be had from a lean run.
    pub fn is_lean(&self) -> bool {
        self.outputs().is_lean() && !self.evidence && !self.json
    }

    /// The coordinate system that layers leave in.
    fn crs(&self, session: &Session) -> Result<OutCrs, Error> {
        let named = |text: &String| OutCrs::named(text, session.gdal);
        self.out_crs.as_ref().map_or_else(|| Ok(OutCrs::wgs84().clone()), named)
    }

    /// Whether anything that is asked for tells what changed since an older vintage.
    pub fn tells_changes(&self) -> bool {
        self.evidence || self.json || self.outputs().tell_changes()
    }

    /// Whether anything that is asked for tells what other money or another target would do.
    pub fn tells_alternatives(&self) -> bool {
        self.evidence || self.json || self.outputs().tell_alternatives()
    }

    /// Whether anything that is asked for tells how close a call is.
    pub fn needs_margins(&self) -> bool {
        self.outputs().need_margins()
    }

    fn outputs(&self) -> Outputs {
        Outputs { only: self.only.clone(), formats: self.format.clone() }
    }

    /// Refuses a directory that could not be written into, before any work is done.
    pub fn refuse_unwritable(&self, out: &Path) -> Result<(), Error> {
        Directory::refuse_unwritable(out)
    }

    /// Does `work` on as many threads as asked for. What can never be written is refused before.
    pub fn on_threads<T: Send>(
        &self,
        session: &Session,
        work: impl FnOnce() -> T + Send,
    ) -> Result<T, Error> {
        self.crs(session)?;
        made()?;
        let Some(threads) = self.threads else { return Ok(work()) };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build();
        let pool = pool.map_err(|error| Error::Usage(format!("--threads {threads}: {error}")))?;
        Ok(pool.install(work))
    }

    /// Writes what is asked for into `out`, all of it or nothing, and says what was found.
    pub fn write_all(
        &self,
        out: &Path,
        found: &Found,
        started: Instant,
        session: &Session,
    ) -> Result<Outcome, Error> {
        let written = self.write(out, found, started, session)?;
        if self.json {
            let skipped = found.inputs.findings.skipped();
            session.data(&super::digest::json(found, &written, skipped)?)?;
        } else if !self.is_lean() && !session.is_quiet {
            super::digest::print(found, &written, session)?;
        }
        Ok(Outcome::of(&found.inputs.findings))
    }

    fn write(
        &self,
        out: &Path,
        found: &Found,
        started: Instant,
        session: &Session,
    ) -> Result<Vec<PathBuf>, Error> {
        let named = CommandLine::of(&session.words).map(|line| line.files()).unwrap_or_default();
        let read = found.inputs.findings.sources.iter().map(|source| source.path.clone());
        let mut directory = Directory::prepare(out)?.never_over(read.chain(named));
        let outlines = if self.is_lean() { Shapes::new() } else { found.outlines()? };
        let crs = self.crs(session)?;
        let results = Results {
            csv: self.csv_separator,
            language: self.lang,
            crs: &crs,
            made: made()?,
            ..found.results(&outlines)
        };
        session.working("writing", || self.outputs().write(results, &mut directory))?;
        if !self.is_lean() {
            let run = json!({
                "threads": rayon::current_num_threads(),
                "seconds": started.elapsed().as_secs_f64(),
                "inputs": found.inputs.findings.sources.iter().map(|s| absolute(&s.path)).collect::<Vec<_>>(),
                "out": out.display().to_string(),
            });
            directory.write("run.json", |file| Ok(writeln!(file, "{run:#}")?))?;
        }
        if self.evidence {
            session.working("keeping evidence", || super::evidence::add(&mut directory, made()?, session))?;
        }
        directory.publish()
    }
}

/// A path that says the same in every folder.
fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

/// When the files say they were made: `SOURCE_DATE_EPOCH`, where it is set.
fn made() -> Result<Made, Error> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => {
            text.parse().map_err(|why| Error::Usage(format!("SOURCE_DATE_EPOCH: {why}")))
        }
        _ => Ok(Made::default()),
    }
}

/// Everything a run found.
pub(super) struct Found {
    pub inputs: Inputs,
    pub assessment: Assessment,
    pub ranking: Ranking,
    pub on_demand: OnDemand,
    pub scrutiny: Scrutiny,
    /// The ranking for investment, where one was asked for.
    pub investment: Option<Investment>,
    /// The plan, where one was asked for.
    pub planned: Option<Planned>,
    /// The proposals and what they are worth, where some were given.
    pub benchmark: Option<Benchmarked>,
    /// What changed since an older vintage, where one was given.
    pub differences: Option<Differences>,
}

impl Found {
    /// The villages' boundaries in longitude and latitude.
    pub fn outlines(&self) -> Result<Shapes, Error> {
        let mut outlines = self.inputs.villages.shapes.clone();
        self.inputs.plane.to_wgs84(outlines.positions_mut())?;
        Ok(outlines)
    }

    /// As the exports see it.
    pub fn results<'a>(&'a self, outlines: &'a Shapes) -> Results<'a> {
        let Self { inputs, assessment, ranking, scrutiny, on_demand, .. } = self;
        Results {
            investment: self.investment.as_ref(),
            planned: self.planned.as_ref(),
            benchmark: self.benchmark.as_ref(),
            differences: self.differences.as_ref(),
            ..Results::new(inputs, assessment, ranking, scrutiny, outlines, on_demand)
        }
    }
}
