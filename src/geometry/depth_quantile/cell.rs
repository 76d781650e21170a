//! A part of a zone, and how deep it can lie.

use geo::{Coord, Rect};

use super::cut::{Rings, area, cut};
use super::disc::area_in_disc;
use super::near::{Tangent, nearest};
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
    /// The edge is nearest at one corner: depth is the distance to that.
    Round { is_inside: bool, corner: Coord },
    /// The edge does not pass through: the distance is the least of some convex functions.
    Convex { is_inside: bool, tangents: Vec<Tangent> },
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
        let near = nearest(pieces, centre, reach);
        let (shape, slack) = depth_shape(&near, reach, depth);
        let pieces = near.into_iter().map(|(piece, _)| piece).collect();
        Some(Self { area: area(&rings), rings, rect, depth, reach, pieces, shape, slack })
    }

    /// The least area that can lie at `depth` or deeper.
    pub fn least_deeper(&self, depth: f64) -> f64 {
        self.deeper(depth, 0.0)
    }

    /// The greatest such area.
    pub fn most_deeper(&self, depth: f64) -> f64 {
        self.deeper(depth, 1.0)
    }

    /// The area at `depth` or deeper, where every place lies as deep as it must (`lift` 0) or as it
    /// can (`lift` 1).
    fn deeper(&self, depth: f64, lift: f64) -> f64 {
        if self.depth - self.reach >= depth {
            return self.area;
        }
        if self.depth + self.reach < depth {
            return 0.0;
        }
        match &self.shape {
            DepthShape::Rough => lift * self.area,
            DepthShape::Straight(piece) => area(&cut(&self.rings, |p| piece.left_of_line(p) - depth)),
            DepthShape::Round { is_inside: true, corner } => {
                self.area - area_in_disc(&self.rings, *corner, depth.max(0.0))
            }
            DepthShape::Round { is_inside: false, corner } => {
                area_in_disc(&self.rings, *corner, (-depth).max(0.0))
            }
            DepthShape::Convex { is_inside: true, tangents } => self.area_farther(tangents, depth, lift),
            DepthShape::Convex { is_inside: false, tangents } => {
                self.area - self.area_farther(tangents, -depth, 1.0 - lift)
            }
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
            // A tangent rises or falls by no more than the way gone, and the box is no wider.
            let spare = tangent.distance + lift * tangent.more - distance;
            if spare >= self.reach {
                continue;
            }
            if spare < -self.reach {
                return 0.0;
            }
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

/// What is known of depth within `reach` of a centre, and how far apart the bounds are.
fn depth_shape(near: &[(EdgePiece, Tangent)], reach: f64, depth: f64) -> (DepthShape, f64) {
    if let [(piece, tangent)] = near
        && tangent.is_beside
    {
        return (DepthShape::Straight(*piece), 0.0);
    }
    if depth.abs() <= reach {
        return (DepthShape::Rough, 2.0 * reach);
    }
    let is_inside = depth > 0.0;
    let mut tangents: Vec<Tangent> = Vec::new();
    for (_, tangent) in near {
        match tangents.iter_mut().find(|other| other.foot == tangent.foot) {
            Some(other) => {
                other.more = other.more.max(tangent.more);
                other.is_fixed &= tangent.is_fixed;
            }
            None => tangents.push(*tangent),
        }
        if tangents.len() > PIECES {
            return (DepthShape::Rough, 2.0 * reach);
        }
    }
    if let [Tangent { is_fixed: true, foot, .. }] = tangents[..] {
        return (DepthShape::Round { is_inside, corner: foot }, 0.0);
    }
    let slack = tangents.iter().map(|tangent| tangent.more).fold(0.0, f64::max);
    (DepthShape::Convex { is_inside, tangents }, slack)
}
