//! Which classes a layer falls into, by the fields it has.

use std::collections::BTreeSet;

use super::{Class, Style};
use crate::export::Language;
use crate::export::colours::Colour;
use crate::export::geometry_kind::GeometryKind;
use crate::export::layer::Layer;
use crate::model::Value;

/// A value of a field, its legend in English and Vietnamese, and its colour's name.
type Known = (&'static str, &'static str, &'static str, &'static str);

/// Fields whose values are known, the first that a layer has is taken.
const FIELDS: &[(&str, &[Known])] = &[
    (
        "status",
        &[
            ("covered", "covered", "đã phủ sóng", "covered"),
            ("uncovered", "uncovered", "chưa phủ sóng", "uncovered"),
            ("unknown", "the data do not say", "chưa đủ dữ liệu", "unknown"),
        ],
    ),
    (
        "status_now",
        &[
            ("covered", "covered", "đã phủ sóng", "covered"),
            ("uncovered", "uncovered", "chưa phủ sóng", "uncovered"),
            ("unknown", "the data do not say", "chưa đủ dữ liệu", "unknown"),
        ],
    ),
];

/// Fields with few values that are not known beforehand: years, phases, kinds.
const FEW: &[&str] = &["phase", "operator", "verdict", "class"];

/// The most classes that such a field may make.
const MOST: usize = 7;

/// Layers that look one way, whatever their fields: the name of their colour.
const ALIKE: &[(&str, &str)] = &[("gaps", "outside")];

/// How a layer looks.
pub(in crate::export) fn style(layer: &Layer, language: Language) -> Style {
    let alike = |colour: &str| {
        let class = Class { value: None, legend: layer.name.to_owned(), colour: Colour::named(colour) };
        (None, vec![class])
    };
    let (field, classes) = ALIKE
        .iter()
        .find(|(name, _)| *name == layer.name)
        .map(|(_, colour)| alike(colour))
        .or_else(|| known(layer, language))
        .or_else(|| few(layer))
        .unwrap_or_else(|| alike(if layer.name == "villages" { "covered-strong" } else { "proposal" }));
    let label = ["name", "village_name", "site_id", "id", "village_id"]
        .into_iter()
        .find(|name| layer.fields.iter().any(|field| field.name == *name));
    Style { kind: GeometryKind::of_most(layer), field, classes, label: label.map(str::to_owned) }
}

fn known(layer: &Layer, language: Language) -> Option<(Option<String>, Vec<Class>)> {
    let has = |name: &str| layer.fields.iter().any(|field| field.name == name);
    let (field, values) = FIELDS.iter().find(|(name, _)| has(name))?;
    let classes = values.iter().map(|(value, english, vietnamese, colour)| {
        let legend = if language == Language::Vietnamese { vietnamese } else { english };
        Class {
            value: Some((*value).to_owned()),
            legend: (*legend).to_owned(),
            colour: Colour::named(colour),
        }
    });
    Some((Some((*field).to_owned()), classes.collect()))
}

fn few(layer: &Layer) -> Option<(Option<String>, Vec<Class>)> {
    FEW.iter().find_map(|name| {
        let at = layer.fields.iter().position(|field| field.name == *name)?;
        let values: BTreeSet<String> = layer.rows.iter().filter_map(|row| row.values[at].to_text()).collect();
        let integers = layer.rows.iter().all(|row| !matches!(row.values[at], Value::Number(_)));
        if values.is_empty() || values.len() > MOST || !integers {
            return None;
        }
        let classes = values.into_iter().enumerate().map(|(nth, value)| Class {
            legend: value.clone(),
            value: Some(value),
            colour: Colour::named(&format!("operator-{nth}")),
        });
        let rest = Class { value: None, legend: "–".to_owned(), colour: Colour::named("unknown") };
        Some((Some((*name).to_owned()), classes.chain([rest]).collect()))
    })
}
