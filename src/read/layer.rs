//! One file as it was read, before anybody asked what its columns mean.

use std::path::PathBuf;

use geo::Coord;

use crate::geometry::Shapes;
use crate::model::Value;

/// The coordinate system a file states.
#[derive(Debug, Clone, PartialEq)]
pub enum Crs {
    /// Longitude and latitude on WGS 84, in degrees; also what RFC 7946 prescribes.
    Wgs84,
    /// A code of the EPSG registry.
    Epsg(u32),
    /// Anything else PROJ reads: WKT, PROJJSON, a `+proj=` string.
    Other(String),
    /// The file states none.
    Unstated,
}

/// One column and its values, one a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// As the file spells it.
    pub name: String,
    /// One value a row.
    pub values: Vec<Value>,
}

/// A feature that was left out, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Skip {
    /// Position in the file, from 1.
    pub position: usize,
    /// The feature's own id, where it has one.
    pub id: Option<String>,
    /// Why, and what was found.
    pub reason: String,
}

/// The rows of one file: columns, and a geometry a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// The file.
    pub path: PathBuf,
    /// The format's name, as `--help` has it.
    pub format: &'static str,
    /// The coordinate system the file states.
    pub crs: Crs,
    /// The columns, in the order of the file.
    pub columns: Vec<Column>,
    /// The columns that gave each row its place, where a table has such: (`geometry`, `wkt`).
    pub place: Vec<(&'static str, String)>,
    /// The names of columns that a lean run left unread.
    pub unread: Vec<String>,
    /// The polygons of each row; empty where the row is a point or has no geometry.
    pub shapes: Shapes,
    /// The point of each row that is one.
    pub points: Vec<Option<Coord>>,
    /// Where each row stands in the file, from 1: rows that were skipped are not here.
    pub positions: Vec<usize>,
    /// The rows that were left out.
    pub skipped: Vec<Skip>,
    /// The rows whose geometry was mended while reading, and how.
    pub repaired: Vec<Skip>,
}

impl Layer {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }
}
