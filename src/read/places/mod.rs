//! What lies inside the villages or stands around them: clusters of houses, buildings, people,
//! sites; and coverage that comes as a raster of received power.

mod ascii_grid;
mod link;
mod power;
mod rows;

use std::path::{Path, PathBuf};

use geo::{Centroid, Coord, InteriorPoint};

use crate::error::{Error, InputError};
use crate::geometry::Shapes;
use crate::model::{Clusters, Coverage, PeopleMethod, PlacedPeople, Points, Site, Villages};
use crate::plane::Plane;
use crate::read::findings::file_name;
use crate::read::hooks::{Grid, ReadOptions, is_for_gdal};
use crate::read::layer::{Layer, Skip};
use crate::read::mend::mend;
use crate::read::number::in_short;
use crate::read::options::Options;
use crate::read::request::Request;
use crate::read::{CrsChoice, File, Findings, Role, Source, hash};
use link::Linker;
use rows::Rows;

pub use power::{CoverageRaster, PowerLevel};

/// Which files say what lies where.
#[derive(Debug, Clone, Default)]
pub struct PlacesRequest {
    /// Clusters of houses, points or outlines.
    pub clusters: Option<PathBuf>,
    /// Buildings, points or footprints.
    pub buildings: Option<PathBuf>,
    /// A raster of people.
    pub population_raster: Option<PathBuf>,
    /// Points with a number of people each.
    pub population_points: Option<PathBuf>,
    /// Sites of the networks.
    pub sites: Option<PathBuf>,
    /// Rasters of received power.
    pub rasters: Vec<CoverageRaster>,
    /// The levels at which such rasters become service areas.
    pub levels: Vec<PowerLevel>,
    /// The coordinate system of all these files, where they state none or a wrong one.
    pub crs: Option<String>,
}

/// Reads sites alone into the plane of a study, those of an older vintage; the operators are those
/// of its coverage.
///
/// # Errors
/// A file that cannot be read or understood; a broken row is skipped and listed instead.
pub fn sites(
    path: &Path,
    villages: &Villages,
    (operators, plane): (&[String], &Plane),
    request: &Request,
) -> Result<(Vec<Site>, Findings), Error> {
    let mut findings = Findings::default();
    let linker = Linker::new(villages);
    let Findings { sources, warnings } = &mut findings;
    let sites = Reader { plane, request, linker: &linker, sources, warnings }.sites(path, operators)?;
    findings.sources.iter_mut().for_each(|source| source.role = Role::OldSites);
    Ok((sites, findings))
}

/// Reads everything that was asked for and adds it to villages and coverage.
///
/// # Errors
/// A file that cannot be read or understood; a broken row is skipped and listed instead.
pub(super) fn add(
    villages: &mut Villages,
    coverage: &mut Coverage,
    plane: &Plane,
    request: &Request,
    findings: (&mut Vec<Source>, &mut Vec<String>),
) -> Result<(), Error> {
    let wanted = &request.places;
    let (sources, warnings) = findings;
    power::add(coverage, plane, request, sources)?;
    let mut places = std::mem::take(&mut villages.places);
    let linker = Linker::new(villages);
    let mut reader = Reader { plane, request, linker: &linker, sources, warnings };
    if let Some(path) = &wanted.clusters {
        places.clusters = Some(reader.clusters(path)?);
    }
    if let Some(path) = &wanted.buildings {
        places.buildings = Some(reader.buildings(path)?);
    }
    places.people = match (&wanted.population_raster, &wanted.population_points) {
        (Some(path), _) => {
            Some(PlacedPeople { method: PeopleMethod::Raster, points: reader.people_raster(path)? })
        }
        (None, Some(path)) => {
            Some(PlacedPeople { method: PeopleMethod::Points, points: reader.people_points(path)? })
        }
        (None, None) => None,
    };
    places.sites = match &wanted.sites {
        Some(path) => Some(reader.sites(path, &coverage.operators)?),
        None if coverage.towers.is_empty() => None,
        None => Some(coverage.sites()),
    };
    villages.places = places;
    Ok(())
}

