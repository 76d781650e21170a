//! The same proposals under other rules, other minimum technologies, and shared by all operators.

use rayon::prelude::*;

use super::game::{Gain, Game, Ground, Setting};
use super::order::Order;
use super::shapley::{Draws, Shapley, shapley};
use super::stake::Sharing;
use crate::assess::{Case, Definition, Operators, Reason};

/// What the sites bring under one definition.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderRule {
    /// The definition.
    pub case: Case,
    /// What each site brings alone; nothing of candidates.
    pub alone: Vec<Gain>,
    /// What each adds in the order given.
    pub given: Vec<Gain>,
    /// Its Shapley value.
    pub shapley: Vec<Shapley>,
    /// What all of them bring together.
    pub together: Gain,
}

/// Villages that so many sites reach have all sets written down.
const TABLED: usize = 7;

/// How often orders are drawn for the others.
const DRAWS: usize = 200;

/// The sites under each definition.
pub fn under_rules(ground: Ground<'_>, cases: Vec<Case>, seed: u64) -> Vec<UnderRule> {
    let offer = ground.offer;
    let order = offer.given_order();
    let one = |case: Case| {
        let takes_part = |site: u32| offer.sites[site as usize].list.is_some();
        let setting = Setting { takes_part: &takes_part, tabled: TABLED, ..Setting::default() };
        let game = Game::new(ground, &case.definition, &setting);
        let in_order = Order::of(&game, order.clone());
        let given = |site: usize| in_order.gain(site).unwrap_or_default();
        UnderRule {
            alone: (0..offer.sites.len()).map(|site| game.alone(site)).collect(),
            given: (0..offer.sites.len()).map(given).collect(),
            shapley: shapley(&game, Draws { count: DRAWS, seed }),
            together: game.gain(|_| true),
            case,
        }
    };
    cases.into_par_iter().map(one).collect()
}

/// The definitions worth showing: the one in use, and every rule at every minimum technology.
pub fn is_shown(case: &Case) -> bool {
    matches!(case.reason, Reason::Active | Reason::Rule)
}

/// What sharing would bring one operator's subscribers.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedBy {
    /// The operator; `None` for villages that every operator serves.
    pub operator: Option<String>,
    /// What its own sites bring them.
    pub own: Gain,
    /// What all sites would, if each served every operator.
    pub shared: Gain,
}

/// What changes for the subscribers of each operator when one site serves all operators.
pub fn sharing(ground: Ground<'_>, definition: &Definition) -> Vec<SharedBy> {
    let offer = ground.offer;
    let takes_part = |site: u32| offer.sites[site as usize].list.is_some();
    let names = &ground.coverage.operators;
    let mut cases: Vec<(Option<String>, Operators)> =
        names.iter().map(|name| (Some(name.clone()), Operators::Named(name.clone()))).collect();
    if names.len() > 1 {
        cases.push((None, Operators::Each));
    }
    let one = |(operator, operators): (Option<String>, Operators)| {
        let definition = Definition { operators, ..definition.clone() };
        let gain = |sharing| {
            let setting = Setting { takes_part: &takes_part, sharing, tabled: 0, ..Setting::default() };
            Game::new(ground, &definition, &setting).gain(|_| true)
        };
        SharedBy { operator, own: gain(Sharing::Own), shared: gain(Sharing::Shared) }
    };
    cases.into_par_iter().map(one).collect()
}
