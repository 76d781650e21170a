//! Results → files. One file a format; adding one is a file here and a line in [`EXPORTS`].

mod csv;
mod directory;
mod explain;
mod features;
mod geojson;
mod summary;
mod tables;

use std::io::Write;

pub use csv::{CsvStyle, UnknownSeparator};
pub use directory::Directory;
pub use explain::explain;

use crate::assess::Assessment;
use crate::error::Error;
use crate::geometry::Shapes;
use crate::rank::Ranking;
use crate::read::Inputs;

/// What a run found, as the exports see it.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    /// What was read.
    pub inputs: &'a Inputs,
    /// How far coverage reaches every village.
    pub assessment: &'a Assessment,
    /// The uncovered villages, first to last.
    pub ranking: &'a Ranking,
    /// The villages' boundaries in longitude and latitude; empty in a lean run.
    pub outlines: &'a Shapes,
    /// How CSVs are written.
    pub csv: CsvStyle,
}

/// One output file.
pub trait Export: Send + Sync {
    /// The file's name in the output directory, as `--only` takes it.
    fn file_name(&self) -> &'static str;
    /// One line on what it holds, for `--help` and the docs.
    fn summary(&self) -> &'static str;
    /// Whether a lean run is enough: villages' ids and geometry, no shares by operator.
    fn is_lean(&self) -> bool {
        false
    }
    /// Writes it.
    ///
    /// # Errors
    /// What the system said, or a result that cannot be expressed in the format.
    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error>;
}

/// Every output file there is. `--only` accepts exactly these.
pub const EXPORTS: &[&dyn Export] = &[
    &tables::VillagesCsv,
    &tables::UncoveredCsv,
    &geojson::VillagesGeoJson,
    &geojson::UncoveredGeoJson,
    &summary::SummaryJson,
];

/// The export that writes `file_name`.
///
/// # Errors
/// No such export; the message lists those there are.
pub fn export(file_name: &str) -> Result<&'static dyn Export, String> {
    EXPORTS.iter().copied().find(|export| export.file_name() == file_name).ok_or_else(|| {
        let names: Vec<_> = EXPORTS.iter().map(|export| export.file_name()).collect();
        format!("no output `{file_name}`; there are {}", names.join(", "))
    })
}
