//! Transverse Mercator on the WGS 84 ellipsoid: UTM, and the zones of VN-2000.
//!
//! Krüger's series to the sixth order in the third flattening, as in Karney, Transverse
//! Mercator with an accuracy of a few nanometers (2011), eq. 7 to 36.

use geo::Coord;

use super::ellipsoid::{E2, EQUATORIAL_RADIUS_M, N, in_n, latitude_from_conformal};

/// One zone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TransverseMercator {
    /// Central meridian, in degrees.
    pub lon_0: f64,
    /// Scale on the central meridian.
    pub scale: f64,
    /// False easting, in metres.
    pub false_easting_m: f64,
    /// False northing, in metres.
    pub false_northing_m: f64,
}

const ALPHA: [f64; 6] = [
    in_n([1.0 / 2.0, -2.0 / 3.0, 5.0 / 16.0, 41.0 / 180.0, -127.0 / 288.0, 7891.0 / 37800.0]),
    in_n([0.0, 13.0 / 48.0, -3.0 / 5.0, 557.0 / 1440.0, 281.0 / 630.0, -1_983_433.0 / 1_935_360.0]),
    in_n([0.0, 0.0, 61.0 / 240.0, -103.0 / 140.0, 15061.0 / 26880.0, 167_603.0 / 181_440.0]),
    in_n([0.0, 0.0, 0.0, 49561.0 / 161_280.0, -179.0 / 168.0, 6_601_661.0 / 7_257_600.0]),
    in_n([0.0, 0.0, 0.0, 0.0, 34729.0 / 80640.0, -3_418_889.0 / 1_995_840.0]),
    in_n([0.0, 0.0, 0.0, 0.0, 0.0, 212_378_941.0 / 319_334_400.0]),
];

const BETA: [f64; 6] = [
    in_n([1.0 / 2.0, -2.0 / 3.0, 37.0 / 96.0, -1.0 / 360.0, -81.0 / 512.0, 96199.0 / 604_800.0]),
    in_n([0.0, 1.0 / 48.0, 1.0 / 15.0, -437.0 / 1440.0, 46.0 / 105.0, -1_118_711.0 / 3_870_720.0]),
    in_n([0.0, 0.0, 17.0 / 480.0, -37.0 / 840.0, -209.0 / 4480.0, 5569.0 / 90720.0]),
    in_n([0.0, 0.0, 0.0, 4397.0 / 161_280.0, -11.0 / 504.0, -830_251.0 / 7_257_600.0]),
    in_n([0.0, 0.0, 0.0, 0.0, 4583.0 / 161_280.0, -108_847.0 / 3_991_680.0]),
    in_n([0.0, 0.0, 0.0, 0.0, 0.0, 20_648_693.0 / 638_668_800.0]),
];

/// Radius of the sphere whose meridian is as long as the ellipsoid's.
const RECTIFYING_RADIUS_M: f64 =
    EQUATORIAL_RADIUS_M / (1.0 + N) * (1.0 + N * N / 4.0 * (1.0 + N * N / 16.0 * (1.0 + N * N / 4.0)));

impl TransverseMercator {
    /// A zone of UTM, 1 to 60.
    pub fn utm(zone: u32, south: bool) -> Self {
        Self {
            lon_0: f64::from(zone) * 6.0 - 183.0,
            scale: 0.9996,
            false_easting_m: 500_000.0,
            false_northing_m: if south { 10_000_000.0 } else { 0.0 },
        }
    }

    /// Longitude and latitude of the ellipsoid, in degrees, to easting and northing.
    pub fn forward(&self, position: Coord) -> Coord {
        let lon = super::wrapped(position.x - self.lon_0);
        // the series is for the half of the globe around the meridian
        if !(lon.abs() < 80.0 && position.y.abs() <= 90.0) {
            return super::NOWHERE;
        }
        let (sin_lon, cos_lon) = lon.to_radians().sin_cos();
        let conformal = conformal_tangent(position.y.to_radians().tan());
        let xi = conformal.atan2(cos_lon);
        let eta = (sin_lon / hypotenuse(conformal, cos_lon)).asinh();
        let (d_xi, d_eta) = sum_series(&ALPHA, xi, eta);
        let metres = self.scale * RECTIFYING_RADIUS_M;
        Coord {
            x: self.false_easting_m + metres * (eta + d_eta),
            y: self.false_northing_m + metres * (xi + d_xi),
        }
    }

    /// Easting and northing to longitude and latitude of the ellipsoid, in degrees.
    pub fn inverse(&self, position: Coord) -> Coord {
        let metres = self.scale * RECTIFYING_RADIUS_M;
        let xi = (position.y - self.false_northing_m) / metres;
        let eta = (position.x - self.false_easting_m) / metres;
        // beyond a pole, or past where the series holds
        if !(xi.abs() <= std::f64::consts::FRAC_PI_2 && eta.abs() < 1.5) {
            return super::NOWHERE;
        }
        let (d_xi, d_eta) = sum_series(&BETA, xi, eta);
        let (xi, eta) = (xi - d_xi, eta - d_eta);
        let (sin_xi, cos_xi) = xi.sin_cos();
        let exp = eta.exp();
        let sinh_eta = 0.5 * (exp - 1.0 / exp);
        let lat = latitude_from_conformal(sin_xi / hypotenuse(sinh_eta, cos_xi)).to_degrees();
        Coord { x: super::wrapped(self.lon_0 + sinh_eta.atan2(cos_xi).to_degrees()), y: lat }
    }
}

/// `Σ cⱼ sin 2jξ cosh 2jη` and `Σ cⱼ cos 2jξ sinh 2jη`, by Clenshaw's recurrence on the complex sine.
fn sum_series(coefficients: &[f64; 6], xi: f64, eta: f64) -> (f64, f64) {
    let (sin, cos) = (2.0 * xi).sin_cos();
    let exp = (2.0 * eta).exp();
    let (sinh, cosh) = (0.5 * (exp - 1.0 / exp), 0.5 * (exp + 1.0 / exp));
    // 2 cos(2ζ) of the complex ζ = ξ + iη
    let (re, im) = (2.0 * cos * cosh, -2.0 * sin * sinh);
    let (mut b1, mut b2) = ((0.0, 0.0), (0.0, 0.0));
    for coefficient in coefficients.iter().rev() {
        let next = (re * b1.0 - im * b1.1 - b2.0 + coefficient, re * b1.1 + im * b1.0 - b2.1);
        (b2, b1) = (b1, next);
    }
    let (s_re, s_im) = (sin * cosh, cos * sinh);
    (s_re * b1.0 - s_im * b1.1, s_re * b1.1 + s_im * b1.0)
}

/// Tangent of the conformal latitude, from the tangent of the geographic one.
fn conformal_tangent(tangent: f64) -> f64 {
    let e = E2.sqrt();
    let secant = hypotenuse(tangent, 1.0);
    let sigma = (e * (e * tangent / secant).atanh()).sinh();
    hypotenuse(sigma, 1.0) * tangent - sigma * secant
}

/// Numbers near 1, so nothing overflows; a quarter of the time of the careful `f64::hypot`.
fn hypotenuse(a: f64, b: f64) -> f64 {
    (a * a + b * b).sqrt()
}
