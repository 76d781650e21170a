//! Every format on a small study: the files are there, whole, and the same whoever computes them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const FORMATS: &str = "csv,gpkg,flatgeobuf,geoparquet,geojson,kml,shapefile,qml,sld,xlsx,docs";

fn assess(out: &Path, more: &[&str], epoch: Option<&str>) -> Output {
    let fixture = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/squares").join(name);
    let mut command = Command::new(env!("CARGO_BIN_EXE_covgap"));
    command.arg("assess").arg("--villages").arg(fixture("villages.geojson"));
    command.arg("--coverage").arg(fixture("coverage.geojson")).arg("--out").arg(out).args(more);
    command.env_remove("SOURCE_DATE_EPOCH");
    if let Some(epoch) = epoch {
        command.env("SOURCE_DATE_EPOCH", epoch);
    }
    command.output().unwrap()
}

/// The files of a result but run.json, which may differ.
fn files(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
    let named = entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path));
    named
        .filter(|(name, _)| name != "run.json")
        .map(|(name, path)| (name, std::fs::read(path).unwrap()))
        .collect()
}

fn folder(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join(name);
    (folder, out)
}

#[test]
fn every_format_is_the_same_with_one_thread_and_with_many() {
    let (_keep, one) = folder("one");
    let (_keep_too, many) = folder("many");
    assert!(assess(&one, &["--format", FORMATS, "--threads", "1"], None).status.success());
    assert!(assess(&many, &["--format", FORMATS, "--threads", "4"], None).status.success());
    let (one, many) = (files(&one), files(&many));
    for name in ["covgap.gpkg", "villages.fgb", "villages.parquet", "villages.kml", "villages.shp.txt"] {
        assert!(one.contains_key(name), "no {name} among {:?}", one.keys());
    }
    assert_eq!(one.keys().collect::<Vec<_>>(), many.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &many[name], "{name} differs between one thread and four");
        assert!(!bytes.is_empty(), "{name} is empty");
    }
}

#[test]
fn the_time_of_making_is_what_the_environment_says_and_never_the_clock() {
    let (_keep, usual) = folder("usual");
    let (_keep_too, told) = folder("told");
    let only = ["--only", "covgap.gpkg,covgap.xlsx,villages.dbf"];
    assert!(assess(&usual, &only, None).status.success());
    assert!(assess(&told, &only, Some("1798761599")).status.success());
    let (usual, told) = (files(&usual), files(&told));
    let has = |bytes: &[u8], words: &str| bytes.windows(words.len()).any(|part| part == words.as_bytes());
    assert!(has(&usual["covgap.gpkg"], "2000-01-01T00:00:00.000Z"));
    assert!(has(&told["covgap.gpkg"], "2026-12-31T23:59:59.000Z"));
    assert!(!has(&told["covgap.gpkg"], "2000-01-01T00:00:00.000Z"));
    assert_eq!(&usual["villages.dbf"][1..4], [100, 1, 1]);
    assert_eq!(&told["villages.dbf"][1..4], [126, 12, 31]);
    assert_ne!(usual["covgap.xlsx"], told["covgap.xlsx"]);
    let (_keep, out) = folder("wrong");
    let refused = assess(&out, &only, Some("yesterday"));
    assert_eq!(refused.status.code(), Some(2));
    assert!(!out.exists(), "nothing is written when the time is no time");
}

#[test]
fn a_system_that_nobody_knows_is_refused_before_anything_is_written() {
    let (_keep, out) = folder("out");
    let refused = assess(&out, &["--format", "gpkg", "--out-crs", "EPSG:999999"], None);
    assert_ne!(refused.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--out-crs"), "{refused:?}");
    assert!(!out.exists());
}

fn verify(pack: &Path, inputs: &Path) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_covgap"));
    command.current_dir(std::env::temp_dir()).arg("verify").arg(pack).arg("--inputs").arg(inputs);
    let ended = command.output().unwrap();
    let talk = [ended.stdout, ended.stderr].concat();
    (ended.status.code(), String::from_utf8(talk).unwrap())
}

