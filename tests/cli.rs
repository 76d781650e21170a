//! The program as a user meets it: flags, files, exit codes, on a story whose answers a pencil
//! gives (fixtures/squares).

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_covgap");

fn covgap(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().expect("the program starts")
}

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).display().to_string()
}

/// A directory of this test's own, gone when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("covgap-cli-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn assess_squares(out: &str, more: &[&str]) -> Output {
    let (villages, coverage) = (fixture("squares/villages.geojson"), fixture("squares/coverage.geojson"));
    let mut arguments = vec!["assess", "--villages", &villages, "--coverage", &coverage, "--out", out];
    arguments.extend(more);
    covgap(&arguments)
}

/// The rows of a CSV by the value of a column, each as column → cell. Only for cells without quotes.
fn rows(file: &str, key: &str) -> HashMap<String, HashMap<String, String>> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines
        .map(|line| {
            let row: HashMap<String, String> =
                header.iter().map(|name| name.to_string()).zip(line.split(',').map(str::to_owned)).collect();
            (row[key].clone(), row)
        })
        .collect()
}

fn number(row: &HashMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {}", row[column]))
}

#[test]
fn the_answers_are_those_of_the_pencil() {
    let scratch = Scratch::new("pencil");
    let ran = assess_squares(&scratch.path("out"), &[]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let villages = rows(&scratch.path("out/villages.csv"), "village_id");
    let expected = [
        ("Q1", "covered", 1.0, 0.0, 0.0),
        ("Q2", "covered", 0.75, 0.0, 50.0),
        ("Q3", "uncovered", 0.0, 250.0, 300.0),
        ("Q4", "covered", 0.5, 0.0, 200.0),
        ("Q5", "uncovered", 0.0, 250.0, 500.0),
    ];
    for (id, status, share, distance, outside) in expected {
        let row = &villages[id];
        assert_eq!(row["status"], status, "{id}");
        assert!((number(row, "covered_share") - share).abs() < 1e-12, "{id}: {}", row["covered_share"]);
        assert!((number(row, "distance_m") - distance).abs() < 1e-6, "{id}: {}", row["distance_m"]);
        assert!((number(row, "people_outside") - outside).abs() < 1e-9, "{id}: {}", row["people_outside"]);
        let area = number(row, "area_km2");
        assert!((area - 1.0).abs() < 0.002, "{id}: a square kilometre is {area}");
    }
    assert_eq!(villages["Q3"]["share_2g"], "1");
    assert_eq!(villages["Q2"]["operators"], "Alpha; Beta");

    let uncovered = std::fs::read_to_string(scratch.path("out/uncovered.csv")).unwrap();
    let ids: Vec<&str> = uncovered.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(ids, ["Q5", "Q3"], "most people first");

    let summary: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(scratch.path("out/summary.json")).unwrap()).unwrap();
    assert_eq!(summary["totals"]["uncovered_villages"], 2);
    assert_eq!(summary["totals"]["people_outside"], 1050.0);
    assert_eq!(summary["totals"]["people_in_uncovered_villages"], 800.0);
    assert_eq!(summary["working_crs"], "EPSG:3405", "a suitable plane that both files share is kept");
    assert_eq!(summary["levels"]["commune"].as_array().unwrap().len(), 2);
    assert_eq!(summary["inputs"][0]["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn another_rule_gives_another_list() {
    let scratch = Scratch::new("rule");
    let strict = assess_squares(&scratch.path("out"), &["--rule", "area>=0.9", "--min-technology", "4G"]);
    assert_eq!(strict.status.code(), Some(0));
    let villages = rows(&scratch.path("out/villages.csv"), "village_id");
    let covered: Vec<&str> = ["Q1", "Q2", "Q3", "Q4", "Q5"]
        .into_iter()
        .filter(|&id| villages[id]["status"] == "covered")
        .collect();
    assert_eq!(covered, ["Q1"]);
}

#[test]
fn one_thread_and_many_write_the_same_bytes() {
    let scratch = Scratch::new("threads");
    for threads in ["1", "2", "7"] {
        assert_eq!(assess_squares(&scratch.path(threads), &["--threads", threads]).status.code(), Some(0));
    }
    for entry in std::fs::read_dir(scratch.path("1")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name != "run.json" {
            let of = |threads: &str| std::fs::read(scratch.path(&format!("{threads}/{name}"))).unwrap();
            assert_eq!(of("1"), of("2"), "{name}");
            assert_eq!(of("1"), of("7"), "{name}");
        }
    }
}

#[test]
fn where_the_files_lie_changes_no_byte() {
    let scratch = Scratch::new("place");
    let stray = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[105.2,19.1]}},{"type":"Feature","properties":{"village_id":"Q1"},"geometry":{"type":"Point","coordinates":[105.0,19.0]}}]}"#;
    for place in ["here", "there"] {
        std::fs::create_dir(scratch.path(place)).unwrap();
        let file = |name: &str| scratch.path(&format!("{place}/{name}"));
        for name in ["villages.geojson", "coverage.geojson"] {
            std::fs::copy(fixture(&format!("squares/{name}")), file(name)).unwrap();
        }
        std::fs::write(file("clusters.geojson"), stray).unwrap();
        let ran = covgap(&[
            "assess",
            "--villages",
            &file("villages.geojson"),
            "--coverage",
            &file("coverage.geojson"),
            "--clusters",
            &file("clusters.geojson"),
            "--out",
            &file("out"),
        ]);
        assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    }
    let of = |place: &str, name: &str| {
        std::fs::read_to_string(scratch.path(&format!("{place}/out/{name}"))).unwrap()
    };
    assert!(of("here", "summary.json").contains("1 of 2 clusters"), "the warning is there");
    for name in ["summary.json", "report.html", "villages.csv"] {
        assert_eq!(of("here", name), of("there", name), "{name}");
    }
}

