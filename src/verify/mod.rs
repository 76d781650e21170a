//! How sure the statuses are: how close each call is, what was measured, what people on the
//! ground say, and where somebody should go and look.

mod doubts;
mod measured;
mod overrides;

use crate::assess::Assessment;
use crate::margin::{Closeness, Flips, VillageMargin};
use crate::model::Villages;
use crate::units::Metres;

pub use doubts::{Doubt, Reason, doubts};
pub use measured::{Agreement, Counts, Levels, Measured, VillageMeasured, measured, wilson};
pub use overrides::Overrides;

/// How sure the statuses are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scrutiny {
    /// The band of uncertainty: how far the edges of coverage may be wrong.
    pub band: Metres,
    /// How far edges must move for each village to change; empty in a lean run.
    pub margins: Vec<VillageMargin>,
    /// The villages that change when all edges move.
    pub flips: Flips,
    /// What was measured; `None` where no measurements were given.
    pub measured: Option<Measured>,
    /// What people on the ground say.
    pub overrides: Overrides,
}

impl Scrutiny {
    /// How far edges must move for a village to change, where that is known.
    pub fn margin(&self, village: usize) -> Option<f64> {
        self.margins.get(village).and_then(|margin| margin.margin)
    }

    /// On which side of the edge a village is, and whether within the band.
    pub fn closeness(&self, village: usize) -> Option<Closeness> {
        self.margin(village).map(|margin| Closeness::of(margin, self.band.get()))
    }

    /// Where somebody should go and look, the strongest doubts first.
    pub fn doubts(&self, villages: &Villages, assessment: &Assessment) -> Vec<Doubt> {
        doubts(self, villages, assessment)
    }
}
