//! The worked examples of docs/concepts.md and docs/margins.md, run: what the pages say is what covgap finds.

use std::path::Path;
use std::process::{Command, Output};

fn covgap(words: &[String]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_covgap")).args(words).output().expect("the program starts")
}

fn file(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("fixtures/one-village").join(name).display().to_string()
}

/// Everything that the fixture holds, but the flags named.
fn inputs(without: &[&str]) -> Vec<String> {
    let all = [
        ("--villages", "village.geojson"),
        ("--coverage", "coverage.geojson"),
        ("--clusters", "clusters.geojson"),
        ("--buildings", "buildings.geojson"),
        ("--population-raster", "people.asc"),
        ("--sites", "sites.geojson"),
        ("--measurements", "measurements.csv"),
    ];
    let mut words = vec!["--places-crs".to_owned(), "EPSG:3405".to_owned()];
    words.extend(["--measurements-crs".to_owned(), "EPSG:3405".to_owned()]);
    for (flag, name) in all.iter().filter(|(flag, _)| !without.contains(flag)) {
        words.extend([(*flag).to_owned(), file(name)]);
    }
    words
}

/// The one row of a table, column → cell. Only for cells without quotes.
fn row(out: &Path, table: &str) -> impl Fn(&str) -> String + use<> {
    let text = std::fs::read_to_string(out.join(table)).unwrap();
    let mut lines = text.lines();
    let header: Vec<String> = lines.next().unwrap().split(',').map(str::to_owned).collect();
    let cells: Vec<String> = lines.next().unwrap().split(',').map(str::to_owned).collect();
    move |name| {
        let at = header.iter().position(|column| column == name).unwrap_or_else(|| panic!("no {name}"));
        cells[at].clone()
    }
}

fn assess(flags: &[&str], without: &[&str], only: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut words = vec!["assess".to_owned()];
    words.extend(inputs(without));
    words.extend(flags.iter().map(|flag| (*flag).to_owned()));
    words.extend(["--out".to_owned(), folder.path().join("out").display().to_string()]);
    words.extend(["--only".to_owned(), only.to_owned(), "--quiet".to_owned()]);
    let ran = covgap(&words);
    assert!(ran.status.success(), "{flags:?}: {}", String::from_utf8_lossy(&ran.stderr));
    folder
}

fn status(flags: &[&str], without: &[&str]) -> String {
    let folder = assess(flags, without, "villages.csv,rules.csv");
    row(&folder.path().join("out"), "villages.csv")("status")
}

/// Words as a shell takes them apart.
fn words(line: &str) -> Vec<String> {
    let (mut all, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => all.push(String::new()),
            other => all.last_mut().unwrap().push(other),
        }
    }
    all
}

#[test]
fn every_line_of_the_table_is_so() {
    let page = include_str!("../docs/concepts.md");
    let lines: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `--"))
        .filter_map(|line| line.split_once("` | "))
        .filter_map(|(flags, rest)| Some((flags, rest.strip_suffix(" |")?.rsplit_once(" | ")?.1)))
        .filter(|(_, status)| ["covered", "uncovered", "unknown"].contains(status))
        .collect();
    assert!(lines.len() >= 27, "{} lines were found", lines.len());
    for (flags, expected) in lines {
        let flags = words(&format!("--{flags}"));
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        assert_eq!(status(&flags, &[]), expected, "{flags:?}");
    }
}

#[test]
fn without_the_data_that_a_rule_needs_a_village_is_unknown() {
    for (rule, without) in [
        ("clusters:all", "--clusters"),
        ("clusters>=4", "--clusters"),
        ("buildings>=0.9", "--buildings"),
        ("within:5000m", "--sites"),
        ("centre and clusters:all", "--clusters"),
    ] {
        assert_eq!(status(&["--rule", rule], &[without]), "unknown", "{rule} without {without}");
    }
    // what is known decides where it can alone
    assert_eq!(status(&["--rule", "centre or clusters:all"], &["--clusters"]), "covered");
    assert_eq!(status(&["--rule", "area>=0.9 and clusters:all"], &["--clusters"]), "uncovered");
    // people spread evenly: population is area with another name
    assert_eq!(status(&["--rule", "population>=0.9"], &["--population-raster"]), "uncovered");
    assert_eq!(status(&["--rule", "population>=0.6"], &["--population-raster"]), "covered");
}

