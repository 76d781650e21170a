//! A site tried here and there, and the province judged anew each time, at the speed of a click:
//! `cargo run --release --example whatif`.

use std::time::Instant;

use covgap::assess::{Detail, assess};
use covgap::benchmark::{Board, TrialSite};
use covgap::geometry::Shapes;
use covgap::model::Technology;
use covgap::read::{Request, inputs};
use geo::Coord;

fn main() -> Result<(), covgap::Error> {
    let file = |name: &str| concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/nghe-an/").to_owned() + name;
    let request = Request {
        villages: file("villages.geojson").into(),
        coverage: vec![file("coverage.fgb").into()],
        ..Request::default()
    };
    let read = inputs(&request)?;
    let assessment = assess(&read.villages, &read.coverage, Default::default(), Detail::Full);
    let board = Board::new(&read.villages, &read.coverage, &assessment);
    let what_if = board.open();

    // a 4G site of 4 km at the first uncovered village, then moved east step by step
    let village = what_if.uncovered()[0];
    let Some(place) = read.villages.records[village].centre else { return Ok(()) };
    let mut area = Shapes::new();
    for corner in 0..64 {
        let (sin, cos) = (f64::from(corner) / 64.0 * std::f64::consts::TAU).sin_cos();
        area.push_position(Coord { x: place.x + 4_000.0 * cos, y: place.y + 4_000.0 * sin });
    }
    area.end_ring();
    area.end_polygon();
    area.end_feature();
    let site = TrialSite { position: Some(place), technology: Technology::Lte, operator: None, area };
    for east_m in [0.0, 500.0, 1_000.0, 2_000.0, 4_000.0] {
        let started = Instant::now();
        let change = what_if.add(&site.moved(east_m, 0.0));
        println!(
            "{east_m:>5} m east: {} villages and {:.0} people newly covered; {} villages looked at in {:.1} ms",
            change.newly_covered.len(),
            change.gain.people,
            change.looked_at,
            started.elapsed().as_secs_f64() * 1e3
        );
    }
    Ok(())
}
