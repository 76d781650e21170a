//! Shapes made fit for measuring.

mod repair;
mod simple;
mod winding;

use std::fmt;

use geo::{Coord, MultiPolygon};
use rayon::prelude::*;

use self::repair::repair;
use self::simple::is_simple;
use self::winding::winds_once;
use super::{Shape, Shapes};

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

/// Coordinates beyond this are no place on any plane; their products would overflow.
const TOO_FAR: f64 = 1e15;

/// Makes every feature fit for measuring, and lists what had to be done, feature by feature.
///
/// Afterwards outer rings run counter-clockwise and holes clockwise (turned silently), and
/// every place is inside a feature once or not at all. Features keep their numbers; one of
/// which nothing is left stays as an empty shape.
///
/// # What an invalid shape means
/// A ring encloses the places around which it turns an odd number of times, as OGC's make-valid
/// has it: both wings of a bow tie are inside, the core of a pentagram is not. A polygon is its
/// outer ring less what its holes enclose. A feature is the union of its polygons. Rings that
/// touch themselves or each other in points or along lines enclose what they seem to: they are
/// left alone, and not listed.
pub fn prepare(shapes: &mut Shapes) -> Vec<Repair> {
    let found: Vec<(usize, Fix)> = (0..shapes.len())
        .into_par_iter()
        .with_min_len(64)
        .filter_map(|feature| Some((feature, examine(&shapes.get(feature))?)))
        .collect();
    if !found.is_empty() {
        *shapes = replaced(shapes, &found);
    }
    shapes.orient_all();
    let defects =
        found.into_iter().flat_map(|(feature, fix)| fix.defects.into_iter().map(move |d| (feature, d)));
    defects.map(|(feature, defect)| Repair { feature, defect }).collect()
}

/// What is wrong with a feature, and what takes its place.
struct Fix {
    defects: Vec<Defect>,
    shape: MultiPolygon,
}

/// `None` when a feature is fit as it is, but for the orientation of its rings.
fn examine(shape: &Shape) -> Option<Fix> {
    let mut rings = shape.rings();
    if let (Some(only), None) = (rings.next(), rings.next())
        && is_simple(only.positions)
    {
        return None;
    }
    let usable = |p: &Coord| p.x.abs() < TOO_FAR && p.y.abs() < TOO_FAR;
    if !shape.rings().all(|ring| ring.positions.iter().all(usable)) {
        let defects = vec![Defect::NotFinite, Defect::Emptied];
        return Some(Fix { defects, shape: MultiPolygon::new(Vec::new()) });
    }
    if shape.is_empty() || winds_once(shape) {
        return None;
    }
    Some(repair(shape))
}

