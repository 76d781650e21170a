//! Polygons and points out of well-known binary.
//!
//! Standard: OGC 06-103r4, clause 8; ISO and EWKB flags for heights and measures alike, which
//! are dropped.

use geo::Coord;

use super::curves;
use crate::geometry::Shapes;

/// What a geometry is good for here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Polygons were added to the shapes.
    Polygons,
    /// It is one point.
    Point(Coord),
    /// It holds nothing.
    Empty,
    /// It holds neither polygons nor a single point; what it is, in words.
    Other(&'static str),
}

/// Adds the polygons of a geometry to the feature being built; also tells whether curves were
/// drawn as chords.
///
/// # Errors
/// Bytes that are not well-known binary.
pub fn read(bytes: &[u8], shapes: &mut Shapes) -> Result<(Kind, bool), &'static str> {
    let mut reader = Reader { bytes, little: true, skip: 0, drew_curves: false };
    Ok((reader.geometry(shapes, 0)?, reader.drew_curves))
}

const BROKEN: &str = "its geometry is cut short";
/// Nested collections beyond this are not data.
const DEEPEST: usize = 32;

struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
    /// Bytes of height and measure after each x and y.
    skip: usize,
    drew_curves: bool,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], &'static str> {
        let (head, rest) = self.bytes.split_first_chunk::<N>().ok_or(BROKEN)?;
        self.bytes = rest;
        Ok(*head)
    }

    fn count(&mut self) -> Result<u32, &'static str> {
        let bytes = self.take()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn number(&mut self) -> Result<f64, &'static str> {
        let bytes = self.take()?;
        Ok(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn position(&mut self) -> Result<Coord, &'static str> {
        let position = Coord { x: self.number()?, y: self.number()? };
        self.bytes = self.bytes.get(self.skip..).ok_or(BROKEN)?;
        Ok(position)
    }

    /// The base type, with heights and measures noted.
    fn header(&mut self) -> Result<u32, &'static str> {
        let [order] = self.take()?;
        self.little = order != 0;
        let code = self.count()?;
        let base = code & 0x0fff_ffff;
        let extra = base / 1000 % 10;
        let z = extra == 1 || extra == 3 || code & 0x8000_0000 != 0;
        let m = extra == 2 || extra == 3 || code & 0x4000_0000 != 0;
        self.skip = 8 * (usize::from(z) + usize::from(m));
        if code & 0x2000_0000 != 0 {
            self.count()?;
        }
        Ok(base % 1000)
    }

    fn geometry(&mut self, shapes: &mut Shapes, depth: usize) -> Result<Kind, &'static str> {
        if depth > DEEPEST {
            return Err("its geometry is nested too deeply");
        }
        match self.header()? {
            1 => {
                let position = self.position()?;
                let empty = position.x.is_nan() && position.y.is_nan();
                Ok(if empty { Kind::Empty } else { Kind::Point(position) })
            }
            2 | 8 => self.line().map(|()| Kind::Other("a line")),
            3 | 17 => self.polygon(shapes),
            4..=7 | 11 | 12 | 15 | 16 => self.collection(shapes, depth),
            9 => self.parts().map(|()| Kind::Other("a line")),
            10 => self.curve_polygon(shapes),
            _ => Err("its geometry is of no known type"),
        }
    }

    fn line(&mut self) -> Result<(), &'static str> {
        for _ in 0..self.count()? {
            self.position()?;
        }
        Ok(())
    }

    fn polygon(&mut self, shapes: &mut Shapes) -> Result<Kind, &'static str> {
        let rings = self.count()?;
        for _ in 0..rings {
            for _ in 0..self.count()? {
                let position = self.position()?;
                shapes.push_position(position);
            }
            shapes.end_ring();
        }
        if rings == 0 {
            return Ok(Kind::Empty);
        }
        shapes.end_polygon();
        Ok(Kind::Polygons)
    }

    /// A compound curve that bounds nothing.
    fn parts(&mut self) -> Result<(), &'static str> {
        for _ in 0..self.count()? {
            self.header()?;
            self.line()?;
        }
        Ok(())
    }

    fn curve_polygon(&mut self, shapes: &mut Shapes) -> Result<Kind, &'static str> {
        let rings = self.count()?;
        for _ in 0..rings {
            let kind = self.header()?;
            self.curve(kind, shapes)?;
            shapes.end_ring();
        }
        if rings == 0 {
            return Ok(Kind::Empty);
        }
        shapes.end_polygon();
        Ok(Kind::Polygons)
    }

    /// A line, a string of arcs, or both after each other.
    fn curve(&mut self, kind: u32, shapes: &mut Shapes) -> Result<(), &'static str> {
        match kind {
            2 => (0..self.count()?).try_for_each(|_| {
                shapes.push_position(self.position()?);
                Ok(())
            }),
            8 => self.arcs(shapes),
            9 => (0..self.count()?).try_for_each(|_| match self.header()? {
                9 => Err("its geometry is nested too deeply"),
                kind => self.curve(kind, shapes),
            }),
            _ => Err("a ring of its geometry is no line"),
        }
    }

    fn arcs(&mut self, shapes: &mut Shapes) -> Result<(), &'static str> {
        let count = self.count()?;
        if count == 0 {
            return Ok(());
        }
        self.drew_curves = true;
        let mut start = self.position()?;
        shapes.push_position(start);
        for _ in 0..(count - 1) / 2 {
            let (middle, end) = (self.position()?, self.position()?);
            curves::arc(start, middle, end, |position| shapes.push_position(position));
            start = end;
        }
        Ok(())
    }

    /// Polygons win over points and lines beside them; two points are no single one.
    fn collection(&mut self, shapes: &mut Shapes, depth: usize) -> Result<Kind, &'static str> {
        let mut found = Kind::Empty;
        for _ in 0..self.count()? {
            let part = self.geometry(shapes, depth + 1)?;
            found = match (found, part) {
                (Kind::Polygons, _) | (_, Kind::Polygons) => Kind::Polygons,
                (found, Kind::Empty) => found,
                (Kind::Empty, part) => part,
                (Kind::Point(_), Kind::Point(_)) => Kind::Other("several points"),
                _ => Kind::Other("lines or several points"),
            };
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polygon(order: u8, code: u32, extra: usize) -> Vec<u8> {
        let number = |n: f64| if order == 1 { n.to_le_bytes() } else { n.to_be_bytes() };
        let count = |n: u32| if order == 1 { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut bytes = vec![order];
        bytes.extend(count(code));
        bytes.extend([count(1), count(4)].concat());
        for (x, y) in [(0.0, 0.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)] {
            bytes.extend([number(x), number(y)].concat());
            (0..extra).for_each(|_| bytes.extend(number(7.0)));
        }
        bytes
    }

    #[test]
    fn heights_measures_and_byte_orders_make_no_difference() {
        let mut plain = Shapes::new();
        assert_eq!(read(&polygon(1, 3, 0), &mut plain), Ok((Kind::Polygons, false)));
        plain.end_feature();
        for (order, code, extra) in [(0, 3, 0), (1, 1003, 1), (1, 2003, 1), (0, 3003, 2), (1, 0x8000_0003, 1)]
        {
            let mut shapes = Shapes::new();
            assert_eq!(read(&polygon(order, code, extra), &mut shapes), Ok((Kind::Polygons, false)));
            shapes.end_feature();
            assert_eq!(shapes, plain, "{code:x}");
        }
    }

    #[test]
    fn every_truncation_is_an_error_not_a_panic() {
        let whole = polygon(1, 3, 0);
        for end in 0..whole.len() {
            assert!(read(&whole[..end], &mut Shapes::new()).is_err(), "{end}");
        }
        // a count of four thousand million positions in a few bytes
        assert!(read(&[1, 2, 0, 0, 0, 255, 255, 255, 255, 1], &mut Shapes::new()).is_err());
    }
}
