//! `villages`: every village with everything that was found of it. `uncovered`: those that fail
//! the rule, first to last.

use std::collections::HashSet;

use crate::assess::SquareKilometres;
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Kind, Layer, LayerSource, Row};
use crate::export::place::village_geometry;
use crate::export::summary::coverage_kind;
use crate::model::{Technology, Value};
use crate::units::{Households, Metres, People};

/// One row a village, in the order of the input.
pub struct Villages;

impl LayerSource for Villages {
    fn name(&self) -> &'static str {
        "villages"
    }

    fn summary(&self) -> &'static str {
        "one row a village: status, shares by technology and operator, people outside, distance"
    }

    fn needs_margins(&self) -> bool {
        true
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let kind = coverage_kind(results.inputs);
        let all = 0..results.inputs.villages.len();
        let rows = all.map(|nth| row(results, kind, nth)).collect::<Result<_, _>>()?;
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields: fields(results), rows }))
    }
}

/// The uncovered villages, first to last.
pub struct Uncovered;

impl LayerSource for Uncovered {
    fn name(&self) -> &'static str {
        "uncovered"
    }

    fn summary(&self) -> &'static str {
        "the uncovered villages, those with most people first; ranking.csv ranks them for investment"
    }

    fn needs_margins(&self) -> bool {
        true
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let mut all = vec![Field::integer("rank", "", "place in the ranking, from 1")];
        all.extend(fields(results));
        let kind = coverage_kind(results.inputs);
        let ranked = results.ranking.order.iter().enumerate();
        let rows = ranked.map(|(place, &nth)| {
            let mut row = row(results, kind, nth)?;
            row.values.insert(0, Value::Integer(place as i64 + 1));
            Ok(row)
        });
        let rows = rows.collect::<Result<_, Error>>()?;
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields: all, rows }))
    }
}

/// The attributes of every village, in order; [`row`] gives the values in the same order. A
/// further column of the input that bears one of our names gets `input_` in front.
fn fields(results: Results<'_>) -> Vec<Field> {
    let villages = &results.inputs.villages;
    let mut all = vec![
        Field::text("village_id", "the id the boundary file gives"),
        Field::text("name", "the village's name"),
    ];
    all.extend(
        villages.admin_levels.iter().map(|level| Field::text(level.as_str(), "administrative parent")),
    );
    all.extend(judged());
    for operator in &results.inputs.coverage.operators {
        let name = format!("share_operator_{}", operator.replace(char::is_whitespace, "_"));
        let about =
            format!("share of the area inside {operator}'s service areas of all technologies that count");
        all.push(Field::number(name, "share", about));
    }
    all.extend(super::scrutiny::fields(results));
    all.extend(super::judged::fields(results));
    let mut taken: HashSet<String> = all.iter().map(|field| field.name.clone()).collect();
    taken.insert("rank".to_owned());
    for (column, name) in villages.extra_columns.iter().enumerate() {
        let mut unique = name.clone();
        while !taken.insert(unique.clone()) {
            unique = format!("input_{unique}");
        }
        let kind = extra_kind(villages.records.iter().map(|village| &village.extra[column]));
        all.push(Field { name: unique, kind, unit: "", about: "carried through from the input".to_owned() });
    }
    all
}

/// The attributes that the assessment gives.
fn judged() -> Vec<Field> {
    let mut all = vec![
        Field::text("status", "covered, uncovered or unknown under the rule"),
        Field::text("rule", "the rule the status comes from"),
        Field::text("min_technology", "the oldest technology that counts"),
        Field::number("population", "people", "people inside the boundary"),
        Field::number("households", "households", "households inside the boundary"),
        Field::number("people_outside", "people", "population × (1 − covered_share)"),
        Field::number(
            "covered_share",
            "share",
            "share of the area inside the union of all service areas that count",
        ),
    ];
    for technology in Technology::ALL {
        let about =
            format!("share of the area inside the union of the {technology} service areas, any operator");
        all.push(Field::number(format!("share_{}", technology.slug()), "share", about));
    }
    all.push(Field::text(
        "coverage_kind",
        "what the coverage is made of: polygons, discs (blind to terrain), or both",
    ));
    all.push(Field::text("village_kind", "boundary, or point: then only rules about points apply"));
    all.push(Field::text("operators", "operators with a service area that counts reaching into the village"));
    all.push(Field::number(
        "distance_m",
        "m",
        "distance to the nearest service area that counts; 0 where one touches",
    ));
    all.push(Field::number("area_km2", "km²", "area on the ellipsoid"));
    all
}

/// The one type that all values of a column have; words where they differ.
fn extra_kind<'a>(values: impl Iterator<Item = &'a Value>) -> Kind {
    let mut kind = None;
    for value in values {
        let this = match value {
            Value::Missing => continue,
            Value::Bool(_) => Kind::Bool,
            Value::Integer(_) => Kind::Integer,
            Value::Number(_) => Kind::Number,
            Value::Text(_) => Kind::Text,
        };
        kind = Some(match (kind, this) {
            (None, this) => this,
            (Some(kind), this) if kind == this => kind,
            (Some(Kind::Integer), Kind::Number) | (Some(Kind::Number), Kind::Integer) => Kind::Number,
            _ => return Kind::Text,
        });
    }
    kind.unwrap_or(Kind::Text)
}

fn row(results: Results<'_>, coverage_kind: &str, nth: usize) -> Result<Row, Error> {
    Ok(Row { values: values(results, coverage_kind, nth), geometry: village_geometry(results, nth)? })
}

/// The values of one village, one for each of [`fields`].
fn values(results: Results<'_>, coverage_kind: &str, nth: usize) -> Vec<Value> {
    let (villages, assessment) = (&results.inputs.villages, results.assessment);
    let (village, found) = (&villages.records[nth], &assessment.villages[nth]);
    let text = |text: &str| Value::Text(text.to_owned());
    let number = |number: Option<f64>| number.map_or(Value::Missing, Value::Number);
    let mut values = vec![text(&village.id.0), village.name.as_deref().map_or(Value::Missing, text)];
    values.extend(village.admin.iter().map(|unit| unit.as_deref().map_or(Value::Missing, text)));
    values.extend([
        text(found.status.label()),
        text(&assessment.definition.rule.to_string()),
        text(assessment.definition.min_technology.label()),
        number(village.population.map(People::get)),
        number(village.households.map(Households::get)),
        number(found.people_outside(village).map(People::get)),
        Value::Number(found.covered_share.get()),
    ]);
    for technology in Technology::ALL {
        values.push(Value::Number(found.technology_shares[technology.index()].get()));
    }
    values.push(text(coverage_kind));
    values.push(text(if villages.is_point(nth) { "point" } else { "boundary" }));
    let operators = &results.inputs.coverage.operators;
    let names: Vec<&str> = assessment
        .operators_reaching(nth)
        .map(|operator| operators[usize::from(operator)].as_str())
        .collect();
    values.push(Value::Text(names.join("; ")));
    values.push(number(found.distance.map(Metres::get)));
    values.push(number(villages.area(nth).map(|area| SquareKilometres::term(area.get() / 1e6))));
    for operator in 0..operators.len() {
        let share = assessment.operator_covered_share(nth, operator as u16);
        values.push(number(share.map(|share| share.get())));
    }
    values.extend(super::scrutiny::values(results, nth));
    values.extend(super::judged::values(results, nth));
    values.extend(village.extra.iter().cloned());
    values
}
