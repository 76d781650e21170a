//! The weighted sum of scaled values.

use super::{Scores, normalised};
use crate::rank::table::{Measure, Missing};

/// How values of different units are made comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// From 0 for the last to 1 for the first, in proportion.
    #[default]
    MinMax,
    /// The share of villages that come no earlier: one giant does not flatten the rest.
    Percentile,
    /// Standard deviations from the mean.
    Z,
}

impl Scale {
    /// Scaled values; higher goes first. Values that are all the same say nothing: all 0.
    pub fn apply(self, values: &[f64]) -> Vec<f64> {
        match self {
            Self::MinMax => {
                let low = values.iter().copied().fold(f64::INFINITY, f64::min);
                let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let one = |value: &f64| if high > low { (value - low) / (high - low) } else { 0.0 };
                values.iter().map(one).collect()
            }
            Self::Percentile => percentiles(values),
            Self::Z => {
                let count = values.len() as f64;
                let mean = values.iter().sum::<f64>() / count;
                let spread = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
                let one = |value: &f64| if spread > 0.0 { (value - mean) / spread } else { 0.0 };
                values.iter().map(one).collect()
            }
        }
    }
}

/// Of villages with equal values each gets the middle of their places.
fn percentiles(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let places = (values.len().max(2) - 1) as f64;
    let one = |value: &f64| {
        let below = sorted.partition_point(|other| other < value);
        let up_to = sorted.partition_point(|other| other <= value);
        (below + up_to - 1) as f64 / 2.0 / places
    };
    if sorted.first() == sorted.last() { vec![0.0; values.len()] } else { values.iter().map(one).collect() }
}

/// The values of every criterion, scaled.
pub fn scaled(measures: &[Measure], scale: Scale, missing: Missing) -> Vec<Vec<f64>> {
    measures.iter().map(|measure| scale.apply(&missing.fill(&measure.turned()))).collect()
}

/// The scores alone: what is asked again and again when weights are drawn.
pub fn sums(scaled: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let weights = normalised(weights);
    let villages = scaled.first().map_or(0, Vec::len);
    let one =
        |village: usize| scaled.iter().zip(&weights).map(|(column, weight)| column[village] * weight).sum();
    (0..villages).map(one).collect()
}

/// Scores villages by the weighted sum of scaled values.
pub fn weighted_sum(measures: &[Measure], weights: &[f64], scale: Scale, missing: Missing) -> Scores {
    let scaled = scaled(measures, scale, missing);
    let scores = sums(&scaled, weights);
    let weights = normalised(weights);
    let of_one = |village: usize| {
        scaled.iter().zip(&weights).map(|(column, weight)| column[village] * weight).collect()
    };
    Scores { contributions: (0..scores.len()).map(of_one).collect(), scores }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::table::Direction;

    fn measure(direction: Direction, values: &[Option<f64>]) -> Measure {
        let (name, unit, source) = ("people".into(), "people".into(), "test".into());
        Measure { name, unit, direction, source, values: values.to_vec() }
    }

    #[test]
    fn a_village_of_most_people_next_to_the_road_is_first() {
        let people = measure(Direction::Higher, &[Some(100.0), Some(300.0), Some(200.0)]);
        let road = measure(Direction::Lower, &[Some(0.0), Some(10.0), Some(5.0)]);
        let found = weighted_sum(&[people, road], &[3.0, 1.0], Scale::MinMax, Missing::Last);
        assert_eq!(found.scores, [0.25, 0.75, 0.5]);
        assert_eq!(found.contributions[2], [0.375, 0.125]);
    }

    #[test]
    fn silence_never_helps() {
        let poor = measure(Direction::Higher, &[None, Some(0.2), Some(0.9)]);
        let score =
            |missing| weighted_sum(std::slice::from_ref(&poor), &[1.0], Scale::MinMax, missing).scores;
        assert_eq!(score(Missing::Last), [0.0, 0.0, 1.0]);
        assert_eq!(score(Missing::Typical), [1.0, 0.0, 1.0]);
    }

    #[test]
    fn a_giant_does_not_flatten_percentiles() {
        assert_eq!(Scale::Percentile.apply(&[1.0, 2.0, 2.0, 1e9]), [0.0, 0.5, 0.5, 1.0]);
    }
}
