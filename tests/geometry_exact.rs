//! Shares against exact arithmetic, on shapes full of coincidences.

mod geometry_support;

use covgap::geometry::{AreaIndex, Cuts, Shape, prepare, share_of_one, shares};
use geo::{MapCoords, MultiPolygon};
use geometry_support::{comb, polygon, scaled_error, shapes, slab, star};
use proptest::prelude::*;

/// What is promised is 1e-12.
const GOOD: f64 = 1e-13;

fn check(zone: &MultiPolygon, areas: &[MultiPolygon]) -> Result<(), TestCaseError> {
    let mut zones = shapes(std::slice::from_ref(zone));
    let mut areas = shapes(areas);
    prepare(&mut zones);
    prepare(&mut areas);
    let layers: Vec<u16> = (0..areas.len() as u16).collect();
    let mut cuts = Cuts::new(areas.len());
    cuts.add(0..areas.len() as u16);
    cuts.add([0, areas.len() as u16 / 2]);
    let index = AreaIndex::new(&areas, &layers);
    let found = shares(&zones, &index, &cuts);
    let all: Vec<Shape> = areas.iter().collect();
    for cut in 0..cuts.len() {
        let share = found.share(0, cut);
        let chosen: Vec<Shape> =
            (0..all.len()).filter(|&n| cuts.contains(cut, n as u16)).map(|n| all[n].clone()).collect();
        prop_assert!((0.0..=1.0).contains(&share));
        let error = scaled_error(&zones.get(0), &chosen, share);
        prop_assert!(error <= GOOD, "cut {cut}: {share} is off by {error:e}");
    }
    let one = share_of_one(&zones.get(0), &index, &cuts);
    for (area, share) in one.areas {
        let error = scaled_error(&zones.get(0), &all[area..=area], share);
        prop_assert!(error <= GOOD, "area {area}: {share} is off by {error:e}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn stars_on_a_grid(zone in star(), areas in proptest::collection::vec(star(), 1..5)) {
        check(&zone, &areas)?;
    }

    #[test]
    fn copies_of_the_zone_moved_and_turned(zone in star(), moves in proptest::collection::vec((-3i32..4, -3i32..4, 0i32..14), 1..5)) {
        let areas: Vec<MultiPolygon> = moves.iter().map(|&(dx, dy, turn)| {
            let (sin, cos) = if turn == 0 { (0.0, 1.0) } else { 10f64.powi(-turn).sin_cos() };
            zone.map_coords(|p| geo::Coord {
                x: p.x * cos - p.y * sin + f64::from(dx),
                y: p.x * sin + p.y * cos + f64::from(dy),
            })
        }).collect();
        check(&zone, &areas)?;
    }

    #[test]
    fn far_from_the_origin(zone in star(), areas in proptest::collection::vec(star(), 1..4)) {
        let far = |shape: &MultiPolygon| shape.map_coords(|p| geo::Coord { x: p.x + 612_345.678, y: p.y + 2_098_765.432 });
        let areas: Vec<_> = areas.iter().map(far).collect();
        check(&far(&zone), &areas)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn zones_of_many_short_edges(zone in slab(), areas in proptest::collection::vec(star(), 1..3), far in any::<bool>()) {
        let by = if far { 2_098_765.432 } else { 0.0 };
        let moved = |shape: &MultiPolygon| shape.map_coords(|p| geo::Coord { x: p.x + by, y: p.y - by });
        check(&moved(&zone), &areas.iter().map(moved).collect::<Vec<_>>())?;
    }

    #[test]
    fn zones_with_deep_bays(zone in comb(), areas in proptest::collection::vec(star(), 1..3), small in any::<bool>()) {
        let size = if small { 0.375 } else { 1.0 };
        let areas: Vec<_> = areas.iter().map(|shape| shape.map_coords(|p| geo::Coord { x: p.x * size, y: p.y * size })).collect();
        check(&zone, &areas)?;
    }

    /// Long leaning teeth beside a small zone: most edges are left of it, one by one and in runs.
    #[test]
    fn areas_of_long_teeth(zone in star(), teeth in comb(), (lean, up) in (-3i32..4, 1i32..4), (dx, dy) in (-9i32..10, -9i32..10)) {
        let zone = zone.map_coords(|p| geo::Coord { x: p.x * 0.25 + f64::from(dx), y: p.y * 0.25 + f64::from(dy) });
        let leaning = teeth.map_coords(|p| geo::Coord {
            x: 3.0 * p.x + 0.5 * f64::from(lean) * p.y,
            y: f64::from(up) * p.y + 0.25 * f64::from(lean) * p.x,
        });
        check(&zone, &[leaning])?;
    }

    #[test]
    fn zones_of_two_parts(one in slab(), two in slab(), (dx, dy) in (-14i32..15, 12i32..20), areas in proptest::collection::vec(star(), 1..3)) {
        let mut parts = one.0;
        let two = two.map_coords(|p| geo::Coord { x: p.x + f64::from(dx), y: p.y + f64::from(dy) });
        parts.extend(two.0);
        check(&MultiPolygon::new(parts), &areas)?;
    }

    #[test]
    fn slivers(zone in slab(), thin in 1i32..12, areas in proptest::collection::vec(star(), 1..3)) {
        let flat = zone.map_coords(|p| geo::Coord { x: p.x, y: p.y * 10f64.powi(-thin) });
        check(&flat, &areas)?;
    }
}

#[test]
fn thousands_of_overlaps_are_as_one() {
    let zone = polygon(&[(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (0.0, 8.0)]);
    let half = polygon(&[(-1.0, -1.0), (4.0, -1.0), (4.0, 9.0), (-1.0, 9.0)]);
    let many: Vec<MultiPolygon> = (0..3_000)
        .map(|nth| half.map_coords(|p| geo::Coord { x: p.x - f64::from(nth % 7) / 64.0, y: p.y }))
        .collect();
    let (zones, areas) = (shapes(&[zone]), shapes(&many));
    let layers: Vec<u16> = (0..many.len()).map(|nth| (nth % 9) as u16).collect();
    let mut cuts = Cuts::new(9);
    cuts.add(0..9);
    cuts.add([3]);
    let found = shares(&zones, &AreaIndex::new(&areas, &layers), &cuts);
    assert_eq!((found.share(0, 0), found.share(0, 1)), (0.5, 0.5));
}

#[test]
fn a_neighbour_along_a_straight_border_has_no_share() {
    let zone = polygon(&[(0.0, 0.0), (7.0, 1.0), (6.0, 9.0), (-1.0, 8.0)]);
    let along = |t: f64| (7.0 - t, 1.0 + 8.0 * t);
    let neighbour =
        polygon(&[(7.0, 1.0), (20.0, 1.0), (20.0, 9.0), (6.0, 9.0), along(0.75), along(0.5), along(0.25)]);
    let (zones, areas) = (shapes(&[zone]), shapes(&[neighbour]));
    let mut cuts = Cuts::new(1);
    cuts.add([0]);
    let found = shares(&zones, &AreaIndex::new(&areas, &[0]), &cuts);
    assert_eq!(found.share(0, 0), 0.0);
    assert!(!found.touches(0, 0));
}
