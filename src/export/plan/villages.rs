//! `plan_villages`: every village that is planned for: served when and by which sites, or why not.

use geo::Geometry;

use super::{Planned, of_plan};
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::export::place::village_geometry;
use crate::model::Value;
use crate::plan::served_by;
use crate::rank::grid_power;

/// One row an uncovered village.
pub struct PlanVillages;

impl LayerSource for PlanVillages {
    fn name(&self) -> &'static str {
        "plan_villages"
    }

    fn summary(&self) -> &'static str {
        "the uncovered villages: served in which phase and by which sites, or why not"
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_plan(results, |planned| {
            let records = &results.inputs.villages;
            let mut fields = vec![
                Field::text("village_id", "the id the boundary file gives"),
                Field::text("name", "the village's name"),
            ];
            fields.extend(
                records.admin_levels.iter().map(|level| Field::text(level.as_str(), "administrative parent")),
            );
            fields.extend([
                Field::number(planned.weight.unit(), planned.weight.unit(), "that serving it counts for"),
                Field::text("phase", "by which it is served; empty where it is not"),
                Field::text("served_by", "the sites that cover a part of it by then"),
                Field::text("why_not", "why it is not served"),
                Field::flag("grid_power", "whether it has grid power; empty where the data do not say"),
                Field::text(
                    "gates",
                    "where it is behind a closed gate: what would open those of the sites that reach it",
                ),
                Field::text(
                    "opens_in",
                    "the phase from which time alone opens them; empty where it never does",
                ),
            ]);
            let text = |text: &Option<String>| text.clone().map_or(Value::Missing, Value::Text);
            let rows = all(planned, results)?.into_iter().map(|village| {
                let record = &records.records[village.village];
                let mut values = vec![Value::Text(village.id), text(&record.name)];
                values.extend(record.admin.iter().map(text));
                values.push(Value::Number(village.weight));
                values.push(village.phase.map_or(Value::Missing, Value::Text));
                values.push(Value::Text(village.served_by.join("; ")));
                values.push(village.why_not.map_or(Value::Missing, Value::Text));
                values.push(grid_power(records, village.village).map_or(Value::Missing, Value::Bool));
                let (gates, opens) = village.behind.unwrap_or_default();
                values.push(if gates.is_empty() { Value::Missing } else { Value::Text(gates.join("; ")) });
                let opens = opens.map(|phase| planned.phase(phase).to_owned());
                values.push(opens.map_or(Value::Missing, Value::Text));
                Row { values, geometry: village.geometry }
            });
            let rows = rows.collect();
            Ok(Layer { name: self.name(), summary: self.summary(), fields, rows })
        })
    }
}

/// One village of a plan.
pub(super) struct PlannedVillage {
    pub village: usize,
    pub id: String,
    pub weight: f64,
    pub phase: Option<String>,
    pub served_by: Vec<String>,
    pub why_not: Option<String>,
    pub behind: Option<(Vec<String>, Option<usize>)>,
    pub geometry: Option<Geometry>,
}

/// Every village that is planned for.
pub(super) fn all(planned: &Planned, results: Results<'_>) -> Result<Vec<PlannedVillage>, Error> {
    let mut out = vec![false; planned.problem.places.len()];
    planned.problem.out_of_reach().into_iter().for_each(|place| out[place] = true);
    let one = |(place, &village): (usize, &usize)| {
        let plan = &planned.outcome.plan;
        let sites = served_by(&planned.problem, plan, place);
        let why_not = plan.served[place].is_none().then(|| planned.why_not(place, out[place]));
        Ok(PlannedVillage {
            village,
            id: planned.problem.places[place].id.clone(),
            weight: planned.problem.places[place].weight,
            phase: plan.served[place].map(|phase| planned.phase(phase).to_owned()),
            served_by: sites.into_iter().map(|site| planned.problem.sites[site].id.clone()).collect(),
            why_not,
            behind: planned.behind(place),
            geometry: village_geometry(results, village)?,
        })
    };
    let all: Vec<PlannedVillage> =
        planned.villages.iter().enumerate().map(one).collect::<Result<_, Error>>()?;
    Ok(if planned.counts_people_outside() { joined(all) } else { all })
}

/// The parts of a village that are served in the same phase, or not at all, as one row.
fn joined(parts: Vec<PlannedVillage>) -> Vec<PlannedVillage> {
    let mut rows: Vec<PlannedVillage> = Vec::new();
    let mut first = 0;
    for part in parts {
        if rows.last().is_some_and(|row| row.village != part.village) {
            first = rows.len();
        }
        match rows[first..].iter_mut().find(|row| row.phase == part.phase) {
            Some(row) => {
                row.weight += part.weight;
                for site in part.served_by {
                    if !row.served_by.contains(&site) {
                        row.served_by.push(site);
                    }
                }
            }
            None => rows.push(part),
        }
    }
    rows
}
