//! The share of each zone inside the unions of areas.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use rayon::prelude::*;

use super::overlay::{Contours, contours, overlay};
use super::{AreaIndex, Cuts, Shape, Shapes, area};

/// What [`shares`] found: for each zone the share of each cut, and the layers that reach it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    zones: usize,
    cuts: usize,
    words: usize,
    values: Vec<f64>,
    touched: Vec<u64>,
}

impl Shares {
    /// How many zones there are.
    pub fn len(&self) -> usize {
        self.zones
    }

    /// Whether there is no zone.
    pub fn is_empty(&self) -> bool {
        self.zones == 0
    }

    /// The share of a zone's area inside the union of a cut, 0 to 1.
    pub fn share(&self, zone: usize, cut: usize) -> f64 {
        assert!(cut < self.cuts, "cut {cut} of {}", self.cuts);
        self.values[zone * self.cuts + cut]
    }

    /// Whether an area of a layer meets the interior of a zone.
    pub fn touches(&self, zone: usize, layer: u16) -> bool {
        let layer = usize::from(layer);
        layer / 64 < self.words && self.touched[zone * self.words + layer / 64] >> (layer % 64) & 1 == 1
    }

    /// The layers that meet the interior of a zone, in order.
    pub fn layers(&self, zone: usize) -> impl Iterator<Item = u16> + '_ {
        (0..self.words * 64).map(|layer| layer as u16).filter(move |&layer| self.touches(zone, layer))
    }
}

/// For every zone the share of its area inside the union of each cut's areas, and the layers
/// that reach its interior. The same bytes whatever the number of threads.
pub fn shares(zones: &Shapes, index: &AreaIndex, cuts: &Cuts) -> Shares {
    let rows: Vec<ZoneShares> =
        (0..zones.len()).into_par_iter().map(|zone| share_of_one(&zones.get(zone), index, cuts)).collect();
    let words = cuts.layers().div_ceil(64);
    let mut touched = vec![0u64; words * rows.len()];
    for (zone, row) in rows.iter().enumerate() {
        for &layer in &row.layers {
            touched[zone * words + usize::from(layer) / 64] |= 1 << (layer % 64);
        }
    }
    let values = rows.iter().flat_map(|row| row.shares.iter().copied()).collect();
    Shares { zones: rows.len(), cuts: cuts.len(), words, values, touched }
}

/// What is known of one zone.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneShares {
    /// The share inside each cut, in the order of the cuts.
    pub shares: Vec<f64>,
    /// The layers that meet the interior, in order.
    pub layers: Vec<u16>,
    /// Each area that meets the interior and the share of the zone inside it, in order.
    pub areas: Vec<(usize, f64)>,
}

/// One zone against the areas of an index; the same values as [`shares`] gives, and the areas
/// that reach it besides.
pub fn share_of_one(zone: &Shape, index: &AreaIndex, cuts: &Cuts) -> ZoneShares {
    let near: Vec<usize> = index.near(zone).collect();
    let areas: Vec<(usize, f64)> = near
        .iter()
        .map(|&area| (area, inside(zone, index, &[area])))
        .filter(|&(_, share)| share > 0.0)
        .collect();
    let mut layers: Vec<u16> = areas.iter().map(|&(area, _)| index.layer(area)).collect();
    layers.sort_unstable();
    layers.dedup();
    let shares = (0..cuts.len())
        .map(|cut| {
            let chosen: Vec<usize> = areas
                .iter()
                .map(|&(area, _)| area)
                .filter(|&area| cuts.contains(cut, index.layer(area)))
                .collect();
            inside(zone, index, &chosen)
        })
        .collect();
    ZoneShares { shares, layers, areas }
}

fn inside(zone: &Shape, index: &AreaIndex, chosen: &[usize]) -> f64 {
    let whole = area(zone);
    let Some(origin) = zone.rings().next().and_then(|ring| ring.positions.first().copied()) else {
        return 0.0;
    };
    let clip: Contours = chosen.iter().flat_map(|&area| contours(&index.areas().get(area), origin)).collect();
    let part = overlay(&contours(zone, origin), &clip, OverlayRule::Intersect, FillRule::NonZero, origin);
    let mut shapes = Shapes::new();
    shapes.push(&part);
    let share = area(&shapes.get(0)) / whole;
    if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Coord, Rect};

    #[test]
    fn an_overlap_counts_once_and_a_neighbour_not_at_all() {
        let square = |x0: f64, x1: f64| {
            Rect::new(Coord { x: x0, y: 0.0 }, Coord { x: x1, y: 4.0 }).to_polygon().into()
        };
        let mut zones = Shapes::new();
        zones.push(&square(0.0, 4.0));
        let mut areas = Shapes::new();
        for shape in [square(-1.0, 2.0), square(1.0, 3.0), square(4.0, 9.0), square(-9.0, 9.0)] {
            areas.push(&shape);
        }
        let mut cuts = Cuts::new(4);
        let (overlap, neighbour, whole) = (cuts.add([0, 1]), cuts.add([2]), cuts.add([2, 3]));
        let found = shares(&zones, &AreaIndex::new(&areas, &[0, 1, 2, 3]), &cuts);
        assert_eq!(found.share(0, overlap), 0.75);
        assert_eq!(found.share(0, neighbour), 0.0);
        assert_eq!(found.share(0, whole), 1.0);
        assert_eq!(found.layers(0).collect::<Vec<_>>(), [0, 1, 3]);
    }
}
