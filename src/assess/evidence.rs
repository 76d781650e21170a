//! The service areas behind one village's figures.

use crate::assess::{Definition, centre};
use crate::geometry::{AreaIndex, Cuts, Shapes, distance_to_nearest, shares, zone_distance_to_nearest};
use crate::model::{Coverage, Villages};
use crate::units::{Metres, Share};

/// One service area that touches a village.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Touching {
    /// Its place in [`Coverage::areas`].
    pub area: usize,
    /// The share of the village that it holds by itself.
    pub share: Share,
}

/// The service areas behind one village's figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Those that hold a part of the village, the largest part first.
    pub touching: Vec<Touching>,
    /// The nearest of those that count and hold nothing of it, and how far it is.
    pub next: Option<(usize, Metres)>,
    /// Whether the centre is inside a service area that counts; `None` without a centre.
    pub centre_inside: Option<bool>,
}

/// Looks at one village alone.
pub fn evidence(
    villages: &Villages,
    coverage: &Coverage,
    definition: &Definition,
    village: usize,
) -> Evidence {
    let zone = villages.shapes.get(village);
    let centre = centre(villages, village);
    let counts = |area: usize| {
        let area = &coverage.areas[area];
        definition.counts(area.technology) && definition.counts_operator(area.operator, &coverage.operators)
    };
    let mut touching = Vec::new();
    let mut next: Option<(usize, Metres)> = None;
    let mut centre_inside = centre.map(|_| false);
    for area in 0..coverage.len() {
        let alone = One::new(coverage, area);
        let at_centre =
            centre.and_then(|centre| alone.distance_from(|i, c, cut| distance_to_nearest(centre, i, c, cut)));
        if counts(area) && at_centre == Some(0.0) {
            centre_inside = Some(true);
        }
        let share = if villages.is_point(village) {
            if at_centre == Some(0.0) { Share::ALL } else { Share::NONE }
        } else {
            alone.share(villages, village)
        };
        if share > Share::NONE {
            touching.push(Touching { area, share });
        } else if counts(area) {
            let distance = if villages.is_point(village) {
                at_centre
            } else {
                alone.distance_from(|index, cuts, cut| zone_distance_to_nearest(&zone, index, cuts, cut))
            };
            if let Some(metres) = distance.and_then(|metres| Metres::new(metres).ok())
                && next.is_none_or(|(_, nearest)| metres < nearest)
            {
                next = Some((area, metres));
            }
        }
    }
    touching.sort_by(|a, b| b.share.get().total_cmp(&a.share.get()).then(a.area.cmp(&b.area)));
    Evidence { touching, next, centre_inside }
}

/// One service area as a coverage of its own.
struct One {
    shapes: Shapes,
    cuts: Cuts,
}

impl One {
    fn new(coverage: &Coverage, area: usize) -> Self {
        let mut shapes = Shapes::new();
        shapes.push(&coverage.shapes.get(area).to_multi_polygon());
        let mut cuts = Cuts::new(1);
        cuts.add([0]);
        Self { shapes, cuts }
    }

    fn share(&self, villages: &Villages, village: usize) -> Share {
        let mut zone = Shapes::new();
        zone.push(&villages.shapes.get(village).to_multi_polygon());
        let index = AreaIndex::new(&self.shapes, &[0]);
        Share::new(shares(&zone, &index, &self.cuts).share(0, 0)).unwrap_or_default()
    }

    fn distance_from(&self, measure: impl Fn(&AreaIndex<'_>, &Cuts, usize) -> Option<f64>) -> Option<f64> {
        measure(&AreaIndex::new(&self.shapes, &[0]), &self.cuts, 0)
    }
}
