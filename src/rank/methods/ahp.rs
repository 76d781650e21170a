//! Weights from pairwise comparisons (Saaty 1980), and how consistent they are.

/// Saaty's random index: the mean inconsistency of random matrices of 1, 2, 3… criteria.
const RANDOM_INDEX: [f64; 10] = [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];

/// What a pairwise matrix says.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahp {
    /// Weights that add up to 1.
    pub weights: Vec<f64>,
    /// How far the comparisons contradict each other, against random ones; above 0.1 they should
    /// be thought over.
    pub consistency_ratio: f64,
}

/// Weights from a matrix in which `matrix[i][j]` says how many times criterion `i` outweighs `j`.
///
/// # Errors
/// A matrix that is not square, holds anything but numbers above 0, is not reciprocal, or
/// compares more than ten criteria.
pub fn ahp(matrix: &[Vec<f64>]) -> Result<Ahp, String> {
    let count = matrix.len();
    if count == 0 || count > RANDOM_INDEX.len() {
        return Err(format!("pairwise comparisons of 1 to 10 criteria: found {count}"));
    }
    for (i, row) in matrix.iter().enumerate() {
        if row.len() != count {
            return Err(format!("row {} of the comparisons has {} values, not {count}", i + 1, row.len()));
        }
        for (j, &value) in row.iter().enumerate() {
            let back = matrix[j].get(i).copied().unwrap_or(f64::NAN);
            let is_reciprocal = (value * back - 1.0).abs() < 0.01;
            if !(value.is_finite() && value > 0.0 && is_reciprocal) {
                return Err(format!(
                    "comparison {} with {} is {value}, and back {back}: not reciprocal",
                    i + 1,
                    j + 1
                ));
            }
        }
    }
    let (weights, largest) = principal(matrix);
    let index = if count > 1 { (largest - count as f64) / (count as f64 - 1.0) } else { 0.0 };
    let random = RANDOM_INDEX[count - 1];
    let consistency_ratio = if random > 0.0 { (index / random).max(0.0) } else { 0.0 };
    Ok(Ahp { weights, consistency_ratio })
}

/// The principal eigenvector, adding up to 1, and its eigenvalue, by power iteration.
fn principal(matrix: &[Vec<f64>]) -> (Vec<f64>, f64) {
    let mut vector = vec![1.0 / matrix.len() as f64; matrix.len()];
    let mut value = 0.0;
    for _ in 0..200 {
        let next: Vec<f64> =
            matrix.iter().map(|row| row.iter().zip(&vector).map(|(a, b)| a * b).sum()).collect();
        value = next.iter().sum();
        vector = next.into_iter().map(|part| part / value).collect();
    }
    (vector, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saaty (2008), "Decision making with the analytic hierarchy process": how much of each drink
    /// is consumed in the USA, judged by pairs.
    #[test]
    fn the_drinks_of_saaty() {
        let matrix = [
            [1.0, 9.0, 5.0, 2.0, 1.0, 1.0, 1.0 / 2.0],
            [1.0 / 9.0, 1.0, 1.0 / 3.0, 1.0 / 9.0, 1.0 / 9.0, 1.0 / 9.0, 1.0 / 9.0],
            [1.0 / 5.0, 3.0, 1.0, 1.0 / 3.0, 1.0 / 4.0, 1.0 / 3.0, 1.0 / 9.0],
            [1.0 / 2.0, 9.0, 3.0, 1.0, 1.0 / 2.0, 1.0, 1.0 / 3.0],
            [1.0, 9.0, 4.0, 2.0, 1.0, 2.0, 1.0 / 2.0],
            [1.0, 9.0, 3.0, 1.0, 1.0 / 2.0, 1.0, 1.0 / 3.0],
            [2.0, 9.0, 9.0, 3.0, 2.0, 3.0, 1.0],
        ];
        let found = ahp(&matrix.map(Vec::from)).unwrap();
        let published = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327];
        for (weight, published) in found.weights.iter().zip(published) {
            assert!((weight - published).abs() < 0.001, "{weight} for {published}");
        }
        assert!((found.consistency_ratio - 0.022).abs() < 0.003, "{}", found.consistency_ratio);
    }

    #[test]
    fn comparisons_must_agree_with_themselves() {
        assert!(ahp(&[vec![1.0, 3.0], vec![3.0, 1.0]]).is_err());
        assert!(ahp(&[vec![1.0, 3.0]]).is_err());
        assert_eq!(ahp(&[vec![1.0, 3.0], vec![1.0 / 3.0, 1.0]]).unwrap().weights, [0.75, 0.25]);
    }
}
