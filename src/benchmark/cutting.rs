//! The one look at the geometry: every village near an offer, cut by everything that reaches it.

use std::collections::BTreeSet;

use geo::Coord;
use rayon::prelude::*;

use super::look::Wants;
use super::offer::Offer;
use crate::assess::centre;
use crate::geometry::{AreaIndex, Part, PointIndex, Shapes, ZoneIndex, parts};
use crate::model::{Coverage, Points, Technology, Villages};

/// Numbers for what reaches a place: operators' technologies first, then the sites'.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layers {
    /// How many operators the coverage has.
    pub operators: usize,
}

/// Whose a layer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// An operator's existing coverage.
    Operator(u16),
    /// A site of the offer.
    Site(u32),
}

impl Layers {
    /// The layer of an operator's technology.
    pub fn existing(self, operator: u16, technology: Technology) -> u16 {
        number(usize::from(operator) * 4 + technology.index())
    }

    /// The layer of a site's technology.
    pub fn site(self, site: u32, technology: Technology) -> u16 {
        number((self.operators + site as usize) * 4 + technology.index())
    }

    /// What a layer stands for.
    pub fn who(self, layer: u16) -> (Who, Technology) {
        let (owner, technology) = (usize::from(layer) / 4, Technology::ALL[usize::from(layer) % 4]);
        let who = if owner < self.operators {
            Who::Operator(owner as u16)
        } else {
            Who::Site((owner - self.operators) as u32)
        };
        (who, technology)
    }
}

fn number(layer: usize) -> u16 {
    u16::try_from(layer).unwrap_or(u16::MAX)
}

/// The most sites that one look can tell apart.
pub const MOST_SITES: usize = 16_000;

/// A cluster of houses: the layers at its point, or the parts of its outline.
#[derive(Debug, Clone, PartialEq)]
pub enum CutCluster {
    /// A point, and the layers there.
    Point(Vec<u16>),
    /// An outline, and what the layers make of it.
    Outline(Vec<Part>),
}

/// One village, cut by every layer that reaches it.
#[derive(Debug, Clone, PartialEq)]
pub struct CutVillage {
    /// The village.
    pub village: usize,
    /// The parts of its area; `None` of one that is only a point.
    pub parts: Option<Vec<Part>>,
    /// The layers at its centre; `None` without a centre.
    pub centre: Option<Vec<u16>>,
    /// Its clusters of houses.
    pub clusters: Vec<CutCluster>,
    /// Its buildings, by weight, and the layers at each; `None` where the data have none.
    pub buildings: Option<Vec<(f64, Vec<u16>)>>,
    /// The places where its people live, likewise.
    pub people: Option<Vec<(f64, Vec<u16>)>>,
    /// How far from the centre each layer's nearest site is, in metres.
    pub sites: Vec<(u16, f64)>,
}

/// Every village that an offer can make a difference to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cutting {
    /// The villages, in order.
    pub villages: Vec<CutVillage>,
    /// Villages that more than sixty areas cross: those are left out.
    pub too_crowded: Vec<usize>,
    /// How many operators the coverage has.
    pub operators: usize,
}

impl Cutting {
    /// The numbering of its layers.
    pub fn layers(&self) -> Layers {
        Layers { operators: self.operators }
    }
}

