//! The zone's own edges, in runs of runs.

use std::ops::Range;

use crate::geometry::Shape;
use crate::geometry::chains::{Chains, Point, greatest, least};
use crate::geometry::window::Window;

/// Edges of the shortest runs at least.
const RUN: usize = 4;

/// Shortest runs of a zone, about: more are looked at for longer, fewer leave more edges to sweep.
const RUNS: usize = 40;

/// Boxes reach out by this part of the window, so that what is not near is further away than
/// rounding could tell.
const SLACK: f64 = 1e-9;

/// A chord rises by this part of the height of its run at least.
const STEEP: f64 = 1.0 / 16.0;

/// The edges of a zone, ring after ring, in runs of a few edges, runs of two runs, and so on, each
/// with a box around it.
///
/// A run that no area comes near lies in one state as a whole, and so does its chord: it is drawn
/// as that chord, with the area between the two. A zone of a thousand vertices that one area
/// cuts twice is swept as some dozens of edges.
#[derive(Debug, Default)]
pub(super) struct Outline {
    points: Vec<Point>,
    /// Each run before the two that it is made of.
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
    /// Its first and last point.
    first: u32,
    last: u32,
    /// The next run that is no part of it.
    next: u32,
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
            let edges = self.points.len().max(start + 1) - 1 - start;
            if edges > 0 {
                self.push_runs(start, edges, length);
            }
            self.rings.push(self.runs.len());
        }
    }

    /// Adds the run of so many edges and those that it is made of; its box without slack.
    fn push_runs(&mut self, first: usize, edges: usize, length: usize) -> Box4 {
        let nth = self.runs.len();
        let (from, to) = (first as u32, (first + edges) as u32);
        self.runs.push(Run { space: [0.0; 4], first: from, last: to, next: 0, near: false });
        let space = if edges <= length {
            box_of(&self.points[first..=first + edges])
        } else {
            let half = edges.div_ceil(length).div_ceil(2) * length;
            let one = self.push_runs(first, half, length);
            let two = self.push_runs(first + half, edges - half, length);
            [least(one[0], two[0]), least(one[1], two[1]), greatest(one[2], two[2]), greatest(one[3], two[3])]
        };
        let (x, y) = (SLACK * self.size[0], SLACK * self.size[1]);
        let next = self.runs.len() as u32;
        let run = &mut self.runs[nth];
        run.space = [space[0] - x, space[1] - y, space[2] + x, space[3] + y];
        run.next = next;
        space
    }

    /// Whether an edge comes near an edge of the zone.
    pub fn may_meet(&self, edge: &[Point; 2]) -> bool {
        let space = box_of(edge);
        self.reaches(|run| meet(&run.space, &space) && !passes_by(edge, &run.space))
    }

    /// Whether a chain's box comes near an edge of the zone.
    pub fn may_meet_box(&self, chain: &[Point]) -> bool {
        let space = box_of(chain);
        self.reaches(|run| meet(&run.space, &space))
    }

    /// Whether something is true of one of the shortest runs and of all that it is part of.
    fn reaches(&self, is_near: impl Fn(&Run) -> bool) -> bool {
        let mut nth = 0;
        while let Some(run) = self.runs.get(nth) {
            if !is_near(run) {
                nth = run.next as usize;
            } else if run.next as usize == nth + 1 {
                return true;
            } else {
                nth += 1;
            }
        }
        false
    }

    /// Marks the runs that an edge of a chain comes near.
    pub fn mark(&mut self, chain: &[Point]) {
        let space = box_of(chain);
        let comes_near = |run: &Run| {
            let edges = || chain.windows(2).filter_map(|edge| edge.first_chunk::<2>());
            edges().any(|edge| meet(&run.space, &box_of(edge)) && !passes_by(edge, &run.space))
        };
        self.mark_where(|run| meet(&run.space, &space) && (run.near || comes_near(run)));
    }

    /// Marks the runs that are right of a point inside the window.
    pub fn mark_right_of(&mut self, [x, y]: Point) {
        if y.abs() < 0.5 * self.size[1] {
            self.mark_where(|run| run.space[1] <= y && y <= run.space[3] && x <= run.space[2]);
        }
    }

    /// Marks the runs of which something is true, and of all that they are part of.
    #[inline]
    fn mark_where(&mut self, is_near: impl Fn(&Run) -> bool) {
        let mut nth = 0;
        while let Some(run) = self.runs.get_mut(nth) {
            if is_near(run) {
                run.near = true;
                nth += 1;
            } else {
                nth = run.next as usize;
            }
        }
    }

    /// Forgets which runs are marked.
    pub fn mark_none(&mut self) {
        self.runs.iter_mut().for_each(|run| run.near = false);
    }

    /// Marks all runs: they are drawn edge by edge.
    pub fn mark_all(&mut self) {
        self.runs.iter_mut().for_each(|run| run.near = true);
    }

    /// Draws the edges of the marked runs, and chords for the longest others.
    pub fn draw(&self, chains: &mut Chains) {
        chains.begin_chords();
        let mut nth = 0;
        for &end in &self.rings {
            while nth < end {
                let run = &self.runs[nth];
                let points = run.points(&self.points);
                if !run.near && run.has_chord(points) {
                    chains.chord(points);
                    nth = run.next as usize;
                    continue;
                }
                if run.next as usize == nth + 1 {
                    points.windows(2).for_each(|edge| chains.edge(edge[0], edge[1]));
                }
                nth += 1;
            }
            chains.pen_up();
        }
    }

    /// The lowest corner of the zone.
    pub fn lowest(&self) -> Option<Point> {
        self.points.iter().copied().min_by(|a, b| a[1].total_cmp(&b[1]))
    }

    /// Some corners of the zone.
    pub fn corners(&self, most: usize) -> impl Iterator<Item = Point> + '_ {
        let step = (self.points.len() / most).max(1);
        self.points.iter().copied().step_by(step).take(most)
    }

    /// How often the zone winds around a point; `None` when the point lies nearer to an edge than
    /// this part of the window.
    pub fn winding_at(&self, [x, y]: Point, part: f64) -> Option<i32> {
        let (slack, near) = (part * self.size[0], part * self.size[0] * self.size[1]);
        let (mut winding, mut nth) = (0, 0);
        while let Some(run) = self.runs.get(nth) {
            let [min_x, min_y, max_x, max_y] = run.space;
            let next = run.next as usize;
            if y < min_y || y > max_y || x < min_x - slack {
                nth = next;
                continue;
            }
            let points = run.points(&self.points);
            if x > max_x + slack {
                winding += passes(points[0], points[points.len() - 1], y);
                nth = next;
                continue;
            }
            nth += 1;
            if nth < next {
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
        let range: Range<usize> = self.first as usize..self.last as usize + 1;
        &points[range]
    }

    /// Whether its chord rises enough for the area beside it to be handed over bit by bit.
    fn has_chord(&self, points: &[Point]) -> bool {
        let rise = (points[points.len() - 1][1] - points[0][1]).abs();
        points.len() > 2 && rise >= STEEP * (self.space[3] - self.space[1])
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