#[test]
fn only_what_is_asked_for_is_written() {
    let scratch = Scratch::new("only");
    assert_eq!(assess_squares(&scratch.path("out"), &["--only", "villages.csv"]).status.code(), Some(0));
    let names: Vec<_> =
        std::fs::read_dir(scratch.path("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["villages.csv"]);
    let header = std::fs::read_to_string(scratch.path("out/villages.csv")).unwrap();
    assert_eq!(
        header.lines().next(),
        Some("village_id,status,covered_share,share_2g,share_3g,share_4g,share_5g,operators")
    );
}

#[test]
fn a_usage_error_ends_with_2_and_names_what_there_is() {
    let scratch = Scratch::new("usage");
    for wrong in [
        &["--rule", "area>0.5"][..],
        &["--min-technology", "6G"],
        &["--only", "vilages.csv"],
        &["--by", "luck"],
    ] {
        let ran = assess_squares(&scratch.path("out"), wrong);
        assert_eq!(ran.status.code(), Some(2), "{wrong:?}");
        assert!(!scratch.0.join("out").exists(), "{wrong:?} wrote something");
    }
}

#[test]
fn a_missing_file_ends_with_1_and_its_name() {
    let scratch = Scratch::new("missing");
    let coverage = fixture("squares/coverage.geojson");
    let ran = covgap(&[
        "assess",
        "--villages",
        "nowhere.geojson",
        "--coverage",
        &coverage,
        "--out",
        &scratch.path("out"),
    ]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("nowhere.geojson"));
    assert!(!scratch.0.join("out").exists());
}

#[test]
fn an_explanation_follows_the_data() {
    let scratch = Scratch::new("explain");
    let coverage = fixture("squares/coverage.geojson");
    let say = |villages: &str, id: &str| {
        let ran = covgap(&["explain", "--villages", villages, "--coverage", &coverage, "--village", id]);
        assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    };
    let villages = fixture("squares/villages.geojson");
    let before = say(&villages, "Q4");
    assert!(before.contains("Bản Bốn") && before.contains("is covered"), "{before}");
    assert!(before.contains("50.00 % of its area"), "{before}");
    let changed = std::fs::read_to_string(&villages).unwrap().replace("504000", "504500");
    let wider = scratch.path("villages.geojson");
    std::fs::write(&wider, changed).unwrap();
    let after = say(&wider, "Q4");
    assert!(after.contains("is not covered") && after.contains("33.33 % of its area"), "{after}");
    let next = say(&villages, "Q5");
    assert!(next.contains("250 m away") && next.contains("b2"), "{next}");
}

#[test]
fn help_version_completions_and_manual_are_there() {
    for arguments in
        [&["--help"][..], &["--version"], &["assess", "--help"], &["completions", "bash"], &["man"]]
    {
        let ran = covgap(arguments);
        assert_eq!(ran.status.code(), Some(0), "{arguments:?}");
        assert!(ran.stdout.len() > 20, "{arguments:?}");
    }
    assert_eq!(covgap(&[]).status.code(), Some(2));
}
