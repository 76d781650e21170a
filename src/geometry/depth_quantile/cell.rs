//! A part of a zone, and how deep it can lie.

use geo::{Coord, Rect};

use super::Bracket;
use super::cut::{Rings, area, cut};
use crate::geometry::union_edge::signed_depth;
use crate::geometry::{EdgePiece, Shape, UnionEdge};

/// More pieces of edge than this are not cut with: the cell is divided instead.
const PIECES: usize = 8;

/// The part of a zone inside a box.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// The zone's part.
    rings: Rings,
    /// Its area.
    pub area: f64,
    /// Its box.
    rect: Rect,
    /// The depth of the box's centre.
    pub depth: f64,
    /// How far the box's corners are from its centre: no place is deeper by more.
    pub reach: f64,
    /// The pieces of edge that are nearest to some place of the box, and maybe more.
    pieces: Vec<EdgePiece>,
    /// What is known of the distance to them.
    shape: DepthShape,
    /// How far apart the bounds on the depth of a place are.
    pub slack: f64,
}

/// How depth runs over a cell.
#[derive(Debug, Clone)]
enum DepthShape {
    /// Nothing is known but the depth of the centre.
    Rough,
    /// One straight piece passes by: depth is the distance to its line.
    Straight(EdgePiece),
    /// The edge does not pass through: the distance is the least of some convex functions.
    Convex { is_inside: bool, tangents: Vec<Tangent> },
}

/// A convex function between its tangent and that plus `more`.
#[derive(Debug, Clone, Copy)]
struct Tangent {
    foot: Coord,
    at: Coord,
    distance: f64,
    more: f64,
}

impl Tangent {
    fn value(&self, p: Coord) -> f64 {
        let (gradient, step) = (self.at - self.foot, p - self.at);
        self.distance + (gradient.x * step.x + gradient.y * step.y) / self.distance
    }
}

impl Cell {
    /// A whole zone; coordinates are seen from the centre of its box from now on.
    pub fn whole(zone: &Shape, edge: &UnionEdge, rect: Rect) -> Option<Self> {
        let origin = rect.center();
        let reach = half_diagonal(rect);
        let local = |p: Coord| p - origin;
        let pieces: Vec<EdgePiece> = edge
            .nearest_and(origin, 2.0 * reach)
            .into_iter()
            .map(|piece| EdgePiece { from: local(piece.from), to: local(piece.to) })
            .collect();
        let rings: Rings = zone
            .rings()
            .map(|ring| ring.positions.iter().skip(1).map(|&p| local(p)).collect::<Vec<_>>())
            .collect();
        let rect = Rect::new(local(rect.min()), local(rect.max()));
        Self::new(rings, rect, &pieces).filter(|cell| cell.area > 0.0)
    }

    fn new(rings: Rings, rect: Rect, pieces: &[EdgePiece]) -> Option<Self> {
        let centre = rect.center();
        let reach = half_diagonal(rect);
        let depth = signed_depth(pieces, centre)?;
        let most = (depth.abs() + 2.0 * reach) * (1.0 + 1e-12);
        let near: Vec<EdgePiece> =
            pieces.iter().copied().filter(|piece| piece.see(centre).distance2 <= most * most).collect();
        let (shape, slack) = depth_shape(&near, centre, reach, depth);
        Some(Self { area: area(&rings), rings, rect, depth, reach, pieces: near, shape, slack })
    }

    /// Bounds on the area that lies at `depth` or deeper.
    pub fn area_deeper(&self, depth: f64) -> Bracket {
        if self.depth - self.reach >= depth {
            return Bracket { low: self.area, high: self.area };
        }
        if self.depth + self.reach < depth {
            return Bracket { low: 0.0, high: 0.0 };
        }
        match &self.shape {
            DepthShape::Rough => Bracket { low: 0.0, high: self.area },
            DepthShape::Straight(piece) => {
                let exact = area(&cut(&self.rings, |p| piece.left_of_line(p) - depth));
                Bracket { low: exact, high: exact }
            }
            DepthShape::Convex { is_inside: true, tangents } => Bracket {
                low: self.area_farther(tangents, depth, 0.0),
                high: self.area_farther(tangents, depth, 1.0),
            },
            DepthShape::Convex { is_inside: false, tangents } => Bracket {
                low: self.area - self.area_farther(tangents, -depth, 1.0),
                high: self.area - self.area_farther(tangents, -depth, 0.0),
            },
        }
    }

