//! A quick look that finds most rings simple, and never calls simple what is not.

use geo::Coord;

use crate::geometry::chains::{greatest, least};

/// Edges of a run at most.
const RUN: usize = 12;

/// From so many runs on they are sorted, not compared each with each.
const MANY: usize = 96;

/// Whether a closed ring surely has an area and edges that meet only where they follow each
/// other. `false` may just mean that it takes a closer look.
///
/// Edges that all go forward along one direction cannot meet otherwise; runs of edges cannot
/// when their boxes are apart. Only edges that fail both, and that reach into the other run's
/// box, are compared one with one.
pub(super) fn is_simple(ring: &[Coord]) -> bool {
    if ring.len() < 4 {
        return false;
    }
    if is_star(ring) {
        return true;
    }
    let Some(runs) = runs(ring) else { return false };
    let fine = |a: usize, b: usize| runs[a].cone == runs[b].cone || are_apart(ring, &runs[a], &runs[b]);
    if runs.len() < MANY { each_with_each(&runs, fine) } else { by_place(&runs, fine) }
}

/// Whether a closed ring surely turns once around the mean of its corners, and never back: so do
/// discs, sectors and most cells, and such a ring cannot meet itself.
fn is_star(ring: &[Coord]) -> bool {
    let corners = &ring[1..];
    let sum = corners.iter().fold(Coord { x: 0.0, y: 0.0 }, |sum, &p| sum + p);
    let middle = sum / corners.len() as f64;
    let is_left = turn(ring[0] - middle, ring[1] - middle).0 > 0.0;
    let (mut passes, mut furthest) = (0, 0.0);
    let mut a = ring[0] - middle;
    for p in corners {
        let b = *p - middle;
        let (turned, is_sure) = turn(a, b);
        if !is_sure || (turned > 0.0) != is_left {
            return false;
        }
        passes += u32::from((a.y <= 0.0) != (b.y <= 0.0));
        furthest = greatest(furthest, greatest(p.x.abs(), p.y.abs()));
        a = b;
    }
    passes == 2 && furthest < super::TOO_FAR
}

/// Edges `first..last` of a ring, and their box.
#[derive(Debug, Clone, Copy)]
struct Run {
    first: usize,
    last: usize,
    min: Coord,
    max: Coord,
    /// Runs of one cone go forward along one direction, one after the other.
    cone: usize,
}

/// The runs of a ring; `None` when a position is no place.
fn runs(ring: &[Coord]) -> Option<Vec<Run>> {
    let edges = ring.len() - 1;
    let mut runs = Vec::with_capacity(2 + edges / RUN * 2);
    let (mut cone, mut cones, mut first) = (Cone::new(ring[1] - ring[0]), 0, 0);
    let mut end = |first: usize, last: usize, cone: usize| {
        let (min, max) = box_of(&ring[first..=last]);
        let furthest = greatest(greatest(-min.x, -min.y), greatest(max.x, max.y));
        runs.push(Run { first, last, min, max, cone });
        furthest < super::TOO_FAR
    };
    let mut is_fine = ring.iter().fold(true, |fine, p| fine & p.x.is_finite() & p.y.is_finite());
    for edge in 1..edges {
        let step = ring[edge + 1] - ring[edge];
        let goes_on = cone.takes(step);
        if !goes_on || edge - first == RUN {
            is_fine &= end(first, edge, cones);
            first = edge;
        }
        if !goes_on {
            cone = Cone::new(step);
            cones += 1;
        }
    }
    is_fine &= end(first, edges, cones);
    is_fine.then_some(runs)
}

fn box_of(positions: &[Coord]) -> (Coord, Coord) {
    positions.iter().fold((positions[0], positions[0]), |(min, max), p| {
        (
            Coord { x: least(min.x, p.x), y: least(min.y, p.y) },
            Coord { x: greatest(max.x, p.x), y: greatest(max.y, p.y) },
        )
    })
}

/// The directions of some edges, from the one furthest right to the one furthest left.
struct Cone {
    right: Coord,
    left: Coord,
}

impl Cone {
    fn new(step: Coord) -> Self {
        Self { right: step, left: step }
    }

