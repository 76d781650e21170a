//! Geometry as text (WKT, also EWKT with `SRID=…;`), straight into flat arrays.

use geo::Coord;

use crate::read::geojson::number;
use crate::read::layer::Crs;
use crate::read::rows::Rows;

/// Collections within collections deeper than this are refused.
const DEEPEST: usize = 16;

/// Whether a text starts like WKT.
pub(super) fn looks_like(text: &str) -> bool {
    let word: String = text.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    matches!(
        word.to_ascii_uppercase().as_str(),
        "SRID"
            | "POINT"
            | "MULTIPOINT"
            | "POLYGON"
            | "MULTIPOLYGON"
            | "GEOMETRYCOLLECTION"
            | "LINESTRING"
            | "MULTILINESTRING"
            | "CURVEPOLYGON"
            | "MULTISURFACE"
            | "TRIANGLE"
    )
}

/// Reads the geometry of the row being built.
///
/// # Errors
/// Why it is neither polygons nor a point.
pub(super) fn read(text: &str, rows: &mut Rows<'_>, crs: &mut Crs) -> Result<(), String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("the geometry is missing".into());
    }
    let text = match text.split_once(';').filter(|(front, _)| front.to_ascii_uppercase().starts_with("SRID="))
    {
        Some((front, rest)) => {
            state(&front[5..], crs)?;
            rest
        }
        None => text,
    };
    let mut reader =
        Reader { bytes: text.as_bytes(), at: 0, rows, points: Vec::new(), polygons: 0, is_open: false };
    reader.geometry(0)?;
    if reader.peek().is_some() {
        return Err(reader.broken("the end"));
    }
    let (points, polygons, is_open) = (reader.points, reader.polygons, reader.is_open);
    if is_open {
        rows.mended("a ring whose last position is not its first was closed");
    }
    match (polygons, points.as_slice()) {
        (0, []) => Err("the geometry is empty".into()),
        (0, [point]) => {
            rows.set_point(*point);
            Ok(())
        }
        (0, points) => Err(format!("the geometry is {} points, not one", points.len())),
        (_, []) => Ok(()),
        _ => Err("the geometry mixes polygons and points".into()),
    }
}

/// Takes the SRID of a row as that of the file.
fn state(srid: &str, crs: &mut Crs) -> Result<(), String> {
    let code: u32 = srid.trim().parse().map_err(|_| format!("the geometry has no SRID: found `{srid}`"))?;
    match crs {
        _ if code == 0 => Ok(()),
        Crs::Epsg(other) if *other != code => Err(format!(
            "the geometry has SRID {code}, an earlier row {other}: a file has one coordinate system"
        )),
        _ => {
            *crs = Crs::Epsg(code);
            Ok(())
        }
    }
}

struct Reader<'r, 'o> {
    bytes: &'r [u8],
    at: usize,
    rows: &'r mut Rows<'o>,
    points: Vec<Coord>,
    polygons: usize,
    is_open: bool,
}

