//! Many areas as one, exact inside a window.

use geo::{Coord, Rect};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::overlay::FloatOverlay;

/// The union of rings, as i_overlay has it: of each polygon the outer ring (counter-clockwise),
/// then its holes (clockwise), without closing positions, seen from the window's centre.
pub(super) type Dissolved = Vec<Vec<Vec<[f64; 2]>>>;

/// The union of prepared areas, given ring by ring, exact inside the window; what it holds
/// outside the window is arbitrary.
pub(super) fn dissolve<'a>(rings: impl Iterator<Item = &'a [Coord]>, window: Rect) -> Dissolved {
    let origin = window.center();
    let contours: Vec<Vec<[f64; 2]>> =
        rings.map(|ring| compact(ring, window, origin)).filter(|ring| ring.len() > 2).collect();
    if contours.is_empty() {
        return Vec::new();
    }
    FloatOverlay::<[f64; 2], i64>::from_subj_and_clip(&contours, &Vec::<Vec<[f64; 2]>>::new())
        .overlay(OverlayRule::Subject, FillRule::NonZero)
}

/// A closed ring without its closing position, in which every run of positions beyond one side
/// of the window is reduced to its two ends: no new position is made, and the winding number
/// inside the window stays.
pub(super) fn compact(ring: &[Coord], window: Rect, origin: Coord) -> Vec<[f64; 2]> {
    let (min, max) = (window.min(), window.max());
    let beyond = |p: Coord| {
        u8::from(p.x < min.x)
            | u8::from(p.x > max.x) << 1
            | u8::from(p.y < min.y) << 2
            | u8::from(p.y > max.y) << 3
    };
    let local = |p: Coord| [p.x - origin.x, p.y - origin.y];
    let (mut kept, mut shared, mut last) = (Vec::new(), 0, None);
    for &p in &ring[..ring.len().saturating_sub(1)] {
        let sides = beyond(p);
        if shared & sides == 0 {
            kept.extend(last.take().map(local));
            kept.push(local(p));
            shared = sides;
        } else {
            last = Some(p);
            shared &= sides;
        }
    }
    kept.extend(last.map(local));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beyond_one_side_collapses_and_the_inside_stays() {
        let at = |x: f64, y: f64| Coord { x, y };
        let ring = [at(0., 0.), at(20., 0.), at(21., 1.), at(22., 2.), at(21., 3.), at(0., 5.), at(0., 0.)];
        let window = Rect::new(at(-1., -1.), at(10., 10.));
        let kept = compact(&ring, window, at(0., 0.));
        assert_eq!(kept, [[0., 0.], [20., 0.], [21., 3.], [0., 5.]]);
    }
}
