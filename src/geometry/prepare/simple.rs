//! A quick look that finds most rings simple, and never calls simple what is not.

use std::ops::Range;

use geo::Coord;

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
                min = Coord { x: min.x.min(p.x), y: min.y.min(p.y) };
                max = Coord { x: max.x.max(p.x), y: max.y.max(p.y) };
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
    let forward = |range: Range<usize>| {
        ring[range.start..=range.end].windows(2).all(|pair| {
            let step = pair[1] - pair[0];
            step.x * along.x + step.y * along.y > 0.0
        })
    };
    if runs.len() > 2 && forward(own.first..own.last) && forward(next.first..next.last) {
        return true;
    }
    let edges: Vec<usize> = if runs.len() == 1 {
        (own.first..own.last).collect()
    } else {
        (own.first..own.last).chain(next.first..next.last).collect()
    };
    let count = ring.len() - 1;
    (0..edges.len()).all(|a| (a + 1..edges.len()).all(|b| pair_is_fine(ring, edges[a], edges[b], count)))
}

/// Whether no edges of runs further apart meet.
fn apart(ring: &[Coord], runs: &[Run]) -> bool {
    let count = ring.len() - 1;
    let fine = |a: &Run, b: &Run| {
        let boxes_apart = a.max.x < b.min.x || b.max.x < a.min.x || a.max.y < b.min.y || b.max.y < a.min.y;
        boxes_apart || (a.first..a.last).all(|e| (b.first..b.last).all(|f| pair_is_fine(ring, e, f, count)))
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
    let x_apart = a.x.max(b.x) < c.x.min(d.x) || c.x.max(d.x) < a.x.min(b.x);
    let y_apart = a.y.max(b.y) < c.y.min(d.y) || c.y.max(d.y) < a.y.min(b.y);
    x_apart || y_apart || one_side(a, b, c, d) || one_side(c, d, a, b)
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
