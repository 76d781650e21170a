//! Boxes over runs of consecutive edges, and boxes over runs of boxes, for every ring.

use geo::Coord;
use rayon::prelude::*;

use super::Shapes;
use super::chains::Chains;
use super::window::{Clipper, Side, Window};

/// Edges in the shortest run.
const EDGES: usize = 8;
/// Runs in the next longer one.
const RUNS: usize = 8;

type Box2 = (Coord, Coord);

/// The boxes of all runs of all rings.
#[derive(Debug)]
pub(super) struct Runs {
    /// Ring after ring: the shortest runs, then longer ones, at last the whole ring.
    boxes: Vec<Box2>,
    /// Where each ring's boxes end.
    ends: Vec<u32>,
}

impl Runs {
    pub fn new(shapes: &Shapes) -> Self {
        let mut total = 0;
        let mut ends = Vec::with_capacity(shapes.ring_count());
        for ring in 0..shapes.ring_count() {
            total += box_count(edge_count(shapes.ring(ring)));
            ends.push(u32::try_from(total).expect("fewer boxes than positions"));
        }
        let nothing = (Coord { x: 0.0, y: 0.0 }, Coord { x: 0.0, y: 0.0 });
        let mut boxes = vec![nothing; total];
        let mut rest = boxes.as_mut_slice();
        let mut parts = Vec::with_capacity(ends.len());
        let mut start = 0;
        for &end in &ends {
            let (own, others) = rest.split_at_mut((end - start) as usize);
            parts.push(own);
            (rest, start) = (others, end);
        }
        parts
            .into_par_iter()
            .enumerate()
            .with_min_len(64)
            .for_each(|(ring, own)| fill(shapes.ring(ring), own));
        Self { boxes, ends }
    }

    fn of(&self, ring: usize) -> &[Box2] {
        let start = if ring == 0 { 0 } else { self.ends[ring - 1] as usize };
        &self.boxes[start..self.ends[ring] as usize]
    }

    /// The box of a ring that has edges.
    #[inline]
    pub fn whole(&self, ring: usize) -> Box2 {
        self.boxes[self.ends[ring] as usize - 1]
    }

    /// Gives the clipper what of a ring matters inside the window.
    pub fn clip(
        &self,
        ring: usize,
        positions: &[Coord],
        window: &Window,
        clipper: &mut Clipper,
        chains: &mut Chains,
    ) {
        let boxes = self.of(ring);
        let mut walk = Walk { boxes, positions, window, clipper, chains };
        let mut levels = [(0, 0, 0); 24];
        let mut depth = 0;
        let (mut start, mut count, mut edges) = (0, edge_count(positions).div_ceil(EDGES), EDGES);
        loop {
            levels[depth] = (start, count, edges);
            depth += 1;
            if count <= 1 {
                break;
            }
            start += count;
            count = count.div_ceil(RUNS);
            edges *= RUNS;
        }
        walk.visit(&levels[..depth], 0);
    }
}

/// Of each level: where its boxes start, how many there are, and how many edges each spans.
type Level = (usize, usize, usize);

struct Walk<'a> {
    boxes: &'a [Box2],
    positions: &'a [Coord],
    window: &'a Window,
    clipper: &'a mut Clipper,
    chains: &'a mut Chains,
}

impl Walk<'_> {
    fn visit(&mut self, levels: &[Level], nth: usize) {
        let [below @ .., (start, _, edges)] = levels else { return };
        let (min, max) = self.boxes[start + nth];
        let first = nth * edges;
        let last = (first + edges).min(self.positions.len() - 1);
        match self.window.side(min, max) {
            Side::Away => self.chains.pen_up(),
            Side::Left => {
                self.chains.pen_up();
                self.clipper.left(self.positions[first].y, self.positions[last].y);
            }
            Side::Near if below.is_empty() => self.edges(first, last),
            Side::Near => {
                let count = below[below.len() - 1].1;
                for child in nth * RUNS..((nth + 1) * RUNS).min(count) {
                    self.visit(below, child);
                }
            }
        }
    }

    fn edges(&mut self, first: usize, last: usize) {
        for pair in self.positions[first..=last].windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let min = Coord { x: a.x.min(b.x), y: a.y.min(b.y) };
            let max = Coord { x: a.x.max(b.x), y: a.y.max(b.y) };
            match self.window.side(min, max) {
                Side::Away => self.chains.pen_up(),
                Side::Left => {
                    self.chains.pen_up();
                    self.clipper.left(a.y, b.y);
                }
                Side::Near => self.clipper.near(a, b, self.window, self.chains),
            }
        }
    }
}

fn edge_count(ring: &[Coord]) -> usize {
    ring.len().saturating_sub(1)
}

fn box_count(edges: usize) -> usize {
    let mut count = edges.div_ceil(EDGES);
    let mut total = count;
    while count > 1 {
        count = count.div_ceil(RUNS);
        total += count;
    }
    total
}

fn fill(positions: &[Coord], boxes: &mut [Box2]) {
    let edges = edge_count(positions);
    let count = edges.div_ceil(EDGES);
    for (nth, own) in boxes.iter_mut().take(count).enumerate() {
        let first = nth * EDGES;
        let run = &positions[first..=(first + EDGES).min(edges)];
        *own = run.iter().fold((run[0], run[0]), |all, &p| join(all, (p, p)));
    }
    let (mut start, mut count) = (0, count);
    while count > 1 {
        let (done, todo) = boxes.split_at_mut(start + count);
        for (runs, own) in done[start..].chunks(RUNS).zip(todo) {
            *own = runs.iter().fold(runs[0], |all, &run| join(all, run));
        }
        start += count;
        count = count.div_ceil(RUNS);
    }
}

#[inline]
fn join(a: Box2, b: Box2) -> Box2 {
    let min = Coord { x: a.0.x.min(b.0.x), y: a.0.y.min(b.0.y) };
    (min, Coord { x: a.1.x.max(b.1.x), y: a.1.y.max(b.1.y) })
}