/// Cuts the villages near an offer. `near_m` is how far a site matters by its distance alone,
/// for rules that ask for it; `wants` is what of the villages is looked at.
pub fn cut(villages: &Villages, coverage: &Coverage, offer: &Offer, near_m: f64, wants: Wants) -> Cutting {
    let layers = Layers { operators: coverage.operators.len() };
    let mut shapes = coverage.shapes.clone();
    let mut layer_of: Vec<u16> =
        coverage.areas.iter().map(|area| layers.existing(area.operator, area.technology)).collect();
    shapes.append(offer.shapes.clone());
    layer_of.extend(offer.areas.iter().map(|area| layers.site(area.site, area.technology)));
    let index = AreaIndex::new(&shapes, &layer_of);
    let points = PointIndex::new(&shapes);
    let at = |place: Coord| {
        let mut found: Vec<u16> = points.areas_at(place).map(|area| layer_of[area]).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let near = near(villages, offer, near_m);
    let looker = Looker { villages, offer, layers, wants, index: &index, at: &at };
    let cut: Vec<Option<CutVillage>> = near.par_iter().map(|&village| looker.village(village)).collect();
    let mut found = Cutting { operators: layers.operators, ..Cutting::default() };
    for (village, cut) in near.into_iter().zip(cut) {
        match cut {
            Some(cut) => found.villages.push(cut),
            None => found.too_crowded.push(village),
        }
    }
    found
}

/// The villages whose box an area's box meets, or that a site is near.
fn near(villages: &Villages, offer: &Offer, near_m: f64) -> Vec<usize> {
    let mut found: BTreeSet<usize> =
        ZoneIndex::new(&villages.shapes).near(offer.shapes.iter()).into_iter().collect();
    let asks_distance = near_m > 0.0 && villages.places.sites.is_some();
    for village in 0..villages.len() {
        let is_point = villages.is_point(village);
        if !is_point && !asks_distance {
            continue;
        }
        let Some(centre) = centre(villages, village) else { continue };
        let is_near = |place: Coord| (place - centre).x.hypot((place - centre).y) <= near_m;
        if is_point || offer.sites.iter().filter_map(|site| site.position).any(is_near) {
            found.insert(village);
        }
    }
    found.into_iter().collect()
}

/// Looks at single villages.
pub(super) struct Looker<'a, 'i> {
    pub villages: &'a Villages,
    pub offer: &'a Offer,
    pub layers: Layers,
    pub wants: Wants,
    pub index: &'a AreaIndex<'i>,
    /// The layers at a place, in order, each once.
    pub at: &'a (dyn Fn(Coord) -> Vec<u16> + Sync),
}

impl Looker<'_, '_> {
    /// One village; `None` where too many areas cross it.
    pub fn village(&self, village: usize) -> Option<CutVillage> {
        let places = &self.villages.places;
        let zone = self.villages.shapes.get(village);
        let parts = if zone.is_empty() { None } else { Some(self.parts(&zone)?) };
        let middle = centre(self.villages, village);
        let weighed = |points: &Points| {
            let own = points.of(village);
            own.map(|point| (points.weights()[point], (self.at)(points.positions()[point]))).collect()
        };
        Some(CutVillage {
            village,
            parts,
            centre: middle.map(self.at),
            clusters: self.clusters(village)?,
            buildings: places.buildings.as_ref().filter(|_| self.wants.buildings).map(weighed),
            people: places
                .people
                .as_ref()
                .filter(|_| self.wants.people)
                .map(|people| weighed(&people.points)),
            sites: middle.map(|middle| self.sites(middle)).unwrap_or_default(),
        })
    }

    fn parts(&self, zone: &crate::geometry::Shape<'_>) -> Option<Vec<Part>> {
        let mut one = Shapes::new();
        one.push_shape(zone);
        parts(&one, self.index).pop().flatten()
    }

    fn clusters(&self, village: usize) -> Option<Vec<CutCluster>> {
        let clusters = self.villages.places.clusters.as_ref().filter(|_| self.wants.clusters);
        let Some(clusters) = clusters else { return Some(Vec::new()) };
        let one = |cluster: usize| {
            let has_outline = cluster < clusters.shapes.len() && !clusters.shapes.get(cluster).is_empty();
            if has_outline {
                Some(CutCluster::Outline(self.parts(&clusters.shapes.get(cluster))?))
            } else {
                Some(CutCluster::Point((self.at)(clusters.points.positions()[cluster])))
            }
        };
        clusters.points.of(village).map(one).collect()
    }

    /// The nearest site of each layer, where the data name existing sites at all.
    fn sites(&self, middle: Coord) -> Vec<(u16, f64)> {
        let existing = self.villages.places.sites.as_ref().filter(|_| self.wants.sites);
        let Some(existing) = existing else { return Vec::new() };
        let far = |place: Coord| (place - middle).x.hypot((place - middle).y);
        let mut nearest = vec![f64::INFINITY; self.layers.operators * 4];
        for site in existing {
            let distance = far(site.position);
            for operator in 0..self.layers.operators as u16 {
                for technology in Technology::ALL.into_iter().filter(|&t| site.serves(operator, t)) {
                    let at = usize::from(self.layers.existing(operator, technology));
                    nearest[at] = nearest[at].min(distance);
                }
            }
        }
        let existing = nearest.into_iter().enumerate().filter(|(_, distance)| distance.is_finite());
        let mut found: Vec<(u16, f64)> = existing.map(|(layer, distance)| (layer as u16, distance)).collect();
        for area in &self.offer.areas {
            if let Some(place) = self.offer.sites[area.site as usize].position {
                found.push((self.layers.site(area.site, area.technology), far(place)));
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        found.dedup_by_key(|(layer, _)| *layer);
        found
    }
}
