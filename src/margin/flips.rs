//! The villages that change their status when every edge of coverage moves by a given distance,
//! judged again with the coverage really moved.

use geo::{Coord, Rect};
use rayon::prelude::*;

use super::unions::Unions;
use super::{CRACK_M, TOLERANCE_M, VillageMargin};
use crate::assess::{
    Assessment, CLUSTER_SHARE, ClustersFound, Facts, ON_EDGE_M, SHARE_TOLERANCE, Status, centre,
};
use crate::geometry::{AreaIndex, Cuts, NearUnion, PointIndex, Shapes, arc_deviation, bounds, share_of_one};
use crate::model::{Coverage, Points, Villages};
use crate::units::Share;

/// The villages that change their status when all edges move by some distances.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flips {
    /// How far the edges move, in metres, outwards positive, in rising order.
    pub moves: Vec<f64>,
    /// The villages that change their status at some of these distances, in their order.
    pub villages: Vec<Flip>,
}

/// One village that changes its status.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    /// Its place in the input.
    pub village: usize,
    /// What it is after each of the moves, in their order.
    pub moved: Vec<Moved>,
}

/// A village after the edges have moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// Under the rule.
    pub status: Status,
    /// The share of its area inside all that counts; `None` of a village that is only a point.
    pub share: Option<Share>,
}

impl Flip {
    /// The shortest move, in metres, outwards positive, after which the status is another.
    pub fn shortest(&self, moves: &[f64], status: Status) -> Option<f64> {
        let changed = moves.iter().zip(&self.moved).filter(|(_, moved)| moved.status != status);
        changed.map(|(&by, _)| by).min_by(|a, b| a.abs().total_cmp(&b.abs()))
    }
}

/// Moves all edges of the coverage that counts by each of `distances`, outwards and inwards, and
/// judges again every village whose margin lets it change.
///
/// The coverage is dissolved before it is moved, around each village as far as it matters; arcs
/// are chords, [`arc_deviation`] says how near.
pub fn flips(
    villages: &Villages,
    coverage: &Coverage,
    assessment: &Assessment,
    margins: &[VillageMargin],
    distances: &[f64],
) -> Flips {
    let mut moves: Vec<f64> = distances.iter().flat_map(|&by| [-by, by]).filter(|by| *by != 0.0).collect();
    moves.sort_by(f64::total_cmp);
    moves.dedup();
    let most = moves.iter().copied().fold(0.0, |most: f64, by| most.max(by.abs()));
    let layers = vec![0u16; coverage.len()];
    let index = AreaIndex::new(&coverage.shapes, &layers);
    let unions = Unions::of(coverage, &assessment.definition);
    let reach = most + arc_deviation(most) + TOLERANCE_M.max(most * 1e-4);
    let may_change = |village: &usize| {
        margins[*village].margin.is_some_and(|margin| margin.is_finite() && margin.abs() <= reach)
    };
    let candidates: Vec<usize> = (0..villages.len()).filter(may_change).collect();
    let judged = candidates.into_par_iter().map(|village| {
        let scene = Scene { villages, village, index: &index, unions: &unions, assessment };
        Flip { village, moved: scene.moved(&moves, most) }
    });
    let all: Vec<Flip> = judged.collect();
    let changes = |flip: &Flip| flip.shortest(&moves, assessment.villages[flip.village].status).is_some();
    let villages = all.into_iter().filter(changes).collect();
    Flips { moves, villages }
}

/// One village, and the coverage around it.
struct Scene<'a> {
    villages: &'a Villages,
    village: usize,
    index: &'a AreaIndex<'a>,
    unions: &'a Unions<'a>,
    assessment: &'a Assessment,
}