impl Reader<'_, '_> {
    fn geometry(&mut self, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err(format!("collections nested deeper than {DEEPEST} levels"));
        }
        let kind = self.word();
        let mut next = self.word();
        if matches!(next.as_str(), "Z" | "M" | "ZM") {
            next = self.word();
        }
        let kind = kind.strip_suffix("ZM").or(kind.strip_suffix(['Z', 'M'])).unwrap_or(&kind).to_owned();
        match next.as_str() {
            "EMPTY" => return Ok(()),
            "" => {}
            _ => return Err(self.broken("`(` or EMPTY")),
        }
        match kind.as_str() {
            "POINT" => self.list(Self::point),
            "MULTIPOINT" => {
                self.list(
                    |reader| {
                        if reader.peek() == Some(b'(') { reader.list(Self::point) } else { reader.point() }
                    },
                )
            }
            "POLYGON" | "TRIANGLE" => self.polygon(),
            "MULTIPOLYGON" => self.list(Self::polygon),
            "GEOMETRYCOLLECTION" => self.list(|reader| reader.geometry(depth + 1)),
            "LINESTRING" | "MULTILINESTRING" | "CIRCULARSTRING" | "COMPOUNDCURVE" | "CURVEPOLYGON"
            | "MULTICURVE" | "MULTISURFACE" | "POLYHEDRALSURFACE" | "TIN" => {
                Err(format!("a {kind} is neither an area of straight edges nor a point"))
            }
            _ => {
                self.at = 0;
                Err(self.broken("the name of a geometry"))
            }
        }
    }

    fn polygon(&mut self) -> Result<(), String> {
        if self.word() == "EMPTY" {
            return Ok(());
        }
        self.list(|reader| {
            if reader.word() == "EMPTY" {
                return Ok(());
            }
            reader.list(|reader| {
                let position = reader.position()?;
                reader.rows.shapes().push_position(position);
                Ok(())
            })?;
            let ring = reader.rows.shapes().open_ring();
            reader.is_open |= ring.first() != ring.last();
            reader.rows.shapes().end_ring();
            Ok(())
        })?;
        self.rows.shapes().end_polygon();
        self.polygons += 1;
        Ok(())
    }

    fn point(&mut self) -> Result<(), String> {
        let point = self.position()?;
        self.points.push(point);
        Ok(())
    }

    /// One or more items between parentheses.
    #[inline]
    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Result<(), String>) -> Result<(), String> {
        if self.peek() != Some(b'(') {
            return Err(self.broken("`(`"));
        }
        self.at += 1;
        loop {
            item(self)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b')') => break,
                _ => return Err(self.broken("`,` or `)`")),
            }
        }
        self.at += 1;
        Ok(())
    }

    /// A position; what follows its first two numbers (height, measure) is dropped.
    #[inline]
    fn position(&mut self) -> Result<Coord, String> {
        let (x, y) = (self.number()?, self.number()?);
        while !matches!(self.peek(), Some(b',' | b')') | None) {
            self.number()?;
        }
        Ok(Coord { x, y })
    }

    #[inline]
    fn number(&mut self) -> Result<f64, String> {
        self.peek();
        let rest = &self.bytes[self.at..];
        if let Some((value, length)) = number(rest)
            && matches!(rest.get(length), Some(b' ' | b',' | b')' | b'\t' | b'\n' | b'\r') | None)
        {
            self.at += length;
            return Ok(value);
        }
        let is_part = |byte: &&u8| !matches!(byte, b' ' | b',' | b'(' | b')' | b'\t' | b'\n' | b'\r');
        let length = rest.iter().take_while(is_part).count();
        let value = std::str::from_utf8(&rest[..length]).ok().and_then(|text| text.parse::<f64>().ok());
        match value {
            Some(value) if value.is_finite() => {
                self.at += length;
                Ok(value)
            }
            Some(_) => Err("a coordinate is not a finite number".into()),
            None => Err(self.broken("a number")),
        }
    }

    /// A word in capitals; empty where none stands.
    fn word(&mut self) -> String {
        self.peek();
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.bytes[start..self.at]).to_ascii_uppercase()
    }

    /// The next byte that is not white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn broken(&self, wanted: &str) -> String {
        let rest = String::from_utf8_lossy(&self.bytes[self.at.min(self.bytes.len())..]);
        let found: String = rest.chars().take(12).collect();
        if found.is_empty() {
            format!("the geometry (WKT) ends where {wanted} should come: it is cut off")
        } else {
            format!("the geometry is not WKT: found `{found}` where {wanted} should come")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::geometry::Shapes;
    use crate::read::options::Options;

    fn parse(text: &str) -> (Result<(), String>, Shapes, Option<Coord>) {
        let options = Options::default();
        let mut rows = Rows::new(Path::new("t.csv"), "CSV", &options);
        let result = read(text, &mut rows, &mut Crs::Unstated);
        match &result {
            Ok(()) => rows.keep(|| None),
            Err(reason) => rows.skip(None, reason.clone()),
        }
        let layer = rows.finish(Crs::Unstated);
        let point = layer.points.first().copied().flatten();
        (result, layer.shapes, point)
    }

    #[test]
    fn every_kind_with_an_area_is_read() {
        for (text, polygons, positions) in [
            ("POLYGON ((0 0, 4 0, 4 4, 0 0))", 1, 4),
            ("polygon((0 0,4 0,4 4,0 0),(1 1,2 1,2 2,1 1))", 1, 8),
            ("POLYGON Z ((0 0 9, 4 0 9, 4 4 9, 0 0 9))", 1, 4),
            ("POLYGONZ((0 0 9,4 0 9,4 4 9,0 0 9))", 1, 4),
            ("MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)), ((9 9, 10 9, 10 10, 9 9)))", 2, 8),
            ("GEOMETRYCOLLECTION(POLYGON((0 0,4 0,4 4,0 0)),POLYGON((0 0,4 0,4 4,0 0)))", 2, 8),
            ("SRID=4326;POLYGON((.0 +0,4 0,4e0 4,0 0))", 1, 4),
            ("MULTIPOLYGON (EMPTY, ((0 0, 4 0, 4 4, 0 0)))", 1, 4),
            ("POLYGON ((0 0, 4 0, 4 4))", 1, 4),
        ] {
            let (result, shapes, _) = parse(text);
            assert_eq!(result, Ok(()), "{text}");
            assert_eq!(
                (shapes.get(0).polygon_count(), shapes.positions().len()),
                (polygons, positions),
                "{text}"
            );
        }
    }

    #[test]
    fn points_are_points() {
        for text in ["POINT (1.5 2)", "POINT Z (1.5 2 3)", "MULTIPOINT ((1.5 2))", "MULTIPOINT (1.5 2)"] {
            assert_eq!(parse(text).2, Some(Coord { x: 1.5, y: 2.0 }), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_why_and_leaves_nothing() {
        for (text, reason) in [
            ("", "missing"),
            ("POLYGON EMPTY", "empty"),
            ("POLYGON ((0 0, 4 0, 4 4, 0 0)", "cut off"),
            ("POLYGON ((0 0, nan 0, 4 4, 0 0))", "finite"),
            ("POLYGON ((0 0, 1e999 0, 4 4, 0 0))", "finite"),
            ("POLYGON ((0 0, 4,0 4, 0 0))", "a number"),
            ("LINESTRING (0 0, 1 1)", "neither"),
            ("MULTIPOINT (0 0, 1 1)", "2 points"),
            ("BLOB (0 0)", "found `BLOB (0 0)`"),
            ("0103000000", "not WKT"),
            ("POLYGON ((0 0, 4 0, 4 4, 0 0)) x", "the end"),
        ] {
            let (result, shapes, _) = parse(text);
            let found = result.unwrap_err();
            assert!(found.contains(reason), "{text}: {found}");
            assert!(shapes.positions().is_empty(), "{text}");
        }
        let deep = format!("{}POINT(0 0){}", "GEOMETRYCOLLECTION(".repeat(10_000), ")".repeat(10_000));
        assert!(parse(&deep).0.unwrap_err().contains("deeper"));
    }
}
