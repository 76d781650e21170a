//! Coverage seen from every village at once: areas, centres, clusters, buildings, people.

use geo::{Coord, InteriorPoint};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::assess::{ClustersFound, Facts, NearestSite, Rule};
use crate::geometry::{AreaIndex, Cuts, LayerSets, PointIndex, Shares, shares};
use crate::model::{Coverage, Points, Technology, Villages};
use crate::units::{Metres, Share};

/// A point this close to an edge, in metres, lies on it, and so inside. An edge that is straight in
/// degrees is curved in the plane, where the chord between its ends stands for it: one of 1.5 km
/// along a parallel at 19° N is 1.5 cm off in its middle.
pub const ON_EDGE_M: f64 = 0.05;

/// An outline of houses is served from this share of its area on.
pub const CLUSTER_SHARE: f64 = 0.5;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Wants {
    pub centres: bool,
    pub clusters: bool,
    pub buildings: bool,
    pub people: bool,
    pub sites: bool,
}

impl Wants {
    pub const EVERYTHING: Self =
        Self { centres: true, clusters: true, buildings: true, people: true, sites: true };

    /// What a rule looks at.
    pub fn of(rule: &Rule) -> Self {
        let atoms = rule.atoms();
        let has = |wanted: fn(&Rule) -> bool| atoms.iter().any(|atom| wanted(atom));
        let sites = has(|atom| matches!(atom, Rule::Within(_)));
        Self {
            centres: sites || has(|atom| matches!(atom, Rule::Centre)),
            clusters: has(|atom| matches!(atom, Rule::Clusters(_))),
            buildings: has(|atom| matches!(atom, Rule::Buildings(_))),
            people: has(|atom| matches!(atom, Rule::Population(_))),
            sites,
        }
    }
}

/// The layer of an operator's technology, as the geometry knows it.
pub(super) fn layer(operator: usize, technology: Technology) -> u16 {
    u16::try_from(operator * 4 + technology.index()).unwrap_or(u16::MAX)
}

/// The layer of every service area.
pub(super) fn layers(coverage: &Coverage) -> Vec<u16> {
    coverage.areas.iter().map(|area| layer(usize::from(area.operator), area.technology)).collect()
}

/// All that was measured: ask [`Survey::facts`].
pub(super) struct Survey<'a> {
    villages: &'a Villages,
    /// Share of every village by cut.
    pub shares: Shares,
    cluster_shares: Option<Shares>,
    masks: Vec<Vec<u64>>,
    centres: Vec<Option<Coord>>,
    at_centres: LayerSets,
    at_clusters: LayerSets,
    at_buildings: LayerSets,
    at_people: LayerSets,
    sites: Option<RTree<GeomWithData<[f64; 2], u32>>>,
}

impl<'a> Survey<'a> {
    pub fn new(
        villages: &'a Villages,
        coverage: &Coverage,
        index: &AreaIndex<'_>,
        cuts: &Cuts,
        wants: Wants,
    ) -> Self {
        let layer_of = layers(coverage);
        let count = cuts.layers();
        let has_points = (0..villages.len()).any(|village| villages.is_point(village));
        let wants = Wants { centres: wants.centres || has_points, ..wants };
        let places = &villages.places;
        let clusters = places.clusters.as_ref().filter(|_| wants.clusters);
        let buildings = places.buildings.as_ref().filter(|_| wants.buildings);
        let people = places.people.as_ref().filter(|_| wants.people);
        let looks = wants.centres || clusters.is_some() || buildings.is_some() || people.is_some();
        let points = looks.then(|| PointIndex::new(&coverage.shapes).reaching(ON_EDGE_M));
        let at = |positions: &[Coord]| {
            points.as_ref().map_or_else(LayerSets::default, |it| it.layers_at(positions, &layer_of, count))
        };
        let centres: Vec<Option<Coord>> = if wants.centres {
            (0..villages.len()).into_par_iter().map(|village| centre(villages, village)).collect()
        } else {
            Vec::new()
        };
        let nowhere = Coord { x: f64::NAN, y: f64::NAN };
        let positions: Vec<Coord> = centres.iter().map(|centre| centre.unwrap_or(nowhere)).collect();
        let outlined = clusters.filter(|it| it.shapes.iter().any(|shape| !shape.is_empty()));
        let sites = places.sites.as_ref().filter(|_| wants.sites).map(|sites| {
            let site = |(nth, site): (usize, &crate::model::Site)| {
                GeomWithData::new(site.position.x_y().into(), nth as u32)
            };
            RTree::bulk_load(sites.iter().enumerate().map(site).collect())
        });
        Self {
            villages,
            shares: shares(&villages.shapes, index, cuts),
            cluster_shares: outlined.map(|it| shares(&it.shapes, index, cuts)),
            masks: (0..cuts.len()).map(|cut| mask(cuts, cut)).collect(),
            at_centres: at(&positions),
            centres,
            at_clusters: clusters.map_or_else(LayerSets::default, |it| at(it.points.positions())),
            at_buildings: buildings.map_or_else(LayerSets::default, |it| at(it.positions())),
            at_people: people.map_or_else(LayerSets::default, |it| at(it.points.positions())),
            sites,
        }
    }

