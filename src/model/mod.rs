//! The nouns: villages, service areas, technologies.

mod coverage;
mod ground;
mod places;
mod technology;
mod village;

pub use coverage::{AreaSource, Coverage, OperatorIndex, ServiceArea, Tower, UNKNOWN_OPERATOR};
pub use ground::{Ground, Measurement, Override};
pub use places::{Clusters, People as PlacedPeople, PeopleMethod, Places, Points, Site};
pub use technology::{Technology, UnknownTechnology};
pub use village::{Value, Village, VillageId, Villages};
