//! Coordinates of a geometry, straight into flat arrays: the hot path of reading.

use geo::Coord;

use super::scan::{Malformed, Scanner};
use crate::geometry::Shapes;

/// What the coordinates of a geometry turned out to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Coordinates {
    /// One position.
    Point(Coord),
    /// The rings of one polygon, now in the shapes.
    Polygon,
    /// Several polygons, now in the shapes.
    MultiPolygon,
    /// Anything else, valid or not: to be looked at without hurry. Nothing is in the shapes.
    Odd,
}

/// Reads coordinates; the polygons go into `shapes`, with `true` in `unclosed` when a ring had
/// to be closed.
pub(crate) fn read(
    scanner: &mut Scanner<'_>,
    shapes: &mut Shapes,
    unclosed: &mut bool,
) -> Result<Coordinates, Malformed> {
    scanner.peek();
    let start = scanner.at;
    let mut reader = Reader { bytes: scanner.bytes(), at: start, shapes, unclosed };
    if let Some(found) = reader.coordinates() {
        scanner.at = reader.at;
        return Ok(found);
    }
    shapes.abandon_feature();
    *unclosed = false;
    scanner.value()?;
    Ok(Coordinates::Odd)
}

struct Reader<'r> {
    bytes: &'r [u8],
    at: usize,
    shapes: &'r mut Shapes,
    unclosed: &'r mut bool,
}

impl Reader<'_> {
    fn coordinates(&mut self) -> Option<Coordinates> {
        match self.depth() {
            1 => self.position().map(Coordinates::Point),
            3 => self.polygon().map(|()| Coordinates::Polygon),
            4 => self.list(Self::polygon).map(|()| Coordinates::MultiPolygon),
            _ => None,
        }
    }

    /// How many arrays open here, one in the other.
    fn depth(&self) -> usize {
        let rest = self.bytes[self.at..].iter();
        rest.filter(|byte| !byte.is_ascii_whitespace()).take_while(|&&byte| byte == b'[').take(5).count()
    }

    fn polygon(&mut self) -> Option<()> {
        self.list(Self::ring)?;
        self.shapes.end_polygon();
        Some(())
    }

    fn ring(&mut self) -> Option<()> {
        self.list(|reader| {
            let position = reader.position()?;
            reader.shapes.push_position(position);
            Some(())
        })?;
        let ring = self.shapes.open_ring();
        *self.unclosed |= ring.first() != ring.last();
        self.shapes.end_ring();
        Some(())
    }

    /// One or more items between brackets; `None` when there is none.
    #[inline]
    fn list(&mut self, item: impl Fn(&mut Self) -> Option<()>) -> Option<()> {
        self.token(b'[')?;
        loop {
            item(self)?;
            match self.next()? {
                b',' => {}
                b']' => return Some(()),
                _ => return None,
            }
        }
    }

    /// A position; what follows its first two numbers (height, measure) is dropped.
    #[inline]
    fn position(&mut self) -> Option<Coord> {
        self.token(b'[')?;
        let x = self.number()?;
        self.token(b',')?;
        let y = self.number()?;
        loop {
            match self.next()? {
                b']' => return Some(Coord { x, y }),
                b',' => self.number()?,
                _ => return None,
            };
        }
    }

    #[inline]
    fn token(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    /// The next byte that is not white space, now behind us.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            if byte > b' ' {
                return Some(byte);
            }
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return None;
            }
        }
    }

    /// A finite number.
    #[inline]
    fn number(&mut self) -> Option<f64> {
        let first = self.next()?;
        self.at -= 1;
        if !matches!(first, b'-' | b'0'..=b'9') {
            return None;
        }
        let (value, length) = number(&self.bytes[self.at..])?;
        self.at += length;
        Some(value)
    }
}

/// A finite JSON number at the start of `bytes`, and its length.
///
/// Few digits are read exactly as an integer over a power of ten, both of which a double
/// holds without error, so that one division rounds right (Clinger 1990); the rest is left to
/// the standard library.
#[inline]
pub(crate) fn number(bytes: &[u8]) -> Option<(f64, usize)> {
    const POWERS: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
        1e18, 1e19, 1e20, 1e21, 1e22,
    ];
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (mut mantissa, mut at) = (0u64, start);
    while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        at += 1;
    }
    let whole = at - start;
    if whole == 0 || (whole > 1 && bytes[start] == b'0') {
        return None;
    }
    let mut decimals = 0;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        let point = at;
        while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            at += 1;
        }
        decimals = at - point;
        if decimals == 0 {
            return None;
        }
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        return with_exponent(bytes, at);
    }
    if whole + decimals > 19 || mantissa > 1 << 53 {
        return by_standard_library(&bytes[..at]);
    }
    #[expect(clippy::cast_precision_loss, reason = "at most 2^53")]
    let value = mantissa as f64 / POWERS[decimals];
    Some((if negative { -value } else { value }, at))
}

#[cold]
fn with_exponent(bytes: &[u8], exponent: usize) -> Option<(f64, usize)> {
    let sign = usize::from(matches!(bytes.get(exponent + 1), Some(b'+' | b'-')));
    let digits = bytes[exponent + 1 + sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 { None } else { by_standard_library(&bytes[..exponent + 1 + sign + digits]) }
}

fn by_standard_library(bytes: &[u8]) -> Option<(f64, usize)> {
    let value: f64 = std::str::from_utf8(bytes).ok()?.parse().ok()?;
    value.is_finite().then_some((value, bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shapes_of(text: &str) -> (Coordinates, Shapes) {
        let mut shapes = Shapes::new();
        let found = read(&mut Scanner::new(text), &mut shapes, &mut false).unwrap();
        shapes.end_feature();
        (found, shapes)
    }

    #[test]
    fn heights_are_dropped_and_white_space_ignored() {
        let (found, shapes) = shapes_of("[ [ [0,0,5], [4,0,5,1],\n[4,4,5], [0,0,5] ] ]");
        assert_eq!(found, Coordinates::Polygon);
        assert_eq!(shapes.positions()[1], Coord { x: 4.0, y: 0.0 });
        assert_eq!(shapes.positions().len(), 4);
    }

    #[test]
    fn odd_coordinates_are_left_for_later() {
        for odd in
            ["[]", "[[]]", "[[[]]]", "[[1,2],[3,4]]", "[1]", "[[[1e400,0],[1,1],[1,0]]]", "[[[\"1\",2]]]"]
        {
            let (found, shapes) = shapes_of(odd);
            assert_eq!(found, Coordinates::Odd, "{odd}");
            assert!(shapes.positions().is_empty());
        }
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        let mut shapes = Shapes::new();
        for bad in ["[[[NaN,1]]]", "[[[1,2]", "[[[+1,2]]]", "[[[1 2]]]", "[[[01,2]]]", "[[[.5,2]]]"] {
            assert!(read(&mut Scanner::new(bad), &mut shapes, &mut false).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn numbers_are_read_to_the_last_bit(value in any::<f64>(), decimals in 0usize..20) {
            prop_assume!(value.is_finite());
            for text in [format!("{value:e}"), format!("{value}"), format!("{:.decimals$}", value % 1e7)] {
                let expected: f64 = text.parse().unwrap();
                let found = number(text.as_bytes()).unwrap();
                prop_assert_eq!(found.0.to_bits(), expected.to_bits(), "{}", &text);
                prop_assert_eq!(found.1, text.len());
            }
        }
    }
}
