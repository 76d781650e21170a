//! Whole files in, villages and coverage out: the reading side seen from outside.

use std::path::{Path, PathBuf};

use covgap::Error;
use covgap::model::{AreaSource, Technology, UNKNOWN_OPERATOR, Value, VillageId};
use covgap::read::{self, Inputs, Request, Role};
use covgap::units::{Metres, People};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Real data that do not ship with the project; `None`, loudly, where they are absent.
fn shared(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("COVGAP_SHARED").map_or_else(beside, PathBuf::from);
    let path = root.join("data").join(name);
    if !path.exists() {
        println!("SKIPPED: {name} is not there (set COVGAP_SHARED to the folder that holds data/)");
        return None;
    }
    Some(path)
}

fn request(villages: impl Into<PathBuf>, coverage: impl Into<PathBuf>) -> Request {
    Request { villages: villages.into(), coverage: vec![coverage.into()], ..Request::default() }
}

fn vietnamese() -> Request {
    request(fixture("vietnamese-columns/villages.geojson"), fixture("vietnamese-columns/coverage.geojson"))
}

fn ids(inputs: &Inputs) -> Vec<&str> {
    inputs.villages.records.iter().map(|village| village.id.0.as_str()).collect()
}

/// Writes a file and reads it as the villages of a study.
fn with_villages(name: &str, content: impl AsRef<[u8]>) -> Result<Inputs, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    read::inputs(&request(path, fixture("vietnamese-columns/coverage.geojson")))
}

