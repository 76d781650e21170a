//! Candidate sites, when nobody names any, and what each would serve.
//!
//! # Method
//! Near every uncovered village: its centre; the highest ground around it, where heights are known;
//! masts that stand already; a grid. What a site serves is a disc, or with heights the ground its
//! mast sees: along each of 72 directions as far as the radius, and no further than the first spot
//! that the ground hides from the mast (earth of 4/3 its radius, a phone at 1.5 m). Radii are the
//! lower ends of the ITU/GSMA last-mile guide: 8 km for masts above 30 m, 4 km from 12 m, 2 km
//! below; no more than 4 km in mountains, where more is not seen in practice (Na Hang).

use geo::Coord;

use crate::assess::centre;
use crate::model::Villages;

/// Height of the ground at a position of the working plane, metres; `None` where unknown.
pub type Ground<'a> = &'a dyn Fn(Coord) -> Option<f64>;

/// How sites are proposed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// Height of a mast above ground, metres.
    pub mast_m: f64,
    /// Radius of service in metres; by the height of the mast where `None`.
    pub radius_m: Option<f64>,
    /// Between the points of the grid, metres.
    pub spacing_m: f64,
}

impl Default for Recipe {
    fn default() -> Self {
        Self { mast_m: 42.0, radius_m: None, spacing_m: 2_000.0 }
    }
}

/// Relief within 3 km from which ground counts as mountains, metres.
const MOUNTAINS_M: f64 = 300.0;
/// The radius in mountains, metres.
const MOUNTAIN_RADIUS_M: f64 = 4_000.0;
/// Proposals nearer to each other than this are one, metres.
const SAME_M: f64 = 300.0;
/// A phone above the ground, metres.
const PHONE_M: f64 = 1.5;
/// Four thirds of the earth's radius, metres: how radio waves bend.
pub(super) const BENT_EARTH_M: f64 = 6_371_000.0 * 4.0 / 3.0;
/// Directions in which ground is looked at.
const DIRECTIONS: u32 = 72;
/// Between two looks along a direction, metres.
const STEP_M: f64 = 200.0;

/// One proposed site.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// `N0001` and on.
    pub id: String,
    /// Where, in the working plane.
    pub position: Coord,
    /// Why there: `existing mast`, `high ground`, `centre`, `grid`.
    pub why: &'static str,
    /// The outline of what it would serve, counter-clockwise, not closed.
    pub outline: Vec<Coord>,
}

/// Proposes sites near villages.
pub fn propose(
    villages: &Villages,
    near: &[usize],
    masts: &[Coord],
    ground: Option<Ground<'_>>,
    recipe: &Recipe,
) -> Vec<Proposed> {
    let mut spots: Vec<(Coord, &'static str)> = Vec::new();
    let mut add = |spot: Coord, why: &'static str| {
        let is_new = spots.iter().all(|(other, _)| distance(*other, spot) >= SAME_M);
        if is_new {
            spots.push((spot, why));
        }
    };
    let centres: Vec<Coord> = near.iter().filter_map(|&village| centre(villages, village)).collect();
    for &centre in &centres {
        let mut around: Vec<Coord> =
            masts.iter().copied().filter(|&mast| distance(mast, centre) <= 2.0 * MOUNTAIN_RADIUS_M).collect();
        around.sort_by(|a, b| distance(*a, centre).total_cmp(&distance(*b, centre)));
        around.into_iter().take(3).for_each(|mast| add(mast, "existing mast"));
    }
    for &centre in &centres {
        if let Some(high) = ground.and_then(|ground| highest(centre, ground)) {
            add(high, "high ground");
        }
        add(centre, "centre");
    }
    for &centre in &centres {
        let lower = |value: f64| (value / recipe.spacing_m).floor() * recipe.spacing_m;
        for (dx, dy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            let x = lower(centre.x) + dx * recipe.spacing_m;
            add(Coord { x, y: lower(centre.y) + dy * recipe.spacing_m }, "grid");
        }
    }
    let one = |(nth, (position, why)): (usize, (Coord, &'static str))| Proposed {
        id: format!("N{:04}", nth + 1),
        position,
        why,
        outline: outline(position, ground, recipe),
    };
    spots.into_iter().enumerate().map(one).collect()
}

fn distance(a: Coord, b: Coord) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// The highest ground within 2 km.
fn highest(centre: Coord, ground: Ground<'_>) -> Option<Coord> {
    let spots = (-8..=8).flat_map(|x| (-8..=8).map(move |y| (f64::from(x) * 250.0, f64::from(y) * 250.0)));
    let heights = spots.filter(|(x, y)| x.hypot(*y) <= 2_000.0).filter_map(|(x, y)| {
        let spot = Coord { x: centre.x + x, y: centre.y + y };
        Some((spot, ground(spot)?))
    });
    heights.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(spot, _)| spot)
}

