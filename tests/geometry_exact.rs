//! Shares against exact arithmetic, on shapes full of coincidences.

mod geometry_support;

use covgap::geometry::{AreaIndex, Cuts, Shape, prepare, share_of_one, shares};
use geo::{MapCoords, MultiPolygon};
use geometry_support::{polygon, scaled_error, shapes, star};
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
