//! Blockers: sets of sites without which a place cannot be served.
//!
//! A place is served exactly when every minimal blocker holds a chosen site (blockers and
//! serving sets are each other's minimal transversals), so "served" is never more than the
//! number of chosen sites in each. This says a threshold over atoms without any variable for an
//! atom, and more tightly than one row over all atoms does.

use super::net::Net;
use super::problem::Problem;

/// More blockers than this are left to the atoms.
const MOST: usize = 64;
/// Places reached by more sites than this are left to the atoms.
const MOST_SITES: usize = 8;

/// The blockers of one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Blockers {
    /// Sets of sites, each ascending. Empty when no site set serves the place at all.
    pub sets: Vec<Vec<u32>>,
    /// Whether the sets are all minimal blockers: then they say the rule exactly.
    pub complete: bool,
}

/// All minimal blockers where a place is reached by few sites, else some of them.
pub fn blockers(problem: &Problem, net: &Net, place: usize) -> Blockers {
    let sites = net.reaching(place);
    let judge = Judge { problem, net, place, sites: &sites };
    if !judge.serves(|_| true) {
        return Blockers { sets: Vec::new(), complete: true };
    }
    if net.atoms_of(place).len() == 1 {
        return Blockers { sets: vec![sites], complete: true };
    }
    if sites.len() <= MOST_SITES {
        let sets = judge.all_minimal();
        if sets.len() <= MOST {
            return Blockers { sets, complete: true };
        }
    }
    Blockers { sets: judge.some_minimal(), complete: false }
}

struct Judge<'a> {
    problem: &'a Problem,
    net: &'a Net,
    place: usize,
    sites: &'a [u32],
}

impl Judge<'_> {
    /// Whether the sites at the kept positions serve the place.
    fn serves(&self, keep: impl Fn(usize) -> bool) -> bool {
        let kept = |site: &u32| self.sites.binary_search(site).is_ok_and(&keep);
        let covered = self
            .net
            .atoms_of(self.place)
            .filter(|&atom| self.net.sites_of(atom).iter().any(kept))
            .map(|atom| self.net.atom_weight[atom])
            .sum();
        self.problem.places[self.place].is_enough(covered)
    }

    fn all_minimal(&self) -> Vec<Vec<u32>> {
        let count = self.sites.len();
        // Smaller sets first, so that a superset of a blocker is known as one.
        let mut masks: Vec<u32> = (1..1u32 << count).collect();
        masks.sort_by_key(|mask| (mask.count_ones(), *mask));
        let mut minimal: Vec<u32> = Vec::new();
        for mask in masks {
            if minimal.iter().any(|known| mask & known == *known) {
                continue;
            }
            if !self.serves(|position| mask >> position & 1 == 0) {
                minimal.push(mask);
            }
        }
        minimal.iter().map(|mask| self.named(|position| mask >> position & 1 == 1)).collect()
    }

    /// One minimal blocker for each site: the one that results from giving sites back in order,
    /// that site last.
    fn some_minimal(&self) -> Vec<Vec<u32>> {
        let count = self.sites.len();
        let mut sets = Vec::new();
        for last in 0..count.min(MOST) {
            let mut blocked = vec![true; count];
            for position in (0..count).filter(|&p| p != last).chain([last]) {
                blocked[position] = false;
                if self.serves(|p| !blocked[p]) {
                    blocked[position] = true;
                }
            }
            sets.push(self.named(|position| blocked[position]));
        }
        sets.sort();
        sets.dedup();
        sets
    }

    fn named(&self, is_in: impl Fn(usize) -> bool) -> Vec<u32> {
        self.sites
            .iter()
            .enumerate()
            .filter(|(position, _)| is_in(*position))
            .map(|(_, &site)| site)
            .collect()
    }
}
