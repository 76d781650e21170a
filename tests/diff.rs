//! `covgap diff` on the story of the squares: what a pencil says, in every file, on any number of threads.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn covgap(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_covgap"));
    command.args(arguments).env_remove("SOURCE_DATE_EPOCH").output().expect("the program starts")
}

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).display().to_string()
}

/// A folder of this test's own, and in it the coverage of before: `a2` was 4G then, `b2` was not there.
fn story() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let now = std::fs::read_to_string(fixture("squares/coverage.geojson")).unwrap();
    let mut then: serde_json::Value = serde_json::from_str(&now).unwrap();
    let features = then["features"].as_array_mut().unwrap();
    features.retain(|feature| feature["properties"]["area_id"] != "b2");
    features[2]["properties"]["technology"] = "4G".into();
    let path = folder.path().join("then.geojson");
    std::fs::write(&path, then.to_string()).unwrap();
    (folder, path.display().to_string())
}

fn diff(then: &str, out: &Path, more: &[&str]) -> Output {
    let (villages, now) = (fixture("squares/villages.geojson"), fixture("squares/coverage.geojson"));
    let out = out.display().to_string();
    let mut words =
        vec!["diff", "--old-coverage", then, "--villages", &villages, "--coverage", &now, "--out", &out];
    words.extend(more);
    covgap(&words)
}

/// The rows of diff.csv by village: column → cell.
fn rows(out: &Path) -> HashMap<String, HashMap<String, String>> {
    let text = std::fs::read_to_string(out.join("diff.csv")).unwrap();
    let mut lines = text.lines();
    let cells = |line: &str| -> Vec<String> {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                other => cells.last_mut().unwrap().push(other),
            }
        }
        cells
    };
    let header = cells(lines.next().unwrap());
    lines
        .map(|line| header.iter().cloned().zip(cells(line)).collect::<HashMap<_, _>>())
        .map(|row| (row["village_id"].clone(), row))
        .collect()
}

fn files(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    entries.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect()
}

#[test]
fn gained_and_lost_are_those_of_the_pencil_with_their_reason() {
    let (folder, then) = story();
    let out = folder.path().join("out");
    let ran = diff(&then, &out, &[]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let rows = rows(&out);
    let expected = [
        ("Q1", "unchanged", "covered", "covered", ""),
        ("Q2", "unchanged", "covered", "covered", ""),
        ("Q3", "lost", "covered", "uncovered", "coverage"),
        ("Q4", "gained", "uncovered", "covered", "coverage"),
        ("Q5", "unchanged", "uncovered", "uncovered", ""),
    ];
    for (id, change, before, now, cause) in expected {
        let row = &rows[id];
        let found = [&row["change"], &row["status_before"], &row["status_now"], &row["cause"]];
        assert_eq!(found, [change, before, now, cause], "{id}");
    }
    assert_eq!(rows["Q4"]["covered_share_before"], "0");
    assert_eq!(rows["Q4"]["covered_share_now"], "0.5");
    assert_eq!(rows["Q3"]["reason"], "4G service area a2 of Alpha vanished; it held 100.0 % of it");
    assert_eq!(
        rows["Q4"]["reason_vi"], "vùng phủ 3G b2 của Beta mới có, phủ 50,0 % thôn, bản",
        "the same in Vietnamese"
    );
    let json: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("diff.json")).unwrap()).unwrap();
    assert_eq!(json["changes"]["gained"], serde_json::json!({ "villages": 1, "people": 400.0 }));
    assert_eq!(json["changes"]["lost"], serde_json::json!({ "villages": 1, "people": 300.0 }));
    let roles: Vec<&str> =
        json["inputs"].as_array().unwrap().iter().map(|it| it["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["villages", "old coverage", "coverage"]);
    // the rest of the result is that of the new vintage alone
    let alone = folder.path().join("alone");
    let (villages, now) = (fixture("squares/villages.geojson"), fixture("squares/coverage.geojson"));
    let path = alone.display().to_string();
    covgap(&["assess", "--villages", &villages, "--coverage", &now, "--out", &path]);
    for name in ["villages.csv", "flips.csv", "rules.csv", "gaps.csv"] {
        assert!(std::fs::read(out.join(name)).unwrap() == std::fs::read(alone.join(name)).unwrap(), "{name}");
    }
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("\"changes\":{\"rules\""), "the report tells it too");
}

