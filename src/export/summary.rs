//! `summary.json`: totals, and where they come from.

use std::io::Write;

use serde_json::{Map, Value as Json, json};

use super::sayings::of_one;
use super::{Export, Results};
use crate::assess::{Heads, Judged, ON_EDGE_M, SquareKilometres, Totals, totals, totals_by_unit};
use crate::error::Error;
use crate::geometry::arc_deviation;
use crate::margin::{CRACK_M, TOLERANCE_M};
use crate::model::{AreaSource, PeopleMethod, Technology};
use crate::read::{Inputs, Skip, Source};

/// Totals by administrative level, technology and operator, with inputs, options and version.
pub struct SummaryJson;

impl Export for SummaryJson {
    fn file_name(&self) -> &'static str {
        "summary.json"
    }

    fn summary(&self) -> &'static str {
        "totals by administrative level, technology and operator; inputs with SHA-256, options, version"
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        serde_json::to_writer_pretty(&mut *out, &summary(results)).map_err(std::io::Error::from)?;
        Ok(out.write_all(b"\n")?)
    }
}

fn population_method(results: Results<'_>) -> &'static str {
    let people = results.inputs.villages.places.people.as_ref();
    people.map_or(PeopleMethod::Even, |people| people.method).label()
}

fn options(results: Results<'_>) -> Json {
    let assessment = results.assessment;
    json!({
        "rule": assessment.definition.rule.to_string(),
        "min_technology": assessment.definition.min_technology.label(),
        "operators": assessment.definition.operators.to_string(),
        "signal": assessment.definition.signal.to_string(),
        "tolerance": assessment.definition.tolerance.get(),
        "switched_off": assessment.definition.switched_off.iter().map(|t| t.label()).collect::<Vec<_>>(),
        "population_method": population_method(results),
        "ranked_by": results.ranking.by,
    })
}

/// Where every number comes from, for files that travel alone.
pub(super) fn origin(results: Results<'_>) -> Json {
    let inputs = results.inputs;
    let input = |source: &Source| {
        json!({
            "role": source.role.label(),
            "file": source.path.file_name().map(|name| name.to_string_lossy()),
            "sha256": source.sha256,
            "crs": source.crs,
        })
    };
    json!({
        "covgap_version": env!("CARGO_PKG_VERSION"),
        "options": options(results),
        "working_crs": inputs.plane.crs(),
        "coverage_kind": coverage_kind(inputs),
        "inputs": inputs.findings.sources.iter().map(input).collect::<Vec<_>>(),
    })
}

fn summary(results: Results<'_>) -> Json {
    let (inputs, assessment) = (results.inputs, results.assessment);
    let all = totals(&inputs.villages, assessment);
    json!({
        "covgap_version": env!("CARGO_PKG_VERSION"),
        "options": options(results),
        "working_crs": inputs.plane.crs(),
        "working_crs_reason": inputs.plane.why(),
        "coverage_kind": coverage_kind(inputs),
        "totals": totals_json(&all),
        "scrutiny": scrutiny(results),
        "levels": levels(results),
        "technologies": technologies(results),
        "operators": operators(results),
        "rules": rules(results),
        "inputs": inputs.findings.sources.iter().map(source).collect::<Vec<_>>(),
        "warnings": inputs.findings.warnings.iter().map(|it| of_one(it)).collect::<Vec<_>>(),
    })
}

/// The rules side by side, as rules.csv has them.
fn rules(results: Results<'_>) -> Vec<Json> {
    let rule = |judged: &Judged| {
        let definition = &judged.case.definition;
        json!({
            "definition": judged.case.name(),
            "rule": definition.rule.to_string(),
            "min_technology": definition.min_technology.label(),
            "operators": definition.operators.to_string(),
            "signal": definition.signal.to_string(),
            "covered_villages": judged.totals.covered,
            "uncovered_villages": judged.totals.uncovered,
            "unknown_villages": judged.totals.unknown,
            "people_in_uncovered_villages": judged.totals.people_in_uncovered_villages.get(),
        })
    };
    results.on_demand.rules(results).iter().map(rule).collect()
}

/// How many calls are close, overridden, contradicted; and how the edges were moved.
fn scrutiny(results: Results<'_>) -> Json {
    let scrutiny = results.scrutiny;
    let villages = 0..results.inputs.villages.len();
    let mut classes = Map::new();
    for class in villages.clone().filter_map(|nth| scrutiny.closeness(nth)) {
        let count = classes.entry(class.label()).or_insert(json!(0));
        *count = json!(count.as_u64().unwrap_or(0) + 1);
    }
    let contradicted = scrutiny.measured.as_ref().map(|measured| {
        villages.filter(|&nth| measured.contradicted(nth, results.assessment.villages[nth].status)).count()
    });
    let moves = scrutiny.flips.moves.iter();
    let overrides = &scrutiny.overrides;
    json!({
        "band_m": scrutiny.band.get(),
        "margin_tolerance_m": TOLERANCE_M,
        "closed_crack_m": CRACK_M,
        "on_edge_m": ON_EDGE_M,
        "margin_classes": classes,
        "flips": moves.enumerate().map(|(nth, &by)| json!({
            "move_m": by,
            "arc_deviation_m": arc_deviation(by),
            "villages_changed": scrutiny.flips.villages.iter().filter(|flip| {
                let of_rule = overrides.by_rule(flip.village);
                flip.moved[nth].status != of_rule.unwrap_or(results.assessment.villages[flip.village].status)
            }).count(),
        })).collect::<Vec<_>>(),
        "measurements": scrutiny.measured.as_ref().map(|measured| json!({
            "served_from_dbm": measured.levels.least_dbm,
            "served_from_mbit_s": measured.levels.least_mbit_s,
            "outside_all_villages": measured.outside,
            "villages_without_measurement":
                measured.villages.iter().filter(|village| village.counts.all() == 0).count(),
            "villages_claimed_not_measured": contradicted,
        })),
        "overrides": {
            "villages": overrides.len(),
            "changed": overrides.changed(),
            "unknown_villages": overrides.unknown.iter().map(|id| &id.0).collect::<Vec<_>>(),
            "repeated_villages": overrides.repeated.iter().map(|id| &id.0).collect::<Vec<_>>(),
        },
    })
}

/// `polygons`, `discs` or `polygons and discs`: a disc is no claim about terrain.
pub(super) fn coverage_kind(inputs: &Inputs) -> &'static str {
    let areas = &inputs.coverage.areas;
    let discs = areas.iter().filter(|area| matches!(area.source, AreaSource::Disc(_))).count();
    match discs {
        0 => "polygons",
        n if n == areas.len() => "discs",
        _ => "polygons and discs",
    }
}

