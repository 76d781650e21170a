//! The attributes of a village in every output: one list, so that they have the same names and
//! types everywhere.

use std::collections::HashSet;

use super::Results;
use crate::model::{Technology, Value};
use crate::units::{Households, Metres, People};

/// One attribute of the village layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub name: String,
}

/// Names that mean something here; a further column of the input that has one of them is
/// written with `input_` in front.
const OURS: &[&str] = &[
    "rank",
    "village_id",
    "name",
    "status",
    "rule",
    "min_technology",
    "population",
    "households",
    "people_outside",
    "covered_share",
    "share_2g",
    "share_3g",
    "share_4g",
    "share_5g",
    "operators",
    "distance_m",
    "area_km2",
];

/// The attributes of every village, in order; [`cells`] gives the values in the same order.
pub(super) fn fields(results: Results<'_>) -> Vec<Field> {
    let villages = &results.inputs.villages;
    let mut names = vec!["village_id".to_owned(), "name".to_owned()];
    names.extend(villages.admin_levels.iter().cloned());
    names.extend(
        [
            "status",
            "rule",
            "min_technology",
            "population",
            "households",
            "people_outside",
            "covered_share",
            "share_2g",
            "share_3g",
            "share_4g",
            "share_5g",
            "operators",
            "distance_m",
            "area_km2",
        ]
        .map(str::to_owned),
    );
    names.extend(operator_columns(&results.inputs.coverage.operators));
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    taken.extend(OURS.iter().map(|&name| name.to_owned()));
    for column in &villages.extra_columns {
        let mut name = column.clone();
        while !taken.insert(name.clone()) {
            name = format!("input_{name}");
        }
        names.push(name);
    }
    names.into_iter().map(|name| Field { name }).collect()
}

/// `share_` and the operator's name, for its share of all technologies that count.
fn operator_columns(operators: &[String]) -> impl Iterator<Item = String> + '_ {
    operators.iter().map(|operator| format!("share_operator_{}", operator.replace(char::is_whitespace, "_")))
}

/// The values of one village, one for each of [`fields`].
pub(super) fn cells(results: Results<'_>, nth: usize) -> Vec<Value> {
    let (villages, assessment) = (&results.inputs.villages, results.assessment);
    let (village, found) = (&villages.records[nth], &assessment.villages[nth]);
    let text = |text: &str| Value::Text(text.to_owned());
    let number = |number: Option<f64>| number.map_or(Value::Missing, Value::Number);
    let mut cells = vec![text(&village.id.0), village.name.as_deref().map_or(Value::Missing, text)];
    cells.extend(village.admin.iter().map(|unit| unit.as_deref().map_or(Value::Missing, text)));
    cells.extend([
        text(found.status.label()),
        text(&assessment.definition.rule.to_string()),
        text(assessment.definition.min_technology.label()),
        number(village.population.map(People::get)),
        number(village.households.map(Households::get)),
        number(found.people_outside(village).map(People::get)),
        Value::Number(found.covered_share.get()),
    ]);
    for technology in Technology::ALL {
        cells.push(Value::Number(found.technology_shares[technology.index()].get()));
    }
    let operators = &results.inputs.coverage.operators;
    let names: Vec<&str> = assessment
        .operators_reaching(nth)
        .map(|operator| operators[usize::from(operator)].as_str())
        .collect();
    cells.push(Value::Text(names.join("; ")));
    cells.push(number(found.distance.map(Metres::get)));
    cells.push(number(villages.area(nth).map(|area| area.get() / 1e6)));
    for operator in 0..operators.len() {
        let share = assessment.operator_covered_share(nth, operator as u16);
        cells.push(number(share.map(|share| share.get())));
    }
    cells.extend(village.extra.iter().cloned());
    cells
}
