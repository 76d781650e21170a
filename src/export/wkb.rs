//! Geometry as well-known binary: little-endian, two dimensions (OGC 06-103r4, clause 8).

use geo::{Coord, Geometry, LineString, Polygon};

/// Appends a geometry.
pub(super) fn write(geometry: &Geometry, out: &mut Vec<u8>) {
    match geometry {
        Geometry::Point(point) => {
            head(1, out);
            position(point.0, out);
        }
        Geometry::LineString(line) => {
            head(2, out);
            positions(line, out);
        }
        Geometry::Polygon(one) => polygon(one, out),
        Geometry::MultiPoint(all) => {
            many(4, all.0.len(), out);
            all.iter().for_each(|&point| write(&point.into(), out));
        }
        Geometry::MultiLineString(all) => {
            many(5, all.0.len(), out);
            for line in all {
                head(2, out);
                positions(line, out);
            }
        }
        Geometry::MultiPolygon(all) => {
            many(6, all.0.len(), out);
            all.iter().for_each(|one| polygon(one, out));
        }
        Geometry::GeometryCollection(all) => {
            many(7, all.0.len(), out);
            all.iter().for_each(|one| write(one, out));
        }
        Geometry::Line(line) => write(&LineString::from(*line).into(), out),
        Geometry::Rect(rect) => polygon(&rect.to_polygon(), out),
        Geometry::Triangle(triangle) => polygon(&triangle.to_polygon(), out),
    }
}

fn head(kind: u32, out: &mut Vec<u8>) {
    out.push(1);
    out.extend(kind.to_le_bytes());
}

fn many(kind: u32, count: usize, out: &mut Vec<u8>) {
    head(kind, out);
    out.extend((count as u32).to_le_bytes());
}

fn position(position: Coord, out: &mut Vec<u8>) {
    out.extend(position.x.to_le_bytes());
    out.extend(position.y.to_le_bytes());
}

fn positions(line: &LineString, out: &mut Vec<u8>) {
    out.extend((line.0.len() as u32).to_le_bytes());
    line.0.iter().for_each(|&one| position(one, out));
}

fn polygon(one: &Polygon, out: &mut Vec<u8>) {
    let rings = if one.exterior().0.is_empty() { 0 } else { 1 + one.interiors().len() };
    many(3, rings, out);
    if rings > 0 {
        positions(one.exterior(), out);
        one.interiors().iter().for_each(|ring| positions(ring, out));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    fn hex(geometry: Geometry) -> String {
        let mut out = Vec::new();
        write(&geometry, &mut out);
        out.iter().map(|byte| format!("{byte:02X}")).collect()
    }

    #[test]
    fn bytes_are_those_that_others_write() {
        // shapely 2: `shapely.to_wkb(geometry, hex=True, byte_order=1)`
        assert_eq!(hex(wkt!(POINT(1. 2.)).into()), "0101000000000000000000F03F0000000000000040");
        assert_eq!(
            hex(wkt!(MULTIPOLYGON(((0. 0.,1. 0.,1. 1.,0. 0.)))).into()),
            "0106000000010000000103000000010000000400000000000000000000000000000000000000000000000000F03F0000000000000000\
             000000000000F03F000000000000F03F00000000000000000000000000000000"
        );
    }
}
