//! Lambert's azimuthal equal-area projection of WGS 84, and its inverse.
//!
//! Formulas: Snyder, Map Projections (USGS Professional Paper 1395, 1987), eq. 24-17 to 24-29.
//! A country's positions go through here on the hot path, so sines come from polynomials that
//! a compiler can put into vector registers.

use geo::Coord;

use super::ellipsoid::{AUTHALIC, EQUATORIAL_RADIUS_M, authalic_sine, geographic_latitude, q_pole};
use super::parallel;
use crate::error::Error;
use crate::plane::Transform;

/// The projection around one centre; areas are exact everywhere, shapes near the centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Laea {
    lon_0: f64,
    lat_0: f64,
    sin_centre: f64,
    cos_centre: f64,
    radius_m: f64,
    stretch: f64,
}

/// How many positions are worked on side by side.
const LANES: usize = 8;

impl Laea {
    /// The projection centred on a longitude and a latitude, in degrees.
    pub fn new(lon_0: f64, lat_0: f64) -> Self {
        let (sin, cos) = lat_0.to_radians().sin_cos();
        let sin_centre = authalic_sine(sin);
        let cos_centre = (1.0 - sin_centre * sin_centre).max(0.0).sqrt();
        let radius = (0.5 * q_pole()).sqrt();
        let stretch = if cos_centre > 1e-9 {
            cos / ((1.0 - super::ellipsoid::E2 * sin * sin).sqrt() * radius * cos_centre)
        } else {
            1.0
        };
        Self { lon_0, lat_0, sin_centre, cos_centre, radius_m: EQUATORIAL_RADIUS_M * radius, stretch }
    }

    /// The projection as PROJ reads it.
    pub fn proj_string(&self) -> String {
        format!(
            "+proj=laea +lat_0={} +lon_0={} +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs",
            self.lat_0, self.lon_0
        )
    }

    fn forward_lanes(&self, lanes: &mut [Coord; LANES]) {
        let mut lon = [0.0; LANES];
        let mut lat = [0.0; LANES];
        let mut on_globe = [true; LANES];
        let mut wide = false;
        for k in 0..LANES {
            on_globe[k] = lanes[k].x.abs() <= 360.0;
            lon[k] = lanes[k].x - self.lon_0;
            lat[k] = lanes[k].y;
            wide |= lon[k].abs() > 90.0;
        }
        if wide {
            for degrees in &mut lon {
                *degrees -= 360.0 * (*degrees / 360.0).round();
            }
        }
        let (mut sin_lon, mut cos_lon) = ([0.0; LANES], [0.0; LANES]);
        for k in 0..LANES {
            let radians = lon[k].to_radians();
            (sin_lon[k], cos_lon[k]) = (sine(radians), cosine(radians));
        }
        if wide {
            for k in 0..LANES {
                (sin_lon[k], cos_lon[k]) = lon[k].to_radians().sin_cos();
            }
        }
        for k in 0..LANES {
            let s = sine(lat[k].to_radians());
            let square = s * s;
            let mut series = AUTHALIC[AUTHALIC.len() - 1];
            for term in AUTHALIC[..AUTHALIC.len() - 1].iter().rev() {
                series = series * square + term;
            }
            let sin = s * series;
            let cos = (1.0 - sin * sin).max(0.0).sqrt();
            let toward = cos * cos_lon[k];
            let b = self.radius_m * (2.0 / (1.0 + self.sin_centre * sin + self.cos_centre * toward)).sqrt();
            lanes[k].x = self.stretch * b * cos * sin_lon[k];
            lanes[k].y = b * (self.cos_centre * sin - self.sin_centre * toward) / self.stretch;
        }
        for k in 0..LANES {
            let fits =
                lat[k].abs() <= 90.0 && on_globe[k] && lanes[k].x.is_finite() && lanes[k].y.is_finite();
            if !fits {
                lanes[k] = super::NOWHERE;
            }
        }
    }

    fn inverse(&self, position: Coord) -> Coord {
        let (x, y) = (position.x / (self.stretch * self.radius_m), position.y * self.stretch / self.radius_m);
        let rho = x.hypot(y);
        // no image beyond the antipode
        if rho > 2.0 || rho.is_nan() {
            return super::NOWHERE;
        }
        if rho == 0.0 {
            return Coord { x: self.lon_0, y: self.lat_0 };
        }
        let (sin, cos) = (2.0 * (0.5 * rho).asin()).sin_cos();
        let authalic = cos * self.sin_centre + y * sin * self.cos_centre / rho;
        let lon = (x * sin).atan2(rho * self.cos_centre * cos - y * self.sin_centre * sin).to_degrees();
        let lat = geographic_latitude(authalic.clamp(-1.0, 1.0).asin()).to_degrees();
        Coord { x: super::wrapped(lon + self.lon_0), y: lat }
    }
}

/// Longitude and latitude to the plane.
#[derive(Debug, Clone, Copy)]
pub struct Forward(pub Laea);

/// The plane to longitude and latitude.
#[derive(Debug, Clone, Copy)]
pub struct Inverse(pub Laea);

impl Transform for Forward {
    fn apply(&self, positions: &mut [Coord]) -> Result<(), Error> {
        parallel(positions, |chunk| {
            let (whole, rest) = chunk.as_chunks_mut::<LANES>();
            whole.iter_mut().for_each(|lanes| self.0.forward_lanes(lanes));
            let mut lanes = [Coord { x: self.0.lon_0, y: self.0.lat_0 }; LANES];
            lanes[..rest.len()].copy_from_slice(rest);
            self.0.forward_lanes(&mut lanes);
            rest.copy_from_slice(&lanes[..rest.len()]);
        });
        Ok(())
    }
}

impl Transform for Inverse {
    fn apply(&self, positions: &mut [Coord]) -> Result<(), Error> {
        parallel(positions, |chunk| {
            chunk.iter_mut().for_each(|position| *position = self.0.inverse(*position))
        });
        Ok(())
    }
}

/// Taylor's sine, right to the last bits within a quarter turn.
#[inline(always)]
fn sine(x: f64) -> f64 {
    const TERMS: [f64; 11] = taylor(1);
    x * polynomial(&TERMS, x * x)
}

/// Taylor's cosine, right to the last bits within a quarter turn.
#[inline(always)]
fn cosine(x: f64) -> f64 {
    const TERMS: [f64; 11] = taylor(0);
    polynomial(&TERMS, x * x)
}

#[inline(always)]
fn polynomial(terms: &[f64; 11], x: f64) -> f64 {
    let mut sum = terms[10];
    for k in (0..10).rev() {
        sum = sum * x + terms[k];
    }
    sum
}

/// `(-1)ᵏ / (2k + first)!`
const fn taylor(first: usize) -> [f64; 11] {
    let mut terms = [1.0; 11];
    let mut k = 1;
    while k < 11 {
        terms[k] = -terms[k - 1] / ((2 * k + first) * (2 * k + first - 1)) as f64;
        k += 1;
    }
    terms
}
