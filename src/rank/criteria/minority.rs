//! `minority`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["minority_share"];

/// People of ethnic minorities.
pub struct Minority;

impl Criterion for Minority {
    fn name(&self) -> &'static str {
        "minority"
    }

    fn summary(&self) -> &'static str {
        "people of ethnic minorities"
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
