//! TOPSIS: near the best that any village shows, far from the worst (Hwang and Yoon 1981).

use super::{Scores, normalised};
use crate::rank::table::{Measure, Missing};

/// Scores villages by their relative closeness to the ideal, 0 to 1. Contributions are shares of
/// the squared distance from the worst.
pub fn topsis(measures: &[Measure], weights: &[f64], missing: Missing) -> Scores {
    let weights = normalised(weights);
    let columns: Vec<Vec<f64>> = measures
        .iter()
        .zip(&weights)
        .map(|(measure, weight)| {
            let values = missing.fill(&measure.turned());
            let length = values.iter().map(|value| value * value).sum::<f64>().sqrt();
            values.iter().map(|value| if length > 0.0 { weight * value / length } else { 0.0 }).collect()
        })
        .collect();
    let best: Vec<f64> =
        columns.iter().map(|column| column.iter().copied().fold(f64::NEG_INFINITY, f64::max)).collect();
    let worst: Vec<f64> =
        columns.iter().map(|column| column.iter().copied().fold(f64::INFINITY, f64::min)).collect();
    let villages = columns.first().map_or(0, Vec::len);
    let (mut scores, mut contributions) = (Vec::new(), Vec::new());
    for village in 0..villages {
        let squares = |from: &[f64]| -> Vec<f64> {
            columns.iter().zip(from).map(|(column, from)| (column[village] - from).powi(2)).collect()
        };
        let (down, up) = (squares(&worst), squares(&best));
        let (far, near) = (down.iter().sum::<f64>().sqrt(), up.iter().sum::<f64>().sqrt());
        let score = if far + near > 0.0 { far / (far + near) } else { 0.0 };
        let whole: f64 = down.iter().sum();
        contributions
            .push(down.iter().map(|part| if whole > 0.0 { score * part / whole } else { 0.0 }).collect());
        scores.push(score);
    }
    Scores { scores, contributions }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::table::Direction;

    #[test]
    fn three_villages_by_hand() {
        let measure = |direction, values: [f64; 3]| Measure {
            name: String::new(),
            unit: String::new(),
            direction,
            source: String::new(),
            values: values.map(Some).to_vec(),
        };
        // Lengths 5 and 13: columns 0, 3/10, 4/10 and -12/26, -5/26, 0.
        let measures =
            [measure(Direction::Higher, [0.0, 3.0, 4.0]), measure(Direction::Lower, [12.0, 5.0, 0.0])];
        let found = topsis(&measures, &[1.0, 1.0], Missing::Last);
        assert_eq!((found.scores[0], found.scores[2]), (0.0, 1.0));
        let far = (0.3f64.powi(2) + (7.0f64 / 26.0).powi(2)).sqrt();
        let near = (0.1f64.powi(2) + (5.0f64 / 26.0).powi(2)).sqrt();
        assert!((found.scores[1] - far / (far + near)).abs() < 1e-12);
    }
}
