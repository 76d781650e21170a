//! What the page is given: one document, embedded as JSON. `page/*.js` reads exactly this.
//!
//! Columns, not rows: `villages.id[7]` and `villages.population[7]` are of the same village.
//! Shares are 0 to 1, distances metres, areas square metres; what the data do not say is null.
//! A part of the page whose field is absent (`rules`, `plan`, `proposals`…) is not shown.

mod changes;
mod investing;
mod sureness;

use std::collections::BTreeMap;

use serde::Serialize;

pub use changes::{ChangeKind, ChangedUnit, ChangedVillage, Changes};
pub use investing::{
    Benchmark, Certificate, Criterion, CurvePoint, Investment, Phase, Plan, PlannedSite, Portfolio, Proposal,
    Reversal, Target,
};
pub use sureness::{Agreement, Doubt, Flip, MeasuredVillage, Override, Sureness};

/// Everything the page knows.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Document {
    /// Version of covgap.
    pub version: String,
    /// The language to open in: `en` or `vi`.
    pub lang: &'static str,
    /// What the study is called, where somebody named it.
    pub title: Option<String>,
    /// When a village counts as covered.
    pub rule: Rule,
    /// Totals over all villages.
    pub totals: Totals,
    /// Administrative levels, smallest unit first.
    pub levels: Vec<Level>,
    /// `2G` to `5G`.
    pub technologies: Vec<&'static str>,
    /// Operators' names.
    pub operators: Vec<String>,
    /// The villages.
    pub villages: Villages,
    /// The ranked list of uncovered villages.
    pub ranking: Ranking,
    /// Outlines for the map.
    pub map: Map,
    /// The input files, and how they were understood.
    pub sources: Vec<Source>,
    /// What the reader should know, a sentence each.
    pub warnings: Vec<String>,
    /// The plane areas and distances were measured in, and why that one.
    pub working_crs: [String; 2],
    /// Sentences above and reasons of sources, each with the same in Vietnamese.
    pub said: BTreeMap<String, String>,
    /// Options of the run: name, value.
    pub options: Vec<[String; 2]>,
    /// Every rule side by side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleRow>,
    /// How sure the statuses are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sureness: Option<Sureness>,
    /// The ranking for investment, each rank taken apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub investment: Option<Investment>,
    /// What to build when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// Proposed sites, judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub benchmark: Option<Benchmark>,
    /// What changed since an older vintage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes>,
}

/// When a village counts as covered.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Rule {
    /// As the user types it: `area>=0.5`, `centre and clusters:all`. The page says it in words.
    pub text: String,
    /// Older technologies do not count.
    pub min_technology: String,
    /// Whose service areas count: `any`, `each`, a number of operators, or an operator's name.
    pub operators: String,
    /// What else was decided, as the user would type it: levels of received power, technologies
    /// switched off; empty when nothing was.
    pub further: String,
}

/// Totals; their words mean what they mean in `summary.json`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "named like the columns of the other outputs")]
pub struct Totals {
    pub villages: usize,
    pub covered: usize,
    pub uncovered: usize,
    pub unknown: usize,
    pub without_population: usize,
    pub population: f64,
    pub people_outside: f64,
    pub people_in_uncovered_villages: f64,
    pub households: f64,
    pub households_in_uncovered_villages: f64,
    pub area_m2: f64,
    pub uncovered_area_m2: f64,
}

/// One administrative level.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Level {
    /// As the data name it: `commune`.
    pub name: String,
    /// Its units, by name.
    pub units: Vec<Unit>,
}

/// One administrative unit. Its totals the page adds up itself, from the villages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Unit {
    /// Its name; null gathers the villages of which the data name none.
    pub name: Option<String>,
    /// Its parent among the units of the next level.
    pub parent: Option<u32>,
}

/// The villages, a column each field.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Villages {
    /// Ids as the data give them.
    pub id: Vec<String>,
    /// Names.
    pub name: Vec<Option<String>>,
    /// The unit of the smallest administrative level; empty without levels.
    pub unit: Vec<u32>,
    /// People.
    pub population: Vec<Option<f64>>,
    /// Households; empty where no village has any.
    pub households: Vec<Option<f64>>,
    /// One letter a village: `c` covered, `u` uncovered, `p` partly (*lõm sóng*), `?` unknown.
    pub status: String,
    /// The class of Vietnam's lists, one letter a village: `w` white, `h` hollow, `c` covered, `?`
    /// unknown; empty where classes were not made.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub class: String,
    /// Share inside the service areas that count.
    pub covered_share: Vec<f64>,
    /// The same for each technology by itself, in the order of `technologies`, two characters a
    /// village as `encode::shares` writes them.
    pub technology_shares: Vec<String>,
    /// The same for each operator and technology that has service areas.
    pub operator_shares: Vec<OperatorShares>,
    /// For each village the operators with a service area that counts reaching into it.
    pub operators: Vec<Vec<u16>>,
    /// To the nearest service area that counts.
    pub distance_m: Vec<Option<f64>>,
    /// How far every edge of coverage would have to move for the status to change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub margin_m: Vec<Option<f64>>,
    /// Whether the centre is inside, one letter a village: `c`, `u`, `?`; empty where that is
    /// known of none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub centre: String,
    /// Clusters of houses that are served, and all of them; empty where no village has any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<Option<[u32; 2]>>,
    /// Share of the people inside, where they were placed better than evenly; else empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub population_share: Vec<Option<f64>>,
    /// Share of the buildings inside; empty where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buildings_share: Vec<Option<f64>>,
    /// Area on the ellipsoid.
    pub area_m2: Vec<Option<f64>>,
    /// Further columns of the data: name, and a value a village.
    pub extra: Vec<Extra>,
    /// Which column of `extra` says whether a village has grid power.
    pub power: Option<usize>,
}

