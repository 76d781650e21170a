//! `covered-village-distance`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["covered_village_distance_m"];

/// To the centre of the nearest covered village.
pub struct CoveredVillageDistance;

impl Criterion for CoveredVillageDistance {
    fn name(&self) -> &'static str {
        "covered-village-distance"
    }

    fn summary(&self) -> &'static str {
        "to the centre of the nearest covered village"
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
