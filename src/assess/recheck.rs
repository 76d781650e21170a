//! Every share once more, by another way: for those who want to be sure.

use geo::Intersects;
use rayon::prelude::*;

use crate::assess::Assessment;
use crate::geometry::{bounds, share_by_overlay};
use crate::model::{Coverage, ServiceArea, Technology, Villages};

/// Shares that differ by more than this are a fault of one of the two ways.
pub const RECHECK_TOLERANCE: f64 = 1e-9;

/// What measuring once more found.
#[derive(Debug, Clone, PartialEq)]
pub struct Recheck {
    /// How many shares were measured once more.
    pub shares: usize,
    /// The largest difference.
    pub largest: f64,
    /// The shares that differ by more than [`RECHECK_TOLERANCE`].
    pub differing: Vec<Difference>,
}

/// A share that came out otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The village.
    pub village: usize,
    /// Whose share: `all that counts`, `4G`, `4G of Viettel`.
    pub of: String,
    /// As it was measured at first.
    pub first: f64,
    /// As it was measured once more.
    pub again: f64,
}

/// Measures every share of an assessment once more: without the index, the sweep and the
/// shortcuts, by cutting polygons with polygons. `coverage` is what was assessed. Points have no
/// share.
pub fn recheck(villages: &Villages, coverage: &Coverage, assessment: &Assessment) -> Recheck {
    let one = |village: usize| -> Vec<Difference> {
        let zone = villages.shapes.get(village);
        let Some(window) = bounds(&zone) else { return Vec::new() };
        let is_near =
            |area: &usize| bounds(&coverage.shapes.get(*area)).is_some_and(|area| area.intersects(&window));
        let near: Vec<usize> = (0..coverage.len()).filter(is_near).collect();
        let again = |chosen: &dyn Fn(&ServiceArea) -> bool| {
            let areas = near.iter().filter(|area| chosen(&coverage.areas[**area]));
            share_by_overlay(&zone, areas.map(|area| coverage.shapes.get(*area)))
        };
        shares(village, coverage, assessment)
            .into_iter()
            .map(|(of, first, chosen)| Difference { village, of, first, again: again(&*chosen) })
            .collect()
    };
    let all: Vec<Difference> = (0..villages.len()).into_par_iter().flat_map_iter(one).collect();
    let by = |it: &Difference| (it.first - it.again).abs();
    Recheck {
        shares: all.len(),
        largest: all.iter().map(by).fold(0.0, f64::max),
        differing: all.into_iter().filter(|it| by(it) > RECHECK_TOLERANCE).collect(),
    }
}

/// Which service areas a share is of.
type Chosen<'a> = Box<dyn Fn(&ServiceArea) -> bool + 'a>;

/// The shares an assessment states of a village: whose, how much, and of which service areas.
fn shares<'a>(
    village: usize,
    coverage: &'a Coverage,
    assessment: &'a Assessment,
) -> Vec<(String, f64, Chosen<'a>)> {
    let (definition, names) = (&assessment.definition, &coverage.operators);
    let found = &assessment.villages[village];
    let counts = move |area: &ServiceArea| {
        definition.counts(area.technology) && definition.counts_operator(area.operator, names)
    };
    let mut shares: Vec<(String, f64, Chosen)> =
        vec![("all that counts".into(), found.covered_share.get(), Box::new(counts))];
    for technology in Technology::ALL {
        let of = move |area: &ServiceArea| area.technology == technology;
        let share = found.technology_shares[technology.index()].get();
        shares.push((technology.to_string(), share, Box::new(of)));
        for (operator, name) in (0u16..).zip(names) {
            if let Some(share) = assessment.operator_share(village, operator, technology) {
                let of = move |area: &ServiceArea| area.technology == technology && area.operator == operator;
                shares.push((format!("{technology} of {name}"), share.get(), Box::new(of)));
            }
        }
    }
    shares
}