impl Scene<'_> {
    /// What the village is after each of the moves, none of which is longer than `most`.
    fn moved(&self, moves: &[f64], most: f64) -> Vec<Moved> {
        let Some(window) = self.window() else {
            return vec![Moved { status: Status::Unknown, share: None }; moves.len()];
        };
        let near = self.unions.each(|counts| NearUnion::new(self.index, counts, window, most, CRACK_M));
        moves.iter().map(|&by| self.moved_by(&near, by)).collect()
    }

    fn moved_by(&self, near: &[NearUnion], by: f64) -> Moved {
        let definition = &self.assessment.definition;
        let moved = |union: &NearUnion| {
            let mut shapes = Shapes::new();
            shapes.push(&union.moved(by));
            shapes
        };
        let unions: Vec<Shapes> = near.iter().map(moved).collect();
        let facts: Vec<Facts> = unions.iter().map(|union| self.facts(union)).collect();
        let alone: Vec<Status> =
            facts.iter().map(|facts| definition.rule.judge(facts, definition.tolerance)).collect();
        let share = match facts.as_slice() {
            [only] => only.area,
            _ => self.share_of_all(&unions),
        };
        Moved { status: self.unions.status(&alone), share }
    }

    /// The box around all that a rule looks at.
    fn window(&self) -> Option<Rect> {
        let zone = bounds(&self.villages.shapes.get(self.village));
        let places = &self.villages.places;
        let own = |points: Option<&Points>| -> Vec<Coord> {
            points.map_or_else(Vec::new, |points| points.positions()[points.of(self.village)].to_vec())
        };
        let mut positions: Vec<Coord> = zone.into_iter().flat_map(|rect| [rect.min(), rect.max()]).collect();
        positions.extend(centre(self.villages, self.village));
        positions.extend(own(places.clusters.as_ref().map(|clusters| &clusters.points)));
        positions.extend(own(places.buildings.as_ref()));
        positions.extend(own(places.people.as_ref().map(|people| &people.points)));
        if let Some(clusters) = &places.clusters {
            for cluster in clusters.points.of(self.village).filter(|&it| it < clusters.shapes.len()) {
                let rect = bounds(&clusters.shapes.get(cluster));
                positions.extend(rect.into_iter().flat_map(|rect| [rect.min(), rect.max()]));
            }
        }
        let boxes = positions.into_iter().map(|p| Rect::new(p, p));
        boxes.reduce(|a, b| {
            let (min, other) = (a.min(), b.min());
            let low = Coord { x: min.x.min(other.x), y: min.y.min(other.y) };
            let (max, other) = (a.max(), b.max());
            Rect::new(low, Coord { x: max.x.max(other.x), y: max.y.max(other.y) })
        })
    }

    fn facts(&self, union: &Shapes) -> Facts {
        let places = &self.villages.places;
        let points = PointIndex::new(union).reaching(ON_EDGE_M);
        let holds = |place: Coord| points.first_area_at(place).is_some();
        let weight = |own: &Points| {
            let (mut all, mut inside) = (0.0, 0.0);
            for point in own.of(self.village) {
                all += own.weights()[point];
                inside += if holds(own.positions()[point]) { own.weights()[point] } else { 0.0 };
            }
            if all > 0.0 { Share::new((inside / all).clamp(0.0, 1.0)).ok() } else { None }
        };
        let area = share(&self.villages.shapes, self.village, union);
        let clusters = places.clusters.as_ref().and_then(|clusters| {
            let own = clusters.points.of(self.village);
            let is_served = |&cluster: &usize| match share(&clusters.shapes, cluster, union) {
                Some(share) => share.get() >= CLUSTER_SHARE - SHARE_TOLERANCE,
                None => holds(clusters.points.positions()[cluster]),
            };
            let all = own.len() as u32;
            (all > 0).then(|| ClustersFound { all, served: own.filter(is_served).count() as u32 })
        });
        Facts {
            centre: centre(self.villages, self.village).map(holds),
            area,
            population: places.people.as_ref().map_or(area, |people| weight(&people.points)),
            buildings: places.buildings.as_ref().and_then(weight),
            clusters,
            site: self.assessment.villages[self.village].facts.site,
        }
    }

    fn share_of_all(&self, unions: &[Shapes]) -> Option<Share> {
        let mut all = Shapes::new();
        unions.iter().flat_map(Shapes::iter).for_each(|shape| all.push(&shape.to_multi_polygon()));
        share(&self.villages.shapes, self.village, &all)
    }
}

/// The share of a zone inside some areas; `None` where the zone has no area.
fn share(zones: &Shapes, zone: usize, areas: &Shapes) -> Option<Share> {
    if zone >= zones.len() || zones.get(zone).is_empty() {
        return None;
    }
    let layers = vec![0u16; areas.len()];
    let mut cuts = Cuts::new(1);
    cuts.add([0]);
    let found = share_of_one(&zones.get(zone), &AreaIndex::new(areas, &layers), &cuts);
    found.shares.first().and_then(|&share| Share::new(share).ok())
}
