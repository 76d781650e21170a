//! `poverty`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["poor_share", "poverty", "poverty_share"];

/// Poor people.
pub struct Poverty;

impl Criterion for Poverty {
    fn name(&self) -> &'static str {
        "poverty"
    }

    fn summary(&self) -> &'static str {
        "poor people"
    }

    fn unit(&self) -> &'static str {
        "share"
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
