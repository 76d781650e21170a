//! `cost-per-person`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["cost_per_newly_covered"];

/// Of the cheapest site that serves it, for each person it newly covers.
pub struct CostPerPerson;

impl Criterion for CostPerPerson {
    fn name(&self) -> &'static str {
        "cost-per-person"
    }

    fn summary(&self) -> &'static str {
        "of the cheapest site that serves it, for each person it newly covers"
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
