//! Villages and service areas → the outlines of the page's map.

use std::collections::HashSet;

use geo::{Coord, InteriorPoint, Rect};
use rayon::prelude::*;

use super::ReportInput;
use super::data::{Layer, Level, Map, Towers};
use super::encode::{GridPoint, Stream};
use super::grid::{self, Grid};
use super::layers;
use super::topology::{Topology, topology};
use crate::error::Error;
use crate::model::{Technology, Tower};

/// The map, and the grid it is on.
///
/// # Errors
/// When the working plane cannot be left.
pub fn map<'a>(input: &ReportInput<'a>, levels: &[Level], unit: &[u32]) -> Result<(Map, Grid<'a>), Error> {
    let villages = input.villages;
    let mut lon_lat = villages.shapes.positions().to_vec();
    lon_lat.extend(villages.records.iter().filter_map(|village| village.centre));
    let extent = extent(&lon_lat);
    input.plane.to_wgs84(&mut lon_lat)?;
    let grid = Grid::over(input.plane, &lon_lat);
    let borders = outlines(input, &grid, &lon_lat);
    let mut found = Map {
        origin: grid.origin,
        step: grid.step,
        border_levels: borders.borders.iter().map(|b| border_level(b.shapes, levels, unit)).collect(),
        rings: encode_rings(&borders),
        centres: centres(input, &grid)?,
        towers: towers(input, &grid)?,
        ..Map::default()
    };
    let mut stream = Stream::default();
    borders.borders.iter().for_each(|border| stream.line(&border.line));
    found.borders = stream.finish();
    if let Some(extent) = extent {
        found.layers = layers::layers(input.coverage, extent, &grid)?;
        found.counting = counting(input, &found.layers);
    }
    Ok((found, grid))
}

/// The layers that count under the rule.
fn counting(input: &ReportInput<'_>, layers: &[Layer]) -> Vec<usize> {
    let definition = &input.assessment.definition;
    let counts = |layer: &Layer| {
        definition.counts(Technology::ALL[layer.technology])
            && definition.counts_operator(layer.operator, &input.coverage.operators)
    };
    (0..layers.len()).filter(|&nth| counts(&layers[nth])).collect()
}

/// The villages' outlines, simplified: up to about 120,000 positions, more for a country.
fn outlines(input: &ReportInput<'_>, grid: &Grid<'_>, lon_lat: &[Coord]) -> Topology {
    let mut next = 0;
    let mut shapes = Vec::with_capacity(input.villages.len());
    for shape in input.villages.shapes.iter() {
        let mut rings = Vec::new();
        for ring in shape.rings() {
            let here = &lon_lat[next..next + ring.positions.len()];
            next += ring.positions.len();
            rings.push(grid::ring(here.iter().map(|&position| grid.point(position))));
        }
        shapes.push(rings);
    }
    let mut found = topology(&shapes);
    let budget = 120_000.max(3 * input.villages.len());
    found.simplify(budget, (2.0 * grid.square_steps(100.0)).ceil() as u64);
    found
}

/// The rectangle around some positions.
fn extent(positions: &[Coord]) -> Option<Rect> {
    let mut finite = positions.iter().copied().filter(|p| p.x.is_finite() && p.y.is_finite());
    let first = finite.next()?;
    let (low, high) = finite.fold((first, first), |(low, high), p| {
        let low = Coord { x: low.x.min(p.x), y: low.y.min(p.y) };
        (low, Coord { x: high.x.max(p.x), y: high.y.max(p.y) })
    });
    Some(Rect::new(low, high))
}

/// How many administrative levels change across a border, as a digit; `o` for the outside.
fn border_level((one, other): (u32, Option<u32>), levels: &[Level], unit: &[u32]) -> char {
    let Some(other) = other else { return 'o' };
    let unit_of = |shape: u32| unit.get(shape as usize).copied();
    let (mut a, mut b) = (unit_of(one), unit_of(other));
    let mut changes = 0;
    for level in levels {
        if a == b {
            break;
        }
        changes += 1;
        let parent = |unit: Option<u32>| level.units.get(unit? as usize)?.parent;
        (a, b) = (parent(a), parent(b));
    }
    char::from_digit(changes.min(9), 10).unwrap_or('9')
}

fn encode_rings(topology: &Topology) -> String {
    let mut stream = Stream::default();
    let mut last = 0;
    for rings in &topology.shapes {
        stream.number(rings.len() as u64);
        for ring in rings {
            stream.number(ring.len() as u64);
            for step in ring {
                let code = i64::from(step.border) * 2 + i64::from(step.reversed);
                stream.signed(code - last);
                last = code;
            }
        }
    }
    stream.finish()
}

fn centres(input: &ReportInput<'_>, grid: &Grid<'_>) -> Result<String, Error> {
    let villages = input.villages;
    let inside = |nth: usize| villages.shapes.get(nth).to_multi_polygon().interior_point().map(Coord::from);
    let centres: Option<Vec<Coord>> = (0..villages.len())
        .into_par_iter()
        .map(|nth| villages.records[nth].centre.or_else(|| inside(nth)))
        .collect();
    let Some(centres) = centres else { return Ok(String::new()) };
    let points: Option<Vec<GridPoint>> = grid.points(centres)?.into_iter().collect();
    let mut stream = Stream::default();
    points.unwrap_or_default().into_iter().for_each(|point| stream.point(point));
    Ok(stream.finish())
}

/// Towers that service areas are drawn around, and those of a list of sites; each once an operator.
fn towers(input: &ReportInput<'_>, grid: &Grid<'_>) -> Result<Towers, Error> {
    let coverage = input.coverage;
    let area_of = |tower: &Tower| coverage.areas.get(tower.area as usize).map(|area| area.operator);
    let drawn = coverage.towers.iter().map(|tower| (tower.position, area_of(tower)));
    let listed = input.villages.places.sites.iter().flatten().map(|site| (site.position, site.operator));
    let (positions, operators): (Vec<_>, Vec<_>) = drawn.chain(listed).unzip();
    let (mut stream, mut found) = (Stream::default(), Towers::default());
    let mut seen = HashSet::new();
    for (point, operator) in grid.points(positions)?.into_iter().zip(operators) {
        let Some(point) = point.filter(|point| seen.insert((*point, operator))) else { continue };
        stream.point(point);
        found.operator.push(operator);
    }
    found.positions = stream.finish();
    Ok(found)
}
