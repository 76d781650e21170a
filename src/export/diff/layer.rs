//! The layer `diff`: a row a village of now, then those that are no more.

use super::Differences;
use crate::assess::Status;
use crate::diff::Causes;
use crate::error::Error;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::export::place::village_geometry;
use crate::export::{Language, Results};
use crate::model::Value;
use crate::units::People;

/// One row a village: what became of it since the older vintage, and why.
pub struct Diff;

impl LayerSource for Diff {
    fn name(&self) -> &'static str {
        "diff"
    }

    fn summary(&self) -> &'static str {
        "villages gained, lost, unchanged, new and vanished between two vintages, and why"
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let Some(found) = results.differences else { return Ok(None) };
        let rows = (0..found.changes.len()).map(|nth| row(found, results, nth));
        Ok(Some(Layer {
            name: self.name(),
            summary: self.summary(),
            fields: fields(found, results),
            rows: rows.collect::<Result<_, Error>>()?,
        }))
    }
}

fn fields(found: &Differences, results: Results<'_>) -> Vec<Field> {
    let mut fields = vec![
        Field::text("village_id", "the id now; of a vanished village the one it had"),
        Field::text("old_ids", "the ids it had before, where they are others"),
        Field::text("name", "the village's name"),
    ];
    let levels = results.inputs.villages.admin_levels.iter();
    fields.extend(levels.map(|level| Field::text(level.as_str(), "administrative parent")));
    if !found.units.is_empty() {
        fields.push(Field::text("new_unit", "the unit by the mapping's new code"));
        fields.push(Field::text("new_unit_name", "its name, where the mapping gives one"));
    }
    fields.extend([
        Field::text(
            "change",
            "gained, lost, unchanged, unclear (unknown before or now), merged, new, vanished",
        ),
        Field::text("status_before", "covered, uncovered or unknown; empty where merged villages differ"),
        Field::text("status_now", "covered, uncovered or unknown, by the rule alone"),
        Field::number("covered_share_before", "share", "share of its area inside all that counted"),
        Field::number("covered_share_now", "share", "share of its area inside all that counts"),
    ]);
    if found.looks_at_sites() {
        let about = |when: &str| format!("from the centre to the nearest site that {when}; blind to terrain");
        fields.push(Field::number("site_distance_before_m", "m", about("counted")));
        fields.push(Field::number("site_distance_now_m", "m", about("counts")));
    }
    fields.extend([
        Field::text(
            "cause",
            "what alone would have changed the status: coverage, boundary, rule; else together",
        ),
        Field::text("reason", "the same in words, with the service areas that changed"),
        Field::text("reason_vi", "the same in Vietnamese"),
        Field::number("boundary_kept", "share", "share of both boundaries that is common to them"),
        Field::number("population", "people", "people inside the boundary"),
    ]);
    fields
}

fn row(found: &Differences, results: Results<'_>, nth: usize) -> Result<Row, Error> {
    let villages = &results.inputs.villages;
    let change = &found.changes[nth];
    let village = found.village(villages, nth);
    let text = |text: &str| if text.is_empty() { Value::Missing } else { Value::Text(text.to_owned()) };
    let number = |number: Option<f64>| number.map_or(Value::Missing, Value::Number);
    let old_ids: Vec<&str> =
        found.old_ids[nth].iter().map(String::as_str).filter(|id| *id != village.id.0).collect();
    let mut values = vec![
        text(&village.id.0),
        text(&old_ids.join("; ")),
        text(village.name.as_deref().unwrap_or_default()),
    ];
    values.extend((0..villages.admin_levels.len()).map(|level| {
        let unit = village.admin.get(level).and_then(Option::as_deref);
        text(unit.unwrap_or_default())
    }));
    if let Some(unit) = found.units.get(nth) {
        let code = unit.as_deref().unwrap_or_default();
        values.push(text(code));
        values.push(text(found.mapping.names.get(code).map_or("", String::as_str)));
    }
    let status = |status: Option<Status>| text(status.map_or("", |it| it.label()));
    values.extend([
        text(change.change.label()),
        status(change.before),
        status(change.now),
        number(change.shares[0]),
        number(change.shares[1]),
    ]);
    if found.looks_at_sites() {
        values.extend(change.sites.map(number));
    }
    values.extend([
        text(&change.causes.map_or_else(String::new, Causes::label)),
        text(&found.why(nth, Language::English)),
        text(&found.why(nth, Language::Vietnamese)),
        number(found.kept[nth]),
        number(village.population.map(People::get)),
    ]);
    let geometry = match (change.new, found.gone.get(&nth)) {
        (Some(at), _) => village_geometry(results, at)?,
        (None, gone) => gone.and_then(|gone| gone.geometry.clone()),
    };
    Ok(Row { values, geometry })
}
