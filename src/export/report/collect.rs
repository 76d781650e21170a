//! Results → the page's document.

use std::collections::BTreeMap;

use super::ReportInput;
use super::data::{Document, Extra, Finding, Level, OperatorShares, Ranking, Source, Totals, Unit, Villages};
use super::{changes, encode, facts, investing, map, proposals, rules, sureness};
use crate::assess;
use crate::error::Error;
use crate::export::sayings::{in_vietnamese, of_one};
use crate::model::{Technology, Value};
use crate::units::{Households, Metres, People, Share, SquareMetres};

/// Skips and repairs listed for one file; their number is always told.
const MOST_FINDINGS: usize = 200;
/// Names of columns that say whether a village has grid power, in the form [`fold`] gives.
const POWER_COLUMNS: &[&str] =
    &["gridpower", "power", "haspower", "electricity", "electrified", "grid", "dien", "dienluoi", "codien"];

/// The document for some results.
///
/// # Errors
/// When the working plane cannot be left.
pub fn document(input: &ReportInput<'_>) -> Result<Document, Error> {
    let (levels, unit) = levels(input);
    let (map, grid) = map::map(input, &levels, &unit)?;
    Ok(Document {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        lang: input.language.code(),
        title: input.title.map(str::to_owned),
        rule: rules::rule(&input.assessment.definition),
        totals: totals(input),
        levels,
        technologies: Technology::ALL.map(Technology::label).to_vec(),
        operators: input.coverage.operators.clone(),
        villages: villages(input, unit),
        ranking: Ranking {
            by: input.ranking.by.to_owned(),
            order: input.ranking.order.clone(),
            scores: input.ranking.scores.iter().map(|&s| finite(s, 6)).collect(),
        },
        map,
        sources: input.findings.sources.iter().map(source).collect(),
        warnings: input.findings.warnings.iter().map(|it| of_one(it).into_owned()).collect(),
        working_crs: [input.plane.crs().to_owned(), input.plane.why().to_owned()],
        said: said(input),
        options: Vec::new(),
        rules: rules::rows(input),
        sureness: sureness::sureness(input),
        investment: input.investment.map(investing::investment),
        plan: input.plan.map(|plan| investing::plan(plan, &grid)),
        benchmark: input.benchmark.map(|all| proposals::benchmark(all, input.plane, &grid)).transpose()?,
        changes: changes::changes(input),
    })
}

fn totals(input: &ReportInput<'_>) -> Totals {
    let totals = assess::totals(input.villages, input.assessment);
    Totals {
        villages: totals.villages,
        covered: totals.covered,
        uncovered: totals.uncovered,
        unknown: totals.unknown,
        without_population: totals.without_population,
        population: totals.population.get(),
        people_outside: totals.people_outside.get(),
        people_in_uncovered_villages: totals.people_in_uncovered_villages.get(),
        households: totals.households.get(),
        households_in_uncovered_villages: totals.households_in_uncovered_villages.get(),
        area_m2: totals.area_km2.get() * 1e6,
        uncovered_area_m2: totals.uncovered_area_km2.get() * 1e6,
    }
}

/// The administrative levels, and each village's unit on the lowest one.
fn levels(input: &ReportInput<'_>) -> (Vec<Level>, Vec<u32>) {
    let villages = input.villages;
    let count = villages.admin_levels.len();
    let chain = |village: usize, level: usize| {
        let admin = &villages.records[village].admin;
        (level..count).map(|l| admin.get(l).cloned().flatten()).collect::<Vec<Option<String>>>()
    };
    let units: Vec<BTreeMap<Vec<Option<String>>, u32>> = (0..count)
        .map(|level| {
            let names: BTreeMap<_, ()> = (0..villages.len()).map(|v| (chain(v, level), ())).collect();
            names.into_keys().zip(0..).collect()
        })
        .collect();
    let place = |level: usize, name: &[Option<String>]| units.get(level).and_then(|u| u.get(name).copied());
    let levels = (0..count).map(|level| Level {
        name: villages.admin_levels[level].clone(),
        units: units[level]
            .keys()
            .map(|name| Unit { name: name[0].clone(), parent: place(level + 1, &name[1..]) })
            .collect(),
    });
    let of_village = |village| place(0, &chain(village, 0)).unwrap_or_default();
    let unit = if count == 0 { Vec::new() } else { (0..villages.len()).map(of_village).collect() };
    (levels.collect(), unit)
}

