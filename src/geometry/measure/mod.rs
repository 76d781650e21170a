//! One zone against the areas around it: classify, and measure what crosses.

mod meeting;
mod outline;

use std::ops::Range;

use geo::Rect;

use self::outline::Outline;
use crate::geometry::Shape;
use crate::geometry::chains::Chains;
use crate::geometry::index::{AreaIndex, groups};
use crate::geometry::plan::Classes;
use crate::geometry::sweep::{MOST_LAYERS, Sweep, ZONE};
use crate::geometry::window::{Clipped, Clipper, Window};

/// A share nearer to 0 or to 1 than this, times the zone's box over its area, is 0 or 1: two
/// hundred times what rounding adds up to, a tenth of the error that is promised.
const NOTHING: f64 = 1e-13;

/// An area of which edges lie in the zone's window.
#[derive(Debug, Clone)]
struct Crossing {
    /// The number under which its layer is told of.
    layer: Option<u16>,
    class: usize,
    chains: Range<usize>,
    flat: Range<usize>,
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
    outline: Outline,
    /// Whether the outline is that of the zone.
    is_traced: bool,
    crossing: Vec<Crossing>,
    /// Areas that change no share, by their place in `near`, with their class and number: whether
    /// they reach the zone is found out last, when another of their layer may have told.
    late: Vec<(usize, usize, Option<u16>)>,
    held: Vec<bool>,
    /// By class: whether an area of it crosses.
    crosses: Vec<bool>,
    /// By class: whether a sweep found no share of it.
    empty: Vec<bool>,
    /// Cuts still to be measured.
    pending: Vec<usize>,
    /// By class: its bit in the sweep, 0 when it takes no part.
    bits: Vec<u8>,
    sweep: Sweep,
    /// The area of the window, and its top as seen from its origin.
    box_area: f64,
    top: f64,
}

/// What is written for one zone: its shares by cut, and a set of layers.
pub(super) struct Row<'a> {
    pub shares: &'a mut [f64],
    pub layers: &'a mut [u64],
}

impl Row<'_> {
    fn touch(&mut self, layer: Option<u16>) {
        if let Some(layer) = layer {
            self.layers[usize::from(layer) / 64] |= 1 << (layer % 64);
        }
    }

    /// Whether a layer is known to reach the zone, or nobody asks.
    fn touches(&self, layer: Option<u16>) -> bool {
        layer.is_none_or(|layer| self.layers[usize::from(layer) / 64] >> (layer % 64) & 1 == 1)
    }
}

impl Measure {
    /// Measures a zone; the row holds zeros.
    pub fn zone(&mut self, zone: &Shape, index: &AreaIndex, classes: &Classes, row: &mut Row) {
        let Some(window) = self.look(zone, index) else { return };
        self.held.clear();
        self.held.resize(classes.len(), false);
        self.classify(index, classes, &window, row);
        if self.crossing.is_empty() {
            self.settle(classes, row);
        } else {
            self.trace(zone, &window);
            self.drop_strangers(row);
            self.settle(classes, row);
            self.measure(classes, row);
            self.find_touching(row);
        }
        self.find_late(zone, index, &window, row);
    }

    fn trace(&mut self, zone: &Shape, window: &Window) {
        if !self.is_traced {
            self.outline.trace(zone, window);
            self.is_traced = true;
        }
    }