    /// The area where every tangent, plus `lift` times what it may be short of, is at least
    /// `distance`.
    fn area_farther(&self, tangents: &[Tangent], distance: f64, lift: f64) -> f64 {
        if distance <= 0.0 {
            return self.area;
        }
        let mut left: Option<Rings> = None;
        for tangent in tangents {
            let rings = left.as_ref().unwrap_or(&self.rings);
            left = Some(cut(rings, |p| tangent.value(p) + lift * tangent.more - distance));
        }
        left.map_or(self.area, |rings| area(&rings))
    }

    /// The two halves; those without area are left out.
    pub fn halves(self) -> Vec<Self> {
        let (min, max, centre) = (self.rect.min(), self.rect.max(), self.rect.center());
        let (low, high, rings) = if self.rect.width() >= self.rect.height() {
            let sides = [cut(&self.rings, |p| centre.x - p.x), cut(&self.rings, |p| p.x - centre.x)];
            (Coord { x: centre.x, y: max.y }, Coord { x: centre.x, y: min.y }, sides)
        } else {
            let sides = [cut(&self.rings, |p| centre.y - p.y), cut(&self.rings, |p| p.y - centre.y)];
            (Coord { x: max.x, y: centre.y }, Coord { x: min.x, y: centre.y }, sides)
        };
        let rects = [Rect::new(min, low), Rect::new(high, max)];
        let halves = rings.into_iter().zip(rects);
        halves
            .filter_map(|(rings, rect)| Self::new(rings, rect, &self.pieces))
            .filter(|c| c.area > 0.0)
            .collect()
    }
}

fn half_diagonal(rect: Rect) -> f64 {
    rect.width().hypot(rect.height()) / 2.0
}

/// What is known of depth within `reach` of a place, and how far apart the bounds are.
fn depth_shape(pieces: &[EdgePiece], centre: Coord, reach: f64, depth: f64) -> (DepthShape, f64) {
    if let [piece] = pieces {
        let seen = piece.see(centre);
        if seen.along >= reach && seen.along <= seen.length - reach {
            return (DepthShape::Straight(*piece), 0.0);
        }
    }
    if depth.abs() <= reach || pieces.len() > 4 * PIECES {
        return (DepthShape::Rough, 2.0 * reach);
    }
    let mut tangents: Vec<Tangent> = Vec::new();
    for piece in pieces {
        let tangent = tangent(piece, centre, reach);
        match tangents.iter_mut().find(|other| other.foot == tangent.foot) {
            Some(other) => other.more = other.more.max(tangent.more),
            None => tangents.push(tangent),
        }
    }
    if tangents.len() > PIECES {
        return (DepthShape::Rough, 2.0 * reach);
    }
    let slack = tangents.iter().map(|tangent| tangent.more).fold(0.0, f64::max);
    (DepthShape::Convex { is_inside: depth > 0.0, tangents }, slack.min(2.0 * reach))
}

/// The distance to a piece within `reach` of a place: straight beside the piece, else bent by no
/// more than a circle around the nearest place that can be the foot.
fn tangent(piece: &EdgePiece, at: Coord, reach: f64) -> Tangent {
    let seen = piece.see(at);
    let distance = seen.distance2.sqrt();
    let is_beside = seen.along >= reach && seen.along <= seen.length - reach;
    let bend = if distance > reach { reach * reach / (2.0 * (distance - reach)) } else { f64::INFINITY };
    let more = if is_beside { 0.0 } else { bend.min(2.0 * reach) };
    Tangent { foot: seen.foot, at, distance, more }
}