#[test]
fn evidence_is_verified_and_what_is_missing_or_other_is_named() {
    let (keep, out) = folder("out");
    let more = ["--evidence", "--format", "gpkg", "--threads", "1", "--rule", "area>=0.9"];
    assert!(assess(&out, &more, None).status.success());
    let (_keep, again) = folder("again");
    assert!(assess(&again, &more, None).status.success());
    let (first, second) = (files(&out), files(&again));
    assert!(first["evidence.zip"] == second["evidence.zip"], "the pack of the same run differs");
    // the pack alone, somewhere else, with copies of the inputs
    let pack = keep.path().join("evidence.zip");
    std::fs::copy(out.join("evidence.zip"), &pack).unwrap();
    let inputs = keep.path().join("inputs");
    std::fs::create_dir(&inputs).unwrap();
    let (code, said) = verify(&pack, &inputs);
    assert_eq!(code, Some(1));
    assert!(said.contains("villages.geojson: not found"), "{said}");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/squares");
    for name in ["villages.geojson", "coverage.geojson"] {
        std::fs::copy(fixtures.join(name), inputs.join(name)).unwrap();
    }
    let (code, said) = verify(&pack, &inputs);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("verified: nothing differs"), "{said}");
    // one number of an input changes
    let changed = std::fs::read_to_string(fixtures.join("villages.geojson")).unwrap().replacen('1', "2", 1);
    std::fs::write(inputs.join("villages.geojson"), changed).unwrap();
    let (code, said) = verify(&pack, &inputs);
    assert_eq!(code, Some(1));
    assert!(said.contains("is another file"), "{said}");
}

#[test]
fn a_forged_pack_is_found_out() {
    let (keep, out) = folder("out");
    assert!(assess(&out, &["--evidence"], None).status.success());
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/squares");
    // a result is changed, and the manifest made to fit: only running it again can tell
    let mut pack =
        covgap::export::pack::Pack::read(std::fs::File::open(out.join("evidence.zip")).unwrap()).unwrap();
    let (name, bytes) = pack.files.iter_mut().find(|(name, _)| name == "results/uncovered.csv").unwrap();
    assert_eq!(name, "results/uncovered.csv");
    bytes.extend(b"forged\n");
    let forge = |pack: &covgap::export::pack::Pack, to: &Path| {
        let mut bytes = Vec::new();
        let made = covgap::export::Made::default();
        covgap::export::pack::write_pack(&pack.manifest, &pack.files, made, &mut bytes).unwrap();
        std::fs::write(to, bytes).unwrap();
    };
    let forged = keep.path().join("forged.zip");
    forge(&pack, &forged);
    let (code, said) = verify(&forged, &fixtures);
    assert_eq!(code, Some(1));
    assert!(said.contains("uncovered.csv: the pack holds another file than the manifest lists"), "{said}");
    let sum = covgap::export::pack::sha256(pack.file("results/uncovered.csv").unwrap());
    for result in pack.manifest["results"].as_array_mut().unwrap() {
        if result["file"] == "uncovered.csv" {
            result["sha256"] = sum.clone().into();
        }
    }
    forge(&pack, &forged);
    let (code, said) = verify(&forged, &fixtures);
    assert_eq!(code, Some(1));
    assert!(said.contains("uncovered.csv: differs from line"), "{said}");
}

#[test]
fn quiet_says_nothing_and_json_is_json() {
    let (_keep, out) = folder("out");
    let quiet = assess(&out, &["--quiet"], None);
    assert!(quiet.status.success());
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty(), "{quiet:?}");
    let told = assess(&out, &["--json"], None);
    let summary: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let whole: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("summary.json")).unwrap()).unwrap();
    assert_eq!(summary["uncovered_villages"], whole["totals"]["uncovered_villages"]);
    assert!(summary["files"].as_array().unwrap().len() > 5);
    let escape = '\u{1b}';
    assert!(!String::from_utf8(told.stderr).unwrap().contains(escape), "colours where no terminal is");
}
