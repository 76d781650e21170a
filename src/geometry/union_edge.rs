//! The edge of the union of many areas, and how deep inside or how far outside a place is.

use geo::{Coord, Rect};
use rayon::prelude::*;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::close::{REACH, closed};
use super::dissolve::dissolve;
use super::{Shape, ring_bounds};

/// One straight piece of the edge of a union; the union lies on its left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EdgePiece {
    /// Where it starts.
    pub from: Coord,
    /// Where it ends.
    pub to: Coord,
}

/// A place seen from a piece of edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    /// Where the piece is nearest.
    pub foot: Coord,
    /// How far that is, in the square of the unit.
    pub distance2: f64,
    /// How far along the piece the foot is, in the unit of the plane, not clamped to its ends.
    pub along: f64,
    /// The piece's length.
    pub length: f64,
}

impl EdgePiece {
    pub(super) fn see(&self, p: Coord) -> Seen {
        let (run, to_p) = (self.to - self.from, p - self.from);
        let length2 = run.x * run.x + run.y * run.y;
        let t = (to_p.x * run.x + to_p.y * run.y) / length2;
        let foot = match t {
            t if t <= 0.0 => self.from,
            t if t >= 1.0 => self.to,
            t => self.from + run * t,
        };
        let gap = p - foot;
        let length = length2.sqrt();
        Seen { foot, distance2: gap.x * gap.x + gap.y * gap.y, along: t * length, length }
    }

    /// Positive on the left, where the union is; the distance to the piece's whole line.
    pub(super) fn left_of_line(&self, p: Coord) -> f64 {
        let (run, to_p) = (self.to - self.from, p - self.from);
        (run.x * to_p.y - run.y * to_p.x) / run.x.hypot(run.y)
    }
}

impl RTreeObject for EdgePiece {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.from.x, self.from.y], [self.to.x, self.to.y])
    }
}

impl PointDistance for EdgePiece {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        self.see(Coord { x: point[0], y: point[1] }).distance2
    }
}

/// The edge of the union of some areas: where they overlap or abut there is none, nor in cracks
/// between them, as far as those are to be closed.
#[derive(Debug)]
pub struct UnionEdge {
    tree: RTree<EdgePiece>,
}

/// Positions of rings for which one tile is made: enough to pay for a tile, few enough to be quick.
const POSITIONS_A_TILE: usize = 1_000;

impl UnionEdge {
    /// The edge of the union of prepared areas (see [`super::prepare`]), cracks narrower than
    /// `crack` closed; 0 closes none.
    ///
    /// The union is made tile by tile, each exact inside its tile but for its cracks; the same pieces come out
    /// whatever the number of threads.
    pub fn new<'a>(areas: impl Iterator<Item = Shape<'a>>, crack: f64) -> Self {
        let rings: Vec<(&[Coord], Rect)> = areas
            .flat_map(|area| area.rings().map(|ring| ring.positions))
            .filter_map(|ring| Some((ring, ring_bounds(ring)?)))
            .collect();
        let tiles = Tiles::over(&rings, POSITIONS_A_TILE, crack);
        let pieces: Vec<Vec<EdgePiece>> = (0..tiles.len()).into_par_iter().map(|t| tiles.pieces(t)).collect();
        Self { tree: RTree::bulk_load(pieces.into_iter().flatten().collect()) }
    }

    /// Whether there is no edge, because there is no area.
    pub fn is_empty(&self) -> bool {
        self.tree.size() == 0
    }

    /// How many straight pieces there are.
    pub fn len(&self) -> usize {
        self.tree.size()
    }

    /// How deep inside the union a place is: its distance to the edge, negative outside, in the
    /// unit of the plane; `None` when there is no area.
    pub fn depth(&self, place: Coord) -> Option<f64> {
        let nearest = self.tree.nearest_neighbor(&[place.x, place.y])?;
        let reach = nearest.see(place).distance2 * (1.0 + 1e-9) + 1e-18;
        let near: Vec<EdgePiece> =
            self.tree.locate_within_distance([place.x, place.y], reach).copied().collect();
        signed_depth(&near, place)
    }

    /// The pieces that are no farther from a place than the nearest one and `more`.
    pub(super) fn nearest_and(&self, place: Coord, more: f64) -> Vec<EdgePiece> {
        let point = [place.x, place.y];
        let Some(nearest) = self.tree.nearest_neighbor(&point) else { return Vec::new() };
        let reach = (nearest.see(place).distance2.sqrt() + more) * (1.0 + 1e-12);
        self.tree.locate_within_distance(point, reach * reach).copied().collect()
    }

    /// The pieces that meet a box.
    pub fn within(&self, window: Rect) -> impl Iterator<Item = &EdgePiece> {
        let (min, max) = (window.min(), window.max());
        self.tree.locate_in_envelope_intersecting(&AABB::from_corners([min.x, min.y], [max.x, max.y]))
    }
}

