//! What each site deserves of what all of them bring: the Shapley value.
//!
//! A site's value is what it adds to those before it, averaged over all orders. What a set of
//! sites brings is a sum over villages, and so is the value: each village is a game of its own,
//! played by the few sites that reach it. That makes the value exact for lists of any length as
//! long as no village has more than a dozen sites; a village with more is sampled.

use rayon::prelude::*;

use super::game::Game;
use super::stake::Stake;
use crate::rank::random::Random;

/// The value of one site.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shapley {
    /// Its share of the newly covered villages.
    pub villages: f64,
    /// Its share of their people.
    pub people: f64,
    /// Its share of their households.
    pub households: f64,
    /// The standard error of its share of people; 0 where the value is exact.
    pub people_error: f64,
    /// Whether nothing was sampled.
    pub is_exact: bool,
}

/// How sampled villages are sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    /// How many orders are drawn for each.
    pub count: usize,
    /// Two runs of one seed draw the same orders.
    pub seed: u64,
}

impl Default for Draws {
    fn default() -> Self {
        Self { count: 4_000, seed: 1 }
    }
}

/// The value of every site. The values of all sites add up to what all of them bring together.
pub fn shapley(game: &Game, draws: Draws) -> Vec<Shapley> {
    let of_stake = |stake: &Stake| {
        if !stake.is_open() || !stake.is_won(&game.definition, stake.everyone()) {
            return None;
        }
        Some(if stake.is_tabled() { exact(game, stake) } else { sampled(game, stake, draws) })
    };
    let powers: Vec<Option<Vec<f64>>> = game.stakes.par_iter().map(of_stake).collect();
    let mut values = vec![Shapley { is_exact: true, ..Shapley::default() }; game.of_site.len()];
    for (stake, powers) in game.stakes.iter().zip(powers) {
        for (&site, power) in stake.sites.iter().zip(powers.into_iter().flatten()) {
            let value = &mut values[site as usize];
            let people = stake.worth.people.unwrap_or(0.0);
            value.villages += power;
            value.people += power * people;
            value.households += power * stake.worth.households.unwrap_or(0.0);
            if !stake.is_tabled() {
                value.is_exact = false;
                let variance = power * (1.0 - power) / draws.count.max(2).saturating_sub(1) as f64;
                value.people_error += variance * people * people;
            }
        }
    }
    values.iter_mut().for_each(|value| value.people_error = value.people_error.sqrt());
    values
}

/// How often, over all orders, each site is the one that tips the village.
fn exact(game: &Game, stake: &Stake) -> Vec<f64> {
    let count = stake.sites.len();
    // weight[s]: the chance that exactly a certain set of s sites stands before a certain site
    let mut weight = vec![1.0 / count as f64; count];
    for size in 1..count {
        weight[size] = weight[size - 1] * size as f64 / (count - size) as f64;
    }
    let mut powers = vec![0.0; count];
    for set in 0..=stake.everyone() {
        if stake.is_won(&game.definition, set) {
            continue;
        }
        for (site, power) in powers.iter_mut().enumerate() {
            if set >> site & 1 == 0 && stake.is_won(&game.definition, set | 1 << site) {
                *power += weight[set.count_ones() as usize];
            }
        }
    }
    powers
}

/// The same, of orders that are drawn. In each exactly one site tips the village.
fn sampled(game: &Game, stake: &Stake, draws: Draws) -> Vec<f64> {
    let count = stake.sites.len();
    // villages draw orders of their own, whatever the number of threads
    let mut random = Random::new(draws.seed ^ (stake.village as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut order: Vec<usize> = (0..count).collect();
    let mut tipped = vec![0usize; count];
    for _ in 0..draws.count {
        for last in (1..count).rev() {
            order.swap(last, random.below(last + 1));
        }
        tipped[order[tipping(game, stake, &order)]] += 1;
    }
    tipped.into_iter().map(|times| times as f64 / draws.count.max(1) as f64).collect()
}

/// Where in an order the village is won: more sites never lose it, so halving finds the place.
fn tipping(game: &Game, stake: &Stake, order: &[usize]) -> usize {
    let (mut low, mut high) = (0, order.len() - 1);
    while low < high {
        let middle = (low + high) / 2;
        let mask = order[..=middle].iter().fold(0, |mask, &bit| mask | 1 << bit);
        if stake.is_won(&game.definition, mask) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