#[test]
fn every_format_is_the_same_with_one_thread_and_with_many_and_the_evidence_holds() {
    let (folder, then) = story();
    let more = "gpkg,flatgeobuf,geoparquet,kml,shapefile,qml,sld,xlsx,docs";
    let run = |threads: &str| {
        let out = folder.path().join(threads);
        let ran = diff(&then, &out, &["--format", more, "--threads", threads, "--evidence", "--quiet"]);
        assert!(ran.status.success() && ran.stdout.is_empty(), "{}", String::from_utf8_lossy(&ran.stderr));
        let mut all = files(&out);
        all.remove("run.json");
        all
    };
    let (one, many) = (run("1"), run("7"));
    for extension in ["csv", "geojson", "fgb", "parquet", "kml", "shp", "dbf", "qml", "sld"] {
        let name = format!("diff.{extension}");
        assert!(one.contains_key(&name), "no {name}");
    }
    assert_eq!(one.keys().collect::<Vec<_>>(), many.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &many[name], "{name} differs");
    }
    let pack = folder.path().join("1/evidence.zip").display().to_string();
    let inputs = [folder.path().display().to_string(), fixture("squares")];
    let verified = covgap(&["verify", &pack, "--inputs", &inputs[0], "--inputs", &inputs[1]]);
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn only_the_comparison_when_only_that_is_asked_for() {
    let (folder, then) = story();
    let out = folder.path().join("out");
    let ran = diff(&then, &out, &["--only", "diff.csv", "--quiet"]);
    assert!(ran.status.success() && ran.stdout.is_empty());
    assert_eq!(files(&out).into_keys().collect::<Vec<_>>(), ["diff.csv", "run.json"]);
}

#[test]
fn two_files_alone_are_the_old_coverage_and_the_new() {
    let (folder, then) = story();
    let (short, long) = (folder.path().join("short"), folder.path().join("long"));
    assert!(diff(&then, &long, &["--only", "diff.csv"]).status.success());
    let (villages, now) = (fixture("squares/villages.geojson"), fixture("squares/coverage.geojson"));
    let out = short.display().to_string();
    let words = ["diff", &then, &now, "--villages", &villages, "--only", "diff.csv", "--out", &out];
    let ran = covgap(&words);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(files(&short)["diff.csv"], files(&long)["diff.csv"]);
    for wrong in [
        &["diff", &then, "--villages", &villages, "--out", &out][..],
        &["diff", "--villages", &villages, "--out", &out],
    ] {
        assert_eq!(covgap(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

/// Flags of how sure statuses are belong to the new vintage, and hold there.
#[test]
fn flips_band_and_order_are_honoured() {
    let (folder, then) = story();
    let out = folder.path().join("out");
    let flags = ["--flip", "77", "--band", "33", "--by", "uncovered-people"];
    let ran = diff(&then, &out, &flags);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let flips = std::fs::read_to_string(out.join("flips.csv")).unwrap();
    assert!(flips.lines().next().unwrap().contains("status_plus_77m"));
    let summary: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("summary.json")).unwrap()).unwrap();
    assert_eq!(summary["scrutiny"]["band_m"], 33.0);
    assert_eq!(summary["options"]["ranked_by"], "uncovered-people");
}

/// Towers of before and now: the disc rule looks at those of its own vintage. Village Q5 is 500 m
/// from the tower that is new; the tower of before stood 3.5 km away from it.
#[test]
fn a_disc_is_drawn_around_the_sites_of_each_vintage() {
    let (folder, _) = story();
    let tower = |name: &str, x: f64| {
        let path = folder.path().join(name);
        let text = format!(
            "{{\"type\":\"FeatureCollection\",\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\
             \"urn:ogc:def:crs:EPSG::3405\"}}}},\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"operator\":\
             \"Alpha\",\"technology\":\"4G\",\"radius_m\":400}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":\
             [{x}, 2100500]}}}}]}}"
        );
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (then, now) = (tower("then-towers.geojson", 501_000.0), tower("now-towers.geojson", 504_000.0));
    let villages = fixture("squares/villages.geojson");
    let out = folder.path().join("out");
    let path = out.display().to_string();
    let mut words = vec!["diff", "--old-coverage", &then, "--villages", &villages, "--coverage", &now];
    words.extend(["--rule", "within:600m", "--out", &path, "--quiet"]);
    let ran = covgap(&words);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let rows = rows(&out);
    let changes = ["Q1", "Q2", "Q3", "Q4", "Q5"].map(|id| rows[id]["change"].as_str());
    assert_eq!(changes, ["lost", "lost", "unchanged", "gained", "gained"]);
    let near = |id: &str, when: &str| rows[id][&format!("site_distance_{when}_m")].parse::<f64>().unwrap();
    assert!((near("Q5", "before") - 3_500.0).abs() < 0.5 && (near("Q5", "now") - 500.0).abs() < 0.5);
    assert!(rows["Q5"]["reason"].contains("nearest site that counts: 3500 m before, 500 m now"));
}
