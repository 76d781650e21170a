//! `schools`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["schools"];

/// Schools in the village.
pub struct Schools;

impl Criterion for Schools {
    fn name(&self) -> &'static str {
        "schools"
    }

    fn summary(&self) -> &'static str {
        "schools in the village"
    }

    fn unit(&self) -> &'static str {
        "schools"
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
