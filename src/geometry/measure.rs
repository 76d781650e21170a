//! One zone against the areas around it: classify, and measure what crosses.

use std::ops::Range;

use super::chains::{Chains, Point};
use super::index::{AreaIndex, groups};
use super::plan::Classes;
use super::sweep::{MOST_LAYERS, Sweep, ZONE};
use super::window::{Clipped, Clipper, Window};
use super::{Shape, bounds};

/// A share nearer to 0 or to 1 than this, times the zone's box over its area, is 0 or 1: two
/// hundred times what rounding adds up to, a tenth of the error that is promised.
const NOTHING: f64 = 1e-13;

/// How many corners of an area are looked at before it is swept alone.
const CORNERS: usize = 4;

/// An area of which edges lie in the zone's window.
#[derive(Debug, Clone)]
struct Crossing {
    layer: u16,
    class: usize,
    chains: Range<usize>,
    base: i32,
}

/// Memory for measuring zones one after the other.
#[derive(Debug, Default)]
pub(super) struct Measure {
    rings: Vec<u32>,
    near: Vec<Range<usize>>,
    clipper: Clipper,
    chains: Chains,
    zone: Range<usize>,
    crossing: Vec<Crossing>,
    held: Vec<bool>,
    /// By class: its bit in the sweep, 0 when it takes no part.
    bits: Vec<u8>,
    sweep: Sweep,
    box_area: f64,
}

/// What is written for one zone: its shares by cut, and a set of layers.
pub(super) struct Row<'a> {
    pub shares: &'a mut [f64],
    pub layers: &'a mut [u64],
}

impl Row<'_> {
    fn touch(&mut self, layer: u16) {
        self.layers[usize::from(layer) / 64] |= 1 << (layer % 64);
    }

    fn touches(&self, layer: u16) -> bool {
        self.layers[usize::from(layer) / 64] >> (layer % 64) & 1 == 1
    }
}

impl Measure {
    /// Measures a zone; the row holds zeros.
    pub fn zone(&mut self, zone: &Shape, index: &AreaIndex, classes: &Classes, row: &mut Row) {
        let Some(window) = self.look(zone, index) else { return };
        self.held.clear();
        self.held.resize(classes.len(), false);
        self.classify(index, classes, &window, row);
        for (cut, share) in row.shares.iter_mut().enumerate() {
            if classes.of_cut(cut).iter().any(|&class| self.held[class]) {
                *share = 1.0;
            }
        }
        if !self.crossing.is_empty() {
            self.draw(zone, &window);
            self.measure(classes, row);
            self.find_touching(row);
        }
    }

    /// The share of a zone inside one area.
    pub fn pair(&mut self, zone: &Shape, index: &AreaIndex, area: usize) -> f64 {
        let Some(window) = self.look(zone, index) else { return 0.0 };
        let Some(own) = self.near.iter().find(|own| index.area_of(self.rings[own.start]) as usize == area)
        else {
            return 0.0;
        };
        let clipped = index.clip(&self.rings[own.clone()], &window, &mut self.clipper, &mut self.chains);
        match clipped {
            Clipped::Disjoint => 0.0,
            Clipped::Holds(_) => 1.0,
            Clipped::Crosses(base) => {
                let chains = 0..self.chains.list.len();
                self.draw(zone, &window);
                self.begin();
                self.sweep.add(&self.chains, chains, 1, base);
                self.sweep.run(&self.chains);
                self.share(2)
            }
        }
    }

    /// Collects the rings around a zone, and forgets the last one.
    fn look(&mut self, zone: &Shape, index: &AreaIndex) -> Option<Window> {
        self.chains.clear();
        self.crossing.clear();
        let rect = bounds(zone)?;
        let window = Window::new(rect.min(), rect.max());
        self.box_area = window.width() * window.height();
        index.rings_in(rect, &mut self.rings);
        self.near.clear();
        self.near.extend(groups(&self.rings, |ring| index.area_of(ring)));
        (self.box_area > 0.0).then_some(window)
    }

    /// Sorts the areas around into those that hold the window, those that leave it alone and
    /// those that cross it. Areas that may hold it go first: they settle what the others add.
    fn classify(&mut self, index: &AreaIndex, classes: &Classes, window: &Window, row: &mut Row) {
        for may_hold in [true, false] {
            for own in &self.near {
                let rings = &self.rings[own.clone()];
                if rings.iter().any(|&ring| holds(index.ring_box(ring), window)) != may_hold {
                    continue;
                }
                let layer = index.layer(index.area_of(rings[0]) as usize);
                let Some(class) = classes.of_layer(layer) else { continue };
                if self.held[class] && row.touches(layer) {
                    continue;
                }
                let begun = self.chains.list.len();
                match index.clip(rings, window, &mut self.clipper, &mut self.chains) {
                    Clipped::Disjoint => {}
                    Clipped::Holds(_) => {
                        self.held[class] = true;
                        row.touch(layer);
                    }
                    Clipped::Crosses(base) => {
                        let chains = begun..self.chains.list.len();
                        self.crossing.push(Crossing { layer, class, chains, base });
                    }
                }
            }
        }
    }

    /// Adds the zone's own chains.
    fn draw(&mut self, zone: &Shape, window: &Window) {
        let begun = self.chains.list.len();
        for ring in zone.rings() {
            self.chains.pen_up();
            for pair in ring.positions.windows(2) {
                self.chains.edge(window.local(pair[0]), window.local(pair[1]));
            }
        }
        self.chains.pen_up();
        self.zone = begun..self.chains.list.len();
    }

