//! What comes besides villages and coverage, brought into the plane that they chose.

use std::sync::Arc;

use super::declared::{Declared, Side};
use super::{CrsChoice, accidents, long_edges, way_to_wgs84};
use crate::error::Error;
use crate::plane::{Plane, Transform};
use crate::read::hooks::{CrsUnit, GdalHooks};
use crate::read::layer::Layer;

/// The way from a layer's coordinate system into the plane; `None` when it is the plane's own.
///
/// # Errors
/// A coordinate system that is not known or needs GDAL; coordinates that are not what they are
/// labelled as.
pub fn way_into_plane(
    layer: &Layer,
    told: Option<&str>,
    plane: &Plane,
    hooks: Option<&'static dyn GdalHooks>,
) -> Result<(Option<Arc<dyn Transform>>, CrsChoice), Error> {
    way(&Declared::of(layer, Side::Places, told, hooks)?, plane)
}

fn way(declared: &Declared, plane: &Plane) -> Result<(Option<Arc<dyn Transform>>, CrsChoice), Error> {
    accidents::refuse_wrong_numbers(declared)?;
    let choice = CrsChoice { crs: declared.system.definition(), crs_from: declared.from.clone() };
    if choice.crs == plane.crs() {
        return Ok((None, choice));
    }
    let out = way_to_wgs84(declared)?;
    accidents::refuse_swapped_metres(declared, out.as_ref())?;
    let Some(way_in) = plane.from_wgs84() else {
        let problem = format!("there is no way from {} to the plane {}", declared.name(), plane.crs());
        return Err(declared.refuse(problem, "give the file in the coordinate system of the villages"));
    };
    Ok((Some(Arc::new(super::Chain(vec![out, Arc::clone(way_in)]))), choice))
}

/// Moves a layer into the plane. Positions without a place there become NaN.
///
/// # Errors
/// Like [`way_into_plane`].
pub fn into_plane(
    layer: &mut Layer,
    told: Option<&str>,
    plane: &Plane,
    hooks: Option<&'static dyn GdalHooks>,
) -> Result<CrsChoice, Error> {
    let declared = Declared::of(layer, Side::Places, told, hooks)?;
    let (way, choice) = way(&declared, plane)?;
    let Some(way) = way else { return Ok(choice) };
    if declared.system.unit() == CrsUnit::Degrees {
        long_edges::cut(&mut layer.shapes);
    }
    way.apply(layer.shapes.positions_mut())?;
    let mut positions: Vec<_> = layer.points.iter().flatten().copied().collect();
    way.apply(&mut positions)?;
    layer.points.iter_mut().flatten().zip(positions).for_each(|(point, moved)| *point = moved);
    Ok(choice)
}