    /// The share of a village's area inside a cut; of one that is only a point, 1 or 0.
    pub fn covered_share(&self, village: usize, cut: usize) -> Share {
        if self.villages.is_point(village) {
            if self.centre(village, cut) == Some(true) { Share::ALL } else { Share::NONE }
        } else {
            Share::new(self.shares.share(village, cut)).unwrap_or_default()
        }
    }

    /// All that is known of a village under a cut.
    pub fn facts(&self, village: usize, cut: usize) -> Facts {
        let area = (!self.villages.is_point(village)).then(|| self.covered_share(village, cut));
        let places = &self.villages.places;
        let population = match &places.people {
            Some(people) => self.weight_inside(&people.points, &self.at_people, village, cut),
            None => area,
        };
        let buildings = places.buildings.as_ref();
        Facts {
            centre: self.centre(village, cut),
            area,
            population,
            buildings: buildings.and_then(|it| self.weight_inside(it, &self.at_buildings, village, cut)),
            clusters: self.clusters(village, cut),
            site: self.site(village, cut),
        }
    }

    fn centre(&self, village: usize, cut: usize) -> Option<bool> {
        self.centres.get(village).copied().flatten()?;
        Some(self.at_centres.meets(village, &self.masks[cut]))
    }

    /// `None` where the points were not looked at, or the village has no weight.
    fn weight_inside(&self, points: &Points, at: &LayerSets, village: usize, cut: usize) -> Option<Share> {
        let (mut all, mut inside) = (0.0, 0.0);
        for point in points.of(village) {
            if at.at(point).is_empty() {
                return None;
            }
            let weight = points.weights()[point];
            all += weight;
            if at.meets(point, &self.masks[cut]) {
                inside += weight;
            }
        }
        if all > 0.0 { Share::new((inside / all).clamp(0.0, 1.0)).ok() } else { None }
    }

    fn clusters(&self, village: usize, cut: usize) -> Option<ClustersFound> {
        let clusters = self.villages.places.clusters.as_ref()?;
        let own = clusters.points.of(village);
        if own.is_empty() || self.at_clusters.at(own.start).is_empty() {
            return None;
        }
        let is_served = |cluster: &usize| match &self.cluster_shares {
            Some(shares) if !clusters.shapes.get(*cluster).is_empty() => {
                shares.share(*cluster, cut) >= CLUSTER_SHARE - crate::assess::SHARE_TOLERANCE
            }
            _ => self.at_clusters.meets(*cluster, &self.masks[cut]),
        };
        Some(ClustersFound { all: own.len() as u32, served: own.filter(is_served).count() as u32 })
    }

    fn site(&self, village: usize, cut: usize) -> NearestSite {
        let (Some(tree), Some(sites)) = (&self.sites, &self.villages.places.sites) else {
            return NearestSite::Unknown;
        };
        let Some(centre) = self.centres.get(village).copied().flatten() else { return NearestSite::Unknown };
        let counts = |nth: usize| self.layers_of(cut).any(|(o, t)| sites[nth].serves(o, t));
        let at: [f64; 2] = centre.x_y().into();
        let nearest = tree.nearest_neighbor_iter(&at).map(|site| site.data as usize).find(|&nth| counts(nth));
        let Some(nearest) = nearest else { return NearestSite::None };
        let way = sites[nearest].position - centre;
        Metres::new(way.x.hypot(way.y)).map_or(NearestSite::Unknown, NearestSite::At)
    }

    /// The operators and technologies of a cut.
    fn layers_of(&self, cut: usize) -> impl Iterator<Item = (u16, Technology)> + '_ {
        let mask = &self.masks[cut];
        let has = move |layer: usize| mask[layer / 64] >> (layer % 64) & 1 == 1;
        let name = |layer: usize| ((layer / 4) as u16, Technology::ALL[layer % 4]);
        (0..mask.len() * 64).filter(move |&layer| has(layer)).map(name)
    }
}

fn mask(cuts: &Cuts, cut: usize) -> Vec<u64> {
    let mut mask = vec![0u64; cuts.layers().div_ceil(64).max(1)];
    for layer in 0..cuts.layers() {
        if cuts.contains(cut, layer as u16) {
            mask[layer / 64] |= 1 << (layer % 64);
        }
    }
    mask
}

/// The centre the data give, else a point on the village's surface; `None` where there is
/// neither.
pub fn centre(villages: &Villages, village: usize) -> Option<Coord> {
    villages.records[village]
        .centre
        .or_else(|| villages.shapes.get(village).to_multi_polygon().interior_point().map(|point| point.0))
}
