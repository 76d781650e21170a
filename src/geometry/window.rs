//! What of a ring matters inside a window.

use geo::Coord;

use super::chains::{Chains, Point, greatest, least};
use super::exact::crossing_at;
use super::{Shape, bounds};

/// Bands of equal height in which a window knows where its zone is.
const BANDS: usize = 32;

/// So many widths left of a window rounding does not tell yet: less than a hundredth of what is taken
/// as nothing.
const FAR: f64 = 32.0;

/// A box, how far a zone in it reaches at each height, and the origin from which all is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    pub min: Coord,
    pub max: Coord,
    pub origin: Coord,
    bands_a_unit: f64,
    /// By band, from the bottom: left and right of these there is no zone.
    left: [f64; BANDS],
    right: [f64; BANDS],
}

impl Window {
    /// A box that is of interest as a whole.
    pub fn new(min: Coord, max: Coord) -> Self {
        let origin = Coord { x: (min.x + max.x) / 2.0, y: (min.y + max.y) / 2.0 };
        let (left, right) = ([f64::NEG_INFINITY; BANDS], [f64::INFINITY; BANDS]);
        Self { min, max, origin, bands_a_unit: 0.0, left, right }
    }

    /// The box around a zone, of which only the zone is of interest; `None` without a position.
    pub fn around(zone: &Shape) -> Option<Self> {
        let rect = bounds(zone)?;
        let mut window = Self::new(rect.min(), rect.max());
        let bands_a_unit = BANDS as f64 / window.height();
        if !bands_a_unit.is_finite() {
            return Some(window);
        }
        window.bands_a_unit = bands_a_unit;
        (window.left, window.right) = ([f64::INFINITY; BANDS], [f64::NEG_INFINITY; BANDS]);
        for ring in zone.rings().filter(|ring| !ring.is_hole) {
            for pair in ring.positions.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let (left, right) = (least(a.x, b.x), greatest(a.x, b.x));
                for band in window.band(least(a.y, b.y))..=window.band(greatest(a.y, b.y)) {
                    window.left[band] = least(window.left[band], left);
                    window.right[band] = greatest(window.right[band], right);
                }
            }
        }
        // Between the parts of a zone anything may pass.
        for band in 0..BANDS {
            if window.left[band] > window.right[band] {
                (window.left[band], window.right[band]) = (f64::NEG_INFINITY, f64::INFINITY);
            }
        }
        Some(window)
    }

    /// The band of a height. It never falls as `y` rises, so that what shares a height shares a
    /// band however the product is rounded.
    #[inline]
    fn band(&self, y: f64) -> usize {
        (((y - self.min.y) * self.bands_a_unit) as usize).min(BANDS - 1)
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

    /// Where a box lies; touching the edge of the window, or the zone, from outside is outside.
    #[inline]
    pub fn side(&self, min: Coord, max: Coord) -> Side {
        if max.y <= self.min.y || min.y >= self.max.y || min.x >= self.max.x {
            Side::Away
        } else if max.x <= self.min.x {
            Side::Left
        } else {
            self.side_of_zone(min, max)
        }
    }

    /// Whether the line from `a` to `b` passes left of the zone, and not so far away that rounding
    /// tells.
    fn is_left(&self, a: Coord, b: Coord) -> bool {
        let (left, right) = (least(a.x, b.x), greatest(a.x, b.x));
        let mut bands = self.band(least(a.y, b.y))..=self.band(greatest(a.y, b.y));
        left >= self.min.x - FAR * self.width()
            && (right <= self.min.x || bands.all(|band| right <= self.left[band]))
    }

    #[inline]
    fn side_of_zone(&self, min: Coord, max: Coord) -> Side {
        let bands = self.band(min.y)..=self.band(max.y);
        if min.x >= self.right[*bands.start()] {
            let is_away = self.right[bands].iter().all(|&right| min.x >= right);
            return if is_away { Side::Away } else { Side::Near };
        }
        if max.x <= self.left[*bands.start()] {
            let is_left = self.left[bands].iter().all(|&left| max.x <= left);
            return if is_left { Side::Left } else { Side::Near };
        }
        Side::Near
    }
}

/// Where something lies as seen from a window or the zone in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Above, below or right: what is there changes no winding number inside.
    Away,
    /// Left at all of its heights: only these matter.
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
/// A run of edges on the left becomes its chord, where that is left of the zone too, else an upright edge
/// along the window's left side that spans the same heights.
#[derive(Debug, Default)]
pub(super) struct Clipper {
    /// The run of edges on the left being gone along.
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

    /// Takes a run of edges that is [`Side::Left`].
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
        if window.is_left(from, to) {
            return draw(from, to, window, chains);
        }
        let x = window.local(window.min)[0];
        let upright = |p: Coord| {
            let y = p.y.clamp(window.min.y, window.max.y);
            ([x, y - window.origin.y], y == p.y)
        };
        let ((start, has_start), (end, has_end)) = (upright(from), upright(to));
        if has_start {
            chains.edge(window.local(from), start);
        } else {
            chains.pen_up();
        }
        chains.edge(start, end);
        if has_end {
            chains.edge(end, window.local(to));
        } else {
            chains.pen_up();
        }
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
