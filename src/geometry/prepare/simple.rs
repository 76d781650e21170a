//! A quick look that finds most rings simple, and never calls simple what is not.

use geo::Coord;

use crate::geometry::chains::{greatest, least};

/// Edges looked at together.
const RUN: usize = 8;

/// Whether a closed ring surely has an area and edges that meet only where they follow each
/// other. `false` may just mean that it takes a closer look.
///
/// Two runs of edges that follow each other cannot meet otherwise when all of them go forward
/// along one direction; runs further apart cannot when their boxes are apart. Only what fails
/// both is compared edge by edge.
pub(super) fn is_simple(ring: &[Coord]) -> bool {
    if ring.len() < 4 {
        return false;
    }
    let runs: Vec<Run> = runs(ring);
    if !runs.iter().all(|run| {
        run.max.x.abs().max(run.min.x.abs()).max(run.max.y.abs()).max(run.min.y.abs()) < super::TOO_FAR
    }) {
        return false;
    }
    (0..runs.len()).all(|nth| follow(ring, &runs, nth)) && apart(ring, &runs)
}

#[derive(Clone, Copy)]
struct Run {
    first: usize,
    last: usize,
    min: Coord,
    max: Coord,
}

fn runs(ring: &[Coord]) -> Vec<Run> {
    let edges = ring.len() - 1;
    (0..edges.div_ceil(RUN))
        .map(|nth| {
            let (first, last) = (nth * RUN, ((nth + 1) * RUN).min(edges));
            let (mut min, mut max) = (ring[first], ring[first]);
            for p in &ring[first + 1..=last] {
                min = Coord { x: least(min.x, p.x), y: least(min.y, p.y) };
                max = Coord { x: greatest(max.x, p.x), y: greatest(max.y, p.y) };
            }
            // A minimum passes over what is not a number.
            if ring[first..=last].iter().any(|p| !(p.x + p.y).is_finite()) {
                max.x = f64::INFINITY;
            }
            Run { first, last, min, max }
        })
        .collect()
}

/// Whether the edges of a run and of the next one meet only where they follow each other.
fn follow(ring: &[Coord], runs: &[Run], nth: usize) -> bool {
    let (own, next) = (runs[nth], runs[(nth + 1) % runs.len()]);
    let along = ring[next.last] - ring[own.first];
    let forward = |run: Run| {
        ring[run.first..=run.last].windows(2).all(|pair| {
            let step = pair[1] - pair[0];
            step.x * along.x + step.y * along.y > 0.0
        })
    };
    if runs.len() > 2 && forward(own) && forward(next) {
        return true;
    }
    if runs.len() <= 2 {
        let count = ring.len() - 1;
        return (0..count).all(|e| (e + 1..count).all(|f| pair_is_fine(ring, e, f, count)));
    }
    let within = own.last - own.first;
    let mut edges = [EMPTY; 2 * RUN];
    for (edge, pair) in edges.iter_mut().zip(edges_of(ring, own).chain(edges_of(ring, next))) {
        *edge = pair;
    }
    let edges = &edges[..within + next.last - next.first];
    (0..within).all(|e| {
        let apart = edges[(e + 2).min(edges.len())..].iter().all(|f| edges[e].is_apart(f));
        apart && edges.get(e + 1).is_none_or(|f| turns(edges[e].a, edges[e].b, f.b))
    })
}

/// An edge and its box.
#[derive(Clone, Copy)]
struct Edge {
    a: Coord,
    b: Coord,
    min: Coord,
    max: Coord,
}

const EMPTY: Edge = {
    let nowhere = Coord { x: 0.0, y: 0.0 };
    Edge { a: nowhere, b: nowhere, min: nowhere, max: nowhere }
};

impl Edge {
    #[inline]
    fn new(a: Coord, b: Coord) -> Self {
        let min = Coord { x: least(a.x, b.x), y: least(a.y, b.y) };
        Self { a, b, min, max: Coord { x: greatest(a.x, b.x), y: greatest(a.y, b.y) } }
    }

    /// Whether two edges that do not follow each other surely meet nowhere.
    #[inline]
    fn is_apart(&self, other: &Self) -> bool {
        let boxes_apart = self.max.x < other.min.x
            || other.max.x < self.min.x
            || self.max.y < other.min.y
            || other.max.y < self.min.y;
        boxes_apart
            || one_side(self.a, self.b, other.a, other.b)
            || one_side(other.a, other.b, self.a, self.b)
    }
}

fn edges_of(ring: &[Coord], run: Run) -> impl Iterator<Item = Edge> + '_ {
    ring[run.first..=run.last].windows(2).map(|pair| Edge::new(pair[0], pair[1]))
}

/// Whether no edges of runs further apart meet.
fn apart(ring: &[Coord], runs: &[Run]) -> bool {
    let fine = |a: &Run, b: &Run| {
        let boxes_apart = a.max.x < b.min.x || b.max.x < a.min.x || a.max.y < b.min.y || b.max.y < a.min.y;
        boxes_apart || edges_of(ring, *a).all(|e| edges_of(ring, *b).all(|f| e.is_apart(&f)))
    };
    let near = |a: usize, b: usize| a + 1 == b || (a == 0 && b + 1 == runs.len());
    if runs.len() <= 64 {
        return (0..runs.len()).all(|a| (a + 2..runs.len()).all(|b| near(a, b) || fine(&runs[a], &runs[b])));
    }
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_unstable_by(|&a, &b| runs[a].min.x.total_cmp(&runs[b].min.x));
    order.iter().enumerate().all(|(nth, &a)| {
        order[nth + 1..]
            .iter()
            .take_while(|&&b| runs[b].min.x <= runs[a].max.x)
            .all(|&b| near(a.min(b), a.max(b)) || fine(&runs[a], &runs[b]))
    })
}

/// Whether two edges surely meet nowhere, or only in the corner they share.
fn pair_is_fine(ring: &[Coord], e: usize, f: usize, count: usize) -> bool {
    let (a, b, c, d) = (ring[e], ring[e + 1], ring[f], ring[f + 1]);
    if (e + 1) % count == f {
        return turns(a, b, d);
    }
    if (f + 1) % count == e {
        return turns(c, d, b);
    }
    Edge::new(a, b).is_apart(&Edge::new(c, d))
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
