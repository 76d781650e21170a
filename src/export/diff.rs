//! What changed between two vintages: `diff.csv`, `diff.geojson`, `diff.json`.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::how::{How, Made};
use super::layer::{Field, Layer, Row};
use super::out_crs::OutCrs;
use super::place::{polygons, rounded};
use super::summary::source;
use super::{CsvStyle, Language};
use crate::assess::Definition;
use crate::diff::{AreaChange, Causes, Change, Happened, VillageChange};
use crate::error::Error;
use crate::geometry::Shapes;
use crate::model::{Value, Village};
use crate::read::{Inputs, Mapping, Source};
use crate::units::People;

/// Service areas that are named for one village; the rest are counted.
const NAMED: usize = 3;

/// What a comparison found, as the exports see it.
#[derive(Debug)]
pub struct Differences<'a> {
    /// What was read of before; where the villages are the same, the same as of now.
    pub old: &'a Inputs,
    /// What was read of now.
    pub new: &'a Inputs,
    /// How villages were judged, before and now.
    pub definitions: [&'a Definition; 2],
    /// One entry a village.
    pub changes: Vec<VillageChange>,
    /// The service areas behind each change, in the same order.
    pub areas: Vec<Vec<AreaChange>>,
    /// How much of its boundary each kept, in the same order.
    pub kept: Vec<Option<f64>>,
    /// The unit of each after the mapping, in the same order; empty without such a mapping.
    pub units: Vec<Option<String>>,
    /// The mapping.
    pub mapping: Mapping,
    /// Every file that was read.
    pub sources: Vec<Source>,
}

impl Differences<'_> {
    /// The row of a village: that of now, where there is one.
    pub fn village(&self, nth: usize) -> &Village {
        let change = &self.changes[nth];
        match change.new {
            Some(new) => &self.new.villages.records[new],
            None => &self.old.villages.records[change.old[0]],
        }
    }

    /// The entries of one kind.
    pub fn of(&self, kind: Change) -> impl Iterator<Item = usize> + '_ {
        self.changes.iter().enumerate().filter(move |(_, it)| it.change == kind).map(|(nth, _)| nth)
    }

    /// People of the villages of some entries.
    pub fn people(&self, entries: impl Iterator<Item = usize>) -> f64 {
        // adding zero turns the -0 of an empty sum into 0
        entries.filter_map(|nth| self.village(nth).population).map(People::get).sum::<f64>() + 0.0
    }

    /// Villages gained and lost by unit, of the units with any: by the new code of the mapping, else
    /// by the names of the smallest administrative unit and its parents.
    pub fn by_unit(&self) -> BTreeMap<String, [usize; 2]> {
        let mut all: BTreeMap<String, [usize; 2]> = BTreeMap::new();
        for (nth, change) in self.changes.iter().enumerate() {
            let at = match change.change {
                Change::Gained => 0,
                Change::Lost => 1,
                _ => continue,
            };
            all.entry(self.unit(nth)).or_default()[at] += 1;
        }
        all
    }

    fn unit(&self, nth: usize) -> String {
        match self.units.get(nth) {
            Some(unit) => {
                let code = unit.clone().unwrap_or_default();
                self.mapping.names.get(&code).map_or_else(|| code.clone(), |name| format!("{name} ({code})"))
            }
            None => {
                let names: Vec<&str> = self.village(nth).admin.iter().flatten().map(String::as_str).collect();
                names.join(", ")
            }
        }
    }

    /// Why, in a sentence; empty where nothing changed.
    pub fn why(&self, nth: usize) -> String {
        let change = &self.changes[nth];
        match change.change {
            Change::Merged => return format!("joins {} villages of before", change.old.len()),
            Change::New => return "no village of before has its id".to_owned(),
            Change::Vanished => return "no village of now has its id".to_owned(),
            _ => {}
        }
        let Some(causes) = change.causes else { return String::new() };
        let mut parts = Vec::new();
        if causes.definition {
            let [old, new] = self.definitions.map(said);
            parts.push(format!("it is judged otherwise: {old} before, {new} now"));
        }
        if causes.boundary {
            parts.push(match self.kept[nth] {
                Some(kept) if kept < 1.0 - 1e-9 => {
                    format!("its boundary changed: {:.1} % is common to both", kept * 100.0)
                }
                _ => "the places in it changed".to_owned(),
            });
        }
        if causes == Causes::default() {
            parts.push("no change alone would have done it, all together did".to_owned());
        }
        if causes.coverage || causes == Causes::default() {
            let areas = &self.areas[nth];
            parts.extend(areas.iter().take(NAMED).map(area_said));
            if areas.len() > NAMED {
                parts.push(format!("{} more service areas changed in it", areas.len() - NAMED));
            }
        }
        parts.join("; ")
    }
}

/// A definition, short.
fn said(definition: &Definition) -> String {
    format!("{}, {} or later, {}", definition.rule, definition.min_technology, definition.operators)
}

fn area_said(area: &AreaChange) -> String {
    let [then, now] = area.shares.map(|share| format!("{:.1} %", share * 100.0));
    let name = format!("{} service area {} of {}", area.technology, area.id, area.operator);
    match area.happened {
        Happened::Appeared => format!("{name} appeared and holds {now} of it"),
        Happened::Vanished => format!("{name} vanished; it held {then} of it"),
        Happened::Grew => format!("{name} grew from {then} to {now} of it"),
        Happened::Shrank => format!("{name} shrank from {then} to {now} of it"),
    }
}

