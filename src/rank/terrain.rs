//! What terrain multiplies costs by.

/// Heights above sea, metres, up to which ground is of class 1, 2, 3, 4; above it is of class 5.
const HEIGHTS_M: [f64; 4] = [500.0, 1_000.0, 2_000.0, 3_000.0];
/// Slopes, degrees, likewise.
const SLOPES: [f64; 4] = [10.0, 20.0, 30.0, 40.0];

/// The multiplier of costs on ground of a height and a slope: 1 on flat low ground, 1.29 on the worst.
///
/// # Method
/// Bands, weights and formula are those of OnSSET's grid penalty, 1 + (e^(0.85 · (class − 1)) − 1) / 100,
/// of its five factors the two that a raster of heights gives: height (0.15) and slope (0.30). Class 1 is
/// the easiest here.
pub fn terrain_multiplier(height_m: f64, slope_degrees: f64) -> f64 {
    let class =
        |value: f64, bands: &[f64; 4]| 1.0 + bands.iter().filter(|band| value > **band).count() as f64;
    let class = (0.15 * class(height_m, &HEIGHTS_M) + 0.30 * class(slope_degrees, &SLOPES)) / 0.45;
    1.0 + ((0.85 * (class - 1.0)).exp() - 1.0) / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steep_high_ground_costs_more() {
        assert_eq!(terrain_multiplier(3.0, 1.0), 1.0);
        // Height of class 3 and slope of class 2: class 2.3333; e^(0.85 · 1.3333) = 3.1056.
        assert!((terrain_multiplier(1_500.0, 15.0) - 1.021_056).abs() < 1e-4);
        assert!((terrain_multiplier(4_000.0, 50.0) - 1.289_6).abs() < 1e-3);
    }
}
