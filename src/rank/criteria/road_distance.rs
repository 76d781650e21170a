//! `road-distance`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["road_distance_m"];

/// To the nearest road.
pub struct RoadDistance;

impl Criterion for RoadDistance {
    fn name(&self) -> &'static str {
        "road-distance"
    }

    fn summary(&self) -> &'static str {
        "to the nearest road"
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
