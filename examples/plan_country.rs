//! A plan for a made-up country, from boundaries and service areas to the certificate:
//! `cargo run --release --example plan_country -- [VILLAGES] [SITES] [PHASES] [BUDGET] [METHOD]`.
//!
//! Every village is uncovered, half of its area must be served. A site costs 0.7 to 1.5 units; BUDGET
//! is the money of each phase in such units. The same country on every machine.

use std::time::Instant;

use covgap::assess::{Definition, Detail, assess};
use covgap::model::{Coverage, Technology, Village, VillageId, Villages};
use covgap::plan::atoms::{Reach, Weight, places};
use covgap::plan::{Goal, Limits, METHODS, Method, Phase, Problem, Rules, Site, solve};
use covgap::synthetic::{Recipe, country};
use covgap::units::People;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let mut number = |standard: usize| words.next().and_then(|word| word.parse().ok()).unwrap_or(standard);
    let (zones, sites, phases, budget) = (number(50_000), number(10_000), number(3), number(300));
    let wanted = words.next().unwrap_or_else(|| "auto".to_owned());
    let method =
        METHODS.iter().find(|(name, ..)| *name == wanted).map_or(Method::Auto, |(_, method, _)| *method);

    let started = Instant::now();
    let problem = problem(zones, sites, phases, budget as f64)?;
    let atoms: usize = problem.places.iter().map(|place| place.atoms().count()).sum();
    let pairs: usize =
        problem.places.iter().flat_map(|place| place.atoms()).map(|atom| atom.sites.len()).sum();
    println!(
        "{} villages, {sites} sites, {phases} phases; {atoms} parts, {pairs} pairs in range; cut in {:.1} s",
        problem.places.len(),
        started.elapsed().as_secs_f64()
    );
    let started = Instant::now();
    let outcome = solve(&problem, &Limits { method, ..Limits::default() })?;
    let certificate = &outcome.certificate;
    println!(
        "{}: {} people, bound {:.0} ({}), gap {:.3} %, greedy {:.3} % worse; {} sites, {} villages; {:.1} s",
        certificate.method,
        certificate.objective,
        certificate.bound,
        certificate.bound_from,
        certificate.gap * 100.0,
        certificate.greedy_loss().unwrap_or(f64::NAN) * 100.0,
        outcome.plan.built.iter().flatten().count(),
        outcome.plan.served.iter().flatten().count(),
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

/// From 0 to below 1, the same for the same number.
fn dice(seed: u64) -> f64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

fn problem(
    zones: usize,
    sites: usize,
    phases: usize,
    budget: f64,
) -> Result<Problem, Box<dyn std::error::Error>> {
    let made = country(Recipe { zones, areas: sites, layers: 1, raster_m: 0.0, seed: 7 });
    let mut villages = Villages { shapes: made.zones, ..Villages::default() };
    for nth in 0..villages.shapes.len() {
        villages.records.push(Village {
            id: VillageId(format!("V{nth:05}")),
            name: None,
            admin: Vec::new(),
            population: Some(People::new((50.0 * (40f64).powf(dice(nth as u64))).round())?),
            households: None,
            centre: None,
            extra: Vec::new(),
        });
    }
    let mut reach = Reach { positions: vec![None; sites], shapes: made.areas, ..Reach::default() };
    for site in 0..sites as u32 {
        reach.sites.push(site);
        reach.operators.push(None);
        reach.technologies.push(Technology::Lte);
    }
    let coverage = Coverage::default();
    let assessment = assess(&villages, &coverage, Definition::default(), Detail::Lean);
    let cut = places(&villages, &coverage, &assessment, &reach, Weight::People, None)?;
    let cost = |site: usize| (0.7 + 0.8 * dice((1 << 40) | site as u64)) * 100.0;
    let site = |site: usize| Site {
        id: format!("S{site:05}"),
        capex: cost(site).round() / 100.0,
        ..Site::default()
    };
    Ok(Problem {
        places: cut.places,
        sites: (0..sites).map(site).collect(),
        phases: (0..phases).map(|nth| Phase::year(format!("{}", nth + 1), nth, Some(budget))).collect(),
        rules: Rules::default(),
        goal: Goal::most_served(phases),
    })
}
