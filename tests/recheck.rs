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
