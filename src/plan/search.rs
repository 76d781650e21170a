//! Local search: take a few neighbouring sites out, fill up again, keep what is better.
//!
//! Rounds are counted, not timed, so that every run finds the same plan.

use super::evaluate::Choice;
use super::greedy::{Draft, Measure};
use super::net::Net;
use crate::rank::random::Random;

/// Improves a draft for a number of rounds.
pub fn improve(draft: &mut Draft<'_>, net: &Net, rounds: usize, seed: u64) {
    let mut random = Random::new(seed);
    draft.advance();
    let mut best = draft.worth();
    for _ in 0..rounds {
        let before = draft.choice.clone();
        destroy(draft, net, &mut random);
        if random.unit() < 0.5 {
            complete_one(draft, net, &mut random);
        }
        let measure = Measure::ALL[random.below(Measure::ALL.len())];
        let salt = random.bits();
        draft.fill(measure, |site| 0.8 + 0.4 * Random::new(salt ^ site as u64).unit());
        draft.advance();
        let now = draft.worth();
        if draft.is_complete() && now.beats(&best, draft.problem.goal.maximises()) {
            best = now;
        } else {
            restore(draft, &before);
        }
    }
}

fn destroy(draft: &mut Draft<'_>, net: &Net, random: &mut Random) {
    let chosen: Vec<usize> = (0..draft.choice.len()).filter(|&site| draft.choice[site].is_some()).collect();
    if chosen.is_empty() {
        return;
    }
    let most = 2 + random.below(chosen.len().min(12));
    let centre = chosen[random.below(chosen.len())];
    let mut near: Vec<u32> =
        net.places_of(centre).flat_map(|(place, _)| net.reaching(place)).copied().collect();
    near.sort_unstable();
    near.dedup();
    let mut out: Vec<usize> =
        near.into_iter().map(|site| site as usize).filter(|&site| draft.choice[site].is_some()).collect();
    while out.len() > most {
        out.swap_remove(random.below(out.len()));
    }
    while out.len() < most.min(chosen.len()) && random.unit() < 0.9 {
        out.push(chosen[random.below(chosen.len())]);
    }
    for site in out {
        if draft.may_drop(site) {
            draft.remove(site);
        }
    }
}

/// Builds together what one unserved place takes: single gains do not see such sets.
fn complete_one(draft: &mut Draft<'_>, net: &Net, random: &mut Random) {
    let places = draft.problem.places.len();
    let from = random.below(places);
    let split = |place: &usize| net.atoms_of(*place).len() > 1 && !draft.state.is_served(*place);
    let Some(place) = (0..places).map(|step| (from + step) % places).find(split) else { return };
    let reaching = net.reaching(place);
    let mut added = Vec::new();
    while !draft.state.is_served(place) {
        let filled = |site: usize| draft.state.filled(place, site);
        let candidates = reaching.iter().map(|&site| site as usize).filter(|&site| filled(site) > 0.0);
        let allowed = candidates.filter_map(|site| {
            let phase = (0..draft.ledger.phases()).find(|&phase| draft.can_build(site, phase))?;
            Some((site, phase, filled(site) / draft.ledger.cost(site, phase).max(1e-9)))
        });
        let Some((site, phase, _)) = allowed.reduce(|best, next| if next.2 > best.2 { next } else { best })
        else {
            // Not to be had: give the money back.
            added.into_iter().for_each(|site| draft.remove(site));
            return;
        };
        draft.build(site, phase);
        added.push(site);
    }
}

fn restore(draft: &mut Draft<'_>, before: &Choice) {
    let changed: Vec<usize> = (0..before.len()).filter(|&site| draft.choice[site] != before[site]).collect();
    changed.iter().for_each(|&site| draft.remove(site));
    for &site in &changed {
        if let Some(phase) = before[site] {
            draft.build(site, phase);
        }
    }
}
