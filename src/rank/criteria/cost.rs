//! `cost`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["cost_to_serve"];

/// To serve the village.
pub struct Cost;

impl Criterion for Cost {
    fn name(&self) -> &'static str {
        "cost"
    }

    fn summary(&self) -> &'static str {
        "to serve the village"
    }

    fn unit(&self) -> &'static str {
        "money"
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
