//! The main file and its index.

use std::io::{self, Write};

use geo::{BoundingRect, Coord, Geometry, LineString, Rect, Winding};

use crate::export::geometry_kind::GeometryKind;
use crate::export::layer::{Layer, Row};

/// Bytes of the header of either file.
const HEADER: usize = 100;

/// The number of a kind of shape.
fn code(kind: GeometryKind) -> i32 {
    match kind {
        GeometryKind::Point => 1,
        GeometryKind::MultiLineString => 3,
        GeometryKind::MultiPolygon | GeometryKind::Mixed => 5,
        GeometryKind::MultiPoint => 8,
    }
}

/// Whether a row's place can be in a file of this kind; one that cannot becomes a null shape.
pub(super) fn holds(kind: GeometryKind, geometry: &Geometry) -> bool {
    GeometryKind::of_geometry(&kind.fit(geometry)) == kind
}

pub(super) fn write(layer: &Layer, kind: GeometryKind, out: &mut dyn Write) -> io::Result<()> {
    let records: Vec<Vec<u8>> = layer.rows.iter().map(|row| record(row, kind)).collect();
    let length = HEADER + records.iter().map(|record| 8 + record.len()).sum::<usize>();
    out.write_all(&header(layer, kind, length))?;
    for (number, record) in (1i32..).zip(&records) {
        out.write_all(&number.to_be_bytes())?;
        out.write_all(&words(record.len()).to_be_bytes())?;
        out.write_all(record)?;
    }
    Ok(())
}

pub(super) fn write_index(layer: &Layer, kind: GeometryKind, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&header(layer, kind, HEADER + 8 * layer.rows.len()))?;
    let mut at = HEADER;
    for row in &layer.rows {
        let length = record(row, kind).len();
        out.write_all(&words(at).to_be_bytes())?;
        out.write_all(&words(length).to_be_bytes())?;
        at += 8 + length;
    }
    Ok(())
}

/// Lengths are counted in words of 16 bits.
fn words(bytes: usize) -> i32 {
    i32::try_from(bytes / 2).unwrap_or(i32::MAX)
}

fn header(layer: &Layer, kind: GeometryKind, length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER);
    bytes.extend(9994i32.to_be_bytes());
    bytes.extend([0; 20]);
    bytes.extend(words(length).to_be_bytes());
    bytes.extend(1000i32.to_le_bytes());
    bytes.extend(code(kind).to_le_bytes());
    let places = layer.rows.iter().filter_map(|row| row.geometry.as_ref());
    let rects = places.filter(|place| holds(kind, place)).filter_map(BoundingRect::bounding_rect);
    let whole = rects.reduce(|one: Rect, other: Rect| {
        let (a, b, c, d) = (one.min(), other.min(), one.max(), other.max());
        Rect::new(Coord { x: a.x.min(b.x), y: a.y.min(b.y) }, Coord { x: c.x.max(d.x), y: c.y.max(d.y) })
    });
    let whole = whole.unwrap_or_else(|| Rect::new(Coord::zero(), Coord::zero()));
    edges(whole, &mut bytes);
    // no heights, no measures
    bytes.extend([0; 32]);
    bytes
}

fn edges(rect: Rect, bytes: &mut Vec<u8>) {
    for edge in [rect.min().x, rect.min().y, rect.max().x, rect.max().y] {
        bytes.extend(edge.to_le_bytes());
    }
}

fn record(row: &Row, kind: GeometryKind) -> Vec<u8> {
    let mut bytes = Vec::new();
    let place = row.geometry.as_ref().filter(|place| holds(kind, place)).map(|place| kind.fit(place));
    let rect = place.as_ref().and_then(BoundingRect::bounding_rect);
    let (Some(place), Some(rect)) = (place, rect) else { return 0i32.to_le_bytes().to_vec() };
    bytes.extend(code(kind).to_le_bytes());
    match &place {
        Geometry::Point(point) => position(point.0, &mut bytes),
        Geometry::MultiPoint(all) => {
            edges(rect, &mut bytes);
            bytes.extend((all.0.len() as i32).to_le_bytes());
            all.iter().for_each(|point| position(point.0, &mut bytes));
        }
        Geometry::MultiLineString(all) => parts(all.0.clone(), rect, &mut bytes),
        Geometry::MultiPolygon(all) => {
            let mut rings = Vec::new();
            for polygon in all {
                // outer rings turn right here, holes left: the opposite of everybody else
                let mut outer = polygon.exterior().clone();
                outer.make_cw_winding();
                rings.push(outer);
                for hole in polygon.interiors() {
                    let mut hole = hole.clone();
                    hole.make_ccw_winding();
                    rings.push(hole);
                }
            }
            parts(rings, rect, &mut bytes);
        }
        _ => {}
    }
    bytes
}

fn parts(all: Vec<LineString>, rect: Rect, bytes: &mut Vec<u8>) {
    edges(rect, bytes);
    let count: usize = all.iter().map(|part| part.0.len()).sum();
    bytes.extend((all.len() as i32).to_le_bytes());
    bytes.extend((count as i32).to_le_bytes());
    let mut at = 0i32;
    for part in &all {
        bytes.extend(at.to_le_bytes());
        at += part.0.len() as i32;
    }
    all.iter().flat_map(|part| &part.0).for_each(|&one| position(one, bytes));
}

fn position(position: Coord, bytes: &mut Vec<u8>) {
    bytes.extend(position.x.to_le_bytes());
    bytes.extend(position.y.to_le_bytes());
}
