//! Villages that a site misses by little, and by how much it would have to grow or to move.

use geo::Coord;
use rayon::prelude::*;

use super::game::Game;
use super::offer::Offer;
use super::whatif::{TrialSite, WhatIf};
use crate::geometry::{AreaIndex, Shapes, bounds, moved_union};
use crate::model::Technology;

/// Misses by more than this, in metres, are none.
pub const MOST_M: f64 = 1_000.0;

/// Distances are right to within this, in metres.
pub const WITHIN_M: f64 = 10.0;

/// A village that a site misses by little.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearMiss {
    /// The site.
    pub site: usize,
    /// The village.
    pub village: usize,
    /// By how much the edge of its service area would have to advance on all sides, m; `None`
    /// where [`MOST_M`] is not enough.
    pub grow_m: Option<f64>,
    /// How far it would have to move, m, its area taken along unchanged.
    pub move_m: Option<f64>,
    /// In which direction, degrees from north.
    pub move_bearing: Option<f64>,
    /// People it would newly cover alone from there.
    pub people_from_there: Option<f64>,
}

/// The near misses of every submitted site alone, site by site, village by village. `game` is of
/// the submitted sites; `footprints` are their service areas that count, `technologies` what
/// works there.
pub fn near_misses(
    game: &Game,
    offer: &Offer,
    what_if: &WhatIf<'_>,
    footprints: &Shapes,
    technologies: &[Option<Technology>],
) -> Vec<NearMiss> {
    let open = what_if.uncovered();
    let pairs: Vec<(usize, usize)> = offer
        .submitted()
        .filter_map(|site| Some((site, grown_box(footprints, site)?)))
        .flat_map(|(site, near)| {
            let won = game.won(|other| other == site);
            let missed = open.iter().copied().filter(move |village| won.binary_search(village).is_err());
            missed.filter(move |&village| what_if.touches(village, near)).map(move |village| (site, village))
        })
        .collect();
    let one = |&(site, village): &(usize, usize)| {
        let technology = technologies[site]?;
        let mut area = Shapes::new();
        area.push_shape(&footprints.get(site));
        let trial = TrialSite { position: offer.sites[site].position, technology, operator: None, area };
        let hunt = Hunt { what_if, village, trial };
        let (grow_m, moved) = (hunt.grow(), hunt.shift());
        (grow_m.is_some() || moved.is_some()).then(|| NearMiss {
            site,
            village,
            grow_m,
            move_m: moved.map(|(far, _)| far),
            move_bearing: moved.map(|(_, bearing)| bearing),
            people_from_there: moved.map(|(far, bearing)| what_if.add(&hunt.at(far, bearing)).gain.people),
        })
    };
    pairs.par_iter().filter_map(one).collect()
}

/// The box around a footprint, [`MOST_M`] wider.
fn grown_box(footprints: &Shapes, site: usize) -> Option<geo::Rect> {
    let rect = bounds(&footprints.get(site))?;
    let wide = Coord { x: MOST_M, y: MOST_M };
    Some(geo::Rect::new(rect.min() - wide, rect.max() + wide))
}

struct Hunt<'a, 'b> {
    what_if: &'a WhatIf<'b>,
    village: usize,
    trial: TrialSite,
}

impl Hunt<'_, '_> {
    fn wins(&self, site: &TrialSite) -> bool {
        self.what_if.is_covered_with(self.village, site)
    }

    /// How far the edge must advance: more never covers less, so halving finds it.
    fn grow(&self) -> Option<f64> {
        let layers = vec![0; self.trial.area.len()];
        let index = AreaIndex::new(&self.trial.area, &layers);
        let window = grown_box(&self.trial.area, 0)?;
        let wins = |far: f64| {
            let mut area = Shapes::new();
            area.push(&moved_union(&index, |_| true, window, far, 0.0));
            self.wins(&TrialSite { area, ..self.trial.clone() })
        };
        self.halved(wins)
    }

    fn halved(&self, wins: impl Fn(f64) -> bool) -> Option<f64> {
        if !wins(MOST_M) {
            return None;
        }
        let (mut low, mut high) = (0.0, MOST_M);
        while high - low > WITHIN_M {
            let middle = (low + high) / 2.0;
            if wins(middle) { high = middle } else { low = middle }
        }
        Some(high)
    }

    fn at(&self, far: f64, bearing: f64) -> TrialSite {
        let (east, north) = bearing.to_radians().sin_cos();
        self.trial.moved(far * east, far * north)
    }

    /// The shortest way found among sixteen directions, in steps of an eighth of [`MOST_M`],
    /// the last step refined.
    fn shift(&self) -> Option<(f64, f64)> {
        const STEPS: u32 = 8;
        let bearings = (0..16).map(|nth| f64::from(nth) * 22.5);
        let step = MOST_M / f64::from(STEPS);
        let mut best: Option<(f64, f64)> = None;
        for nth in 1..=STEPS {
            let far = step * f64::from(nth);
            let winning = bearings.clone().filter(|&bearing| self.wins(&self.at(far, bearing)));
            for bearing in winning.collect::<Vec<_>>() {
                let (mut low, mut high) = (far - step, far);
                while high - low > WITHIN_M {
                    let middle = (low + high) / 2.0;
                    if self.wins(&self.at(middle, bearing)) { high = middle } else { low = middle }
                }
                if best.is_none_or(|(known, _)| high < known) {
                    best = Some((high, bearing));
                }
            }
            if best.is_some() {
                break;
            }
        }
        best
    }
}
