//! Definitions that regulators use, each with its source: data, compiled in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::assess::{Definition, Operators, Rule};
use crate::model::Technology;
use crate::units::{Dbm, Share};

/// The data: one file, one entry a preset.
const DATA: &str = include_str!("../../data/presets/presets.json");

/// What one regulator fixes of a definition. What it leaves open stays as the user has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Preset {
    /// As `--preset` takes it.
    pub name: String,
    /// One line on whose definition this is, and what it was made for.
    pub summary: String,
    /// Where its figures are published.
    pub source: String,
    /// What of it is our reading, where the source says nothing of villages.
    pub reading: String,
    rule: Option<Rule>,
    min_technology: Option<Technology>,
    operators: Option<Operators>,
    levels: BTreeMap<Technology, Dbm>,
    tolerance: Option<Share>,
}

impl Preset {
    /// A definition with everything that the preset fixes.
    #[must_use]
    pub fn applied_to(&self, mut definition: Definition) -> Definition {
        if let Some(rule) = &self.rule {
            definition.rule = rule.clone();
        }
        if let Some(operators) = &self.operators {
            definition.operators = operators.clone();
        }
        definition.min_technology = self.min_technology.unwrap_or(definition.min_technology);
        definition.tolerance = self.tolerance.unwrap_or(definition.tolerance);
        definition.signal.levels.extend(&self.levels);
        definition
    }

    /// The levels it cuts at.
    pub fn levels(&self) -> &BTreeMap<Technology, Dbm> {
        &self.levels
    }
}

/// Every preset there is, in the order of the data.
pub fn presets() -> &'static [Preset] {
    static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| read(DATA).unwrap_or_default());
    &PRESETS
}

/// The preset of that name.
///
/// # Errors
/// No such preset; the message lists those there are.
pub fn preset(name: &str) -> Result<&'static Preset, String> {
    let wanted = name.trim().to_lowercase();
    presets().iter().find(|preset| preset.name == wanted).ok_or_else(|| {
        let names: Vec<_> = presets().iter().map(|preset| preset.name.as_str()).collect();
        format!("no preset `{name}`; there are {}", names.join(", "))
    })
}

fn read(text: &str) -> Result<Vec<Preset>, String> {
    let data: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    data.as_array().ok_or("not a list")?.iter().map(one).collect()
}

fn one(entry: &serde_json::Value) -> Result<Preset, String> {
    let text = |key: &str| entry.get(key).and_then(|value| value.as_str());
    let words = |key: &str| text(key).map(str::to_owned).ok_or_else(|| format!("no `{key}` in {entry}"));
    let said = |error: &dyn std::fmt::Display| format!("{error} in {entry}");
    let mut levels = BTreeMap::new();
    for (technology, level) in entry.get("levels_dbm").and_then(|v| v.as_object()).into_iter().flatten() {
        let level = Dbm::new(level.as_f64().unwrap_or(f64::NAN)).map_err(|error| said(&error))?;
        levels.insert(technology.parse::<Technology>().map_err(|error| said(&error))?, level);
    }
    let tolerance = entry.get("tolerance").and_then(serde_json::Value::as_f64).map(Share::new);
    Ok(Preset {
        name: words("name")?,
        summary: words("summary")?,
        source: words("source")?,
        reading: words("reading")?,
        rule: text("rule").map(str::parse::<Rule>).transpose().map_err(|error| said(&error))?,
        min_technology: text("min_technology")
            .map(str::parse::<Technology>)
            .transpose()
            .map_err(|error| said(&error))?,
        operators: text("operators").map(str::parse).transpose()?,
        levels,
        tolerance: tolerance.transpose().map_err(|error| said(&error))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_of_the_data_is_read() {
        let found = read(DATA).unwrap();
        let names: Vec<_> = found.iter().map(|preset| preset.name.as_str()).collect();
        for name in ["trai", "acma-2026", "anatel", "ofcom", "fcc"] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        assert!(found.iter().all(|preset| !preset.source.is_empty()));
    }

    #[test]
    fn the_presets_say_what_their_sources_say() {
        let levels = |name: &str| {
            let preset = preset(name).unwrap();
            Technology::ALL.map(|technology| preset.levels().get(&technology).map(|level| level.get()))
        };
        assert_eq!(levels("trai"), [Some(-95.0), Some(-99.0), Some(-110.0), Some(-110.0)]);
        assert_eq!(levels("ofcom")[2], Some(-105.0));
        assert_eq!(levels("acma-2026")[2], Some(-115.0));
        assert_eq!(levels("anatel")[2], Some(-110.0));
        let fcc = preset("fcc").unwrap().applied_to(Definition::default());
        assert_eq!((fcc.rule.to_string().as_str(), fcc.tolerance.get()), ("area>=1", 0.001));
        let trai = preset("TRAI").unwrap().applied_to(Definition::default());
        assert_eq!(trai.rule, Definition::default().rule, "TRAI says nothing of villages");
        assert!(preset("bnetza").is_err());
    }
}
