//! Villages × Coverage → Assessment.

mod assessment;
mod class;
mod compare;
mod definition;
mod evidence;
mod facts;
mod gaps;
mod measure;
mod preset;
mod recheck;
mod rule;
mod signal;
mod status;
mod survey;
mod totals;

pub use assessment::{Assessment, VillageAssessment};
pub use class::{Class, SLIVER_SHARE};
pub use compare::{Agreement, Case, Judged, Reason, agreement, cases, compare};
pub use definition::{Definition, Operators};
pub use evidence::{Evidence, Touching, evidence};
pub use facts::{ClustersFound, Facts, NearestSite};
pub use gaps::{Gap, SLIVER_M2, gap_of, gaps};
pub use measure::{Detail, assess, assess_cut};
pub use preset::{Preset, preset, presets};
pub use recheck::{Difference, RECHECK_TOLERANCE, Recheck, recheck};
pub use rule::{HowMany, Rule, SHARE_TOLERANCE, UnknownRule};
pub use signal::{Cut, Level, Reception, SignalCut};
pub use status::Status;
pub use survey::{CLUSTER_SHARE, ON_EDGE_M, centre};
pub use totals::{ExactSum, Heads, SquareKilometres, Totals, Unit, totals, totals_by_unit};

#[cfg(test)]
mod tests;
