//! The usual accidents with coordinates, told apart and refused.

use super::declared::{Declared, Side};
use super::extent::Extent;
use crate::error::Error;
use crate::plane::Transform;
use crate::read::hooks::CrsUnit;

/// How far apart villages and coverage may lie before it is taken for a mistake, in metres.
const FAR_M: f64 = 50_000.0;

/// Refuses numbers that cannot be what the coordinate system says they are.
///
/// # Errors
/// Degrees labelled as metres, metres as degrees, latitude before longitude, or numbers
/// without any coordinate system that are not degrees.
pub fn refuse_wrong_numbers(layer: &Declared) -> Result<(), Error> {
    let scan = &layer.scan;
    let Some(extent) = scan.extent() else { return Ok(()) };
    let most = |count: usize| 2 * count >= scan.positions - scan.broken;
    let numbers = numbers(&extent);
    let flag = layer.side.flag();
    match layer.system.unit() {
        CrsUnit::Degrees if most(scan.degrees) => Ok(()),
        CrsUnit::Degrees if most(scan.swapped_degrees) => Err(layer.refuse(
            format!("the coordinates look like latitude before longitude: found {numbers}"),
            "write longitude first, as x, then latitude, as y",
        )),
        CrsUnit::Degrees if layer.assumed => Err(layer.refuse(
            format!(
                "the file states no coordinate system, and its coordinates are not degrees: found {numbers}"
            ),
            format!("name the coordinate system with {flag}, e.g. {flag} EPSG:3405"),
        )),
        CrsUnit::Degrees => Err(layer.refuse(
            format!(
                "the coordinates are labelled as degrees ({}) but look like metres: found {numbers}",
                layer.name()
            ),
            format!("name the coordinate system they are in with {flag}, e.g. {flag} EPSG:3405"),
        )),
        CrsUnit::Metres | CrsUnit::Other if scan.degrees == scan.positions - scan.broken => Err(layer
            .refuse(
                format!(
                    "the coordinates are labelled as {} but look like degrees: found {numbers}",
                    layer.name()
                ),
                format!("if they are longitude and latitude, say so with {flag} EPSG:4326"),
            )),
        CrsUnit::Metres | CrsUnit::Other => Ok(()),
    }
}

/// Refuses eastings and northings that only make sense the other way round.
///
/// # Errors
/// When the zone is far away as the numbers stand and fits them swapped.
pub fn refuse_swapped_metres(layer: &Declared, to_wgs84: &dyn Transform) -> Result<(), Error> {
    let Some(extent) = layer.extent else { return Ok(()) };
    if layer.system.unit() != CrsUnit::Metres || layer.system.is_web_map() {
        return Ok(());
    }
    let bends = |extent: &Extent| {
        Ok::<_, Error>(super::suitable::distortion(extent, to_wgs84)? > super::suitable::TOLERANCE)
    };
    if bends(&extent)? && !bends(&extent.swapped())? {
        return Err(layer.refuse(
            format!(
                "the coordinates look like northing before easting for {}: found {}",
                layer.name(),
                numbers(&extent)
            ),
            "write the easting first, as x, then the northing, as y",
        ));
    }
    Ok(())
}

/// A layer in the plane, and where it came from.
pub struct Placed<'a> {
    /// As it was declared.
    pub declared: &'a Declared,
    /// From its system to longitude and latitude.
    pub to_wgs84: &'a dyn Transform,
    /// Its box in the plane.
    pub extent: Extent,
    /// Further room for discs around points, in metres.
    pub reach_m: f64,
}

