//! `rules`: every rule on the same data, one row each. `rules_by_unit`: the same for every
//! administrative unit. `rules_matrix`: how far two rules agree.

use crate::assess::{Judged, Reason, Totals, agreement};
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::model::Value;

/// One row a rule.
pub struct Rules;

impl LayerSource for Rules {
    fn name(&self) -> &'static str {
        "rules"
    }

    fn summary(&self) -> &'static str {
        "one row a rule: how many villages, people and households it finds uncovered"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let found = results.on_demand.rules(results);
        let Some(in_use) = found.first() else { return Ok(None) };
        let mut fields = definition_fields();
        fields.extend(total_fields());
        fields.extend([
            Field::integer(
                "covered_here_only",
                "villages",
                "covered under this rule, uncovered under the one in use",
            ),
            Field::integer(
                "uncovered_here_only",
                "villages",
                "uncovered under this rule, covered under the one in use",
            ),
            Field::flag(
                "blind_to_terrain",
                "whether the rule looks at distance alone, whatever stands between",
            ),
            Field::text("source", "where a preset's figures are published"),
            Field::text("reading", "what of a preset is covgap's reading"),
        ]);
        let row = |judged: &Judged| {
            let mut values = definition_values(judged);
            values.extend(total_values(&judged.totals));
            let with = agreement(&judged.statuses, &in_use.statuses);
            let preset = match judged.case.reason {
                Reason::Preset(preset) => Some(preset),
                _ => None,
            };
            values.extend([
                integer(with.first_only),
                integer(with.second_only),
                Value::Bool(judged.case.definition.rule.is_blind_to_terrain()),
                preset.map_or(Value::Missing, |preset| Value::Text(preset.source.clone())),
                preset.map_or(Value::Missing, |preset| Value::Text(preset.reading.clone())),
            ]);
            Row { values, geometry: None }
        };
        Ok(Some(Layer {
            name: self.name(),
            summary: self.summary(),
            fields,
            rows: found.iter().map(row).collect(),
        }))
    }
}

/// One row a rule and administrative unit.
pub struct RulesByUnit;

impl LayerSource for RulesByUnit {
    fn name(&self) -> &'static str {
        "rules_by_unit"
    }

    fn summary(&self) -> &'static str {
        "the main rules for every administrative unit"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let villages = &results.inputs.villages;
        if villages.admin_levels.is_empty() {
            return Ok(None);
        }
        let mut fields = vec![
            Field::text("level", "the administrative level"),
            Field::text("unit", "the unit's name; empty for villages that name none"),
            Field::text("parent", "the names of the units it belongs to"),
        ];
        fields.extend(definition_fields());
        fields.extend(total_fields());
        let mut rows = Vec::new();
        for (level, level_name) in villages.admin_levels.iter().enumerate() {
            for judged in headlines(results) {
                for (unit, totals) in judged.totals_by_unit(villages, level) {
                    let mut names = unit.into_iter();
                    let name = names.next().flatten().map_or(Value::Missing, Value::Text);
                    let parents: Vec<String> = names.flatten().collect();
                    let mut values =
                        vec![Value::Text(level_name.clone()), name, Value::Text(parents.join(", "))];
                    values.extend(definition_values(judged));
                    values.extend(total_values(&totals));
                    rows.push(Row { values, geometry: None });
                }
            }
        }
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields, rows }))
    }
}

/// One row a pair of rules.
pub struct RulesMatrix;

impl LayerSource for RulesMatrix {
    fn name(&self) -> &'static str {
        "rules_matrix"
    }

    fn summary(&self) -> &'static str {
        "how many villages the main rules agree on, pair by pair"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let fields = vec![
            Field::text("first", "a definition, by its name in rules"),
            Field::text("second", "another one"),
            Field::integer("agree", "villages", "covered under both, or uncovered under both"),
            Field::integer("first_only", "villages", "covered under the first, uncovered under the second"),
            Field::integer("second_only", "villages", "uncovered under the first, covered under the second"),
            Field::integer("unknown", "villages", "unknown under one of them or both"),
        ];
        let found: Vec<&Judged> = headlines(results).collect();
        let mut rows = Vec::new();
        for (nth, first) in found.iter().enumerate() {
            for second in &found[nth + 1..] {
                let with = agreement(&first.statuses, &second.statuses);
                let mut values = vec![Value::Text(first.case.name()), Value::Text(second.case.name())];
                values.extend([with.agree, with.first_only, with.second_only, with.unknown].map(integer));
                rows.push(Row { values, geometry: None });
            }
        }
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields, rows }))
    }
}

fn headlines(results: Results<'_>) -> impl Iterator<Item = &Judged> {
    let in_use = &results.assessment.definition;
    results.on_demand.rules(results).iter().filter(|judged| judged.is_headline(in_use))
}

fn integer(count: usize) -> Value {
    Value::Integer(count as i64)
}

/// What a definition is.
fn definition_fields() -> Vec<Field> {
    vec![
        Field::text("definition", "its name; `in use` is the one that the other outputs have"),
        Field::text("rule", "what a village must satisfy"),
        Field::text("min_technology", "the oldest technology that counts"),
        Field::text("operators", "whose coverage counts"),
        Field::text("preset", "the regulator's preset, where it is one"),
        Field::text("signal", "the least received power that counts, dBm by technology"),
        Field::number("tolerance", "share", "how much less than 100 % counts as 100 %"),
        Field::text("switched_off", "technologies taken to be switched off"),
    ]
}

fn definition_values(judged: &Judged) -> Vec<Value> {
    let definition = &judged.case.definition;
    let text = |text: String| if text.is_empty() { Value::Missing } else { Value::Text(text) };
    let preset = match judged.case.reason {
        Reason::Preset(preset) => preset.name.clone(),
        _ => String::new(),
    };
    let off: Vec<&str> = definition.switched_off.iter().map(|technology| technology.label()).collect();
    vec![
        text(judged.case.name()),
        text(definition.rule.to_string()),
        text(definition.min_technology.to_string()),
        text(definition.operators.to_string()),
        text(preset),
        text(definition.signal.to_string()),
        Value::Number(definition.tolerance.get()),
        text(off.join("; ")),
    ]
}

/// What it found.
fn total_fields() -> Vec<Field> {
    vec![
        Field::integer("villages", "villages", "all villages"),
        Field::integer("covered_villages", "villages", "villages that satisfy the rule"),
        Field::integer("uncovered_villages", "villages", "villages that fail it"),
        Field::integer("unknown_villages", "villages", "villages of which the data do not say"),
        Field::number("people_in_uncovered_villages", "people", "all people of villages that fail it"),
        Field::number(
            "households_in_uncovered_villages",
            "households",
            "all households of villages that fail it",
        ),
        Field::number(
            "people_outside",
            "people",
            "population × (1 − share of the area covered), of all villages",
        ),
    ]
}

fn total_values(totals: &Totals) -> Vec<Value> {
    vec![
        integer(totals.villages),
        integer(totals.covered),
        integer(totals.uncovered),
        integer(totals.unknown),
        Value::Number(totals.people_in_uncovered_villages.get()),
        Value::Number(totals.households_in_uncovered_villages.get()),
        Value::Number(totals.people_outside.get()),
    ]
}