    /// Gives the cuts their 1 that an area settles by itself.
    fn settle(&self, classes: &Classes, row: &mut Row) {
        for (cut, share) in row.shares.iter_mut().enumerate() {
            if classes.of_cut(cut).iter().any(|&class| self.held[class]) {
                *share = 1.0;
            }
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
                self.draw_all(zone, &window);
                self.begin();
                self.sweep.add(&self.chains, chains, 1, base);
                self.sweep.run(&self.chains);
                self.share(2)
            }
        }
    }

    /// The parts the layers cut a zone into: which layers hold each, and its share. `None` when
    /// more layers cross the zone than a sweep can tell apart.
    pub fn parts(
        &mut self,
        zone: &Shape,
        index: &AreaIndex,
        layer_of: &impl Fn(usize) -> u32,
    ) -> Option<Vec<(Vec<u32>, f64)>> {
        let Some(window) = self.look(zone, index) else { return Some(Vec::new()) };
        let (mut whole, mut crossing) = (Vec::new(), Vec::new());
        for own in &self.near {
            let rings = &self.rings[own.clone()];
            let layer = layer_of(index.area_of(rings[0]) as usize);
            let begun = self.chains.list.len();
            match index.clip(rings, &window, &mut self.clipper, &mut self.chains) {
                Clipped::Disjoint => {}
                Clipped::Holds(_) => whole.push(layer),
                Clipped::Crosses(base) => crossing.push((layer, begun..self.chains.list.len(), base)),
            }
        }
        let mut layers: Vec<u32> = crossing.iter().map(|(layer, ..)| *layer).collect();
        layers.sort_unstable();
        layers.dedup();
        layers.retain(|layer| !whole.contains(layer));
        if layers.len() > MOST_LAYERS {
            return None;
        }
        self.draw_all(zone, &window);
        self.begin();
        for (layer, chains, base) in crossing {
            if let Ok(bit) = layers.binary_search(&layer) {
                self.sweep.add(&self.chains, chains, bit as u8 + 1, base);
            }
        }
        self.sweep.run(&self.chains);
        let nothing = NOTHING * self.box_area;
        let states: Vec<(u64, f64)> = self.sweep.states.iter().filter(|&(_, area)| area > nothing).collect();
        let total: f64 = states.iter().map(|(_, area)| area).sum();
        let holding = |state: u64| {
            let crossing = layers.iter().enumerate().filter(move |(bit, _)| state >> (bit + 1) & 1 == 1);
            let mut holding: Vec<u32> =
                crossing.map(|(_, &layer)| layer).chain(whole.iter().copied()).collect();
            holding.sort_unstable();
            holding.dedup();
            holding
        };
        Some(states.into_iter().map(|(state, area)| (holding(state), area / total)).collect())
    }

    /// Collects the rings around a zone, and forgets the last one.
    fn look(&mut self, zone: &Shape, index: &AreaIndex) -> Option<Window> {
        self.chains.clear();
        self.crossing.clear();
        self.late.clear();
        self.is_traced = false;
        let window = Window::around(zone)?;
        self.box_area = window.width() * window.height();
        self.top = window.local(window.max)[1];
        index.rings_in(Rect::new(window.min, window.max), &mut self.rings);
        self.near.clear();
        self.near.extend(groups(&self.rings, |ring| index.area_of(ring)));
        (self.box_area > 0.0).then_some(window)
    }

    /// Sorts the areas around into those that hold the window, those that leave it alone and
    /// those that cross it. Areas that may hold it go first: they settle what the others add.
    fn classify(&mut self, index: &AreaIndex, classes: &Classes, window: &Window, row: &mut Row) {
        for may_hold in [true, false] {
            for (nth, own) in self.near.iter().enumerate() {
                let rings = &self.rings[own.clone()];
                if rings.iter().any(|&ring| holds(index.ring_box(ring), window)) != may_hold {
                    continue;
                }
                let layer = index.layer(index.area_of(rings[0]) as usize);
                let Some((class, layer)) = classes.of_layer(layer) else { continue };
                if self.held[class] {
                    if !row.touches(layer) {
                        self.late.push((nth, class, layer));
                    }
                    continue;
                }
                let (begun, begun_flat) = (self.chains.list.len(), self.chains.flat.len());
                match index.clip(rings, window, &mut self.clipper, &mut self.chains) {
                    Clipped::Disjoint => {}
                    Clipped::Holds(_) => {
                        self.held[class] = true;
                        row.touch(layer);
                    }
                    Clipped::Crosses(base) => {
                        let chains = begun..self.chains.list.len();
                        let flat = begun_flat..self.chains.flat.len();
                        self.crossing.push(Crossing { layer, class, chains, flat, base });
                    }
                }
            }
        }
    }

    /// Adds the zone's own chains, in place of those drawn before: chords for the runs of edges
    /// that are not marked.
    fn draw(&mut self) {
        let begun = self.chains.list.len();
        self.outline.draw(&mut self.chains);
        self.zone = begun..self.chains.list.len();
    }

    /// Adds the zone's own chains, edge by edge.
    fn draw_all(&mut self, zone: &Shape, window: &Window) {
        self.outline.trace(zone, window);
        self.outline.mark_all();
        self.draw();
    }

    /// Measures the cuts that no area settles: those that share a class in one sweep, others
    /// apart, because edges of classes that no cut brings together need not be told apart.
    fn measure(&mut self, classes: &Classes, row: &mut Row) {
        self.crosses.clear();
        self.crosses.resize(classes.len(), false);
        for crossing in &self.crossing {
            self.crosses[crossing.class] = true;
        }
        let mut pending = std::mem::take(&mut self.pending);
        pending.clear();
        pending.extend((0..row.shares.len()).filter(|&cut| {
            row.shares[cut] < 1.0 && classes.of_cut(cut).iter().any(|&class| self.crosses[class])
        }));
        self.empty.clear();
        self.empty.resize(classes.len(), false);
        while let Some(&first) = pending.first() {
            let mut bits = self.take_bits(classes, first);
            let merged = bits > MOST_LAYERS;
            let mut cuts = vec![first];
            let mut grows = !merged;
            while grows {
                grows = false;
                for &cut in &pending {
                    let (known, new) = self.count_bits(classes, cut);
                    if known > 0 && bits + new <= MOST_LAYERS && !cuts.contains(&cut) {
                        bits = self.give_bits(classes, cut, bits);
                        cuts.push(cut);
                        grows = true;
                    }
                }
            }
            self.sweep_classes();
            for &cut in &cuts {
                self.read_share(classes, row, cut);
            }
            if !merged {
                self.read_touching(row);
            }
            pending.retain(|cut| !cuts.contains(cut));
        }
        self.pending = pending;
    }

    /// Gives bits to the classes of a cut, afresh; how many it would take. When that is too
    /// many all have the same one.
    fn take_bits(&mut self, classes: &Classes, cut: usize) -> usize {
        self.bits.clear();
        self.bits.resize(classes.len(), 0);
        let (_, wanted) = self.count_bits(classes, cut);
        if wanted <= MOST_LAYERS {
            return self.give_bits(classes, cut, 0);
        }
        for &class in classes.of_cut(cut) {
            self.bits[class] = u8::from(self.crosses[class]);
        }
        wanted
    }

    /// How many of a cut's crossing classes have a bit, and how many have none.
    fn count_bits(&self, classes: &Classes, cut: usize) -> (usize, usize) {
        let crossing = || classes.of_cut(cut).iter().filter(|&&class| self.crosses[class]);
        let known = crossing().filter(|&&class| self.bits[class] > 0).count();
        (known, crossing().count() - known)
    }

    fn give_bits(&mut self, classes: &Classes, cut: usize, mut used: usize) -> usize {
        for &class in classes.of_cut(cut) {
            if self.crosses[class] && self.bits[class] == 0 {
                used += 1;
                self.bits[class] = used as u8;
            }
        }
        used
    }

    fn begin(&mut self) {
        self.sweep.begin();
        self.sweep.add(&self.chains, self.zone.clone(), ZONE, 0);
    }

    fn sweep_classes(&mut self) {
        self.mark_near();
        self.draw();
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

    fn read_share(&self, classes: &Classes, row: &mut Row, cut: usize) {
        let bits = classes.of_cut(cut).iter().map(|&class| self.bits[class]).filter(|&bit| bit > 0);
        row.shares[cut] = self.share(bits.fold(0u64, |mask, bit| mask | 1 << bit));
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
            if self.share(1 << bit) == 0.0 {
                self.empty[class] = true;
            } else if alone {
                row.touch(layer);
            }
        }
    }

    /// The share of the zone in states that have a bit of the mask.
    fn share(&self, mask: u64) -> f64 {
        let (mut inside, mut outside) = (0.0, 0.0);
        for (state, area) in self.sweep.states.iter() {
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
}

fn holds((min, max): (geo::Coord, geo::Coord), window: &Window) -> bool {
    min.x <= window.min.x && min.y <= window.min.y && max.x >= window.max.x && max.y >= window.max.y
}
