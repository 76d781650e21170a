//! The share of each zone inside the unions of areas.

use rayon::prelude::*;

use super::measure::{Measure, Row};
use super::plan::Classes;
use super::{AreaIndex, Cuts, Shape, Shapes};

/// Zones a thread takes at a time.
const ZONES: usize = 64;

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
        self.values[zone * self.cuts.max(1) + cut]
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

    /// Measures some zones anew, after areas were added ([`AreaIndex::with`]) or taken away
    /// ([`AreaIndex::without`]): those that [`super::ZoneIndex::near`] finds for the areas that
    /// came or went. The same bytes as measuring all anew, for the price of those zones.
    ///
    /// # Panics
    /// When the cuts are not those it was measured with.
    pub fn update(&mut self, zones: &Shapes, which: &[usize], index: &AreaIndex, cuts: &Cuts) {
        assert_eq!((self.zones, self.cuts), (zones.len(), cuts.len()), "the same zones and cuts");
        let classes = Classes::new(cuts);
        let row = |measure: &mut Measure, &zone: &usize| {
            let (mut shares, mut layers) = (vec![0.0; self.cuts], vec![0; self.words]);
            measure.zone(
                &zones.get(zone),
                index,
                &classes,
                &mut Row { shares: &mut shares, layers: &mut layers },
            );
            (shares, layers)
        };
        let rows: Vec<_> = which.par_iter().map_init(Measure::default, row).collect();
        for (&zone, (shares, layers)) in which.iter().zip(rows) {
            let start = zone * self.cuts.max(1);
            self.values[start..start + self.cuts].copy_from_slice(&shares);
            self.touched[zone * self.words..(zone + 1) * self.words].copy_from_slice(&layers);
        }
    }
}

/// For every zone the share of its area inside the union of each cut's areas, and the layers
/// that reach its interior. The same bytes whatever the number of threads.
pub fn shares(zones: &Shapes, index: &AreaIndex, cuts: &Cuts) -> Shares {
    let classes = Classes::new(cuts);
    let (columns, words) = (cuts.len().max(1), cuts.layers().div_ceil(64).max(1));
    let mut found = Shares {
        zones: zones.len(),
        cuts: cuts.len(),
        words,
        values: vec![0.0; zones.len() * columns],
        touched: vec![0; zones.len() * words],
    };
    let rows = found.values.par_chunks_mut(ZONES * columns).zip(found.touched.par_chunks_mut(ZONES * words));
    rows.enumerate().for_each_init(Measure::default, |measure, (chunk, (values, touched))| {
        let values = values.chunks_mut(columns).zip(touched.chunks_mut(words));
        for (nth, (shares, layers)) in values.enumerate() {
            measure.zone(
                &zones.get(chunk * ZONES + nth),
                index,
                &classes,
                &mut Row { shares: &mut shares[..cuts.len()], layers },
            );
        }
    });
    found
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
    let mut measure = Measure::default();
    let mut shares = vec![0.0; cuts.len()];
    let mut layers = vec![0; cuts.layers().div_ceil(64)];
    measure.zone(zone, index, &Classes::new(cuts), &mut Row { shares: &mut shares, layers: &mut layers });
    let near = index.near(zone).filter(|&area| usize::from(index.layer(area)) < cuts.layers());
    let areas =
        near.map(|area| (area, measure.pair(zone, index, area))).filter(|&(_, share)| share > 0.0).collect();
    let layers = (0..cuts.layers()).filter(|layer| layers[layer / 64] >> (layer % 64) & 1 == 1);
    ZoneShares { layers: layers.map(|layer| layer as u16).collect(), shares, areas }
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
