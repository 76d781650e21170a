//! Whole numbers as short text: what keeps a country's outlines small inside a page.
//!
//! A stream is a run of numbers, each as groups of five bits, lowest first, one character of
//! [`ALPHABET`] a group; all groups but a number's last have bit 32 set. Signed numbers are
//! folded first (0, -1, 1, -2… become 0, 1, 2, 3…). `page/decode.js` reads it back.

/// The characters for 0 to 63: none needs escaping in JSON or HTML.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Shares, two characters each: in 4,000ths, where 0 means nothing and 4,000 all, to the last
/// digit; what is between stays between.
pub fn shares(values: impl Iterator<Item = f64>) -> String {
    let mut text = String::new();
    for value in values {
        let parts = match value {
            v if v <= 0.0 => 0,
            v if v >= 1.0 => 4_000,
            v => ((v * 4_000.0).round() as usize).clamp(1, 3_999),
        };
        text.push(char::from(ALPHABET[parts / 64]));
        text.push(char::from(ALPHABET[parts % 64]));
    }
    text
}

/// A position on the page's grid: steps east and north of its origin.
pub type GridPoint = [i32; 2];

/// A stream being written.
#[derive(Debug, Default)]
pub struct Stream {
    text: String,
    last: GridPoint,
}

impl Stream {
    /// Appends a number.
    pub fn number(&mut self, mut value: u64) {
        while value >= 32 {
            self.group(value & 31 | 32);
            value >>= 5;
        }
        self.group(value);
    }

    /// Appends a signed number.
    pub fn signed(&mut self, value: i64) {
        self.number(((value << 1) ^ (value >> 63)) as u64);
    }

    /// Appends a position, as its steps from the position before it (the first: from 0, 0).
    pub fn point(&mut self, point: GridPoint) {
        self.signed(i64::from(point[0]) - i64::from(self.last[0]));
        self.signed(i64::from(point[1]) - i64::from(self.last[1]));
        self.last = point;
    }

    /// Appends how many positions a line has, then the positions.
    pub fn line(&mut self, points: &[GridPoint]) {
        self.number(points.len() as u64);
        points.iter().for_each(|&point| self.point(point));
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }

    fn group(&mut self, bits: u64) {
        self.text.push(char::from(ALPHABET[(bits & 63) as usize]));
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Reads a stream back, as the page does.
    pub(crate) fn decode(text: &str) -> Vec<u64> {
        let (mut numbers, mut value, mut shift) = (Vec::new(), 0, 0);
        for byte in text.bytes() {
            let bits = ALPHABET.iter().position(|&b| b == byte).unwrap() as u64;
            value |= (bits & 31) << shift;
            shift += 5;
            if bits < 32 {
                numbers.push(value);
                (value, shift) = (0, 0);
            }
        }
        numbers
    }

    pub(crate) fn unfold(value: u64) -> i64 {
        (value >> 1) as i64 ^ -((value & 1) as i64)
    }

    #[test]
    fn small_numbers_take_one_character() {
        let mut stream = Stream::default();
        stream.number(0);
        stream.number(31);
        stream.number(32);
        assert_eq!(stream.finish(), "AfgB");
    }

    #[test]
    fn what_is_written_reads_back() {
        let values = [0, -1, 1, -16, 16, 1_000_000, -2_000_000_000, i64::from(i32::MAX)];
        let mut stream = Stream::default();
        values.iter().for_each(|&value| stream.signed(value));
        let read: Vec<i64> = decode(&stream.finish()).into_iter().map(unfold).collect();
        assert_eq!(read, values);
    }

    #[test]
    fn all_and_nothing_are_said_only_of_all_and_of_nothing() {
        assert_eq!(shares([0.0, 1e-9, 0.5, 1.0 - 1e-9, 1.0].into_iter()), "AAABfQ-f-g");
    }

    #[test]
    fn positions_are_steps_from_the_one_before() {
        let mut stream = Stream::default();
        stream.line(&[[10, 20], [11, 18]]);
        let read: Vec<i64> = decode(&stream.finish()).into_iter().skip(1).map(unfold).collect();
        assert_eq!(read, [10, 20, 1, -2]);
    }
}
