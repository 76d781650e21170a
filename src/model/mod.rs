//! The nouns: villages, service areas, technologies.

mod coverage;
mod technology;
mod village;

pub use coverage::{AreaSource, Coverage, OperatorIndex, ServiceArea, Tower, UNKNOWN_OPERATOR};
pub use technology::{Technology, UnknownTechnology};
pub use village::{Value, Village, VillageId, Villages};
