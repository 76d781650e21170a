//! Proposals as layers: a row a site with its verdict, pairs, orders, other rules, lists.

mod by_rule;
mod lists;
mod near;
mod order;
mod pairs;
mod portfolio;
mod sites;
mod words;

pub use by_rule::{ProposalsByRule, ProposalsSharing};
pub use lists::ProposalLists;
pub use near::ProposalNearMisses;
pub use order::ProposalOrder;
pub use pairs::ProposalPairs;
pub use portfolio::PortfolioJson;
pub use sites::ProposalSites;
pub use words::reason;

use super::Results;
use super::layer::{Layer, Row};
use crate::benchmark::Benchmark;
use crate::error::Error;
use crate::model::Value;
use crate::read::ProposalRow;

/// Where the service area of a site comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AreaModel {
    /// There is none.
    #[default]
    None,
    /// A polygon of the input.
    Polygon,
    /// Sectors drawn around the point; blind to terrain.
    Sectors,
    /// A disc drawn around the point; blind to terrain.
    Disc,
}

impl AreaModel {
    /// As tables have it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Polygon => "polygon",
            Self::Sectors => "sectors",
            Self::Disc => "disc",
        }
    }
}

/// A benchmark, and what the lists say of the sites besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmarked {
    /// What was found.
    pub found: Benchmark,
    /// The rows of the lists, one for each submitted site, in the order of the offer.
    pub rows: Vec<ProposalRow>,
    /// Where each site's service area comes from.
    pub models: Vec<AreaModel>,
    /// The currency of every amount, where it is known.
    pub currency: Option<String>,
    /// Seconds the benchmark took.
    pub seconds: f64,
}

impl Benchmarked {
    /// The id of a site.
    pub fn id(&self, site: usize) -> &str {
        &self.found.offer.sites[site].id
    }

    /// The name of a site's list.
    pub fn list(&self, site: usize) -> &str {
        let list = self.found.offer.sites[site].list;
        list.and_then(|list| self.found.offer.lists.get(list as usize)).map_or("", String::as_str)
    }

    /// Ids of sites, one after the other.
    fn ids(&self, sites: &[usize]) -> String {
        sites.iter().map(|&site| self.id(site)).collect::<Vec<_>>().join("; ")
    }

    /// The area of each site's footprint on the ellipsoid, m².
    ///
    /// # Errors
    /// When the plane cannot be left.
    pub fn footprints_m2(&self, results: Results<'_>) -> Result<Vec<f64>, Error> {
        results.inputs.plane.areas_m2(&self.found.reach)
    }
}

/// The unit of amounts: a currency is data, so the column says only that it is money.
const MONEY: &str = "money";

/// What `make` makes of the benchmark; `None` where there is none.
fn of_benchmark(
    results: Results<'_>,
    make: impl FnOnce(&Benchmarked) -> Result<Layer, Error>,
) -> Result<Option<Layer>, Error> {
    results.benchmark.map(make).transpose()
}

fn words_of(text: impl Into<String>) -> Value {
    let text = text.into();
    if text.is_empty() { Value::Missing } else { Value::Text(text) }
}

fn count(count: usize) -> Value {
    Value::Integer(count as i64)
}

fn maybe(value: Option<f64>) -> Value {
    value.filter(|value| value.is_finite()).map_or(Value::Missing, Value::Number)
}

/// Cost for one; `None` where there is none to divide by.
fn per(cost: f64, among: f64) -> Option<f64> {
    (among > 0.0).then(|| cost / among)
}

fn table_row(values: Vec<Value>) -> Row {
    Row { values, geometry: None }
}

/// The ids of villages, one after the other.
fn village_ids(results: Results<'_>, villages: &[usize]) -> String {
    let records = &results.inputs.villages.records;
    villages.iter().map(|&village| records[village].id.0.as_str()).collect::<Vec<_>>().join("; ")
}
