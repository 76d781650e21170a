//! A coordinate system, and the way from it to WGS 84 longitude and latitude.

use std::sync::Arc;

use geo::Coord;

use super::datum::Datum;
use super::parallel;
use super::transverse_mercator::TransverseMercator;
use crate::error::Error;
use crate::plane::{Identity, Transform};
use crate::read::hooks::{CrsUnit, GdalHooks};
use crate::read::layer::Crs;

/// A coordinate system that reading can work with.
#[derive(Debug, Clone)]
pub enum System {
    /// One whose formulas are here.
    Native(Native),
    /// One that PROJ knows.
    Proj(Proj),
}

/// Longitude and latitude, or a transverse Mercator zone, on WGS 84 or VN-2000.
#[derive(Debug, Clone, PartialEq)]
pub struct Native {
    code: u32,
    datum: Datum,
    zone: Option<TransverseMercator>,
}

/// A coordinate system left to PROJ.
#[derive(Debug, Clone)]
pub struct Proj {
    /// As PROJ accepts it.
    definition: String,
    unit: CrsUnit,
    is_web_map: bool,
    hooks: &'static dyn GdalHooks,
}

/// Why a coordinate system cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// Only PROJ could say, and the program is without it.
    NeedsGdal(String),
    /// PROJ does not know it.
    Unknown(String),
}

impl System {
    /// WGS 84 longitude and latitude.
    pub const WGS84: Self = Self::Native(Native { code: 4326, datum: Datum::Wgs84, zone: None });

    /// The system a file states.
    pub fn of(crs: &Crs, hooks: Option<&'static dyn GdalHooks>) -> Result<Self, Refusal> {
        match crs {
            Crs::Wgs84 | Crs::Unstated => Ok(Self::WGS84),
            Crs::Epsg(code) => Self::named(&format!("EPSG:{code}"), hooks),
            Crs::Other(text) => Self::named(text, hooks),
        }
    }

    /// The system that a code, WKT, PROJJSON or a `+proj=` string means.
    pub fn named(text: &str, hooks: Option<&'static dyn GdalHooks>) -> Result<Self, Refusal> {
        let text = text.trim();
        let code = epsg_code(text);
        if let Some(native) = code.and_then(Native::from_epsg) {
            return Ok(Self::Native(native));
        }
        if is_wgs84_degrees(text) {
            return Ok(Self::WGS84);
        }
        let definition = code.map_or_else(|| text.to_owned(), |code| format!("EPSG:{code}"));
        let Some(hooks) = hooks else { return Err(Refusal::NeedsGdal(definition)) };
        let facts = hooks.describe(&definition).map_err(Refusal::Unknown)?;
        if let Some(native) = facts.epsg.and_then(Native::from_epsg) {
            return Ok(Self::Native(native));
        }
        let definition = facts.epsg.map_or(definition, |code| format!("EPSG:{code}"));
        Ok(Self::Proj(Proj { definition, unit: facts.unit, is_web_map: facts.is_web_map, hooks }))
    }

    /// As PROJ accepts it.
    pub fn definition(&self) -> String {
        match self {
            Self::Native(native) => format!("EPSG:{}", native.code),
            Self::Proj(proj) => proj.definition.clone(),
        }
    }

    /// The unit it counts in.
    pub fn unit(&self) -> CrsUnit {
        match self {
            Self::Native(Native { zone: None, .. }) => CrsUnit::Degrees,
            Self::Native(_) => CrsUnit::Metres,
            Self::Proj(proj) => proj.unit,
        }
    }

    /// Whether it is a map of the world for screens.
    pub fn is_web_map(&self) -> bool {
        matches!(self, Self::Proj(proj) if proj.is_web_map)
    }

    /// Whether both are the same system.
    pub fn is(&self, other: &Self) -> bool {
        self.definition() == other.definition()
    }

    /// The way to WGS 84 longitude and latitude.
    ///
    /// # Errors
    /// When PROJ knows none.
    pub fn to_wgs84(&self) -> Result<Arc<dyn Transform>, Refusal> {
        match self {
            Self::Native(native) if native.code == 4326 => Ok(Arc::new(Identity)),
            Self::Native(native) => Ok(Arc::new(ToWgs84(native.clone()))),
            Self::Proj(proj) => proj.hooks.transform(&proj.definition, "EPSG:4326").map_err(Refusal::Unknown),
        }
    }

    /// The way from WGS 84 longitude and latitude.
    ///
    /// # Errors
    /// When PROJ knows none.
    pub fn out_of_wgs84(&self) -> Result<Arc<dyn Transform>, Refusal> {
        match self {
            Self::Native(native) if native.code == 4326 => Ok(Arc::new(Identity)),
            Self::Native(native) => Ok(Arc::new(FromWgs84(native.clone()))),
            Self::Proj(proj) => proj.hooks.transform("EPSG:4326", &proj.definition).map_err(Refusal::Unknown),
        }
    }
}

