//! `grid-distance`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["grid_distance_m"];

/// To the nearest power line.
pub struct GridDistance;

impl Criterion for GridDistance {
    fn name(&self) -> &'static str {
        "grid-distance"
    }

    fn summary(&self) -> &'static str {
        "to the nearest power line"
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
