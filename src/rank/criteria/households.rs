//! `households`.

use super::super::{Context, Criterion, Direction};

/// Households in the village.
pub struct Households;

impl Criterion for Households {
    fn name(&self) -> &'static str {
        "households"
    }

    fn summary(&self) -> &'static str {
        "households in the village"
    }

    fn unit(&self) -> &'static str {
        "households"
    }

    fn direction(&self) -> Direction {
        Direction::Higher
    }

    fn source(&self, _: Context<'_>) -> String {
        "the villages' file".to_owned()
    }

    fn score(&self, village: usize, context: Context<'_>) -> Option<f64> {
        context.villages.records[village].households.map(crate::units::Households::get)
    }
}
