//! `verify`: the sheet for the field. Filled in, it reads back as overrides.

use geo::Point;

use crate::assess::centre;
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::export::place::rounded;
use crate::model::Value;
use crate::units::People;

/// One row a doubtful village, where somebody should look first at the top.
pub struct Verify;

impl LayerSource for Verify {
    fn name(&self) -> &'static str {
        "verify"
    }

    fn summary(&self) -> &'static str {
        "doubtful villages with coordinates and columns to fill in; reads back with --overrides"
    }

    fn needs_margins(&self) -> bool {
        true
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let villages = &results.inputs.villages;
        let mut fields = vec![
            Field::text("village_id", "the id the boundary file gives"),
            Field::text("name", "the village's name"),
        ];
        let levels = villages.admin_levels.iter();
        fields.extend(levels.map(|level| Field::text(level.as_str(), "administrative parent")));
        fields.extend([
            Field::number("lon", "°", "longitude of the centre, WGS 84"),
            Field::number("lat", "°", "latitude of the centre, WGS 84"),
            Field::number("population", "people", "people inside the boundary"),
            Field::integer(
                "priority",
                "",
                "1: look here first; 2: uncovered, never measured; 3: covered, never measured",
            ),
            Field::text("doubts", "why somebody should look"),
            Field::text("status_now", "what covgap says now"),
            Field::number("margin_m", "m", "how far edges must move for the status to change"),
            Field::text("status", "to fill in: covered, uncovered or unknown"),
            Field::text("who", "to fill in: who looked"),
            Field::text("when", "to fill in: the day"),
            Field::text("why", "to fill in: what was found"),
        ]);
        let doubts = results.scrutiny.doubts(villages, results.assessment);
        let rows = doubts.iter().map(|doubt| {
            let village = &villages.records[doubt.village];
            let text = |text: &str| Value::Text(text.to_owned());
            let mut values = vec![text(&village.id.0), village.name.as_deref().map_or(Value::Missing, text)];
            values.extend(village.admin.iter().map(|unit| unit.as_deref().map_or(Value::Missing, text)));
            let mut position = centre(villages, doubt.village).map(|centre| [centre]);
            if let Some(position) = &mut position {
                results.inputs.plane.to_wgs84(position)?;
            }
            let place = position.map(|[place]| rounded(place));
            let number = |number: Option<f64>| match number {
                Some(number) if number.is_finite() => Value::Number(number + 0.0),
                _ => Value::Missing,
            };
            let reasons: Vec<String> = doubt.reasons.iter().map(|reason| reason.text()).collect();
            values.extend([
                number(place.map(|place| place.x)),
                number(place.map(|place| place.y)),
                number(village.population.map(People::get)),
                Value::Integer(doubt.priority.into()),
                Value::Text(reasons.join("; ")),
                text(results.assessment.villages[doubt.village].status.label()),
                number(results.scrutiny.margin(doubt.village)),
                Value::Missing,
                Value::Missing,
                Value::Missing,
                Value::Missing,
            ]);
            Ok(Row { values, geometry: place.map(|place| Point(place).into()) })
        });
        let rows = rows.collect::<Result<_, Error>>()?;
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields, rows }))
    }
}
