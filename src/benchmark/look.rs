//! One village before one union of coverage: what a rule sees, whichever sites are built.

use super::cutting::{CutCluster, CutVillage, Who};
use crate::assess::{CLUSTER_SHARE, ClustersFound, Facts, NearestSite, Rule, SHARE_TOLERANCE};
use crate::geometry::Part;
use crate::units::{Metres, Share};

/// What of a village is looked at beside its area and its centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wants {
    /// Clusters of houses.
    pub clusters: bool,
    /// Buildings.
    pub buildings: bool,
    /// Where people live.
    pub people: bool,
    /// Distances to sites.
    pub sites: bool,
}

impl Wants {
    /// Everything.
    pub const EVERYTHING: Self = Self { clusters: true, buildings: true, people: true, sites: true };

    /// What a rule looks at.
    pub fn of(rule: &Rule) -> Self {
        let atoms = rule.atoms();
        let has = |wanted: fn(&Rule) -> bool| atoms.iter().any(|atom| wanted(atom));
        Self {
            clusters: has(|atom| matches!(atom, Rule::Clusters(_))),
            buildings: has(|atom| matches!(atom, Rule::Buildings(_))),
            people: has(|atom| matches!(atom, Rule::Population(_))),
            sites: has(|atom| matches!(atom, Rule::Within(_))),
        }
    }

    /// What the classes of Vietnam's lists look at besides.
    #[must_use]
    pub const fn and_classes(self) -> Self {
        Self { clusters: true, ..self }
    }
}

/// Sites as bits, each by its place among those that reach the village.
pub type Mask = u128;

/// The bit of what exists already: it is always there.
pub const EXISTING: Mask = 1 << 127;

/// The most sites that can reach one village.
pub const MOST_SITES: usize = 127;

/// A part, a place or a cluster: what it weighs, and what serves it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Element {
    /// A share of area, a number of people, a weight of buildings.
    pub weight: f64,
    /// Any of these serves it.
    pub mask: Mask,
}

/// A cluster of houses.
#[derive(Debug, Clone, PartialEq)]
pub enum Cluster {
    /// A point.
    Point(Mask),
    /// An outline in parts; half of it must be served.
    Outline(Vec<Element>),
}

/// All that a rule can look at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    /// What serves the centre.
    pub centre: Option<Mask>,
    /// The parts of the area; `None` of a village that is only a point.
    pub area: Option<Vec<Element>>,
    /// The places of people, where the data give them; then they are not spread over the area.
    pub people: Option<Vec<Element>>,
    /// The buildings.
    pub buildings: Option<Vec<Element>>,
    /// The clusters of houses.
    pub clusters: Vec<Cluster>,
    /// How far sites are from the centre; `None` where the data name no sites.
    pub sites: Option<Vec<(Mask, f64)>>,
}

impl Look {
    /// The look of a cut village. `bit` says which bit a layer has in this union, none if it
    /// does not count.
    pub fn new(cut: &CutVillage, wants: Wants, bit: impl Fn(u16) -> Option<Mask>) -> Self {
        let mask =
            |layers: &[u16]| layers.iter().filter_map(|&layer| bit(layer)).fold(0, |all, bit| all | bit);
        let parts =
            |parts: &[Part]| merged(parts.iter().map(|part| (part.share, mask(&part.layers))).collect());
        let weighed = |all: &Vec<(f64, Vec<u16>)>| {
            merged(all.iter().map(|(weight, layers)| (*weight, mask(layers))).collect())
        };
        let cluster = |cluster: &CutCluster| match cluster {
            CutCluster::Point(layers) => Cluster::Point(mask(layers)),
            CutCluster::Outline(all) => Cluster::Outline(parts(all)),
        };
        Self {
            centre: cut.centre.as_deref().map(mask),
            area: cut.parts.as_deref().map(parts),
            people: cut.people.as_ref().filter(|_| wants.people).map(weighed),
            buildings: cut.buildings.as_ref().filter(|_| wants.buildings).map(weighed),
            clusters: if wants.clusters { cut.clusters.iter().map(cluster).collect() } else { Vec::new() },
            sites: wants
                .sites
                .then(|| cut.sites.iter().filter_map(|&(layer, far)| Some((bit(layer)?, far))).collect()),
        }
    }

