//! Whether two masts see each other over the ground: what a microwave hop needs.

use geo::Coord;

use super::generate::{BENT_EARTH_M, Ground, Recipe};

/// Between two looks at the ground below the line, metres.
const STEP_M: f64 = 200.0;

/// Whether the straight line between two masts of 42 m stays above the ground, on an earth of 4/3 its radius;
/// `None` where the height of the ground is not known at both ends. Room beside the line (Fresnel zones) is
/// not asked for; ground that is not known hides nothing.
pub fn sees(from: Coord, to: Coord, ground: Ground<'_>) -> Option<bool> {
    let mast = Recipe::default().mast_m;
    let (low, high) = (ground(from)? + mast, ground(to)? + mast);
    let far = (to.x - from.x).hypot(to.y - from.y);
    let looks = (far / STEP_M).ceil().max(1.0) as u32;
    let is_clear = |look: u32| {
        let part = f64::from(look) / f64::from(looks);
        let at = Coord { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
        let bulge = part * far * (1.0 - part) * far / (2.0 * BENT_EARTH_M);
        ground(at).is_none_or(|height| height + bulge < low + part * (high - low))
    };
    Some((1..looks).all(is_clear))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ridge_and_the_bend_of_the_earth_hide_a_mast() {
        let at = |x: f64| Coord { x, y: 0.0 };
        let flat = |_: Coord| Some(0.0);
        // Half way over flat ground the earth stands 5.9 m high at 20 km and 53 m at 60 km.
        assert_eq!(sees(at(0.0), at(20_000.0), &flat), Some(true));
        assert_eq!(sees(at(0.0), at(60_000.0), &flat), Some(false));
        let ridge =
            |top: f64| move |spot: Coord| Some(if (9_500.0..10_500.0).contains(&spot.x) { top } else { 0.0 });
        assert_eq!(sees(at(0.0), at(20_000.0), &ridge(35.0)), Some(true));
        assert_eq!(sees(at(0.0), at(20_000.0), &ridge(37.0)), Some(false));
        assert_eq!(sees(at(20_000.0), at(0.0), &ridge(37.0)), Some(false));
        let unknown = |spot: Coord| (spot.x > 0.0).then_some(0.0);
        assert_eq!(sees(at(0.0), at(5_000.0), &unknown), None);
    }
}
