//! A layer of results: rows with named, typed, described attributes and a place on the map.
//! Every format writes the same layers, so that an attribute has one name and one type
//! everywhere.

use geo::Geometry;

use crate::model::Value;

/// What the values of an attribute are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Yes or no.
    Bool,
}

impl Kind {
    /// One word for it: `text`, `integer`, `number`, `yes/no`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Bool => "yes/no",
        }
    }
}

/// One attribute: its name in every format, its type, its unit, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The column's name.
    pub name: String,
    /// The type of its values; a value may also be missing.
    pub kind: Kind,
    /// The unit: `m`, `km²`, `people`, `share`; empty where there is none.
    pub unit: &'static str,
    /// One line on what it says.
    pub about: String,
}

impl Field {
    /// An attribute of words.
    pub fn text(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Text, unit: "", about: about.into() }
    }

    /// A yes or no.
    pub fn flag(name: impl Into<String>, about: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Bool, unit: "", about: about.into() }
    }

    /// A whole number.
    pub fn integer(name: impl Into<String>, unit: &'static str, about: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Integer, unit, about: about.into() }
    }

    /// A number.
    pub fn number(name: impl Into<String>, unit: &'static str, about: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Number, unit, about: about.into() }
    }
}

/// One row: a value for each field, and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// One value for each of the layer's fields.
    pub values: Vec<Value>,
    /// In longitude and latitude on WGS 84; `None` where the row has no place.
    pub geometry: Option<Geometry>,
}

/// A layer of results.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// The files are named after it: `villages` makes `villages.csv`, `villages.geojson`…
    pub name: &'static str,
    /// One line on what it holds.
    pub summary: &'static str,
    /// The attributes.
    pub fields: Vec<Field>,
    /// The rows, in order.
    pub rows: Vec<Row>,
}

impl Layer {
    /// Whether its rows have places: some row has one, or it is a layer whose rows can have.
    pub fn is_spatial(&self) -> bool {
        let known = super::layers::LAYERS.iter().find(|source| source.name() == self.name);
        known.is_some_and(|source| source.is_spatial()) || self.rows.iter().any(|row| row.geometry.is_some())
    }

    /// Whether its shapes are of our own making: these may be taken apart where rounding breaks them.
    pub fn is_made(&self) -> bool {
        let known = super::layers::LAYERS.iter().find(|source| source.name() == self.name);
        known.is_some_and(|source| source.is_made())
    }
}

/// Several rows that make up one layer's content, made from results.
pub trait LayerSource: Send + Sync {
    /// The layer's name, and the stem of its files.
    fn name(&self) -> &'static str;
    /// One line on what it holds, for `--help` and the docs.
    fn summary(&self) -> &'static str;
    /// Whether its rows have a place on the map; one without is written as a table only.
    fn is_spatial(&self) -> bool {
        true
    }
    /// Whether its shapes are of our own making, not those of the input.
    fn is_made(&self) -> bool {
        false
    }
    /// Whether it tells how far edges must move for a village to change, which takes long to find.
    fn needs_margins(&self) -> bool {
        false
    }
    /// The layer; `None` where the results have nothing of the kind.
    ///
    /// # Errors
    /// What the system said.
    fn layer(&self, results: super::Results<'_>) -> Result<Option<Layer>, crate::error::Error>;
    /// Further rows of the same attributes that only maps have: files of formats that hold no
    /// layer without places.
    ///
    /// # Errors
    /// What the system said.
    fn map_rows(&self, _results: super::Results<'_>) -> Result<Vec<Row>, crate::error::Error> {
        Ok(Vec::new())
    }
}
