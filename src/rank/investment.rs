//! The ranking for investment: what puts each village where it is, and how sure that is.

use super::measuring::measure;
use super::methods::{
    Scale, Scores, lexicographic, normalised, pareto_fronts, scaled, sums, topsis, weighted_sum,
};
use super::stability::{Draws, Stability, stability};
use super::table::{Measure, Missing, Weight};
use crate::assess::{Assessment, Status};
use crate::model::Villages;

/// How values become an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Ordered keys: weights are not used.
    Keys,
    /// The weighted sum of scaled values.
    Weighted(Scale),
    /// Closeness to the ideal.
    Topsis,
}

/// How villages are ranked.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// The criteria and their weights.
    pub weights: Vec<Weight>,
    /// From values to an order.
    pub method: Method,
    /// What a gap in the data counts as.
    pub missing: Missing,
    /// How weights are drawn to see how sure the ranks are.
    pub draws: Draws,
}

/// One village of the ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The village.
    pub village: usize,
    /// Its score; `None` with ordered keys.
    pub score: Option<f64>,
    /// What each criterion has in the score, in the order of the criteria.
    pub contributions: Vec<f64>,
    /// The criteria its data say nothing about.
    pub missing: Vec<String>,
    /// Its Pareto front, from 1.
    pub front: u32,
    /// What happens to its rank when weights move; `None` with ordered keys.
    pub stability: Option<Stability>,
}

/// The uncovered villages, first to last.
#[derive(Debug, Clone, PartialEq)]
pub struct Investment {
    /// The criteria, with their values in the order of the villages before sorting.
    pub measures: Vec<Measure>,
    /// Weights that add up to 1.
    pub weights: Vec<f64>,
    /// First to last.
    pub ranking: Vec<Ranked>,
    /// The place of each ranked village in the measures' values.
    pub places: Vec<usize>,
    /// Neighbours in the ranking that change places in more than a third of the draws: which, and
    /// in what share of them.
    pub reversals: Vec<(usize, usize, f64)>,
    /// What a gap in the data counted as.
    pub missing: Missing,
    /// How weights were drawn.
    pub draws: Draws,
}

/// Ranks the uncovered villages.
///
/// # Errors
/// A criterion that does not exist.
pub fn investment(
    villages: &Villages,
    assessment: &Assessment,
    recipe: &Recipe,
) -> Result<Investment, String> {
    let chosen: Vec<usize> = assessment.with_status(Status::Uncovered).collect();
    let ids: Vec<String> = chosen.iter().map(|&village| villages.records[village].id.0.clone()).collect();
    let measures: Vec<Measure> = recipe
        .weights
        .iter()
        .map(|weight| measure(&weight.criterion, villages, assessment, &chosen))
        .collect::<Result<_, _>>()?;
    let weights: Vec<f64> = recipe.weights.iter().map(|weight| weight.weight).collect();
    let score = |weights: &[f64]| -> Option<Scores> {
        match recipe.method {
            Method::Keys => None,
            Method::Weighted(scale) => Some(weighted_sum(&measures, weights, scale, recipe.missing)),
            Method::Topsis => Some(topsis(&measures, weights, recipe.missing)),
        }
    };
    let scores = score(&weights);
    let order = scores.as_ref().map_or_else(|| lexicographic(&measures, &ids), |scores| scores.order(&ids));
    let (moves, reversals) = match recipe.method {
        Method::Keys => (Vec::new(), Vec::new()),
        Method::Weighted(scale) => {
            let scaled = scaled(&measures, scale, recipe.missing);
            stability(&weights, &ids, recipe.draws, |drawn| sums(&scaled, drawn))
        }
        Method::Topsis => {
            stability(&weights, &ids, recipe.draws, |drawn| topsis(&measures, drawn, recipe.missing).scores)
        }
    };
    let fronts = pareto_fronts(&measures, recipe.missing);
    let one = |&nth: &usize| Ranked {
        village: chosen[nth],
        score: scores.as_ref().map(|scores| scores.scores[nth]),
        contributions: scores.as_ref().map_or_else(Vec::new, |scores| scores.contributions[nth].clone()),
        missing: measures.iter().filter(|m| m.values[nth].is_none()).map(|m| m.name.clone()).collect(),
        front: fronts[nth],
        stability: moves.get(nth).cloned(),
    };
    Ok(Investment {
        ranking: order.iter().map(one).collect(),
        reversals: reversals.into_iter().map(|(a, b, share)| (chosen[a], chosen[b], share)).collect(),
        places: order,
        weights: normalised(&weights),
        measures,
        missing: recipe.missing,
        draws: recipe.draws,
    })
}