impl Native {
    /// The systems whose formulas are here, by their code: WGS 84, its UTM zones, and VN-2000.
    fn from_epsg(code: u32) -> Option<Self> {
        let utm = |zone, south| Some(TransverseMercator::utm(zone, south));
        let (datum, zone) = match code {
            4326 | 4979 => return Some(Self { code: 4326, datum: Datum::Wgs84, zone: None }),
            32601..=32660 => (Datum::Wgs84, utm(code - 32600, false)),
            32701..=32760 => (Datum::Wgs84, utm(code - 32700, true)),
            4756 => (Datum::Vn2000, None),
            3405 | 3406 => (Datum::Vn2000, utm(code - 3405 + 48, false)),
            _ => (Datum::Vn2000, Some(vn_2000_zone(vn_2000_meridian(code)?))),
        };
        Some(Self { code, datum, zone })
    }

    fn to_wgs84(&self, position: Coord) -> Coord {
        let geographic = self.zone.map_or_else(|| on_earth(position), |zone| zone.inverse(position));
        self.datum.to_wgs84(geographic)
    }

    fn out_of_wgs84(&self, position: Coord) -> Coord {
        let geographic = self.datum.out_of_wgs84(on_earth(position));
        self.zone.map_or(geographic, |zone| zone.forward(geographic))
    }
}

/// Central meridian of a 3° zone of VN-2000, in degrees, by its EPSG code.
fn vn_2000_meridian(code: u32) -> Option<f64> {
    const PROVINCIAL: [f64; 14] = [
        103.0, 104.0, 104.5, 104.75, 105.5, 105.75, 106.0, 106.25, 106.5, 107.0, 107.25, 107.5, 108.25, 108.5,
    ];
    const REGIONAL: [f64; 4] = [102.0, 105.0, 108.0, 107.75];
    match code {
        5896..=5899 => REGIONAL.get(code as usize - 5896).copied(),
        9205..=9218 => PROVINCIAL.get(code as usize - 9205).copied(),
        _ => None,
    }
}

fn vn_2000_zone(lon_0: f64) -> TransverseMercator {
    TransverseMercator { lon_0, scale: 0.9999, false_easting_m: 500_000.0, false_northing_m: 0.0 }
}

fn on_earth(position: Coord) -> Coord {
    if position.x.abs() <= 360.0 && position.y.abs() <= 90.0 { position } else { super::NOWHERE }
}

struct ToWgs84(Native);
struct FromWgs84(Native);

impl Transform for ToWgs84 {
    fn apply(&self, positions: &mut [Coord]) -> Result<(), Error> {
        parallel(positions, |chunk| {
            chunk.iter_mut().for_each(|position| *position = self.0.to_wgs84(*position))
        });
        Ok(())
    }
}

impl Transform for FromWgs84 {
    fn apply(&self, positions: &mut [Coord]) -> Result<(), Error> {
        parallel(positions, |chunk| {
            chunk.iter_mut().for_each(|position| *position = self.0.out_of_wgs84(*position));
        });
        Ok(())
    }
}

/// The code in `EPSG:3405`, `urn:ogc:def:crs:EPSG::3405`, an OGC address, or a bare `3405`.
fn epsg_code(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let names_epsg = lower.starts_with("epsg:")
        || lower.starts_with("urn:ogc:def:crs:epsg:")
        || lower.starts_with("urn:x-ogc:def:crs:epsg:")
        || (lower.starts_with("http") && lower.contains("/def/crs/epsg/"));
    if names_epsg { lower.rsplit([':', '/']).next()?.parse().ok() } else { lower.parse().ok() }
}

/// Whether a text is one of the usual spellings of WGS 84 longitude and latitude.
fn is_wgs84_degrees(text: &str) -> bool {
    let word: String = text.to_ascii_lowercase().split_whitespace().collect();
    matches!(
        word.as_str(),
        "wgs84"
            | "crs84"
            | "ogc:crs84"
            | "urn:ogc:def:crs:ogc:1.3:crs84"
            | "urn:ogc:def:crs:ogc::crs84"
            | "http://www.opengis.net/def/crs/ogc/1.3/crs84"
            | "+proj=longlat+datum=wgs84+no_defs"
            | "+proj=longlat+datum=wgs84"
            | "+proj=longlat+ellps=wgs84+datum=wgs84+no_defs"
            | "+proj=longlat+datum=wgs84+no_defs+type=crs"
            | "+init=epsg:4326"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_code_is_understood() {
        for text in
            ["EPSG:3405", "epsg:3405", "3405", "urn:ogc:def:crs:EPSG::3405", "urn:ogc:def:crs:EPSG:6.9:3405"]
        {
            let system = System::named(text, None).unwrap();
            assert_eq!(system.definition(), "EPSG:3405", "{text}");
        }
        for text in ["WGS84", "OGC:CRS84", "EPSG:4326", "+proj=longlat +datum=WGS84 +no_defs"] {
            assert!(System::named(text, None).unwrap().is(&System::WGS84), "{text}");
        }
    }

    #[test]
    fn what_has_no_formulas_here_asks_for_gdal() {
        let refusal = System::named("EPSG:2154", None).unwrap_err();
        assert_eq!(refusal, Refusal::NeedsGdal("EPSG:2154".into()));
    }
}
