//! How sure a rank is: weights are drawn around the chosen ones, again and again.

use rayon::prelude::*;

use super::methods::order;
use super::random::Random;

/// What happened to one village's rank.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// The 5th percentile of its ranks, from 1.
    pub low: u32,
    /// The 95th percentile.
    pub high: u32,
    /// The share of draws in which it was among the first `k`.
    pub in_top: f64,
}

/// How weights are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draws {
    /// How many.
    pub count: usize,
    /// How far each weight moves: 0.5 draws it from half to one and a half times itself.
    pub spread: f64,
    /// The `k` of "among the first k".
    pub top: usize,
    /// Two runs of one seed draw the same.
    pub seed: u64,
}

impl Default for Draws {
    fn default() -> Self {
        Self { count: 1000, spread: 0.5, top: 10, seed: 1 }
    }
}

/// What drawn weights do to every rank, and the neighbours that change places in more than a
/// third of the draws, first to last.
pub fn stability(
    weights: &[f64],
    ids: &[String],
    draws: Draws,
    score: impl Fn(&[f64]) -> Vec<f64> + Sync,
) -> (Vec<Stability>, Vec<(usize, usize, f64)>) {
    let mut random = Random::new(draws.seed);
    let chosen = order(&score(weights), ids);
    let mut ranks: Vec<Vec<u32>> = vec![Vec::with_capacity(draws.count); ids.len()];
    let mut swaps = vec![0usize; chosen.len().saturating_sub(1)];
    let drawn: Vec<Vec<f64>> = (0..draws.count)
        .map(|_| {
            let moved = |weight: &f64| weight * (1.0 + draws.spread * (2.0 * random.unit() - 1.0));
            weights.iter().map(moved).collect()
        })
        .collect();
    // A bundle of draws at a time: threads share the work, and memory stays small.
    for bundle in drawn.chunks(64) {
        let orders: Vec<Vec<usize>> = bundle.par_iter().map(|drawn| order(&score(drawn), ids)).collect();
        for found in orders {
            let mut rank = vec![0; ids.len()];
            for (place, village) in found.into_iter().enumerate() {
                ranks[village].push(place as u32 + 1);
                rank[village] = place;
            }
            for (pair, count) in chosen.windows(2).zip(&mut swaps) {
                *count += usize::from(rank[pair[0]] > rank[pair[1]]);
            }
        }
    }
    let of_one = |mut ranks: Vec<u32>| {
        ranks.sort_unstable();
        let at = |share: f64| ranks.get((share * (ranks.len().max(1) - 1) as f64).round() as usize).copied();
        let top = ranks.iter().filter(|&&rank| rank as usize <= draws.top).count();
        Stability {
            low: at(0.05).unwrap_or(0),
            high: at(0.95).unwrap_or(0),
            in_top: top as f64 / ranks.len().max(1) as f64,
        }
    };
    let shares = swaps.iter().map(|&count| count as f64 / draws.count.max(1) as f64);
    let reversals = chosen.windows(2).zip(shares).filter(|(_, share)| *share > 1.0 / 3.0);
    let reversals = reversals.map(|(pair, share)| (pair[0], pair[1], share)).collect();
    (ranks.into_iter().map(of_one).collect(), reversals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_that_is_best_in_everything_stays_first() {
        let score = |weights: &[f64]| {
            let values = [[3.0, 3.0], [2.0, 1.0], [1.0, 2.0]];
            values.map(|v| v[0] * weights[0] + v[1] * weights[1]).to_vec()
        };
        let ids = ["a", "b", "c"].map(String::from);
        let draws = Draws { top: 1, ..Draws::default() };
        let (found, reversals) = stability(&[1.0, 1.0], &ids, draws, score);
        assert_eq!(found[0], Stability { low: 1, high: 1, in_top: 1.0 });
        assert_eq!((found[1].low, found[1].high), (2, 3));
        assert_eq!(reversals.len(), 1);
        assert!((reversals[0].2 - 0.5).abs() < 0.1);
        assert_eq!(stability(&[1.0, 1.0], &ids, draws, score).0, found);
    }
}
