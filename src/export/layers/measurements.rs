//! `measurements`: how far each operator's claim agrees with what was measured.

use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::model::Value;
use crate::verify::{Agreement, Levels, wilson};

/// France asks that a map is right on at least this share of field tests (ARCEP).
const RIGHT: f64 = 0.98;

/// One row an operator and technology, and one an operator.
pub struct Measurements;

impl LayerSource for Measurements {
    fn name(&self) -> &'static str {
        "measurements"
    }

    fn summary(&self) -> &'static str {
        "measured against claimed: agreement per operator and technology, with 95 % intervals"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let Some(measured) = &results.scrutiny.measured else { return Ok(None) };
        let rows = measured.agreements.iter().map(|one| row(one, &measured.levels)).collect();
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields: fields(), rows }))
    }
}

fn fields() -> Vec<Field> {
    let count = |name: &str, about: &str| Field::integer(name, "measurements", about);
    let share = |name: &str, about: &str| Field::number(name, "share", about);
    vec![
        Field::text("operator", "as the measurements name it"),
        Field::text("technology", "2G to 5G; `all` for all of the operator's"),
        Field::number("served_from_dbm", "dBm", "received power from which on service is found"),
        Field::text("level_from", "definition, or TRAI where the definition gives no level"),
        Field::flag("has_coverage", "whether the coverage holds service areas of the kind"),
        count("measurements", "all"),
        count("claimed_served", "claimed and measured"),
        count("claimed_not_served", "claimed and not measured: false coverage"),
        count("unclaimed_served", "measured and not claimed: missed"),
        count("unclaimed_not_served", "neither"),
        share("agreement", "claim and measurement say the same"),
        share("agreement_low", "lower end of the 95 % interval (Wilson)"),
        share("agreement_high", "upper end"),
        share("claim_right", "of the measurements where service is claimed, those that found it"),
        share("claim_right_low", "lower end of the 95 % interval (Wilson)"),
        share("claim_right_high", "upper end"),
        share("false_coverage", "of the measurements where service is claimed, those that did not find it"),
        share("false_coverage_low", "lower end of the 95 % interval (Wilson)"),
        share("false_coverage_high", "upper end"),
        Field::text(
            "reaches_98_percent",
            "whether the claim is right on 98 % of tests, as France asks: yes or no where the interval is clear of \
             98 %, else undecided",
        ),
    ]
}

fn row(one: &Agreement, levels: &Levels) -> Row {
    let counts = &one.counts;
    let integer = |count: usize| Value::Integer(count as i64);
    let share = |part: usize, all: usize| match all {
        0 => [Value::Missing, Value::Missing, Value::Missing],
        _ => {
            let (low, high) = wilson(part, all);
            [part as f64 / all as f64, low, high].map(Value::Number)
        }
    };
    let agree = counts.hits + counts.neither;
    let (low, high) = wilson(counts.hits, counts.claimed());
    let reaches = match counts.claimed() {
        0 => "untested",
        _ if low >= RIGHT => "yes",
        _ if high < RIGHT => "no",
        _ => "undecided",
    };
    let level = one.technology.map(|technology| levels.least_dbm[technology.index()]);
    let from = one
        .technology
        .map(|technology| if levels.of_definition[technology.index()] { "definition" } else { "TRAI" });
    let mut values = vec![
        Value::Text(one.operator.clone()),
        Value::Text(one.technology.map_or("all", |technology| technology.label()).to_owned()),
        level.map_or(Value::Missing, Value::Number),
        from.map_or(Value::Missing, |from| Value::Text(from.to_owned())),
        Value::Bool(one.is_claimed),
        integer(counts.all()),
        integer(counts.hits),
        integer(counts.false_coverage),
        integer(counts.missed),
        integer(counts.neither),
    ];
    values.extend(share(agree, counts.all()));
    values.extend(share(counts.hits, counts.claimed()));
    values.extend(share(counts.false_coverage, counts.claimed()));
    values.push(Value::Text(reaches.to_owned()));
    Row { values, geometry: None }
}
