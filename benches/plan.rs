//! Planning, stage by stage: `cargo bench --bench plan`.
//!
//! `search` is greedy, local search and the bound; `exact` greedy, a little search and HiGHS. On the
//! province the sites cost the same, and each of three phases has money for four; the made-up country
//! is that of `examples/plan_country.rs`, a tenth of its size.

use std::collections::HashMap;

use covgap::assess::{Detail, assess};
use covgap::model::{Coverage, Technology, Village, VillageId, Villages};
use covgap::plan::atoms::{Reach, Weight, places};
use covgap::plan::{Goal, Limits, Method, Phase, Problem, Rules, Site, solve};
use covgap::read::{Inputs, Request, inputs};
use covgap::synthetic::{Recipe, country};
use covgap::units::People;
use divan::Bencher;

fn main() {
    divan::main();
}

fn read(coverage: &str) -> Inputs {
    let file = |name: &str| concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/nghe-an/").to_owned() + name;
    let request = Request {
        villages: file("villages.geojson").into(),
        coverage: vec![file(coverage).into()],
        ..Request::default()
    };
    inputs(&request).unwrap()
}

fn problem(villages: &Villages, coverage: &Coverage, reach: &Reach, sites: usize, budget: f64) -> Problem {
    let assessment = assess(villages, coverage, Default::default(), Detail::Lean);
    let cut = places(villages, coverage, &assessment, reach, Weight::People, None).unwrap();
    let site = |nth: usize| Site { id: nth.to_string(), capex: 1.0, ..Site::default() };
    Problem {
        places: cut.places,
        sites: (0..sites).map(site).collect(),
        phases: (0..3).map(|nth| Phase::year(nth.to_string(), nth, Some(budget))).collect(),
        rules: Rules::default(),
        goal: Goal::most_served(3),
    }
}

fn province() -> Problem {
    let (base, offered) = (read("coverage.fgb"), read("candidates-areas.fgb").coverage);
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut reach = Reach { shapes: offered.shapes.clone(), ..Reach::default() };
    for area in &offered.areas {
        let next = numbers.len() as u32;
        reach.sites.push(*numbers.entry(area.id.clone().unwrap()).or_insert(next));
        reach.operators.push(None);
        reach.technologies.push(area.technology);
    }
    reach.positions = vec![None; numbers.len()];
    problem(&base.villages, &base.coverage, &reach, numbers.len(), 4.0)
}

fn made_up(zones: usize, sites: usize) -> Problem {
    let made = country(Recipe { zones, areas: sites, layers: 1, raster_m: 0.0, seed: 7 });
    let mut villages = Villages { shapes: made.zones, ..Villages::default() };
    for nth in 0..villages.shapes.len() {
        villages.records.push(Village {
            id: VillageId(nth.to_string()),
            name: None,
            admin: Vec::new(),
            population: People::new(50.0 + (nth * 7_919 % 1_950) as f64).ok(),
            households: None,
            centre: None,
            extra: Vec::new(),
        });
    }
    let reach = Reach {
        shapes: made.areas,
        sites: (0..sites as u32).collect(),
        operators: vec![None; sites],
        technologies: vec![Technology::Lte; sites],
        positions: vec![None; sites],
    };
    problem(&villages, &Coverage::default(), &reach, sites, 30.0)
}

fn run(bencher: Bencher<'_, '_>, problem: &Problem, limits: &Limits) {
    bencher.bench_local(|| solve(problem, limits).unwrap().certificate.bound);
}

fn search(rounds: usize, bound_rounds: usize) -> Limits {
    Limits { method: Method::Search, rounds, bound_rounds, ..Limits::default() }
}

#[divan::bench(sample_count = 5)]
fn cut_country(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| made_up(5_000, 1_000).places.len());
}

#[divan::bench(sample_count = 10)]
fn greedy_province(bencher: Bencher<'_, '_>) {
    run(bencher, &province(), &search(0, 1));
}

#[divan::bench(sample_count = 10)]
fn greedy_country(bencher: Bencher<'_, '_>) {
    run(bencher, &made_up(5_000, 1_000), &search(0, 1));
}

#[divan::bench(sample_count = 5)]
fn search_country(bencher: Bencher<'_, '_>) {
    run(bencher, &made_up(5_000, 1_000), &search(500, 1));
}

#[divan::bench(sample_count = 5)]
fn bound_country(bencher: Bencher<'_, '_>) {
    run(bencher, &made_up(5_000, 1_000), &search(0, 600));
}

#[cfg(feature = "highs")]
#[divan::bench(sample_count = 3)]
fn exact_province(bencher: Bencher<'_, '_>) {
    run(bencher, &province(), &Limits { method: Method::Exact, ..Limits::default() });
}
