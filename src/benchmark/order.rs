//! Orders of building: what each site adds after those before it.

use super::game::{Gain, Game};
use super::stake::Stake;

/// What counts when sites are compared.
pub type Value<'a> = &'a (dyn Fn(&Stake) -> f64 + Sync);

/// Sites in an order, and what each adds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Order {
    /// The sites, first to last.
    pub sites: Vec<usize>,
    /// What each adds to those before it.
    pub gains: Vec<Gain>,
    /// For each its villages newly covered, in the order of the villages.
    pub villages: Vec<Vec<usize>>,
}

impl Order {
    /// What each site adds when they are built in this order.
    pub fn of(game: &Game, sites: Vec<usize>) -> Self {
        let mut built = vec![false; game.of_site.len()];
        let mut order = Self::default();
        for site in sites {
            order.gains.push(game.after(site, |other| built[other]));
            order.villages.push(won_by(game, site, &built));
            built[site] = true;
            order.sites.push(site);
        }
        order
    }

    /// Where a site stands, from 1.
    pub fn rank(&self, site: usize) -> Option<usize> {
        self.sites.iter().position(|&other| other == site).map(|place| place + 1)
    }

    /// What a site adds where it stands.
    pub fn gain(&self, site: usize) -> Option<Gain> {
        self.rank(site).map(|rank| self.gains[rank - 1])
    }
}

fn won_by(game: &Game, site: usize, built: &[bool]) -> Vec<usize> {
    let wins = |stake: &Stake| {
        let before = stake.mask(|other| built[other]);
        let definition = &game.definition;
        stake.is_won(definition, before | stake.bit(site)) && !stake.is_won(definition, before)
    };
    game.reached_by(site).filter(|(_, stake)| wins(stake)).map(|(_, stake)| stake.village).collect()
}

/// What a site adds in value after those that are built.
pub fn added(game: &Game, site: usize, built: &[bool], value: Value<'_>) -> f64 {
    let mut sum = 0.0;
    for (_, stake) in game.reached_by(site) {
        if !stake.is_open() {
            continue;
        }
        let before = stake.mask(|other| built[other]);
        let (definition, after) = (&game.definition, before | stake.bit(site));
        if stake.is_won(definition, after) && !stake.is_won(definition, before) {
            sum += value(stake);
        }
    }
    sum
}

/// The best order found: most value for its money first, two together where one alone brings
/// nothing, then single sites moved for as long as the curve of value over money gains by it.
/// What adds nothing comes last, in the order given.
///
/// Finding the very best order is as hard as scheduling gets; the exact optima for single
/// budgets are in the portfolio.
pub fn best_order(game: &Game, given: &[usize], costs: &[f64], value: Value<'_>) -> Vec<usize> {
    let mut built = vec![false; game.of_site.len()];
    let mut left = given.to_vec();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let single = left.iter().map(|&site| (vec![site], added(game, site, &built, value)));
        let best = best(single.collect(), costs);
        let next = match best {
            Some(next) => next,
            None => match self::best(pairs(game, &left, &mut built, value), costs) {
                Some(pair) => pair,
                None => break,
            },
        };
        for site in next {
            built[site] = true;
            left.retain(|&other| other != site);
            order.push(site);
        }
    }
    improve(game, &mut order, costs, value);
    order.extend(left);
    order
}

/// The choice that brings most for its money; of equal ones the cheapest, then the first.
fn best(choices: Vec<(Vec<usize>, f64)>, costs: &[f64]) -> Option<Vec<usize>> {
    let cost = |sites: &[usize]| sites.iter().map(|&site| costs[site]).sum::<f64>();
    let bringing = choices.into_iter().filter(|(_, brought)| *brought > 0.0);
    let best = bringing.reduce(|best, next| {
        let (own, other) = (cost(&best.0), cost(&next.0));
        // compared crosswise, so that what costs nothing needs no division
        let better = (next.1 * own).total_cmp(&(best.1 * other)).then(own.total_cmp(&other));
        let better = better.then(next.1.total_cmp(&best.1));
        if better.is_gt() { next } else { best }
    });
    best.map(|(sites, _)| sites)
}

/// What two sites bring together that bring nothing alone.
fn pairs(game: &Game, left: &[usize], built: &mut [bool], value: Value<'_>) -> Vec<(Vec<usize>, f64)> {
    let mut found = Vec::new();
    for &first in left {
        let others = game.interacting(first);
        built[first] = true;
        for &second in left.iter().filter(|&&second| second > first && others.contains(&second)) {
            found.push((vec![first, second], added(game, second, built, value)));
        }
        built[first] = false;
    }
    found
}

/// The area under the curve of value over money: what an order is worth while it is built.
pub fn area_under(game: &Game, order: &[usize], costs: &[f64], value: Value<'_>) -> f64 {
    let mut built = vec![false; game.of_site.len()];
    let (mut sum, mut area) = (0.0, 0.0);
    for &site in order {
        area += sum * costs[site];
        sum += added(game, site, &built, value);
        built[site] = true;
    }
    area
}

/// The most sites whose order is improved site by site.
const MOST_MOVED: usize = 120;

fn improve(game: &Game, order: &mut [usize], costs: &[f64], value: Value<'_>) {
    if order.len() > MOST_MOVED {
        return;
    }
    for _ in 0..20 {
        let mut built = vec![false; game.of_site.len()];
        let mut moved = false;
        for place in 1..order.len() {
            let (first, second) = (order[place - 1], order[place]);
            // two neighbours that change places change nothing for the others: what counts is
            // what the first brings while the second is paid for
            let stays = added(game, first, &built, value) * costs[second];
            let swaps = added(game, second, &built, value) * costs[first];
            if swaps > stays * (1.0 + 1e-12) {
                order.swap(place - 1, place);
                moved = true;
            }
            built[order[place - 1]] = true;
        }
        if !moved {
            break;
        }
    }
}
