//! The files of a plan: which site when, phase by phase, what more money buys, and how good it is.

use geo::Geometry;
use serde_json::{Value as Json, json};

use super::formats::Format;
use super::geojson::GeoJson;
use super::layer::{Field, Layer, Row};
use super::place::{polygons, village_geometry};
use super::tables::CsvTable;
use super::{Directory, Results};
use crate::error::Error;
use crate::geometry::Shapes;
use crate::model::Value;
use crate::plan::atoms::Weight;
use crate::plan::{FrontierPoint, Outcome, Problem, Step, Target, building_order, served_by};

/// A plan and everything that was asked around it.
pub struct PlanFiles<'a> {
    /// What it answers.
    pub problem: &'a Problem,
    /// The plan and its certificate.
    pub outcome: &'a Outcome,
    /// The village of each place.
    pub villages: &'a [usize],
    /// What weights count.
    pub weight: Weight,
    /// The currency of every amount, where it is known.
    pub currency: Option<&'a str>,
    /// The candidates' areas in longitude and latitude, and the site of each.
    pub areas: (&'a Shapes, &'a [u32]),
    /// What more money buys.
    pub frontier: &'a [FrontierPoint],
    /// What shares of the villages within reach take.
    pub targets: &'a [Target],
    /// Share of the costs that the low and the high estimate are of the middle one.
    pub cost_range: (f64, f64),
    /// Seconds the solver took.
    pub seconds: f64,
}

