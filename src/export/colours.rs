//! The colours of every map: those of the report's style sheet, where they are tested for
//! colour-blind eyes.

const STYLE: &str = include_str!("report/page/style.css");

/// A colour as red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

/// A grey, for a name that the style sheet does not have.
const UNNAMED: Colour = Colour([0x7c; 3]);

impl Colour {
    /// The colour that the style sheet gives a name, on paper and in daylight.
    pub fn named(name: &str) -> Self {
        Self::find(name).unwrap_or(UNNAMED)
    }

    fn find(name: &str) -> Option<Self> {
        let rest = STYLE.split_once(&format!("--{name}: #"))?.1;
        let hex: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        let digit = |at: usize| Some(hex.chars().nth(at)?.to_digit(16)? as u8);
        let channel = |nth: usize| match hex.len() {
            3 => Some(digit(nth)? * 17),
            6 => Some(digit(2 * nth)? * 16 + digit(2 * nth + 1)?),
            _ => None,
        };
        Some(Self([channel(0)?, channel(1)?, channel(2)?]))
    }

    /// `#b5d8ea`.
    pub fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

/// The names of the colours that layers use.
#[cfg(test)]
pub(super) const USED: &[&str] = &[
    "covered",
    "covered-strong",
    "partly",
    "uncovered",
    "unknown",
    "outside",
    "proposal",
    "map-line",
    "map-text",
    "map-paper",
    "scale-0",
    "scale-1",
    "scale-2",
    "scale-3",
    "scale-4",
    "operator-0",
    "operator-1",
    "operator-2",
    "operator-3",
    "operator-4",
    "operator-5",
    "operator-6",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_of_a_layer_is_one_of_the_report() {
        for name in USED {
            assert!(Colour::find(name).is_some(), "the style sheet names no --{name}");
        }
        assert_eq!(Colour::named("map-paper").hex(), "#ffffff");
        assert_eq!(Colour::find("no-such-colour"), None);
    }
}
