//! `grid-power`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["grid_power"];

/// Has grid power.
pub struct GridPower;

impl Criterion for GridPower {
    fn name(&self) -> &'static str {
        "grid-power"
    }

    fn summary(&self) -> &'static str {
        "has grid power"
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
