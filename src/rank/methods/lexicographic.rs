//! Ordered keys: the second criterion speaks only where the first is silent.

use std::cmp::Ordering;

use crate::rank::table::Measure;

/// The villages by the first criterion; of equals by the second, and so on; then by id. A
/// missing value comes last.
pub fn lexicographic(measures: &[Measure], ids: &[String]) -> Vec<usize> {
    let columns: Vec<Vec<Option<f64>>> = measures.iter().map(Measure::turned).collect();
    let by_keys = |a: usize, b: usize| {
        let key = |column: &Vec<Option<f64>>, village: usize| column[village].unwrap_or(f64::NEG_INFINITY);
        columns
            .iter()
            .map(|column| key(column, b).total_cmp(&key(column, a)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    };
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by(|&a, &b| by_keys(a, b).then_with(|| ids[a].cmp(&ids[b])));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::table::Direction;

    #[test]
    fn the_second_key_breaks_ties_and_silence_comes_last() {
        let measure = |values: &[Option<f64>]| Measure {
            name: String::new(),
            unit: String::new(),
            direction: Direction::Higher,
            source: String::new(),
            values: values.to_vec(),
        };
        let power = measure(&[Some(1.0), None, Some(1.0), Some(0.0)]);
        let people = measure(&[Some(10.0), Some(999.0), Some(20.0), Some(5.0)]);
        let ids = ["a", "b", "c", "d"].map(String::from);
        assert_eq!(lexicographic(&[power, people], &ids), [2, 0, 3, 1]);
    }
}
