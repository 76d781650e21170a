//! How close each call is: how far the edges of coverage would have to move for a village to
//! change its status, and which villages do when they move.

mod flips;
mod rule;
mod unions;

use geo::Coord;
use rayon::prelude::*;

use crate::assess::{Assessment, Status, centre};
use crate::geometry::UnionEdge;
use crate::model::{Coverage, Villages};
use rule::Ground;
use unions::Unions;

pub use flips::{Flip, Flips, Moved, flips};

/// Margins are right to within this, or a ten-thousandth of themselves where that is more.
pub const TOLERANCE_M: f64 = 0.5;

/// What lies between service areas and is narrower than this, in metres, is closed before anything
/// is measured against their edge. Areas that abut in one coordinate system part by centimetres in
/// another, coordinates are rounded to five decimals of a degree (1.1 m) and more, and no map of
/// coverage knows of ground that narrow.
pub const CRACK_M: f64 = 1.0;

/// How far the edges of coverage would have to move for one village to change its status.
///
/// # Method
/// All edges of the *dissolved* coverage that counts move at once and by the same distance.
/// Moved inwards by d, it holds the places that lie at least d deep inside; moved outwards by
/// d, also those at most d outside. The margin is the distance at which the rule tips.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct VillageMargin {
    /// Metres: positive, covered until the edges retreat so far; negative, uncovered until they
    /// advance so far; infinite where no such move changes the status. `None` where the status
    /// is unknown, or where what is not known of the village could decide it.
    pub margin: Option<f64>,
    /// Metres from the centre to the edge of the union of all that counts, negative outside;
    /// `None` without a centre or an edge.
    pub centre: Option<f64>,
}

/// On which side of the edge a call is, and whether it is closer than the band of uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// Covered, and not within the band.
    InsideByMore,
    /// Covered, but within the band.
    InsideByLess,
    /// Uncovered, but within the band.
    OutsideByLess,
    /// Uncovered, and not within the band.
    OutsideByMore,
}

impl Closeness {
    /// The class of a margin; what lies just at the band is not within it.
    pub fn of(margin: f64, band: f64) -> Self {
        match (margin.is_sign_positive(), margin.abs() >= band) {
            (true, true) => Self::InsideByMore,
            (true, false) => Self::InsideByLess,
            (false, false) => Self::OutsideByLess,
            (false, true) => Self::OutsideByMore,
        }
    }

    /// As the outputs have it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InsideByMore => "inside_by_more",
            Self::InsideByLess => "inside_by_less",
            Self::OutsideByLess => "outside_by_less",
            Self::OutsideByMore => "outside_by_more",
        }
    }

    /// Whether the call is within the band.
    pub const fn is_close(self) -> bool {
        matches!(self, Self::InsideByLess | Self::OutsideByLess)
    }
}

/// The margin of every village, in the order of the villages. `coverage` is what passes the
/// definition's cut by received power.
pub fn margins(villages: &Villages, coverage: &Coverage, assessment: &Assessment) -> Vec<VillageMargin> {
    let definition = &assessment.definition;
    let unions = Unions::of(coverage, definition);
    let edges: Vec<UnionEdge> = unions.each(|counts| UnionEdge::new(areas(coverage, counts), CRACK_M));
    let together = (edges.len() > 1).then(|| {
        let counts = |area: usize| definition.counts(coverage.areas[area].technology);
        UnionEdge::new(areas(coverage, &counts), CRACK_M)
    });
    let whole = together.as_ref().or(edges.first());
    let one = |village: usize| {
        let status = assessment.villages[village].status;
        let facts = &assessment.villages[village].facts;
        let ground = |edge| Ground { villages, village, edge, facts, tolerance: definition.tolerance };
        let alone: Vec<Option<f64>> =
            edges.iter().map(|edge| ground(edge).margin(&definition.rule)).collect();
        let margin = unions.tips(&alone).filter(|_| status != Status::Unknown);
        let at_centre = |place: Coord| whole.and_then(|edge| edge.depth(place));
        VillageMargin {
            margin: margin.map(|margin| on_its_side(margin, status)),
            centre: centre(villages, village).and_then(at_centre),
        }
    };
    (0..villages.len()).into_par_iter().map(one).collect()
}

fn areas<'a>(
    coverage: &'a Coverage,
    counts: &dyn Fn(usize) -> bool,
) -> impl Iterator<Item = crate::geometry::Shape<'a>> {
    (0..coverage.len()).filter(move |&area| counts(area)).map(|area| coverage.shapes.get(area))
}

/// A margin is on the side of the status: one on the other side is nothing to within the
/// tolerance, or the place lies in a crack that closes when edges move by half its width.
fn on_its_side(margin: f64, status: Status) -> f64 {
    match status {
        Status::Uncovered if margin >= 0.0 => -0.0,
        Status::Covered if margin <= 0.0 => 0.0,
        _ => margin,
    }
}

#[cfg(test)]
mod tests;
