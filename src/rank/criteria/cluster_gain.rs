//! `cluster-gain`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["cluster_gain"];

/// In other uncovered villages that the cheapest site for it serves too.
pub struct ClusterGain;

impl Criterion for ClusterGain {
    fn name(&self) -> &'static str {
        "cluster-gain"
    }

    fn summary(&self) -> &'static str {
        "in other uncovered villages that the cheapest site for it serves too"
    }

    fn unit(&self) -> &'static str {
        "people"
    }

    fn direction(&self) -> Direction {
        Direction::Higher
    }

    fn source(&self, context: Context<'_>) -> String {
        column_source(COLUMNS, context)
    }

    fn score(&self, village: usize, context: Context<'_>) -> Option<f64> {
        column_value(COLUMNS, village, context)
    }
}
