//! What a growing choice covers, kept up to date site by site.

use super::net::Net;
use super::problem::Problem;

/// How often each atom is covered, and how much of each place.
#[derive(Debug, Clone)]
pub struct State<'a> {
    problem: &'a Problem,
    net: &'a Net,
    hits: Vec<u32>,
    covered: Vec<f64>,
    served: Vec<bool>,
    weight: f64,
}

/// What one more site would bring.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Gain {
    /// Weight of the places it would complete.
    pub served: f64,
    /// Weight times the share of the need it would fill: more than `served` where a place needs
    /// several sites.
    pub progress: f64,
}

impl<'a> State<'a> {
    /// Nothing chosen.
    pub fn new(problem: &'a Problem, net: &'a Net) -> Self {
        Self {
            problem,
            net,
            hits: vec![0; net.atom_place.len()],
            covered: vec![0.0; problem.places.len()],
            served: vec![false; problem.places.len()],
            weight: 0.0,
        }
    }

    /// Weight served.
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// Whether a place is served.
    pub fn is_served(&self, place: usize) -> bool {
        self.served[place]
    }

    /// What adding a site would bring.
    pub fn gain(&self, site: usize) -> Gain {
        let mut gain = Gain::default();
        for (place, atoms) in self.net.places_of(site) {
            if self.served[place] {
                continue;
            }
            let new: f64 = atoms
                .iter()
                .filter(|&&atom| self.hits[atom as usize] == 0)
                .map(|&atom| self.net.atom_weight[atom as usize])
                .sum();
            let record = &self.problem.places[place];
            if record.is_enough(self.covered[place] + new) {
                gain.served += record.weight;
                gain.progress += record.weight * (1.0 - self.covered[place] / record.need);
            } else {
                gain.progress += record.weight * new / record.need;
            }
        }
        gain
    }

    /// Weight of one place's atoms that a site would newly cover.
    pub fn filled(&self, place: usize, site: usize) -> f64 {
        let new = |atom: &usize| self.hits[*atom] == 0 && self.net.sites_of(*atom).contains(&(site as u32));
        self.net.atoms_of(place).filter(new).map(|atom| self.net.atom_weight[atom]).sum()
    }

    /// Whether every place stays served without a chosen site.
    pub fn is_redundant(&self, site: usize) -> bool {
        self.net.places_of(site).all(|(place, atoms)| {
            let only = atoms.iter().filter(|&&atom| self.hits[atom as usize] == 1);
            let gone: f64 = only.map(|&atom| self.net.atom_weight[atom as usize]).sum();
            let record = &self.problem.places[place];
            !self.served[place] || gone == 0.0 || record.is_enough(self.covered[place] - gone)
        })
    }

    /// Adds a site.
    pub fn add(&mut self, site: usize) {
        for &atom in self.net.covered_by(site) {
            self.hits[atom as usize] += 1;
        }
        self.recount(site);
    }

    /// Takes a site back.
    pub fn remove(&mut self, site: usize) {
        for &atom in self.net.covered_by(site) {
            self.hits[atom as usize] -= 1;
        }
        self.recount(site);
    }

    fn recount(&mut self, site: usize) {
        let net = self.net;
        for (place, _) in net.places_of(site) {
            let covered: f64 = net
                .atoms_of(place)
                .filter(|&atom| self.hits[atom] > 0)
                .map(|atom| net.atom_weight[atom])
                .sum();
            self.covered[place] = covered;
            let record = &self.problem.places[place];
            let served = record.is_enough(covered);
            if served != self.served[place] {
                self.weight += if served { record.weight } else { -record.weight };
                self.served[place] = served;
            }
        }
    }
}
