//! Rasters of received power become service areas, one for each level, along the edges of their
//! cells.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::error::{Error, InputError};
use crate::geometry::polygonise;
use crate::model::{AreaSource, Coverage, ServiceArea, Technology};
use crate::plane::Plane;
use crate::read::hooks::Grid;
use crate::read::request::Request;
use crate::read::{Role, Source};
use crate::units::Dbm;

/// A raster of received power, of one technology and operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRaster {
    /// What works there.
    pub technology: Technology,
    /// Whose it is.
    pub operator: String,
    /// The file.
    pub path: PathBuf,
}

impl FromStr for CoverageRaster {
    type Err = String;

    /// `4G:OPERATOR:FILE`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shape = || format!("`{text}` is not `TECHNOLOGY:OPERATOR:FILE`, e.g. `4G:Viettel:rsrp.tif`");
        let (technology, rest) = text.split_once(':').ok_or_else(shape)?;
        let (operator, path) = rest.split_once(':').ok_or_else(shape)?;
        if operator.trim().is_empty() || path.is_empty() {
            return Err(shape());
        }
        let technology = technology.parse().map_err(|error| format!("{error}"))?;
        Ok(Self { technology, operator: operator.trim().to_owned(), path: path.into() })
    }
}

/// A level at which rasters of a technology become service areas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerLevel {
    /// The technology.
    pub technology: Technology,
    /// The least received power inside.
    pub level: Dbm,
}

/// Adds the service areas of every raster: for each level of its technology the cells that reach
/// it. A cut by received power then picks the one at its level.
pub(super) fn add(
    coverage: &mut Coverage,
    plane: &Plane,
    request: &Request,
    sources: &mut Vec<Source>,
) -> Result<(), Error> {
    for (nth, raster) in request.places.rasters.iter().enumerate() {
        let mut levels: Vec<Dbm> = request
            .places
            .levels
            .iter()
            .filter(|level| level.technology == raster.technology)
            .map(|level| level.level)
            .collect();
        levels.sort_by(|a, b| a.get().total_cmp(&b.get()));
        levels.dedup();
        if levels.is_empty() {
            let technology = raster.technology;
            let problem =
                format!("a raster of received power covers nothing without a level for {technology}");
            let hint = format!("give one, e.g. --signal {technology}=-110, or a --preset that has one");
            return Err(InputError::file(&raster.path, problem).hint(hint).into());
        }
        let grid = super::grid(&raster.path, request)?;
        refuse_other_numbers(&grid, &raster.path)?;
        let mut layer = super::empty_layer(&raster.path, &grid);
        for level in &levels {
            let inside: Vec<bool> = grid.values.iter().map(|&value| value >= level.get()).collect();
            let mut shape = polygonise(&inside, grid.width);
            for position in shape.positions_mut() {
                position.x = grid.x.0 + position.x * grid.x.1;
                position.y = grid.y.0 + position.y * grid.y.1;
            }
            layer.shapes.append(shape);
            layer.points.push(None);
            layer.positions.push(layer.positions.len() + 1);
        }
        let choice = crate::read::into_plane(&mut layer, request.places.crs.as_deref(), plane, request.gdal)?;
        sources.push(super::raster_source(
            &layer,
            &choice,
            Role::CoverageRaster,
            grid.values.len(),
            request,
        )?);
        crate::geometry::prepare(&mut layer.shapes);
        let operator = coverage.operator(&raster.operator);
        let file = request.coverage.len() + nth;
        for (level, feature) in levels.into_iter().zip(1..) {
            coverage.areas.push(ServiceArea {
                id: None,
                operator,
                technology: raster.technology,
                signal: Some(level),
                signal_class: None,
                source: AreaSource::Polygon,
                file: u16::try_from(file).unwrap_or(u16::MAX),
                feature,
            });
        }
        coverage.shapes.append(std::mem::take(&mut layer.shapes));
    }
    Ok(())
}

/// Refuses cells that can be no received power.
fn refuse_other_numbers(grid: &Grid, path: &Path) -> Result<(), InputError> {
    let is_other = |value: &f64| !value.is_nan() && Dbm::new(*value).is_err();
    let Some(cell) = grid.values.iter().position(is_other) else { return Ok(()) };
    let problem = format!("cell {} is no received power in dBm: found {}", cell + 1, grid.values[cell]);
    let hint = "received power is negative, e.g. -95; if the number stands for nothing, the file must say so (NODATA)";
    Err(InputError::file(path, problem).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raster_is_named_by_technology_operator_and_file() {
        let raster: CoverageRaster = "4G:Bến Thủy Net:C:/data/rsrp.tif".parse().unwrap();
        assert_eq!(raster.technology, Technology::Lte);
        assert_eq!(raster.operator, "Bến Thủy Net");
        assert_eq!(raster.path, PathBuf::from("C:/data/rsrp.tif"));
        for text in ["rsrp.tif", "4G:rsrp.tif", "7G:a:rsrp.tif", "4G::rsrp.tif"] {
            assert!(text.parse::<CoverageRaster>().is_err(), "{text}");
        }
    }
}
