//! `fibre-distance`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["fibre_distance_m"];

/// To the nearest fibre.
pub struct FibreDistance;

impl Criterion for FibreDistance {
    fn name(&self) -> &'static str {
        "fibre-distance"
    }

    fn summary(&self) -> &'static str {
        "to the nearest fibre"
    }

    fn unit(&self) -> &'static str {
        "m"
    }

    fn direction(&self) -> Direction {
        Direction::Lower
    }

    fn source(&self, context: Context<'_>) -> String {
        column_source(COLUMNS, context)
    }

    fn score(&self, village: usize, context: Context<'_>) -> Option<f64> {
        column_value(COLUMNS, village, context)
    }
}
