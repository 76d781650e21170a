//! The geometry of a feature, straight into flat arrays.

use flatgeobuf::{Feature, Geometry, GeometryType};
use geo::Coord;

use crate::read::rows::Rows;

/// Collections within collections deeper than this are refused.
const DEEPEST: usize = 16;

/// Reads the geometry of a feature; `kind` is what the header says all features are.
///
/// # Errors
/// Why it is neither polygons nor a point.
pub(crate) fn read(feature: &Feature<'_>, kind: GeometryType, rows: &mut Rows<'_>) -> Result<(), String> {
    let geometry = feature.geometry().ok_or("the geometry is missing")?;
    let kind = if kind == GeometryType::Unknown { geometry.type_() } else { kind };
    let mut points = Vec::new();
    let polygons = take(&geometry, kind, rows, &mut points, 0)?;
    match (polygons, points.as_slice()) {
        (0, []) => Err(format!("the geometry is empty ({})", name(kind))),
        (0, [point]) => {
            rows.set_point(*point);
            Ok(())
        }
        (0, points) => Err(format!("the geometry is {} points, not one", points.len())),
        (_, []) => Ok(()),
        _ => Err("the geometry mixes polygons and points".into()),
    }
}

fn name(kind: GeometryType) -> &'static str {
    kind.variant_name().unwrap_or("of no known type")
}

/// Takes the polygons and points of a geometry; how many polygons there were.
fn take(
    geometry: &Geometry<'_>,
    kind: GeometryType,
    rows: &mut Rows<'_>,
    points: &mut Vec<Coord>,
    depth: usize,
) -> Result<usize, String> {
    match kind {
        GeometryType::Polygon | GeometryType::Triangle => polygon(geometry, rows),
        GeometryType::MultiPolygon | GeometryType::GeometryCollection => {
            if depth > DEEPEST {
                return Err(format!("collections nested deeper than {DEEPEST} levels"));
            }
            let mut polygons = 0;
            for part in geometry.parts().into_iter().flatten() {
                let is_multi = kind == GeometryType::MultiPolygon;
                let kind = if is_multi { GeometryType::Polygon } else { part.type_() };
                polygons += take(&part, kind, rows, points, depth + 1)?;
            }
            Ok(polygons)
        }
        GeometryType::Point | GeometryType::MultiPoint => {
            points.extend(positions(geometry)?);
            match points.iter().all(|point| point.x.is_finite() && point.y.is_finite()) {
                true => Ok(0),
                false => Err(NOT_FINITE.into()),
            }
        }
        other => Err(format!("a {} is neither an area nor a point", name(other))),
    }
}

const NOT_FINITE: &str = "a coordinate is not a finite number";

/// The positions of a geometry, from the bytes of its pairs.
fn positions<'g>(geometry: &Geometry<'g>) -> Result<impl ExactSizeIterator<Item = Coord> + use<'g>, String> {
    let bytes = geometry.xy().map_or(&[][..], |xy| xy.bytes());
    if !bytes.len().is_multiple_of(16) {
        return Err("the feature is damaged: an odd number of coordinates".into());
    }
    Ok(bytes.chunks_exact(16).map(|pair| {
        let half = |at: usize| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&pair[at..at + 8]);
            f64::from_le_bytes(bytes)
        };
        Coord { x: half(0), y: half(8) }
    }))
}

fn polygon(geometry: &Geometry<'_>, rows: &mut Rows<'_>) -> Result<usize, String> {
    let mut positions = positions(geometry)?;
    let all = positions.len();
    if all == 0 {
        return Ok(0);
    }
    match geometry.ends() {
        Some(ends) if ends.len() > 1 => {
            let mut start = 0;
            for end in ends {
                let end = end as usize;
                if end < start || end > all {
                    return Err("the feature is damaged: its rings overlap or end outside it".into());
                }
                ring(positions.by_ref().take(end - start), rows)?;
                start = end;
            }
            if start != all {
                return Err("the feature is damaged: positions outside its rings".into());
            }
        }
        _ => ring(positions, rows)?,
    }
    rows.shapes().end_polygon();
    Ok(1)
}

fn ring(positions: impl Iterator<Item = Coord>, rows: &mut Rows<'_>) -> Result<(), String> {
    let shapes = rows.shapes();
    shapes.push_positions(positions);
    let ring = shapes.open_ring();
    // without a way out in the middle, the compiler looks at several positions at once
    let finite = ring.iter().fold(true, |finite, it| finite & it.x.is_finite() & it.y.is_finite());
    if !finite {
        return Err(NOT_FINITE.into());
    }
    let is_open = ring.first() != ring.last();
    shapes.end_ring();
    if is_open {
        rows.mended("a ring whose last position is not its first was closed");
    }
    Ok(())
}
