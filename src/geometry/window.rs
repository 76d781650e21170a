//! What of a ring matters inside a window.

use geo::Coord;

use super::chains::{Chains, Point};
use super::exact::crossing_at;

/// A box, and the origin from which what lies in it is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    pub min: Coord,
    pub max: Coord,
    pub origin: Coord,
}

impl Window {
    pub fn new(min: Coord, max: Coord) -> Self {
        Self { min, max, origin: Coord { x: (min.x + max.x) / 2.0, y: (min.y + max.y) / 2.0 } }
    }

    #[inline]
    pub fn local(&self, p: Coord) -> Point {
        [p.x - self.origin.x, p.y - self.origin.y]
    }

    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }

    /// Where a box lies; touching the window's edge from outside is outside.
    #[inline]
    pub fn side(&self, min: Coord, max: Coord) -> Side {
        if max.y <= self.min.y || min.y >= self.max.y || min.x >= self.max.x {
            Side::Away
        } else if max.x <= self.min.x {
            Side::Left
        } else {
            Side::Near
        }
    }
}

/// Where something lies as seen from a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Above, below or right: what is there changes no winding number inside.
    Away,
    /// Left: only the heights it spans matter.
    Left,
    Near,
}

/// What is left of an area inside a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clipped {
    /// Nothing: the window's interior is outside the area.
    Disjoint,
    /// The whole window is inside, so many times (once when the area is prepared).
    Holds(i32),
    /// Chains were added; left of them all the winding number is the one given.
    Crosses(i32),
}

/// Builds the chains of one area inside a window.
///
/// A run of edges left of the window becomes one straight edge between its ends: it stays left
/// of the window, and spans the same heights.
#[derive(Debug, Default)]
pub(super) struct Clipper {
    /// The run of edges left of the window being gone along.
    run: Option<(Coord, Coord)>,
    /// Whether an edge came near.
    met: bool,
    /// The winding number that runs past the whole window bring in.
    base: i32,
    /// How often the other runs pass the window's middle height.
    passes: i32,
}

impl Clipper {
    /// Takes an edge that is [`Side::Near`].
    #[inline]
    pub fn near(&mut self, a: Coord, b: Coord, window: &Window, chains: &mut Chains) {
        self.end_run(window, chains);
        self.met = true;
        draw(a, b, window, chains);
    }

    /// Takes a run of edges left of the window.
    #[inline]
    pub fn left(&mut self, from: Coord, to: Coord) {
        match &mut self.run {
            Some((_, end)) => *end = to,
            None => self.run = Some((from, to)),
        }
    }

    /// Passes over edges that are [`Side::Away`].
    #[inline]
    pub fn away(&mut self, window: &Window, chains: &mut Chains) {
        self.end_run(window, chains);
        chains.pen_up();
    }

    #[inline]
    fn end_run(&mut self, window: &Window, chains: &mut Chains) {
        if let Some((from, to)) = self.run.take() {
            self.draw_run(from, to, window, chains);
        }
    }

    fn draw_run(&mut self, from: Coord, to: Coord, window: &Window, chains: &mut Chains) {
        let (low, high) = (from.y.min(to.y), from.y.max(to.y));
        // Going down on the left, a ring brings in what is right of it.
        let sign = if from.y > to.y { 1 } else { -1 };
        if low <= window.min.y && high >= window.max.y {
            self.base += sign;
            chains.pen_up();
            return;
        }
        if low >= window.max.y || high <= window.min.y {
            chains.pen_up();
            return;
        }
        let middle = window.origin.y;
        if low <= middle && middle < high {
            self.passes += sign;
        }
        draw(from, to, window, chains);
    }

    /// Ends a ring.
    pub fn end_ring(&mut self, window: &Window, chains: &mut Chains) {
        self.end_run(window, chains);
        chains.pen_up();
    }

    /// Ends the area, of which `chains` has held nothing before position `begun`.
    pub fn finish(&mut self, chains: &mut Chains, begun: usize) -> Clipped {
        let Self { met, base, passes, .. } = std::mem::take(self);
        if met && chains.list.len() > begun {
            return Clipped::Crosses(base);
        }
        chains.list.truncate(begun);
        match base + passes {
            0 => Clipped::Disjoint,
            times => Clipped::Holds(times),
        }
    }
}

/// Draws an edge, cut to the window's heights.
#[inline]
fn draw(a: Coord, b: Coord, window: &Window, chains: &mut Chains) {
    let (bottom, top) = (window.min.y, window.max.y);
    let within = |p: Coord| p.y >= bottom && p.y <= top;
    if within(a) && within(b) {
        chains.edge(window.local(a), window.local(b));
        return;
    }
    draw_cut(a, b, window, chains);
}

fn draw_cut(a: Coord, b: Coord, window: &Window, chains: &mut Chains) {
    let cut = |p: Coord| {
        let y = p.y.clamp(window.min.y, window.max.y);
        if y == p.y { window.local(p) } else { [crossing_at(a, b, y, window.origin.x), y - window.origin.y] }
    };
    let (start, end) = (cut(a), cut(b));
    if start != window.local(a) {
        chains.pen_up();
    }
    chains.edge(start, end);
    if end != window.local(b) {
        chains.pen_up();
    }
}
