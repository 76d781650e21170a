//! A plan read aloud: site after site, what each adds to those before it.

use super::net::Net;
use super::state::State;
use super::{Plan, Problem};

/// One site of a plan, in building order.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The site.
    pub site: usize,
    /// The phase it is built in.
    pub phase: usize,
    /// What it takes from all budgets together.
    pub cost: f64,
    /// The places served with it that were not before.
    pub places: Vec<usize>,
    /// Their weight.
    pub weight: f64,
}

/// The sites of a plan, phase after phase; within a phase those that add most for their money
/// first. Each place counts once, with the site that completes it.
pub fn building_order(problem: &Problem, plan: &Plan) -> Vec<Step> {
    let net = Net::new(problem);
    let mut state = State::new(problem, &net);
    let mut steps = Vec::new();
    for phase in 0..problem.phases.len() {
        let mut left: Vec<usize> =
            (0..plan.built.len()).filter(|&site| plan.built[site] == Some(phase)).collect();
        while !left.is_empty() {
            let score = |site: usize| {
                let gain = state.gain(site);
                let cost = problem.total_charge(site, phase).unwrap_or(f64::INFINITY).max(1e-9);
                (gain.served / cost, gain.progress / cost)
            };
            let scored = left.iter().enumerate().map(|(nth, &site)| (nth, score(site)));
            let best = scored.reduce(|best, next| {
                let better = next.1.0.total_cmp(&best.1.0).then(next.1.1.total_cmp(&best.1.1)).is_gt();
                if better { next } else { best }
            });
            let site = left.remove(best.map_or(0, |(nth, _)| nth));
            steps.push(step(problem, &net, &mut state, site, phase));
        }
    }
    steps
}

fn step(problem: &Problem, net: &Net, state: &mut State<'_>, site: usize, phase: usize) -> Step {
    let before: Vec<usize> =
        net.places_of(site).map(|(place, _)| place).filter(|&place| !state.is_served(place)).collect();
    state.add(site);
    let places: Vec<usize> = before.into_iter().filter(|&place| state.is_served(place)).collect();
    Step {
        site,
        phase,
        cost: problem.total_charge(site, phase).unwrap_or(f64::INFINITY),
        weight: places.iter().map(|&place| problem.places[place].weight).sum(),
        places,
    }
}

/// The chosen sites that cover a part of a place by the time it is first served, ascending.
pub fn served_by(problem: &Problem, plan: &Plan, place: usize) -> Vec<usize> {
    let Some(first) = plan.served[place] else { return Vec::new() };
    let sites = problem.places[place].reaching().into_iter();
    let mut sites: Vec<usize> = sites
        .map(|site| site as usize)
        .filter(|&site| plan.built[site].is_some_and(|built| built <= first))
        .collect();
    sites.sort_unstable();
    sites.dedup();
    sites
}
