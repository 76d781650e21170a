//! Boxes over runs of consecutive edges, and boxes over runs of boxes, for every ring.

use geo::Coord;
use rayon::prelude::*;

use super::Shapes;
use super::chains::{Chains, greatest, least};
use super::distance::between2;
use super::shapes::pieces;
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
        pieces(&mut boxes, &ends)
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
        let mut walk = Walk { boxes: self.of(ring), positions, window, clipper, chains };
        let (levels, depth) = levels(positions);
        walk.visit(&levels[..depth], 0);
        walk.clipper.end_ring(window, walk.chains);
    }

    /// How often a ring turns around a point, counter-clockwise; on an edge, what is on one of its
    /// sides.
    pub fn winding(&self, ring: usize, positions: &[Coord], point: Coord) -> i32 {
        let (levels, depth) = levels(positions);
        winding(self.of(ring), positions, &levels[..depth], 0, point)
    }

    /// The square of the distance from a segment to the edges of a ring, or `best` when it is
    /// not less.
    pub fn distance2(&self, ring: usize, positions: &[Coord], segment: [Coord; 2], best: f64) -> f64 {
        let (levels, depth) = levels(positions);
        let mut search = Search { boxes: self.of(ring), positions, segment, best };
        search.visit(&levels[..depth], 0);
        search.best
    }
}

/// The levels of a ring's boxes from the shortest runs up, and how many there are.
fn levels(positions: &[Coord]) -> ([Level; 12], usize) {
    let mut levels = [(0, 0, 0); 12];
    let mut depth = 0;
    let (mut start, mut count, mut edges) = (0, edge_count(positions).div_ceil(EDGES), EDGES);
    loop {
        levels[depth] = (start, count, edges);
        depth += 1;
        if count <= 1 {
            return (levels, depth);
        }
        start += count;
        count = count.div_ceil(RUNS);
        edges *= RUNS;
    }
}

/// What the edges of one run add to the winding number around a point: those to its left that
/// pass its height.
fn winding(boxes: &[Box2], positions: &[Coord], levels: &[Level], nth: usize, point: Coord) -> i32 {
    let [below @ .., (start, _, edges)] = levels else { return 0 };
    let (min, max) = boxes[start + nth];
    if min.y > point.y || max.y < point.y || min.x > point.x {
        return 0;
    }
    let first = nth * edges;
    let last = (first + edges).min(positions.len() - 1);
    let passes = |a: Coord, b: Coord| i32::from(b.y <= point.y) - i32::from(a.y <= point.y);
    if max.x < point.x {
        return passes(positions[first], positions[last]);
    }
    if let Some(&(_, count, _)) = below.last() {
        let runs = nth * RUNS..((nth + 1) * RUNS).min(count);
        return runs.map(|run| winding(boxes, positions, below, run, point)).sum();
    }
    let edges = positions[first..=last].windows(2);
    edges.map(|pair| if is_left(pair[0], pair[1], point) { passes(pair[0], pair[1]) } else { 0 }).sum()
}

/// Whether the edge from `a` to `b`, which passes the point's height, does so left of it.
fn is_left(a: Coord, b: Coord, point: Coord) -> bool {
    let (a, b) = (a - point, b - point);
    (a.y <= 0.0) != (b.y <= 0.0) && (a.x * b.y - b.x * a.y < 0.0) == (b.y > a.y)
}

/// Looks for the edge nearest to a segment.
struct Search<'a> {
    boxes: &'a [Box2],
    positions: &'a [Coord],
    segment: [Coord; 2],
    best: f64,
}

impl Search<'_> {
    fn visit(&mut self, levels: &[Level], nth: usize) {
        let [below @ .., (start, _, edges)] = levels else { return };
        if self.to_box2(self.boxes[start + nth]) >= self.best {
            return;
        }
        if let Some(&(_, count, _)) = below.last() {
            for run in nth * RUNS..((nth + 1) * RUNS).min(count) {
                self.visit(below, run);
            }
            return;
        }
        let first = nth * edges;
        let last = (first + edges).min(self.positions.len() - 1);
        for pair in self.positions[first..=last].windows(2) {
            self.best = self.best.min(between2(self.segment, [pair[0], pair[1]]));
        }
    }

    fn to_box2(&self, (min, max): Box2) -> f64 {
        let [a, b] = self.segment;
        let x = (min.x - a.x.max(b.x)).max(a.x.min(b.x) - max.x).max(0.0);
        let y = (min.y - a.y.max(b.y)).max(a.y.min(b.y) - max.y).max(0.0);
        x * x + y * y
    }
}

/// The square of the distance from a point to the segment from `a` to `b`.
pub(super) fn segment_distance2(point: Coord, a: Coord, b: Coord) -> f64 {
    let (from, along) = (a - point, b - a);
    let length2 = along.x * along.x + along.y * along.y;
    let dot = from.x * along.x + from.y * along.y;
    let t = if length2 > 0.0 { (-dot / length2).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (from.x + t * along.x, from.y + t * along.y);
    x * x + y * y
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
            Side::Away => self.clipper.away(self.window, self.chains),
            Side::Left => self.clipper.left(self.positions[first], self.positions[last]),
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
            let min = Coord { x: least(a.x, b.x), y: least(a.y, b.y) };
            let max = Coord { x: greatest(a.x, b.x), y: greatest(a.y, b.y) };
            match self.window.side(min, max) {
                Side::Away => self.clipper.away(self.window, self.chains),
                Side::Left => self.clipper.left(a, b),
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
    let min = Coord { x: least(a.0.x, b.0.x), y: least(a.0.y, b.0.y) };
    (min, Coord { x: greatest(a.1.x, b.1.x), y: greatest(a.1.y, b.1.y) })
}
