//! A report of a made-up country, for looking at the page and for its browser tests:
//! `cargo run --example synthetic_report -- OUT.html [VILLAGES] [LANG]`.
//!
//! Names try to break out of the page on purpose.

use std::f64::consts::TAU;
use std::sync::Arc;

use covgap::Error;
use covgap::assess::{Definition, Detail, assess, cases, compare};
use covgap::export::Language;
use covgap::export::report::{ReportInput, page};
use covgap::margin::margins;
use covgap::model::{AreaSource, Coverage, ServiceArea, Technology, Value, Village, VillageId, Villages};
use covgap::plane::{Plane, Transform};
use covgap::rank::{criterion, rank};
use covgap::read::{Findings, Role, Skip, Source};
use covgap::units::{Households, People};
use geo::{Coord, LineString, MultiPolygon, Polygon};

/// One village is about this wide.
const CELL_M: f64 = 2_000.0;

/// Metres east and north of a place, roughly to degrees.
struct Flat;

impl Transform for Flat {
    fn apply(&self, positions: &mut [Coord]) -> Result<(), Error> {
        positions
            .iter_mut()
            .for_each(|p| *p = Coord { x: 103.9 + p.x / 105_000.0, y: 18.5 + p.y / 111_000.0 });
        Ok(())
    }
}

/// A number of 0 to 1 that looks random and is always the same.
fn noise(seed: u64) -> f64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as f64 / u64::MAX as f64
}

fn corner(i: usize, j: usize) -> Coord {
    let jitter = |k: u64| (noise((i as u64) << 32 | (j as u64) << 8 | k) - 0.5) * 0.6;
    Coord { x: (i as f64 + jitter(1)) * CELL_M, y: (j as f64 + jitter(2)) * CELL_M }
}

/// The wavy border between two corners, the same from either side; without its last position.
fn border(a: (usize, usize), b: (usize, usize)) -> Vec<Coord> {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    let (from, to) = (corner(low.0, low.1), corner(high.0, high.1));
    let parts = [low.0 * 73_856_093, low.1 * 19_349_663, high.0 * 83_492_791, high.1];
    let seed = parts.iter().fold(0, |seed, part| seed ^ part) as u64;
    let mut line: Vec<Coord> = (0..=16)
        .map(|k| {
            let t = f64::from(k) / 16.0;
            let sway = if k % 16 == 0 {
                0.0
            } else {
                (noise(seed + k as u64) - 0.5) * 260.0 * (TAU * t / 2.0).sin()
            };
            Coord { x: from.x + (to.x - from.x) * t + sway, y: from.y + (to.y - from.y) * t - sway }
        })
        .collect();
    if a > b {
        line.reverse();
    }
    line.pop();
    line
}

fn villages(count: usize) -> Villages {
    let across = ((count as f64 * 1.4).sqrt().ceil() as usize).max(1);
    let mut found = Villages {
        admin_levels: vec!["commune".into(), "district".into(), "province".into()],
        extra_columns: vec!["grid_power".into(), "road_km".into()],
        ..Villages::default()
    };
    for nth in 0..count {
        let (i, j) = (nth % across, nth / across);
        let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1), (i, j)];
        let ring: Vec<Coord> = corners.windows(2).flat_map(|pair| border(pair[0], pair[1])).collect();
        found.shapes.push(&MultiPolygon::new(vec![Polygon::new(LineString(ring), vec![])]));
        found.records.push(village(nth, i, j, across));
    }
    found
}

fn village(nth: usize, i: usize, j: usize, across: usize) -> Village {
    let name = match nth {
        3 => "</script><script>document.title='broken'</script>".to_owned(),
        4 => "<img src=x onerror=\"document.title='broken'\">".to_owned(),
        _ => format!("{} {}", ["Bản Đỏ", "Xóm Mới", "Thôn Nước", "Khối Ướt"][nth % 4], nth),
    };
    let side = (across / 5).max(1);
    let people = 150.0 + (noise(nth as u64) * 1_800.0).round();
    Village {
        id: VillageId(format!("V{nth:05}")),
        name: Some(name),
        admin: vec![
            Some(format!("Xã {}.{}", i / 4, j / 4)),
            Some(format!(
                "Huyện {}{}",
                ["Kỳ", "Đô", "Quế", "Tương", "Yên", "Thanh"][(i / side) % 6],
                j / side
            )),
            Some("Tỉnh <b>Mẫu</b>".into()),
        ],
        population: (nth % 500 != 7).then(|| People::new(people).unwrap_or_default()),
        households: Households::new((people / 4.2).round()).ok(),
        centre: None,
        extra: vec![Value::Bool(noise(nth as u64 + 9) > 0.1), Value::Number(noise(nth as u64 + 5) * 12.0)],
    }
}

