//! `whatif`: what national roaming would change for each operator's subscribers, and what
//! switching off 2G or 3G would.

use crate::assess::{Judged, Operators, Reason, Status, Totals};
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::model::Value;

/// One row a change.
pub struct WhatIf;

impl LayerSource for WhatIf {
    fn name(&self) -> &'static str {
        "whatif"
    }

    fn summary(&self) -> &'static str {
        "what national roaming, and switching off 2G or 3G, would change under the rule in use"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let found = results.on_demand.rules(results);
        let rows: Vec<Row> = found.iter().filter_map(|judged| change(judged, found, results)).collect();
        if rows.is_empty() {
            return Ok(None);
        }
        let fields = vec![
            Field::text("change", "`roaming`: any operator serves all; `switch-off`: a technology is gone"),
            Field::text("subject", "whose subscribers roam, or what is switched off"),
            Field::text("rule", "the rule in use"),
            Field::text("min_technology", "the oldest technology that counts"),
            Field::integer("covered_before", "villages", "villages covered without the change"),
            Field::integer("covered_after", "villages", "villages covered with it"),
            Field::integer("gained", "villages", "villages that it covers"),
            Field::integer("lost", "villages", "villages that it uncovers"),
            Field::number("people_in_gained_villages", "people", "all people of villages gained"),
            Field::number("people_in_lost_villages", "people", "all people of villages lost"),
        ];
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields, rows }))
    }
}

/// One change: what it is, of whom or what, and the villages without it and with it.
pub(in crate::export) struct Change<'a> {
    pub what: &'static str,
    pub subject: String,
    pub before: &'a Judged,
    pub after: &'a Judged,
}

/// The change that a case is one side of; `None` for one that is none.
pub(in crate::export) fn change_of<'a>(judged: &'a Judged, all: &'a [Judged]) -> Option<Change<'a>> {
    let definition = &judged.case.definition;
    let any = all.iter().find(|other| {
        let other = &other.case;
        other.reason == Reason::Rule
            && other.definition.rule == definition.rule
            && other.definition.min_technology == definition.min_technology
    })?;
    let (what, subject, before, after) = match (judged.case.reason, &definition.operators) {
        (Reason::Operators, Operators::Named(name)) => ("roaming", name.clone(), judged, any),
        (Reason::SwitchOff(technology), _) => ("switch-off", technology.to_string(), any, judged),
        _ => return None,
    };
    Some(Change { what, subject, before, after })
}

/// The row of one case, when it is one side of a change.
fn change(judged: &Judged, all: &[Judged], results: Results<'_>) -> Option<Row> {
    let definition = &judged.case.definition;
    let Change { what, subject, before, after } = change_of(judged, all)?;
    let mut sides = [Totals::default(), Totals::default()];
    for nth in 0..results.inputs.villages.len() {
        let side = match (before.statuses[nth], after.statuses[nth]) {
            (Status::Uncovered, Status::Covered) => 0,
            (Status::Covered, Status::Uncovered) => 1,
            _ => continue,
        };
        // counted as uncovered, so that the people of the whole village are summed
        sides[side].add_village(&results.inputs.villages, nth, Status::Uncovered, after.covered_shares[nth]);
    }
    let integer = |count: usize| Value::Integer(count as i64);
    let [gained, lost] = sides;
    let values = vec![
        Value::Text(what.to_owned()),
        Value::Text(subject),
        Value::Text(definition.rule.to_string()),
        Value::Text(definition.min_technology.to_string()),
        integer(before.totals.covered),
        integer(after.totals.covered),
        integer(gained.villages),
        integer(lost.villages),
        Value::Number(gained.people_in_uncovered_villages.get()),
        Value::Number(lost.people_in_uncovered_villages.get()),
    ];
    Some(Row { values, geometry: None })
}
