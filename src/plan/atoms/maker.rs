//! One village under the rule: its requirements, and how they combine.

use geo::Coord;

use super::CannotPlan;
use super::holders::{Holders, Reach, View};
use crate::assess::{CLUSTER_SHARE, Definition, HowMany, Rule, SHARE_TOLERANCE, centre};
use crate::geometry::{AreaIndex, Part, PointIndex, Shape, Shapes, parts_of_one};
use crate::model::{Points, Technology, Villages};
use crate::plan::{Atom, Requirement, Service};
use crate::units::{Metres, Share};

/// Makes places of villages.
pub(super) struct Maker<'a> {
    villages: &'a Villages,
    definition: &'a Definition,
    holders: &'a Holders,
    reach: &'a Reach,
    areas: AreaIndex<'a>,
    points: PointIndex<'a>,
}

/// One village in the making; `None` of a step when too many areas cross in one spot.
struct Making {
    village: usize,
    requirements: Vec<Requirement>,
    /// The parts of its area, cut once.
    area: Option<Vec<Part<u32>>>,
}

/// A spot: who holds it, and what it weighs.
type Spot = (Vec<u32>, f64);

impl<'a> Maker<'a> {
    pub fn new(
        villages: &'a Villages,
        definition: &'a Definition,
        holders: &'a Holders,
        reach: &'a Reach,
    ) -> Result<Self, CannotPlan> {
        let without = reach.positions.iter().filter(|position| position.is_none()).count();
        if definition.rule.is_blind_to_terrain() && without > 0 {
            return Err(CannotPlan::NoPositions(without));
        }
        Ok(Self {
            villages,
            definition,
            holders,
            reach,
            areas: AreaIndex::new(&holders.shapes, &holders.layers),
            points: PointIndex::new(&holders.shapes),
        })
    }

    /// When a village is served; `None` when too many areas cross it in one spot.
    pub fn service(&self, village: usize) -> Option<(Service, Vec<Requirement>)> {
        let mut making = Making { village, requirements: Vec::new(), area: None };
        let rule = &self.definition.rule;
        let service = match self.holders.alone {
            None => self.rule(&mut making, rule, None)?,
            Some((least, all)) => {
                let views = (0..all).map(|operator| self.rule(&mut making, rule, Some(operator as u16)));
                Service::at_least(least, views.collect::<Option<_>>()?)
            }
        };
        Some((service, making.requirements))
    }

    /// The parts of a village's area.
    pub fn area(&self, village: usize) -> Option<Vec<Part<u32>>> {
        self.parts(&self.villages.shapes.get(village))
    }

    fn parts(&self, zone: &Shape<'_>) -> Option<Vec<Part<u32>>> {
        parts_of_one(zone, &self.areas, &self.holders.holder_of)
    }

    fn rule(&self, making: &mut Making, rule: &Rule, view: View) -> Option<Service> {
        let village = making.village;
        let places = &self.villages.places;
        Some(match rule {
            Rule::Centre => match centre(self.villages, village) {
                Some(centre) => making.require(1.0, &[(self.at(centre), 1.0)], self.holders, view),
                None => Service::NEVER,
            },
            Rule::Area(least) => self.of_area(making, *least, view)?,
            Rule::Population(least) => match &places.people {
                Some(people) => self.of_points(making, &people.points, *least, view),
                None => self.of_area(making, *least, view)?,
            },
            Rule::Buildings(least) => match &places.buildings {
                Some(buildings) => self.of_points(making, buildings, *least, view),
                None => Service::NEVER,
            },
            Rule::Clusters(many) => self.of_clusters(making, *many, view)?,
            Rule::Within(most) => self.near_site(making, *most, view),
            Rule::All(rules) => Service::all(self.each(making, rules, view)?),
            Rule::Any(rules) => Service::any(self.each(making, rules, view)?),
        })
    }

    fn each(&self, making: &mut Making, rules: &[Rule], view: View) -> Option<Vec<Service>> {
        rules.iter().map(|rule| self.rule(making, rule, view)).collect()
    }

    /// The share from which a threshold counts as reached; see the assessment.
    fn threshold(&self, least: Share) -> f64 {
        let tolerance = self.definition.tolerance.get();
        least.get() - if least == Share::ALL { tolerance.max(SHARE_TOLERANCE) } else { SHARE_TOLERANCE }
    }

    fn of_area(&self, making: &mut Making, least: Share, view: View) -> Option<Service> {
        if self.villages.is_point(making.village) {
            return Some(Service::NEVER);
        }
        let need = self.threshold(least);
        if making.area.is_none() {
            making.area = Some(self.area(making.village)?);
        }
        let spots: Vec<Spot> =
            making.area.iter().flatten().map(|part| (part.layers.clone(), part.share)).collect();
        Some(making.require(need, &spots, self.holders, view))
    }