/// The depth of a place by the nearest of some pieces.
///
/// Where the nearest place of the edge is a corner, the side is told by the piece whose
/// direction from the corner is nearest to the direction of the place: no other piece lies
/// between the two.
pub(super) fn signed_depth(pieces: &[EdgePiece], place: Coord) -> Option<f64> {
    let mut best: Option<(f64, f64, &EdgePiece)> = None;
    for piece in pieces {
        let seen = piece.see(place);
        let turned = turned_towards(piece, &seen, place);
        let is_better = best.is_none_or(|(distance2, other, _)| {
            let tie = (seen.distance2 - distance2).abs() <= 1e-12 * distance2;
            if tie { turned > other } else { seen.distance2 < distance2 }
        });
        if is_better {
            best = Some((seen.distance2, turned, piece));
        }
    }
    let (distance2, _, piece) = best?;
    let distance = distance2.sqrt();
    Some(if piece.left_of_line(place) >= 0.0 { distance } else { -distance })
}

/// The cosine between the piece, seen from its end at the foot, and the place: 0 beside the
/// piece, negative beyond its end.
fn turned_towards(piece: &EdgePiece, seen: &Seen, place: Coord) -> f64 {
    let other_end = match seen.along {
        along if along <= 0.0 => piece.to,
        along if along >= seen.length => piece.from,
        _ => return 0.0,
    };
    let (away, gap) = (other_end - seen.foot, place - seen.foot);
    let lengths = away.x.hypot(away.y) * gap.x.hypot(gap.y);
    if lengths > 0.0 { (away.x * gap.x + away.y * gap.y) / lengths } else { 0.0 }
}

/// A grid over all rings, and the rings that meet each tile.
struct Tiles<'a, 'r> {
    rings: &'r [(&'a [Coord], Rect)],
    min: Coord,
    step: Coord,
    columns: usize,
    members: Vec<Vec<u32>>,
    crack: f64,
}

