//! When each place is served by a growing choice, kept up to date place by place.

use super::evaluate::{Choice, first_served};
use super::net::Net;
use super::problem::{Goal, Problem};

/// First phases of service, and the weight first served in each phase.
#[derive(Debug, Clone)]
pub struct Tally {
    first: Vec<Option<usize>>,
    weights: Vec<f64>,
    /// Places of which a site was built, moved or taken back since.
    stale: Vec<u32>,
    is_stale: Vec<bool>,
}

impl Tally {
    /// Of a choice that nothing is known of yet.
    pub fn new(problem: &Problem) -> Self {
        Self {
            first: vec![None; problem.places.len()],
            weights: vec![0.0; problem.phases.len()],
            stale: Vec::new(),
            is_stale: vec![false; problem.places.len()],
        }
    }

    /// Something about a site has changed.
    pub fn touch(&mut self, net: &Net, site: usize) {
        for (place, _) in net.places_of(site) {
            if !std::mem::replace(&mut self.is_stale[place], true) {
                self.stale.push(place as u32);
            }
        }
    }

    /// Looks again at every place of which a site has changed.
    pub fn settle(&mut self, problem: &Problem, choice: &Choice) {
        for place in std::mem::take(&mut self.stale) {
            let place = place as usize;
            self.is_stale[place] = false;
            let record = &problem.places[place];
            let now = first_served(record, choice);
            if let Some(before) = std::mem::replace(&mut self.first[place], now) {
                self.weights[before] -= record.weight;
            }
            if let Some(now) = now {
                self.weights[now] += record.weight;
            }
        }
    }

    /// What the goal makes of the weights, where weight is what it counts.
    pub fn value(&self, goal: &Goal) -> f64 {
        match goal {
            Goal::MostServed { value } => {
                self.weights.iter().zip(value).map(|(weight, value)| weight * value).sum()
            }
            Goal::LeastCost { .. } | Goal::FewestSites { .. } => 0.0,
        }
    }

    /// Weight counted once more for every phase earlier.
    pub fn earliness(&self) -> f64 {
        let phases = self.weights.len();
        self.weights.iter().enumerate().map(|(phase, weight)| weight * (phases - phase) as f64).sum()
    }
}