/// The radius of a mast, metres.
pub fn radius(recipe: &Recipe, is_mountainous: bool) -> f64 {
    let by_height = match recipe.mast_m {
        height if height > 30.0 => 8_000.0,
        height if height >= 12.0 => 4_000.0,
        _ => 2_000.0,
    };
    let radius = recipe.radius_m.unwrap_or(by_height);
    if is_mountainous { radius.min(MOUNTAIN_RADIUS_M) } else { radius }
}

/// What a site serves.
fn outline(site: Coord, ground: Option<Ground<'_>>, recipe: &Recipe) -> Vec<Coord> {
    let along = |direction: u32, far: f64| {
        let angle = std::f64::consts::TAU * f64::from(direction) / f64::from(DIRECTIONS);
        Coord { x: site.x + far * angle.cos(), y: site.y + far * angle.sin() }
    };
    let Some((ground, base)) = ground.and_then(|ground| Some((ground, ground(site)?))) else {
        let radius = radius(recipe, false);
        return (0..DIRECTIONS).map(|direction| along(direction, radius)).collect();
    };
    let looks = (0..DIRECTIONS).step_by(6).flat_map(|d| [1_000.0, 2_000.0, 3_000.0].map(|far| along(d, far)));
    let heights: Vec<f64> = looks.filter_map(ground).chain([base]).collect();
    let (low, high) = heights.iter().fold((base, base), |(low, high), h| (low.min(*h), high.max(*h)));
    let radius = radius(recipe, high - low > MOUNTAINS_M);
    let seen = |direction: u32| {
        let mut steepest = f64::NEG_INFINITY;
        let mut far = STEP_M;
        while far < radius {
            let Some(height) = ground(along(direction, far)) else { break };
            let height = height - far * far / (2.0 * BENT_EARTH_M) - base - recipe.mast_m;
            if (height + PHONE_M) / far < steepest {
                break;
            }
            steepest = steepest.max(height / far);
            far += STEP_M;
        }
        far.min(radius)
    };
    (0..DIRECTIONS).map(|direction| along(direction, seen(direction))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(outline: &[Coord], direction: usize) -> f64 {
        distance(outline[direction], Coord { x: 0.0, y: 0.0 })
    }

    #[test]
    fn a_ridge_ends_what_a_mast_sees_and_flat_ground_does_not() {
        let site = Coord { x: 0.0, y: 0.0 };
        let ridge = |at: Coord| Some(if (900.0..1_100.0).contains(&at.x) { 150.0 } else { 0.0 });
        let found = outline(site, Some(&ridge), &Recipe::default());
        // East (direction 0) the ridge at 1 km is seen, the ground behind it is not; west is open.
        assert!((1_000.0..1_400.0).contains(&reach(&found, 0)), "{}", reach(&found, 0));
        assert_eq!(reach(&found, 36).round(), 8_000.0);
        let flat = outline(site, None, &Recipe { mast_m: 20.0, ..Recipe::default() });
        assert!(flat.iter().all(|at| (distance(*at, site) - 4_000.0).abs() < 1e-6));
    }

    #[test]
    fn in_mountains_no_mast_reaches_further_than_four_kilometres() {
        let site = Coord { x: 0.0, y: 0.0 };
        let valley = |at: Coord| Some(-at.x.hypot(at.y) / 5.0);
        let found = outline(site, Some(&valley), &Recipe::default());
        assert!(found.iter().all(|at| distance(*at, site) <= 4_000.0 + 1e-6));
    }
}
