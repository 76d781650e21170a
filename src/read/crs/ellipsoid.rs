//! The WGS 84 ellipsoid, and the latitude whose sphere has the same area.

/// Equatorial radius of WGS 84, in metres.
pub const EQUATORIAL_RADIUS_M: f64 = 6_378_137.0;
/// Flattening of WGS 84.
pub const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// First eccentricity squared.
pub const E2: f64 = FLATTENING * (2.0 - FLATTENING);
/// Third flattening.
pub const N: f64 = FLATTENING / (2.0 - FLATTENING);

const TERMS: usize = 9;

/// `sin(authalic latitude) = s · Σ coefficient[k] · s²ᵏ` with `s = sin(latitude)`.
///
/// Snyder's q (Map Projections, USGS 1395, eq. 3-12) has a quotient and a logarithm; both are
/// geometric series in e²s², and nine terms are exact to the last bit since e² < 0.007.
pub const AUTHALIC: [f64; TERMS] = authalic_series();

const fn authalic_series() -> [f64; TERMS] {
    let mut series = [0.0; TERMS];
    let (mut power, mut k, mut sum) = (1.0, 0, 0.0);
    while k < TERMS {
        series[k] = power * (2 * k + 2) as f64 / (2 * k + 1) as f64;
        sum += series[k];
        power *= E2;
        k += 1;
    }
    k = 0;
    while k < TERMS {
        series[k] /= sum;
        k += 1;
    }
    series
}

/// Snyder's q at the pole: twice the area of a hemisphere over 2πa².
pub fn q_pole() -> f64 {
    let (mut power, mut sum) = (1.0, 0.0);
    for k in 0..TERMS {
        sum += power * (2 * k + 2) as f64 / (2 * k + 1) as f64;
        power *= E2;
    }
    (1.0 - E2) * sum
}

/// Sine of the authalic latitude, from the sine of the geographic one.
pub fn authalic_sine(sine: f64) -> f64 {
    let square = sine * sine;
    sine * AUTHALIC.iter().rev().fold(0.0, |sum, term| sum * square + term)
}

/// Geographic latitude from the authalic one, both in radians.
pub fn geographic_latitude(authalic: f64) -> f64 {
    let (sin, cos) = (2.0 * authalic).sin_cos();
    authalic + sine_series(&FROM_AUTHALIC, sin, cos)
}

/// Geographic latitude, in radians, from the tangent of the conformal one.
pub fn latitude_from_conformal(tangent: f64) -> f64 {
    let square = 1.0 + tangent * tangent;
    let (sin, cos) = (2.0 * tangent / square, (1.0 - tangent * tangent) / square);
    tangent.atan() + sine_series(&FROM_CONFORMAL, sin, cos)
}

/// `Σ cₖ sin 2kx` by Clenshaw's recurrence, from the sine and cosine of 2x.
fn sine_series(coefficients: &[f64; 6], sin: f64, cos: f64) -> f64 {
    let (mut b1, mut b2) = (0.0, 0.0);
    for coefficient in coefficients.iter().rev() {
        (b1, b2) = (2.0 * cos * b1 - b2 + coefficient, b1);
    }
    sin * b1
}

/// A polynomial in the third flattening without a constant term.
pub const fn in_n(coefficients: [f64; 6]) -> f64 {
    let (mut k, mut sum) = (6, 0.0);
    while k > 0 {
        k -= 1;
        sum = (sum + coefficients[k]) * N;
    }
    sum
}

/// Karney, On auxiliary latitudes (2022), appendix A, to the sixth order.
const FROM_AUTHALIC: [f64; 6] = [
    in_n([
        4.0 / 3.0,
        4.0 / 45.0,
        -16.0 / 35.0,
        -2582.0 / 14175.0,
        60136.0 / 467_775.0,
        28_112_932.0 / 212_837_625.0,
    ]),
    in_n([
        0.0,
        46.0 / 45.0,
        152.0 / 945.0,
        -11966.0 / 14175.0,
        -21016.0 / 51975.0,
        251_310_128.0 / 638_512_875.0,
    ]),
    in_n([0.0, 0.0, 3044.0 / 2835.0, 3802.0 / 14175.0, -94388.0 / 66825.0, -8_797_648.0 / 10_945_935.0]),
    in_n([0.0, 0.0, 0.0, 6059.0 / 4725.0, 41072.0 / 93555.0, -1_472_637_812.0 / 638_512_875.0]),
    in_n([0.0, 0.0, 0.0, 0.0, 768_272.0 / 467_775.0, 455_935_736.0 / 638_512_875.0]),
    in_n([0.0, 0.0, 0.0, 0.0, 0.0, 4_210_684_958.0 / 1_915_538_625.0]),
];

/// The same source.
const FROM_CONFORMAL: [f64; 6] = [
    in_n([2.0, -2.0 / 3.0, -2.0, 116.0 / 45.0, 26.0 / 45.0, -2854.0 / 675.0]),
    in_n([0.0, 7.0 / 3.0, -8.0 / 5.0, -227.0 / 45.0, 2704.0 / 315.0, 2323.0 / 945.0]),
    in_n([0.0, 0.0, 56.0 / 15.0, -136.0 / 35.0, -1262.0 / 105.0, 73814.0 / 2835.0]),
    in_n([0.0, 0.0, 0.0, 4279.0 / 630.0, -332.0 / 35.0, -399_572.0 / 14175.0]),
    in_n([0.0, 0.0, 0.0, 0.0, 4174.0 / 315.0, -144_838.0 / 6237.0]),
    in_n([0.0, 0.0, 0.0, 0.0, 0.0, 601_676.0 / 22275.0]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_is_snyders_closed_formula() {
        let e = E2.sqrt();
        let closed =
            |s: f64| (1.0 - E2) * (s / (1.0 - E2 * s * s) - ((1.0 - e * s) / (1.0 + e * s)).ln() / (2.0 * e));
        assert!((q_pole() - closed(1.0)).abs() < 1e-15);
        for s in [-1.0_f64, -0.3, 0.0, 0.05, 0.5, 0.94, 1.0] {
            assert!((authalic_sine(s) - closed(s) / closed(1.0)).abs() < 2e-15, "{s}");
        }
    }

    #[test]
    fn the_ellipsoid_has_its_published_area() {
        // Moritz, Geodetic Reference System 1980, gives 510 065 621.7 km² for its twin GRS 80.
        let area_km2 = 2.0 * std::f64::consts::PI * EQUATORIAL_RADIUS_M.powi(2) * q_pole() / 1e6;
        assert!((area_km2 - 510_065_621.7).abs() < 0.1, "{area_km2}");
    }

    #[test]
    fn latitude_comes_back_from_authalic_latitude() {
        for degrees in [-90.0_f64, -61.3, -10.0, 0.0, 19.2, 45.0, 80.0, 89.9] {
            let latitude = degrees.to_radians();
            let back = geographic_latitude(authalic_sine(latitude.sin()).clamp(-1.0, 1.0).asin());
            let loss = 1e-15 / latitude.cos().max(1e-8);
            assert!((back - latitude).abs() < loss, "{degrees}: off by {}", back - latitude);
        }
    }
}