impl<'a, 'r> Tiles<'a, 'r> {
    /// Tiles for about `a_tile` positions each.
    fn over(rings: &'r [(&'a [Coord], Rect)], a_tile: usize, crack: f64) -> Self {
        let whole = rings.iter().map(|&(_, rect)| rect).reduce(|a, b| {
            let (low, high) = (a.min(), b.min());
            let min = Coord { x: low.x.min(high.x), y: low.y.min(high.y) };
            let (low, high) = (a.max(), b.max());
            Rect::new(min, Coord { x: low.x.max(high.x), y: low.y.max(high.y) })
        });
        let Some(whole) = whole else {
            return Self {
                rings,
                min: Coord::zero(),
                step: Coord { x: 1.0, y: 1.0 },
                columns: 0,
                members: Vec::new(),
                crack,
            };
        };
        // a little more than all, lest the outermost corners lie a rounding beyond the last tile
        let rim = (whole.width() + whole.height()) * 1e-6;
        let (least, most) = (whole.min(), whole.max());
        let whole = Rect::new(
            Coord { x: least.x - rim, y: least.y - rim },
            Coord { x: most.x + rim, y: most.y + rim },
        );
        let positions: usize = rings.iter().map(|(ring, _)| ring.len()).sum();
        let wanted = positions.div_ceil(a_tile) as f64;
        let side = (whole.width() * whole.height() / wanted).sqrt().max(f64::MIN_POSITIVE);
        let cells = |extent: f64| ((extent / side).ceil().max(1.0) as usize).min(4096);
        let (columns, rows) = (cells(whole.width()), cells(whole.height()));
        let step = Coord { x: whole.width() / columns as f64, y: whole.height() / rows as f64 };
        let mut tiles =
            Self { rings, min: whole.min(), step, columns, members: vec![Vec::new(); columns * rows], crack };
        for (nth, &(_, rect)) in rings.iter().enumerate() {
            let place = |p: Coord| {
                let column = (((p.x - tiles.min.x) / step.x) as usize).min(columns - 1);
                (column, (((p.y - tiles.min.y) / step.y) as usize).min(rows - 1))
            };
            let near = grown(rect, crack * REACH);
            let ((left, low), (right, high)) = (place(near.min()), place(near.max()));
            for row in low..=high {
                for column in left..=right {
                    tiles.members[row * columns + column].push(nth as u32);
                }
            }
        }
        tiles
    }

    fn len(&self) -> usize {
        self.members.len()
    }

    fn window(&self, tile: usize) -> Rect {
        let corner = |column: usize, row: usize| Coord {
            x: self.min.x + self.step.x * column as f64,
            y: self.min.y + self.step.y * row as f64,
        };
        let (column, row) = (tile % self.columns, tile / self.columns);
        Rect::new(corner(column, row), corner(column + 1, row + 1))
    }

    /// The pieces of the union's edge inside one tile.
    fn pieces(&self, tile: usize) -> Vec<EdgePiece> {
        let window = self.window(tile);
        let rings = self.members[tile].iter().map(|&ring| self.rings[ring as usize].0);
        let wide = grown(window, self.crack * REACH);
        let union = closed(dissolve(rings, wide), self.crack);
        let origin = wide.center();
        let place = |[x, y]: [f64; 2]| Coord { x: x + origin.x, y: y + origin.y };
        let mut pieces = Vec::new();
        for contour in union.iter().flatten() {
            let next = contour.iter().cycle().skip(1);
            for (&from, &to) in contour.iter().zip(next) {
                pieces.extend(clip(place(from), place(to), window));
            }
        }
        pieces
    }
}

/// A box with so much more on every side.
fn grown(rect: Rect, by: f64) -> Rect {
    let (min, max) = (rect.min(), rect.max());
    Rect::new(Coord { x: min.x - by, y: min.y - by }, Coord { x: max.x + by, y: max.y + by })
}

/// The part of a segment inside a box, its border too; `None` where it has no length.
fn clip(from: Coord, to: Coord, window: Rect) -> Option<EdgePiece> {
    let run = to - from;
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (at, step, low, high) in
        [(from.x, run.x, window.min().x, window.max().x), (from.y, run.y, window.min().y, window.max().y)]
    {
        if step == 0.0 {
            if at < low || at > high {
                return None;
            }
            continue;
        }
        let (a, b) = ((low - at) / step, (high - at) / step);
        start = start.max(a.min(b));
        end = end.min(a.max(b));
    }
    if start >= end {
        return None;
    }
    let at = |t: f64, corner: Coord| if t == 0.0 || t == 1.0 { corner } else { from + run * t };
    let piece = EdgePiece { from: at(start, from), to: at(end, to) };
    (piece.from != piece.to).then_some(piece)
}

#[cfg(test)]
pub(super) mod tests;
