//! How far it is to the nearest area, and how deep inside a place is.

use geo::Coord;

use super::{AreaIndex, Cuts, Shape};

/// The distance from a point to the nearest area of a cut, in the unit of the plane: 0 inside
/// or on an edge; `None` when the cut has no area.
pub fn distance_to_nearest(point: Coord, index: &AreaIndex, cuts: &Cuts, cut: usize) -> Option<f64> {
    areas_of(index, cuts, cut).map(|area| point_to_shape(point, &area)).min_by(f64::total_cmp)
}

/// The distance from a zone to the nearest area of a cut, in the unit of the plane: 0 when they
/// meet; `None` when the cut has no area or the zone no position.
pub fn zone_distance_to_nearest(zone: &Shape, index: &AreaIndex, cuts: &Cuts, cut: usize) -> Option<f64> {
    areas_of(index, cuts, cut).filter_map(|area| shape_to_shape(zone, &area)).min_by(f64::total_cmp)
}

fn areas_of<'a>(index: &AreaIndex<'a>, cuts: &Cuts, cut: usize) -> impl Iterator<Item = Shape<'a>> {
    (0..index.areas().len())
        .filter(move |&area| cuts.contains(cut, index.layer(area)))
        .map(|area| index.areas().get(area))
        .filter(|shape| !shape.is_empty())
}

fn shape_to_shape(one: &Shape, other: &Shape) -> Option<f64> {
    let from_one = one.rings().flat_map(|ring| ring.positions).map(|&p| point_to_shape(p, other));
    let from_other = other.rings().flat_map(|ring| ring.positions).map(|&p| point_to_shape(p, one));
    from_one.chain(from_other).min_by(f64::total_cmp)
}

fn point_to_shape(point: Coord, shape: &Shape) -> f64 {
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    for pair in shape.rings().flat_map(|ring| ring.positions.windows(2)) {
        let (a, b) = (pair[0] - point, pair[1] - point);
        if (a.y > 0.0) != (b.y > 0.0) && (a.x * b.y - b.x * a.y > 0.0) == (b.y > a.y) {
            inside = !inside;
        }
        nearest = nearest.min(segment_from_origin(a, b));
    }
    if inside { 0.0 } else { nearest }
}

/// The distance from the origin to a segment.
fn segment_from_origin(a: Coord, b: Coord) -> f64 {
    let along = b - a;
    let length2 = along.x * along.x + along.y * along.y;
    let t = if length2 > 0.0 { (-(a.x * along.x + a.y * along.y) / length2).clamp(0.0, 1.0) } else { 0.0 };
    (a.x + t * along.x).hypot(a.y + t * along.y)
}
