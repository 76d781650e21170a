//! `clinics`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["clinics"];

/// Clinics in the village.
pub struct Clinics;

impl Criterion for Clinics {
    fn name(&self) -> &'static str {
        "clinics"
    }

    fn summary(&self) -> &'static str {
        "clinics in the village"
    }

    fn unit(&self) -> &'static str {
        "clinics"
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
