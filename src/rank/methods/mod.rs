//! From values to an order: ordered keys, weighted sum, TOPSIS, Pareto fronts, AHP weights.

mod ahp;
mod lexicographic;
mod pareto;
mod topsis;
mod weighted;

pub use ahp::{Ahp, ahp};
pub use lexicographic::lexicographic;
pub use pareto::pareto_fronts;
pub use topsis::topsis;
pub use weighted::{Scale, scaled, sums, weighted_sum};

/// What a method found: a score for each village, and what each criterion has in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Higher goes first.
    pub scores: Vec<f64>,
    /// `contributions[village][criterion]`; of a weighted sum they add up to the score.
    pub contributions: Vec<Vec<f64>>,
}

impl Scores {
    /// The villages, highest score first; of equals the one whose id comes first.
    pub fn order(&self, ids: &[String]) -> Vec<usize> {
        order(&self.scores, ids)
    }
}

/// The villages, highest score first; of equals the one whose id comes first.
pub fn order(scores: &[f64], ids: &[String]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then_with(|| ids[a].cmp(&ids[b])));
    order
}

/// Weights that add up to 1; all the same where none is above 0.
pub fn normalised(weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    let even = 1.0 / weights.len().max(1) as f64;
    weights.iter().map(|weight| if sum > 0.0 { weight / sum } else { even }).collect()
}
