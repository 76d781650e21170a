//! `border`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["border_commune", "border"];

/// In a border commune.
pub struct Border;

impl Criterion for Border {
    fn name(&self) -> &'static str {
        "border"
    }

    fn summary(&self) -> &'static str {
        "in a border commune"
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
