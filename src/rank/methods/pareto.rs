//! Pareto fronts: who is beaten by nobody in everything.

use crate::rank::table::{Measure, Missing};

/// The front of each village, from 1: those of front 1 are dominated by no village, those of
/// front 2 only by villages of front 1, and so on.
pub fn pareto_fronts(measures: &[Measure], missing: Missing) -> Vec<u32> {
    let columns: Vec<Vec<f64>> = measures.iter().map(|measure| missing.fill(&measure.turned())).collect();
    let villages = columns.first().map_or(0, Vec::len);
    let dominates = |a: usize, b: usize| {
        columns.iter().all(|column| column[a] >= column[b])
            && columns.iter().any(|column| column[a] > column[b])
    };
    let mut fronts = vec![0; villages];
    let mut front = 0;
    while fronts.contains(&0) {
        front += 1;
        let left: Vec<usize> = (0..villages).filter(|&village| fronts[village] == 0).collect();
        let free = |&&village: &&usize| !left.iter().any(|&other| dominates(other, village));
        for &village in left.iter().filter(free) {
            fronts[village] = front;
        }
    }
    fronts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::table::Direction;

    #[test]
    fn the_best_in_anything_is_on_the_first_front() {
        let measure = |values: [f64; 4]| Measure {
            name: String::new(),
            unit: String::new(),
            direction: Direction::Higher,
            source: String::new(),
            values: values.map(Some).to_vec(),
        };
        let measures = [measure([3.0, 1.0, 2.0, 1.0]), measure([1.0, 3.0, 1.0, 1.0])];
        assert_eq!(pareto_fronts(&measures, Missing::Last), [1, 1, 2, 3]);
    }
}
