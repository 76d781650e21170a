//! A trial site in the shipped province: opening the board, and one click. `cargo bench --bench whatif`.

use covgap::assess::{Assessment, Detail, assess};
use covgap::benchmark::{Board, TrialSite};
use covgap::geometry::Shapes;
use covgap::model::Technology;
use covgap::read::{Inputs, Request, inputs};
use divan::Bencher;
use geo::Coord;

fn main() {
    divan::main();
}

fn province() -> (Inputs, Assessment) {
    let file = |name: &str| concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/nghe-an/").to_owned() + name;
    let request = Request {
        villages: file("villages.geojson").into(),
        coverage: vec![file("coverage.fgb").into()],
        ..Request::default()
    };
    let read = inputs(&request).unwrap();
    let assessment = assess(&read.villages, &read.coverage, Default::default(), Detail::Full);
    (read, assessment)
}

/// A site of so many metres at the first uncovered village.
fn site(read: &Inputs, village: usize, radius: f64) -> TrialSite {
    let place = read.villages.records[village].centre.unwrap();
    let mut area = Shapes::new();
    for corner in 0..64 {
        let (sin, cos) = (f64::from(corner) / 64.0 * std::f64::consts::TAU).sin_cos();
        area.push_position(Coord { x: place.x + radius * cos, y: place.y + radius * sin });
    }
    area.end_ring();
    area.end_polygon();
    area.end_feature();
    TrialSite { position: Some(place), technology: Technology::Lte, operator: None, area }
}

#[divan::bench(sample_count = 10)]
fn open(bencher: Bencher<'_, '_>) {
    let (read, assessment) = province();
    let board = Board::new(&read.villages, &read.coverage, &assessment);
    bencher.bench_local(|| board.open().uncovered().len());
}

#[divan::bench(args = [2_000.0, 4_000.0, 8_000.0])]
fn click(bencher: Bencher<'_, '_>, radius: f64) {
    let (read, assessment) = province();
    let board = Board::new(&read.villages, &read.coverage, &assessment);
    let what_if = board.open();
    let site = site(&read, what_if.uncovered()[0], radius);
    bencher.bench_local(|| what_if.add(&site));
}
