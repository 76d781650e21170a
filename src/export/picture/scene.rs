//! What a picture shows, in dots from its upper left corner.

/// A position.
pub type Dot = [f32; 2];

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// White.
    pub const PAPER: Self = Self(255, 255, 255);
    /// Letters.
    pub const INK: Self = Self(0x16, 0x20, 0x2a);
    /// Lesser letters.
    pub const QUIET: Self = Self(0x55, 0x63, 0x6f);
}

/// Where a text stands on its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It starts there.
    Start,
    /// Its middle is there.
    Middle,
}

/// A line of text; its position is on the baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// What it says.
    pub text: String,
    /// Where.
    pub at: Dot,
    /// Height of the letters.
    pub size: f32,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Its colour.
    pub colour: Colour,
    /// Where it stands on its position.
    pub anchor: Anchor,
    /// Whether paper shines around the letters, over a map.
    pub has_halo: bool,
}

/// How a path is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pen {
    /// Inside.
    pub fill: Option<Colour>,
    /// Along the line, and its width.
    pub stroke: Option<(Colour, f32)>,
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Lines; closed ones make areas, with the nonzero rule.
    Path {
        /// What it is, for the reader of the drawing: `covered`.
        name: &'static str,
        /// Its lines.
        lines: Vec<Vec<Dot>>,
        /// Whether the lines are closed.
        is_closed: bool,
        /// How.
        pen: Pen,
    },
    /// A disc.
    Disc {
        /// Its centre.
        at: Dot,
        /// Its radius.
        radius: f32,
        /// How.
        pen: Pen,
    },
    /// A text.
    Text(Text),
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width in dots.
    pub width: f32,
    /// Height in dots.
    pub height: f32,
    /// What it is, for those who cannot see it.
    pub title: String,
    /// The same at length.
    pub description: String,
    /// `en`, `vi`.
    pub language: &'static str,
    /// From the bottom to the top.
    pub items: Vec<Item>,
}
