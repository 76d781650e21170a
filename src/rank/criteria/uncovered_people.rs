//! `uncovered-people`.

use super::super::{Context, Criterion, Direction};
use crate::units::People;

/// People outside every service area.
pub struct UncoveredPeople;

impl Criterion for UncoveredPeople {
    fn name(&self) -> &'static str {
        "uncovered-people"
    }

    fn summary(&self) -> &'static str {
        "people outside every service area"
    }

    fn unit(&self) -> &'static str {
        "people"
    }

    fn direction(&self) -> Direction {
        Direction::Higher
    }

    fn source(&self, _: Context<'_>) -> String {
        "the assessment".to_owned()
    }

    fn score(&self, village: usize, context: Context<'_>) -> Option<f64> {
        context.assessment.villages[village]
            .people_outside(&context.villages.records[village])
            .map(People::get)
    }
}
