//! Many runs in one process: memory does not grow, and every run gives the same bytes.
//!
//! `COVGAP_SOAK=1000 cargo test --release --test soak` is the long one, with `COVGAP_SOAK_PROVINCE=1` on
//! the shipped province (its tables only); without them a few runs on four villages.

use std::fs;
use std::path::Path;

use covgap::assess::{Definition, Detail, assess};
use covgap::export::{Directory, OnDemand, Output, Outputs, Results};
use covgap::rank::{criterion, rank};
use covgap::read::{Request, inputs};
use covgap::verify::Scrutiny;

/// What this process has in memory now, in KiB; `None` where the system does not tell.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().strip_suffix(" kB")?.parse().ok()
}

/// The study, and the outputs that are written each time.
fn study() -> (Request, &'static [&'static str]) {
    let is_province = std::env::var_os("COVGAP_SOAK_PROVINCE").is_some();
    let (folder, coverage, outputs): (_, _, &[&str]) = if is_province {
        ("fixtures/nghe-an", "coverage.fgb", &["villages.csv", "uncovered.csv", "summary.json"])
    } else {
        let outputs = &["villages.csv", "villages.geojson", "summary.json", "report.html"];
        ("fixtures/bad/good", "coverage.geojson", outputs)
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let request = Request {
        villages: folder.join("villages.geojson"),
        coverage: vec![folder.join(coverage)],
        ..Request::default()
    };
    (request, outputs)
}

/// One whole run: read, assess, rank, write.
fn run(out: &Path) -> Vec<u8> {
    let (request, names) = study();
    let inputs = inputs(&request).unwrap();
    let assessment = assess(&inputs.villages, &inputs.coverage, Definition::default(), Detail::Full);
    let ranking = rank(&inputs.villages, &assessment, criterion("population").unwrap());
    let mut outlines = inputs.villages.shapes.clone();
    inputs.plane.to_wgs84(outlines.positions_mut()).unwrap();
    let (scrutiny, on_demand) = (Scrutiny::default(), OnDemand::default());
    let results = Results::new(&inputs, &assessment, &ranking, &scrutiny, &outlines, &on_demand);
    let only = names.iter().map(|name| name.parse::<Output>().unwrap()).collect();
    let mut directory = Directory::prepare(out).unwrap();
    Outputs { only, formats: Vec::new() }.write(results, &mut directory).unwrap();
    directory.publish().unwrap();
    names.iter().flat_map(|name| fs::read(out.join(name)).unwrap()).collect()
}

#[test]
fn memory_does_not_grow_with_the_number_of_runs() {
    let runs: usize = std::env::var("COVGAP_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    let scratch = tempfile::tempdir().unwrap();
    let first = run(&scratch.path().join("out"));
    let warm = runs / 4;
    let mut before = None;
    for nth in 0..runs {
        if nth == warm {
            before = resident();
        }
        assert_eq!(run(&scratch.path().join("out")), first, "run {nth} came out otherwise");
    }
    let (Some(before), Some(after)) = (before, resident()) else {
        eprintln!("SKIPPED: the system does not tell how much memory is taken");
        return;
    };
    eprintln!("{before} KiB after {warm} runs, {after} KiB after {runs}");
    assert!(after < before + 4096, "{before} KiB after {warm} runs, {after} KiB after {runs}");
}