impl PlanFiles<'_> {
    /// Writes plan.csv, plan.geojson, phases.csv, curve.csv, targets.csv and certificate.json.
    ///
    /// # Errors
    /// What the system said.
    pub fn write(&self, results: Results<'_>, directory: &mut Directory) -> Result<(), Error> {
        let steps = building_order(self.problem, &self.outcome.plan);
        let sites = self.sites(&steps);
        let tables = [sites.clone(), self.phases(&steps), self.curve(), self.target_table()];
        for layer in &tables {
            let name = format!("{}.csv", layer.name);
            directory.write(&name, |out| CsvTable.write(layer, results.csv, out))?;
        }
        let map = self.map(sites, results)?;
        directory.write("plan.geojson", |out| GeoJson.write(&map, results.csv, out))?;
        let certificate = self.certificate();
        directory.write("certificate.json", |out| Ok(writeln!(out, "{certificate:#}")?))
    }

    fn money(&self) -> &'static str {
        "money"
    }

    fn sites(&self, steps: &[Step]) -> Layer {
        let unit = self.weight.unit();
        let fields = vec![
            Field::text("feature", "site, or in plan.geojson also village"),
            Field::text("id", "of the candidate site, or of the village"),
            Field::integer("order", "", "place in the building order, from 1"),
            Field::text("phase", "in which the site is built, or the village served"),
            Field::number("cost", self.money(), "what it takes from the budgets"),
            Field::number("cost_low", self.money(), "the low estimate"),
            Field::number("cost_high", self.money(), "the high estimate"),
            Field::number("opex_per_year", self.money(), "running it for a year, at today's prices"),
            Field::integer("villages", "villages", "newly covered with it, after the sites before it"),
            Field::number(format!("new_{unit}"), unit, "in those villages"),
            Field::number("cost_per_unit", self.money(), "cost for one of them; empty where it adds none"),
            Field::text("village_ids", "the villages newly covered with it"),
            Field::text("served_by", "of a village: the sites that cover a part of it"),
        ];
        let rows = steps.iter().enumerate().map(|(nth, step)| self.site_row(nth, step)).collect();
        Layer { name: "plan", summary: "the sites of the plan, in building order", fields, rows }
    }

    fn site_row(&self, nth: usize, step: &Step) -> Row {
        let site = &self.problem.sites[step.site];
        let (low, high) = self.cost_range;
        let per = (step.weight > 0.0).then(|| step.cost / step.weight);
        let ids: Vec<&str> =
            step.places.iter().map(|&place| self.problem.places[place].id.as_str()).collect();
        let values = vec![
            Value::Text("site".into()),
            Value::Text(site.id.clone()),
            Value::Integer(nth as i64 + 1),
            Value::Text(self.problem.phases[step.phase].label.clone()),
            Value::Number(step.cost),
            Value::Number(step.cost * low),
            Value::Number(step.cost * high),
            Value::Number(site.opex),
            Value::Integer(step.places.len() as i64),
            Value::Number(step.weight),
            per.map_or(Value::Missing, Value::Number),
            Value::Text(ids.join("; ")),
            Value::Missing,
        ];
        Row { values, geometry: self.area_of(step.site) }
    }

    fn area_of(&self, site: usize) -> Option<Geometry> {
        let (shapes, sites) = self.areas;
        let mut all = Vec::new();
        for (nth, &owner) in sites.iter().enumerate() {
            if owner as usize == site {
                all.extend(shapes.get(nth).to_multi_polygon().0);
            }
        }
        (!all.is_empty()).then(|| polygons(&geo::MultiPolygon::new(all)))
    }

    fn map(&self, sites: Layer, results: Results<'_>) -> Result<Layer, Error> {
        let mut layer = sites;
        for (place, &village) in self.villages.iter().enumerate() {
            let mut values = vec![Value::Missing; layer.fields.len()];
            let by: Vec<&str> = served_by(self.problem, &self.outcome.plan, place)
                .into_iter()
                .map(|site| self.problem.sites[site].id.as_str())
                .collect();
            values[0] = Value::Text("village".into());
            values[1] = Value::Text(self.problem.places[place].id.clone());
            let phase = self.outcome.plan.served[place].map(|phase| &self.problem.phases[phase].label);
            values[3] = phase.map_or(Value::Missing, |label| Value::Text(label.clone()));
            values[9] = Value::Number(self.problem.places[place].weight);
            values[12] = Value::Text(by.join("; "));
            layer.rows.push(Row { values, geometry: village_geometry(results, village)? });
        }
        Ok(layer)
    }

    fn phases(&self, steps: &[Step]) -> Layer {
        let unit = self.weight.unit();
        let fields = vec![
            Field::text("phase", "as the plan names it"),
            Field::number("budget", self.money(), "to spend in it; empty where there is no limit"),
            Field::number("spent", self.money(), "spent in it"),
            Field::number("spent_low", self.money(), "the low estimate"),
            Field::number("spent_high", self.money(), "the high estimate"),
            Field::integer("sites", "sites", "built in it"),
            Field::integer("villages", "villages", "newly covered in it"),
            Field::number(format!("new_{unit}"), unit, "in those villages"),
            Field::integer("villages_so_far", "villages", "newly covered since the start"),
            Field::number(format!("{unit}_so_far"), unit, "in those villages"),
            Field::integer("villages_left", "villages", "uncovered before, and still"),
        ];
        let (low, high) = self.cost_range;
        let (mut villages, mut weight) = (0, 0.0);
        let all = self.problem.places.len() as i64;
        let rows = self.problem.phases.iter().enumerate().map(|(nth, phase)| {
            let own: Vec<&Step> = steps.iter().filter(|step| step.phase == nth).collect();
            let new: i64 = own.iter().map(|step| step.places.len() as i64).sum();
            let new_weight: f64 = own.iter().map(|step| step.weight).sum();
            villages += new;
            weight += new_weight;
            let spent = self.outcome.plan.spent[nth];
            let values = vec![
                Value::Text(phase.label.clone()),
                phase.budget.map_or(Value::Missing, Value::Number),
                Value::Number(spent),
                Value::Number(spent * low),
                Value::Number(spent * high),
                Value::Integer(own.len() as i64),
                Value::Integer(new),
                Value::Number(new_weight),
                Value::Integer(villages),
                Value::Number(weight),
                Value::Integer(all - villages),
            ];
            Row { values, geometry: None }
        });
        let rows = rows.collect();
        Layer { name: "phases", summary: "the plan phase by phase", fields, rows }
    }

    fn curve(&self) -> Layer {
        let unit = self.weight.unit();
        let fields = vec![
            Field::number("budget", self.money(), "spent at once, all gates as in the last phase"),
            Field::number("cost", self.money(), "what the best plan for it costs"),
            Field::integer("sites", "sites", "it builds"),
            Field::integer("villages", "villages", "it newly covers"),
            Field::number(unit, unit, "in those villages"),
            Field::number("bound", unit, "no plan for this budget covers more"),
            Field::number("per_million", unit, "more for each further million since the row before"),
            Field::flag("proven", "whether the plan is proven best"),
        ];
        let mut before = (0.0, 0.0);
        let rows = self.frontier.iter().map(|point| {
            let further = (point.budget - before.0) / 1e6;
            let marginal = (further > 0.0).then(|| (point.weight - before.1) / further);
            before = (point.budget, point.weight);
            let values = vec![
                Value::Number(point.budget),
                Value::Number(point.cost),
                Value::Integer(point.sites as i64),
                Value::Integer(point.places as i64),
                Value::Number(point.weight),
                Value::Number(point.bound),
                marginal.map_or(Value::Missing, Value::Number),
                Value::Bool(point.proven),
            ];
            Row { values, geometry: None }
        });
        let rows = rows.collect();
        Layer { name: "curve", summary: "what more money buys: the best plan for each budget", fields, rows }
    }

    fn target_table(&self) -> Layer {
        let fields = vec![
            Field::number("share", "share", "of what all candidates together could serve"),
            Field::number(self.weight.unit(), self.weight.unit(), "that is"),
            Field::integer("fewest_sites", "sites", "that serve as much"),
            Field::number("least_cost", self.money(), "that serves as much"),
            Field::flag("proven", "whether both are proven"),
        ];
        let rows = self.targets.iter().map(|target| Row {
            values: vec![
                Value::Number(target.share),
                Value::Number(target.weight),
                Value::Integer(target.fewest_sites as i64),
                Value::Number(target.least_cost),
                Value::Bool(target.proven),
            ],
            geometry: None,
        });
        let rows = rows.collect();
        Layer { name: "targets", summary: "how many sites and how much money a target takes", fields, rows }
    }

    fn certificate(&self) -> Json {
        let certificate = &self.outcome.certificate;
        json!({
            "objective": certificate.objective,
            "bound": certificate.bound,
            "gap": certificate.gap,
            "greedy": certificate.greedy,
            "seconds": self.seconds,
            "checked": certificate.checked,
            "proven": certificate.proven,
            "method": certificate.method,
            "bound_from": certificate.bound_from,
            "greedy_loss": certificate.greedy_loss(),
            "greedy_promise": certificate.greedy_promise,
            "unit": self.weight.unit(),
            "currency": self.currency,
            "villages": self.problem.places.len(),
            "candidates": self.problem.sites.len(),
            "phases": self.problem.phases.len(),
            "notes": certificate.notes,
        })
    }
}
