//! What a growing choice covers, kept up to date site by site.

use super::net::Net;
use super::problem::Problem;
use super::service::{Service, enough};

/// How often each atom is covered, and how much of each requirement.
#[derive(Debug, Clone)]
pub struct State<'a> {
    problem: &'a Problem,
    net: &'a Net,
    hits: Vec<u32>,
    /// By requirement.
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
            covered: vec![0.0; net.needs.len()],
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
            let weight = self.problem.places[place].weight;
            let own = self.net.requirements_of(place);
            let mut filled = 0.0;
            let all = own.len() as f64;
            let mut with: Vec<f64> = self.covered[own.clone()].to_vec();
            for chunk in atoms.chunk_by(|a, b| self.requirement(*a) == self.requirement(*b)) {
                let requirement = self.requirement(chunk[0]);
                let new: f64 = chunk
                    .iter()
                    .filter(|&&atom| self.hits[atom as usize] == 0)
                    .map(|&atom| self.net.atom_weight[atom as usize])
                    .sum();
                let (need, before) = (self.net.needs[requirement], self.covered[requirement]);
                with[requirement - own.start] = before + new;
                filled += new.min((need - before).max(0.0)) / need / all;
            }
            if self.holds(place, |nth| enough(self.net.needs[own.start + nth], with[nth])) {
                gain.served += weight;
                let done = own.clone().map(|r| (self.covered[r] / self.net.needs[r]).min(1.0) / all);
                gain.progress += weight * (1.0 - done.sum::<f64>()).max(filled);
            } else {
                gain.progress += weight * filled;
            }
        }
        gain
    }

    fn requirement(&self, atom: u32) -> usize {
        self.net.atom_requirement[atom as usize] as usize
    }

    fn holds(&self, place: usize, met: impl Fn(usize) -> bool) -> bool {
        match &self.problem.places[place].service {
            Service::Requirement(nth) => met(*nth as usize),
            service => service.holds(&met),
        }
    }

    /// Share of one place's needs that a site would newly fill.
    pub fn filled(&self, place: usize, site: usize) -> f64 {
        let of = |requirement: usize| {
            let need = self.net.needs[requirement];
            if enough(need, self.covered[requirement]) {
                return 0.0;
            }
            let new =
                |atom: &usize| self.hits[*atom] == 0 && self.net.sites_of(*atom).contains(&(site as u32));
            let weights = self.net.atoms_in(requirement).filter(new).map(|atom| self.net.atom_weight[atom]);
            weights.sum::<f64>() / need
        };
        self.net.requirements_of(place).map(of).sum()
    }

    /// Whether every place stays served without a chosen site.
    pub fn is_redundant(&self, site: usize) -> bool {
        self.net.places_of(site).all(|(place, atoms)| {
            if !self.served[place] {
                return true;
            }
            let own = self.net.requirements_of(place);
            let mut without: Vec<f64> = self.covered[own.clone()].to_vec();
            let mut loses = false;
            for &atom in atoms.iter().filter(|&&atom| self.hits[atom as usize] == 1) {
                without[self.requirement(atom) - own.start] -= self.net.atom_weight[atom as usize];
                loses = true;
            }
            !loses || self.holds(place, |nth| enough(self.net.needs[own.start + nth], without[nth]))
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
        for (place, atoms) in net.places_of(site) {
            let mut last = usize::MAX;
            for &atom in atoms {
                let requirement = self.requirement(atom);
                if requirement != last {
                    last = requirement;
                    let hit = net.atoms_in(requirement).filter(|&atom| self.hits[atom] > 0);
                    self.covered[requirement] = hit.map(|atom| net.atom_weight[atom]).sum();
                }
            }
            let first = net.requirements_of(place).start;
            let served = self.holds(place, |nth| enough(net.needs[first + nth], self.covered[first + nth]));
            if served != self.served[place] {
                let weight = self.problem.places[place].weight;
                self.weight += if served { weight } else { -weight };
                self.served[place] = served;
            }
        }
    }
}
