//! A smaller problem with the same best plans.

use std::collections::HashMap;

use super::evaluate::Choice;
use super::net::Net;
use super::problem::{Decision, Place, Problem};
use super::service::{Atom, Requirement, Service};

/// A reduced problem, and the way back.
#[derive(Debug, Clone)]
pub struct Reduced {
    /// The smaller problem.
    pub problem: Problem,
    /// For each of its sites the place in the original.
    pub sites: Vec<usize>,
    original_sites: usize,
}

impl Reduced {
    /// The choice in terms of the original sites.
    pub fn expand(&self, choice: &[Option<usize>]) -> Choice {
        let mut whole = vec![None; self.original_sites];
        for (&site, &built) in self.sites.iter().zip(choice) {
            whole[site] = built;
        }
        whole
    }
}

/// Leaves out places that nothing reaches and sites that reach nothing or no more than a
/// cheaper one does, and puts places that the same sites serve together.
pub fn reduce(problem: &Problem) -> Reduced {
    let mut places: Vec<Place> = problem.places.iter().map(merge_atoms).collect();
    places.retain(|place| place.is_served(|_| true));
    if problem.rules.floors.is_empty() {
        places = merge_places(places);
    }
    let mut smaller = Problem { places, ..problem.clone() };
    let keep = useful_sites(&smaller);
    let sites: Vec<usize> = (0..problem.sites.len()).filter(|&site| keep[site]).collect();
    rename(&mut smaller, &sites);
    Reduced { problem: smaller, sites, original_sites: problem.sites.len() }
}

/// Atoms of the same sites become one; those of no site vanish.
fn merge_atoms(place: &Place) -> Place {
    let requirements = place.requirements.iter().map(merged).collect();
    Place { requirements, ..place.clone() }
}

fn merged(requirement: &Requirement) -> Requirement {
    let mut atoms: Vec<Atom> =
        requirement.atoms.iter().filter(|atom| !atom.sites.is_empty()).cloned().collect();
    atoms.sort_by(|a, b| a.sites.cmp(&b.sites));
    atoms.dedup_by(|next, kept| {
        let same = next.sites == kept.sites;
        if same {
            kept.weight += next.weight;
        }
        same
    });
    if let [only] = atoms.as_mut_slice()
        && requirement.is_enough(only.weight)
    {
        only.weight = 1.0;
        return Requirement { need: 1.0, atoms };
    }
    Requirement { need: requirement.need, atoms }
}

fn merge_places(places: Vec<Place>) -> Vec<Place> {
    let mut seen: HashMap<Vec<u64>, usize> = HashMap::new();
    let mut merged: Vec<Place> = Vec::new();
    for place in places {
        let key = fingerprint(&place);
        if let Some(&first) = seen.get(&key) {
            merged[first].weight += place.weight;
        } else {
            seen.insert(key, merged.len());
            merged.push(place);
        }
    }
    merged
}

fn fingerprint(place: &Place) -> Vec<u64> {
    let mut key = Vec::new();
    describe(&place.service, &mut key);
    for requirement in &place.requirements {
        key.extend([requirement.need.to_bits(), requirement.atoms.len() as u64]);
        for atom in &requirement.atoms {
            key.push(atom.weight.to_bits());
            key.push(atom.sites.len() as u64);
            key.extend(atom.sites.iter().map(|&site| u64::from(site)));
        }
    }
    key
}

fn describe(service: &Service, key: &mut Vec<u64>) {
    match service {
        Service::Requirement(nth) => key.extend([0, u64::from(*nth)]),
        Service::AtLeast(least, parts) => {
            key.extend([1, u64::from(*least), parts.len() as u64]);
            parts.iter().for_each(|part| describe(part, key));
        }
    }
}

fn useful_sites(problem: &Problem) -> Vec<bool> {
    let net = Net::new(problem);
    let needed: Vec<u32> = problem.sites.iter().flat_map(|site| site.after.iter().copied()).collect();
    let phases = problem.phases.len();
    let amounts = |site: usize, phase: usize| {
        [problem.total_charge(site, phase), problem.cost(site, phase)]
            .map(|amount| amount.unwrap_or(f64::INFINITY))
    };
    let costs: Vec<Vec<f64>> = (0..problem.sites.len())
        .map(|site| (0..phases).flat_map(|phase| amounts(site, phase)).collect())
        .collect();
    let must = |site: usize| {
        matches!(problem.sites[site].decision, Decision::Build | Decision::BuildIn(_))
            || needed.contains(&(site as u32))
    };
    let mut keep: Vec<bool> = (0..problem.sites.len())
        .map(|site| {
            let buildable = costs[site].iter().any(|cost| cost.is_finite());
            must(site) || (buildable && !net.covered_by(site).is_empty())
        })
        .collect();
    if !needed.is_empty() || problem.rules.opex_from_budget {
        return keep;
    }
    for site in 0..problem.sites.len() {
        if keep[site] && !must(site) && dominator(site, &net, &costs, &keep).is_some() {
            keep[site] = false;
        }
    }
    keep
}

/// A kept site that covers all that `site` covers and costs no more in any phase.
fn dominator(site: usize, net: &Net, costs: &[Vec<f64>], keep: &[bool]) -> Option<usize> {
    let atoms = net.covered_by(site);
    let rarest = atoms.iter().min_by_key(|&&atom| net.sites_of(atom as usize).len())?;
    net.sites_of(*rarest as usize).iter().map(|&other| other as usize).find(|&other| {
        other != site
            && keep[other]
            && costs[other].iter().zip(&costs[site]).all(|(other, own)| other <= own)
            && is_subset(atoms, net.covered_by(other))
    })
}

fn is_subset(small: &[u32], large: &[u32]) -> bool {
    small.len() <= large.len() && small.iter().all(|item| large.binary_search(item).is_ok())
}

fn rename(problem: &mut Problem, sites: &[usize]) {
    let mut names = vec![u32::MAX; problem.sites.len()];
    for (new, &old) in sites.iter().enumerate() {
        names[old] = new as u32;
    }
    let renamed = |old: &[u32]| -> Vec<u32> {
        old.iter().map(|&site| names[site as usize]).filter(|&new| new != u32::MAX).collect()
    };
    for place in &mut problem.places {
        for atom in place.requirements.iter_mut().flat_map(|requirement| &mut requirement.atoms) {
            atom.sites = renamed(&atom.sites);
        }
    }
    problem.sites = sites.iter().map(|&old| problem.sites[old].clone()).collect();
    for site in &mut problem.sites {
        site.after = renamed(&site.after);
    }
}
