//! `coverage-distance`.

use super::super::{Context, Criterion, Direction};
use crate::units::Metres;

/// To the nearest service area that counts.
pub struct CoverageDistance;

impl Criterion for CoverageDistance {
    fn name(&self) -> &'static str {
        "coverage-distance"
    }

    fn summary(&self) -> &'static str {
        "to the nearest service area that counts"
    }

    fn unit(&self) -> &'static str {
        "m"
    }

    fn direction(&self) -> Direction {
        Direction::Lower
    }

    fn source(&self, _: Context<'_>) -> String {
        "the assessment".to_owned()
    }

    fn score(&self, village: usize, context: Context<'_>) -> Option<f64> {
        context.assessment.villages[village].distance.map(Metres::get)
    }
}
