//! Sites that are each other's double, ride on another, or are beaten by another.

use super::footprint::Footprint;
use super::game::Game;
use super::look::{Cluster, Element, Look};
use super::offer::Offer;
use super::stake::Stake;

/// Footprints that share so much of what they hold together are near-duplicates.
pub const NEAR_OVERLAP: f64 = 0.8;

/// Sites this close to each other, in metres, are near-duplicates.
pub const NEAR_M: f64 = 500.0;

/// How two sites stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// They stand in the same place, or reach the same ground.
    NearDuplicate,
    /// The first would newly cover villages alone, and none once the other is built.
    FreeRider,
    /// Once the other stands, which costs no more, the first adds nothing, whatever else is built.
    Dominated,
}

impl Relation {
    /// As tables have it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NearDuplicate => "near_duplicate",
            Self::FreeRider => "free_rider",
            Self::Dominated => "dominated",
        }
    }
}

/// Two sites, and how the first stands to the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The site spoken of: of near-duplicates the lesser one.
    pub site: usize,
    /// The other.
    pub other: usize,
    /// How it stands to the other.
    pub relation: Relation,
    /// What both footprints hold, as a share of what either holds.
    pub overlap: f64,
    /// How far apart they stand, m; `None` where a place is not known.
    pub distance_m: Option<f64>,
}

/// Every pair of submitted sites that has a relation, in order.
pub fn pairs(game: &Game, offer: &Offer, footprints: &[Footprint]) -> Vec<Pair> {
    let submitted: Vec<usize> = offer.submitted().collect();
    let alone: Vec<_> = (0..offer.sites.len()).map(|site| game.alone(site)).collect();
    let better = |site: usize, other: usize| {
        let by_people = alone[site].people.total_cmp(&alone[other].people);
        let by_villages = alone[site].villages.cmp(&alone[other].villages);
        let by_cost = offer.sites[other].cost.total_cmp(&offer.sites[site].cost);
        by_people.then(by_villages).then(by_cost).then(other.cmp(&site)).is_gt()
    };
    let mut found = Vec::new();
    for (nth, &first) in submitted.iter().enumerate() {
        for &second in &submitted[nth + 1..] {
            let (overlap, distance_m) = (overlap(footprints, first, second), distance(offer, first, second));
            let is_near = overlap >= NEAR_OVERLAP || distance_m.is_some_and(|far| far <= NEAR_M);
            let share_ground = game.reached_by(first).any(|(_, stake)| stake.bit(second) != 0);
            if !is_near && !share_ground {
                continue;
            }
            let (host, site) = if better(first, second) { (first, second) } else { (second, first) };
            let mut add =
                |site, other, relation| found.push(Pair { site, other, relation, overlap, distance_m });
            if is_near {
                add(site, host, Relation::NearDuplicate);
            }
            for (site, other) in [(site, host), (host, site)] {
                if is_dominated(game, offer, site, other) {
                    add(site, other, Relation::Dominated);
                }
            }
            // each may ride on the other: the lesser one is named
            let rides = |site: usize, other| {
                alone[site].villages > 0 && game.after(site, |it| it == other).villages == 0
            };
            if rides(site, host) {
                add(site, host, Relation::FreeRider);
            } else if rides(host, site) {
                add(host, site, Relation::FreeRider);
            }
        }
    }
    found.sort_by_key(|pair| (pair.site, pair.other, pair.relation));
    found
}

/// What two footprints share of what they hold together.
fn overlap(footprints: &[Footprint], first: usize, second: usize) -> f64 {
    let own = &footprints[first];
    let share = own.overlaps.iter().find(|(other, _)| *other == second).map_or(0.0, |(_, share)| *share);
    let both = share * own.area_m2;
    let either = own.area_m2 + footprints[second].area_m2 - both;
    if either > 0.0 { (both / either).clamp(0.0, 1.0) } else { 0.0 }
}

fn distance(offer: &Offer, first: usize, second: usize) -> Option<f64> {
    let way = offer.sites[first].position? - offer.sites[second].position?;
    Some(way.x.hypot(way.y))
}

/// Whether a site adds nothing once another stands that costs no more, whatever else is built; of
/// two that are equal in all the later one is dominated.
pub fn is_dominated(game: &Game, offer: &Offer, site: usize, other: usize) -> bool {
    let (own, its) = (offer.sites[site].cost, offer.sites[other].cost);
    if site == other || its > own || !game.is_of_use(site) || !makes_idle(game, other, site) {
        return false;
    }
    its < own || other < site || !makes_idle(game, site, other)
}

/// Whether `site` adds nothing to any set with `other` in it.
fn makes_idle(game: &Game, other: usize, site: usize) -> bool {
    game.reached_by(site).all(|(_, stake)| {
        !stake.is_decided_by(site)
            || if stake.is_tabled() { idles_in(game, stake, other, site) } else { holds(stake, other, site) }
    })
}

fn idles_in(game: &Game, stake: &Stake, other: usize, site: usize) -> bool {
    let (own, its) = (stake.bit(site), stake.bit(other));
    let definition = &game.definition;
    let with = (0..=stake.everyone()).filter(|set| set & its == its);
    its != 0
        && with
            .into_iter()
            .all(|set| !stake.is_won(definition, set | own) || stake.is_won(definition, set & !own))
}

/// Whether `other` serves every part of a village that `site` serves.
fn holds(stake: &Stake, other: usize, site: usize) -> bool {
    let (own, its) = (stake.bit(site), stake.bit(other));
    let mask_ok = |mask: u128| mask & own == 0 || mask & (its | super::look::EXISTING) != 0;
    let all_ok = |all: &[Element]| all.iter().all(|element| mask_ok(element.mask));
    let look_ok = |look: &Look| {
        look.centre.is_none_or(mask_ok)
            && [&look.area, &look.people, &look.buildings].into_iter().flatten().all(|all| all_ok(all))
            && look.clusters.iter().all(|cluster| match cluster {
                Cluster::Point(mask) => mask_ok(*mask),
                Cluster::Outline(parts) => all_ok(parts),
            })
            && look.sites.is_none()
    };
    look_ok(&stake.whole) && stake.alone.iter().all(look_ok)
}
