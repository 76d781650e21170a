//! What changed between two vintages: the layer `diff`, `diff.json`, and the words for both.

mod layer;
mod summary;
mod words;

use std::collections::{BTreeMap, HashMap};

use geo::Geometry;

use super::place::{polygons, rounded};
use crate::assess::Definition;
use crate::diff::{AreaChange, Change, VillageChange};
use crate::error::Error;
use crate::geometry::Shapes;
use crate::model::{Village, Villages};
use crate::read::{Inputs, Mapping};
use crate::units::People;

pub use layer::Diff;
pub use summary::DiffJson;
pub(super) use summary::causes;

/// What a comparison of two vintages found, as the exports see it. The villages of now are those
/// of the results it comes with.
#[derive(Debug, Clone, PartialEq)]
pub struct Differences {
    /// How villages were judged, before and now.
    pub definitions: [Definition; 2],
    /// One entry a village.
    pub changes: Vec<VillageChange>,
    /// The service areas behind each change, in the same order.
    pub areas: Vec<Vec<AreaChange>>,
    /// How much of its boundary each kept, in the same order.
    pub kept: Vec<Option<f64>>,
    /// The unit of each after the mapping, in the same order; empty without such a mapping.
    pub units: Vec<Option<String>>,
    /// The mapping.
    pub mapping: Mapping,
    /// The ids that each had before, in the same order.
    pub old_ids: Vec<Vec<String>>,
    /// The villages that are no more, by their entry.
    pub gone: HashMap<usize, Gone>,
}

/// A village that is no more.
#[derive(Debug, Clone, PartialEq)]
pub struct Gone {
    /// What the older data say of it.
    pub village: Village,
    /// Its boundary or its point, in longitude and latitude.
    pub geometry: Option<Geometry>,
}

/// The villages of before that are no more, by their entry.
///
/// # Errors
/// When the working plane cannot be left.
pub fn gone(old: &Inputs, changes: &[VillageChange]) -> Result<HashMap<usize, Gone>, Error> {
    let vanished = changes.iter().enumerate().filter(|(_, change)| change.new.is_none());
    let one = |(nth, change): (usize, &VillageChange)| {
        let at = change.old[0];
        let village = old.villages.records[at].clone();
        let geometry = if old.villages.is_point(at) {
            let mut position: Vec<_> = village.centre.into_iter().collect();
            old.plane.to_wgs84(&mut position)?;
            position.first().map(|&place| geo::Point(rounded(place)).into())
        } else {
            let mut outline = Shapes::new();
            outline.push_shape(&old.villages.shapes.get(at));
            old.plane.to_wgs84(outline.positions_mut())?;
            polygons(&outline.get(0).to_multi_polygon())
        };
        Ok((nth, Gone { village, geometry }))
    };
    vanished.map(one).collect()
}

impl Differences {
    /// The row of a village: that of now, where there is one.
    pub fn village<'a>(&'a self, now: &'a Villages, nth: usize) -> &'a Village {
        match self.gone.get(&nth) {
            Some(gone) => &gone.village,
            None => &now.records[self.changes[nth].new.unwrap_or_default()],
        }
    }

    /// The entries of one kind.
    pub fn of(&self, kind: Change) -> impl Iterator<Item = usize> + '_ {
        self.changes.iter().enumerate().filter(move |(_, it)| it.change == kind).map(|(nth, _)| nth)
    }

    /// People of the villages of one kind.
    pub fn people(&self, now: &Villages, kind: Change) -> f64 {
        let people = self.of(kind).filter_map(|nth| self.village(now, nth).population);
        // adding zero turns the -0 of an empty sum into 0
        people.map(People::get).sum::<f64>() + 0.0
    }

    /// Villages gained and lost by unit, of the units with any: by the new code of the mapping, else
    /// by the names of the smallest administrative unit and its parents.
    pub fn by_unit(&self, now: &Villages) -> BTreeMap<String, [usize; 2]> {
        let mut all: BTreeMap<String, [usize; 2]> = BTreeMap::new();
        for (nth, change) in self.changes.iter().enumerate() {
            let at = match change.change {
                Change::Gained => 0,
                Change::Lost => 1,
                _ => continue,
            };
            all.entry(self.unit(now, nth)).or_default()[at] += 1;
        }
        all
    }

    /// The unit of a village: of the mapping, else of the data.
    pub fn unit(&self, now: &Villages, nth: usize) -> String {
        match self.units.get(nth) {
            Some(unit) => {
                let code = unit.clone().unwrap_or_default();
                self.mapping.names.get(&code).map_or_else(|| code.clone(), |name| format!("{name} ({code})"))
            }
            None => {
                let names = self.village(now, nth).admin.iter().flatten().map(String::as_str);
                names.collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// Whether a rule of before or now looks at sites.
    pub fn looks_at_sites(&self) -> bool {
        self.definitions.iter().any(|definition| definition.rule.is_blind_to_terrain())
    }
}
