//! Whether a village has grid power: the ministry's lists are split by it.

use super::criteria::as_number;
use crate::model::Villages;

/// Power lines nearer to the centre than this count as grid power, metres.
const REACH_M: f64 = 1_000.0;

/// Whether a village has grid power: what the column `grid_power` says, else whether a power line is
/// near (`grid_distance_m`); `None` where the data do not say.
pub fn grid_power(villages: &Villages, village: usize) -> Option<bool> {
    let value = |name: &str| as_number(&villages.records[village].extra[villages.extra_column(name)?]);
    let far = || value("grid_distance_m").map(|far| far <= REACH_M);
    value("grid_power").map(|yes| yes > 0.0).or_else(far)
}
