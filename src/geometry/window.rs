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

/// Builds the chains of one area inside a window.
#[derive(Debug, Default)]
pub(super) struct Clipper {
    /// Heights at which the winding number at the window's left edge changes, and by how much.
    left: Vec<(f64, i32)>,
    /// The run of edges left of the window being gone along: from one height to another.
    run: Option<(f64, f64)>,
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

impl Clipper {
    /// Takes an edge that is not [`Side::Away`] and not [`Side::Left`].
    #[inline]
    pub fn near(&mut self, a: Coord, b: Coord, window: &Window, chains: &mut Chains) {
        let (bottom, top) = (window.min.y, window.max.y);
        let within = |p: Coord| p.y >= bottom && p.y <= top;
        if within(a) && within(b) {
            chains.edge(window.local(a), window.local(b));
            return;
        }
        let cut = |p: Coord| {
            let y = p.y.clamp(bottom, top);
            if y == p.y {
                window.local(p)
            } else {
                [crossing_at(a, b, y, window.origin.x), y - window.origin.y]
            }
        };
        if !within(a) {
            chains.pen_up();
        }
        chains.edge(cut(a), cut(b));
        if !within(b) {
            chains.pen_up();
        }
    }

    /// Takes a run of edges left of the window, from height `from` to height `to`.
    #[inline]
    pub fn left(&mut self, from: f64, to: f64) {
        match &mut self.run {
            Some((_, end)) if *end == from => *end = to,
            _ => {
                self.end_run();
                self.run = Some((from, to));
            }
        }
    }

    fn end_run(&mut self) {
        if let Some((from, to)) = self.run.take() {
            // Going down on the left, a ring brings in what is right of it.
            let (low, high, sign) = if from > to { (to, from, 1) } else { (from, to, -1) };
            if low < high {
                self.left.extend([(low, sign), (high, -sign)]);
            }
        }
    }

    /// Ends the area, of which `chains` has held nothing before position `begun`.
    pub fn finish(&mut self, window: &Window, chains: &mut Chains, begun: usize) -> Clipped {
        self.end_run();
        chains.pen_up();
        let crosses = chains.list.len() > begun;
        if self.left.is_empty() {
            return if crosses { Clipped::Crosses(0) } else { Clipped::Disjoint };
        }
        let base = self.spread_left(window, chains);
        match base {
            _ if chains.list.len() > begun => Clipped::Crosses(base),
            0 => Clipped::Disjoint,
            _ => Clipped::Holds(base),
        }
    }

    /// Turns the heights spanned on the left into a winding number at the bottom that holds
    /// all the way up, and vertical chains for what is more than that.
    fn spread_left(&mut self, window: &Window, chains: &mut Chains) -> i32 {
        for event in &mut self.left {
            event.0 = event.0.clamp(window.min.y, window.max.y);
        }
        self.left.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let x = window.min.x - window.origin.x - window.width();
        let (mut winding, mut least, mut y) = (0, i32::MAX, window.min.y);
        // First the least winding number, then what exceeds it.
        for &(height, change) in &self.left {
            if height > y {
                least = least.min(winding);
                y = height;
            }
            winding += change;
        }
        if window.max.y > y {
            least = least.min(winding);
        }
        (winding, y) = (0, window.min.y);
        for &(height, change) in &self.left {
            if height > y {
                for _ in least..winding {
                    chains.vertical(x, y - window.origin.y, height - window.origin.y, 1);
                }
                y = height;
            }
            winding += change;
        }
        if window.max.y > y {
            for _ in least..winding {
                chains.vertical(x, y - window.origin.y, window.max.y - window.origin.y, 1);
            }
        }
        self.left.clear();
        least
    }
}