    /// Takes a further direction, unless some two would then lie half a turn apart or more.
    #[inline]
    fn takes(&mut self, step: Coord) -> bool {
        let (from_right, is_sure_right) = turn(self.right, step);
        let (from_left, is_sure_left) = turn(self.left, step);
        if from_right >= 0.0 && from_left <= 0.0 {
            return is_sure_right || is_sure_left || step.x * self.left.x + step.y * self.left.y > 0.0;
        }
        if from_left > 0.0 && from_right >= 0.0 && is_sure_right {
            self.left = step;
            return true;
        }
        if from_right < 0.0 && from_left <= 0.0 && is_sure_left {
            self.right = step;
            return true;
        }
        false
    }
}

/// Twice the area that two directions span, and whether it is far from nothing.
#[inline]
fn turn(a: Coord, b: Coord) -> (f64, bool) {
    let (left, right) = (a.x * b.y, a.y * b.x);
    (left - right, (left - right).abs() > 1e-12 * (left.abs() + right.abs()))
}

fn each_with_each(runs: &[Run], fine: impl Fn(usize, usize) -> bool) -> bool {
    (0..runs.len()).all(|a| {
        let own = &runs[a];
        let meets = |b: &Run| {
            (own.min.x <= b.max.x) & (b.min.x <= own.max.x) & (own.min.y <= b.max.y) & (b.min.y <= own.max.y)
        };
        runs[a + 1..].iter().enumerate().all(|(nth, b)| !meets(b) || fine(a, a + 1 + nth))
    })
}

fn by_place(runs: &[Run], fine: impl Fn(usize, usize) -> bool) -> bool {
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_unstable_by(|&a, &b| runs[a].min.x.total_cmp(&runs[b].min.x));
    order.iter().enumerate().all(|(nth, &a)| {
        let beside = order[nth + 1..].iter().take_while(|&&b| runs[b].min.x <= runs[a].max.x);
        let meets = |b: usize| runs[a].min.y <= runs[b].max.y && runs[b].min.y <= runs[a].max.y;
        beside.copied().all(|b| !meets(b) || fine(a.min(b), a.max(b)))
    })
}

/// Whether the edges of two runs surely meet nowhere but in a corner they share.
fn are_apart(ring: &[Coord], a: &Run, b: &Run) -> bool {
    let min = Coord { x: greatest(a.min.x, b.min.x), y: greatest(a.min.y, b.min.y) };
    let max = Coord { x: least(a.max.x, b.max.x), y: least(a.max.y, b.max.y) };
    let mut others = [EMPTY; RUN];
    let mut count = 0;
    for edge in edges_of(ring, b).filter(|edge| edge.reaches(min, max)) {
        others[count] = edge;
        count += 1;
    }
    let others = &others[..count];
    let edges = ring.len() - 1;
    edges_of(ring, a)
        .filter(|edge| edge.reaches(min, max))
        .all(|e| others.iter().all(|f| e.is_apart(f) || shares_a_corner(&e, f, edges)))
}

/// Whether one edge follows the other and they share no more than that corner.
fn shares_a_corner(e: &Edge, f: &Edge, edges: usize) -> bool {
    let (e_first, f_first) = ((e.nth + 1) % edges == f.nth, (f.nth + 1) % edges == e.nth);
    (e_first || f_first) && (!e_first || turns(e.a, e.b, f.b)) && (!f_first || turns(f.a, f.b, e.b))
}

/// An edge, its place in the ring, and its box.
#[derive(Clone, Copy)]
struct Edge {
    nth: usize,
    a: Coord,
    b: Coord,
    min: Coord,
    max: Coord,
}

const EMPTY: Edge = {
    let nowhere = Coord { x: 0.0, y: 0.0 };
    Edge { nth: 0, a: nowhere, b: nowhere, min: nowhere, max: nowhere }
};

impl Edge {
    #[inline]
    fn new(nth: usize, a: Coord, b: Coord) -> Self {
        let min = Coord { x: least(a.x, b.x), y: least(a.y, b.y) };
        Self { nth, a, b, min, max: Coord { x: greatest(a.x, b.x), y: greatest(a.y, b.y) } }
    }

    /// Whether the edge's box meets another one.
    #[inline]
    fn reaches(&self, min: Coord, max: Coord) -> bool {
        (self.min.x <= max.x) & (self.max.x >= min.x) & (self.min.y <= max.y) & (self.max.y >= min.y)
    }

