//! Most people first: the order in which Brazil's coverage obligations take localities.

use super::{Context, Criterion};
use crate::units::People;

/// The village's whole population.
pub struct Population;

impl Criterion for Population {
    fn name(&self) -> &'static str {
        "population"
    }

    fn summary(&self) -> &'static str {
        "the village's whole population, most people first"
    }

    fn unit(&self) -> &'static str {
        "people"
    }

    fn score(&self, village: usize, context: Context<'_>) -> Option<f64> {
        context.villages.records[village].population.map(People::get)
    }
}
