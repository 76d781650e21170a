//! What more money buys, and what a target takes.

use rayon::prelude::*;

use super::{Decision, Goal, Limits, Phase, Plan, PlanError, Problem, solve};

/// The best plan for one budget, all of it spent at once.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontierPoint {
    /// The budget.
    pub budget: f64,
    /// What the plan costs.
    pub cost: f64,
    /// Sites built.
    pub sites: usize,
    /// Places served.
    pub places: usize,
    /// Weight served.
    pub weight: f64,
    /// No plan for this budget serves more.
    pub bound: f64,
    /// Whether this one is proven best.
    pub proven: bool,
    /// The sites it builds.
    pub chosen: Vec<u32>,
}

/// The fewest sites, or the least money, for a share of the weight within reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Share of the weight that all candidates together could serve.
    pub share: f64,
    /// Weight asked for.
    pub weight: f64,
    /// The fewest sites that serve it.
    pub fewest_sites: usize,
    /// The least money that serves it.
    pub least_cost: f64,
    /// Whether both are proven.
    pub proven: bool,
    /// The sites of the least cost.
    pub chosen: Vec<u32>,
}

/// The problem in one phase without a budget, all gates as they stand in the last phase.
fn at_once(problem: &Problem, budget: Option<f64>, goal: Goal) -> Problem {
    let mut once = problem.clone();
    let last = problem.phases.len() - 1;
    once.phases = vec![Phase::year("all", 0, budget)];
    once.rules.floors.clear();
    once.rules.escalation = 0.0;
    once.rules.opex_from_budget = false;
    for site in &mut once.sites {
        site.gates.retain(|gate| gate.opens.is_none_or(|opens| opens > last));
        site.gates.iter_mut().for_each(|gate| gate.opens = None);
        if matches!(site.decision, Decision::BuildIn(_)) {
            site.decision = Decision::Build;
        }
    }
    once.goal = goal;
    once
}

fn chosen(plan: &Plan) -> Vec<u32> {
    (0..plan.built.len() as u32).filter(|&site| plan.built[site as usize].is_some()).collect()
}

/// The best plans for a series of budgets.
///
/// # Errors
/// What [`solve`] says; a budget too small for what is decided already is left out.
pub fn frontier(
    problem: &Problem,
    budgets: &[f64],
    limits: &Limits,
) -> Result<Vec<FrontierPoint>, PlanError> {
    let one = |&budget: &f64| {
        let once = at_once(problem, Some(budget), Goal::most_served(1));
        let outcome = match solve(&once, limits) {
            Ok(outcome) => outcome,
            Err(PlanError::Infeasible(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Some(FrontierPoint {
            budget,
            cost: outcome.plan.spent.iter().sum(),
            sites: outcome.plan.built.iter().flatten().count(),
            places: outcome.plan.served.iter().flatten().count(),
            weight: outcome.plan.objective,
            bound: outcome.certificate.bound,
            proven: outcome.certificate.proven,
            chosen: chosen(&outcome.plan),
        }))
    };
    let found: Vec<Result<Option<FrontierPoint>, PlanError>> = budgets.par_iter().map(one).collect();
    Ok(found.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// What shares of the weight within reach take.
///
/// # Errors
/// What [`solve`] says.
pub fn targets(problem: &Problem, shares: &[f64], limits: &Limits) -> Result<Vec<Target>, PlanError> {
    let open = at_once(problem, None, Goal::most_served(1));
    let lost: f64 = open.out_of_reach().iter().map(|&place| open.places[place].weight).sum();
    let within = open.total_weight() - lost;
    let one = |share: f64| {
        let weight = within * share;
        let fewest = solve(&at_once(problem, None, Goal::FewestSites { weight, by: 0 }), limits)?;
        let cheapest = solve(&at_once(problem, None, Goal::LeastCost { weight, by: 0 }), limits)?;
        Ok(Target {
            share,
            weight,
            fewest_sites: fewest.plan.built.iter().flatten().count(),
            least_cost: cheapest.plan.objective,
            proven: fewest.certificate.proven && cheapest.certificate.proven,
            chosen: chosen(&cheapest.plan),
        })
    };
    let found: Vec<Result<Target, PlanError>> = shares.par_iter().map(|&share| one(share)).collect();
    found.into_iter().collect()
}