fn villages(input: &ReportInput<'_>, unit: Vec<u32>) -> Villages {
    let (records, assessed) = (&input.villages.records, &input.assessment.villages);
    let households: Vec<_> = records.iter().map(|v| finite(v.households.map(Households::get), 6)).collect();
    let technology = |t: Technology| assessed.iter().map(move |v| v.technology_shares[t.index()].get());
    Villages {
        id: records.iter().map(|v| v.id.0.clone()).collect(),
        name: records.iter().map(|v| v.name.clone()).collect(),
        unit,
        population: records.iter().map(|v| finite(v.population.map(People::get), 6)).collect(),
        households: if households.iter().any(Option::is_some) { households } else { Vec::new() },
        status: assessed.iter().map(|v| rules::letter(v.status)).collect(),
        class: assessed.iter().map(|v| rules::class_letter(v.class)).collect(),
        covered_share: assessed.iter().map(|v| share(v.covered_share.get())).collect(),
        technology_shares: Technology::ALL.map(|t| encode::shares(technology(t))).to_vec(),
        operator_shares: operator_shares(input),
        operators: (0..records.len()).map(|v| input.assessment.operators_reaching(v).collect()).collect(),
        distance_m: assessed.iter().map(|v| finite(v.distance.map(Metres::get), 1)).collect(),
        margin_m: rules::margins(input),
        centre: facts::centres(input),
        clusters: facts::clusters(input),
        population_share: facts::population_shares(input),
        buildings_share: facts::building_shares(input),
        area_m2: (0..records.len())
            .map(|v| finite(input.villages.area(v).map(SquareMetres::get), 0))
            .collect(),
        extra: extra(input),
        power: input.villages.extra_columns.iter().position(|c| POWER_COLUMNS.contains(&fold(c).as_str())),
    }
}

fn operator_shares(input: &ReportInput<'_>) -> Vec<OperatorShares> {
    let mut pairs: Vec<(u16, Technology)> =
        input.coverage.areas.iter().map(|area| (area.operator, area.technology)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let share = |v, operator, technology| input.assessment.operator_share(v, operator, technology);
    pairs
        .into_iter()
        .filter_map(|(operator, technology)| {
            let shares = (0..input.villages.len()).map(|v| share(v, operator, technology));
            let shares: Option<Vec<f64>> = shares.map(|s| s.map(Share::get)).collect();
            let share = encode::shares(shares?.into_iter());
            Some(OperatorShares { operator, technology: technology.index(), share })
        })
        .collect()
}

fn extra(input: &ReportInput<'_>) -> Vec<Extra> {
    let value = |value: &Value| match value {
        Value::Missing => serde_json::Value::Null,
        Value::Bool(yes) => (*yes).into(),
        Value::Integer(number) => (*number).into(),
        Value::Number(number) => round(*number, 9).into(),
        Value::Text(text) => text.clone().into(),
    };
    let columns = input.villages.extra_columns.iter().enumerate();
    columns
        .map(|(nth, name)| Extra {
            name: name.clone(),
            values: input
                .villages
                .records
                .iter()
                .map(|v| v.extra.get(nth).map_or_else(Default::default, value))
                .collect(),
        })
        .collect()
}

fn source(source: &crate::read::Source) -> Source {
    let findings = |list: &[crate::read::Skip]| -> Vec<Finding> {
        let finding = |skip: &crate::read::Skip| Finding {
            position: skip.position,
            id: skip.id.clone(),
            reason: skip.reason.clone(),
        };
        list.iter().take(MOST_FINDINGS).map(finding).collect()
    };
    Source {
        role: source.role.label().to_owned(),
        file: source.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        format: source.format.to_owned(),
        sha256: source.sha256.clone(),
        features: source.features,
        crs: source.crs.clone(),
        crs_from: source.crs_from.clone(),
        columns: source.columns.iter().map(|(what, name)| [(*what).to_owned(), name.clone()]).collect(),
        skipped: source.skipped.len(),
        repaired: source.repaired.len(),
        skips: findings(&source.skipped),
        repairs: findings(&source.repaired),
    }
}

/// What the readers say, in Vietnamese.
fn said(input: &ReportInput<'_>) -> BTreeMap<String, String> {
    let of_sources = input.findings.sources.iter().flat_map(|source| {
        let lists = [&source.skipped, &source.repaired].into_iter();
        let reasons = lists.flat_map(|list| list.iter().take(MOST_FINDINGS).map(|skip| skip.reason.as_str()));
        reasons.chain([source.crs_from.as_str()])
    });
    let all = input.findings.warnings.iter().map(String::as_str).chain(of_sources).chain([input.plane.why()]);
    all.filter_map(|text| Some((of_one(text).into_owned(), in_vietnamese(text)?))).collect()
}

/// Letters and digits of a column's name, in lower case, without the accents of `điện lưới`.
fn fold(name: &str) -> String {
    let plain = |c| match c {
        'đ' => 'd',
        'ệ' | 'ê' => 'e',
        'ư' => 'u',
        'ớ' => 'o',
        _ => c,
    };
    name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).map(plain).collect()
}

fn round(value: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    // Adding zero turns -0 into 0, which reads better.
    (value * scale).round() / scale + 0.0
}

/// A share to six decimals; only nothing is 0, and only all is 1.
fn share(value: f64) -> f64 {
    if value <= 0.0 || value >= 1.0 { value } else { round(value, 6).clamp(1e-6, 1.0 - 1e-6) }
}

fn finite(value: Option<f64>, decimals: i32) -> Option<f64> {
    value.filter(|v| v.is_finite()).map(|v| round(v, decimals))
}
