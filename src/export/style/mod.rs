//! How a layer looks in a GIS: classes and labels, as QGIS (QML), map servers (SLD) and
//! telephones (KML) are told.

mod classes;
mod qml;
mod sld;
mod xml;

use std::io::Write;

pub(super) use classes::style;
pub(super) use xml::escaped;

use super::Language;
use super::colours::Colour;
use super::formats::Format;
use super::geometry_kind::GeometryKind;
use super::how::How;
use super::layer::Layer;
use crate::error::Error;

/// How a layer looks.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// The kind of most of its places.
    pub kind: GeometryKind,
    /// The field that tells the classes apart; `None` where all look alike.
    pub field: Option<String>,
    /// The classes; exactly one where nothing tells them apart.
    pub classes: Vec<Class>,
    /// The field whose values are written on the map.
    pub label: Option<String>,
}

/// Rows that look alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// The value of the field; `None` is all rows that no other class takes.
    pub value: Option<String>,
    /// What the legend says.
    pub legend: String,
    /// The colour of the inside, or of the line.
    pub colour: Colour,
}

impl Style {
    /// The class that a value falls in.
    pub fn class(&self, value: Option<&str>) -> usize {
        let exact =
            self.classes.iter().position(|class| class.value.is_some() && class.value.as_deref() == value);
        exact.or_else(|| self.classes.iter().position(|class| class.value.is_none())).unwrap_or(0)
    }
}

/// QGIS style file: QGIS opens a layer with it when it lies beside under the same name.
pub struct Qml;

impl Format for Qml {
    fn name(&self) -> &'static str {
        "qml"
    }

    fn summary(&self) -> &'static str {
        "QGIS styles, taken up when a file of the same name is opened; come along with the formats that want them"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["qml"]
    }

    fn write(&self, layer: &Layer, _: &str, how: &How<'_>, out: &mut dyn Write) -> Result<(), Error> {
        Ok(out.write_all(qml(layer, how.language).as_bytes())?)
    }
}

/// Styled Layer Descriptor 1.0: for map servers.
pub struct Sld;

impl Format for Sld {
    fn name(&self) -> &'static str {
        "sld"
    }

    fn summary(&self) -> &'static str {
        "OGC Styled Layer Descriptor 1.0, for map servers; comes along like qml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["sld"]
    }

    fn write(&self, layer: &Layer, _: &str, how: &How<'_>, out: &mut dyn Write) -> Result<(), Error> {
        Ok(out.write_all(sld(layer, how.language).as_bytes())?)
    }
}

/// The QGIS style of a layer.
pub(super) fn qml(layer: &Layer, language: Language) -> String {
    qml::text(&style(layer, language))
}

/// The SLD of a layer.
pub(super) fn sld(layer: &Layer, language: Language) -> String {
    sld::text(layer.name, &style(layer, language))
}
