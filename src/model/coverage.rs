//! Coverage as operators claim it.

use geo::Coord;

use crate::geometry::Shapes;
use crate::model::{Site, Technology};
use crate::units::{Dbm, Metres};

/// The name an operator gets when the data do not name one.
pub const UNKNOWN_OPERATOR: &str = "unknown";

/// Where an operator stands in [`Coverage::operators`].
pub type OperatorIndex = u16;

/// Where the polygon of a service area comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AreaSource {
    /// A polygon of the input: the operator's claim.
    Polygon,
    /// A disc drawn around a tower point; blind to terrain.
    Disc(Metres),
}

/// What the input says of one service area: the polygon in which an operator claims a
/// technology works. The polygon itself is in [`Coverage::shapes`].
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceArea {
    /// Its id, where the file gives one.
    pub id: Option<String>,
    /// Whose it is.
    pub operator: OperatorIndex,
    /// What works there.
    pub technology: Technology,
    /// The received power the polygon stands for (RSRP for 4G and 5G, RSCP for 3G, RxLev for 2G).
    pub signal: Option<Dbm>,
    /// The class of signal as the file words it (`good`, `TBC`, `outdoor`…).
    pub signal_class: Option<String>,
    /// Claimed polygon, or disc around a point.
    pub source: AreaSource,
    /// Which coverage file, from 0 in the order given.
    pub file: u16,
    /// Position of the feature in its file, from 1.
    pub feature: u32,
}

/// A tower of the input, drawn as a disc.
#[derive(Debug, Clone, PartialEq)]
pub struct Tower {
    /// Where it stands, in the working plane.
    pub position: Coord,
    /// The service area it makes, by its place in [`Coverage::areas`].
    pub area: u32,
}

/// All service areas of a study, file after file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coverage {
    /// The operators' names, sorted.
    pub operators: Vec<String>,
    /// The rows.
    pub areas: Vec<ServiceArea>,
    /// The polygon of each row, in the working plane.
    pub shapes: Shapes,
    /// The towers that became discs.
    pub towers: Vec<Tower>,
}

impl Coverage {
    /// The index of an operator by its name, who is added where there was none; the names stay
    /// sorted, and service areas keep theirs.
    pub fn operator(&mut self, name: &str) -> OperatorIndex {
        match self.operators.binary_search_by(|own| own.as_str().cmp(name)) {
            Ok(found) => found as OperatorIndex,
            Err(place) => {
                self.operators.insert(place, name.to_owned());
                let later = self.areas.iter_mut().filter(|area| usize::from(area.operator) >= place);
                later.for_each(|area| area.operator += 1);
                place as OperatorIndex
            }
        }
    }

    /// How many service areas there are.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// The towers that became discs, as sites.
    pub fn sites(&self) -> Vec<Site> {
        let site = |tower: &Tower| {
            let area = &self.areas[tower.area as usize];
            let mut technologies = [false; 4];
            technologies[area.technology.index()] = true;
            Site { position: tower.position, operator: Some(area.operator), technologies }
        };
        self.towers.iter().map(site).collect()
    }

    /// Whether any service area is a disc around a point.
    pub fn has_discs(&self) -> bool {
        self.areas.iter().any(|area| matches!(area.source, AreaSource::Disc(_)))
    }
}
