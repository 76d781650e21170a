//! Results → the report: one page with map, lists and charts, in one file that asks nobody
//! for anything.

mod assemble;
mod changes;
mod collect;
pub mod data;
mod encode;
mod facts;
mod grid;
mod investing;
mod layers;
mod map;
#[cfg(test)]
mod palette;
mod proposals;
mod rules;
mod simplify;
mod sureness;
mod topology;

/// Outlines with shared borders, for whoever draws them.
pub(in crate::export) mod outlines {
    pub use super::grid::ring;
    pub use super::topology::{Step, Topology, topology};
}

use std::io::Write;

use super::{Benchmarked, Differences, Export, Language, Planned, Results};
use crate::assess::{Assessment, Judged};
use crate::error::Error;
use crate::margin::VillageMargin;
use crate::model::{Coverage, Villages};
use crate::plane::Plane;
use crate::rank::{Investment, Ranking};
use crate::read::Findings;
use crate::verify::Scrutiny;

pub use assemble::assemble;
pub use collect::document;

/// What the report tells.
#[derive(Clone, Copy)]
pub struct ReportInput<'a> {
    /// The villages.
    pub villages: &'a Villages,
    /// The service areas.
    pub coverage: &'a Coverage,
    /// The plane both are in.
    pub plane: &'a Plane,
    /// How far coverage reaches the villages.
    pub assessment: &'a Assessment,
    /// The uncovered villages, first to last.
    pub ranking: &'a Ranking,
    /// How the inputs were understood.
    pub findings: &'a Findings,
    /// The rules side by side, the one in use first; empty where they were not compared.
    pub rules: &'a [Judged],
    /// How far edges must move for each village to change; empty where that was not asked.
    pub margins: &'a [VillageMargin],
    /// How sure the statuses are; `None` in a run that looked at none of it.
    pub scrutiny: Option<&'a Scrutiny>,
    /// The ranking for investment, where one was made.
    pub investment: Option<&'a Investment>,
    /// The plan, where one was made.
    pub plan: Option<&'a Planned>,
    /// The proposals, judged, where some were given.
    pub benchmark: Option<&'a Benchmarked>,
    /// What changed since an older vintage, where one was given.
    pub differences: Option<&'a Differences>,
    /// What the study is called, where somebody named it.
    pub title: Option<&'a str>,
    /// The language the page opens in; it can be switched there.
    pub language: Language,
}

/// `report.html`.
pub struct ReportHtml;

impl Export for ReportHtml {
    fn file_name(&self) -> &'static str {
        "report.html"
    }

    fn summary(&self) -> &'static str {
        "map, lists, charts and provenance on one page that opens without a network, in English and Vietnamese"
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let page = page(&ReportInput {
            villages: &results.inputs.villages,
            coverage: &results.inputs.coverage,
            plane: &results.inputs.plane,
            assessment: results.assessment,
            ranking: results.ranking,
            findings: &results.inputs.findings,
            rules: results.on_demand.rules(results),
            margins: &results.scrutiny.margins,
            scrutiny: Some(results.scrutiny),
            investment: results.investment,
            plan: results.planned,
            benchmark: results.benchmark,
            differences: results.differences,
            title: None,
            language: results.language,
        })?;
        Ok(out.write_all(page.as_bytes())?)
    }
}

/// The page.
///
/// # Errors
/// When the working plane cannot be left for longitude and latitude.
pub fn page(input: &ReportInput<'_>) -> Result<String, Error> {
    Ok(assemble(&document(input)?))
}
