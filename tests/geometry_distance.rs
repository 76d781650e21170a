//! Distances against a look at every edge.

mod geometry_support;

use covgap::geometry::{
    AreaIndex, Cuts, Shape, distance_to_nearest, prepare, shares, zone_distance_to_nearest,
};
use geo::{Contains, Coord, Distance, Euclidean, MapCoords, MultiPolygon, Point};
use geometry_support::{shapes, star};
use proptest::prelude::*;

fn spread(areas: &[(MultiPolygon, i32, i32)]) -> Vec<MultiPolygon> {
    let moved = |(area, dx, dy): &(MultiPolygon, i32, i32)| {
        area.map_coords(|p| Coord { x: p.x + f64::from(10 * dx), y: p.y + f64::from(10 * dy) })
    };
    areas.iter().map(moved).collect()
}

fn edges<'a>(shape: &Shape<'a>) -> impl Iterator<Item = geo::Line> + use<'a> {
    shape.rings().flat_map(|ring| ring.positions.windows(2)).map(|pair| geo::Line::new(pair[0], pair[1]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nearest_is_nearest(
        zone in star(),
        areas in proptest::collection::vec((star(), -9i32..9, -9i32..9), 1..12),
        x in -90.0f64..90.0,
        y in -90.0f64..90.0,
    ) {
        let layers: Vec<u16> = (0..areas.len()).map(|n| (n % 2) as u16).collect();
        let mut areas = shapes(&spread(&areas));
        let mut zones = shapes(&[zone]);
        prepare(&mut areas);
        prepare(&mut zones);
        let index = AreaIndex::new(&areas, &layers);
        let mut cuts = Cuts::new(3);
        let (even, none) = (cuts.add([0]), cuts.add([2]));
        let chosen: Vec<Shape> = (0..areas.len()).step_by(2).map(|n| areas.get(n)).collect();

        let point = Point::new(x, y);
        let slow = chosen.iter().map(|area| {
            if area.to_multi_polygon().contains(&point) { return 0.0 }
            edges(area).map(|e| Euclidean.distance(&point, &e)).fold(f64::INFINITY, f64::min)
        }).fold(f64::INFINITY, f64::min);
        let fast = distance_to_nearest(point.into(), &index, &cuts, even).unwrap();
        prop_assert!((fast - slow).abs() <= 1e-12 * (1.0 + slow), "{fast} is not {slow}");
        prop_assert_eq!(distance_to_nearest(point.into(), &index, &cuts, none), None);

        let zone = zones.get(0);
        let meets = shares(&zones, &index, &cuts).share(0, even) > 0.0;
        let slow = if meets { 0.0 } else {
            chosen.iter().flat_map(edges)
                .flat_map(|e| edges(&zone).map(move |own| Euclidean.distance(&own, &e)))
                .fold(f64::INFINITY, f64::min)
        };
        let fast = zone_distance_to_nearest(&zone, &index, &cuts, even).unwrap();
        prop_assert!((fast - slow).abs() <= 1e-12 * (1.0 + slow), "{fast} is not {slow}");
    }
}