    fn of_points(&self, making: &mut Making, points: &Points, least: Share, view: View) -> Service {
        let own = points.of(making.village);
        let all: f64 = points.weights()[own.clone()].iter().sum();
        if all <= 0.0 {
            return Service::NEVER;
        }
        let spots = own.map(|point| (self.at(points.positions()[point]), points.weights()[point] / all));
        let spots: Vec<Spot> = spots.collect();
        making.require(self.threshold(least), &spots, self.holders, view)
    }

    fn of_clusters(&self, making: &mut Making, many: HowMany, view: View) -> Option<Service> {
        let Some(clusters) = &self.villages.places.clusters else { return Some(Service::NEVER) };
        let own = clusters.points.of(making.village);
        if own.is_empty() {
            return Some(Service::NEVER);
        }
        let least = match many {
            HowMany::All => own.len() as u32,
            HowMany::AtLeast(least) => least,
        };
        let one = |cluster: usize| {
            let outline = clusters.shapes.get(cluster);
            if outline.is_empty() {
                let spot = (self.at(clusters.points.positions()[cluster]), 1.0);
                return Some(making.require(1.0, &[spot], self.holders, view));
            }
            let parts = self.parts(&outline)?.into_iter().map(|part| (part.layers, part.share));
            let spots: Vec<Spot> = parts.collect();
            Some(making.require(CLUSTER_SHARE - SHARE_TOLERANCE, &spots, self.holders, view))
        };
        Some(Service::at_least(least, own.map(one).collect::<Option<_>>()?))
    }

    fn near_site(&self, making: &mut Making, most: Metres, view: View) -> Service {
        let (Some(centre), Some(sites)) =
            (centre(self.villages, making.village), &self.villages.places.sites)
        else {
            return Service::NEVER;
        };
        let near = |position: Coord| {
            let way = position - centre;
            way.x.hypot(way.y) <= most.get()
        };
        let counts = |operator: u16, technology: Technology| {
            self.definition.counts(technology) && view.is_none_or(|own| own == operator)
        };
        let operators = self.holders.existing as u16;
        let of_site = |site: &crate::model::Site| {
            let pairs = (0..operators).flat_map(|o| Technology::ALL.map(|t| (o, t)));
            pairs.filter(|&(o, t)| counts(o, t)).any(|(o, t)| view.is_none() || site.serves(o, t))
        };
        if view.is_some() && sites.iter().any(|site| near(site.position) && of_site(site)) {
            return Service::ALWAYS;
        }
        let is_reached = |nth: &usize| {
            let site = self.reach.sites[*nth] as usize;
            let seen = self.holders.is_seen(self.reach.operators[*nth], view);
            let position = self.reach.positions.get(site).copied().flatten();
            seen && self.holders.counting[*nth] && position.is_some_and(near)
        };
        let mut reached: Vec<u32> =
            (0..self.reach.sites.len()).filter(is_reached).map(|nth| self.reach.sites[nth]).collect();
        reached.sort_unstable();
        reached.dedup();
        making.add(Requirement { need: 1.0, atoms: vec![Atom { weight: 1.0, sites: reached }] })
    }

    /// Who holds a point, ascending.
    fn at(&self, point: Coord) -> Vec<u32> {
        let mut holders: Vec<u32> =
            self.points.areas_at(point).map(|area| self.holders.holder_of[area]).collect();
        holders.sort_unstable();
        holders.dedup();
        holders
    }
}

impl Making {
    /// A threshold over spots: what existing coverage holds is taken off.
    fn require(&mut self, least: f64, spots: &[Spot], holders: &Holders, view: View) -> Service {
        let mut need = least;
        let mut atoms: Vec<Atom> = Vec::new();
        for (held_by, weight) in spots {
            if holders.is_held(held_by, view) {
                need -= weight;
                continue;
            }
            let sites = holders.sites(held_by, view);
            match atoms.iter_mut().find(|atom| atom.sites == sites) {
                _ if sites.is_empty() => {}
                Some(atom) => atom.weight += weight,
                None => atoms.push(Atom { weight: *weight, sites }),
            }
        }
        if need <= 0.0 { Service::ALWAYS } else { self.add(Requirement { need, atoms }) }
    }

    fn add(&mut self, requirement: Requirement) -> Service {
        if requirement.atoms.iter().all(|atom| atom.sites.is_empty()) {
            return Service::NEVER;
        }
        self.requirements.push(requirement);
        Service::Requirement(self.requirements.len() as u32 - 1)
    }
}

/// Empty shapes have nothing to be cut.
pub(super) fn is_cut(villages: &Villages, village: usize) -> bool {
    let shapes: &Shapes = &villages.shapes;
    !shapes.get(village).is_empty()
}
