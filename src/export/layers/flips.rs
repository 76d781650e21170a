//! `flips`: the villages that change their status when every coverage edge moves.

use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::export::place::village_geometry;
use crate::geometry::arc_deviation;
use crate::model::Value;
use crate::units::People;

/// One row a village that flips.
pub struct Flips;

impl LayerSource for Flips {
    fn name(&self) -> &'static str {
        "flips"
    }

    fn summary(&self) -> &'static str {
        "villages whose status changes when all coverage edges move by a series of distances"
    }

    fn needs_margins(&self) -> bool {
        true
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let flips = &results.scrutiny.flips;
        if flips.moves.is_empty() {
            return Ok(None);
        }
        let mut fields = vec![
            Field::text("village_id", "the id the boundary file gives"),
            Field::text("name", "the village's name"),
            Field::text("status", "under the rule, edges where they are"),
            Field::number("population", "people", "people inside the boundary"),
            Field::number("margin_m", "m", "how far edges must move for the status to change"),
            Field::number(
                "flips_at_m",
                "m",
                "the shortest of the moves after which the status is another; outwards positive",
            ),
        ];
        for &by in &flips.moves {
            let what = if by < 0.0 { "retreat" } else { "advance" };
            let about = format!(
                "status when all edges {what} by {} m (arcs right to {:.3} m)",
                by.abs(),
                arc_deviation(by)
            );
            fields.push(Field::text(format!("status_{}", column(by)), about));
            let about = "share of the area then inside the dissolved, moved coverage";
            fields.push(Field::number(format!("share_{}", column(by)), "share", about));
        }
        let rows = flips.villages.iter().map(|flip| {
            let village = &results.inputs.villages.records[flip.village];
            let overridden = results.scrutiny.overrides.by_rule(flip.village);
            let status = overridden.unwrap_or(results.assessment.villages[flip.village].status);
            let number = |number: Option<f64>| number.map_or(Value::Missing, Value::Number);
            let mut values = vec![
                Value::Text(village.id.0.clone()),
                village.name.clone().map_or(Value::Missing, Value::Text),
                Value::Text(status.label().to_owned()),
                number(village.population.map(People::get)),
                number(results.scrutiny.margin(flip.village).map(|margin| margin + 0.0)),
                number(flip.shortest(&flips.moves, status)),
            ];
            for moved in &flip.moved {
                values.push(Value::Text(moved.status.label().to_owned()));
                values.push(number(moved.share.map(|share| share.get())));
            }
            Ok(Row { values, geometry: village_geometry(results, flip.village)? })
        });
        let rows = rows.collect::<Result<_, Error>>()?;
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields, rows }))
    }
}

/// A move as part of a column's name: `minus_250m`, `plus_50m`.
fn column(by: f64) -> String {
    let sign = if by < 0.0 { "minus" } else { "plus" };
    format!("{sign}_{}m", by.abs())
}
