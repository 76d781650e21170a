//! How far it is to the nearest area.

use geo::{Coord, Rect};

use super::index::AreaIndex;
use super::runs::segment_distance2;
use super::{Cuts, Shape, bounds};

/// The distance from a point to the nearest area of a cut, in the unit of the plane: 0 inside
/// or on an edge; `None` when the cut has no area.
pub fn distance_to_nearest(point: Coord, index: &AreaIndex, cuts: &Cuts, cut: usize) -> Option<f64> {
    if is_inside(point, index, cuts, cut) {
        return Some(0.0);
    }
    let mut best = f64::INFINITY;
    for rings in index.rings_from(point) {
        for (ring, box_distance2) in rings {
            if box_distance2 >= best {
                break;
            }
            if cuts.contains(cut, index.layer(index.area_of(ring) as usize)) {
                best = index.ring_distance2([point, point], ring, best);
            }
        }
    }
    best.is_finite().then(|| best.sqrt())
}

/// The distance from a zone to the nearest area of a cut, in the unit of the plane: 0 when they
/// meet; `None` when the cut has no area or the zone no position.
pub fn zone_distance_to_nearest(zone: &Shape, index: &AreaIndex, cuts: &Cuts, cut: usize) -> Option<f64> {
    let corners = || zone.rings().filter_map(|ring| ring.positions.first().copied());
    let mut bound = f64::INFINITY;
    for corner in corners() {
        match distance_to_nearest(corner, index, cuts, cut)? {
            0.0 => return Some(0.0),
            distance => bound = bound.min(distance),
        }
    }
    let rect = bounds(zone)?;
    // One step wider than the bound, so that what lies at that very distance is found.
    let reach = bound * (1.0 + 1e-9);
    let around = Rect::new(
        Coord { x: rect.min().x - reach, y: rect.min().y - reach },
        Coord { x: rect.max().x + reach, y: rect.max().y + reach },
    );
    let mut rings = Vec::new();
    index.rings_in(around, &mut rings);
    rings.retain(|&ring| cuts.contains(cut, index.layer(index.area_of(ring) as usize)));
    let mut best = reach * reach;
    for &ring in &rings {
        if contains(zone, index.first_position(ring)) {
            return Some(0.0);
        }
        for pair in zone.rings().flat_map(|ring| ring.positions.windows(2)) {
            best = index.ring_distance2([pair[0], pair[1]], ring, best);
        }
        if best == 0.0 {
            break;
        }
    }
    Some(best.sqrt().min(bound))
}

/// Whether an area of the cut holds a point.
fn is_inside(point: Coord, index: &AreaIndex, cuts: &Cuts, cut: usize) -> bool {
    index.areas_at(point).any(|area| cuts.contains(cut, index.layer(area)))
}

/// Whether a shape holds a point; on an edge, either.
pub(super) fn contains(shape: &Shape, point: Coord) -> bool {
    let mut inside = false;
    for pair in shape.rings().flat_map(|ring| ring.positions.windows(2)) {
        let (a, b) = (pair[0] - point, pair[1] - point);
        if (a.y > 0.0) != (b.y > 0.0) && (a.x * b.y - b.x * a.y > 0.0) == (b.y > a.y) {
            inside = !inside;
        }
    }
    inside
}

/// The square of the distance between two segments; 0 when they cross.
pub(super) fn between2([a, b]: [Coord; 2], [c, d]: [Coord; 2]) -> f64 {
    let turn = |o: Coord, p: Coord, q: Coord| (p.x - o.x) * (q.y - o.y) - (p.y - o.y) * (q.x - o.x);
    let across = |a, b, c, d| (turn(a, b, c) > 0.0) != (turn(a, b, d) > 0.0);
    if a != b && across(a, b, c, d) && across(c, d, a, b) {
        return 0.0;
    }
    let ends = [(a, c, d), (b, c, d), (c, a, b), (d, a, b)];
    ends.into_iter().map(|(p, from, to)| segment_distance2(p, from, to)).fold(f64::INFINITY, f64::min)
}
