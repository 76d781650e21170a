//! What a choice of sites and phases is worth.

use super::problem::{Goal, Place, Problem};

/// A choice: for each site the phase it is built in, `None` when it is not.
pub type Choice = Vec<Option<usize>>;

/// The phase in which a place is served for the first time.
pub fn first_served(place: &Place, choice: &[Option<usize>]) -> Option<usize> {
    let mut phases: Vec<usize> =
        place.atoms().flat_map(|atom| &atom.sites).filter_map(|&site| choice[site as usize]).collect();
    phases.sort_unstable();
    phases.dedup();
    let stands = |site: u32, now: usize| choice[site as usize].is_some_and(|built| built <= now);
    phases.into_iter().find(|&now| place.is_served(|site| stands(site, now)))
}

/// When each place is served for the first time.
pub fn served(problem: &Problem, choice: &[Option<usize>]) -> Vec<Option<usize>> {
    problem.places.iter().map(|place| first_served(place, choice)).collect()
}

/// The goal's value of a choice: weight, money or a number of sites.
pub fn objective(problem: &Problem, choice: &[Option<usize>]) -> f64 {
    match &problem.goal {
        Goal::MostServed { value } => problem
            .places
            .iter()
            .filter_map(|place| Some(place.weight * value[first_served(place, choice)?]))
            .sum(),
        Goal::LeastCost { .. } => {
            let built = choice.iter().enumerate().filter_map(|(site, built)| Some((site, (*built)?)));
            built.map(|(site, built)| problem.cost(site, built).unwrap_or(f64::INFINITY)).sum()
        }
        Goal::FewestSites { .. } => choice.iter().flatten().count() as f64,
    }
}

/// Money spent in each phase.
pub fn spending(problem: &Problem, choice: &[Option<usize>]) -> Vec<f64> {
    let mut spent = vec![0.0; problem.phases.len()];
    for (site, built) in choice.iter().enumerate() {
        let Some(built) = *built else { continue };
        for (phase, sum) in spent.iter_mut().enumerate().skip(built) {
            *sum += problem.charge(site, built, phase).unwrap_or(f64::INFINITY);
        }
    }
    spent
}

/// Weight served by the end of each phase.
pub fn weight_served(problem: &Problem, choice: &[Option<usize>]) -> Vec<f64> {
    let mut weights = vec![0.0; problem.phases.len()];
    for place in &problem.places {
        if let Some(first) = first_served(place, choice) {
            weights[first..].iter_mut().for_each(|sum| *sum += place.weight);
        }
    }
    weights
}
