//! A plan as layers: which site when, phase by phase, what more money buys, and how good it is.

mod certificate;
mod sites;
mod tables;
mod villages;

pub use certificate::CertificateJson;
pub use sites::PlanSites;
pub use tables::{Curve, Phases, Targets};
pub use villages::PlanVillages;

use super::Results;
use super::layer::Layer;
use crate::error::Error;
use crate::geometry::Shapes;
use crate::plan::atoms::Weight;
use crate::plan::{FrontierPoint, Outcome, Problem, Step, Target, building_order};

/// A plan and everything that was asked around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// What it answers.
    pub problem: Problem,
    /// The plan and its certificate.
    pub outcome: Outcome,
    /// The village of each place.
    pub villages: Vec<usize>,
    /// What weights count.
    pub weight: Weight,
    /// The currency of every amount, where it is known.
    pub currency: Option<String>,
    /// The candidates' areas in longitude and latitude.
    pub areas: Shapes,
    /// The site of each area.
    pub area_sites: Vec<u32>,
    /// What more money buys.
    pub frontier: Vec<FrontierPoint>,
    /// What shares of the villages within reach take.
    pub targets: Vec<Target>,
    /// Shares of the costs that the low and the high estimate are of the middle one.
    pub cost_range: (f64, f64),
    /// Seconds the solver took.
    pub seconds: f64,
}

impl Planned {
    /// The sites in the order they are built, with what each newly serves.
    pub fn steps(&self) -> Vec<Step> {
        building_order(&self.problem, &self.outcome.plan)
    }

    /// The name of a phase.
    pub fn phase(&self, nth: usize) -> &str {
        &self.problem.phases[nth].label
    }
}

/// The unit of amounts: a currency is data, so the column says only that it is money.
const MONEY: &str = "money";

/// What `make` makes of the plan; `None` where there is none.
fn of_plan(
    results: Results<'_>,
    make: impl FnOnce(&Planned) -> Result<Layer, Error>,
) -> Result<Option<Layer>, Error> {
    results.planned.map(make).transpose()
}
