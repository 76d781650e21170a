//! What was found on the ground: measurements, and what people there say of a village.

use geo::Coord;

use crate::model::{Technology, VillageId};

/// One measurement of a network at a place: of a drive test, or by somebody's telephone.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// Where, in the working plane.
    pub place: Coord,
    /// When, as the file has it.
    pub time: Option<String>,
    /// Whose network.
    pub operator: String,
    /// Which technology.
    pub technology: Technology,
    /// Received power in dBm.
    pub level_dbm: Option<f64>,
    /// Data rate in Mbit/s.
    pub rate_mbit_s: Option<f64>,
}

/// What somebody found out about a village; it wins over the rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// The village.
    pub village: VillageId,
    /// Whether it is covered; `None` when nobody can say.
    pub is_covered: Option<bool>,
    /// Who says so.
    pub who: Option<String>,
    /// Since when, as the file has it.
    pub when: Option<String>,
    /// Why.
    pub why: Option<String>,
}

/// All that was found on the ground.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ground {
    /// Measurements; `None` where none were given.
    pub measurements: Option<Vec<Measurement>>,
    /// Overrides, in the order of the file.
    pub overrides: Vec<Override>,
}