/// How the files of a comparison are written: in WGS 84.
pub fn how(csv: CsvStyle) -> How<'static> {
    let (language, made) = (Language::default(), Made::default());
    How { csv, language, crs: OutCrs::wgs84(), made, origin: Json::Null }
}

/// One row a village.
///
/// # Errors
/// When the working plane cannot be left.
pub fn layer(found: &Differences<'_>) -> Result<Layer, Error> {
    let mut fields = vec![
        Field::text("village_id", "the id now; of a vanished village the one it had"),
        Field::text("old_ids", "the ids it had before, where they are others"),
        Field::text("name", "the village's name"),
    ];
    fields.extend(
        found
            .new
            .villages
            .admin_levels
            .iter()
            .map(|level| Field::text(level.as_str(), "administrative parent")),
    );
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
        Field::text("status_now", "covered, uncovered or unknown"),
        Field::number("covered_share_before", "share", "share of its area inside all that counted"),
        Field::number("covered_share_now", "share", "share of its area inside all that counts"),
        Field::text(
            "cause",
            "what alone would have changed the status: coverage, boundary, rule; else together",
        ),
        Field::text("why", "the same in words, with the service areas that changed"),
        Field::number("boundary_kept", "share", "share of both boundaries that is common to them"),
        Field::number("population", "people", "people inside the boundary"),
    ]);
    let outlines = |inputs: &Inputs| -> Result<Shapes, Error> {
        let mut shapes = inputs.villages.shapes.clone();
        inputs.plane.to_wgs84(shapes.positions_mut())?;
        Ok(shapes)
    };
    let (old, new) = (outlines(found.old)?, outlines(found.new)?);
    let rows = (0..found.changes.len()).map(|nth| row(found, nth, [&old, &new]));
    Ok(Layer {
        name: "diff",
        summary: "villages gained, lost, unchanged, new and vanished between two vintages, and why",
        fields,
        rows: rows.collect::<Result<_, Error>>()?,
    })
}

fn row(found: &Differences<'_>, nth: usize, [old, new]: [&Shapes; 2]) -> Result<Row, Error> {
    let change = &found.changes[nth];
    let village = found.village(nth);
    let text = |text: &str| if text.is_empty() { Value::Missing } else { Value::Text(text.to_owned()) };
    let number = |number: Option<f64>| number.map_or(Value::Missing, Value::Number);
    let old_ids: Vec<&str> = change
        .old
        .iter()
        .map(|&it| found.old.villages.records[it].id.0.as_str())
        .filter(|id| *id != village.id.0)
        .collect();
    let mut values = vec![
        text(&village.id.0),
        text(&old_ids.join("; ")),
        text(village.name.as_deref().unwrap_or_default()),
    ];
    let levels = found.new.villages.admin_levels.len();
    values.extend((0..levels).map(|level| {
        let unit = village.admin.get(level).and_then(Option::as_deref);
        text(unit.unwrap_or_default())
    }));
    if let Some(unit) = found.units.get(nth) {
        let code = unit.as_deref().unwrap_or_default();
        values.push(text(code));
        values.push(text(found.mapping.names.get(code).map_or("", String::as_str)));
    }
    let status = |status: Option<crate::assess::Status>| text(status.map_or("", |it| it.label()));
    values.extend([
        text(change.change.label()),
        status(change.before),
        status(change.now),
        number(change.shares[0]),
        number(change.shares[1]),
        text(&change.causes.map_or_else(String::new, Causes::label)),
        text(&found.why(nth)),
        number(found.kept[nth]),
        number(village.population.map(People::get)),
    ]);
    let (inputs, outlines, at) = match change.new {
        Some(at) => (found.new, new, at),
        None => (found.old, old, change.old[0]),
    };
    let geometry = if inputs.villages.is_point(at) {
        let mut position: Vec<_> = village.centre.into_iter().collect();
        inputs.plane.to_wgs84(&mut position)?;
        position.first().map(|&place| geo::Point(rounded(place)).into())
    } else {
        polygons(&outlines.get(at).to_multi_polygon())
    };
    Ok(Row { values, geometry })
}

/// `diff.json`: counts, people, causes, units, and where it all comes from.
pub fn summary(found: &Differences<'_>) -> Json {
    let mut changes = serde_json::Map::new();
    for kind in Change::ALL {
        let entry = json!({ "villages": found.of(kind).count(), "people": found.people(found.of(kind)) });
        changes.insert(kind.label().to_owned(), entry);
    }
    let mut causes: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for change in &found.changes {
        if let Some(cause) = change.causes {
            *causes.entry(change.change.label()).or_default().entry(cause.label()).or_default() += 1;
        }
    }
    let units: Vec<Json> = found
        .by_unit()
        .into_iter()
        .map(|(unit, [gained, lost])| json!({ "unit": unit, "gained": gained, "lost": lost }))
        .collect();
    let definition = |definition: &Definition| {
        json!({
            "rule": definition.rule.to_string(),
            "min_technology": definition.min_technology.label(),
            "operators": definition.operators.to_string(),
            "signal": definition.signal.to_string(),
            "tolerance": definition.tolerance.get(),
        })
    };
    json!({
        "covgap_version": env!("CARGO_PKG_VERSION"),
        "before": definition(found.definitions[0]),
        "now": definition(found.definitions[1]),
        "working_crs": found.new.plane.crs(),
        "changes": changes,
        "causes": causes,
        "units": units,
        "inputs": found.sources.iter().map(source).collect::<Vec<_>>(),
    })
}
