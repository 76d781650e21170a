//! Any rings whatever, on a coarse grid where everything coincides: no panic, no share outside
//! 0 to 1, and a union that is neither less than its largest part nor more than their sum.

#![no_main]

use covgap::geometry::{AreaIndex, Cuts, Shapes, prepare, share_of_one, shares};
use geo::Coord;
use libfuzzer_sys::fuzz_target;

/// What rounding may add, in shares of the zone's box.
const ROUNDING: f64 = 1e-9;

fuzz_target!(|data: &[u8]| {
    let mut features = data.split(|&byte| byte == 0xFF).filter(|feature| !feature.is_empty());
    let mut zones = Shapes::new();
    push(&mut zones, features.next().unwrap_or(&[]));
    let mut areas = Shapes::new();
    features.take(24).for_each(|feature| push(&mut areas, feature));
    prepare(&mut zones);
    prepare(&mut areas);
    // a ring that the rounding of a crossing left without area may go, and nothing else
    let mut again = areas.clone();
    prepare(&mut again);
    for nth in 0..areas.len() {
        let (once, twice) = (covgap::geometry::area(&areas.get(nth)), covgap::geometry::area(&again.get(nth)));
        assert!((once - twice).abs() <= ROUNDING * 24.0 * 24.0, "repaired again, {once} becomes {twice}");
    }

    let layers: Vec<u16> = (0..areas.len()).map(|nth| nth as u16).collect();
    let mut cuts = Cuts::new(areas.len());
    cuts.add(layers.iter().copied());
    for &layer in &layers {
        cuts.add([layer]);
    }
    let index = AreaIndex::new(&areas, &layers);
    let found = shares(&zones, &index, &cuts);
    let union = found.share(0, 0);
    let parts: Vec<f64> = layers.iter().map(|&layer| found.share(0, 1 + usize::from(layer))).collect();
    assert!(parts.iter().chain([&union]).all(|share| (0.0..=1.0).contains(share)));
    let zone = zones.get(0);
    let whole = covgap::geometry::area(&zone);
    let room = covgap::geometry::bounds(&zone).map_or(0.0, |rect| rect.width() * rect.height());
    let rounding = if whole > 0.0 { ROUNDING * room / whole } else { 0.0 };
    assert!(parts.iter().all(|&part| part <= union + rounding));
    assert!(union <= parts.iter().sum::<f64>() + rounding);
    assert_eq!(share_of_one(&zone, &index, &cuts).shares[0].to_bits(), union.to_bits());
});

/// One feature: 0xFE ends a ring, 0xFD a polygon, two other bytes are a position.
fn push(shapes: &mut Shapes, bytes: &[u8]) {
    for polygon in bytes.split(|&byte| byte == 0xFD) {
        for ring in polygon.split(|&byte| byte == 0xFE) {
            for pair in ring.chunks_exact(2) {
                shapes.push_position(Coord { x: 500_000.0 + f64::from(pair[0] % 24), y: f64::from(pair[1] % 24) });
            }
            shapes.end_ring();
        }
        shapes.end_polygon();
    }
    shapes.end_feature();
}
