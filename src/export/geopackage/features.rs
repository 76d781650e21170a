//! One layer as one table.

use geo::{BoundingRect, Rect};
use rusqlite::types::{ToSqlOutput, Value as Sql};
use rusqlite::{Connection, ToSql, params, params_from_iter};

use super::schema;
use crate::export::geometry_kind::GeometryKind;
use crate::export::layer::{Kind, Layer, Row};
use crate::export::{names, wkb};
use crate::model::Value;

/// Adds the table of a layer, its rows, its index and its descriptions.
pub(super) fn add(database: &Connection, layer: &Layer, srs_id: i64, made: &str) -> rusqlite::Result<()> {
    let columns = names::distinct(&layer.fields, &["fid", "geom"]);
    let is_spatial = layer.is_spatial();
    let kind = GeometryKind::of(layer);
    database.execute_batch(&create(layer, &columns, is_spatial.then_some(kind)))?;
    let boxes = add_rows(database, layer, &columns, is_spatial.then_some((kind, srs_id)))?;
    describe(database, layer, &columns, made)?;
    if is_spatial {
        register(database, layer, kind, srs_id, &boxes)?;
    }
    database.execute(
        "INSERT INTO gpkg_ogr_contents VALUES (?1, ?2)",
        params![layer.name, layer.rows.len() as i64],
    )?;
    database.execute_batch(&schema::COUNT.replace("{t}", layer.name))
}

fn create(layer: &Layer, columns: &[String], kind: Option<GeometryKind>) -> String {
    let mut sql =
        format!("CREATE TABLE {} (\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", quoted(layer.name));
    if let Some(kind) = kind {
        sql.push_str(&format!(", \"geom\" {}", kind.label()));
    }
    for (name, field) in columns.iter().zip(&layer.fields) {
        let kind = match field.kind {
            Kind::Text => "TEXT",
            Kind::Integer => "INTEGER",
            Kind::Number => "REAL",
            Kind::Bool => "BOOLEAN",
        };
        sql.push_str(&format!(", {} {kind}", quoted(name)));
    }
    sql.push(')');
    sql
}

/// Adds the rows, and returns the box of each that has a place.
fn add_rows(
    database: &Connection,
    layer: &Layer,
    columns: &[String],
    place: Option<(GeometryKind, i64)>,
) -> rusqlite::Result<Vec<(i64, Rect)>> {
    let mut names = vec![quoted("fid")];
    names.extend(place.map(|_| quoted("geom")));
    names.extend(columns.iter().map(|name| quoted(name)));
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", quoted(layer.name), names.join(", "));
    let mut add = database.prepare(&sql)?;
    let mut boxes = Vec::new();
    for (fid, row) in (1i64..).zip(&layer.rows) {
        let mut values = vec![Cell::from(Sql::Integer(fid))];
        if let Some((kind, srs_id)) = place {
            let rect = row.geometry.as_ref().and_then(BoundingRect::bounding_rect);
            boxes.extend(rect.map(|rect| (fid, rect)));
            values.push(Cell::from(blob(row, kind, srs_id, rect)));
        }
        values.extend(row.values.iter().zip(&layer.fields).map(|(value, field)| Cell::of(value, field.kind)));
        add.execute(params_from_iter(values))?;
    }
    Ok(boxes)
}

/// A value on its way into the database, without a copy of its words.
enum Cell<'a> {
    Own(Sql),
    Text(&'a str),
}

impl<'a> Cell<'a> {
    fn of(value: &'a Value, kind: Kind) -> Self {
        Self::Own(match (value, kind) {
            (Value::Missing, _) => Sql::Null,
            (Value::Bool(yes), _) => Sql::Integer((*yes).into()),
            (Value::Integer(number), Kind::Number) => Sql::Real(*number as f64),
            (Value::Integer(number), _) => Sql::Integer(*number),
            (Value::Number(number), _) => Sql::Real(*number),
            (Value::Text(text), _) => return Self::Text(text),
        })
    }
}

impl From<Sql> for Cell<'_> {
    fn from(value: Sql) -> Self {
        Self::Own(value)
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Own(value) => value.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}

/// GeoPackage binary: a header with the box, then WKB (clause 2.1.3).
fn blob(row: &Row, kind: GeometryKind, srs_id: i64, rect: Option<Rect>) -> Sql {
    let Some(geometry) = &row.geometry else { return Sql::Null };
    let is_point = kind == GeometryKind::Point;
    let little_endian = 1;
    let flags = match rect {
        None => little_endian | 0x10,
        Some(_) if is_point => little_endian,
        Some(_) => little_endian | 1 << 1,
    };
    let mut bytes = vec![b'G', b'P', 0, flags];
    bytes.extend((srs_id as i32).to_le_bytes());
    if let Some(rect) = rect.filter(|_| !is_point) {
        let (min, max) = (rect.min(), rect.max());
        [min.x, max.x, min.y, max.y].iter().for_each(|edge| bytes.extend(edge.to_le_bytes()));
    }
    wkb::write(&kind.fit(geometry), &mut bytes);
    Sql::Blob(bytes)
}

/// Lists the table, and says of every attribute what it is.
fn describe(database: &Connection, layer: &Layer, columns: &[String], made: &str) -> rusqlite::Result<()> {
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) \
         VALUES (?1, 'attributes', ?1, ?2, ?3)",
        params![layer.name, layer.summary, made],
    )?;
    let mut add = database.prepare(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) \
                  VALUES (?1, ?2, ?2, ?3, ?4)",
    )?;
    for (name, field) in columns.iter().zip(&layer.fields) {
        let title = if field.unit.is_empty() { name.clone() } else { format!("{name} ({})", field.unit) };
        add.execute(params![layer.name, name, title, field.about])?;
    }
    Ok(())
}

/// Makes the table one of features, with its box and its index.
fn register(
    database: &Connection,
    layer: &Layer,
    kind: GeometryKind,
    srs_id: i64,
    boxes: &[(i64, Rect)],
) -> rusqlite::Result<()> {
    let name = layer.name;
    database.execute(
        "UPDATE gpkg_contents SET data_type = 'features', srs_id = ?2 WHERE table_name = ?1",
        params![name, srs_id],
    )?;
    database.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
        params![name, kind.label(), srs_id],
    )?;
    let whole = boxes.iter().map(|(_, rect)| *rect).reduce(joined);
    if let Some(whole) = whole {
        database.execute(
            "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5 WHERE table_name = ?1",
            params![name, whole.min().x, whole.min().y, whole.max().x, whole.max().y],
        )?;
    }
    let index = quoted(&format!("rtree_{name}_geom"));
    database
        .execute_batch(&format!("CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy)"))?;
    let mut add = database.prepare(&format!("INSERT INTO {index} VALUES (?1, ?2, ?3, ?4, ?5)"))?;
    for (fid, rect) in boxes {
        add.execute(params![fid, rect.min().x, rect.max().x, rect.min().y, rect.max().y])?;
    }
    database.execute_batch(&schema::INDEX.replace("{t}", name).replace("{i}", "fid"))
}

fn joined(one: Rect, other: Rect) -> Rect {
    let (a, b) = (one.min(), other.min());
    let (c, d) = (one.max(), other.max());
    Rect::new(
        geo::Coord { x: a.x.min(b.x), y: a.y.min(b.y) },
        geo::Coord { x: c.x.max(d.x), y: c.y.max(d.y) },
    )
}

/// A name as SQL takes it, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
