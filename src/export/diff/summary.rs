//! `diff.json`: counts, people, causes and units of a comparison.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value as Json, json};

use super::Differences;
use crate::assess::Definition;
use crate::diff::Change;
use crate::error::Error;
use crate::export::{Export, Results};
use crate::model::Villages;

/// What changed since the older vintage, in numbers.
pub struct DiffJson;

impl Export for DiffJson {
    fn file_name(&self) -> &'static str {
        "diff.json"
    }

    fn summary(&self) -> &'static str {
        "what changed since the older vintage, in numbers: villages, people, causes, units"
    }

    fn has_content(&self, results: Results<'_>) -> bool {
        results.differences.is_some()
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let Some(found) = results.differences else { return Ok(()) };
        let mut document = summary(found, &results.inputs.villages);
        document["working_crs"] = results.inputs.plane.crs().into();
        let inputs = results.inputs.findings.sources.iter().map(crate::export::summary::source);
        document["inputs"] = inputs.collect();
        Ok(writeln!(out, "{document:#}")?)
    }
}

/// Why villages were gained and lost (or became unclear): for each kind of change how many by
/// which cause.
pub(in crate::export) fn causes(found: &Differences) -> BTreeMap<&'static str, BTreeMap<String, usize>> {
    let mut causes: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for change in &found.changes {
        if let Some(cause) = change.causes {
            *causes.entry(change.change.label()).or_default().entry(cause.label()).or_default() += 1;
        }
    }
    causes
}

fn summary(found: &Differences, villages: &Villages) -> Json {
    let mut changes = serde_json::Map::new();
    for kind in Change::ALL {
        let entry = json!({ "villages": found.of(kind).count(), "people": found.people(villages, kind) });
        changes.insert(kind.label().to_owned(), entry);
    }
    let units: Vec<Json> = found
        .by_unit(villages)
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
        "before": definition(&found.definitions[0]),
        "now": definition(&found.definitions[1]),
        "changes": changes,
        "causes": causes(found),
        "units": units,
    })
}