/// Shares of one operator and technology.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct OperatorShares {
    /// Its place in `operators`.
    pub operator: u16,
    /// Its place in `technologies`.
    pub technology: usize,
    /// Two characters a village.
    pub share: String,
}

/// A further column.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Extra {
    /// As the data call it.
    pub name: String,
    /// One value a village: null, true or false, a number, words.
    pub values: Vec<serde_json::Value>,
}

/// The ranked list.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Ranking {
    /// The criterion.
    pub by: String,
    /// Places in `villages`, first to last.
    pub order: Vec<usize>,
    /// The score of each; null where the data do not say.
    pub scores: Vec<Option<f64>>,
}

/// Outlines, on a grid of longitude and latitude; streams are written as in `encode`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Map {
    /// Longitude and latitude of grid point 0, 0, degrees on WGS 84.
    pub origin: [f64; 2],
    /// One grid step, in degrees.
    pub step: f64,
    /// Stream: for each border a line (its number of positions, then the positions).
    pub borders: String,
    /// One letter a border: how many administrative levels change across it, `o` where nobody
    /// is on its other side.
    pub border_levels: String,
    /// Stream: for each village the number of rings; for each ring the number of borders; for
    /// each border twice its number, plus one when walked backwards, as a signed step from
    /// the one before.
    pub rings: String,
    /// Stream: one position a village, its centre or a point inside; where there is neither, none of
    /// the villages has one.
    pub centres: String,
    /// Service areas, dissolved and coarsened: a picture, never a measure.
    pub layers: Vec<Layer>,
    /// Places in `layers` of those that count under the rule: what is outside them all is the gap.
    pub counting: Vec<usize>,
    /// Towers that became discs.
    pub towers: Towers,
}

/// The service areas of one operator and technology.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Layer {
    /// Its place in `operators`.
    pub operator: u16,
    /// Its place in `technologies`.
    pub technology: usize,
    /// How many service areas it was dissolved from.
    pub areas: usize,
    /// How many of those are discs around points, blind to terrain.
    pub discs: usize,
    /// Stream: the number of rings, then for each ring a line.
    pub rings: String,
}

/// Towers, a column each field.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Towers {
    /// Stream: one position a tower.
    pub positions: String,
    /// Places in `operators`; null where the data do not say.
    pub operator: Vec<Option<u16>>,
}

/// One input file.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Source {
    /// `villages`, `coverage`, `attributes`.
    pub role: String,
    /// File name, without the folder.
    pub file: String,
    /// The format's name.
    pub format: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Features in the file.
    pub features: usize,
    /// The coordinate system it was taken to be in.
    pub crs: String,
    /// Why.
    pub crs_from: String,
    /// What each column was taken for: meaning, name.
    pub columns: Vec<[String; 2]>,
    /// How many features were left out.
    pub skipped: usize,
    /// How many were mended.
    pub repaired: usize,
    /// The first of those left out.
    pub skips: Vec<Finding>,
    /// The first of those mended.
    pub repairs: Vec<Finding>,
}

/// A feature that was left out or mended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Finding {
    /// Position in the file, from 1.
    pub position: usize,
    /// Its own id.
    pub id: Option<String>,
    /// Why, or how.
    pub reason: String,
}

/// One rule of the comparison.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RuleRow {
    /// The rule.
    pub rule: Rule,
    /// The name of the regulator's definition it is, if it is one.
    pub preset: Option<String>,
    /// Whether it is the one the villages were judged by.
    pub active: bool,
    /// The status of every village under it, as in [`Villages::status`].
    pub statuses: String,
    /// Villages that fail it.
    pub uncovered_villages: usize,
    /// Villages of which the data do not say.
    pub unknown_villages: usize,
    /// People in the villages that fail it.
    pub people: f64,
    /// Households in the villages that fail it.
    pub households: f64,
}
