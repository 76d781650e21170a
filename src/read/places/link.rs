//! Which village a place belongs to: by the id its row gives, else by where it lies.

use std::collections::HashMap;
use std::sync::OnceLock;

use geo::Coord;

use crate::geometry::PointIndex;
use crate::model::Villages;

/// Finds the village of a place.
pub(super) struct Linker<'a> {
    by_id: HashMap<&'a str, usize>,
    /// Made when a place without an id asks.
    by_place: OnceLock<PointIndex<'a>>,
    villages: &'a Villages,
}

impl<'a> Linker<'a> {
    pub fn new(villages: &'a Villages) -> Self {
        let ids = villages.records.iter().enumerate().map(|(nth, village)| (village.id.0.as_str(), nth));
        Self { by_id: ids.collect(), by_place: OnceLock::new(), villages }
    }

    /// How many villages there are.
    pub fn villages(&self) -> usize {
        self.villages.len()
    }

    /// Whether a place lies in villages, and in others than this one.
    pub fn is_elsewhere(&self, village: usize, place: Coord) -> bool {
        self.by_place().first_area_at(place).is_some_and(|there| there != village)
    }

    /// The village of that id; without an id the one around the place (the first, on a common
    /// border). An id that no village has links to none: it is never guessed.
    pub fn village(&self, id: Option<&str>, place: Coord) -> Option<usize> {
        match id {
            Some(id) => self.by_id.get(id).copied(),
            None => self.by_place().first_area_at(place),
        }
    }

    fn by_place(&self) -> &PointIndex<'a> {
        self.by_place.get_or_init(|| PointIndex::new(&self.villages.shapes))
    }
}
