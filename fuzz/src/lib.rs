//! What the fuzz targets share: a file with the bytes at hand, and four sound
//! villages around it.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use covgap::Error;
use covgap::assess::{Definition, Detail, assess};
use covgap::export::{Directory, OnDemand, Output, Outputs, Results};
use covgap::rank::{criterion, rank};
use covgap::read::{Inputs, ProposalFiles, Request};
use covgap::verify::Scrutiny;

const VILLAGES: &str = include_str!("../../fixtures/bad/good/villages.geojson");
const COVERAGE: &str = include_str!("../../fixtures/bad/good/coverage.geojson");

/// A folder of this process.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("covgap-fuzz-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the bytes");
        fs::write(folder.join("villages.geojson"), VILLAGES).expect("room");
        fs::write(folder.join("coverage.geojson"), COVERAGE).expect("room");
        folder
    })
}

/// Does `work` on a file that holds the bytes.
pub fn with_file(bytes: &[u8], name: &str, work: impl FnOnce(&Path)) {
    let path = folder().join(name);
    fs::write(&path, bytes).expect("room");
    work(&path);
}

/// The sound villages and their coverage.
pub fn request() -> Request {
    Request {
        villages: folder().join("villages.geojson"),
        coverage: vec![folder().join("coverage.geojson")],
        ..Request::default()
    }
}

/// Reads, and sees that kept and skipped are all there was.
///
/// # Errors
/// What the reader said; every error has words.
pub fn inputs(request: &Request) -> Result<Inputs, Error> {
    let inputs = covgap::read::inputs(request).inspect_err(|error| assert!(!error.to_string().is_empty()))?;
    let villages = &inputs.findings.sources[0];
    assert_eq!(villages.features, inputs.villages.len() + villages.skipped.len(), "villages got lost");
    let finite = |shapes: &covgap::geometry::Shapes| {
        shapes.positions().iter().all(|position| position.x.is_finite() && position.y.is_finite())
    };
    assert!(finite(&inputs.villages.shapes) && finite(&inputs.coverage.shapes));
    Ok(inputs)
}

/// Bytes as villages, and as coverage.
pub fn read(bytes: &[u8], name: &str) {
    with_file(bytes, name, |path| {
        let _ = inputs(&Request { villages: path.to_owned(), ..request() });
        let _ = inputs(&Request { coverage: vec![path.to_owned()], ..request() });
    });
}

/// Bytes as a study file, through to the command line that it amounts to.
pub fn study(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match covgap::cli::study_command_line(text, Path::new("folder")) {
        Ok(words) => assert!(words.len() >= 2 && words[0] == "covgap"),
        Err(why) => assert!(!why.is_empty()),
    }
}

/// Bytes as a list of proposed sites over the sound villages.
pub fn proposals(bytes: &[u8]) {
    static VILLAGES: OnceLock<Inputs> = OnceLock::new();
    let study = VILLAGES.get_or_init(|| inputs(&request()).expect("sound villages"));
    with_file(bytes, "sites.csv", |path| {
        let files = ProposalFiles { lists: vec![path.to_owned()], areas: None };
        let (mut sources, mut warnings) = (Vec::new(), Vec::new());
        match covgap::read::proposals(&files, &study.plane, &request(), (&mut sources, &mut warnings)) {
            Ok(table) => {
                assert_eq!(
                    sources[0].features,
                    table.rows.len() + sources[0].skipped.len(),
                    "sites got lost"
                );
                let places = table.rows.iter().filter_map(|row| row.position);
                assert!(places.into_iter().all(|place| place.x.is_finite() && place.y.is_finite()));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    });
}

/// Bytes as villages, through to the tables and the page.
pub fn whole(bytes: &[u8]) {
    with_file(bytes, "v.geojson", |path| {
        let Ok(inputs) = inputs(&Request { villages: path.to_owned(), ..request() }) else { return };
        let assessment = assess(&inputs.villages, &inputs.coverage, Definition::default(), Detail::Full);
        assert!(assessment.villages.iter().all(|it| (0.0..=1.0).contains(&it.covered_share.get())));
        let by = criterion("population").expect("a criterion");
        let ranking = rank(&inputs.villages, &assessment, by);
        let mut outlines = inputs.villages.shapes.clone();
        inputs.plane.to_wgs84(outlines.positions_mut()).expect("a way back");
        let (scrutiny, on_demand) = (Scrutiny::default(), OnDemand::default());
        let results = Results::new(&inputs, &assessment, &ranking, &scrutiny, &outlines, &on_demand);
        let only = ["villages.csv", "report.html", "villages.geojson"];
        let only = only.map(|name| name.parse::<Output>().expect("an output")).to_vec();
        let out = folder().join("out");
        let mut directory = Directory::prepare(&out).expect("a directory");
        Outputs { only, formats: Vec::new() }.write(results, &mut directory).expect("outputs");
        directory.publish().expect("in their places");
        look_at_table(&fs::read(out.join("villages.csv")).expect("a table"), inputs.villages.len());
        look_at_page(&fs::read_to_string(out.join("report.html")).expect("a page"));
    });
}

/// As many rows as villages, and no cell but codes that a spreadsheet would run.
fn look_at_table(bytes: &[u8], villages: usize) {
    let mut reader = csv::Reader::from_reader(Cursor::new(bytes));
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<_> = reader.records().map(|row| row.expect("as many cells as columns")).collect();
    assert_eq!(rows.len(), villages);
    for (name, cell) in rows.iter().flat_map(|row| header.iter().zip(row.iter())) {
        let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
        let calls = cell.contains(['(', '|', '!']) || cell.starts_with(['\t', '\r']);
        assert!(!runs || (name.ends_with("_id") && !calls), "{name}: {cell:?}");
    }
}

/// The page has the scripts it always has.
fn look_at_page(page: &str) {
    static USUAL: OnceLock<usize> = OnceLock::new();
    let count = page.to_ascii_lowercase().matches("<script").count();
    let usual = *USUAL.get_or_init(|| count);
    assert_eq!(count, usual, "a script got into the page");
}
