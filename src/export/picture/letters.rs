//! The letters of the picture: outlines of the bundled Noto Sans (data/fonts).

use std::sync::LazyLock;

use ttf_parser::{Face, OutlineBuilder};
use unicode_normalization::UnicodeNormalization;

static REGULAR: LazyLock<Option<Face<'static>>> =
    LazyLock::new(|| Face::parse(include_bytes!("../../../data/fonts/NotoSans-Regular.ttf"), 0).ok());
static BOLD: LazyLock<Option<Face<'static>>> =
    LazyLock::new(|| Face::parse(include_bytes!("../../../data/fonts/NotoSans-Bold.ttf"), 0).ok());

fn face(is_bold: bool) -> Option<&'static Face<'static>> {
    if is_bold { BOLD.as_ref() } else { REGULAR.as_ref() }
}

/// How wide a text is, in dots.
pub fn width(text: &str, size: f32, is_bold: bool) -> f32 {
    let Some(face) = face(is_bold) else { return size * 0.55 * text.chars().count() as f32 };
    let scale = size / f32::from(face.units_per_em());
    text.nfc().map(|c| advance(face, c) * scale).sum()
}

fn advance(face: &Face<'_>, c: char) -> f32 {
    let glyph = face.glyph_index(c).unwrap_or_default();
    f32::from(face.glyph_hor_advance(glyph).unwrap_or_default())
}

/// Draws a text's outlines from a position on the baseline.
pub fn outline(text: &str, at: [f32; 2], size: f32, is_bold: bool, pen: &mut dyn OutlineBuilder) {
    let Some(face) = face(is_bold) else { return };
    let scale = size / f32::from(face.units_per_em());
    let mut x = at[0];
    for c in text.nfc() {
        let mut placed = Placed { pen, x, y: at[1], scale };
        face.outline_glyph(face.glyph_index(c).unwrap_or_default(), &mut placed);
        x += advance(face, c) * scale;
    }
}

/// Puts a glyph where it belongs, upright.
struct Placed<'a> {
    pen: &'a mut dyn OutlineBuilder,
    x: f32,
    y: f32,
    scale: f32,
}

impl Placed<'_> {
    fn put(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Placed<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.put(x, y);
        self.pen.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.put(x, y);
        self.pen.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.put(x1, y1), self.put(x, y));
        self.pen.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.put(x1, y1), self.put(x2, y2), self.put(x, y));
        self.pen.curve_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.pen.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_has_an_outline() {
        let vowels = "aăâeêioôơuưy";
        let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];
        let mut letters: Vec<char> = "đĐ₫×–·0123456789".chars().collect();
        for vowel in vowels.chars().flat_map(|v| [v, v.to_uppercase().next().unwrap()]) {
            letters.extend(tones.iter().flat_map(|tone| format!("{vowel}{tone}").nfc().collect::<Vec<_>>()));
        }
        for is_bold in [false, true] {
            let face = face(is_bold).unwrap();
            for &letter in &letters {
                assert!(face.glyph_index(letter).is_some(), "no {letter:?}, bold: {is_bold}");
            }
        }
    }

    #[test]
    fn a_text_is_as_wide_as_its_parts() {
        let whole = width("Kỳ Sơn", 20.0, true);
        assert!((whole - width("Kỳ ", 20.0, true) - width("Sơn", 20.0, true)).abs() < 1e-3);
        assert!(whole > width("Kỳ Sơn", 20.0, false));
        // composed or not, it is the same letter
        assert_eq!(width("y\u{300}", 20.0, false), width("ỳ", 20.0, false));
    }
}