/// The features with those that were found wanting replaced.
fn replaced(shapes: &Shapes, found: &[(usize, Fix)]) -> Shapes {
    let mut fixes = found.iter().peekable();
    let mut all = Shapes::new();
    for feature in 0..shapes.len() {
        match fixes.next_if(|(broken, _)| *broken == feature) {
            Some((_, fix)) => all.push(&fix.shape),
            None => all.push_shape(&shapes.get(feature)),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::area;
    use geo::{LineString, Polygon, Rect, wkt};

    fn mended(shape: MultiPolygon) -> (f64, Vec<Defect>) {
        let mut shapes = Shapes::new();
        shapes.push(&shape);
        let repairs = prepare(&mut shapes);
        assert!(prepare(&mut shapes.clone()).is_empty(), "a repaired shape needs no repair");
        (area(&shapes.get(0)), repairs.into_iter().map(|repair| repair.defect).collect())
    }

    fn close(found: (f64, Vec<Defect>), area: f64, defects: &[Defect]) {
        assert!((found.0 - area).abs() < 1e-9, "{found:?} is not {area}");
        assert_eq!(found.1, defects);
    }

    #[test]
    fn valid_shapes_are_left_alone_whatever_their_orientation() {
        let square = wkt!(POLYGON((0. 0.,0. 4.,4. 4.,4. 0.,0. 0.),(1. 1.,2. 1.,2. 2.,1. 2.,1. 1.)));
        close(mended(square.into()), 15.0, &[]);
        let corner_to_corner =
            wkt!(MULTIPOLYGON(((0. 0.,1. 0.,1. 1.,0. 1.,0. 0.)),((1. 1.,2. 1.,2. 2.,1. 2.,1. 1.))));
        close(mended(corner_to_corner), 2.0, &[]);
        let pinched = wkt!(POLYGON((0. 0.,4. 0.,4. 4.,2. 0.,0. 4.,0. 0.)));
        close(mended(pinched.into()), 8.0, &[]);
        let island_in_a_lake = wkt!(MULTIPOLYGON(
            ((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(1. 1.,1. 8.,8. 8.,8. 1.,1. 1.)),
            ((2. 2.,3. 2.,3. 3.,2. 3.,2. 2.))
        ));
        close(mended(island_in_a_lake), 33.0, &[]);
    }

    #[test]
    fn crossing_rings_enclose_what_they_turn_around_an_odd_number_of_times() {
        let bow_tie = wkt!(POLYGON((0. 0.,4. 4.,4. 0.,0. 4.,0. 0.)));
        close(mended(bow_tie.into()), 8.0, &[Defect::SelfCrossing]);
        let twice_around = wkt!(POLYGON((0. 0.,6. 0.,6. 6.,0. 6.,0. 0.,2. 0.,2. 2.,0. 2.,0. 0.)));
        close(mended(twice_around.into()), 32.0, &[Defect::SelfCrossing]);
    }

    #[test]
    fn parts_are_united_and_holes_cut_only_what_is_there() {
        let overlapping =
            wkt!(MULTIPOLYGON(((0. 0.,4. 0.,4. 4.,0. 4.,0. 0.)),((2. 0.,6. 0.,6. 4.,2. 4.,2. 0.))));
        close(mended(overlapping), 24.0, &[Defect::PartsOverlap]);
        let reaching_out = wkt!(POLYGON((0. 0.,4. 0.,4. 4.,0. 4.,0. 0.),(3. 1.,6. 1.,6. 2.,3. 2.,3. 1.)));
        close(mended(reaching_out.into()), 15.0, &[Defect::HoleOutside]);
        let same = wkt!(MULTIPOLYGON(((0. 0.,4. 0.,4. 4.,0. 4.,0. 0.)),((4. 4.,0. 4.,0. 0.,4. 0.,4. 4.))));
        close(mended(same), 16.0, &[Defect::DuplicateRing]);
    }

    #[test]
    fn what_has_no_area_goes() {
        let line = wkt!(POLYGON((0. 0.,4. 4.,0. 0.)));
        close(mended(line.into()), 0.0, &[Defect::NoArea, Defect::Emptied]);
        let with_a_spot = wkt!(MULTIPOLYGON(((0. 0.,4. 0.,4. 4.,0. 4.,0. 0.)),((1. 1.,1. 1.,1. 1.,1. 1.))));
        close(mended(with_a_spot), 16.0, &[Defect::NoArea]);
        let nowhere =
            Polygon::new(LineString::from(vec![(0.0, 0.0), (f64::NAN, 1.0), (1.0, 1.0), (0.0, 0.0)]), vec![]);
        close(mended(nowhere.into()), 0.0, &[Defect::NotFinite, Defect::Emptied]);
    }

    #[test]
    fn a_raster_edged_shape_of_many_parts_is_found_fit() {
        let cell = |x: f64, y: f64| -> Polygon {
            Rect::new(Coord { x, y }, Coord { x: x + 1.0, y: y + 1.0 }).to_polygon()
        };
        let cells = (0..60u32).flat_map(|x| (0..60u32).map(move |y| (x, y)));
        let chessboard =
            cells.filter(|(x, y)| (x + y) % 2 == 0).map(|(x, y)| cell(f64::from(x), f64::from(y)));
        close(mended(chessboard.collect()), 1_800.0, &[]);
    }
    /// Found by fuzzing.
    #[test]
    fn a_ring_without_positions_is_left_out() {
        let mut shapes = Shapes::new();
        shapes.end_ring();
        shapes.end_polygon();
        shapes.end_feature();
        let repairs = prepare(&mut shapes);
        let defects: Vec<Defect> = repairs.into_iter().map(|repair| repair.defect).collect();
        assert_eq!(defects, [Defect::NoArea, Defect::Emptied]);
        assert!(prepare(&mut shapes).is_empty() && shapes.get(0).is_empty());
    }
}
