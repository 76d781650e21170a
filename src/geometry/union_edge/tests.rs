use super::*;
use crate::geometry::{Shapes, prepare};
use geo::wkt;
use geo::{Contains, Distance, Euclidean, LineString, MultiPolygon, Point, Polygon, Rect, unary_union};
use proptest::collection::vec;
use proptest::prelude::*;

fn at(x: f64, y: f64) -> Coord {
    Coord { x, y }
}

fn square(x0: f64, y0: f64, x1: f64, y1: f64) -> MultiPolygon {
    Rect::new(at(x0, y0), at(x1, y1)).to_polygon().into()
}

fn shapes(polygons: &[MultiPolygon]) -> Shapes {
    let mut shapes = Shapes::new();
    polygons.iter().for_each(|polygon| shapes.push(polygon));
    prepare(&mut shapes);
    shapes
}

fn depth(polygons: &[MultiPolygon], place: Coord) -> Option<f64> {
    UnionEdge::new(shapes(polygons).iter(), 0.0).depth(place)
}

#[test]
fn where_two_areas_abut_there_is_no_edge() {
    let halves = [square(0., 0., 10., 20.), square(10., 0., 20., 20.), square(8., 5., 12., 9.)];
    assert_eq!(depth(&halves, at(10., 10.)), Some(10.));
    assert_eq!(depth(&halves, at(10., 23.)), Some(-3.));
    assert_eq!(depth(&halves, at(23., 24.)), Some(-5.));
    assert_eq!(depth(&halves, at(4., 1.)), Some(1.));
}

#[test]
fn a_corner_seen_from_its_notch_is_outside_and_seen_from_within_is_inside() {
    // an L: the corner at (10, 10) is nearest to both places
    let l_shape = [square(0., 0., 20., 10.), square(0., 0., 10., 20.)];
    assert_eq!(depth(&l_shape, at(7., 6.)), Some(5.));
    assert_eq!(depth(&l_shape, at(11., 12.)), Some(-1.));
    // two squares that touch in one corner only
    let touching = [square(0., 0., 10., 10.), square(10., 10., 20., 20.)];
    assert_eq!(depth(&touching, at(9., 11.)), Some(-1.));
    assert_eq!(depth(&touching, at(9., 9.)), Some(1.));
}

#[test]
fn without_areas_there_is_no_depth() {
    assert_eq!(depth(&[], at(0., 0.)), None);
}

/// A star-shaped ring around a place, maybe with a hole.
pub(in crate::geometry) fn star() -> impl Strategy<Value = MultiPolygon> {
    (-50.0..50.0f64, -50.0..50.0f64, vec(4.0..30.0f64, 3..9), any::<bool>()).prop_map(
        |(x, y, radii, hole)| {
            let ring = |scale: f64| -> LineString {
                let turn = std::f64::consts::TAU / radii.len() as f64;
                let place = |(nth, r): (usize, &f64)| {
                    let angle = nth as f64 * turn + 0.1;
                    at(x + scale * r * angle.cos(), y + scale * r * angle.sin())
                };
                radii.iter().enumerate().map(place).collect()
            };
            let holes = if hole { vec![ring(0.5)] } else { Vec::new() };
            Polygon::new(ring(1.0), holes).into()
        },
    )
}

/// The slow way: geo's union, and the distance to each of its rings.
fn slow_depth(areas: &[MultiPolygon], place: Coord) -> f64 {
    let union = unary_union(areas.iter().flatten());
    let place = Point(place);
    let rings = union.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let distance = rings.map(|ring| Euclidean.distance(&place, ring)).fold(f64::INFINITY, f64::min);
    if union.contains(&place) { distance } else { -distance }
}

fn boxed_rings(shapes: &Shapes) -> Vec<(&[Coord], Rect)> {
    let rings = shapes.iter().flat_map(|area| area.rings().map(|ring| ring.positions));
    rings.map(|ring| (ring, ring_bounds(ring).unwrap())).collect()
}

