//! `ranking.csv`: every rank taken apart. `reversals.csv`: neighbours that easily change places.

use super::Results;
use super::layer::{Field, Kind, Layer, LayerSource, Row};
use crate::error::Error;
use crate::model::Value;
use crate::rank::Investment;

/// The uncovered villages in the order of the investment ranking.
pub struct RankingTable;

impl LayerSource for RankingTable {
    fn name(&self) -> &'static str {
        "ranking"
    }

    fn summary(&self) -> &'static str {
        "the uncovered villages ranked for investment, each rank taken apart"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        Ok(results.investment.map(|ranking| Layer {
            name: self.name(),
            summary: self.summary(),
            fields: fields(ranking, results),
            rows: (0..ranking.ranking.len()).map(|place| row(ranking, results, place)).collect(),
        }))
    }
}

fn fields(ranking: &Investment, results: Results<'_>) -> Vec<Field> {
    let villages = &results.inputs.villages;
    let mut fields = vec![
        Field::integer("rank", "", "place in the ranking, from 1"),
        Field::text("village_id", "the id the boundary file gives"),
        Field::text("name", "the village's name"),
    ];
    fields.extend(
        villages.admin_levels.iter().map(|level| Field::text(level.as_str(), "administrative parent")),
    );
    fields.push(Field::number("score", "", "the contributions added up; empty with ordered keys"));
    for (measure, weight) in ranking.measures.iter().zip(&ranking.weights) {
        let name = measure.name.replace('-', "_");
        let about = format!("{}; weight {weight}", measure.source);
        fields.push(Field { name: name.clone(), kind: Kind::Number, unit: "", about });
        fields.push(Field::number(format!("{name}_contribution"), "", "what it has in the score"));
    }
    fields.extend([
        Field::text("missing", "criteria the data say nothing about"),
        Field::integer("front", "", "Pareto front: 1 is beaten by no village in everything"),
        Field::integer("rank_low", "", "5th percentile of its ranks when weights move"),
        Field::integer("rank_high", "", "95th percentile"),
        Field::number("in_top", "share", "of the draws in which it is among the first"),
    ]);
    fields
}

fn row(ranking: &Investment, results: Results<'_>, place: usize) -> Row {
    let ranked = &ranking.ranking[place];
    let village = &results.inputs.villages.records[ranked.village];
    let text = |text: &Option<String>| text.clone().map_or(Value::Missing, Value::Text);
    let number = |number: Option<f64>| number.map_or(Value::Missing, Value::Number);
    let mut values =
        vec![Value::Integer(place as i64 + 1), Value::Text(village.id.0.clone()), text(&village.name)];
    values.extend(village.admin.iter().map(text));
    values.push(number(ranked.score));
    for (nth, measure) in ranking.measures.iter().enumerate() {
        values.push(number(measure.values[ranking.places[place]]));
        values.push(number(ranked.contributions.get(nth).copied()));
    }
    values.push(Value::Text(ranked.missing.join("; ")));
    values.push(Value::Integer(i64::from(ranked.front)));
    match &ranked.stability {
        Some(moves) => values.extend([
            Value::Integer(i64::from(moves.low)),
            Value::Integer(i64::from(moves.high)),
            Value::Number(moves.in_top),
        ]),
        None => values.extend([Value::Missing, Value::Missing, Value::Missing]),
    }
    Row { values, geometry: None }
}

/// Neighbours in the ranking that easily change places.
pub struct Reversals;

impl LayerSource for Reversals {
    fn name(&self) -> &'static str {
        "reversals"
    }

    fn summary(&self) -> &'static str {
        "neighbours in the ranking that change places when weights move"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let Some(ranking) = results.investment else { return Ok(None) };
        let fields = vec![
            Field::text("village_id", "ranked before the other"),
            Field::text("before", "the village right behind it"),
            Field::number("share", "share", "of the draws in which they change places"),
        ];
        let id = |village: usize| Value::Text(results.inputs.villages.records[village].id.0.clone());
        let rows = ranking.reversals.iter().map(|&(first, second, share)| Row {
            values: vec![id(first), id(second), Value::Number(share)],
            geometry: None,
        });
        let rows = rows.collect();
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields, rows }))
    }
}
