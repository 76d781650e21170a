//! How the engine grows: made-up countries of any size, and one area of a million vertices.
//!
//! `cargo run --release --example scale -- zones 500000 200000` prints what each stage takes and
//! what that is for each zone; `-- giant 50000 1000000 10000` cuts the same zones by one area of
//! so many vertices and holes. Add `1` for one thread.

use std::f64::consts::TAU;
use std::time::Instant;

use covgap::geometry::{AreaIndex, Cuts, Shapes, prepare, shares};
use covgap::synthetic::{Country, Recipe, country};
use geo::Coord;

fn main() {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let flag = words.iter().position(|word| word == "--threads");
    let after = flag.map_or_else(Vec::new, |flag| words.split_off(flag));
    let whole = |word: &String| word.parse().expect("a whole number");
    let number = |nth: usize, otherwise: usize| words.get(nth).map_or(otherwise, whole);
    let threads = after.get(1).map_or(2, whole);
    let is_giant = words.first().is_some_and(|word| word == "giant");
    let zones = number(1, 50_000);
    let recipe = if is_giant {
        Recipe { zones, areas: 0, layers: 1, raster_m: 0.0, seed: 3 }
    } else {
        Recipe { zones, areas: number(2, 20_000), layers: 9, raster_m: 0.0, seed: 2 }
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let mut made = country(recipe);
    if is_giant {
        made.areas = giant(zones, number(2, 1_000_000), number(3, 10_000));
        made.layer_of = vec![0; made.areas.len()];
    }
    println!(
        "{} zones ({} vertices), {} areas ({} vertices), {threads} threads",
        made.zones.len(),
        made.zones.positions().len(),
        made.areas.len(),
        made.areas.positions().len()
    );
    pool.install(|| run(made));
}

fn run(mut made: Country) {
    let zones = made.zones.len();
    let stage = |name: &str, begun: (Instant, f64)| {
        let (wall, cpu) = (begun.0.elapsed().as_secs_f64(), cpu_s() - begun.1);
        println!(
            "{name:8} wall {wall:8.3} s  CPU {cpu:8.3} s  {:6.2} us of CPU a zone",
            cpu / zones as f64 * 1e6
        );
    };
    let now = || (Instant::now(), cpu_s());
    let begun = now();
    let repaired = prepare(&mut made.zones).len() + prepare(&mut made.areas).len();
    stage("check", begun);
    let begun = now();
    let index = AreaIndex::new(&made.areas, &made.layer_of);
    stage("index", begun);
    let layers = made.layer_of.iter().copied().max().unwrap_or(0) + 1;
    let mut cuts = Cuts::new(usize::from(layers));
    for first in (0..layers).step_by(3) {
        cuts.add(first..layers.min(first + 3));
    }
    cuts.add(layers.min(3)..layers);
    let begun = now();
    let found = shares(&made.zones, &index, &cuts);
    stage("shares", begun);
    let mean = (0..zones).map(|zone| found.share(zone, 0)).sum::<f64>() / zones as f64;
    println!("{repaired} repaired, mean share {mean:.12}, {:.0} MiB at most", peak_mib());
}

/// One area over the whole country: a ragged outline and holes in rows, as a national layer is.
fn giant(zones: usize, vertices: usize, holes: usize) -> Shapes {
    let side = (zones as f64).sqrt().ceil() * 2_000.0;
    let middle = 200_000.0 + side / 2.0;
    let mut area = Shapes::new();
    let mut ring = |centre: Coord, radius: f64, count: usize| {
        for nth in 0..count {
            let ragged = 1.0 - 0.05 * ((nth * 7_919) % 13) as f64 / 13.0;
            let (sin, cos) = (TAU * nth as f64 / count as f64).sin_cos();
            area.push_position(Coord {
                x: centre.x + radius * ragged * cos,
                y: centre.y + radius * ragged * sin,
            });
        }
        area.end_ring();
    };
    let rows = (holes as f64).sqrt().ceil().max(1.0);
    let (each, cell) = (vertices / 2 / holes.max(1), side * 0.62 / rows);
    ring(Coord { x: middle, y: middle }, side * 0.48, vertices - each * holes);
    for hole in 0..holes {
        let (column, row) = (hole as f64 % rows, (hole as f64 / rows).floor());
        let at = |nth: f64| middle + (nth - (rows - 1.0) / 2.0) * cell;
        ring(Coord { x: at(column), y: at(row) }, cell * 0.4, each);
    }
    area.end_polygon();
    area.end_feature();
    area
}

/// CPU time of the process in seconds, where Linux tells.
fn cpu_s() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |nth: usize| fields.get(nth).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// The most memory the process ever had, where Linux tells.
fn peak_mib() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
