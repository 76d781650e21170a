//! `difficult`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["extremely_difficult"];

/// In an extremely difficult commune.
pub struct Difficult;

impl Criterion for Difficult {
    fn name(&self) -> &'static str {
        "difficult"
    }

    fn summary(&self) -> &'static str {
        "in an extremely difficult commune"
    }

    fn unit(&self) -> &'static str {
        "yes/no"
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
