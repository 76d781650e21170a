//! `plan`: the sites in building order; as a map also the villages they serve.

use geo::Geometry;

use super::spoken::estimate;
use super::{MONEY, Planned, of_plan, villages};
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::export::place::made_polygons;
use crate::model::Value;
use crate::plan::Step;

/// One row a site that is built, in building order.
pub struct PlanSites;

impl LayerSource for PlanSites {
    fn name(&self) -> &'static str {
        "plan"
    }

    fn summary(&self) -> &'static str {
        "the sites of the plan in building order, what each costs and newly serves; as a map also the villages"
    }

    fn is_made(&self) -> bool {
        true
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_plan(results, |planned| {
            let steps = planned.steps();
            let rows = steps.iter().enumerate().map(|(nth, step)| row(planned, nth, step)).collect();
            let fields = fields(planned);
            Ok(Layer { name: self.name(), summary: self.summary(), fields, rows })
        })
    }

    fn map_rows(&self, results: Results<'_>) -> Result<Vec<Row>, Error> {
        let Some(planned) = results.planned else { return Ok(Vec::new()) };
        let empty = vec![Value::Missing; fields(planned).len()];
        villages::all(planned, results)?
            .into_iter()
            .map(|village| {
                let mut values = empty.clone();
                values[0] = Value::Text("village".into());
                values[1] = Value::Text(village.id);
                values[3] = village.phase.map_or(Value::Missing, Value::Text);
                values[10] = Value::Number(village.weight);
                values[13] = Value::Text(village.served_by.join("; "));
                Ok(Row { values, geometry: village.geometry })
            })
            .collect()
    }
}

fn fields(planned: &Planned) -> Vec<Field> {
    let unit = planned.weight.unit();
    vec![
        Field::text("feature", "site, or on the map also village"),
        Field::text("id", "of the candidate site, or of the village"),
        Field::integer("order", "", "place in the building order, from 1"),
        Field::text("phase", "in which the site is built, or the village served"),
        Field::number("cost", MONEY, "what it takes from the budgets"),
        Field::number("cost_low", MONEY, "the low estimate"),
        Field::number("cost_high", MONEY, "the high estimate"),
        Field::number("opex_per_year", MONEY, "running it for a year, at today's prices"),
        Field::number(
            "present_value",
            MONEY,
            "building and running it in money of today, where a discount rate is given",
        ),
        Field::integer("villages", "villages", "newly covered with it, after the sites before it"),
        Field::number(format!("new_{unit}"), unit, "in those villages"),
        Field::number("cost_per_unit", MONEY, "cost for one of them; empty where it adds none"),
        Field::text("village_ids", "the villages newly covered with it"),
        Field::text("served_by", "of a village: the sites that cover a part of it"),
        Field::text("gates", "what the site waited for, and what passing it cost"),
        Field::number("longitude", "°", "where the site stands, WGS 84"),
        Field::number("latitude", "°", "where the site stands, WGS 84"),
    ]
}

fn row(planned: &Planned, nth: usize, step: &Step) -> Row {
    let site = &planned.problem.sites[step.site];
    let (low, high) = planned.ranges[step.site];
    let per = (step.weight > 0.0).then(|| estimate(step.cost / step.weight));
    let at = planned.positions.get(step.site).copied().flatten().map(crate::export::place::rounded);
    let mut ids: Vec<&str> =
        step.places.iter().map(|&place| planned.problem.places[place].id.as_str()).collect();
    // the parts of a village come one after the other
    ids.dedup();
    let values = vec![
        Value::Text("site".into()),
        Value::Text(site.id.clone()),
        Value::Integer(nth as i64 + 1),
        Value::Text(planned.phase(step.phase).to_owned()),
        Value::Number(step.cost),
        Value::Number(estimate(step.cost * low)),
        Value::Number(estimate(step.cost * high)),
        Value::Number(site.opex),
        planned
            .problem
            .present_value(step.site, step.phase)
            .map_or(Value::Missing, |value| Value::Number(estimate(value))),
        Value::Integer(planned.count_villages(&step.places) as i64),
        Value::Number(step.weight),
        per.map_or(Value::Missing, Value::Number),
        Value::Text(ids.join("; ")),
        Value::Missing,
        Value::Text(planned.gates(step.site, step.phase)),
        at.map_or(Value::Missing, |at| Value::Number(at.x)),
        at.map_or(Value::Missing, |at| Value::Number(at.y)),
    ];
    Row { values, geometry: area_of(planned, step.site) }
}

/// All areas of a site together.
fn area_of(planned: &Planned, site: usize) -> Option<Geometry> {
    let own = planned.area_sites.iter().enumerate().filter(|(_, owner)| **owner as usize == site);
    let all: Vec<geo::Polygon> =
        own.flat_map(|(nth, _)| planned.areas.get(nth).to_multi_polygon().0).collect();
    made_polygons(&geo::MultiPolygon::new(all))
}
