//! Bad files, one after the other: what the program says to each is written down in
//! fixtures/bad/answers, and nothing of it may be a crash, a guess or half a result.
//!
//! `COVGAP_BLESS=1 cargo test --test bad_input` writes the answers down anew; read them before
//! they are kept.

#![cfg(feature = "gdal")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_covgap");
/// A line of an answer is cut here; no message should be longer.
const LONGEST: usize = 700;

/// One line of the index.
struct Case {
    file: String,
    command: String,
    what: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bad")
}

fn cases() -> Vec<Case> {
    let mut reader = csv::Reader::from_path(folder().join("index.csv")).unwrap();
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| Case { file: row[0].into(), command: row[1].into(), what: row[2].into() }).collect()
}

/// Runs a case in the folder of the bad files, so that no answer names a place on this machine.
fn run(case: &Case, out: &Path) -> Output {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder()).env("NO_COLOR", "1").env_remove("RUST_BACKTRACE");
    command.args(case.command.split(' ').map(|word| word.replace("FILE", &case.file)));
    if writes(case) {
        command.args(["--only", "villages.csv,summary.json", "--out"]).arg(out);
    }
    command.output().expect("the program starts")
}

/// Whether a case is of a command that writes into a directory.
fn writes(case: &Case) -> bool {
    let command = case.command.split(' ').next().unwrap_or_default();
    ["assess", "rank", "plan", "proposals", "diff"].contains(&command)
}

/// The answer to a case in words, and what it must never do but did.
fn answer(case: &Case, out: &Path) -> (String, Vec<String>) {
    let Output { status, stdout, stderr } = run(case, out);
    let mut faults = Vec::new();
    let mut must = |holds: bool, otherwise: &str| {
        if !holds {
            faults.push(format!("{}: {otherwise}", case.file));
        }
    };
    let (said, shown) = (String::from_utf8_lossy(&stderr), String::from_utf8_lossy(&stdout));
    let code = status.code().unwrap_or(-1);
    let is_odd =
        ["terminal", "lost", "zero bytes", "without a .cpg"].iter().any(|word| case.what.contains(word));
    must(is_odd || !said.contains('\u{fffd}'), "broken letters");
    must(!said.contains("panicked") && !said.contains("a fault of covgap"), "a panic");
    must(!said.contains("SECRET"), "it read a file that only the input names");
    let mut text =
        format!("== {} — {}\n$ covgap {}\nexit {code}\n{said}", case.file, case.what, case.command);
    if case.command.starts_with("check") {
        text.push_str(&shown);
    }
    match code {
        1 | 2 => {
            must(said.contains("error:"), "it fails without a word");
            must(!out.exists(), "a failed run left something behind");
        }
        0 | 3 if writes(case) => {
            let wrong = does_not_add_up(code, out);
            must(wrong.is_none(), &wrong.unwrap_or_default());
            table(&mut text, out);
        }
        0 | 3 => {}
        _ => must(false, &format!("it ends with {status}: {said}")),
    }
    must(!text.contains(env!("CARGO_MANIFEST_DIR")), "a place on this machine is named");
    let cut = |line: &str| line.chars().take(LONGEST).collect::<String>() + "\n";
    must(text.lines().all(|line| line.chars().count() < LONGEST), "a line without end");
    (text.replace('\r', "␍").lines().map(cut).collect(), faults)
}

/// Features in are features out and features skipped; a skip shows in the exit code.
fn does_not_add_up(code: i32, out: &Path) -> Option<String> {
    let text = std::fs::read_to_string(out.join("summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    let inputs = summary["inputs"].as_array().unwrap();
    let read = inputs[0]["features"].as_u64().unwrap();
    let skipped = |input: &serde_json::Value| input["skipped"].as_array().unwrap().len() as u64;
    let kept = summary["totals"]["villages"].as_u64().unwrap();
    let rows = csv::Reader::from_path(out.join("villages.csv")).unwrap().into_records().count() as u64;
    let all: u64 = inputs.iter().map(skipped).sum();
    let adds_up = kept + skipped(&inputs[0]) == read && rows == kept && (code == 3) == (all > 0);
    (!adds_up).then(|| format!("{read} features, {kept} villages, {rows} rows, {all} skipped, exit {code}"))
}

/// The villages with what was found of them.
fn table(text: &mut String, out: &Path) {
    let mut reader = csv::Reader::from_path(out.join("villages.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name);
    let columns: Vec<usize> =
        ["village_id", "name", "status", "population", "covered_share"].into_iter().filter_map(at).collect();
    for row in reader.records() {
        let row = row.unwrap();
        let cell = |at: &usize| match row[*at].parse::<f64>() {
            Ok(share) if header[*at] == *"covered_share" => format!("{share:.4}"),
            _ => row[*at].chars().take(60).collect(),
        };
        let cells: Vec<String> = columns.iter().map(cell).collect();
        let _ = writeln!(text, "| {}", cells.join(" | ").replace('\n', "⏎"));
    }
}

/// GDAL's own words change with its version: they are shown, and not compared.
fn without_words_of_gdal(text: &str) -> String {
    let mask = |line: &str| match line.split_once("GDAL cannot read it: ") {
        Some((before, _)) => format!("{before}GDAL cannot read it: …\n"),
        None => format!("{line}\n"),
    };
    text.lines().map(mask).collect()
}

#[test]
fn every_bad_file_gets_the_answer_that_is_written_down() {
    let scratch = tempfile::tempdir().unwrap();
    let cases = cases();
    assert!(cases.len() >= 150, "only {} cases", cases.len());
    let next = std::sync::atomic::AtomicUsize::new(0);
    let answers = std::sync::Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                loop {
                    let nth = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(case) = cases.get(nth) else { break };
                    let found = answer(case, &scratch.path().join(nth.to_string()));
                    answers.lock().unwrap().insert(nth, found);
                }
            });
        }
    });
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    let mut all_faults = Vec::new();
    for (nth, (answer, faults)) in answers.into_inner().unwrap() {
        all_faults.extend(faults);
        let page = match cases[nth].file.split_once('/') {
            Some((folder, _)) if folder.chars().all(char::is_alphabetic) && !folder.is_empty() => folder,
            _ => "addresses",
        };
        let page = pages.entry(page.to_owned()).or_default();
        page.push_str(&answer);
        page.push('\n');
    }
    let folder = folder().join("answers");
    if std::env::var_os("COVGAP_BLESS").is_some() {
        let _ = std::fs::create_dir(&folder);
        for (page, text) in &pages {
            std::fs::write(folder.join(format!("{page}.txt")), text).unwrap();
        }
    }
    assert!(all_faults.is_empty(), "{}", all_faults.join("\n"));
    for (page, text) in pages {
        let expected = std::fs::read_to_string(folder.join(format!("{page}.txt"))).unwrap_or_default();
        let (now, then) = (without_words_of_gdal(&text), without_words_of_gdal(&expected));
        let differs = now.split("== ").zip(then.split("== ")).find(|(now, then)| now != then);
        if let Some((now, then)) = differs {
            panic!(
                "{page}.txt: another answer (COVGAP_BLESS=1 keeps it)\n-- now\n{now}\n-- written down\n{then}"
            );
        }
        assert_eq!(now.len(), then.len(), "{page}.txt: other cases than are written down");
    }
}
