//! Villages as the input gives them.

use std::fmt;

use geo::Coord;

use crate::geometry::Shapes;
use crate::model::Places;
use crate::units::{Households, People, SquareMetres};

/// The id the boundary file gives; ours are never invented.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VillageId(pub String);

impl fmt::Display for VillageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value of a further column, carried through as it was.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing there.
    #[default]
    Missing,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
}

impl Value {
    /// The value as words; `None` where there is nothing.
    pub fn to_text(&self) -> Option<String> {
        match self {
            Self::Missing => None,
            Self::Bool(value) => Some(value.to_string()),
            Self::Integer(value) => Some(value.to_string()),
            Self::Number(value) => Some(value.to_string()),
            Self::Text(text) if text.trim().is_empty() => None,
            Self::Text(text) => Some(text.clone()),
        }
    }
}

/// One village: what its row says. Its boundary is in [`Villages::shapes`].
#[derive(Debug, Clone, PartialEq)]
pub struct Village {
    /// The id the file gives.
    pub id: VillageId,
    /// Its name, where there is one.
    pub name: Option<String>,
    /// Its administrative parents, one for each of [`Villages::admin_levels`].
    pub admin: Vec<Option<String>>,
    /// People inside the boundary, covered or not; `None` where the data do not say.
    pub population: Option<People>,
    /// Households inside the boundary.
    pub households: Option<Households>,
    /// The village centre (cultural house) in the working plane, where the data give one; of a
    /// village without a boundary, the point itself.
    pub centre: Option<Coord>,
    /// One value for each of [`Villages::extra_columns`].
    pub extra: Vec<Value>,
}

/// All villages of a study, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Villages {
    /// The names of the administrative levels, smallest unit first, as the columns call them
    /// (`commune`, `district`, `province`).
    pub admin_levels: Vec<String>,
    /// The names of the further columns.
    pub extra_columns: Vec<String>,
    /// The rows.
    pub records: Vec<Village>,
    /// The boundary of each record, in the working plane; empty for a village that is only a
    /// point.
    pub shapes: Shapes,
    /// The area of each record on the ellipsoid, 0 of a point; empty in a lean run.
    pub areas: Vec<SquareMetres>,
    /// What lies inside them, or stands around them.
    pub places: Places,
}

impl Villages {
    /// How many villages there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Whether a village is only a point: then no share of its area exists.
    pub fn is_point(&self, village: usize) -> bool {
        self.shapes.get(village).is_empty()
    }

    /// The area of a village on the ellipsoid; `None` of a point, or in a lean run.
    pub fn area(&self, village: usize) -> Option<SquareMetres> {
        self.areas.get(village).copied().filter(|_| !self.is_point(village))
    }

    /// Where a further column stands, by its exact name.
    pub fn extra_column(&self, name: &str) -> Option<usize> {
        self.extra_columns.iter().position(|column| column == name)
    }
}
