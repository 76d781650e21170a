//! Villages × Coverage → Assessment.

mod assessment;
mod rule;
mod totals;

pub use assessment::{Assessment, Status, VillageAssessment};
pub use rule::{Definition, Rule, UnknownRule};
pub use totals::{ExactSum, Totals, Unit, totals, totals_by_unit};
