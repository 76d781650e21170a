//! `covgap proposals` as a user meets it, on a list that tries everything a list can do wrong
//! (fixtures/proposals), and on points that become sectors.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::{Command, Output};

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("covgap-proposals-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn run(list: &str, out: &std::path::Path, more: &[&str]) -> Output {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    Command::new(env!("CARGO_BIN_EXE_covgap"))
        .arg("proposals")
        .arg("--villages")
        .arg(fixtures.join("squares/villages.geojson"))
        .arg("--coverage")
        .arg(fixtures.join("squares/coverage.geojson"))
        .arg("--proposals")
        .arg(if list.starts_with('/') { PathBuf::from(list) } else { fixtures.join(list) })
        .arg("--out")
        .arg(out)
        .args(more)
        .output()
        .unwrap()
}

/// The rows of a table by their first column, or by two of them joined.
fn table(out: &std::path::Path, name: &str, key: &[&str]) -> HashMap<String, HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(out.join(name)).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let row: HashMap<String, String> =
                header.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
            (key.iter().map(|it| row[*it].clone()).collect::<Vec<_>>().join(" "), row)
        })
        .collect()
}

#[test]
fn a_list_that_tries_everything() {
    let out = folder("list").join("out");
    let ran = run("proposals/list.geojson", &out, &[]);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(3), "features are skipped: {said}");
    assert!(said.contains("`chi_phi_vnd` is negative: found -5"), "{said}");
    assert!(said.contains("the id `east` stands in list.geojson already"), "{said}");
    let sites = table(&out, "proposals.csv", &["site_id"]);
    for (site, verdict, code, villages, people) in [
        ("east", "accept", "accepted", "1", "500"),
        ("east-twin", "duplicate", "duplicate", "1", "500"),
        ("gift", "accept", "accepted", "1", "300"),
        ("abroad", "reject", "outside", "0", "0"),
        ("all", "reject", "redundant", "2", "800"),
        ("inside", "reject", "covered_already", "0", "0"),
        ("short", "reject", "nothing_new", "0", "0"),
    ] {
        let row = &sites[site];
        assert_eq!(
            [&row["verdict"], &row["reason_code"], &row["villages_alone"], &row["people_alone"]],
            [verdict, code, villages, people],
            "{site}"
        );
        assert!(!row["reason"].is_empty() && !row["reason_vi"].is_empty());
    }
    assert_eq!(sites.len(), 7);
    assert_eq!(sites["east-twin"]["by"], "east");
    // Q5 has three sites that win it alone, Q3 two: a third and a half of each
    let shapley: f64 = sites["all"]["shapley_people"].parse().unwrap();
    assert!((shapley - (500.0 / 3.0 + 300.0 / 2.0)).abs() < 1e-9, "{shapley}");
    assert_eq!(sites["gift"]["cost_per_person"], "0");
    // 40 % of Q5 and 100 m of 1,000 m to go
    let misses = table(&out, "proposals_near_misses.csv", &["site_id", "village_id"]);
    let miss = &misses["short Q5"];
    let (grow, way): (f64, f64) = (miss["grow_m"].parse().unwrap(), miss["move_m"].parse().unwrap());
    assert!((100.0..=110.0).contains(&grow) && (100.0..=110.0).contains(&way), "{miss:?}");
    assert_eq!(miss["move_bearing"], "270");
    let pairs = table(&out, "proposals_pairs.csv", &["site_id", "relation", "other_id"]);
    for pair in ["east-twin near_duplicate east", "east-twin dominated east", "east-twin free_rider east"] {
        assert!(pairs.contains_key(pair), "{pair} in {:?}", pairs.keys());
    }
    let portfolio: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(out.join("portfolio.json")).unwrap()).unwrap();
    let sets = portfolio["scopes"][0]["sets"].as_array().unwrap();
    let least = sets.iter().find(|set| set["kind"] == "same_coverage_least_money").unwrap();
    assert_eq!(least["sites"], serde_json::json!(["east", "gift"]));
    assert_eq!(least["certificate"]["proven"], true);
    let map = std::fs::read_to_string(out.join("proposals.geojson")).unwrap();
    assert!(map.contains("new_coverage"));
}

#[test]
fn points_become_sectors_and_an_empty_list_is_no_failure() {
    let folder = folder("points");
    let list = folder.join("points.csv");
    // the middle of Q5, and of nothing else, in longitude and latitude
    std::fs::write(&list, "ma_tram,lon,lat,cong_nghe,ban_kinh_m,phuong_vi,dau_tu\n").unwrap();
    let ran = run(list.to_str().unwrap(), &folder.join("empty"), &[]);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(0), "{said}");
    assert!(said.contains("holds no proposal that can be judged"), "{said}");
    let rows = "disc,105.0427,18.9956,4G,900,,5\nsector,105.0427,18.9956,4G,900,0/120/240,5\n";
    std::fs::write(&list, format!("ma_tram,lon,lat,cong_nghe,ban_kinh_m,phuong_vi,dau_tu\n{rows}")).unwrap();
    let ran = run(list.to_str().unwrap(), &folder.join("points"), &[]);
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(said.contains("1 proposal is drawn as a disc and 1 as sectors"), "{said}");
    let sites = table(&folder.join("points"), "proposals.csv", &["site_id"]);
    let km2 = |site: &str| sites[site]["footprint_km2"].parse::<f64>().unwrap();
    assert!((km2("disc") / (std::f64::consts::PI * 0.81) - 1.0).abs() < 0.01, "{}", km2("disc"));
    assert!((km2("sector") / km2("disc") - 195.0 / 360.0).abs() < 0.01);
    assert_eq!(sites["sector"]["area_model"], "sectors");
}
