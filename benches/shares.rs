//! The stages of measuring: repairing, indexing, measuring, and all of it; the parts must explain
//! the whole. `cargo bench --bench shares`.

use covgap::geometry::{AreaIndex, Cuts, Shapes, Shares, ZoneIndex, prepare, shares};
use covgap::synthetic::{Country, Recipe, country};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// Sets by name: a province with free edges, one of raster edges, and a tenth of a country.
fn made(name: &str) -> Country {
    country(match name {
        "province" => Recipe::PROVINCE,
        "raster" => Recipe { raster_m: 100.0, ..Recipe::PROVINCE },
        _ => Recipe { zones: 15_000, areas: 6_000, ..Recipe::COUNTRY },
    })
}

fn ready(name: &str) -> Country {
    let mut made = made(name);
    prepare(&mut made.zones);
    prepare(&mut made.areas);
    made
}

/// Three technologies of three operators: each technology, all later than the first, and with
/// `all` every operator by itself and by technology.
fn cuts(all: bool) -> Cuts {
    let mut cuts = Cuts::new(9);
    for technology in 0..3 {
        cuts.add((0..3).map(|operator| technology * 3 + operator));
    }
    cuts.add(3..9);
    if all {
        for layer in 0..9 {
            cuts.add([layer]);
        }
        for operator in 0..3 {
            cuts.add((1..3).map(|technology| technology * 3 + operator));
        }
    }
    cuts
}

const SETS: [&str; 3] = ["province", "raster", "third"];

#[divan::bench(args = SETS, sample_count = 10)]
fn repair(bencher: Bencher, set: &str) {
    let made = made(set);
    bencher.counter(ItemsCount::new(made.zones.len())).with_inputs(|| made.clone()).bench_values(
        |mut made| {
            prepare(&mut made.zones);
            prepare(&mut made.areas);
            made
        },
    );
}

#[divan::bench(args = SETS, sample_count = 10)]
fn index(bencher: Bencher, set: &str) {
    let ready = ready(set);
    bencher.bench(|| AreaIndex::new(&ready.areas, &ready.layer_of));
}

fn measure(bencher: Bencher, set: &str, all: bool) {
    let ready = ready(set);
    let (index, cuts) = (AreaIndex::new(&ready.areas, &ready.layer_of), cuts(all));
    bencher.counter(ItemsCount::new(ready.zones.len())).bench(|| shares(&ready.zones, &index, &cuts));
}

#[divan::bench(args = SETS, sample_count = 10)]
fn measure_four_cuts(bencher: Bencher, set: &str) {
    measure(bencher, set, false);
}

#[divan::bench(args = SETS, sample_count = 10)]
fn measure_all_cuts(bencher: Bencher, set: &str) {
    measure(bencher, set, true);
}

/// Without a cut only the layers that reach each zone are found: what classifying costs.
#[divan::bench(args = SETS, sample_count = 10)]
fn classify(bencher: Bencher, set: &str) {
    let ready = ready(set);
    let (index, cuts) = (AreaIndex::new(&ready.areas, &ready.layer_of), Cuts::new(9));
    bencher.counter(ItemsCount::new(ready.zones.len())).bench(|| shares(&ready.zones, &index, &cuts));
}

/// One area more and one less: only the zones near them are measured anew.
#[divan::bench(args = SETS, sample_count = 50)]
fn update(bencher: Bencher, set: &str) {
    let ready = ready(set);
    let (index, cuts) = (AreaIndex::new(&ready.areas, &ready.layer_of), cuts(false));
    let zones = ZoneIndex::new(&ready.zones);
    let before = shares(&ready.zones, &index, &cuts);
    let mut more = Shapes::new();
    more.push_shape(&ready.areas.get(1));
    let run = |mut found: Shares| {
        let changed = index.without(&[0]).with(&more, &ready.layer_of[..1]);
        let touched = zones.near(more.iter().chain([ready.areas.get(0)]));
        found.update(&ready.zones, &touched, &changed, &cuts);
        found
    };
    bencher.with_inputs(|| before.clone()).bench_values(run);
}

#[divan::bench(args = SETS, sample_count = 10)]
fn whole(bencher: Bencher, set: &str) {
    let made = made(set);
    let run = |mut made: Country| -> Shares {
        prepare(&mut made.zones);
        prepare(&mut made.areas);
        shares(&made.zones, &AreaIndex::new(&made.areas, &made.layer_of), &cuts(false))
    };
    bencher.counter(ItemsCount::new(made.zones.len())).with_inputs(|| made.clone()).bench_values(run);
}
