//! Where the sites reach, and what of it is new.

use geo::MultiPolygon;
use rayon::prelude::*;

use super::game::Ground;
use super::offer::Offer;
use crate::assess::Definition;
use crate::geometry::{AreaIndex, Cuts, Shapes, area, bounds, moved_union, share_of_one, uncovered_part};

/// The footprint of one site: the union of its service areas that count.
#[derive(Debug, Clone, PartialEq)]
pub struct Footprint {
    /// Its area in the working plane, m².
    pub area_m2: f64,
    /// What of it lies outside existing coverage that counts, in the working plane.
    pub new: MultiPolygon,
    /// The share of it inside existing coverage; `None` of a site without an area.
    pub overlap_existing: Option<f64>,
    /// The share of it inside the footprints of the other submitted sites.
    pub overlap_others: Option<f64>,
    /// The sites it overlaps and the share of it inside each, in order.
    pub overlaps: Vec<(usize, f64)>,
    /// Whether its box touches a village of the study.
    pub is_near_a_village: bool,
}

impl Footprint {
    /// Of a site without an area.
    fn none() -> Self {
        Self {
            area_m2: 0.0,
            new: MultiPolygon::new(Vec::new()),
            overlap_existing: None,
            overlap_others: None,
            overlaps: Vec::new(),
            is_near_a_village: false,
        }
    }
}

/// The footprints of the submitted sites; of candidates they stay empty.
pub fn footprints(ground: Ground<'_>, definition: &Definition) -> (Vec<Footprint>, Shapes) {
    let Ground { villages, coverage, offer, .. } = ground;
    let shapes = unions(offer, definition);
    let near = crate::geometry::ZoneIndex::new(&villages.shapes);
    let counts: Vec<u16> = coverage
        .areas
        .iter()
        .map(|area| {
            let is_counted = definition.counts(area.technology)
                && definition.counts_operator(area.operator, &coverage.operators);
            u16::from(!is_counted)
        })
        .collect();
    let existing = AreaIndex::new(&coverage.shapes, &counts);
    let mut counted = Cuts::new(2);
    counted.add([0]);
    let layers: Vec<u16> = (0..shapes.len()).map(|site| u16::try_from(site).unwrap_or(u16::MAX)).collect();
    let together = AreaIndex::new(&shapes, &layers);
    let one = |site: usize| {
        let shape = shapes.get(site);
        if shape.is_empty() || offer.sites[site].list.is_none() {
            return Footprint::none();
        }
        let area_m2 = area(&shape);
        let new = uncovered_part(&shape, &existing, &counted, 0);
        let mut own = Shapes::new();
        own.push(&new);
        let mut others = Cuts::new(shapes.len());
        others.add(offer.submitted().filter(|&other| other != site).map(|other| layers[other]));
        let found = share_of_one(&shape, &together, &others);
        Footprint {
            area_m2,
            overlap_existing: Some((1.0 - area(&own.get(0)) / area_m2).clamp(0.0, 1.0)),
            new,
            overlap_others: found.shares.first().copied(),
            overlaps: found.areas.into_iter().filter(|&(other, _)| other != site).collect(),
            is_near_a_village: !near.near([shape]).is_empty(),
        }
    };
    ((0..offer.sites.len()).into_par_iter().map(one).collect(), shapes)
}

/// The union of each site's areas that count.
fn unions(offer: &Offer, definition: &Definition) -> Shapes {
    let layers = vec![0; offer.areas.len()];
    let index = AreaIndex::new(&offer.shapes, &layers);
    let counts = |area: usize, site: usize| {
        let own = offer.areas[area];
        own.site as usize == site && definition.counts(own.technology)
    };
    let mut of_site: Vec<Vec<usize>> = vec![Vec::new(); offer.sites.len()];
    for (area, own) in offer.areas.iter().enumerate() {
        if definition.counts(own.technology) {
            of_site[own.site as usize].push(area);
        }
    }
    let one = |site: usize| {
        let mut shape = Shapes::new();
        match of_site[site].as_slice() {
            [] => shape.end_feature(),
            [only] => shape.push_shape(&offer.shapes.get(*only)),
            several => {
                let boxes = several.iter().filter_map(|&area| bounds(&offer.shapes.get(area)));
                let window = boxes.reduce(|a, b| {
                    geo::Rect::new(
                        geo::Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) },
                        geo::Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) },
                    )
                });
                match window {
                    Some(window) => {
                        shape.push(&moved_union(&index, |area| counts(area, site), window, 0.0, 0.0))
                    }
                    None => shape.end_feature(),
                }
            }
        }
        shape
    };
    let made: Vec<Shapes> = (0..offer.sites.len()).into_par_iter().map(one).collect();
    let mut all = Shapes::new();
    made.into_iter().for_each(|shape| all.append(shape));
    all
}
