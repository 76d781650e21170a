//! `--recheck` measures every share by another way; totals add up over the levels to the last digit.

use std::path::Path;
use std::process::{Command, Output};

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).display().to_string()
}

fn assess(out: &Path, villages: &str, coverage: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_covgap"));
    command.args(["assess", "--villages", &fixture(villages), "--coverage", &fixture(coverage)]);
    command.args(more).arg("--out").arg(out).output().unwrap()
}

#[test]
fn every_share_stands_a_second_look() {
    let scratch = tempfile::tempdir().unwrap();
    for (villages, coverage, shares) in [
        // five villages; two operators with four technologies, four technologies, and all that counts
        ("squares/villages.geojson", "squares/coverage.geojson", 5 * (2 * 4 + 4 + 1)),
        ("bad/good/villages.geojson", "bad/coverage/bowtie.geojson", 4 * (2 * 4 + 4 + 1)),
        ("bad/geometry/bowtie.geojson", "bad/good/coverage.geojson", 4 * (2 * 4 + 4 + 1)),
    ] {
        let ran = assess(&scratch.path().join("out"), villages, coverage, &["--recheck"]);
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(0), "{said}");
        assert!(said.contains(&format!("{shares} shares were measured once more")), "{said}");
    }
}

#[test]
fn the_communes_add_up_to_the_whole_exactly() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("out");
    let (villages, coverage) = ("squares/villages.geojson", "squares/coverage.geojson");
    assert!(assess(&out, villages, coverage, &[]).status.success());
    let text = std::fs::read_to_string(out.join("summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    let levels = summary["levels"].as_object().unwrap();
    assert!(!levels.is_empty());
    for (level, units) in levels {
        for total in ["villages", "uncovered_villages", "population", "people_in_uncovered_villages"] {
            let sum: f64 = units.as_array().unwrap().iter().map(|unit| unit[total].as_f64().unwrap()).sum();
            assert_eq!(Some(sum), summary["totals"][total].as_f64(), "{total} by {level}");
        }
    }
}

/// Whoever adds up the numbers as they are written finds the totals, to the last bit and in any order.
#[test]
fn what_is_written_adds_up_across_levels() {
    let scratch = tempfile::tempdir().unwrap();
    let file = |name: &str| scratch.path().join(name).display().to_string();
    let feature = |properties: &str, corners: &[[f64; 2]]| {
        let ring = format!("{corners:?}");
        format!(
            r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        )
    };
    let write = |name: &str, features: Vec<String>| {
        let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        std::fs::write(file(name), text).unwrap();
    };
    let villages = (0..60).map(|nth| {
        let (x, y) = (104.0 + 0.011 * f64::from(nth % 10), 19.0 + 0.013 * f64::from(nth / 10));
        let (commune, district) = (nth / 5, nth / 20);
        let properties = format!(
            r#""village_id":"V{nth}","commune":"C{commune}","district":"D{district}","province":"P","population":{},"households":{}"#,
            97 + nth * 31,
            20 + nth * 7
        );
        feature(&properties, &[[x, y], [x + 0.0107, y + 0.0003], [x + 0.0041, y + 0.0119], [x, y]])
    });
    write("v.geojson", villages.collect());
    let half = [[103.0, 18.9], [104.0333, 18.9], [104.0777, 19.9], [103.0, 19.9], [103.0, 18.9]];
    write("c.geojson", vec![feature(r#""operator":"A","technology":"4G""#, &half)]);
    let out = scratch.path().join("out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_covgap"));
    command.args(["assess", "--villages", &file("v.geojson"), "--coverage", &file("c.geojson")]);
    let ran = command.args(["--only", "villages.csv,summary.json", "--out"]).arg(&out).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let text = std::fs::read_to_string(out.join("summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    let totals = summary["totals"].as_object().unwrap();
    let levels = summary["levels"].as_object().unwrap();
    assert_eq!(levels.len(), 3);
    let mut compared = 0;
    for (level, units) in levels {
        for (key, total) in totals.iter().filter(|(_, total)| total.is_number()) {
            let of: Vec<f64> =
                units.as_array().unwrap().iter().filter_map(|unit| unit[key].as_f64()).collect();
            assert_eq!(of.iter().sum::<f64>(), total.as_f64().unwrap(), "{key} of {level}");
            assert_eq!(of.iter().rev().sum::<f64>(), total.as_f64().unwrap(), "{key} of {level}");
            compared += 1;
        }
    }
    assert!(compared >= 30, "{compared}");
    assert!(totals["people_outside"].as_f64().unwrap().fract() != 0.0, "nothing to add up");
    let mut table = csv::Reader::from_path(out.join("villages.csv")).unwrap();
    let header = table.headers().unwrap().clone();
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    for key in ["population", "households", "people_outside", "area_km2"] {
        let at = header.iter().position(|name| name == key).unwrap();
        let sum: f64 = rows.iter().filter_map(|row| row[at].parse::<f64>().ok()).sum();
        assert_eq!(sum, totals[key].as_f64().unwrap(), "{key} of villages.csv");
    }
}
