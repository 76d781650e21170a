//! The zone's own edges, in short runs.

use std::ops::Range;

use crate::geometry::Shape;
use crate::geometry::chains::{Chains, Point, greatest, least};
use crate::geometry::window::Window;

/// Edges of a run at least.
const RUN: usize = 4;

/// Runs of a zone, about: more are looked at for longer, fewer leave more edges to sweep.
const RUNS: usize = 40;

/// The edges of a zone, ring after ring, with a box around each run of a few.
///
/// A run that no area comes near lies in one state as a whole, and so does its chord: it is drawn
/// as that chord, with the area between the two. A zone of a thousand vertices that one area
/// cuts twice is swept as some hundreds of edges.
#[derive(Debug, Default)]
pub(super) struct Outline {
    points: Vec<Point>,
    runs: Vec<Run>,
    /// Where the runs of each ring end.
    rings: Vec<usize>,
    /// The window's width and height.
    size: Point,
}

#[derive(Debug)]
struct Run {
    /// Least x and y, greatest x and y.
    space: Box4,
    /// The first of its points; the last is the first of the next run.
    first: usize,
    edges: usize,
    /// Whether an edge of an area comes near.
    near: bool,
}

pub(super) type Box4 = [f64; 4];

impl Outline {
    /// Takes the edges of a zone, as seen from the middle of its window; no run is marked.
    pub fn trace(&mut self, zone: &Shape, window: &Window) {
        self.points.clear();
        self.runs.clear();
        self.rings.clear();
        self.size = [window.width(), window.height()];
        let length = (zone.rings().map(|ring| ring.positions.len()).sum::<usize>() / RUNS).max(RUN);
        for ring in zone.rings() {
            let start = self.points.len();
            self.points.extend(ring.positions.iter().map(|&p| window.local(p)));
            let last = self.points.len().max(start + 1) - 1;
            for first in (start..last).step_by(length) {
                let edges = length.min(last - first);
                let space = box_of(&self.points[first..=first + edges]);
                self.runs.push(Run { space, first, edges, near: false });
            }
            self.rings.push(self.runs.len());
        }
    }

    /// Whether an edge comes near an edge of the zone.
    pub fn may_meet(&self, edge: &[Point; 2]) -> bool {
        let space = box_of(edge);
        self.runs.iter().any(|run| meet(&run.space, &space) && !passes_by(edge, &run.space))
    }

    /// Whether a chain's box comes near an edge of the zone.
    pub fn may_meet_box(&self, chain: &[Point]) -> bool {
        let space = box_of(chain);
        self.runs.iter().any(|run| meet(&run.space, &space))
    }

    /// Marks the runs that an edge comes near.
    pub fn mark(&mut self, edge: &[Point; 2]) {
        let space = box_of(edge);
        for run in &mut self.runs {
            run.near = run.near || (meet(&run.space, &space) && !passes_by(edge, &run.space));
        }
    }

    /// Marks all runs: they are drawn edge by edge.
    pub fn mark_all(&mut self) {
        self.runs.iter_mut().for_each(|run| run.near = true);
    }

    /// Draws the edges of the marked runs, and chords for the others.
    pub fn draw(&self, chains: &mut Chains) {
        chains.begin_chords();
        let mut start = 0;
        for &end in &self.rings {
            for run in &self.runs[start..end] {
                let points = run.points(&self.points);
                if run.near || run.edges == 1 {
                    points.windows(2).for_each(|edge| chains.edge(edge[0], edge[1]));
                } else {
                    chains.chord(points);
                }
            }
            chains.pen_up();
            start = end;
        }
    }

    /// The lowest corner of the zone.
    pub fn lowest(&self) -> Option<Point> {
        self.points.iter().copied().min_by(|a, b| a[1].total_cmp(&b[1]))
    }

    /// Some corners of the zone.
    pub fn corners(&self, most: usize) -> impl Iterator<Item = Point> + '_ {
        let step = (self.runs.len() / most).max(1);
        self.runs.iter().step_by(step).take(most).map(|run| self.points[run.first])
    }

    /// How often the zone winds around a point; `None` when the point lies nearer to an edge than
    /// this part of the window.
    pub fn winding_at(&self, [x, y]: Point, part: f64) -> Option<i32> {
        let (slack, near) = (part * self.size[0], part * self.size[0] * self.size[1]);
        let mut winding = 0;
        for run in &self.runs {
            let [min_x, min_y, max_x, max_y] = run.space;
            if y < min_y || y > max_y || x < min_x - slack {
                continue;
            }
            let points = run.points(&self.points);
            if x > max_x + slack {
                winding += passes(points[0], points[run.edges], y);
                continue;
            }
            for edge in points.windows(2) {
                let (a, b) = (edge[0], edge[1]);
                let step = passes(a, b, y);
                if step == 0 {
                    continue;
                }
                let turn = (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y);
                if turn.abs() < near {
                    return None;
                }
                if (turn < 0.0) == (b[1] > a[1]) {
                    winding += step;
                }
            }
        }
        Some(winding)
    }
}

/// What an edge to the left of a point at height `y` adds to the winding number there.
fn passes(a: Point, b: Point, y: f64) -> i32 {
    i32::from(b[1] <= y) - i32::from(a[1] <= y)
}

impl Run {
    fn points<'p>(&self, points: &'p [Point]) -> &'p [Point] {
        let range: Range<usize> = self.first..self.first + self.edges + 1;
        &points[range]
    }
}

pub(super) fn box_of(points: &[Point]) -> Box4 {
    points
        .iter()
        .fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |all, &[x, y]| {
            [least(all[0], x), least(all[1], y), greatest(all[2], x), greatest(all[3], y)]
        })
}

pub(super) fn meet(a: &Box4, b: &Box4) -> bool {
    (a[0] <= b[2]) & (b[0] <= a[2]) & (a[1] <= b[3]) & (b[1] <= a[3])
}

/// Whether a box surely lies on one side of the line through an edge.
fn passes_by(&[a, b]: &[Point; 2], space: &Box4) -> bool {
    let along = [b[0] - a[0], b[1] - a[1]];
    let middle = [0.5 * (space[0] + space[2]) - a[0], 0.5 * (space[1] + space[3]) - a[1]];
    let half = [0.5 * (space[2] - space[0]), 0.5 * (space[3] - space[1])];
    let (left, right) = (along[0] * middle[1], along[1] * middle[0]);
    let reach = along[0].abs() * half[1] + along[1].abs() * half[0];
    (left - right).abs() > reach + 1e-12 * (left.abs() + right.abs() + reach)
}