    /// What is known of the village when these sites are built.
    pub fn facts(&self, chosen: Mask) -> Facts {
        let chosen = chosen | EXISTING;
        let area = self.area.as_ref().map(|parts| share_inside(parts, chosen));
        Facts {
            centre: self.centre.map(|mask| mask & chosen != 0),
            area: area.and_then(|share| Share::new(share).ok()),
            population: match &self.people {
                Some(places) => weight_inside(places, chosen),
                None => area.and_then(|share| Share::new(share).ok()),
            },
            buildings: self.buildings.as_ref().and_then(|all| weight_inside(all, chosen)),
            clusters: self.clusters_found(chosen),
            site: self.site(chosen),
        }
    }

    /// The share of the area inside, or of a point village whether its centre is.
    pub fn covered_share(&self, chosen: Mask) -> f64 {
        let chosen = chosen | EXISTING;
        match (&self.area, self.centre) {
            (Some(parts), _) => share_inside(parts, chosen),
            (None, Some(mask)) if mask & chosen != 0 => 1.0,
            _ => 0.0,
        }
    }

    fn clusters_found(&self, chosen: Mask) -> Option<ClustersFound> {
        if self.clusters.is_empty() {
            return None;
        }
        let is_served = |cluster: &&Cluster| match cluster {
            Cluster::Point(mask) => mask & chosen != 0,
            Cluster::Outline(parts) => share_inside(parts, chosen) >= CLUSTER_SHARE - SHARE_TOLERANCE,
        };
        let served = self.clusters.iter().filter(is_served).count();
        Some(ClustersFound { all: self.clusters.len() as u32, served: served as u32 })
    }

    fn site(&self, chosen: Mask) -> NearestSite {
        let Some(sites) = &self.sites else { return NearestSite::Unknown };
        if self.centre.is_none() {
            return NearestSite::Unknown;
        }
        let built = sites.iter().filter(|(mask, _)| mask & chosen != 0);
        match built.map(|&(_, far)| far).reduce(f64::min) {
            Some(far) => Metres::new(far).map_or(NearestSite::Unknown, NearestSite::At),
            None => NearestSite::None,
        }
    }
}

/// Elements of the same mask become one, in the order of their masks.
fn merged(mut all: Vec<(f64, Mask)>) -> Vec<Element> {
    // what exists already serves it: no site is asked
    for (_, mask) in &mut all {
        if *mask & EXISTING != 0 {
            *mask = EXISTING;
        }
    }
    all.sort_by_key(|&(_, mask)| mask);
    let mut merged: Vec<Element> = Vec::with_capacity(all.len());
    for (weight, mask) in all {
        match merged.last_mut() {
            Some(last) if last.mask == mask => last.weight += weight,
            _ => merged.push(Element { weight, mask }),
        }
    }
    merged
}

/// The share in served parts, exact where all or none is.
fn share_inside(parts: &[Element], chosen: Mask) -> f64 {
    let (mut inside, mut outside) = (0.0, 0.0);
    for part in parts {
        if part.mask & chosen != 0 {
            inside += part.weight;
        } else {
            outside += part.weight;
        }
    }
    if outside == 0.0 && inside > 0.0 {
        1.0
    } else if inside + outside > 0.0 {
        inside / (inside + outside)
    } else {
        0.0
    }
}

fn weight_inside(all: &[Element], chosen: Mask) -> Option<Share> {
    let total: f64 = all.iter().map(|element| element.weight).sum();
    (total > 0.0).then(|| Share::new(share_inside(all, chosen).clamp(0.0, 1.0)).ok()).flatten()
}

/// The site bits of a village: which sites reach what is looked at, ascending.
pub fn reaching(cut: &CutVillage, wants: Wants, who: impl Fn(u16) -> Option<Who>) -> Vec<u32> {
    let parts = cut.parts.iter().flatten().flat_map(|part| &part.layers);
    let outlines = cut.clusters.iter().flat_map(|cluster| match cluster {
        CutCluster::Point(layers) => layers.clone(),
        CutCluster::Outline(parts) => parts.iter().flat_map(|part| part.layers.clone()).collect(),
    });
    let buildings = cut.buildings.iter().filter(|_| wants.buildings);
    let people = cut.people.iter().filter(|_| wants.people);
    let placed = buildings.chain(people).flatten().flat_map(|(_, layers)| layers);
    let near = cut.sites.iter().filter(|_| wants.sites).map(|(layer, _)| *layer);
    let all = parts.chain(cut.centre.iter().flatten()).chain(placed).copied().chain(outlines).chain(near);
    let mut sites: Vec<u32> = all
        .filter_map(|layer| match who(layer) {
            Some(Who::Site(site)) => Some(site),
            _ => None,
        })
        .collect();
    sites.sort_unstable();
    sites.dedup();
    sites
}
