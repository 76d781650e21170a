//! Polygon edges as chains that only rise: what the sweep eats.

/// A point seen from the window's origin.
pub(super) type Point = [f64; 2];

/// The lesser of two numbers, in one instruction: neither may be NaN.
#[inline(always)]
pub(super) fn least(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The greater of two numbers, in one instruction: neither may be NaN.
#[inline(always)]
pub(super) fn greatest(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The least of some numbers, four at a time; none may be NaN.
#[inline(always)]
pub(super) fn least_of(numbers: &[f64]) -> f64 {
    let mut lanes = [f64::INFINITY; 4];
    let fours = numbers.chunks_exact(4);
    let rest = fours.remainder();
    for four in fours {
        for lane in 0..4 {
            lanes[lane] = least(four[lane], lanes[lane]);
        }
    }
    let two = [least(lanes[0], lanes[2]), least(lanes[1], lanes[3])];
    rest.iter().fold(least(two[0], two[1]), |least_yet, &y| least(y, least_yet))
}

/// A run of edges along which the height never falls (horizontal edges may be inside).
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain {
    /// Position of the lowest vertex.
    pub low: u32,
    /// Position of the highest vertex; below `low` when the ring runs downwards here.
    pub high: u32,
    /// What the winding number gains from left to right across the chain.
    pub sign: i32,
}

/// Chains in flat arrays, built edge by edge in ring order.
#[derive(Debug, Default)]
pub(super) struct Chains {
    pub points: Vec<Point>,
    pub list: Vec<Chain>,
    /// Horizontal edges that begin no chain: they bound areas, but no sweep needs them.
    pub flat: Vec<[Point; 2]>,
    /// From point `chords_from` on: for the edge that ends there, the area between it and the run
    /// of edges that it stands for over its height, positive where the run lies right of the edge.
    chords: Vec<f64>,
    chords_from: u32,
    /// Whether the last point may be built upon, and which way the open chain goes.
    open: Option<Way>,
    first: u32,
    drawn: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Up,
    Down,
}

impl Chains {
    pub fn clear(&mut self) {
        self.points.clear();
        self.list.clear();
        self.flat.clear();
        self.chords.clear();
        self.open = None;
        self.drawn = false;
    }

    /// Adds the edge from `a` to `b`; `a` must be the last point unless the pen is up.
    #[inline]
    pub fn edge(&mut self, a: Point, b: Point) {
        if a[1] == b[1] {
            if self.open.is_some() {
                self.points.push(b);
            } else {
                self.drawn = false;
                self.flat.push([a, b]);
            }
            return;
        }
        let way = if b[1] > a[1] { Way::Up } else { Way::Down };
        if self.open != Some(way) {
            self.close();
            if !self.drawn {
                self.points.push(a);
                self.drawn = true;
            }
            self.first = last(&self.points);
            self.open = Some(way);
        }
        self.points.push(b);
    }

    /// From here on edges may be chords.
    pub fn begin_chords(&mut self) {
        self.pen_up();
        self.chords.clear();
        self.chords_from = self.points.len() as u32;
    }

    /// Adds the edge from the first to the last of some points, in place of the edges between;
    /// the two differ in height.
    pub fn chord(&mut self, run: &[Point]) {
        let [a, .., b] = run else { return };
        let beside = |a: &Point, b: &Point| 0.5 * (a[0] + b[0]) * (b[1] - a[1]);
        let along: f64 = run.windows(2).map(|edge| beside(&edge[0], &edge[1])).sum();
        let extra = along - beside(a, b);
        self.edge(*a, *b);
        self.chords.resize(self.points.len() - self.chords_from as usize, 0.0);
        if let Some(last) = self.chords.last_mut() {
            *last = extra / (b[1] - a[1]);
        }
    }

    /// What [`Self::chord`] left out beside the edge whose later point is this one, for each unit
    /// of its height.
    #[inline]
    pub fn extra(&self, point: u32) -> f64 {
        self.chords.get(point.wrapping_sub(self.chords_from) as usize).copied().unwrap_or(0.0)
    }

    /// The next edge starts elsewhere.
    #[inline]
    pub fn pen_up(&mut self) {
        if self.drawn {
            self.close();
            self.drawn = false;
        }
    }

    /// Adds a vertical chain at `x`, from `low` to `high`.
    pub fn vertical(&mut self, x: f64, low: f64, high: f64, sign: i32) {
        self.pen_up();
        self.points.extend([[x, low], [x, high]]);
        let high = last(&self.points);
        self.list.push(Chain { low: high - 1, high, sign });
    }

    fn close(&mut self) {
        let end = last(&self.points);
        match self.open.take() {
            Some(Way::Up) => self.list.push(Chain { low: self.first, high: end, sign: -1 }),
            Some(Way::Down) => self.list.push(Chain { low: end, high: self.first, sign: 1 }),
            None => {}
        }
    }
}

fn last(points: &[Point]) -> u32 {
    (points.len() as u32).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_is_two_chains_whichever_corner_comes_first() {
        let ring = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
        let mut chains = Chains::default();
        for pair in ring.windows(2) {
            chains.edge(pair[0], pair[1]);
        }
        chains.pen_up();
        let ends: Vec<_> = chains
            .list
            .iter()
            .map(|c| (chains.points[c.low as usize], chains.points[c.high as usize], c.sign))
            .collect();
        assert_eq!(ends, [([1.0, 0.0], [0.0, 1.0], -1), ([0.0, 0.0], [0.0, 1.0], 1)]);
    }
}