    /// Whether two edges that do not follow each other surely meet nowhere.
    #[inline]
    fn is_apart(&self, other: &Self) -> bool {
        !self.reaches(other.min, other.max)
            || one_side(self.a, self.b, other.a, other.b)
            || one_side(other.a, other.b, self.a, self.b)
    }
}

fn edges_of<'r>(ring: &'r [Coord], run: &Run) -> impl Iterator<Item = Edge> + use<'r> {
    let first = run.first;
    let pairs = ring[first..=run.last].windows(2).enumerate();
    pairs.map(move |(nth, pair)| Edge::new(first + nth, pair[0], pair[1]))
}

/// Whether an edge `a` to `b` and the next one to `c` share no more than `b`.
fn turns(a: Coord, b: Coord, c: Coord) -> bool {
    let (before, after) = (b - a, c - b);
    before.x * after.x + before.y * after.y > 0.0 || side(a, b, c) != 0
}

fn one_side(a: Coord, b: Coord, c: Coord, d: Coord) -> bool {
    side(a, b, c) * side(a, b, d) > 0
}

/// On which side of the line from `a` to `b` a point surely is; 0 when rounding could decide.
fn side(a: Coord, b: Coord, p: Coord) -> i32 {
    let (u, v) = (b - a, p - a);
    let (left, right) = (u.x * v.y, u.y * v.x);
    let bound = 1e-15 * (left.abs() + right.abs());
    if left - right > bound {
        1
    } else if right - left > bound {
        -1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn closed(positions: &[(i64, i64)]) -> Vec<Coord> {
        let all = positions.iter().chain(&positions[..1]);
        all.map(|&(x, y)| Coord { x: 600_000.0 + x as f64, y: 2_000_000.0 + y as f64 }).collect()
    }

    /// Whether no two edges share a point but where they follow each other, in whole numbers.
    fn surely_simple(ring: &[(i64, i64)]) -> bool {
        let n = ring.len();
        let side = |a: (i64, i64), b: (i64, i64), p: (i64, i64)| {
            ((b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0)).signum()
        };
        let holds = |a: (i64, i64), b: (i64, i64), p: (i64, i64)| {
            side(a, b, p) == 0
                && (a.0.min(b.0)..=a.0.max(b.0)).contains(&p.0)
                && (a.1.min(b.1)..=a.1.max(b.1)).contains(&p.1)
        };
        (0..n).all(|e| {
            let (a, b) = (ring[e], ring[(e + 1) % n]);
            a != b
                && (e + 1..n).all(|f| {
                    let (c, d) = (ring[f], ring[(f + 1) % n]);
                    if (e + 1) % n == f {
                        return !holds(a, b, d) && !holds(c, d, a);
                    }
                    if (f + 1) % n == e {
                        return !holds(a, b, c) && !holds(c, d, b);
                    }
                    let crosses = side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
                    !crosses && !holds(a, b, c) && !holds(a, b, d) && !holds(c, d, a) && !holds(c, d, b)
                })
        })
    }

    proptest! {
        #[test]
        fn no_ring_that_meets_itself_is_called_simple(
            steps in proptest::collection::vec((-3i64..5, -3i64..4), 3..60),
            bend in 5i64..40,
        ) {
            // There and back again, so that the way back may run into the way out.
            let mut at = (0, 0);
            let mut ring = vec![at];
            for (nth, (x, y)) in steps.iter().enumerate() {
                let back = if nth * 2 > steps.len() { -1 } else { 1 };
                at = (at.0 + back * x, at.1 + y + if nth as i64 % bend == 0 { 4 * back } else { 0 });
                ring.push(at);
            }
            ring.dedup();
            prop_assume!(ring.len() > 2 && ring[0] != ring[ring.len() - 1]);
            prop_assert!(!is_simple(&closed(&ring)) || surely_simple(&ring), "{ring:?}");
        }

        #[test]
        fn stars_are_called_simple_exactly_when_they_are(radii in proptest::collection::vec(20i64..90, 5..200)) {
            let all = radii.len() as f64;
            let mut ring: Vec<(i64, i64)> = radii.iter().enumerate().map(|(nth, &radius)| {
                let (sin, cos) = (nth as f64 / all * std::f64::consts::TAU).sin_cos();
                ((100.0 * radius as f64 * cos) as i64, (100.0 * radius as f64 * sin) as i64)
            }).collect();
            ring.dedup();
            prop_assert_eq!(is_simple(&closed(&ring)), surely_simple(&ring));
        }
    }
}
