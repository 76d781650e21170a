//! Where a rule tips as the edge of one union moves.

use geo::Coord;

use super::TOLERANCE_M;
use crate::assess::{CLUSTER_SHARE, Facts, HowMany, Rule, SHARE_TOLERANCE, centre};
use crate::geometry::{Bracket, Shape, UnionEdge, depth_quantile};
use crate::model::{Points, Villages};
use crate::units::Share;

/// One village before one union.
pub(super) struct Ground<'a> {
    pub villages: &'a Villages,
    pub village: usize,
    pub edge: &'a UnionEdge,
    pub facts: &'a Facts,
    /// How much less than everything still counts as 100 %.
    pub tolerance: Share,
}

impl Ground<'_> {
    /// How far the edge may retreat before the rule fails; negative, how far it must advance
    /// until it holds; infinite where no move changes it. `None` where what is not known of the
    /// village could decide.
    pub fn margin(&self, rule: &Rule) -> Option<f64> {
        let places = &self.villages.places;
        match rule {
            Rule::Centre => centre(self.villages, self.village).map(|centre| self.depth(centre)),
            Rule::Area(least) => self.of_area(*least),
            Rule::Population(least) => match &places.people {
                Some(people) => self.of_points(&people.points, *least),
                None => self.of_area(*least),
            },
            Rule::Buildings(least) => self.of_points(places.buildings.as_ref()?, *least),
            Rule::Clusters(how_many) => self.of_clusters(*how_many),
            Rule::Within(most) => {
                self.facts.near_site(*most).map(|near| if near { f64::INFINITY } else { f64::NEG_INFINITY })
            }
            Rule::All(parts) => self.decided(parts, f64::min, |margin| margin < 0.0),
            Rule::Any(parts) => self.decided(parts, f64::max, |margin| margin >= 0.0),
        }
    }

    /// Several parts together; one that is not known matters only where the others do not decide.
    fn decided(&self, parts: &[Rule], join: fn(f64, f64) -> f64, decides: fn(f64) -> bool) -> Option<f64> {
        let margins: Vec<Option<f64>> = parts.iter().map(|part| self.margin(part)).collect();
        let joined = margins.iter().flatten().copied().reduce(join)?;
        (decides(joined) || margins.iter().all(Option::is_some)).then_some(joined)
    }

    fn depth(&self, place: Coord) -> f64 {
        self.edge.depth(place).unwrap_or(f64::NEG_INFINITY)
    }

    fn of_area(&self, least: Share) -> Option<f64> {
        let zone = self.villages.shapes.get(self.village);
        (!zone.is_empty()).then(|| self.of_zone(&zone, self.needed(least)))
    }

    fn of_zone(&self, zone: &Shape<'_>, needed: f64) -> f64 {
        if needed <= 0.0 {
            return f64::INFINITY;
        }
        let found = depth_quantile(zone, self.edge, needed, TOLERANCE_M);
        found.map_or(f64::NEG_INFINITY, Bracket::middle)
    }

    /// The depth at which, or deeper, so much of the points' weight lies.
    fn of_points(&self, points: &Points, least: Share) -> Option<f64> {
        let own = points.of(self.village);
        let mut weighed: Vec<(f64, f64)> =
            own.map(|point| (self.depth(points.positions()[point]), points.weights()[point])).collect();
        weighted_quantile(&mut weighed, self.needed(least))
    }

    fn of_clusters(&self, how_many: HowMany) -> Option<f64> {
        let clusters = self.villages.places.clusters.as_ref()?;
        let own = clusters.points.of(self.village);
        if own.is_empty() {
            return None;
        }
        let one = |cluster: usize| {
            let outline = clusters.shapes.get(cluster);
            if clusters.shapes.len() > cluster && !outline.is_empty() {
                self.of_zone(&outline, CLUSTER_SHARE - SHARE_TOLERANCE)
            } else {
                self.depth(clusters.points.positions()[cluster])
            }
        };
        let mut margins: Vec<f64> = own.map(one).collect();
        margins.sort_by(|a, b| b.total_cmp(a));
        Some(match how_many {
            HowMany::All => margins[margins.len() - 1],
            HowMany::AtLeast(0) => f64::INFINITY,
            HowMany::AtLeast(least) => margins.get(least as usize - 1).copied().unwrap_or(f64::NEG_INFINITY),
        })
    }

    /// The share from which on a threshold is reached.
    fn needed(&self, least: Share) -> f64 {
        let allowed =
            if least == Share::ALL { self.tolerance.get().max(SHARE_TOLERANCE) } else { SHARE_TOLERANCE };
        least.get() - allowed
    }
}

/// The greatest depth at which, or deeper, at least `share` of all weight lies; infinite where
/// nothing needs to, `None` without weight.
pub(super) fn weighted_quantile(weighed: &mut [(f64, f64)], share: f64) -> Option<f64> {
    let all: f64 = weighed.iter().map(|&(_, weight)| weight).sum();
    if all <= 0.0 {
        return None;
    }
    if share <= 0.0 {
        return Some(f64::INFINITY);
    }
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut deeper = 0.0;
    weighed.iter().find_map(|&(depth, weight)| {
        deeper += weight;
        (deeper >= share * all).then_some(depth)
    })
}
