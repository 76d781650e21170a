//! From a game to a problem of planning: the same question for the exact solver.
//!
//! A rule about one threshold is one already. Any other rule is said by its blockers: a village
//! is won exactly when every smallest set of sites without which it cannot be won holds a site
//! that is built, so each blocker is an atom of weight 1, and all of them are needed.

use super::game::Game;
use super::look::{Cluster, EXISTING, Element, Look, Mask};
use super::stake::Stake;
use crate::assess::{HowMany, Rule, SHARE_TOLERANCE};
use crate::plan::{Atom, Place};

/// The open stakes as places worth serving.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    /// The places.
    pub places: Vec<Place>,
    /// Villages whose rule is no single threshold and that too many sites reach: left out.
    pub too_complex: Vec<usize>,
}

/// The places of a game; `worth` is what winning a stake counts, `id` a village's id.
pub fn places(game: &Game, worth: &dyn Fn(&Stake) -> f64, id: &dyn Fn(usize) -> String) -> Places {
    let mut found = Places::default();
    for stake in game.stakes.iter().filter(|stake| stake.is_open()) {
        if !stake.is_won(&game.definition, stake.everyone()) {
            continue;
        }
        let made = threshold(game, stake).or_else(|| stake.is_tabled().then(|| blocked(game, stake)));
        match made {
            Some((atoms, need)) => {
                let atoms = atoms.into_iter().map(|element| atom(stake, element)).collect();
                found.places.push(Place::threshold(id(stake.village), worth(stake), need, atoms));
            }
            None => found.too_complex.push(stake.village),
        }
    }
    found
}

fn atom(stake: &Stake, element: Element) -> Atom {
    let sites = stake.sites.iter().enumerate().filter(|(bit, _)| element.mask >> bit & 1 == 1);
    Atom { weight: element.weight, sites: sites.map(|(_, &site)| site).collect() }
}

/// One threshold over elements, where the rule is that and one union is asked.
fn threshold(game: &Game, stake: &Stake) -> Option<(Vec<Element>, f64)> {
    if !stake.alone.is_empty() {
        return None;
    }
    let tolerance = game.definition.tolerance.get();
    let look = &stake.whole;
    match &game.definition.rule {
        Rule::Area(least) => of_share(look.area.as_ref()?, least.get(), tolerance),
        Rule::Population(least) => {
            of_share(look.people.as_ref().or(look.area.as_ref())?, least.get(), tolerance)
        }
        Rule::Buildings(least) => of_share(look.buildings.as_ref()?, least.get(), tolerance),
        Rule::Centre => Some((vec![Element { weight: 1.0, mask: look.centre? }], 1.0)),
        Rule::Clusters(how_many) => of_clusters(look, *how_many),
        Rule::Within(_) | Rule::All(_) | Rule::Any(_) => None,
    }
}

fn of_share(elements: &[Element], least: f64, tolerance: f64) -> Option<(Vec<Element>, f64)> {
    let allowed = if least == 1.0 { tolerance.max(SHARE_TOLERANCE) } else { SHARE_TOLERANCE };
    let total: f64 = elements.iter().map(|element| element.weight).sum();
    let scaled = elements.iter().map(|it| Element { weight: it.weight / total, mask: it.mask });
    rest(scaled.collect(), least - allowed)
}

fn of_clusters(look: &Look, how_many: HowMany) -> Option<(Vec<Element>, f64)> {
    let point = |cluster: &Cluster| match cluster {
        Cluster::Point(mask) => Some(Element { weight: 1.0, mask: *mask }),
        Cluster::Outline(_) => None,
    };
    let all: Vec<Element> = look.clusters.iter().map(point).collect::<Option<_>>()?;
    let need = match how_many {
        HowMany::All => all.len() as f64,
        HowMany::AtLeast(least) => f64::from(least),
    };
    rest(all, need)
}

/// What existing coverage leaves to be done, and what the sites could do about it.
fn rest(elements: Vec<Element>, need: f64) -> Option<(Vec<Element>, f64)> {
    let (existing, open): (Vec<Element>, Vec<Element>) =
        elements.into_iter().partition(|element| element.mask & EXISTING != 0);
    let need = need - existing.iter().map(|element| element.weight).sum::<f64>();
    let open = open.into_iter().filter(|element| element.mask != 0).collect();
    (need > 0.0).then_some((open, need))
}

/// Every smallest blocker, as an element.
fn blocked(game: &Game, stake: &Stake) -> (Vec<Element>, f64) {
    let everyone = stake.everyone();
    let mut sets: Vec<Mask> = (1..=everyone).collect();
    sets.sort_by_key(|set| (set.count_ones(), *set));
    let mut smallest: Vec<Mask> = Vec::new();
    for set in sets {
        let known = smallest.iter().any(|known| set & known == *known);
        if !known && !stake.is_won(&game.definition, everyone & !set) {
            smallest.push(set);
        }
    }
    let need = smallest.len() as f64;
    (smallest.into_iter().map(|mask| Element { weight: 1.0, mask }).collect(), need)
}
