//! What changes with an area, and that nothing else does.

mod geometry_support;

use covgap::geometry::{AreaIndex, Cuts, Shapes, ZoneIndex, prepare, shares};
use geo::{Coord, MapCoords, MultiPolygon};
use geometry_support::{shapes, star};
use proptest::prelude::*;

fn scattered(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<MultiPolygon>> {
    let one = (star(), -3i32..4, -3i32..4).prop_map(|(shape, dx, dy)| {
        shape.map_coords(|p| Coord { x: p.x + f64::from(7 * dx), y: p.y + f64::from(7 * dy) })
    });
    proptest::collection::vec(one, count)
}

fn prepared(all: &[MultiPolygon]) -> Shapes {
    let mut shapes = shapes(all);
    prepare(&mut shapes);
    shapes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn an_update_is_bit_for_bit_a_full_run(
        zones in scattered(1..12),
        areas in scattered(1..12),
        more in scattered(0..4),
        gone in 0usize..12,
    ) {
        let (zones, areas, more) = (prepared(&zones), prepared(&areas), prepared(&more));
        let gone = gone % areas.len();
        let layers: Vec<u16> = (0..16).map(|n| n % 3).collect();
        let mut cuts = Cuts::new(3);
        for cut in [vec![0], vec![1], vec![2], vec![0, 1], vec![0, 1, 2]] {
            cuts.add(cut);
        }
        let index = AreaIndex::new(&areas, &layers[..areas.len()]);
        let mut found = shares(&zones, &index, &cuts);

        let changed = index.without(&[gone]).with(&more, &layers[..more.len()]);
        let touched = ZoneIndex::new(&zones).near(more.iter().chain([areas.get(gone)]));
        found.update(&zones, &touched, &changed, &cuts);

        let (mut after, mut after_layers) = (Shapes::new(), Vec::new());
        for area in (0..areas.len()).filter(|&area| area != gone) {
            after.push_shape(&areas.get(area));
            after_layers.push(layers[area]);
        }
        for (area, &layer) in layers.iter().enumerate().take(more.len()) {
            after.push_shape(&more.get(area));
            after_layers.push(layer);
        }
        let full = shares(&zones, &AreaIndex::new(&after, &after_layers), &cuts);
        for zone in 0..zones.len() {
            for cut in 0..cuts.len() {
                prop_assert_eq!(found.share(zone, cut).to_bits(), full.share(zone, cut).to_bits());
            }
        }
        prop_assert_eq!(found, full);
    }

    #[test]
    fn one_thread_or_two_give_the_same_bytes(zones in scattered(1..40), areas in scattered(1..40)) {
        let (zones, areas) = (prepared(&zones), prepared(&areas));
        let layers = vec![0; areas.len()];
        let mut cuts = Cuts::new(1);
        cuts.add([0]);
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| shares(&zones, &AreaIndex::new(&areas, &layers), &cuts))
        };
        prop_assert_eq!(run(1), run(2));
    }
}
