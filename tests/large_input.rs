//! Shapes too large to keep as files: a boundary of a million corners, one with ten thousand
//! holes, a coverage with a hundred thousand parts. Unoptimised builds take a tenth of the corners.

use std::f64::consts::TAU;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// How many corners: all of them where the program is optimised.
const CORNERS: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };

fn square(x: f64, y: f64, size: f64) -> String {
    let (far_x, far_y) = (x + size, y + size);
    format!("[[{x},{y}],[{far_x},{y}],[{far_x},{far_y}],[{x},{far_y}],[{x},{y}]]")
}

/// A collection in metres of VN-2000 zone 48, of one feature.
fn file(path: &Path, properties: &str, kind: &str, coordinates: &str) {
    let text = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:3405"}}}},"features":[
        {{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}]}}"#
    );
    std::fs::write(path, text).unwrap();
}

/// The covered share of the one village.
fn share(folder: &Path) -> f64 {
    let ran = Command::new(env!("CARGO_BIN_EXE_covgap"))
        .current_dir(folder)
        .args(["assess", "--villages", "v.geojson", "--coverage", "c.geojson", "--only", "villages.csv"])
        .args(["--out", "out"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(0), "{said}");
    assert!(!said.contains("repaired"), "{said}");
    let table = std::fs::read_to_string(folder.join("out/villages.csv")).unwrap();
    table.lines().nth(1).unwrap().split(',').nth(2).unwrap().parse().unwrap()
}

const VILLAGE: &str = r#""village_id":"V1""#;
const LTE: &str = r#""operator":"Alpha","technology":"4G""#;

#[test]
fn a_boundary_of_a_million_corners() {
    let folder = tempfile::tempdir().unwrap();
    let mut ring = String::from("[[");
    for corner in 0..=CORNERS {
        let angle = TAU * (corner % CORNERS) as f64 / CORNERS as f64;
        let comma = if corner == 0 { "" } else { "," };
        let (x, y) = (500_000.0 + 5_000.0 * angle.cos(), 2_100_000.0 + 5_000.0 * angle.sin());
        write!(ring, "{comma}[{x},{y}]").unwrap();
    }
    ring.push_str("]]");
    file(&folder.path().join("v.geojson"), VILLAGE, "Polygon", &ring);
    let right_half = format!("[{}]", square(500_000.0, 2_090_000.0, 20_000.0));
    file(&folder.path().join("c.geojson"), LTE, "Polygon", &right_half);
    let found = share(folder.path());
    assert!((found - 0.5).abs() < 1e-9, "half of a disc: {found}");
}

#[test]
fn ten_thousand_holes() {
    let folder = tempfile::tempdir().unwrap();
    // holes of 50 m in cells of 100 m: a quarter of the ground
    let mut rings = format!("[{}", square(500_000.0, 2_100_000.0, 10_000.0));
    for nth in 0..10_000 {
        let (x, y) = (f64::from(nth % 100), f64::from(nth / 100));
        let hole = square(500_025.0 + 100.0 * x, 2_100_025.0 + 100.0 * y, 50.0);
        write!(rings, ",{hole}").unwrap();
    }
    rings.push(']');
    let whole = format!("[{}]", square(500_000.0, 2_100_000.0, 10_000.0));
    let (villages, coverage) = (folder.path().join("v.geojson"), folder.path().join("c.geojson"));
    file(&villages, VILLAGE, "Polygon", &whole);
    file(&coverage, LTE, "Polygon", &rings);
    let found = share(folder.path());
    assert!((found - 0.75).abs() < 1e-12, "holes in the coverage: {found}");
    file(&villages, VILLAGE, "Polygon", &rings);
    file(&coverage, LTE, "Polygon", &whole);
    let found = share(folder.path());
    assert!((found - 1.0).abs() < 1e-12, "holes in the village: {found}");
}

#[test]
fn a_coverage_of_many_parts() {
    let folder = tempfile::tempdir().unwrap();
    let side = if cfg!(debug_assertions) { 100 } else { 316 };
    let mut parts = String::from("[");
    for nth in 0..side * side {
        let (x, y) = (f64::from(nth % side), f64::from(nth / side));
        let comma = if nth == 0 { "" } else { "," };
        // every part covers half a cell's width
        let (west, south) = (500_000.0 + 20.0 * x, 2_100_000.0 + 20.0 * y);
        let (east, north) = (west + 10.0, south + 20.0);
        write!(
            parts,
            "{comma}[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]"
        )
        .unwrap();
    }
    parts.push(']');
    file(&folder.path().join("c.geojson"), LTE, "MultiPolygon", &parts);
    let whole = format!("[{}]", square(500_000.0, 2_100_000.0, 20.0 * f64::from(side)));
    file(&folder.path().join("v.geojson"), VILLAGE, "Polygon", &whole);
    let found = share(folder.path());
    assert!((found - 0.5).abs() < 1e-12, "every other strip: {found}");
}

/// What the cracks of a giant shape take is not told by the size of its file: it is told before they are closed.
#[test]
fn a_giant_shape_is_refused_before_it_takes_the_memory() {
    let folder = tempfile::tempdir().unwrap();
    let whole = format!("[{}]", square(500_000.0, 2_100_000.0, 10_000.0));
    file(&folder.path().join("v.geojson"), VILLAGE, "Polygon", &whole);
    let corner = |nth: u32| {
        let angle = TAU * f64::from(nth % 100_000) / 100_000.0;
        format!("[{},{}]", 500_000.0 + 5_000.0 * angle.cos(), 2_100_000.0 + 5_000.0 * angle.sin())
    };
    let ring: Vec<String> = (0..=100_000).map(corner).collect();
    file(&folder.path().join("c.geojson"), LTE, "Polygon", &format!("[[{}]]", ring.join(",")));
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_covgap"));
        command.current_dir(folder.path()).args(["assess", "--villages", "v.geojson"]);
        command
            .args(["--coverage", "c.geojson", "--out", "out", "--memory", "220MB"])
            .args(more)
            .output()
            .unwrap()
    };
    let refused = run(&[]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("the files need about") && said.contains("largest is c.geojson"), "{said}");
    assert!(!folder.path().join("out").exists());
    let shares = run(&["--only", "villages.csv"]);
    assert!(shares.status.success(), "{}", String::from_utf8_lossy(&shares.stderr));
}
