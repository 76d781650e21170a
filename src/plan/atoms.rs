//! From villages and service areas to places and atoms.
//!
//! Every village is cut into the parts that existing coverage and the candidates' areas make of
//! it. What existing coverage holds is taken off the need; the rest are the atoms.

use rayon::prelude::*;

use super::{Atom, Place};
use crate::assess::{Assessment, Rule, Status, centre};
use crate::geometry::{AreaIndex, Part, Shapes, parts};
use crate::model::{Coverage, Technology, Villages};
use crate::units::People;

/// The layer of existing coverage; the candidate `i` has layer `i + 1`.
const EXISTING: u16 = 0;

/// What candidates would serve: polygons, and the site each belongs to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reach {
    /// The service areas, in the working plane.
    pub shapes: Shapes,
    /// The site of each.
    pub sites: Vec<u32>,
}

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
}

impl Weight {
    /// As outputs name the unit.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Households => "households",
            Self::Villages => "villages",
        }
    }

    fn of(self, villages: &Villages, village: usize) -> Option<f64> {
        let record = &villages.records[village];
        match self {
            Self::People => record.population.map(People::get),
            Self::Households => record.households.map(crate::units::Households::get),
            Self::Villages => Some(1.0),
        }
    }
}

/// The uncovered villages as places, and what was left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    /// The places.
    pub places: Vec<Place>,
    /// The village of each place.
    pub villages: Vec<usize>,
    /// Villages whose data do not say what serving them is worth.
    pub without_weight: Vec<usize>,
    /// Villages that too many service areas cross to be cut up: those are left out.
    pub too_crowded: Vec<usize>,
}

/// Cuts the villages that fail the rule into places and atoms. `level` is the administrative
/// level whose units are the groups.
pub fn places(
    villages: &Villages,
    coverage: &Coverage,
    assessment: &Assessment,
    reach: &Reach,
    weight: Weight,
    level: Option<usize>,
) -> Places {
    let chosen: Vec<usize> = assessment.with_status(Status::Uncovered).collect();
    let mut zones = Shapes::new();
    chosen.iter().for_each(|&village| zones.push_shape(&villages.shapes.get(village)));
    let (shapes, layers) = layered(coverage, assessment.definition.min_technology, reach);
    let index = AreaIndex::new(&shapes, &layers);
    let rule = &assessment.definition.rule;
    let cut: Vec<Option<Vec<Part>>> = match rule {
        Rule::Area(_) => parts(&zones, &index),
        _ => chosen.par_iter().map(|&village| centre_part(villages, village, &index)).collect(),
    };
    let groups = groups(villages, level);
    let mut found = Places::default();
    for (village, parts) in chosen.into_iter().zip(cut) {
        let Some(worth) = weight.of(villages, village) else {
            found.without_weight.push(village);
            continue;
        };
        let Some(parts) = parts else {
            found.too_crowded.push(village);
            continue;
        };
        let id = villages.records[village].id.0.clone();
        if let Some(place) = place(id, worth, groups[village], &parts, rule) {
            found.places.push(place);
            found.villages.push(village);
        }
    }
    found
}

fn layered(coverage: &Coverage, oldest: Technology, reach: &Reach) -> (Shapes, Vec<u16>) {
    let mut shapes = Shapes::new();
    let mut layers = Vec::new();
    for (nth, area) in coverage.areas.iter().enumerate() {
        if area.technology >= oldest {
            shapes.push_shape(&coverage.shapes.get(nth));
            layers.push(EXISTING);
        }
    }
    for (nth, &site) in reach.sites.iter().enumerate() {
        shapes.push_shape(&reach.shapes.get(nth));
        layers.push(u16::try_from(site + 1).unwrap_or(u16::MAX));
    }
    (shapes, layers)
}

fn centre_part(villages: &Villages, village: usize, index: &AreaIndex) -> Option<Vec<Part>> {
    let centre = centre(villages, village)?;
    let mut layers: Vec<u16> = index.areas_at(centre).map(|area| index.layer(area)).collect();
    layers.sort_unstable();
    layers.dedup();
    Some(vec![Part { layers, share: 1.0 }])
}

fn place(id: String, weight: f64, group: Option<u32>, parts: &[Part], rule: &Rule) -> Option<Place> {
    let threshold = match rule {
        // What two exact programs may differ by is not a shortfall; see the assessment.
        Rule::Area(share) => share.get() - crate::assess::SHARE_TOLERANCE,
        _ => 1.0,
    };
    let (existing, open): (Vec<&Part>, Vec<&Part>) = parts.iter().partition(|p| p.layers.contains(&EXISTING));
    let need = threshold - existing.iter().map(|part| part.share).sum::<f64>();
    let atoms = open.into_iter().filter(|part| !part.layers.is_empty()).map(|part| Atom {
        weight: part.share,
        sites: part.layers.iter().map(|&layer| u32::from(layer) - 1).collect(),
    });
    (need > 0.0).then(|| Place { group, ..Place::threshold(id, weight, need, atoms.collect()) })
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

/// The same villages as places for the people outside coverage: each atom is a place of its own,
/// worth its share of the people, and any of its sites reaches it.
pub fn people_outside(places: &[Place]) -> Vec<Place> {
    let atoms = |place: &Place| {
        let one = |atom: &Atom| Place {
            id: place.id.clone(),
            weight: place.weight * atom.weight,
            group: place.group,
            ..Place::any("", 1.0, atom.sites.clone())
        };
        place.atoms().map(one).collect::<Vec<_>>()
    };
    places.iter().flat_map(atoms).collect()
}
