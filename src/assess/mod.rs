//! Villages × Coverage → Assessment.

mod assessment;
mod evidence;
mod measure;
mod rule;
mod totals;

pub use assessment::{Assessment, Status, VillageAssessment};
pub use evidence::{Evidence, Touching, evidence};
pub use measure::{Detail, SHARE_TOLERANCE, assess, centre};
pub use rule::{Definition, Rule, UnknownRule};
pub use totals::{ExactSum, Totals, Unit, totals, totals_by_unit};