proptest! {
    #[test]
    fn depth_is_what_the_slow_way_finds(
        areas in vec(star(), 1..12),
        places in vec((-90.0..90.0f64, -90.0..90.0f64), 8),
    ) {
        let shapes = shapes(&areas);
        let areas: Vec<MultiPolygon> = shapes.iter().map(|shape| shape.to_multi_polygon()).collect();
        let edge = UnionEdge::new(shapes.iter(), 0.0);
        for (x, y) in places {
            let (fast, slow) = (edge.depth(at(x, y)).unwrap(), slow_depth(&areas, at(x, y)));
            prop_assert!((fast - slow).abs() < 1e-5, "at {x} {y}: {fast}, slowly {slow}");
        }
    }

    #[test]
    fn tiles_leave_no_trace(areas in vec(star(), 1..6), places in vec((-90.0..90.0f64, -90.0..90.0f64), 8)) {
        let shapes = shapes(&areas);
        let rings = boxed_rings(&shapes);
        let pieces = |a_tile: usize| {
            let tiles = Tiles::over(&rings, a_tile, 0.0);
            (0..tiles.len()).flat_map(|tile| tiles.pieces(tile)).collect::<Vec<_>>()
        };
        let (many, one) = (pieces(1), pieces(10_000));
        prop_assert!(many.len() >= one.len());
        for (x, y) in places {
            let (a, b) = (signed_depth(&many, at(x, y)).unwrap(), signed_depth(&one, at(x, y)).unwrap());
            prop_assert!((a - b).abs() < 1e-9, "at {x} {y}: {a} and {b}");
        }
    }
}

/// Found at random: the topmost and rightmost corner of all lay a rounding beyond the last tile,
/// so the nearly upright edge into it was cut short and the other edge told the side.
#[test]
fn the_last_corner_of_all_keeps_its_side() {
    let areas = [
        wkt!(MULTIPOLYGON(((-29.254482727519033 0.3993336665873126,-32.38439548823596 3.908621669915484,-48.112381081020104 8.683632135265919,-36.21967806540236 -2.662462819975219,-31.62481771666816 -3.661819891112408,-29.254482727519033 0.3993336665873126)))),
        wkt!(MULTIPOLYGON(
            ((
                3.9800166611121033 - 30.063101757406336,
                -2.335841430407049 - 27.215306721278903,
                -8.820815030960553 - 50.02529555975831,
                3.9800166611121033 - 30.063101757406336
            ))
        )),
        wkt!(MULTIPOLYGON(((37.02475291584924 12.92332821021163,37.02590801733762 39.59554708103621,27.640831713252272 14.344741449798255,28.110276593180075 9.665951255238205,32.705136941914276 8.666594184101017,37.02475291584924 12.92332821021163)))),
    ];
    let shapes = shapes(&areas);
    let rings = boxed_rings(&shapes);
    let tiles = Tiles::over(&rings, 1, 0.0);
    let pieces: Vec<EdgePiece> = (0..tiles.len()).flat_map(|tile| tiles.pieces(tile)).collect();
    let depth = signed_depth(&pieces, at(86.7878104429754, 65.08308723895613)).unwrap();
    assert!((depth + 55.909_405_615_873_6).abs() < 1e-9, "{depth}");
}

#[test]
fn a_crack_between_two_tiles_is_no_edge() {
    let tile = |west: f64, east: f64| {
        let (low, high) = (Coord { x: west, y: 0.0 }, Coord { x: east, y: 50.0 });
        MultiPolygon::from(Rect::new(low, high).to_polygon())
    };
    let tiles = shapes(&[tile(0.0, 100.0), tile(100.3, 200.0)]);
    let depth = |crack: f64, x: f64| UnionEdge::new(tiles.iter(), crack).depth(Coord { x, y: 25.0 }).unwrap();
    assert!((depth(0.0, 99.0) - 1.0).abs() < 1e-6, "with the crack, an edge is 1 m away");
    for x in [99.0, 100.15, 101.0] {
        assert!((depth(1.0, x) - 25.0).abs() < 1e-6, "without it, 25 m: {}", depth(1.0, x));
    }
    assert!((depth(0.2, 99.0) - 1.0).abs() < 1e-6, "0.3 m is more than 0.2 m");
}
