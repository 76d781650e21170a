//! Blockers: sets of sites without which a place cannot be served.
//!
//! A place is served exactly when every minimal blocker holds a chosen site (blockers and
//! serving sets are each other's minimal transversals), so "served" is never more than the
//! number of chosen sites in each. This says any monotone combination of thresholds without a
//! variable for a part of it, and more tightly than one row over all parts does.

use super::net::Net;
use super::problem::Problem;

/// More blockers than this are not listed beforehand.
const MOST: usize = 64;
/// Of places reached by more sites than this not all blockers are looked for.
pub const MOST_SITES: usize = 8;

/// The blockers of one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Blockers {
    /// Sets of sites, each ascending. Empty when no site set serves the place at all.
    pub sets: Vec<Vec<u32>>,
    /// Whether the sets are all minimal blockers: then they say the rule exactly.
    pub complete: bool,
}

/// All minimal blockers where a place is reached by at most `listed` sites, else some of them.
pub fn blockers(problem: &Problem, net: &Net, place: usize, listed: usize) -> Blockers {
    let judge = Judge::new(problem, net, place);
    if !judge.serves(&judge.everything()) {
        return Blockers { sets: Vec::new(), complete: true };
    }
    if judge.is_simple() {
        return Blockers { sets: vec![judge.sites], complete: true };
    }
    if judge.sites.len() <= listed.min(16) {
        let sets = judge.all_minimal();
        if sets.len() <= MOST {
            return Blockers { sets, complete: true };
        }
    }
    Blockers { sets: judge.some_minimal(), complete: false }
}

/// One place with its atoms as bits: quick to ask what a set of sites does for it.
#[derive(Debug)]
pub struct Judge<'a> {
    problem: &'a Problem,
    place: usize,
    /// The sites that reach the place, ascending; a site's bit is its place here.
    pub sites: Vec<u32>,
    words: usize,
    needs: &'a [f64],
    /// Requirement and weight of each atom.
    atoms: Vec<(usize, f64)>,
    /// The sites of each atom, `words` words each.
    masks: Vec<u64>,
}

impl<'a> Judge<'a> {
    /// The judge of one place.
    pub fn new(problem: &'a Problem, net: &'a Net, place: usize) -> Self {
        let sites = net.reaching(place).to_vec();
        let words = sites.len().div_ceil(64).max(1);
        let own = net.requirements_of(place);
        let mut judge = Self {
            problem,
            place,
            words,
            needs: &net.needs[own.clone()],
            atoms: Vec::new(),
            masks: Vec::new(),
            sites,
        };
        for atom in net.atoms_of(place) {
            let requirement = net.atom_requirement[atom] as usize - own.start;
            judge.atoms.push((requirement, net.atom_weight[atom]));
            let mut mask = vec![0u64; words];
            for &site in net.sites_of(atom) {
                if let Ok(bit) = judge.sites.binary_search(&site) {
                    mask[bit / 64] |= 1 << (bit % 64);
                }
            }
            judge.masks.extend(mask);
        }
        judge
    }

    /// Every site.
    pub fn everything(&self) -> Vec<u64> {
        let mut set = vec![0u64; self.words];
        (0..self.sites.len()).for_each(|bit| set[bit / 64] |= 1 << (bit % 64));
        set
    }

    /// Whether any one site that reaches it serves it.
    fn is_simple(&self) -> bool {
        self.atoms.len() == 1
    }

    /// Whether a set of sites serves the place.
    pub fn serves(&self, set: &[u64]) -> bool {
        let mut covered = [0.0f64; 8];
        let mut many;
        let covered: &mut [f64] = if self.needs.len() <= covered.len() {
            &mut covered
        } else {
            many = vec![0.0; self.needs.len()];
            &mut many
        };
        for (&(requirement, weight), mask) in self.atoms.iter().zip(self.masks.chunks(self.words)) {
            if mask.iter().zip(set).any(|(mask, set)| mask & set != 0) {
                covered[requirement] += weight;
            }
        }
        self.problem.places[self.place]
            .service
            .holds(&|nth| super::service::enough(self.needs[nth], covered[nth]))
    }

    /// The minimal blocker that is left when blocked sites are given back in this order (bits),
    /// each as long as the place stays unserved; `None` where the place is served from the start.
    pub fn minimal(&self, blocked: &[usize], order: &[usize]) -> Option<Vec<u32>> {
        let mut open = self.everything();
        blocked.iter().for_each(|&bit| open[bit / 64] &= !(1 << (bit % 64)));
        if self.serves(&open) {
            return None;
        }
        let mut left = Vec::new();
        for &bit in order {
            open[bit / 64] |= 1 << (bit % 64);
            if self.serves(&open) {
                open[bit / 64] &= !(1 << (bit % 64));
                left.push(bit);
            }
        }
        left.sort_unstable();
        Some(left.into_iter().map(|bit| self.sites[bit]).collect())
    }

    fn all_minimal(&self) -> Vec<Vec<u32>> {
        let count = self.sites.len();
        // Smaller sets first, so that a superset of a blocker is known as one.
        let mut masks: Vec<u64> = (1..1u64 << count).collect();
        masks.sort_by_key(|mask| (mask.count_ones(), *mask));
        let all = (1u64 << count) - 1;
        let mut minimal: Vec<u64> = Vec::new();
        for mask in masks {
            if minimal.iter().any(|known| mask & known == *known) {
                continue;
            }
            if !self.serves(&[all & !mask]) {
                minimal.push(mask);
            }
        }
        let named =
            |mask: &u64| (0..count).filter(|bit| mask >> bit & 1 == 1).map(|bit| self.sites[bit]).collect();
        minimal.iter().map(named).collect()
    }

    /// One minimal blocker for each site: the one that results from giving sites back in order,
    /// that site last.
    fn some_minimal(&self) -> Vec<Vec<u32>> {
        let count = self.sites.len();
        let all: Vec<usize> = (0..count).collect();
        let mut sets = Vec::new();
        for last in 0..count.min(MOST) {
            let order: Vec<usize> = (0..count).filter(|&bit| bit != last).chain([last]).collect();
            sets.extend(self.minimal(&all, &order));
        }
        sets.sort();
        sets.dedup();
        sets
    }
}
