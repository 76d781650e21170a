//! `population`.

use super::super::{Context, Criterion, Direction};
use crate::units::People;

/// Everybody in the village.
pub struct Population;

impl Criterion for Population {
    fn name(&self) -> &'static str {
        "population"
    }

    fn summary(&self) -> &'static str {
        "everybody in the village"
    }

    fn unit(&self) -> &'static str {
        "people"
    }

    fn direction(&self) -> Direction {
        Direction::Higher
    }

    fn source(&self, _: Context<'_>) -> String {
        "the villages' file".to_owned()
    }

    fn score(&self, village: usize, context: Context<'_>) -> Option<f64> {
        context.villages.records[village].population.map(People::get)
    }
}
