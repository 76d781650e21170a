//! The uncovered part of each village, as a shape.

use geo::{MultiPolygon, Polygon};
use rayon::prelude::*;

use crate::assess::Definition;
use crate::assess::survey::{layer, layers};
use crate::geometry::{AreaIndex, Cuts, Shapes, area, shares, uncovered_part};
use crate::model::{Coverage, Villages};

/// Parts smaller than this are no part of a gap's shape; they are counted.
pub const SLIVER_M2: f64 = 100.0;

/// What of a village lies outside all coverage that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The village.
    pub village: usize,
    /// The parts of at least [`SLIVER_M2`], in the working plane.
    pub shape: MultiPolygon,
    /// The share of the village's area that these parts are.
    pub share: f64,
    /// How many smaller parts were left out.
    pub slivers: usize,
    /// Their area together, in the working plane, m².
    pub slivers_m2: f64,
}

/// The gaps of the villages that are not wholly covered; those that are only points have none.
pub fn gaps(villages: &Villages, coverage: &Coverage, definition: &Definition) -> Vec<Gap> {
    let layer_of = layers(coverage);
    let index = AreaIndex::new(&coverage.shapes, &layer_of);
    let names = &coverage.operators;
    let mut cuts = Cuts::new(names.len() * 4);
    let counts = |operator: &usize| definition.counts_operator(*operator as u16, names);
    let of = |operator: usize| definition.counting().map(move |technology| layer(operator, technology));
    let cut = cuts.add((0..names.len()).filter(counts).flat_map(of));
    let measured = shares(&villages.shapes, &index, &cuts);
    let gap = |village: usize| {
        let zone = villages.shapes.get(village);
        if zone.is_empty() || measured.share(village, cut) == 1.0 {
            return None;
        }
        let whole = area(&zone);
        let part = uncovered_part(&zone, &index, &cuts, cut);
        let (kept, slivers): (Vec<_>, Vec<_>) = part.into_iter().partition(|part| area_of(part) >= SLIVER_M2);
        let share = (kept.iter().map(area_of).sum::<f64>() / whole).clamp(0.0, 1.0);
        // adding zero turns the -0 of an empty sum into 0
        let slivers_m2 = slivers.iter().map(area_of).sum::<f64>() + 0.0;
        let something = !kept.is_empty() || !slivers.is_empty();
        let shape = MultiPolygon::new(kept);
        something.then_some(Gap { village, shape, share, slivers: slivers.len(), slivers_m2 })
    };
    (0..villages.len()).into_par_iter().filter_map(gap).collect()
}

/// The gap of one village; `None` where it has none.
pub fn gap_of(
    villages: &Villages,
    coverage: &Coverage,
    definition: &Definition,
    village: usize,
) -> Option<Gap> {
    let mut shapes = Shapes::new();
    shapes.push_shape(&villages.shapes.get(village));
    let records = vec![villages.records[village].clone()];
    let alone = Villages { records, shapes, ..Villages::default() };
    gaps(&alone, coverage, definition).pop().map(|gap| Gap { village, ..gap })
}

fn area_of(polygon: &Polygon) -> f64 {
    let mut shapes = Shapes::new();
    shapes.push(&MultiPolygon::new(vec![polygon.clone()]));
    area(&shapes.get(0))
}
