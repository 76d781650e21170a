//! From villages, rule and service areas to places, requirements and atoms.
//!
//! Every uncovered village is cut into the parts that existing coverage and the candidates' areas
//! make of it: parts of its area, its points of people and buildings, its clusters, its centre.
//! What existing coverage holds is taken off the need; the rest are the atoms.

mod holders;
mod maker;
mod outside;

pub use holders::Reach;
pub use outside::people_outside;

use rayon::prelude::*;

use super::Place;
use crate::assess::{Assessment, Status};
use crate::model::{Coverage, Villages};
use crate::units::People;
use holders::Holders;
use maker::Maker;

/// What serving a village is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// Its people.
    #[default]
    People,
    /// Its households.
    Households,
    /// One: villages are counted.
    Villages,
    /// Its people outside coverage who are reached, wherever the village stands under the rule.
    PeopleOutside,
}

impl Weight {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::People, Self::Households, Self::Villages, Self::PeopleOutside];

    /// As the user types it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Households => "households",
            Self::Villages => "villages",
            Self::PeopleOutside => "people-outside",
        }
    }

    /// As outputs name the unit.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::People | Self::PeopleOutside => "people",
            Self::Households => "households",
            Self::Villages => "villages",
        }
    }

    /// What a village counts for; `None` where its data do not say.
    pub fn of(self, villages: &Villages, village: usize) -> Option<f64> {
        let record = &villages.records[village];
        match self {
            Self::People | Self::PeopleOutside => record.population.map(People::get),
            Self::Households => record.households.map(crate::units::Households::get),
            Self::Villages => Some(1.0),
        }
    }
}

/// The villages as places, and what was left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    /// The places.
    pub places: Vec<Place>,
    /// The village of each place.
    pub villages: Vec<usize>,
    /// Villages whose data do not say what serving them is worth.
    pub without_weight: Vec<usize>,
    /// Villages that too many service areas cross in one spot to be cut up: those are left out.
    pub too_crowded: Vec<usize>,
    /// Villages that are uncovered by somebody's word, against coverage that passes the rule: no site can be planned
    /// where what is claimed is wrong.
    pub wrongly_claimed: Vec<usize>,
}

/// Why a rule cannot be planned for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotPlan {
    /// It looks at sites, and the candidates' places are not known.
    #[error("the rule asks how near a site is: {0} candidate sites have no position (columns `lon`, `lat`)")]
    NoPositions(usize),
}

/// Cuts the villages that fail the rule into places. `level` is the administrative level whose
/// units are the groups.
///
/// # Errors
/// A rule that looks at what the candidates do not say.
pub fn places(
    villages: &Villages,
    coverage: &Coverage,
    assessment: &Assessment,
    reach: &Reach,
    weight: Weight,
    level: Option<usize>,
) -> Result<Places, CannotPlan> {
    let holders = Holders::new(coverage, &assessment.definition, reach);
    let maker = Maker::new(villages, &assessment.definition, &holders, reach)?;
    let groups = groups(villages, level);
    let chosen: Vec<usize> = assessment.with_status(Status::Uncovered).collect();
    let made: Vec<_> = chosen.par_iter().map(|&village| maker.service(village)).collect();
    let mut found = Places::default();
    for (village, made) in chosen.into_iter().zip(made) {
        let Some(worth) = weight.of(villages, village) else {
            found.without_weight.push(village);
            continue;
        };
        let Some((service, requirements)) = made else {
            found.too_crowded.push(village);
            continue;
        };
        let id = villages.records[village].id.0.clone();
        let place = Place { id, weight: worth, group: groups[village], requirements, service };
        if place.is_served(|_| false) {
            found.wrongly_claimed.push(village);
            continue;
        }
        found.places.push(place);
        found.villages.push(village);
    }
    Ok(found)
}

/// The unit of each village at an administrative level, numbered in the order of their names.
pub fn groups(villages: &Villages, level: Option<usize>) -> Vec<Option<u32>> {
    let Some(level) = level else { return vec![None; villages.len()] };
    let names = group_names(villages, level);
    let number = |name: &String| names.binary_search(name).ok().map(|nth| nth as u32);
    villages.records.iter().map(|record| record.admin.get(level)?.as_ref().and_then(number)).collect()
}

/// The names of an administrative level's units, sorted.
pub fn group_names(villages: &Villages, level: usize) -> Vec<String> {
    let mut names: Vec<String> =
        villages.records.iter().filter_map(|record| record.admin.get(level)?.clone()).collect();
    names.sort();
    names.dedup();
    names
}
