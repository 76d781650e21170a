//! Datums: where the origin and axes of a coordinate system lie in the Earth.

use geo::Coord;

use super::ellipsoid::{E2, EQUATORIAL_RADIUS_M};

/// A datum on the WGS 84 ellipsoid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Datum {
    /// WGS 84 itself.
    Wgs84,
    /// Hà Nội, VN-2000.
    Vn2000,
}

/// Seven parameters, from VN-2000 to WGS 84, in the coordinate frame convention.
///
/// Source: Decision 05/2007/QĐ-BTNMT of 27 February 2007, Ministry of Natural Resources and
/// Environment, Vietnam; EPSG operation 6960.
struct Helmert {
    shift_m: [f64; 3],
    rotation_arcsec: [f64; 3],
    scale_ppm: f64,
}

const VN_2000: Helmert = Helmert {
    shift_m: [-191.904_414_29, -39.303_182_79, -111.450_328_35],
    rotation_arcsec: [-0.009_288_36, 0.019_754_79, -0.004_273_72],
    scale_ppm: 0.252_906_278,
};

impl Datum {
    /// Longitude and latitude on this datum to those on WGS 84, in degrees; height 0 throughout.
    pub fn to_wgs84(self, position: Coord) -> Coord {
        match self {
            Self::Wgs84 => position,
            Self::Vn2000 => geographic(VN_2000.forward(geocentric(position))),
        }
    }

    /// The way back.
    pub fn out_of_wgs84(self, position: Coord) -> Coord {
        match self {
            Self::Wgs84 => position,
            Self::Vn2000 => geographic(VN_2000.inverse(geocentric(position))),
        }
    }
}

impl Helmert {
    /// The small-angle rotation matrix of the coordinate frame convention.
    fn rotation(&self) -> [[f64; 3]; 3] {
        let [x, y, z] = self.rotation_arcsec.map(|arcsec| (arcsec / 3600.0).to_radians());
        [[1.0, z, -y], [-z, 1.0, x], [y, -x, 1.0]]
    }

    fn forward(&self, position: [f64; 3]) -> [f64; 3] {
        let (rotation, scale) = (self.rotation(), 1.0 + self.scale_ppm * 1e-6);
        std::array::from_fn(|i| {
            self.shift_m[i] + scale * (0..3).map(|j| rotation[i][j] * position[j]).sum::<f64>()
        })
    }

    /// The transposed rotation, as PROJ inverts: its error is of second order in the angles (1e-7 m).
    fn inverse(&self, position: [f64; 3]) -> [f64; 3] {
        let (rotation, scale) = (self.rotation(), 1.0 + self.scale_ppm * 1e-6);
        let moved: [f64; 3] = std::array::from_fn(|i| (position[i] - self.shift_m[i]) / scale);
        std::array::from_fn(|i| (0..3).map(|j| rotation[j][i] * moved[j]).sum())
    }
}

fn geocentric(position: Coord) -> [f64; 3] {
    let (sin_lon, cos_lon) = position.x.to_radians().sin_cos();
    let (sin_lat, cos_lat) = position.y.to_radians().sin_cos();
    let normal = EQUATORIAL_RADIUS_M / (1.0 - E2 * sin_lat * sin_lat).sqrt();
    [normal * cos_lat * cos_lon, normal * cos_lat * sin_lon, normal * (1.0 - E2) * sin_lat]
}

/// Bowring's formula; within a nanometre for positions this near the ellipsoid.
fn geographic([x, y, z]: [f64; 3]) -> Coord {
    let polar_radius = EQUATORIAL_RADIUS_M * (1.0 - E2).sqrt();
    let distance = x.hypot(y);
    let (sin, cos) = {
        let (a, b) = (z * EQUATORIAL_RADIUS_M, distance * polar_radius);
        let length = a.hypot(b);
        (a / length, b / length)
    };
    let second = E2 / (1.0 - E2);
    let lat =
        (z + second * polar_radius * sin.powi(3)).atan2(distance - E2 * EQUATORIAL_RADIUS_M * cos.powi(3));
    Coord { x: y.atan2(x).to_degrees(), y: lat.to_degrees() }
}