fn collection(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

const SQUARE: &str =
    r#"{"type":"Polygon","coordinates":[[[104.1,19.4],[104.12,19.4],[104.12,19.42],[104.1,19.4]]]}"#;

fn feature(properties: &str) -> String {
    format!(r#"{{"type":"Feature","geometry":{SQUARE},"properties":{{{properties}}}}}"#)
}

#[test]
fn vietnamese_columns_are_understood() {
    let inputs = read::inputs(&vietnamese()).unwrap();
    let villages = &inputs.villages;
    assert_eq!(ids(&inputs), ["NA-0001", "NA-0002", "NA-0003", "NA-0004"]);
    assert_eq!(villages.admin_levels, ["Xã", "Huyện"]);
    let first = &villages.records[0];
    assert_eq!(first.name.as_deref(), Some("Bản Huồi Pốc"));
    assert_eq!(first.admin, [Some("Nậm Cắn".to_owned()), Some("Kỳ Sơn".to_owned())]);
    assert_eq!(first.population, Some(People::new(412.0).unwrap()));
    assert_eq!(villages.records[2].population, None, "missing, not 0");
    assert_eq!(villages.extra_columns, ["điện lưới"]);
    assert_eq!(first.extra, [Value::Text("có".into())]);
    assert_eq!(inputs.coverage.operators, ["Viettel", "VinaPhone"], "sorted");
    let technologies: Vec<Technology> = inputs.coverage.areas.iter().map(|area| area.technology).collect();
    assert_eq!(technologies, [Technology::Lte, Technology::Umts, Technology::Lte]);
    let chosen = &inputs.findings.sources[0].columns;
    assert!(chosen.contains(&("village id", "Mã thôn".into())), "{chosen:?}");
    assert_eq!(inputs.findings.sources[0].sha256.len(), 64);
}

#[test]
fn the_same_villages_come_out_of_four_formats() {
    let read = |name: &str| {
        let coverage = fixture("vietnamese-columns/coverage.geojson");
        let mut inputs = read::inputs(&request(fixture("four-formats").join(name), coverage)).unwrap();
        assert_eq!(inputs.findings.skipped(), 0, "{name}");
        // FlatGeobuf stores features in the order of its index; the columns are what matters here
        let mut rows: Vec<_> = inputs.villages.records.drain(..).enumerate().collect();
        rows.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        let shapes: Vec<_> =
            rows.iter().map(|(row, _)| inputs.villages.shapes.get(*row).to_multi_polygon()).collect();
        let records: Vec<_> = rows.into_iter().map(|(_, village)| village).collect();
        (records, shapes, inputs.villages.admin_levels)
    };
    let expected = read("villages.geojson");
    for name in ["villages.geojsonl", "villages.csv", "villages.fgb"] {
        assert_eq!(read(name), expected, "{name}");
    }
}

#[test]
fn a_wide_table_makes_one_service_area_a_technology() {
    let request = Request {
        coverage_crs: Some("EPSG:4326".into()),
        ..request(fixture("vietnamese-columns/villages.geojson"), fixture("wide-table/coverage.csv"))
    };
    let inputs = read::inputs(&request).unwrap();
    let areas: Vec<(u32, Technology)> =
        inputs.coverage.areas.iter().map(|area| (area.feature, area.technology)).collect();
    assert_eq!(
        areas,
        [(1, Technology::Gsm), (1, Technology::Umts), (2, Technology::Gsm), (2, Technology::Lte)]
    );
    let shapes = &inputs.coverage.shapes;
    assert_eq!(shapes.get(0).to_multi_polygon(), shapes.get(1).to_multi_polygon());
    assert_eq!(inputs.coverage.operators, ["MobiFone", "Viettel"]);
    let skipped = &inputs.findings.sources[1].skipped;
    assert_eq!(skipped.len(), 1);
    assert_eq!((skipped[0].position, skipped[0].reason.as_str()), (3, "no technology says yes"));
}

#[test]
fn towers_become_discs_and_say_so() {
    let request = Request {
        radius: Some(Metres::new(4_000.0).unwrap()),
        ..request(fixture("vietnamese-columns/villages.geojson"), fixture("towers/towers.csv"))
    };
    let inputs = read::inputs(&request).unwrap();
    let coverage = &inputs.coverage;
    let radii: Vec<(Technology, f64)> = coverage
        .areas
        .iter()
        .map(|area| match area.source {
            AreaSource::Disc(radius) => (area.technology, radius.get()),
            AreaSource::Polygon => panic!("a tower is no polygon"),
        })
        .collect();
    let expected = [
        (Technology::Lte, 1_500.0),
        (Technology::Gsm, 3_000.0),
        (Technology::Umts, 3_000.0),
        (Technology::Lte, 4_000.0),
    ];
    assert_eq!(radii, expected);
    assert_eq!(coverage.towers.len(), 4);
    for (tower, (_, radius)) in coverage.towers.iter().zip(expected) {
        let disc = covgap::geometry::area(&coverage.shapes.get(tower.area as usize));
        let circle = std::f64::consts::PI * radius * radius;
        assert!((disc / circle - 1.0).abs() < 1e-6, "{disc} against {circle}");
    }
    assert!(inputs.findings.warnings.iter().any(|warning| warning.contains("blind to terrain")));
}

#[test]
fn a_point_without_a_radius_is_refused_or_skipped() {
    let villages = fixture("vietnamese-columns/villages.geojson");
    let inputs = read::inputs(&request(&villages, fixture("towers/towers.csv"))).unwrap();
    assert_eq!(inputs.findings.sources[1].skipped.len(), 1, "others have one, so this row is broken");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("towers.csv");
    std::fs::write(&path, "tech,lon,lat\n4G,104.11,19.41\n").unwrap();
    let error = read::inputs(&request(&villages, &path)).unwrap_err().to_string();
    assert!(error.contains("nothing says how far its signal reaches"), "{error}");
    assert!(error.contains("--radius"), "{error}");
}

#[test]
fn attributes_fill_what_is_missing_and_list_what_does_not_match() {
    let request = Request { attributes: Some(fixture("attributes/households.csv")), ..vietnamese() };
    let inputs = read::inputs(&request).unwrap();
    let villages = &inputs.villages;
    let people: Vec<Option<f64>> = villages.records.iter().map(|it| it.population.map(People::get)).collect();
    assert_eq!(people, [Some(412.0), Some(655.0), Some(300.0), Some(890.0)], "the villages' own file wins");
    let poor = villages.extra_column("ho_ngheo").unwrap();
    let poor: Vec<&Value> = villages.records.iter().map(|village| &village.extra[poor]).collect();
    assert_eq!(poor, [&Value::Integer(12), &Value::Missing, &Value::Integer(41), &Value::Integer(7)]);
    let warnings = inputs.findings.warnings.join("\n");
    assert!(warnings.contains("1 villages have no row in households.csv: `NA-0002`"), "{warnings}");
    assert!(warnings.contains("1 codes in households.csv are no village's: `NA-0009`"), "{warnings}");
    let table = &inputs.findings.sources[2];
    assert_eq!((table.role, table.features, table.skipped.len()), (Role::Attributes, 5, 1));
}

#[test]
fn features_in_are_features_out_and_skipped() {
    let features = [
        feature(r#""id":"a","population":10"#),
        feature(r#""id":"a","population":10"#),
        feature(r#""population":10"#),
        feature(r#""id":"minus","population":-4"#),
        feature(r#""id":"absurd","population":1e12"#),
        feature(r#""id":"grouped","population":"12.400""#),
        feature(r#""id":"text","population":"1 400""#),
        feature(r#""id":"none","population":null"#),
        r#"{"type":"Feature","geometry":null,"properties":{"id":"nowhere"}}"#.into(),
        r#"{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{"id":"line"}}"#.into(),
        r#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1e400,2],[3,4],[5,5],[1,2]]]},"properties":{"id":"huge"}}"#.into(),
        "17".into(),
    ];
    let inputs = with_villages("v.geojson", collection(&features.join(",\n"))).unwrap();
    assert_eq!(ids(&inputs), ["a", "text", "none"]);
    assert_eq!(inputs.villages.records[1].population, Some(People::new(1_400.0).unwrap()));
    let source = &inputs.findings.sources[0];
    assert_eq!(source.features, features.len());
    let skipped: Vec<(usize, Option<&str>)> =
        source.skipped.iter().map(|skip| (skip.position, skip.id.as_deref())).collect();
    let expected = [
        (2, Some("a")),
        (3, None),
        (4, Some("minus")),
        (5, Some("absurd")),
        (6, Some("grouped")),
        (9, Some("nowhere")),
        (10, Some("line")),
        (11, Some("huge")),
        (12, None),
    ];
    assert_eq!(skipped, expected);
    for (skip, reason) in source.skipped.iter().zip([
        "its id `a` is that of feature 1 already",
        "the village id is missing",
        "negative",
        "beyond any village",
        "thousands or decimals",
        "the geometry is missing",
        "a LineString is neither an area nor a point",
        "out of range",
        "not a Feature",
    ]) {
        assert!(skip.reason.contains(reason), "{}: {}", skip.position, skip.reason);
    }
}

#[test]
fn members_may_come_in_any_order() {
    let text = r#"{"bbox":[1,2,3,4],"features":[{"properties":{"ten":"Kura"},"id":7,"geometry":{"coordinates":[[[104.1,19.4,900],[104.12,19.4,900],[104.12,19.42,900],[104.1,19.4,900]]],"type":"Polygon"},"type":"Feature"}],"properties":{"of":"the collection"},"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"type":"FeatureCollection"}"#;
    let inputs = with_villages("v.json", text).unwrap();
    assert_eq!(inputs.villages.records[0].id, VillageId("7".into()));
    assert_eq!(inputs.villages.records[0].name.as_deref(), Some("Kura"));
    assert!(inputs.villages.extra_columns.is_empty());
}

#[test]
fn broken_files_say_what_where_and_what_to_try() {
    for (name, content, words) in [
        ("cut.geojson", collection(&feature(r#""id":1"#)).as_bytes()[..120].to_vec(), "cut off"),
        (
            "nan.geojson",
            collection(&feature(r#""id":NaN"#)).into_bytes(),
            "found `NaN` where a value should come",
        ),
        (
            "deep.json",
            [r#"{"type":"FeatureCollection","x":"#, &"[".repeat(5_000)].concat().into_bytes(),
            "nested deeper",
        ),
        ("empty.geojson", vec![], "the file is empty"),
        ("blank.geojson", b"  \n ".to_vec(), "the file is empty"),
        ("utf16.geojson", b"\xFF\xFE{\0}\0".to_vec(), "UTF-16"),
        ("latin.geojson", b"{\"type\":\"B\xEA\"}".to_vec(), "not UTF-8"),
        ("topology.json", br#"{"type":"Topology"}"#.to_vec(), "no GeoJSON"),
        ("none.geojson", collection("").into_bytes(), "the file holds no villages"),
        (
            "id.geojson",
            collection(&feature(r#""population":1"#)).into_bytes(),
            "no column holds the village id",
        ),
        (
            "cut.fgb",
            std::fs::read(fixture("four-formats/villages.fgb")).unwrap()[..1_500].to_vec(),
            "the file ends",
        ),
        ("bad.fgb", b"fgb\x03fgb\x01\xFF\xFF\xFF\xFFxxxx".to_vec(), "the file ends within its header"),
        ("old.fgb", b"fgb\x02fgb\x01\x04\0\0\0xxxx".to_vec(), "version 2"),
    ] {
        let error = with_villages(name, content).unwrap_err().to_string();
        assert!(error.contains(words), "{name}: {error}");
        assert!(error.contains(name), "{name}: {error}");
    }
}

#[test]
fn a_damaged_flatgeobuf_never_panics() {
    let good = std::fs::read(fixture("four-formats/villages.fgb")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.fgb");
    let options = read::Options::default();
    let read = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        read::format::of(&path).unwrap().map(|format| format.read(&path, &options))
    };
    for at in (8..good.len()).step_by(3) {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        if at % 3 == 0 {
            bytes[at] = 0xFF;
        }
        // whatever it says, it says it without a panic
        drop(read(&bytes));
        drop(read(&good[..at]));
    }
}

#[test]
fn what_the_file_does_not_say_can_be_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("coverage.geojson");
    std::fs::write(&path, collection(&feature(r#""note":"ours""#))).unwrap();
    let villages = fixture("vietnamese-columns/villages.geojson");
    let error = read::inputs(&request(&villages, &path)).unwrap_err().to_string();
    assert!(error.contains("no column tells the technology: found `note`"), "{error}");
    let told = Request { technology: Some(Technology::Lte), ..request(&villages, &path) };
    let inputs = read::inputs(&told).unwrap();
    assert_eq!(inputs.coverage.operators, [UNKNOWN_OPERATOR]);
    let told = Request { operator: Some("Viettel".into()), ..told };
    assert_eq!(read::inputs(&told).unwrap().coverage.operators, ["Viettel"]);
}

#[test]
fn a_lean_run_reads_no_more_than_it_needs() {
    let lean = read::inputs(&Request { lean: true, ..vietnamese() }).unwrap();
    let whole = read::inputs(&vietnamese()).unwrap();
    assert_eq!(ids(&lean), ids(&whole));
    assert_eq!(lean.villages.shapes, whole.villages.shapes);
    assert_eq!(lean.coverage, whole.coverage);
    assert_eq!(lean.villages.records[0].name, None);
    assert!(lean.villages.areas.is_empty());
    assert_eq!(whole.villages.areas.len(), 4);
    assert_eq!(lean.findings.sources[0].sha256, "");
}

#[test]
fn the_communes_of_2025_are_read_whole() {
    let Some(villages) = shared("nghe-an/communes-2025.geojson") else { return };
    let coverage = fixture("vietnamese-columns/coverage.geojson");
    let inputs = read::inputs(&request(villages, coverage)).unwrap();
    assert_eq!(inputs.villages.len(), 130);
    assert_eq!(inputs.findings.skipped(), 0);
    let area_km2: f64 = inputs.villages.areas.iter().map(|area| area.get() / 1e6).sum();
    assert!((area_km2 / 16_490.0 - 1.0).abs() < 0.01, "{area_km2} km², the statistics say 16,490");
}

#[test]
fn french_sites_are_towers_and_their_communes_have_people() {
    let (Some(villages), Some(sites)) =
        (shared("france/communes-48-lozere.geojson"), shared("france/sites-48-lozere.csv"))
    else {
        return;
    };
    let request = Request {
        attributes: shared("france/population.csv"),
        radius: Some(Metres::new(5_000.0).unwrap()),
        ..request(villages, sites)
    };
    let inputs = read::inputs(&request).unwrap();
    assert_eq!(inputs.coverage.operators, ["20801", "20810", "20815", "20820"]);
    assert!(inputs.coverage.has_discs());
    let without = inputs.villages.records.iter().filter(|village| village.population.is_none()).count();
    assert_eq!((inputs.villages.len(), without), (158, 6), "six communes were merged away before the census");
    let warnings = inputs.findings.warnings.join("\n");
    assert!(warnings.contains("6 villages have no row in population.csv"), "{warnings}");
    let people: f64 = inputs.villages.records.iter().filter_map(|it| it.population).map(People::get).sum();
    assert!((70_000.0..85_000.0).contains(&people), "{people} people in Lozère");
    let rows = &inputs.findings.sources[1];
    let made: std::collections::HashSet<u32> =
        inputs.coverage.areas.iter().map(|area| area.feature).collect();
    assert_eq!(rows.features, made.len() + rows.skipped.len());
}

#[test]
fn the_coverage_of_sao_tome_is_one_feature_of_2048_parts() {
    let Some(coverage) = shared("sao-tome/example-coverage.csv") else { return };
    let folder = tempfile::tempdir().unwrap();
    let villages = folder.path().join("v.geojson");
    let square = r#"{"type":"Feature","properties":{"id":1},"geometry":{"type":"Polygon","coordinates":[[[6.5,0.1],[6.8,0.1],[6.8,0.4],[6.5,0.4],[6.5,0.1]]]}}"#;
    std::fs::write(&villages, collection(square)).unwrap();
    let inputs = read::inputs(&request(&villages, &coverage)).unwrap();
    assert_eq!(inputs.coverage.operators, [UNKNOWN_OPERATOR]);
    assert_eq!(inputs.coverage.areas[0].technology, Technology::Lte);
    assert_eq!(inputs.coverage.len(), 1);
    // GEOS 3.14 finds this area for the same feature in the same projection
    let area_km2 = covgap::geometry::area(&inputs.coverage.shapes.get(0)) / 1e6;
    assert!((area_km2 - 354.071_466_689).abs() < 1e-6, "{area_km2} km²");
    let options = read::Options { role: Role::Coverage, ..read::Options::default() };
    let layer = read::format::of(&coverage).unwrap().unwrap().read(&coverage, &options).unwrap();
    assert_eq!(layer.shapes.positions().len(), 86_937);
    assert_eq!(layer.shapes.get(0).polygon_count(), 2_048);
}

#[test]
fn what_is_odd_is_found() {
    // corners every hundredth of a degree, so that neighbours share them
    let strip = |id: &str, x: u32, y: u32, width: u32| {
        let east = (x..=x + width).map(|x| (x, y));
        let west = (x..=x + width).rev().map(|x| (x, y + 1));
        let corners: Vec<(u32, u32)> = east.chain(west).chain([(x, y)]).collect();
        let corners = corners.iter().map(|(x, y)| format!("[104.{x},19.{y}]")).collect::<Vec<_>>().join(",");
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}"}},"geometry":{{"type":"Polygon","coordinates":[[{corners}]]}}}}"#
        )
    };
    // a ring of four around a hole, one of them twice, and one that overlaps it
    let features = [
        strip("south", 10, 40, 3),
        strip("north", 10, 42, 3),
        strip("west", 10, 41, 1),
        strip("east", 12, 41, 1),
        strip("EAST", 12, 41, 1),
    ];
    let inputs = with_villages("v.geojson", collection(&features.join(","))).unwrap();
    let found = read::oddities(&inputs);
    let east = (VillageId("east".into()), VillageId("EAST".into()));
    assert_eq!(found.alike_ids, std::slice::from_ref(&east));
    assert_eq!(found.same_boundaries, [east]);
    assert_eq!(found.overlaps.len(), 1);
    // 0.01° of longitude by 0.01° of latitude at 19.4° N: 1.0502 km by 1.1068 km
    assert!((found.overlaps[0].area_m2 / 1.1624e6 - 1.0).abs() < 1e-3, "{:?}", found.overlaps);
    assert_eq!(found.gaps_m2.len(), 1);
    assert!((found.gaps_m2[0] / 1.1624e6 - 1.0).abs() < 1e-3, "{:?}", found.gaps_m2);
    assert!(found.areas_far_from_villages.is_empty());
    let whole = read::oddities(&read::inputs(&vietnamese()).unwrap());
    assert_eq!(whole, read::Oddities::default());
}

#[test]
fn garbled_names_and_centres_elsewhere_are_doubted() {
    let far = feature(r#""id":"1","name":"Bản Đỏ","centre_lon":104.5,"centre_lat":19.41"#);
    let features = [
        feature(r#""id":"2","name":"B\u00b6n \u00a7\u00e1","centre_lon":104.11,"centre_lat":19.41"#),
        feature(r#""id":"3","name":"Báº£n Na","centre_lon":104.11,"centre_lat":19.41"#),
    ];
    let inputs = with_villages("v.geojson", collection(&features.join(","))).unwrap();
    let warnings = inputs.findings.warnings.join("\n");
    assert!(warnings.contains("2 villages have names that look garbled"), "{warnings}");
    assert!(!warnings.contains("centre"), "{warnings}");
    let inputs = with_villages("v.geojson", collection(&far)).unwrap();
    let warnings = inputs.findings.warnings.join("\n");
    assert!(
        warnings.contains("1 village centres lie outside their village, such as that of 1"),
        "{warnings}"
    );
    assert!(!warnings.contains("garbled"), "{warnings}");
}
