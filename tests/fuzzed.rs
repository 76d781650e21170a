//! What fuzzing found, kept.

use covgap::geometry::{Shapes, area, prepare};
use geo::Coord;

/// The feature of some bytes, as `fuzz/fuzz_targets/shares.rs` makes it.
fn feature(bytes: &[u8]) -> Shapes {
    let mut shapes = Shapes::new();
    for polygon in bytes.split(|&byte| byte == 0xFD) {
        for ring in polygon.split(|&byte| byte == 0xFE) {
            for pair in ring.chunks_exact(2) {
                let (x, y) = (f64::from(pair[0] % 24), f64::from(pair[1] % 24));
                shapes.push_position(Coord { x: 500_000.0 + x, y });
            }
            shapes.end_ring();
        }
        shapes.end_polygon();
    }
    shapes.end_feature();
    shapes
}

/// Where rings cross, the repair rounds the crossings; looked at again, some of them may cross anew. What counts is that
/// nothing is gained or lost by it.
#[test]
fn a_repaired_shape_keeps_its_area_when_it_is_repaired_again() {
    let found = [1, 8, 1, 1, 8, 8, 0x18, 0xF6, 0xFE, 9, 8, 8, 8, 1, 1, 0x12, 0xF7, 0, 2, 2, 6];
    let mut once = feature(&found);
    prepare(&mut once);
    let mut again = once.clone();
    let repairs = prepare(&mut again);
    assert!(!repairs.is_empty(), "the case is no longer what it was found for");
    let (first, second) = (area(&once.get(0)), area(&again.get(0)));
    assert!(first > 0.0 && (first - second).abs() < 1e-9 * first, "{first} and then {second}");
}
