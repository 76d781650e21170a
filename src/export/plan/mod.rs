//! A plan as layers: which site when, phase by phase, what more money buys, and how good it is.

mod certificate;
mod sites;
mod spoken;
mod standing;
mod story;
mod tables;
mod villages;

pub use certificate::CertificateJson;
pub use sites::PlanSites;
pub use standing::explain_rank;
pub use tables::{Curve, Phases, Targets};
pub use villages::PlanVillages;

use std::collections::BTreeSet;

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
    /// Longitude and latitude of each site, where they are known.
    pub positions: Vec<Option<geo::Coord>>,
    /// What more money buys.
    pub frontier: Vec<FrontierPoint>,
    /// What shares of the villages within reach take.
    pub targets: Vec<Target>,
    /// What the low and the high estimate of each site's cost are of the middle one.
    pub ranges: Vec<(f64, f64)>,
    /// What all villages weigh, and those covered today.
    pub whole: (f64, f64),
    /// Seconds the solver took.
    pub seconds: f64,
}

impl Planned {
    /// The sites in the order they are built, with what each newly serves.
    pub fn steps(&self) -> Vec<Step> {
        building_order(&self.problem, &self.outcome.plan)
    }

    /// How many villages some places lie in: a village has one place, but where people outside coverage are
    /// counted one for each of its parts.
    pub fn count_villages<'a>(&self, places: impl IntoIterator<Item = &'a usize>) -> usize {
        let villages: BTreeSet<usize> = places.into_iter().map(|&place| self.villages[place]).collect();
        villages.len()
    }

    /// Whether people outside coverage are counted, wherever their village stands under the rule.
    pub fn counts_people_outside(&self) -> bool {
        self.weight == Weight::PeopleOutside
    }

    /// What earlier phases left over for one; `None` where money is not carried over.
    pub fn carried_over(&self, phase: usize) -> Option<f64> {
        let before = self.problem.phases[..phase].iter().zip(&self.outcome.plan.spent);
        let left = before.map(|(phase, spent)| phase.budget.unwrap_or(0.0) - spent).sum::<f64>();
        (self.problem.rules.carry_over && phase > 0).then_some(left.max(0.0))
    }

    /// The low and the high estimate of what is spent in a phase.
    pub fn spent_range(&self, phase: usize) -> (f64, f64) {
        let built = self.outcome.plan.built.iter().enumerate();
        let charges = built.filter_map(|(site, built)| {
            Some((self.ranges[site], self.problem.charge(site, (*built)?, phase)?))
        });
        charges.fold((0.0, 0.0), |sum, ((low, high), charge)| (sum.0 + low * charge, sum.1 + high * charge))
    }

    /// The low and the high estimate of what building some sites costs.
    pub fn build_range(&self, sites: &[u32]) -> (f64, f64) {
        let last = self.problem.phases.len() - 1;
        let costs = sites.iter().filter_map(|&site| {
            Some((self.ranges[site as usize], self.problem.build_cost(site as usize, last)?))
        });
        costs.fold((0.0, 0.0), |sum, ((low, high), cost)| (sum.0 + low * cost, sum.1 + high * cost))
    }

    /// What keeps a site from being built at all, in words; `None` where nothing does.
    pub fn closed(&self, site: usize) -> Option<String> {
        let site = &self.problem.sites[site];
        let last = self.problem.phases.len();
        let shut =
            |gate: &&crate::plan::Gate| gate.price.is_none() && gate.opens.is_none_or(|opens| opens >= last);
        site.gates
            .iter()
            .find(shut)
            .map(|gate| format!("{} at site {} does not open in any phase", gate.name, site.id))
    }

    /// The gates of a site that is built in a phase, in words: passed for money, or waited for.
    pub fn gates(&self, site: usize, built: usize) -> String {
        let words = self.problem.sites[site].gates.iter().map(|gate| self.passed(gate, built));
        words.collect::<Vec<_>>().join("; ")
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
