//! Names as an attack: what a spreadsheet or a browser would run stays words in every output, and
//! nothing that is no attack is changed.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs the program on villages of fixtures/bad/names, with further flags.
fn assess(out: &Path, villages: &str, coverage: &str, more: &[&str]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bad");
    let mut command = Command::new(env!("CARGO_BIN_EXE_covgap"));
    command.current_dir(folder).args(["assess", "--villages", villages, "--coverage", coverage]);
    let ran = command.args(more).arg("--out").arg(out).output().unwrap();
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let talk = [ran.stdout, ran.stderr].concat();
    assert!(!talk.contains(&0x1B), "a control character reached the terminal");
}

/// The values of a property of the input, in order.
fn given(file: &str, property: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bad").join(file);
    features(&fs::read_to_string(path).unwrap(), property)
}

fn features(text: &str, property: &str) -> Vec<String> {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let features = value["features"].as_array().unwrap();
    features.iter().map(|feature| feature["properties"][property].as_str().unwrap().to_owned()).collect()
}

fn column(file: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let at = reader.headers().unwrap().iter().position(|column| column == name).unwrap();
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

#[test]
fn a_spreadsheet_runs_no_name() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path();
    assess(out, "names/formulas.geojson", "good/coverage.geojson", &["--format", "xlsx"]);
    let names = given("names/formulas.geojson", "name");
    for column_name in ["name", "commune", "note"] {
        for (cell, name) in column(&out.join("villages.csv"), column_name).iter().zip(&names) {
            // the name of a unit loses the blanks around it
            let name = if column_name == "commune" { name.trim() } else { name };
            assert_eq!(*cell, format!("'{name}"), "{column_name}");
        }
    }
    let layer = fs::read_to_string(out.join("villages.geojson")).unwrap();
    assert_eq!(features(&layer, "name"), names, "a layer for maps is left as it is");
    for file in fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|ending| ending == "csv") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&file).unwrap();
            for cell in
                reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            {
                let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
                assert!(!runs, "{}: {cell:?}", file.display());
            }
        }
    }
    let sheets = Command::new("unzip").arg("-p").arg(out.join("covgap.xlsx")).arg("xl/worksheets/*").output();
    match sheets {
        Ok(sheets) if sheets.status.success() => {
            let text = String::from_utf8_lossy(&sheets.stdout).into_owned();
            assert!(text.contains("<c ") && !text.contains("<f>") && !text.contains("<f "), "a formula");
        }
        other => eprintln!("SKIPPED the workbook: {other:?}"),
    }
}

#[test]
fn numbers_and_codes_are_left_alone() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path();
    assess(out, "names/numbers-stay.geojson", "good/coverage.geojson", &[]);
    let table = out.join("villages.csv");
    assert_eq!(column(&table, "note"), ["", "-12.5", "-3", ""]);
    assert_eq!(column(&table, "code"), ["", "-12.5", "+84", ""]);
    assess(out, "names/formula-id.geojson", "good/coverage.geojson", &[]);
    assert_eq!(column(&table, "village_id"), ["V1", "V2", "=1+1", "V4"], "other tables are joined by it");
}

/// Clicks whatever can be clicked, as the last script of a page.
const CLICKER: &str = "<script>addEventListener('load',()=>setTimeout(()=>{\
    for(const it of document.querySelectorAll('tr,td,button,summary,path,option,input,select'))\
    for(const kind of ['mouseover','click','change','input'])\
    try{it.dispatchEvent(new Event(kind,{bubbles:true}))}catch(e){}\
    document.body.dataset.clicked='yes'},500))</script></body>";

#[test]
fn a_browser_runs_no_name() {
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let chromium = std::env::var("CHROMIUM")
        .ok()
        .or_else(|| usual.iter().find(|path| Path::new(path).exists()).map(|path| (*path).to_owned()));
    let Some(chromium) = chromium else {
        eprintln!("SKIPPED: no Chromium; set CHROMIUM=/path/to/chromium");
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    for (villages, coverage) in [
        ("names/scripts.geojson", "good/coverage.geojson"),
        ("names/script-id.geojson", "good/coverage.geojson"),
        ("names/script-column.geojson", "good/coverage.geojson"),
        ("good/villages.geojson", "names/script-operator.geojson"),
    ] {
        assess(scratch.path(), villages, coverage, &["--only", "report.html"]);
        let report = scratch.path().join("report.html");
        let page = fs::read_to_string(&report).unwrap();
        assert!(page.contains("</body>"));
        let (before, after) = page.rsplit_once("</body>").unwrap();
        fs::write(&report, [before, CLICKER, after].concat()).unwrap();
        let ran = Command::new(&chromium)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=6000", "--dump-dom"])
            .arg(format!("--user-data-dir={}", scratch.path().join("profile").display()))
            .arg(format!("file://{}", report.display()))
            .output()
            .unwrap();
        let dom = String::from_utf8_lossy(&ran.stdout);
        assert!(dom.contains("data-clicked=\"yes\""), "{villages}: the page did not run: {dom:.300}");
        let title = dom.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).unwrap().0;
        assert_ne!(title, "ran", "{villages}: a name ran");
        assert!(!dom.contains("<script>document.title") && !dom.contains("<svg onload"), "{villages}");
        assert!(!dom.contains("<img src=\"x\""), "{villages}: a name became a picture");
    }
}
