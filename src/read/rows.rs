//! Rows as a reader meets them: columns that appear on the way, rows that are given up.

use std::path::Path;

use geo::Coord;

use crate::geometry::Shapes;
use crate::model::Value;
use crate::read::columns;
use crate::read::findings::Role;
use crate::read::layer::{Column, Crs, Layer, Skip};
use crate::read::options::Options;

/// A layer while it is being read.
///
/// Pushing to [`Rows::shapes`], [`Rows::set`] and [`Rows::point`] build one row;
/// [`Rows::keep`] or [`Rows::skip`] ends it. Positions count every row of the file.
#[derive(Debug)]
pub(crate) struct Rows<'o> {
    options: &'o Options,
    layer: Layer,
    wanted: Vec<bool>,
    next: usize,
    seen: usize,
    point: Option<Coord>,
    mended: Option<String>,
}

impl<'o> Rows<'o> {
    pub(crate) fn new(path: &Path, format: &'static str, options: &'o Options) -> Self {
        let layer = Layer {
            path: path.to_owned(),
            format,
            crs: Crs::Unstated,
            columns: Vec::new(),
            place: Vec::new(),
            unread: Vec::new(),
            shapes: Shapes::new(),
            points: Vec::new(),
            positions: Vec::new(),
            skipped: Vec::new(),
            repaired: Vec::new(),
        };
        Self { options, layer, wanted: Vec::new(), next: 0, seen: 0, point: None, mended: None }
    }

    /// The polygons; what is pushed belongs to the row being built.
    pub(crate) fn shapes(&mut self) -> &mut Shapes {
        &mut self.layer.shapes
    }

    /// Whether only the columns count, and a row needs no geometry.
    pub(crate) fn is_table(&self) -> bool {
        self.options.role == Role::Attributes
    }

    /// The place of a column; a new name makes a new column. Quick when the names come in the
    /// same order in every row.
    pub(crate) fn column(&mut self, name: &str) -> usize {
        let columns = &self.layer.columns;
        let here = self.next;
        let found = if columns.get(here).is_some_and(|column| column.name == name) {
            here
        } else {
            columns.iter().position(|column| column.name == name).unwrap_or(columns.len())
        };
        if found == columns.len() {
            self.layer.columns.push(Column { name: name.to_owned(), values: Vec::new() });
            self.wanted.push(self.options.wants(name));
        }
        self.next = found + 1;
        found
    }

    /// Whether a column is to be read.
    pub(crate) fn wants(&self, column: usize) -> bool {
        self.wanted[column]
    }

    /// Sets a value of the row being built; `false` when it has one already.
    pub(crate) fn set(&mut self, column: usize, value: Value) -> bool {
        let rows = self.layer.positions.len();
        let values = &mut self.layer.columns[column].values;
        if values.len() > rows {
            return false;
        }
        values.resize(rows, Value::Missing);
        values.push(value);
        true
    }

    /// Makes the row being built a point.
    pub(crate) fn set_point(&mut self, point: Coord) {
        self.point = Some(point);
    }

    /// Notes that the geometry of the row being built was mended, and how.
    pub(crate) fn mended(&mut self, how: &str) {
        self.mended.get_or_insert_with(|| how.to_owned());
    }

    /// Whether the row being built was mended.
    pub(crate) fn is_mended(&self) -> bool {
        self.mended.is_some()
    }

    /// Ends the row being built: it counts. `id` is for the list of mended rows only.
    pub(crate) fn keep(&mut self, id: impl FnOnce() -> Option<String>) {
        self.seen += 1;
        if let Some(reason) = self.mended.take() {
            self.layer.repaired.push(Skip { position: self.seen, id: id(), reason });
        }
        self.layer.shapes.end_feature();
        self.layer.points.push(self.point.take());
        self.layer.positions.push(self.seen);
        self.next = 0;
    }

    /// Ends the row being built: it is left out, for a reason.
    pub(crate) fn skip(&mut self, id: Option<String>, reason: impl Into<String>) {
        self.seen += 1;
        self.layer.skipped.push(Skip { position: self.seen, id, reason: reason.into() });
        self.forget();
    }

    /// Takes back what was built since the last row ended.
    pub(crate) fn forget(&mut self) {
        self.layer.shapes.abandon_feature();
        let rows = self.layer.positions.len();
        for column in &mut self.layer.columns {
            column.values.truncate(rows);
        }
        self.point = None;
        self.mended = None;
        self.next = 0;
    }

    /// The id that the row being built seems to have, for the list of skipped rows.
    pub(crate) fn likely_id(&self) -> Option<String> {
        let rows = self.layer.positions.len();
        let names = self.layer.columns.iter().map(|column| column.name.as_str());
        let id = columns::village_id(&self.options.choices, &names.collect::<Vec<_>>())?;
        self.layer.columns[id].values.get(rows)?.to_text()
    }

    /// The layer, with every column as long as there are rows.
    pub(crate) fn finish(mut self, crs: Crs) -> Layer {
        let rows = self.layer.positions.len();
        let columns = std::mem::take(&mut self.layer.columns);
        for (mut column, wanted) in columns.into_iter().zip(self.wanted) {
            if wanted {
                column.values.resize(rows, Value::Missing);
                self.layer.columns.push(column);
            } else {
                self.layer.unread.push(column.name);
            }
        }
        self.layer.crs = crs;
        self.layer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_given_up_leaves_nothing_but_its_reason() {
        let options = Options::default();
        let mut rows = Rows::new(Path::new("x"), "test", &options);
        let name = rows.column("name");
        assert!(rows.set(name, Value::Text("kura".into())));
        rows.keep(|| None);
        assert!(rows.set(name, Value::Integer(2)));
        assert!(!rows.set(name, Value::Integer(3)), "a second value is refused");
        rows.skip(Some("two".into()), "because");
        let late = rows.column("late");
        rows.set(late, Value::Bool(true));
        rows.set_point(Coord { x: 1.0, y: 2.0 });
        rows.keep(|| None);
        let layer = rows.finish(Crs::Unstated);
        assert_eq!(layer.positions, [1, 3]);
        assert_eq!(layer.columns[0].values, [Value::Text("kura".into()), Value::Missing]);
        assert_eq!(layer.columns[1].values, [Value::Missing, Value::Bool(true)]);
        assert_eq!(layer.points, [None, Some(Coord { x: 1.0, y: 2.0 })]);
        assert_eq!(layer.skipped, [Skip { position: 2, id: Some("two".into()), reason: "because".into() }]);
    }
}