/// A notched polygon around a mast, of terrain as it were.
fn service_area(centre: Coord, radius: f64, seed: u64) -> MultiPolygon {
    let ring = (0..72).map(|k| {
        let notch = if noise(seed + k / 6) < 0.25 { 0.25 } else { 0.8 + 0.2 * noise(seed + k) };
        let angle = TAU * k as f64 / 72.0;
        Coord { x: centre.x + radius * notch * angle.cos(), y: centre.y + radius * notch * angle.sin() }
    });
    MultiPolygon::new(vec![Polygon::new(LineString(ring.collect()), vec![])])
}

fn coverage(villages: usize) -> Coverage {
    let across = (villages as f64 * 1.4).sqrt().ceil() * CELL_M;
    let down = villages as f64 * CELL_M * CELL_M / across;
    let mut found = Coverage {
        operators: vec!["MobiFone".into(), "Viettel".into(), "VinaPhone".into()],
        ..Coverage::default()
    };
    for nth in 0..villages as u64 * 3 / 5 {
        let technology = Technology::ALL[[0, 1, 2, 2, 1][nth as usize % 5]];
        let centre = Coord { x: noise(nth * 3) * across, y: noise(nth * 3 + 1) * down };
        found.areas.push(ServiceArea {
            id: None,
            operator: (noise(nth * 3 + 2) * 3.0) as u16,
            technology,
            signal: None,
            signal_class: None,
            source: AreaSource::Polygon,
            file: 0,
            feature: nth as u32 + 1,
        });
        found.shapes.push(&service_area(centre, 3_000.0 + 2_500.0 * noise(nth + 77), nth * 101));
    }
    found
}

fn findings(villages: usize, areas: usize) -> Findings {
    let source = |role, file: &str, features| Source {
        role,
        path: file.into(),
        format: "GeoJSON",
        features,
        crs: "EPSG:4326".into(),
        crs_from: "assumed: RFC 7946".into(),
        columns: vec![("village id", "ma_thon".into()), ("population", "dan_so".into())],
        skipped: vec![Skip { position: 12, id: Some("<i>x</i>".into()), reason: "no geometry".into() }],
        repaired: Vec::new(),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
    };
    Findings {
        sources: vec![
            source(Role::Villages, "villages.geojson", villages + 1),
            source(Role::Coverage, "coverage.fgb", areas + 1),
        ],
        warnings: vec!["a made-up warning with <b>markup</b>".into()],
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("which file?")?;
    let count = arguments.next().map_or(Ok(1_200), |text| text.parse())?;
    let language: Language = arguments.next().as_deref().unwrap_or("en").parse()?;
    let (villages, coverage) = (villages(count), coverage(count));
    let plane = Plane::new("+proj=utm +zone=48", "a made-up country", Arc::new(Flat));
    let definition = Definition::default();
    let assessment = assess(&villages, &coverage, definition.clone(), Detail::Full);
    let ranking = rank(&villages, &assessment, criterion("population")?);
    let findings = findings(villages.len(), coverage.len());
    let started = std::time::Instant::now();
    let input = ReportInput {
        villages: &villages,
        coverage: &coverage,
        plane: &plane,
        assessment: &assessment,
        ranking: &ranking,
        findings: &findings,
        rules: &compare(&villages, &coverage, cases(&villages, &coverage, &definition)),
        margins: &margins(&villages, &coverage, &assessment),
        scrutiny: None,
        investment: None,
        plan: None,
        benchmark: None,
        differences: None,
        title: None,
        language,
    };
    let page = page(&input)?;
    println!("{} bytes in {:.2} s", page.len(), started.elapsed().as_secs_f64());
    std::fs::write(out, page)?;
    Ok(())
}
