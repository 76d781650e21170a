//! `phases`: the plan phase by phase. `curve`: what more money buys. `targets`: what a target takes.

use super::spoken::{estimate, tidy};
use super::{MONEY, Planned, of_plan};
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::model::Value;
use crate::plan::Step;

/// One row a phase.
pub struct Phases;

impl LayerSource for Phases {
    fn name(&self) -> &'static str {
        "phases"
    }

    fn summary(&self) -> &'static str {
        "the plan phase by phase: money, sites, villages newly covered, and what is left"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_plan(results, |planned| {
            let unit = planned.weight.unit();
            let fields = vec![
                Field::text("phase", "as the plan names it"),
                Field::number("budget", MONEY, "to spend in it; empty where there is no limit"),
                Field::number(
                    "carried_over",
                    MONEY,
                    "left over by earlier phases and to spend too; empty where nothing is carried over",
                ),
                Field::number("spent", MONEY, "spent in it"),
                Field::number("spent_low", MONEY, "the low estimate"),
                Field::number("spent_high", MONEY, "the high estimate"),
                Field::integer("sites", "sites", "built in it"),
                Field::integer("villages", "villages", "newly covered in it"),
                Field::number(format!("new_{unit}"), unit, "in those villages"),
                Field::integer("villages_so_far", "villages", "newly covered since the start"),
                Field::number(format!("{unit}_so_far"), unit, "in those villages"),
                Field::integer("villages_left", "villages", "uncovered before, and still"),
            ];
            let rows = phase_rows(planned);
            Ok(Layer { name: self.name(), summary: self.summary(), fields, rows })
        })
    }
}

fn phase_rows(planned: &Planned) -> Vec<Row> {
    let steps = planned.steps();
    let mut weight = 0.0;
    let mut reached: Vec<usize> = Vec::new();
    let all = planned.count_villages(&(0..planned.problem.places.len()).collect::<Vec<_>>()) as i64;
    let mut row = |nth: usize| {
        let phase = &planned.problem.phases[nth];
        let own: Vec<&Step> = steps.iter().filter(|step| step.phase == nth).collect();
        let new = planned.count_villages(own.iter().flat_map(|step| &step.places)) as i64;
        reached.extend(own.iter().flat_map(|step| &step.places));
        let villages = planned.count_villages(&reached) as i64;
        // the sum of nothing is -0
        let new_weight = own.iter().map(|step| step.weight).sum::<f64>() + 0.0;
        weight += new_weight;
        let spent = planned.outcome.plan.spent[nth];
        let (low, high) = planned.spent_range(nth);
        let values = vec![
            Value::Text(phase.label.clone()),
            phase.budget.map_or(Value::Missing, Value::Number),
            planned.carried_over(nth).map_or(Value::Missing, |left| Value::Number(estimate(left))),
            Value::Number(spent),
            Value::Number(estimate(low)),
            Value::Number(estimate(high)),
            Value::Integer(own.len() as i64),
            Value::Integer(new),
            Value::Number(new_weight),
            Value::Integer(villages),
            Value::Number(weight),
            Value::Integer(all - villages),
        ];
        Row { values, geometry: None }
    };
    (0..planned.problem.phases.len()).map(&mut row).collect()
}

/// One row a budget.
pub struct Curve;

impl LayerSource for Curve {
    fn name(&self) -> &'static str {
        "curve"
    }

    fn summary(&self) -> &'static str {
        "what more money buys: the best plan for each budget"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_plan(results, |planned| {
            let unit = planned.weight.unit();
            let fields = vec![
                Field::number("budget", MONEY, "spent at once, all gates as in the last phase"),
                Field::number("cost", MONEY, "what the best plan for it costs"),
                Field::number("cost_low", MONEY, "the low estimate"),
                Field::number("cost_high", MONEY, "the high estimate"),
                Field::integer("sites", "sites", "it builds"),
                Field::integer("villages", "villages", "it newly covers"),
                Field::number(unit, unit, "in those villages"),
                Field::number("bound", unit, "no plan for this budget covers more"),
                Field::number("per_million", unit, "more for each further million since the row before"),
                Field::flag("proven", "whether the plan is proven best"),
            ];
            let rows = curve_rows(planned);
            Ok(Layer { name: self.name(), summary: self.summary(), fields, rows })
        })
    }
}

fn curve_rows(planned: &Planned) -> Vec<Row> {
    let mut before = (0.0, 0.0);
    let row = |point: &crate::plan::FrontierPoint| {
        let further = (point.budget - before.0) / 1e6;
        let marginal = (further > 0.0).then(|| tidy((point.weight - before.1) / further));
        before = (point.budget, point.weight);
        let (low, high) = planned.build_range(&point.chosen);
        let villages = if planned.counts_people_outside() {
            let places = planned.problem.places.iter().enumerate();
            let stands = |site: u32| point.chosen.binary_search(&site).is_ok();
            let served: Vec<usize> =
                places.filter(|(_, place)| place.is_served(stands)).map(|(nth, _)| nth).collect();
            planned.count_villages(&served)
        } else {
            point.places
        };
        let values = vec![
            Value::Number(point.budget),
            Value::Number(point.cost),
            Value::Number(estimate(low)),
            Value::Number(estimate(high)),
            Value::Integer(point.sites as i64),
            Value::Integer(villages as i64),
            Value::Number(point.weight),
            Value::Number(point.bound),
            marginal.map_or(Value::Missing, Value::Number),
            Value::Bool(point.proven),
        ];
        Row { values, geometry: None }
    };
    planned.frontier.iter().map(row).collect()
}

/// One row a target.
pub struct Targets;

impl LayerSource for Targets {
    fn name(&self) -> &'static str {
        "targets"
    }

    fn summary(&self) -> &'static str {
        "how many sites and how much money 90, 95, 99 and 100 % take"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_plan(results, |planned| {
            let unit = planned.weight.unit();
            let fields = vec![
                Field::number("share", "share", "of what all candidates together could serve"),
                Field::number(unit, unit, "that is"),
                Field::number(
                    "share_of_all",
                    "share",
                    "of everything, what is covered today included, that would then be served",
                ),
                Field::integer("fewest_sites", "sites", "that serve as much"),
                Field::number(
                    "least_cost",
                    MONEY,
                    "that serves as much; a present value where a discount rate is given",
                ),
                Field::number("cost_low", MONEY, "building the sites of the least cost, the low estimate"),
                Field::number("cost_high", MONEY, "the high estimate"),
                Field::flag("proven", "whether both are proven"),
            ];
            let row = |target: &crate::plan::Target| Row {
                values: vec![
                    Value::Number(target.share),
                    Value::Number(tidy(target.weight)),
                    Value::Number((planned.whole.1 + target.weight) / planned.whole.0.max(f64::MIN_POSITIVE)),
                    Value::Integer(target.fewest_sites as i64),
                    Value::Number(estimate(target.least_cost)),
                    Value::Number(estimate(planned.build_range(&target.chosen).0)),
                    Value::Number(estimate(planned.build_range(&target.chosen).1)),
                    Value::Bool(target.proven),
                ],
                geometry: None,
            };
            let rows = planned.targets.iter().map(row).collect();
            Ok(Layer { name: self.name(), summary: self.summary(), fields, rows })
        })
    }
}
