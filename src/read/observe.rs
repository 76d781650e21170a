//! What is odd about inputs that can be read all the same.

use std::collections::HashMap;

use geo::{Area, Euclidean, Length};
use unicode_normalization::UnicodeNormalization;

use crate::geometry::{self, AreaIndex, Cuts, Shapes, share_of_one};
use crate::model::{Coverage, VillageId, Villages};
use crate::read::Inputs;

/// An overlap or a gap smaller than this is rounding, in square metres of the plane.
const SMALLEST_M2: f64 = 1.0;

/// The least share of the smaller village that an overlap takes. Borders along which one side
/// has fewer corners part by more than rounding once they are projected: an edge of 3 km by
/// some 6 cm.
const LEAST_SHARE: f64 = 1e-3;

/// The least area of a gap over the square of its perimeter: less is such a parting of borders.
/// A strip of 10 m by 3 km has 8e-4.
const LEAST_COMPACTNESS: f64 = 1e-4;

/// What is odd about inputs: nothing that must stop a study, all that may be a mistake.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Oddities {
    /// Villages whose ids differ only in case, in how accents are composed, or in marks that
    /// nobody sees.
    pub alike_ids: Vec<(VillageId, VillageId)>,
    /// Villages with the very same boundary as an earlier one: (earlier, later).
    pub same_boundaries: Vec<(VillageId, VillageId)>,
    /// Pairs of villages that overlap by more than 1 m² and a thousandth of the smaller one,
    /// the largest overlap first.
    pub overlaps: Vec<Overlap>,
    /// Holes between villages of more than 1 m² that are no slivers, in square metres, the
    /// largest first.
    pub gaps_m2: Vec<f64>,
    /// Service areas that are the same as an earlier one in operator, technology and polygon,
    /// by their places in the coverage: (earlier, later).
    pub same_areas: Vec<(usize, usize)>,
    /// Service areas that come near no village, by their places in the coverage.
    pub areas_far_from_villages: Vec<usize>,
}

/// Two villages that claim the same ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// One village.
    pub one: VillageId,
    /// The other.
    pub other: VillageId,
    /// The common ground in the plane, in square metres.
    pub area_m2: f64,
}

/// Looks for what is odd. Takes about as long as an assessment: for `check`, not for every run.
pub fn oddities(inputs: &Inputs) -> Oddities {
    let (villages, coverage) = (&inputs.villages, &inputs.coverage);
    let of_one_layer = vec![0; villages.len()];
    let index = AreaIndex::new(&villages.shapes, &of_one_layer);
    let id = |village: usize| villages.records[village].id.clone();
    let same_boundaries = same(&villages.shapes, |_| ());
    Oddities {
        alike_ids: alike_ids(villages),
        same_boundaries: same_boundaries.into_iter().map(|(one, other)| (id(one), id(other))).collect(),
        overlaps: overlaps(villages, &index),
        gaps_m2: gaps_m2(&villages.shapes),
        same_areas: same(&coverage.shapes, |area| {
            let area = &coverage.areas[area];
            (area.operator, area.technology)
        }),
        areas_far_from_villages: far(coverage, villages, &index),
    }
}

fn alike_ids(villages: &Villages) -> Vec<(VillageId, VillageId)> {
    let mut seen: HashMap<String, &VillageId> = HashMap::new();
    let mut alike = Vec::new();
    for village in &villages.records {
        let seen_letters = village.id.0.nfc().filter(|letter| !is_invisible(*letter));
        let key: String = seen_letters.flat_map(char::to_lowercase).collect();
        if let Some(earlier) = seen.insert(key, &village.id) {
            alike.push((earlier.clone(), village.id.clone()));
        }
    }
    alike
}

/// Marks without a look of their own that copying from a document leaves behind.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Features with the very same positions as an earlier one of the same kind.
fn same<K: std::hash::Hash + Eq>(shapes: &Shapes, kind: impl Fn(usize) -> K) -> Vec<(usize, usize)> {
    let mut seen: HashMap<(K, Vec<u64>), usize> = HashMap::new();
    let mut same = Vec::new();
    for (feature, shape) in shapes.iter().enumerate().filter(|(_, shape)| !shape.is_empty()) {
        let positions = shape.rings().flat_map(|ring| ring.positions.iter().copied());
        let bits: Vec<u64> = positions.flat_map(|it| [it.x.to_bits(), it.y.to_bits()]).collect();
        let earlier = *seen.entry((kind(feature), bits)).or_insert(feature);
        if earlier != feature {
            same.push((earlier, feature));
        }
    }
    same
}

fn overlaps(villages: &Villages, index: &AreaIndex<'_>) -> Vec<Overlap> {
    let mut cuts = Cuts::new(1);
    cuts.add([0]);
    let mut overlaps = Vec::new();
    for (one, shape) in villages.shapes.iter().enumerate().filter(|(_, shape)| !shape.is_empty()) {
        let area_m2 = geometry::area(&shape);
        for (other, share) in share_of_one(&shape, index, &cuts).areas {
            let common = share * area_m2;
            let smaller = || area_m2.min(geometry::area(&villages.shapes.get(other)));
            if other > one && common > SMALLEST_M2 && common > LEAST_SHARE * smaller() {
                let id = |village: usize| villages.records[village].id.clone();
                overlaps.push(Overlap { one: id(one), other: id(other), area_m2: common });
            }
        }
    }
    overlaps.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2).then_with(|| a.one.cmp(&b.one)));
    overlaps
}

fn gaps_m2(shapes: &Shapes) -> Vec<f64> {
    let holes = geometry::holes_of_union(shapes);
    let is_gap = |(area, perimeter): &(f64, f64)| {
        *area > SMALLEST_M2 && *area > LEAST_COMPACTNESS * perimeter * perimeter
    };
    let sizes = holes.iter().map(|hole| (hole.unsigned_area(), Euclidean.length(hole.exterior())));
    let mut gaps: Vec<f64> = sizes.filter(is_gap).map(|(area, _)| area).collect();
    gaps.sort_by(|a, b| b.total_cmp(a));
    gaps
}

/// Service areas whose box meets no village's box, nor holds a village that is a point.
fn far(coverage: &Coverage, villages: &Villages, index: &AreaIndex<'_>) -> Vec<usize> {
    let points: Vec<_> = (0..villages.len())
        .filter(|&village| villages.is_point(village))
        .filter_map(|village| villages.records[village].centre)
        .collect();
    let is_far = |area: &usize| {
        let shape = coverage.shapes.get(*area);
        let Some(bounds) = geometry::bounds(&shape) else { return true };
        let holds = |point: &geo::Coord| {
            let (low, high) = (bounds.min(), bounds.max());
            (low.x..=high.x).contains(&point.x) && (low.y..=high.y).contains(&point.y)
        };
        index.near(&shape).next().is_none() && !points.iter().any(holds)
    };
    (0..coverage.len()).filter(is_far).collect()
}