struct Reader<'a> {
    plane: &'a Plane,
    request: &'a Request,
    linker: &'a Linker<'a>,
    sources: &'a mut Vec<Source>,
    warnings: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn clusters(&mut self, path: &Path) -> Result<Clusters, Error> {
        let (layer, mut rows, choice, file) = self.rows(path, Role::Clusters)?;
        let mut given = Vec::new();
        let mut outlines = Vec::new();
        let (mut unlinked, mut strayed) = (0, 0);
        for row in 0..layer.len() {
            let shape = layer.shapes.get(row).to_multi_polygon();
            let Some(position) = shape.interior_point().map(|p| p.0).or(layer.points[row]) else {
                rows.skip(row, "it has no place");
                continue;
            };
            match self.linker.village(rows.village(row).as_deref(), position) {
                Some(village) => {
                    strayed += usize::from(self.linker.is_elsewhere(village, position));
                    given.push((village, position, 1.0));
                    outlines.push((shape, rows.name(row)));
                }
                None => unlinked += 1,
            }
        }
        self.say_unlinked(path, "clusters", unlinked, given.len())?;
        self.say_strayed(path, "clusters", strayed);
        let points = Points::new(self.linker.villages(), &given);
        let mut shapes = Shapes::new();
        let mut names = Vec::new();
        for point in 0..points.len() {
            let (shape, name) = &outlines[points.source(point)];
            shapes.push(shape);
            names.push(name.clone());
        }
        self.keep_source(layer, rows, choice, file);
        Ok(Clusters { points, shapes, names })
    }

    fn buildings(&mut self, path: &Path) -> Result<Points, Error> {
        self.weights(path, Role::Buildings, "buildings", false)
    }

    fn people_points(&mut self, path: &Path) -> Result<Points, Error> {
        self.weights(path, Role::People, "points of people", true)
    }

    /// Points or footprints with a weight; `must` when a row without one is no use.
    fn weights(&mut self, path: &Path, role: Role, what: &str, must: bool) -> Result<Points, Error> {
        let (layer, mut rows, choice, file) = self.rows(path, role)?;
        if must && !rows.has_weight() {
            let problem = "no column says how many people stand for each point";
            return Err(InputError::file(path, problem).hint("call it `population` or `weight`").into());
        }
        let mut given = Vec::new();
        let mut unlinked = 0;
        for row in 0..layer.len() {
            let centroid = layer.shapes.get(row).to_multi_polygon().centroid().map(|point| point.0);
            let Some(position) = centroid.or(layer.points[row]) else {
                rows.skip(row, "it has no place");
                continue;
            };
            match rows.weight(row) {
                Ok(weight) => match self.linker.village(rows.village(row).as_deref(), position) {
                    Some(village) => given.push((village, position, weight)),
                    None => unlinked += 1,
                },
                Err(reason) => rows.skip(row, &reason),
            }
        }
        self.say_unlinked(path, what, unlinked, given.len())?;
        self.keep_source(layer, rows, choice, file);
        Ok(Points::new(self.linker.villages(), &given))
    }

    fn people_raster(&mut self, path: &Path) -> Result<Points, Error> {
        let grid = grid(path, self.request)?;
        if let Some(most) = grid.values.iter().find(|people| **people > rows::MOST) {
            let problem = format!("a cell holds more people than any city: found {}", in_short(*most));
            let hint = "name the value that stands for nothing in the file (NODATA), or give a raster of people per cell";
            return Err(InputError::file(path, problem).hint(hint).into());
        }
        let mut cells = Vec::new();
        for (nth, &people) in grid.values.iter().enumerate() {
            if people > 0.0 {
                let (column, row) = ((nth % grid.width) as f64, (nth / grid.width) as f64);
                let centre =
                    Coord { x: grid.x.0 + (column + 0.5) * grid.x.1, y: grid.y.0 + (row + 0.5) * grid.y.1 };
                cells.push((centre, people));
            }
        }
        let mut layer = empty_layer(path, &grid);
        for (nth, (centre, _)) in cells.iter().enumerate() {
            layer.points.push(Some(*centre));
            layer.shapes.end_feature();
            layer.positions.push(nth + 1);
        }
        let choice = crate::read::into_plane(
            &mut layer,
            self.request.places.crs.as_deref(),
            self.plane,
            self.request.gdal,
        )?;
        let link = |(point, (_, people)): (&Option<Coord>, &(Coord, f64))| {
            let position = (*point)?;
            Some((self.linker.village(None, position)?, position, *people))
        };
        let given: Vec<_> = layer.points.iter().zip(&cells).filter_map(link).collect();
        let negative = grid.values.iter().filter(|people| **people < 0.0).count();
        if negative > 0 {
            let file = file_name(path);
            self.warnings
                .push(format!("{negative} cells of {file} hold fewer people than none, and count as empty"));
        }
        self.say_unlinked(path, "cells of people", cells.len() - given.len(), given.len())?;
        self.sources.push(raster_source(&layer, &choice, Role::People, grid.values.len(), self.request)?);
        Ok(Points::new(self.linker.villages(), &given))
    }

    fn sites(&mut self, path: &Path, operators: &[String]) -> Result<Vec<Site>, Error> {
        let (layer, mut rows, choice, file) = self.rows(path, Role::Sites)?;
        let mut sites = Vec::new();
        let mut strangers = 0;
        for row in 0..layer.len() {
            let centroid = layer.shapes.get(row).to_multi_polygon().centroid().map(|point| point.0);
            let Some(position) = layer.points[row].or(centroid) else {
                rows.skip(row, "it has no place");
                continue;
            };
            let name = rows.operator(row);
            let operator = name.as_ref().and_then(|name| operators.iter().position(|own| own == name));
            if name.is_some() && operator.is_none() {
                strangers += 1;
                continue;
            }
            match rows.technologies(row) {
                Ok(technologies) => {
                    sites.push(Site { position, operator: operator.map(|nth| nth as u16), technologies });
                }
                Err(reason) => rows.skip(row, &reason),
            }
        }
        if strangers > 0 {
            let file = file_name(path);
            self.warnings.push(format!(
                "{strangers} sites of {file} belong to operators without coverage in the data and do not count"
            ));
        }
        self.keep_source(layer, rows, choice, file);
        Ok(sites)
    }

    /// A file's rows in the plane.
    fn rows(&self, path: &Path, role: Role) -> Result<(Layer, Rows, CrsChoice, File), Error> {
        let options = Options { crs: self.request.places.crs.clone(), ..Options::of(self.request, role) };
        let (mut layer, file) = File::read(path, &options, self.request)?;
        let told = self.request.places.crs.as_deref();
        let choice = crate::read::into_plane(&mut layer, told, self.plane, self.request.gdal)?;
        let mut rows = Rows::choose(&layer)?;
        for (row, reason) in mend(&mut layer, |_, _| None) {
            rows.skip(row, &reason);
        }
        let is_place = |point: &Coord| point.x.is_finite() && point.y.is_finite();
        layer.points.iter_mut().for_each(|point| *point = point.filter(is_place));
        Ok((layer, rows, choice, file))
    }

    /// Says what belongs to no village.
    ///
    /// # Errors
    /// When nothing belongs to one: then the file is another region's, or its places are wrong.
    fn say_unlinked(&mut self, path: &Path, what: &str, unlinked: usize, linked: usize) -> Result<(), Error> {
        let file = file_name(path);
        match (unlinked, linked) {
            (0, 0) => self.warnings.push(format!("{file} holds no {what} that can be used")),
            (0, _) => {}
            (_, 0) => {
                let problem = format!("none of its {unlinked} {what} belongs to a village");
                let hint = "check that it shows the same region and names the same village ids; name its coordinate \
                            system with --places-crs if the one it states is wrong";
                return Err(InputError::file(path, problem).hint(hint).into());
            }
            _ => self.warnings.push(format!(
                "{unlinked} of {} {what} of {file} lie in no village, or name one that is not there, and are left out",
                unlinked + linked,
            )),
        }
        Ok(())
    }

    /// Says which places name another village than the one they lie in.
    fn say_strayed(&mut self, path: &Path, what: &str, strayed: usize) {
        if strayed > 0 {
            let file = file_name(path);
            self.warnings
                .push(format!("{strayed} {what} of {file} lie in another village than the one they name"));
        }
    }

    fn keep_source(&mut self, mut layer: Layer, rows: Rows, choice: CrsChoice, file: File) {
        let skip = |(row, reason): (usize, String)| Skip { position: layer.positions[row], id: None, reason };
        let skipped: Vec<Skip> = rows.skipped.into_iter().map(skip).collect();
        layer.skipped.extend(skipped);
        layer.skipped.sort_by_key(|skip| skip.position);
        self.sources.push(file.source(layer, rows.chosen, Some(choice)));
    }
}

