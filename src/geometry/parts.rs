//! The parts that layers cut a zone into.

use rayon::prelude::*;

use super::measure::Measure;
use super::{AreaIndex, Shapes};

/// A part of a zone that the same layers hold everywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The layers that hold it, ascending; none where nothing does.
    pub layers: Vec<u16>,
    /// Its share of the zone's area.
    pub share: f64,
}

/// Cuts each zone into the parts its layers make of it. `None` for a zone that more than sixty
/// layers cross.
///
/// The shares of a zone add up to 1; an empty zone has no parts.
pub fn parts(zones: &Shapes, index: &AreaIndex) -> Vec<Option<Vec<Part>>> {
    (0..zones.len())
        .into_par_iter()
        .map_init(Measure::default, |measure, zone| {
            let parts = measure.parts(&zones.get(zone), index)?;
            Some(parts.into_iter().map(|(layers, share)| Part { layers, share }).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use geo::{Coord, Rect};

    use super::*;

    #[test]
    fn two_strips_cut_a_square_into_four() {
        let strip = |x0: f64, x1: f64| {
            Rect::new(Coord { x: x0, y: -1.0 }, Coord { x: x1, y: 5.0 }).to_polygon().into()
        };
        let mut zones = Shapes::new();
        zones.push(&Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 4.0, y: 4.0 }).to_polygon().into());
        let mut areas = Shapes::new();
        for shape in [strip(0.5, 2.0), strip(1.0, 3.0), strip(-5.0, 9.0), strip(7.0, 9.0)] {
            areas.push(&shape);
        }
        let mut found = parts(&zones, &AreaIndex::new(&areas, &[0, 1, 2, 3])).remove(0).unwrap();
        found.sort_by(|a, b| a.layers.cmp(&b.layers));
        let part = |layers: &[u16], share| Part { layers: layers.to_vec(), share };
        assert_eq!(
            found,
            [part(&[0, 1, 2], 0.25), part(&[0, 2], 0.125), part(&[1, 2], 0.25), part(&[2], 0.375)]
        );
    }
}
