//! Broken shapes made whole.

use geo::{Coord, MultiPolygon};
use i_overlay::core::fill_rule::FillRule::{EvenOdd, NonZero};
use i_overlay::core::overlay_rule::OverlayRule::{Difference, Subject};

use super::{Defect, Fix};
use crate::geometry::area::{area, signed_area};
use crate::geometry::overlay::{Contours, contours, overlay};
use crate::geometry::{Shape, Shapes};

/// Areas that agree to this part of the shape's rings are the same.
const SAME: f64 = 1e-9;

/// Repairs a shape of finite coordinates that is known to be broken.
pub(super) fn repair(shape: &Shape) -> Fix {
    let mut defects = Vec::new();
    let sound = without_idle_rings(shape, &mut defects);
    let sound = sound.get(0);
    let Some(origin) = sound.rings().next().map(|ring| ring.positions[0]) else {
        defects.push(Defect::Emptied);
        return Fix { defects, shape: MultiPolygon::new(Vec::new()) };
    };
    let mut united = Contours::new();
    let mut in_parts = 0.0;
    for polygon in &sound.to_multi_polygon() {
        let part = mend_polygon(polygon, origin, &mut defects);
        in_parts += size(&part);
        united.extend(flat(&part));
    }
    let whole = overlay(&united, &Contours::new(), Subject, NonZero, Coord::zero());
    if differ(size(&whole), in_parts) {
        defects.push(Defect::PartsOverlap);
    }
    if whole.0.is_empty() {
        defects.push(Defect::Emptied);
    }
    defects.sort_unstable();
    defects.dedup();
    let back = |shape: MultiPolygon| overlay_back(shape, origin);
    Fix { defects, shape: back(whole) }
}

/// The shape without rings that have no area or occur twice.
fn without_idle_rings(shape: &Shape, defects: &mut Vec<Defect>) -> Shapes {
    let mut kept: Vec<Vec<[u64; 2]>> = Vec::new();
    let mut sound = Shapes::new();
    for polygon in &shape.to_multi_polygon() {
        for (nth, ring) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
            let idle = signed_area(&ring.0) == 0.0 && encloses_nothing(&ring.0);
            let signature = signature(&ring.0);
            let again = !idle && kept.contains(&signature);
            if idle || again {
                defects.push(if idle { Defect::NoArea } else { Defect::DuplicateRing });
                if nth == 0 {
                    break;
                }
                continue;
            }
            kept.push(signature);
            ring.0.iter().for_each(|&p| sound.push_position(p));
            sound.end_ring();
        }
        sound.end_polygon_if_any();
    }
    sound.end_feature();
    sound
}

/// A ring whose signed area is 0 may still be a bow tie of equal wings.
fn encloses_nothing(ring: &[Coord]) -> bool {
    let mut alone = Shapes::new();
    ring.iter().for_each(|&p| alone.push_position(p));
    alone.end_ring();
    alone.end_polygon();
    alone.end_feature();
    let Some(&origin) = ring.first() else { return true };
    size(&overlay(&contours(&alone.get(0), origin), &Contours::new(), Subject, EvenOdd, Coord::zero())) == 0.0
}

/// The positions of a ring, the same wherever it starts and whichever way it runs.
fn signature(ring: &[Coord]) -> Vec<[u64; 2]> {
    let mut positions: Vec<[u64; 2]> = ring.iter().skip(1).map(|p| [p.x.to_bits(), p.y.to_bits()]).collect();
    positions.sort_unstable();
    positions
}

/// One polygon, seen from `origin`: its outer ring less its holes.
fn mend_polygon(polygon: &geo::Polygon, origin: Coord, defects: &mut Vec<Defect>) -> MultiPolygon {
    let mend_ring = |ring: &geo::LineString, defects: &mut Vec<Defect>| {
        let open = ring.0.len().saturating_sub(1);
        let local: Contours = vec![ring.0[..open].iter().map(|p| [p.x - origin.x, p.y - origin.y]).collect()];
        let mended = overlay(&local, &Contours::new(), Subject, EvenOdd, Coord::zero());
        if differ(size(&mended), signed_area(&ring.0).abs()) {
            defects.push(Defect::SelfCrossing);
        }
        mended
    };
    let outer = mend_ring(polygon.exterior(), defects);
    if polygon.interiors().is_empty() {
        return outer;
    }
    let mut cut = size(&outer);
    let mut holes = Contours::new();
    for ring in polygon.interiors() {
        let hole = mend_ring(ring, defects);
        cut -= size(&hole);
        holes.extend(flat(&hole));
    }
    let rest = overlay(&flat(&outer), &holes, Difference, NonZero, Coord::zero());
    if (size(&rest) - cut).abs() > SAME * size(&outer) {
        defects.push(Defect::HoleOutside);
    }
    rest
}

fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > SAME * a.abs().max(b.abs())
}

fn size(shape: &MultiPolygon) -> f64 {
    let mut shapes = Shapes::new();
    shapes.push(shape);
    area(&shapes.get(0))
}

fn flat(shape: &MultiPolygon) -> Contours {
    let mut shapes = Shapes::new();
    shapes.push(shape);
    contours(&shapes.get(0), Coord::zero())
}

fn overlay_back(mut shape: MultiPolygon, origin: Coord) -> MultiPolygon {
    use geo::MapCoordsInPlace;
    shape.map_coords_in_place(|p| p + origin);
    shape
}