/// A raster: an ASCII grid natively, anything else by GDAL.
pub(super) fn grid(path: &Path, request: &Request) -> Result<Grid, Error> {
    let options = || ReadOptions { allow_remote: request.allow_remote, ..ReadOptions::default() };
    let grid = match (if is_for_gdal(path) { None } else { ascii_grid::read(path)? }, request.gdal) {
        (Some(grid), _) => grid,
        (None, Some(gdal)) => gdal.raster(path, &options())?,
        (None, None) => return Err(Error::NeedsGdal(format!("reading the raster {}", path.display()))),
    };
    match grid.values.iter().position(|value| value.is_infinite()) {
        Some(cell) => Err(InputError::file(path, format!("cell {} holds an infinite number", cell + 1))
            .hint("name the value that stands for nothing in the file (NODATA), or mend the cell")
            .into()),
        None => Ok(grid),
    }
}

/// A layer without rows in the coordinate system of a raster.
fn empty_layer(path: &Path, grid: &Grid) -> Layer {
    Layer {
        path: path.to_owned(),
        format: "raster",
        crs: grid.crs.clone(),
        columns: Vec::new(),
        place: Vec::new(),
        unread: Vec::new(),
        shapes: Shapes::new(),
        points: Vec::new(),
        positions: Vec::new(),
        skipped: Vec::new(),
        repaired: Vec::new(),
    }
}

fn raster_source(
    layer: &Layer,
    choice: &CrsChoice,
    role: Role,
    cells: usize,
    request: &Request,
) -> Result<Source, Error> {
    Ok(Source {
        role,
        path: layer.path.clone(),
        format: layer.format,
        features: cells,
        crs: choice.crs.clone(),
        crs_from: choice.crs_from.clone(),
        columns: Vec::new(),
        skipped: Vec::new(),
        repaired: Vec::new(),
        sha256: if request.lean { String::new() } else { hash::sha256(&layer.path)? },
    })
}

#[cfg(test)]
mod tests;