#[test]
fn class_gap_and_margins_are_those_of_the_pages() {
    let folder = assess(&[], &[], "villages.csv,gaps.csv,flips.csv,measurements.csv");
    let out = folder.path().join("out");
    let village = row(&out, "villages.csv");
    assert_eq!((village("class").as_str(), village("class_vi").as_str()), ("hollow", "lõm sóng"));
    assert_eq!(village("people_outside"), "80", "200 × (1 − 0.6)");
    let number = |text: String| text.parse::<f64>().unwrap();
    // the eastern edge may retreat from 3 to 2.5 km, where half of the village is left
    assert!((number(village("margin_m")) - 500.0).abs() < 0.5);
    assert!((number(village("centre_margin_m")) - 2_000.0).abs() < 0.5, "3 km less 1 km");
    let gap = row(&out, "gaps.csv");
    // on the ellipsoid, where the plane is 0.08 % smaller
    assert!((number(gap("uncovered_area_km2")) - 4.0).abs() < 0.004);
    assert_eq!((gap("parts").as_str(), gap("slivers_m2").as_str()), ("1", "0"));
    let measured = row(&out, "measurements.csv");
    assert_eq!((measured("claimed_served").as_str(), measured("claimed_not_served").as_str()), ("9", "1"));
    // Wilson's interval of 9 of 10, from tables
    assert!((number(measured("claim_right_low")) - 0.596).abs() < 0.0005);
    assert!((number(measured("claim_right_high")) - 0.982).abs() < 0.0005);
    assert_eq!(measured("reaches_98_percent"), "undecided");
}

#[test]
fn a_stricter_rule_has_its_margin_outside() {
    let folder = assess(&["--rule", "area>=0.9"], &[], "villages.csv,flips.csv");
    let margin = row(&folder.path().join("out"), "villages.csv")("margin_m").parse::<f64>().unwrap();
    assert!((margin + 1_500.0).abs() < 0.5, "from 3 km to 4.5 km: {margin}");
}

#[test]
fn operator_b_is_the_gain_since_the_older_vintage() {
    let folder = tempfile::tempdir().unwrap();
    let mut words = vec!["diff".to_owned(), "--old-coverage".to_owned(), file("coverage-before.geojson")];
    words.extend(inputs(&[]));
    words.extend(["--out".to_owned(), folder.path().join("out").display().to_string()]);
    words.extend(["--only".to_owned(), "diff.csv".to_owned(), "--quiet".to_owned()]);
    let ran = covgap(&words);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let changed = row(&folder.path().join("out"), "diff.csv");
    assert_eq!((changed("change").as_str(), changed("cause").as_str()), ("gained", "coverage"));
    assert_eq!(changed("reason"), "3G service area b of Operator B appeared and holds 35.0 % of it");
}

#[test]
fn explain_tells_it_all_in_both_languages() {
    let explained = |more: &[&str]| {
        let mut words = vec!["explain".to_owned(), "--village".to_owned(), "M1".to_owned()];
        words.extend(inputs(&[]));
        words.extend(more.iter().map(|word| (*word).to_owned()));
        let ran = covgap(&words);
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    };
    let english = explained(&["--band", "600"]);
    for sentence in [
        "is covered: 60.00 % of its area is inside 3G-or-later service areas, and the rule asks for 50.00 %.",
        "As lists class villages it is hollow (lõm sóng): its centre is inside, 2 of 3 clusters of houses are inside.",
        "By the raster of people, 90.00 % of its people live inside.",
        "No operator satisfies the rule alone (white).",
        "Of it 40.00 % lies outside all coverage that counts: 4.00 km², in one part.",
        "Roaming would cover it for the subscribers of Operator A, Operator B, who have no coverage by the rule from \
         their own operator.",
        "Without 3G it would lose service of 3G or later.",
        "moved back 500 m: inside by less than the band of 600 m, a close call.",
        "Of 10 measurements in it 9 found service; service is claimed at 10, of which 1 did not find it.",
        "It is on the list of villages to verify, with priority 1: close call: 500 m inside; rules disagree",
    ] {
        assert!(english.contains(sentence), "{sentence}\n{english}");
    }
    let vietnamese = explained(&["--band", "600", "--lang", "vi"]);
    assert_eq!(english.lines().count(), vietnamese.lines().count());
    for (one, other) in english.lines().zip(vietnamese.lines()).filter(|(one, _)| !one.is_empty()) {
        assert_ne!(one, other, "this is not said in Vietnamese");
        for word in [" the ", " is ", " of its ", " disagree"] {
            assert!(!other.contains(word), "half in English: {other}");
        }
    }
}
