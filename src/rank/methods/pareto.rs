//! Pareto fronts: who is beaten by nobody in everything.

use std::cmp::Ordering;

use crate::rank::table::{Measure, Missing};

/// The front of each village, from 1: those of front 1 are dominated by no village, those of
/// front 2 only by villages of front 1, and so on.
///
/// # Method
/// Villages are taken in the order of the first criterion, of equals the second, and so on: none is
/// dominated by a later one, so each belongs on the first front that holds nobody who dominates it
/// (efficient non-dominated sort, Zhang et al. 2015). A front that dominates a village stands behind
/// no front that does not, so bisection finds it.
pub fn pareto_fronts(measures: &[Measure], missing: Missing) -> Vec<u32> {
    let columns: Vec<Vec<f64>> = measures.iter().map(|measure| missing.fill(&measure.turned())).collect();
    let villages = columns.first().map_or(0, Vec::len);
    let rows: Vec<Vec<f64>> =
        (0..villages).map(|village| columns.iter().map(|column| column[village]).collect()).collect();
    let first = |a: &[f64], b: &[f64]| {
        a.iter().zip(b).map(|(a, b)| b.total_cmp(a)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    };
    let mut order: Vec<usize> = (0..villages).collect();
    order.sort_by(|&a, &b| first(&rows[a], &rows[b]));
    let dominates =
        |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| a >= b) && a.iter().zip(b).any(|(a, b)| a > b);
    let mut fronts: Vec<Vec<usize>> = Vec::new();
    let mut found = vec![0; villages];
    for village in order {
        let is_beaten =
            |front: &Vec<usize>| front.iter().rev().any(|&other| dominates(&rows[other], &rows[village]));
        let place = fronts.partition_point(is_beaten);
        if place == fronts.len() {
            fronts.push(Vec::new());
        }
        fronts[place].push(village);
        found[village] = place as u32 + 1;
    }
    found
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

    proptest::proptest! {
        #[test]
        fn fronts_are_those_that_peeling_finds(
            values in proptest::collection::vec((0..5u8, 0..5u8, 0..5u8), 0..40),
        ) {
            let column = |of: fn(&(u8, u8, u8)) -> u8| Measure {
                name: String::new(),
                unit: String::new(),
                direction: Direction::Higher,
                source: String::new(),
                values: values.iter().map(|row| Some(f64::from(of(row)))).collect(),
            };
            let measures = [column(|row| row.0), column(|row| row.1), column(|row| row.2)];
            let beats = |a: &(u8, u8, u8), b: &(u8, u8, u8)| a != b && a.0 >= b.0 && a.1 >= b.1 && a.2 >= b.2;
            let mut peeled = vec![0; values.len()];
            for front in 1.. {
                let left: Vec<usize> = (0..values.len()).filter(|&nth| peeled[nth] == 0).collect();
                if left.is_empty() {
                    break;
                }
                for &nth in left.iter().filter(|&&nth| !left.iter().any(|&o| beats(&values[o], &values[nth]))) {
                    peeled[nth] = front;
                }
            }
            proptest::prop_assert_eq!(pareto_fronts(&measures, Missing::Last), peeled);
        }
    }
}
