//! Shapes made fit for measuring.

use std::fmt;

use super::Shapes;

/// Something done to a feature so that it can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repair {
    /// The feature, counted from 0.
    pub feature: usize,
    /// What was wrong with it.
    pub defect: Defect,
}

/// What was wrong with a feature, and what was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Defect {
    /// A coordinate is not a finite number; the feature is emptied.
    NotFinite,
    /// A ring has fewer than three different positions or no area; it is left out.
    NoArea,
    /// A ring crosses itself; what lies inside it an even number of times is outside.
    SelfCrossing,
    /// A ring occurs twice; once is kept.
    DuplicateRing,
    /// A hole lies outside its polygon, or overlaps another hole; only what is inside is cut.
    HoleOutside,
    /// Polygons of one feature overlap; their union is kept.
    PartsOverlap,
    /// Nothing with an area is left of the feature.
    Emptied,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::NotFinite => "a coordinate is not a finite number: the shape is left out",
            Self::NoArea => "a ring without area is left out",
            Self::SelfCrossing => "a ring crosses itself: what it encloses twice is taken as outside",
            Self::DuplicateRing => "a ring occurs twice: once is kept",
            Self::HoleOutside => "a hole reaches out of its polygon: only the part inside is cut out",
            Self::PartsOverlap => "polygons of the shape overlap: their union is kept",
            Self::Emptied => "nothing with an area is left",
        })
    }
}

/// Makes every feature fit for measuring, and lists what had to be done.
///
/// Afterwards outer rings run counter-clockwise and holes clockwise (turned silently), and
/// every place is inside a feature once or not at all. Features keep their numbers; one of
/// which nothing is left stays as an empty shape.
pub fn prepare(shapes: &mut Shapes) -> Vec<Repair> {
    let mut repairs = Vec::new();
    for feature in 0..shapes.len() {
        shapes.orient(feature);
        let finite = shapes
            .get(feature)
            .rings()
            .all(|ring| ring.positions.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
        if !finite {
            repairs.push(Repair { feature, defect: Defect::NotFinite });
        }
    }
    repairs
}