/// Refuses coverage that lies elsewhere than the villages; a near miss is a warning.
///
/// # Errors
/// When a layer fits only with its axes swapped, or no coverage comes near a village.
pub fn refuse_strangers(villages: &Placed<'_>, coverage: &[Placed<'_>]) -> Result<Vec<String>, Error> {
    let distance = |layer: &Placed<'_>| (villages.extent.distance(&layer.extent) - layer.reach_m).max(0.0);
    let mut warnings = Vec::new();
    let nearest = coverage.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
    let Some(nearest) = nearest else { return Ok(warnings) };
    for layer in coverage.iter().filter(|layer| distance(layer) > 0.0) {
        refuse_if_swapped(villages, layer)?;
        warnings.push(format!(
            "{} lies {:.0} km from the villages: no service area of it can reach one",
            layer.declared.file_name(),
            distance(layer) / 1000.0
        ));
    }
    if distance(nearest) > FAR_M {
        let (ours, theirs) = (ground_extent(villages, false)?, ground_extent(nearest, false)?);
        return Err(nearest.declared.refuse(
            format!(
                "villages and coverage do not overlap: the villages ({}, {}) lie in {}, the coverage ({}) in {}",
                villages.declared.file_name(),
                villages.declared.name(),
                ours.as_ref().map_or_else(|| "no place on Earth".into(), degrees),
                nearest.declared.name(),
                theirs.as_ref().map_or_else(|| "no place on Earth".into(), degrees),
            ),
            "check that both files show the same region; if a coordinate system is wrong, name the right one with \
             --villages-crs or --coverage-crs",
        ));
    }
    Ok(warnings)
}

fn refuse_if_swapped(villages: &Placed<'_>, coverage: &Placed<'_>) -> Result<(), Error> {
    for (layer, other) in [(coverage, villages), (villages, coverage)] {
        let (here, swapped, there) =
            (ground_extent(layer, false)?, ground_extent(layer, true)?, ground_extent(other, false)?);
        if let (Some(here), Some(swapped), Some(there)) = (here, swapped, there)
            && swapped.distance(&there) == 0.0
        {
            return Err(layer.declared.refuse(
                format!(
                    "the axes look swapped: as they stand the {} lie in {}, away from the {}; with x and y exchanged they meet",
                    layer.declared.side.label(),
                    degrees(&here),
                    other.declared.side.label()
                ),
                "write longitude (or easting) first, as x, then latitude (or northing), as y",
            ));
        }
    }
    Ok(())
}

/// The box of a layer in degrees, from its own numbers, or from the same with x and y exchanged.
fn ground_extent(layer: &Placed<'_>, swapped: bool) -> Result<Option<Extent>, Error> {
    let Some(extent) = layer.declared.extent else { return Ok(None) };
    let mut grid = if swapped { extent.swapped() } else { extent }.grid();
    layer.to_wgs84.apply(&mut grid)?;
    let fits = |position: &geo::Coord| position.x.abs() <= 360.0 && position.y.abs() <= 90.0;
    let on_earth: Vec<_> = grid.into_iter().filter(fits).collect();
    // half a box off the Earth is no place
    Ok(if on_earth.len() < 25 && swapped {
        None
    } else {
        super::extent::Scan::of_positions(&on_earth).extent()
    })
}

fn numbers(extent: &Extent) -> String {
    format!(
        "x from {} to {}, y from {} to {}",
        short(extent.min.x),
        short(extent.max.x),
        short(extent.min.y),
        short(extent.max.y)
    )
}

fn degrees(extent: &Extent) -> String {
    format!(
        "longitude {:.3} to {:.3}, latitude {:.3} to {:.3}",
        extent.min.x, extent.max.x, extent.min.y, extent.max.y
    )
}

fn short(number: f64) -> String {
    if number.abs() < 1000.0 { format!("{number:.4}") } else { format!("{number:.0}") }
}

impl Side {
    /// The flag that names the coordinate system.
    pub const fn flag(self) -> &'static str {
        match self {
            Self::Villages => "--villages-crs",
            Self::Coverage => "--coverage-crs",
            Self::Places => "--places-crs",
        }
    }

    /// What the layer holds.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Villages => "villages",
            Self::Coverage => "service areas",
            Self::Places => "places",
        }
    }
}
