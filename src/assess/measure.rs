//! The assessment itself: villages and coverage in, shares and statuses out.

use geo::{Coord, InteriorPoint};
use rayon::prelude::*;

use crate::assess::{Assessment, Definition, Rule, Status, VillageAssessment};
use crate::geometry::{AreaIndex, Cuts, Shares, distance_to_nearest, shares, zone_distance_to_nearest};
use crate::model::{Coverage, Technology, Villages};
use crate::units::{Metres, Share};

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Shares by technology and of all that counts, and the operators that reach in.
    Lean,
    /// Also shares by operator, and distances.
    Full,
}

/// A share this close below a threshold reaches it: what two exact programs may differ by.
pub const SHARE_TOLERANCE: f64 = 1e-9;

/// Judges every village by a definition.
///
/// Villages and coverage lie in one plane. The result does not depend on the number of threads.
pub fn assess(
    villages: &Villages,
    coverage: &Coverage,
    definition: Definition,
    detail: Detail,
) -> Assessment {
    let layer_of: Vec<u16> =
        coverage.areas.iter().map(|area| layer(usize::from(area.operator), area.technology)).collect();
    let index = AreaIndex::new(&coverage.shapes, &layer_of);
    let cuts = StandardCuts::new(coverage.operators.len(), definition.min_technology, detail);
    let measured = shares(&villages.shapes, &index, &cuts.cuts);
    let found = (0..villages.len())
        .into_par_iter()
        .map(|village| {
            let judge =
                Judge { villages, index: &index, cuts: &cuts, measured: &measured, definition, detail };
            judge.village(village)
        })
        .collect();
    Assessment {
        definition,
        villages: found,
        operators: coverage.operators.len(),
        operator_shares: cuts.table(&measured, &cuts.operator_technology),
        operator_covered: cuts.table(&measured, &cuts.operator_counting),
        reach: reach(villages.len(), coverage.operators.len(), &measured),
    }
}

/// The layer of an operator's technology, as the geometry knows it.
pub(super) fn layer(operator: usize, technology: Technology) -> u16 {
    u16::try_from(operator * 4 + technology.index()).unwrap_or(u16::MAX)
}

/// The unions that are measured, and which is which.
pub(super) struct StandardCuts {
    pub cuts: Cuts,
    /// Each technology by itself, over all operators.
    pub technology: Vec<usize>,
    /// Every technology that counts, over all operators.
    pub counting: usize,
    /// Each operator's technologies that count.
    pub operator_counting: Vec<usize>,
    /// Each operator × technology, operator by operator.
    pub operator_technology: Vec<usize>,
}

impl StandardCuts {
    pub fn new(operators: usize, oldest: Technology, detail: Detail) -> Self {
        let mut cuts = Cuts::new(operators * 4);
        let technology = Technology::ALL.map(|t| cuts.add((0..operators).map(|o| layer(o, t)))).to_vec();
        let counting = cuts.add((0..operators).flat_map(|o| oldest.and_later().map(move |t| layer(o, t))));
        let detailed = if detail == Detail::Full { operators } else { 0 };
        let operator_counting =
            (0..detailed).map(|o| cuts.add(oldest.and_later().map(|t| layer(o, t)))).collect();
        let operator_technology =
            (0..detailed).flat_map(|o| Technology::ALL.map(|t| (o, t))).map(|(o, t)| cuts.add([layer(o, t)]));
        let operator_technology = operator_technology.collect();
        Self { cuts, technology, counting, operator_counting, operator_technology }
    }

    fn table(&self, measured: &Shares, chosen: &[usize]) -> Vec<f64> {
        let rows = (0..measured.len()).flat_map(|village| chosen.iter().map(move |&cut| (village, cut)));
        rows.map(|(village, cut)| measured.share(village, cut)).collect()
    }
}

/// One bit for each village, operator and technology: that layer reaches the interior.
fn reach(villages: usize, operators: usize, measured: &Shares) -> Vec<u64> {
    let words = (operators * 4).div_ceil(64);
    let mut bits = vec![0u64; villages * words];
    for village in 0..villages {
        for layer in measured.layers(village) {
            bits[village * words + usize::from(layer) / 64] |= 1 << (layer % 64);
        }
    }
    bits
}

struct Judge<'a> {
    villages: &'a Villages,
    index: &'a AreaIndex<'a>,
    cuts: &'a StandardCuts,
    measured: &'a Shares,
    definition: Definition,
    detail: Detail,
}

impl Judge<'_> {
    fn village(&self, village: usize) -> VillageAssessment {
        let share = |cut: usize| {
            if self.villages.is_point(village) {
                self.point_share(village, cut)
            } else {
                Share::new(self.measured.share(village, cut)).unwrap_or_default()
            }
        };
        let covered_share = share(self.cuts.counting);
        VillageAssessment {
            status: self.status(village, covered_share),
            covered_share,
            technology_shares: Technology::ALL.map(|t| share(self.cuts.technology[t.index()])),
            distance: if self.detail == Detail::Full { self.distance(village, covered_share) } else { None },
        }
    }

    fn status(&self, village: usize, covered_share: Share) -> Status {
        let is_covered = match self.definition.rule {
            Rule::Area(_) if self.villages.is_point(village) => None,
            Rule::Area(least) => Some(covered_share.get() >= least.get() - SHARE_TOLERANCE),
            Rule::Centre => self.is_inside(centre(self.villages, village), self.cuts.counting),
        };
        match is_covered {
            Some(true) => Status::Covered,
            Some(false) => Status::Uncovered,
            None => Status::Unknown,
        }
    }

    fn point_share(&self, village: usize, cut: usize) -> Share {
        match self.is_inside(self.villages.records[village].centre, cut) {
            Some(true) => Share::ALL,
            _ => Share::NONE,
        }
    }

    fn is_inside(&self, point: Option<Coord>, cut: usize) -> Option<bool> {
        let distance = distance_to_nearest(point?, self.index, &self.cuts.cuts, cut);
        Some(distance == Some(0.0))
    }

    fn distance(&self, village: usize, covered_share: Share) -> Option<Metres> {
        if covered_share > Share::NONE {
            return Metres::new(0.0).ok();
        }
        let (cuts, cut) = (&self.cuts.cuts, self.cuts.counting);
        let distance = if self.villages.is_point(village) {
            distance_to_nearest(self.villages.records[village].centre?, self.index, cuts, cut)
        } else {
            zone_distance_to_nearest(&self.villages.shapes.get(village), self.index, cuts, cut)
        };
        distance.and_then(|metres| Metres::new(metres).ok())
    }
}

/// The centre the data give, else a point on the village's surface; `None` where there is
/// neither.
pub fn centre(villages: &Villages, village: usize) -> Option<Coord> {
    villages.records[village]
        .centre
        .or_else(|| villages.shapes.get(village).to_multi_polygon().interior_point().map(|point| point.0))
}
