//! The sheet for the field, written, filled in by hand, and read back: what was seen wins.

use std::fs;
use std::path::Path;
use std::process::Command;

fn assess(out: &Path, more: &[&str]) -> String {
    let fixture = |name: &str| format!("{}/fixtures/squares/{name}", env!("CARGO_MANIFEST_DIR"));
    let run = Command::new(env!("CARGO_BIN_EXE_covgap"))
        .args(["assess", "--villages", &fixture("villages.geojson")])
        .args(["--coverage", &fixture("coverage.geojson"), "--out"])
        .arg(out)
        .args(more)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stderr).unwrap()
}

/// The rows of a CSV without quoted separators, each by its header.
fn rows(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = fs::read_to_string(path).unwrap();
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = text.lines().map(cells);
    (lines.next().unwrap(), lines.collect())
}

#[test]
fn the_sheet_for_the_field_reads_back_as_overrides() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    // every call is close when edges may be wrong by so much
    assess(&first, &["--band", "100000"]);
    let sheet = first.join("verify.csv");
    let (header, mut all) = rows(&sheet);
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    assert!(all.len() >= 2, "two doubtful villages at least");
    assert!(all.iter().all(|row| row[at("status")].is_empty()), "nothing is filled in");
    let opposite = |now: &str| if now == "covered" { "trắng sóng" } else { "có sóng" };
    let (id, now) = (all[0][at("village_id")].clone(), all[0][at("status_now")].clone());
    all[0][at("status")] = opposite(&now).to_owned();
    all[0][at("who")] = "Lan".to_owned();
    all[0][at("when")] = "2026-11-20".to_owned();
    all[0][at("why")] = "stood at the cultural house".to_owned();
    let filled: Vec<String> = std::iter::once(&header).chain(&all).map(|row| row.join(",")).collect();
    let back = folder.path().join("filled.csv");
    fs::write(&back, filled.join("\n")).unwrap();
    let said = assess(&second, &["--band", "100000", "--overrides", back.to_str().unwrap()]);
    assert!(said.contains("1 village has its status from overrides"), "{said}");
    let (header, all) = rows(&second.join("villages.csv"));
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    for row in &all {
        let is_it = row[at("village_id")] == id;
        assert_eq!(row[at("status_from")], if is_it { "override" } else { "rule" });
        if is_it {
            let other = if now == "covered" { "uncovered" } else { "covered" };
            assert_eq!(
                (row[at("status")].as_str(), row[at("status_by_rule")].as_str()),
                (other, now.as_str())
            );
            assert_eq!(row[at("override_who")], "Lan");
        }
    }
    let (header, sheet) = rows(&second.join("verify.csv"));
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    assert!(sheet.iter().all(|row| row[at("village_id")] != id), "what was settled is off the sheet");
}

#[test]
fn hollow_is_refused_as_an_override() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("overrides.csv");
    fs::write(&file, "village_id,trạng thái\nQ2,lõm sóng\n").unwrap();
    let fixture = |name: &str| format!("{}/fixtures/squares/{name}", env!("CARGO_MANIFEST_DIR"));
    let run = Command::new(env!("CARGO_BIN_EXE_covgap"))
        .args(["assess", "--villages", &fixture("villages.geojson")])
        .args(["--coverage", &fixture("coverage.geojson"), "--overrides"])
        .arg(&file)
        .arg("--out")
        .arg(folder.path().join("out"))
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(3), "done, but a row was skipped");
    assert!(String::from_utf8_lossy(&run.stderr).contains("a part is served"));
}
