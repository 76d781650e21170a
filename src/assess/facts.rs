//! What is known of one village under some coverage: all that a rule can look at.

use crate::units::{Metres, Share};

/// What is known of one village; `None` where the data do not say.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Facts {
    /// Whether its centre is inside.
    pub centre: Option<bool>,
    /// The share of its area inside; of a village that is only a point there is none.
    pub area: Option<Share>,
    /// The share of its people inside.
    pub population: Option<Share>,
    /// The share of its buildings inside, by weight.
    pub buildings: Option<Share>,
    /// Its clusters of houses.
    pub clusters: Option<ClustersFound>,
    /// The nearest site.
    pub site: NearestSite,
}

/// The clusters of houses of one village.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClustersFound {
    /// How many there are; at least one.
    pub all: u32,
    /// How many of them are served: a point inside, an outline by at least half its area.
    pub served: u32,
}

/// The site nearest to a village's centre.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum NearestSite {
    /// The data give no sites, or the village no centre.
    #[default]
    Unknown,
    /// No site has a technology that counts.
    None,
    /// So far away, in the working plane.
    At(Metres),
}

impl Facts {
    /// Whether a site is at most so far away.
    pub fn near_site(&self, most: Metres) -> Option<bool> {
        match self.site {
            NearestSite::Unknown => None,
            NearestSite::None => Some(false),
            NearestSite::At(distance) => Some(distance <= most),
        }
    }
}
