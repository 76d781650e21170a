//! Results → files.
//!
//! A *layer* (rows with attributes and places) is written in every *format* asked for; CSV and
//! GeoJSON always. What is no layer (the summary, the report) is an [`Export`] of its own.

pub mod benchmark;
mod colours;
mod csv;
mod dictionary;
pub mod diff;
mod directory;
mod explain;
mod explained;
mod flatgeobuf;
pub mod formats;
mod geojson;
mod geometry_kind;
mod geopackage;
mod geoparquet;
pub mod how;
mod kml;
mod language;
pub mod layer;
pub mod layers;
mod names;
mod on_demand;
mod out_crs;
mod outlook;
mod output;
pub mod pack;
mod picture;
mod place;
pub mod plan;
pub mod ranking;
pub mod report;
mod sayings;
pub use sayings::of_one;
mod shapefile;
mod style;
mod summary;
mod sureness;
mod surroundings;
mod tables;
mod verdict;
mod wkb;
mod words;
mod workbook;

use std::io::Write;

use words::words;

pub use benchmark::Benchmarked;
pub use csv::{CsvStyle, UnknownSeparator};
pub use diff::Differences;
pub use directory::{Directory, Temporary, abandon};
pub use explain::explain;
pub use explained::in_language;
pub use how::Made;
pub use language::Language;
pub use on_demand::OnDemand;
pub use out_crs::OutCrs;
pub use outlook::outlook;
pub use output::{Output, Outputs, format};
pub use plan::{Planned, explain_rank};
pub use sureness::explain_sureness;

use crate::assess::Assessment;
use crate::error::Error;
use crate::geometry::Shapes;
use crate::rank::{Investment, Ranking};
use crate::read::Inputs;
use crate::verify::Scrutiny;

/// What a run found, as the exports see it.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    /// What was read.
    pub inputs: &'a Inputs,
    /// How far coverage reaches every village.
    pub assessment: &'a Assessment,
    /// The uncovered villages, first to last.
    pub ranking: &'a Ranking,
    /// How sure the statuses are.
    pub scrutiny: &'a Scrutiny,
    /// The villages' boundaries in longitude and latitude; empty in a lean run.
    pub outlines: &'a Shapes,
    /// What several outputs need, made when the first asks.
    pub on_demand: &'a OnDemand,
    /// The ranking for investment, where one was asked for.
    pub investment: Option<&'a Investment>,
    /// The plan, where one was asked for.
    pub planned: Option<&'a Planned>,
    /// The proposals and what they are worth, where some were given.
    pub benchmark: Option<&'a Benchmarked>,
    /// What changed since an older vintage, where one was given.
    pub differences: Option<&'a Differences>,
    /// The language of the report and the workbook.
    pub language: Language,
    /// How CSVs are written.
    pub csv: CsvStyle,
    /// The coordinate system of layers, where their format lets them have another than WGS 84.
    pub crs: &'a OutCrs,
    /// When the files say they were made.
    pub made: Made,
}

impl<'a> Results<'a> {
    /// What every run finds, to be written in English, in WGS 84 and without a date; what was asked
    /// for besides is added by naming it.
    pub fn new(
        inputs: &'a Inputs,
        assessment: &'a Assessment,
        ranking: &'a Ranking,
        scrutiny: &'a Scrutiny,
        outlines: &'a Shapes,
        on_demand: &'a OnDemand,
    ) -> Self {
        Self {
            inputs,
            assessment,
            ranking,
            scrutiny,
            outlines,
            on_demand,
            investment: None,
            planned: None,
            benchmark: None,
            differences: None,
            language: Language::default(),
            csv: CsvStyle::default(),
            crs: OutCrs::wgs84(),
            made: Made::default(),
        }
    }
}

/// One output file that is no layer.
pub trait Export: Send + Sync {
    /// The file's name in the output directory, as `--only` takes it.
    fn file_name(&self) -> &'static str;
    /// One line on what it holds, for `--help` and the docs.
    fn summary(&self) -> &'static str;
    /// Whether the results have something for it.
    fn has_content(&self, _results: Results<'_>) -> bool {
        true
    }
    /// Writes it.
    ///
    /// # Errors
    /// What the system said, or a result that cannot be expressed in the format.
    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error>;
}

/// Every output that is no layer.
pub const EXPORTS: &[&dyn Export] = &[
    &summary::SummaryJson,
    &report::ReportHtml,
    &picture::MapSvg,
    &picture::MapPng,
    &plan::CertificateJson,
    &benchmark::PortfolioJson,
    &diff::DiffJson,
];
