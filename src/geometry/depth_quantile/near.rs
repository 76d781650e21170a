//! What a piece of edge tells of the distances around a place, and which pieces matter there.

use geo::Coord;

use crate::geometry::EdgePiece;

/// The distance to a piece of edge around a place, a convex function: nowhere less than its
/// tangent, and within `reach` of the place no more than that and `more`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tangent {
    /// Where the piece is nearest to the place.
    pub foot: Coord,
    /// The place.
    at: Coord,
    /// How far the foot is.
    pub distance: f64,
    /// Where the distance grows, by 1 a unit.
    gradient: Coord,
    /// What the tangent may be short of within the reach.
    pub more: f64,
    /// Whether all places within the reach have their foot on the piece, not at an end.
    pub is_beside: bool,
    /// Whether the foot is the same for all places within the reach.
    pub is_fixed: bool,
}

impl Tangent {
    fn new(piece: &EdgePiece, at: Coord, reach: f64) -> Self {
        let seen = piece.see(at);
        let distance = seen.distance2.sqrt();
        let is_beside = seen.along >= reach && seen.along <= seen.length - reach;
        let bend = if distance > reach { reach * reach / (2.0 * (distance - reach)) } else { f64::INFINITY };
        Self {
            foot: seen.foot,
            at,
            distance,
            gradient: (at - seen.foot) / distance,
            // beyond a straight piece's line, where the place's reach goes so far, distance grows again
            more: if is_beside { 2.0 * (reach - distance).max(0.0) } else { bend.min(2.0 * reach) },
            is_beside,
            is_fixed: seen.along <= -reach || seen.along >= seen.length + reach,
        }
    }

    /// The tangent's value at a place.
    pub fn value(&self, p: Coord) -> f64 {
        let step = p - self.at;
        self.distance + self.gradient.x * step.x + self.gradient.y * step.y
    }

    /// Whether the other piece is at least as near everywhere within the reach.
    fn is_behind(&self, other: &Self, reach: f64) -> bool {
        let apart = self.gradient - other.gradient;
        let turned = (reach * apart.x.hypot(apart.y) + other.more).min(2.0 * reach);
        self.distance - other.distance > turned * (1.0 + 1e-9)
    }
}

/// The pieces that may be nearest to some place within `reach` of a centre, each with its tangent.
pub(super) fn nearest(pieces: &[EdgePiece], centre: Coord, reach: f64) -> Vec<(EdgePiece, Tangent)> {
    let seen: Vec<Tangent> = pieces.iter().map(|piece| Tangent::new(piece, centre, reach)).collect();
    let Some(first) = seen.iter().min_by(|a, b| a.distance.total_cmp(&b.distance)) else { return Vec::new() };
    let both = pieces.iter().copied().zip(seen.iter().copied());
    both.filter(|(_, tangent)| !tangent.is_behind(first, reach)).collect()
}
