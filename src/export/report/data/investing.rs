//! Which villages first, which sites when, and what proposals are worth, as the page is given
//! it. Villages are places in `villages`; money is in the currency named.

use serde::Serialize;

/// The ranking for investment: columns, a value each ranked village, first to last.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Investment {
    /// What villages are compared by.
    pub criteria: Vec<Criterion>,
    /// The villages, first to last.
    pub order: Vec<usize>,
    /// Their scores; null with ordered keys.
    pub scores: Vec<Option<f64>>,
    /// 5th and 95th percentile of the rank when weights move.
    pub intervals: Vec<Option<[u32; 2]>>,
    /// Share of the draws in which a village is among the first.
    pub in_top: Vec<Option<f64>>,
    /// Pareto fronts, from 1.
    pub fronts: Vec<u32>,
    /// Neighbours in the ranking that easily change places.
    pub reversals: Vec<Reversal>,
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Criterion {
    /// As the user types it.
    pub name: String,
    /// What a value counts.
    pub unit: String,
    /// Whether more goes first.
    pub more_first: bool,
    /// Where the values come from.
    pub source: String,
    /// Its share of all weights.
    pub weight: f64,
    /// A value a village; null where the data do not say.
    pub values: Vec<Option<f64>>,
    /// What it has in each score; empty with ordered keys.
    pub contributions: Vec<f64>,
}

/// Two neighbours that easily change places.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Reversal {
    /// The one that is ranked first.
    pub first: usize,
    /// The one behind it.
    pub second: usize,
    /// Share of the draws in which they change places.
    pub share: f64,
}

/// What to build when.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Plan {
    /// Money of every figure: `VND`; null where it is not known.
    pub currency: Option<String>,
    /// What is counted: `people`, `households`, `villages`.
    pub unit: &'static str,
    /// First to last.
    pub phases: Vec<Phase>,
    /// The chosen sites in building order.
    pub sites: Vec<PlannedSite>,
    /// Uncovered villages that the plan can look at, and the phase each is served in.
    pub served: Vec<(usize, Option<usize>)>,
    /// Those that no candidate reaches.
    pub out_of_reach: Vec<usize>,
    /// The best plan for each of several budgets, spent at once.
    pub frontier: Vec<CurvePoint>,
    /// What shares of what is within reach take.
    pub targets: Vec<Target>,
    /// How good the plan is.
    pub certificate: Certificate,
}

/// One phase of a plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Phase {
    /// Its name: a year.
    pub name: String,
    /// What may be spent; null without a limit.
    pub budget: Option<f64>,
    /// What is spent.
    pub cost: f64,
    /// Low and high estimate of that.
    pub range: [f64; 2],
}

/// One step of a curve.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CurvePoint {
    /// What may be spent.
    pub budget: f64,
    /// What is spent.
    pub cost: f64,
    /// Sites built.
    pub sites: usize,
    /// Villages newly covered.
    pub villages: usize,
    /// The plan's unit in those villages.
    pub people: f64,
    /// No plan for the budget reaches more.
    pub bound: Option<f64>,
    /// Whether it is proven best.
    pub proven: bool,
}

/// What a target takes.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Target {
    /// Of what all candidates together could serve.
    pub share: f64,
    /// That is.
    pub people: f64,
    /// Sites that serve as much.
    pub fewest_sites: usize,
    /// Money that serves as much.
    pub least_cost: f64,
    /// Whether both are proven.
    pub proven: bool,
}

/// A site that the plan builds.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PlannedSite {
    /// Its id.
    pub id: String,
    /// Longitude and latitude; null where nobody knows.
    pub at: Option<[f64; 2]>,
    /// Its place in `phases`.
    pub phase: usize,
    /// What it costs.
    pub cost: f64,
    /// Running it for a year.
    pub opex: f64,
    /// The villages newly covered with it.
    pub villages: Vec<usize>,
    /// The plan's unit in those villages.
    pub people: f64,
    /// Stream: the outline of its service area, as of a layer.
    pub area: String,
}

/// How good a plan is.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "named like the fields of certificate.json")]
pub struct Certificate {
    pub objective: f64,
    pub bound: f64,
    pub gap: f64,
    pub proven: bool,
    pub checked: bool,
    pub method: String,
    pub greedy: Option<f64>,
    pub candidates: usize,
    pub notes: Vec<String>,
}

/// Proposed sites, judged.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Benchmark {
    /// Money of every figure; null where it is not known.
    pub currency: Option<String>,
    /// The sites.
    pub sites: Vec<Proposal>,
    /// What was submitted, and better ways to spend the same.
    pub portfolios: Vec<Portfolio>,
    /// The best of each list for the same money.
    pub on_equal_terms: Vec<Portfolio>,
    /// That money.
    pub equal_money: f64,
    /// The submitted order: cumulative cost and people.
    pub submitted_order: Vec<CurvePoint>,
    /// The best order.
    pub best_order: Vec<CurvePoint>,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// A set of sites.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Portfolio {
    /// Which: `submitted`, `best_subset_same_money` and so on.
    pub name: String,
    /// The list it is about; null for all lists together.
    pub list: Option<String>,
    /// Sites in it.
    pub sites: usize,
    /// What they cost.
    pub cost: f64,
    /// Villages newly covered.
    pub villages: usize,
    /// People in them.
    pub people: f64,
    /// Whether it is proven best; null where nothing was to be proven.
    pub proven: Option<bool>,
}

/// A proposed site, judged.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Proposal {
    /// Its id.
    pub id: String,
    /// The list it is on.
    pub list: Option<String>,
    /// Whose it is.
    pub operator: Option<String>,
    /// Longitude and latitude; null where nobody knows.
    pub at: Option<[f64; 2]>,
    /// What it costs.
    pub cost: Option<f64>,
    /// `accept`, `reject`, `duplicate`, `dominated`.
    pub verdict: String,
    /// A word for programs.
    pub reason_code: String,
    /// Why, in a sentence: in English, in Vietnamese.
    pub reason: [String; 2],
    /// Villages newly covered by it alone.
    pub villages: Vec<usize>,
    /// Villages newly covered after those before it, in the submitted order.
    pub villages_after: usize,
    /// People newly covered by it alone, after those before it, and its fair share.
    pub people: [Option<f64>; 3],
    /// Villages that only it can serve.
    pub only: Vec<usize>,
    /// Area of its footprint.
    pub footprint_km2: Option<f64>,
    /// Share of that inside existing coverage.
    pub overlap: Option<f64>,
    /// Stream: the outline of its service area, as of a layer.
    pub area: String,
}
