//! Fewer positions for the same picture (Visvalingam and Whyatt, 1993).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::encode::GridPoint;

/// How much each position of a line matters: twice the area of the triangle that would be
/// lost without it, in square grid steps, never less than that of a position which goes
/// before it. The ends matter without limit.
pub fn weights(line: &[GridPoint]) -> Vec<u64> {
    let count = line.len();
    let mut weights = vec![u64::MAX; count];
    if count < 3 {
        return weights;
    }
    let mut before: Vec<usize> = (0..count).map(|i| i.wrapping_sub(1)).collect();
    let mut after: Vec<usize> = (1..=count).collect();
    let mut current: Vec<u64> = vec![u64::MAX; count];
    let mut heap = BinaryHeap::with_capacity(count);
    for i in 1..count - 1 {
        current[i] = doubled_area(line[i - 1], line[i], line[i + 1]);
        heap.push(Reverse((current[i], i)));
    }
    let mut highest = 0;
    while let Some(Reverse((area, i))) = heap.pop() {
        if current[i] != area || weights[i] != u64::MAX {
            continue;
        }
        highest = area.max(highest);
        weights[i] = highest;
        let (left, right) = (before[i], after[i]);
        after[left] = right;
        before[right] = left;
        for j in [left, right] {
            if j > 0 && j < count - 1 {
                current[j] = doubled_area(line[before[j]], line[j], line[after[j]]);
                heap.push(Reverse((current[j], j)));
            }
        }
    }
    weights
}

/// The positions that matter at least `threshold`, and in any case the `fewest` that matter
/// most between the two ends.
pub fn keep(line: &[GridPoint], weights: &[u64], threshold: u64, fewest: usize) -> Vec<GridPoint> {
    let mut inner: Vec<u64> = weights.iter().copied().filter(|&w| w != u64::MAX).collect();
    inner.sort_unstable_by_key(|&w| Reverse(w));
    let threshold = match fewest.min(inner.len()) {
        0 => threshold,
        fewest => threshold.min(inner[fewest - 1]),
    };
    line.iter().zip(weights).filter(|&(_, &weight)| weight >= threshold).map(|(&point, _)| point).collect()
}

/// The lowest threshold at which at most `budget` of these weights remain, but not less than
/// `least`.
pub fn threshold(mut weights: Vec<u64>, budget: usize, least: u64) -> u64 {
    if weights.len() <= budget {
        return least;
    }
    let (_, &mut at, _) = weights.select_nth_unstable_by_key(budget, |&w| Reverse(w));
    least.max(at.saturating_add(1))
}

fn doubled_area(a: GridPoint, b: GridPoint, c: GridPoint) -> u64 {
    let step = |from: GridPoint, to: GridPoint| {
        (i64::from(to[0]) - i64::from(from[0]), i64::from(to[1]) - i64::from(from[1]))
    };
    let ((ux, uy), (vx, vy)) = (step(a, b), step(a, c));
    let cross = i128::from(ux) * i128::from(vy) - i128::from(uy) * i128::from(vx);
    u64::try_from(cross.unsigned_abs()).unwrap_or(u64::MAX - 1).min(u64::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_on_a_straight_line_matters_nothing() {
        let line = [[0, 0], [5, 0], [10, 0], [10, 9]];
        let weights = weights(&line);
        assert_eq!(weights[1], 0);
        assert_eq!(keep(&line, &weights, 1, 0), [[0, 0], [10, 0], [10, 9]]);
    }

    #[test]
    fn the_smallest_triangle_goes_first() {
        let line = [[0, 0], [10, 1], [20, 0], [30, 40], [40, 0]];
        let weights = weights(&line);
        assert!(weights[1] < weights[2] && weights[2] < weights[3]);
    }

    #[test]
    fn the_ends_and_the_fewest_asked_for_stay() {
        let line = [[0, 0], [10, 1], [20, 0], [30, 40], [40, 0]];
        let weights = weights(&line);
        assert_eq!(keep(&line, &weights, u64::MAX, 0), [[0, 0], [40, 0]]);
        assert_eq!(keep(&line, &weights, u64::MAX, 1), [[0, 0], [30, 40], [40, 0]]);
    }

    #[test]
    fn a_budget_is_kept() {
        let weights: Vec<u64> = (0..100).collect();
        let limit = threshold(weights.clone(), 10, 0);
        assert_eq!(weights.iter().filter(|&&w| w >= limit).count(), 10);
        assert_eq!(threshold(weights, 1_000, 7), 7);
    }
}
