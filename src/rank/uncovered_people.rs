//! The people outside every service area.

use super::{Context, Criterion};
use crate::units::People;

/// The part of the village's population that lives outside.
pub struct UncoveredPeople;

impl Criterion for UncoveredPeople {
    fn name(&self) -> &'static str {
        "uncovered-people"
    }

    fn summary(&self) -> &'static str {
        "the people of the village who live outside every service area that counts"
    }

    fn unit(&self) -> &'static str {
        "people"
    }

    fn score(&self, village: usize, context: Context<'_>) -> Option<f64> {
        let found = &context.assessment.villages[village];
        found.people_outside(&context.villages.records[village]).map(People::get)
    }
}