fn totals_json(totals: &Totals) -> Json {
    let people = |sum: Heads| totals.counts_people().then(|| sum.get());
    json!({
        "villages": totals.villages,
        "covered_villages": totals.covered,
        "uncovered_villages": totals.uncovered,
        "unknown_villages": totals.unknown,
        "villages_without_population": totals.without_population,
        "population": people(totals.population),
        "people_outside": people(totals.people_outside),
        "people_in_uncovered_villages": people(totals.people_in_uncovered_villages),
        "households": totals.households.get(),
        "households_in_uncovered_villages": totals.households_in_uncovered_villages.get(),
        "area_km2": totals.area_km2.get(),
        "uncovered_area_km2": totals.uncovered_area_km2.get(),
    })
}

fn levels(results: Results<'_>) -> Json {
    let villages = &results.inputs.villages;
    let mut levels = Map::new();
    for (level, name) in villages.admin_levels.iter().enumerate() {
        let units = totals_by_unit(villages, results.assessment, level).into_iter().map(|(unit, totals)| {
            let mut entry = totals_json(&totals);
            if let Json::Object(entry) = &mut entry {
                for (level, part) in villages.admin_levels[level..].iter().zip(unit) {
                    entry.insert(level.clone(), part.map_or(Json::Null, Json::String));
                }
            }
            entry
        });
        levels.insert(name.clone(), units.collect());
    }
    Json::Object(levels)
}

/// For each technology by itself: people and area inside.
fn technologies(results: Results<'_>) -> Json {
    let mut entries = Map::new();
    for technology in Technology::ALL {
        let share = |nth: usize| results.assessment.villages[nth].technology_shares[technology.index()].get();
        let areas = results.inputs.coverage.areas.iter().filter(|area| area.technology == technology).count();
        entries.insert(technology.label().to_owned(), reach(results, areas, share));
    }
    Json::Object(entries)
}

/// For each operator, over all technologies that count, and for each of its technologies.
fn operators(results: Results<'_>) -> Json {
    let coverage = &results.inputs.coverage;
    let mut entries = Map::new();
    for (operator, name) in coverage.operators.iter().enumerate() {
        let operator = operator as u16;
        let share = |nth: usize| {
            results.assessment.operator_covered_share(nth, operator).map_or(0.0, |share| share.get())
        };
        let count = |technology: Option<Technology>| {
            let of = coverage.areas.iter().filter(|area| area.operator == operator);
            of.filter(|area| technology.is_none_or(|t| area.technology == t)).count()
        };
        let mut entry = reach(results, count(None), share);
        let mut by_technology = Map::new();
        for technology in Technology::ALL.into_iter().filter(|&t| count(Some(t)) > 0) {
            let share = |nth: usize| {
                let share = results.assessment.operator_share(nth, operator, technology);
                share.map_or(0.0, |share| share.get())
            };
            by_technology
                .insert(technology.label().to_owned(), reach(results, count(Some(technology)), share));
        }
        if let Json::Object(entry) = &mut entry {
            entry.insert("technologies".to_owned(), Json::Object(by_technology));
        }
        entries.insert(name.clone(), entry);
    }
    Json::Object(entries)
}

fn reach(results: Results<'_>, service_areas: usize, share: impl Fn(usize) -> f64) -> Json {
    let villages = &results.inputs.villages;
    let mut people = Heads::default();
    let mut area = SquareKilometres::default();
    let (mut reached, mut whole) = (0usize, 0usize);
    for (nth, village) in villages.records.iter().enumerate() {
        let share = share(nth);
        reached += usize::from(share > 0.0);
        whole += usize::from(share >= 1.0);
        people.add(village.population.map_or(0.0, |people| people.get() * share));
        area.add(villages.area(nth).map_or(0.0, |area| area.get() / 1e6 * share));
    }
    json!({
        "service_areas": service_areas,
        "villages_reached": reached,
        "villages_wholly_inside": whole,
        "people_inside": people.get(),
        "area_inside_km2": area.get(),
    })
}

pub(super) fn source(source: &Source) -> Json {
    let columns: Map<String, Json> = source
        .columns
        .iter()
        .map(|(what, column)| ((*what).to_owned(), Json::from(column.as_str())))
        .collect();
    json!({
        "role": source.role.label(),
        "file": source.path.file_name().map(|name| name.to_string_lossy()),
        "format": source.format,
        "sha256": source.sha256,
        "crs": source.crs,
        "crs_from": source.crs_from,
        "features": source.features,
        "columns": columns,
        "skipped": source.skipped.iter().map(skip).collect::<Vec<_>>(),
        "repaired": source.repaired.iter().map(skip).collect::<Vec<_>>(),
    })
}

fn skip(skip: &Skip) -> Json {
    json!({ "feature": skip.position, "id": skip.id, "reason": skip.reason })
}
