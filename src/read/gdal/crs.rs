//! Coordinate systems and transformations, by PROJ.

use std::sync::Arc;

use gdal::spatial_ref::{AxisMappingStrategy, CoordTransform, CoordTransformOptions, SpatialRef};
use geo::Coord;
use rayon::prelude::*;

use super::errors::{listen, sentence};
use crate::error::Error;
use crate::plane::Transform;
use crate::read::hooks::{CrsFacts, CrsTexts, CrsUnit};
use crate::read::layer::Crs;

/// What PROJ knows of a coordinate system.
pub fn describe(definition: &str) -> Result<CrsFacts, String> {
    let system = parse(definition)?;
    let name = system.name().unwrap_or_else(|| definition.to_owned());
    let metre = |unit: f64| (unit - 1.0).abs() < 1e-9;
    let degree = |unit: f64| (unit - 1f64.to_radians()).abs() < 1e-12;
    let unit = if system.is_projected() && metre(system.linear_units()) {
        CrsUnit::Metres
    } else if system.is_geographic() && degree(system.angular_units()) {
        CrsUnit::Degrees
    } else {
        CrsUnit::Other
    };
    let epsg = epsg_of(&system);
    let projection = system.get_attr_value("PROJECTION", 0).ok().flatten().unwrap_or_default();
    let is_web_map =
        projection.starts_with("Mercator") || projection.contains("Pseudo") || epsg == Some(3857);
    if system.is_local() || system.is_geocentric() {
        return Err(format!("`{name}` says nothing of where on Earth it is"));
    }
    Ok(CrsFacts { name, epsg, unit, is_web_map })
}

/// A coordinate system in the texts that files carry.
pub fn texts(definition: &str) -> Result<CrsTexts, String> {
    let system = parse(definition)?;
    let (made, said) = listen(|| {
        let esri = system.clone();
        esri.morph_to_esri()?;
        Ok((system.to_wkt()?, esri.to_wkt()?, system.to_projjson()?))
    });
    let (wkt, esri_wkt, projjson) =
        made.map_err(|error| format!("`{definition}`: {}", sentence(&error, &said)))?;
    let name = system.name().unwrap_or_else(|| definition.to_owned());
    Ok(CrsTexts { name, epsg: epsg_of(&system), wkt, esri_wkt, projjson })
}

/// The way from one coordinate system to another.
///
/// Only with a datum shift PROJ knows: where it would take two datums for one, for want of
/// anything better, it is refused, since that is a silent error of up to hundreds of metres.
pub fn transform(from: &str, to: &str) -> Result<Arc<dyn Transform>, String> {
    let way = Way { from: from.to_owned(), to: to.to_owned() };
    way.make()?;
    Ok(Arc::new(way))
}

/// The coordinate system of a layer.
pub fn stated(system: Option<SpatialRef>) -> Crs {
    let Some(system) = system else { return Crs::Unstated };
    if system.is_local() || system.name().is_some_and(|name| name.starts_with("Undefined")) {
        return Crs::Unstated;
    }
    match (epsg_of(&system), system.to_wkt()) {
        (Some(4326), _) => Crs::Wgs84,
        (Some(code), _) => Crs::Epsg(code),
        (None, Ok(wkt)) if !wkt.is_empty() => Crs::Other(wkt),
        (None, _) => Crs::Unstated,
    }
}

fn epsg_of(system: &SpatialRef) -> Option<u32> {
    let code = |system: &SpatialRef| {
        (system.auth_name()? == "EPSG")
            .then(|| system.auth_code().ok())?
            .and_then(|code| u32::try_from(code).ok())
    };
    let (found, _) = listen(|| {
        code(system).or_else(|| {
            let mut guess = system.clone();
            guess.auto_identify_epsg().ok()?;
            code(&guess)
        })
    });
    found
}

/// Reads a definition. PROJ's own reader also opens files and addresses; here neither a flag
/// nor a data file may make it do so.
fn parse(definition: &str) -> Result<SpatialRef, String> {
    let text = definition.trim();
    let is_code = |text: &str| {
        text.split_once(':').is_some_and(|(authority, code)| {
            let plain = |text: &str| {
                !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "._+,".contains(c))
            };
            plain(authority) && plain(code)
        })
    };
    let lower = text.to_ascii_lowercase();
    let is_safe = is_code(text)
        || lower.starts_with("urn:")
        || lower.starts_with("http://www.opengis.net/def/crs")
        || lower.starts_with("https://www.opengis.net/def/crs")
        || lower.starts_with("+")
        || text.starts_with('{')
        || text.contains('[')
        || matches!(lower.as_str(), "wgs84" | "nad27" | "nad83" | "wgs72");
    if !is_safe {
        return Err(format!(
            "`{text}` is neither a code such as EPSG:3405, nor WKT, nor PROJJSON, nor a +proj= string"
        ));
    }
    let (parsed, said) = listen(|| SpatialRef::from_definition(text));
    let mut system = parsed.map_err(|error| format!("`{text}`: {}", sentence(&error, &said)))?;
    system.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    Ok(system)
}

/// A transformation; PROJ's objects are not shared between threads, so each makes its own.
struct Way {
    from: String,
    to: String,
}

impl Way {
    fn make(&self) -> Result<CoordTransform, String> {
        let (from, to) = (parse(&self.from)?, parse(&self.to)?);
        let (made, said) = listen(|| {
            let mut options = CoordTransformOptions::new()?;
            options.set_ballpark_allowed(false)?;
            CoordTransform::new_with_options(&from, &to, &options)
        });
        made.map_err(|error| sentence(&error, &said))
    }

    fn apply_chunk(&self, positions: &mut [Coord]) -> Result<(), Error> {
        let way = self.make().map_err(|why| {
            Error::Usage(format!("there is no way from {} to {}: {why}", self.from, self.to))
        })?;
        let (mut x, mut y): (Vec<f64>, Vec<f64>) =
            positions.iter().map(|position| (position.x, position.y)).unzip();
        // it fails when any position has no image, which it then marks as infinite
        let _ = listen(|| way.transform_coords(&mut x, &mut y, &mut []));
        for (position, (x, y)) in positions.iter_mut().zip(x.into_iter().zip(y)) {
            let found = x.is_finite() && y.is_finite();
            *position = if found { Coord { x, y } } else { Coord { x: f64::NAN, y: f64::NAN } };
        }
        Ok(())
    }
}

impl Transform for Way {
    fn apply(&self, positions: &mut [Coord]) -> Result<(), Error> {
        const ALONE: usize = 20_000;
        if positions.len() <= ALONE {
            return self.apply_chunk(positions);
        }
        let chunk = positions.len().div_ceil(rayon::current_num_threads()).max(ALONE);
        positions.par_chunks_mut(chunk).try_for_each(|chunk| self.apply_chunk(chunk))
    }
}