    /// Measures the cuts that no area settles, as many at a time as a sweep can tell apart.
    fn measure(&mut self, classes: &Classes, row: &mut Row) {
        let mut cut = 0;
        while cut < row.shares.len() {
            self.bits.clear();
            self.bits.resize(classes.len(), 0);
            let (mut bits, begun) = (0, cut);
            while cut < row.shares.len() {
                let wanted = if row.shares[cut] == 1.0 { &[][..] } else { classes.of_cut(cut) };
                let new =
                    wanted.iter().filter(|&&class| self.bits[class] == 0 && self.crosses(class)).count();
                if bits + new > MOST_LAYERS && bits > 0 {
                    break;
                }
                for &class in wanted {
                    if self.bits[class] == 0 && self.crosses(class) {
                        bits += 1;
                        self.bits[class] = bits as u8;
                    }
                }
                cut += 1;
            }
            if bits > 0 {
                self.sweep_classes();
                self.read_shares(classes, row, begun..cut);
                self.read_touching(row);
            }
        }
    }

    fn crosses(&self, class: usize) -> bool {
        self.crossing.iter().any(|crossing| crossing.class == class)
    }

    fn begin(&mut self) {
        self.sweep.begin();
        self.sweep.add(&self.chains, self.zone.clone(), ZONE, 0);
    }

    fn sweep_classes(&mut self) {
        self.begin();
        for crossing in &self.crossing {
            if self.bits[crossing.class] > 0 {
                self.sweep.add(
                    &self.chains,
                    crossing.chains.clone(),
                    self.bits[crossing.class],
                    crossing.base,
                );
            }
        }
        self.sweep.run(&self.chains);
    }

    fn read_shares(&self, classes: &Classes, row: &mut Row, cuts: Range<usize>) {
        for cut in cuts {
            let bits = classes.of_cut(cut).iter().map(|&class| self.bits[class]).filter(|&bit| bit > 0);
            let mask = bits.fold(0u64, |mask, bit| mask | 1 << bit);
            if mask != 0 && row.shares[cut] < 1.0 {
                row.shares[cut] = self.share(mask);
            }
        }
    }

    /// Tells what the sweep says about classes that are of one layer here.
    fn read_touching(&mut self, row: &mut Row) {
        for nth in 0..self.crossing.len() {
            let Crossing { layer, class, .. } = self.crossing[nth];
            let bit = self.bits[class];
            if bit == 0 || row.touches(layer) {
                continue;
            }
            let alone = self.crossing.iter().all(|other| other.class != class || other.layer == layer);
            if alone && self.share(1 << bit) > 0.0 {
                row.touch(layer);
            }
        }
    }

    /// The share of the zone in states that have a bit of the mask.
    fn share(&self, mask: u64) -> f64 {
        let (mut inside, mut outside) = (0.0, 0.0);
        for (state, area) in self.sweep.states.iter().filter(|(state, _)| state >> ZONE & 1 == 1) {
            if state & mask == 0 {
                outside += area;
            } else {
                inside += area;
            }
        }
        let nothing = NOTHING * self.box_area;
        if inside <= nothing {
            0.0
        } else if outside <= nothing {
            1.0
        } else {
            inside / (inside + outside)
        }
    }

    /// Finds out which of the layers that cross the window reach the zone: those of a class of
    /// which the sweep found a share, when it has no other layer; else those of which a corner
    /// lies well inside the zone; the rest are swept alone.
    fn find_touching(&mut self, row: &mut Row) {
        for nth in 0..self.crossing.len() {
            let Crossing { layer, chains, base, .. } = self.crossing[nth].clone();
            if row.touches(layer) {
                continue;
            }
            if !self.has_corner_inside(&chains) {
                self.begin();
                self.sweep.add(&self.chains, chains, 1, base);
                self.sweep.run(&self.chains);
                if self.share(2) == 0.0 {
                    continue;
                }
            }
            row.touch(layer);
        }
    }

    /// Whether a corner of an area surely lies inside the zone; looks at a few.
    fn has_corner_inside(&self, chains: &Range<usize>) -> bool {
        let step = (chains.len() / CORNERS).max(1);
        chains.clone().step_by(step).take(CORNERS).any(|chain| {
            let chain = self.chains.list[chain];
            let corner = self.chains.points[(chain.low as usize + chain.high as usize) / 2];
            self.is_well_inside(corner)
        })
    }

    /// Whether a point lies inside the zone, further from the edges than rounding reaches.
    fn is_well_inside(&self, [x, y]: Point) -> bool {
        let near = self.box_area * 1e-9;
        let mut inside = false;
        for chain in &self.chains.list[self.zone.clone()] {
            let (low, high) = (chain.low.min(chain.high) as usize, chain.low.max(chain.high) as usize);
            let (bottom, top) =
                (self.chains.points[chain.low as usize], self.chains.points[chain.high as usize]);
            if y < bottom[1] || y >= top[1] {
                continue;
            }
            for pair in self.chains.points[low..=high].windows(2) {
                let (a, b) = (pair[0], pair[1]);
                if (a[1] <= y) != (b[1] <= y) {
                    let turn = (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y);
                    if turn.abs() < near {
                        return false;
                    }
                    inside ^= (turn > 0.0) == (b[1] > a[1]);
                }
            }
        }
        inside
    }
}

fn holds((min, max): (geo::Coord, geo::Coord), window: &Window) -> bool {
    min.x <= window.min.x && min.y <= window.min.y && max.x >= window.max.x && max.y >= window.max.y
}
