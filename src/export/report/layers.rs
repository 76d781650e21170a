//! Service areas as the map shows them: dissolved, coarsened, small. A picture, never a measure.

use std::collections::BTreeMap;

use geo::{BoundingRect, Coord, LineString, MultiPolygon, Orient, Polygon, Rect, Simplify, unary_union};
use rayon::prelude::*;

use super::data::Layer;
use super::encode::{GridPoint, Stream};
use super::grid::{self, Grid};
use super::simplify;
use crate::error::Error;
use crate::model::{AreaSource, Coverage};

/// Positions that all layers together may have.
const BUDGET: usize = 160_000;
/// The picture is drawn as if it were this many dots wide.
const DOTS: f64 = 3_000.0;

/// One layer for each operator and technology that has service areas near `extent`, a
/// rectangle of the working plane.
///
/// # Errors
/// When the plane cannot be left.
pub fn layers(coverage: &Coverage, extent: Rect, grid: &Grid<'_>) -> Result<Vec<Layer>, Error> {
    let dot = (extent.width().max(extent.height()) / DOTS).max(1.0);
    let mut groups: BTreeMap<(u16, usize), Vec<usize>> = BTreeMap::new();
    for (nth, area) in coverage.areas.iter().enumerate() {
        groups.entry((area.operator, area.technology.index())).or_default().push(nth);
    }
    let groups: Vec<_> = groups.into_iter().collect();
    let outlines: Vec<MultiPolygon> =
        groups.par_iter().map(|(_, areas)| dissolve(coverage, areas, extent, dot)).collect();
    let rings = outlines.iter().map(|outline| rings(outline, grid)).collect::<Result<Vec<_>, _>>()?;
    let encoded = encode(&rings, grid.square_steps(dot * dot));
    let layer = |(((operator, technology), areas), rings): (((u16, usize), Vec<usize>), String)| Layer {
        operator,
        technology,
        areas: areas.len(),
        discs: areas.iter().filter(|&&a| matches!(coverage.areas[a].source, AreaSource::Disc(_))).count(),
        rings,
    };
    Ok(groups.into_iter().zip(encoded).map(layer).collect())
}

/// The rings of one outline in longitude and latitude, as a stream like a layer's.
pub fn outline(outline: &MultiPolygon, grid: &Grid<'_>) -> String {
    let lines =
        outline.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let rings: Vec<Vec<GridPoint>> =
        lines.map(|line| grid::ring(line.0.iter().map(|&place| grid.point(place)))).collect();
    let slack = (grid.square_steps(50.0 * 50.0).ceil() as u64).max(1);
    let closed = rings.into_iter().filter(|ring| !ring.is_empty()).map(|mut ring| {
        ring.extend(ring.first().copied());
        let weights = simplify::weights(&ring);
        (ring, weights)
    });
    encode_layer(&closed.collect::<Vec<_>>(), slack)
}

/// The union of some service areas, each coarsened to `dot` metres first.
fn dissolve(coverage: &Coverage, areas: &[usize], extent: Rect, dot: f64) -> MultiPolygon {
    let near = |polygon: &Polygon| polygon.bounding_rect().is_some_and(|rect| meets(rect, extent));
    let coarse: Vec<Polygon> = areas
        .iter()
        .flat_map(|&area| coverage.shapes.get(area).to_multi_polygon())
        .filter(near)
        .filter_map(|polygon| coarsen(&polygon, dot))
        .collect();
    unary_union(&coarse)
}

fn meets(a: Rect, b: Rect) -> bool {
    a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
}

/// Oriented, on a grid of `dot` metres, without what is smaller than a dot.
fn coarsen(polygon: &Polygon, dot: f64) -> Option<Polygon> {
    let line = |ring: &LineString| {
        let snap = |c: Coord| Coord { x: (c.x / dot).round() * dot, y: (c.y / dot).round() * dot };
        let mut line = LineString(ring.simplify(dot * 0.5).0.into_iter().map(snap).collect());
        line.0.dedup();
        (line.0.len() >= 4).then_some(line)
    };
    let outer = line(polygon.exterior())?;
    let holes = polygon.interiors().iter().filter_map(line).collect();
    Some(Polygon::new(outer, holes).orient(geo::orient::Direction::Default))
}

fn rings(outline: &MultiPolygon, grid: &Grid<'_>) -> Result<Vec<Vec<GridPoint>>, Error> {
    let mut found = Vec::new();
    for polygon in outline {
        for line in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            found.push(grid::ring(grid.points(line.0.clone())?));
        }
    }
    Ok(found)
}

/// Each layer's rings as a stream, simplified together so that all keep to the budget.
fn encode(layers: &[Vec<Vec<GridPoint>>], square_dot: f64) -> Vec<String> {
    let closed = |ring: &Vec<GridPoint>| {
        let mut ring = ring.clone();
        ring.extend(ring.first().copied());
        ring
    };
    let layers: Vec<Vec<(Vec<GridPoint>, Vec<u64>)>> = layers
        .par_iter()
        .map(|rings| {
            rings.iter().map(closed).map(|r| (simplify::weights(&r), r)).map(|(w, r)| (r, w)).collect()
        })
        .collect();
    let inner = layers.iter().flatten().flat_map(|(_, weights)| weights).copied();
    let inner = inner.filter(|&weight| weight != u64::MAX).collect();
    let threshold = simplify::threshold(inner, BUDGET, square_dot.ceil() as u64);
    layers.par_iter().map(|rings| encode_layer(rings, threshold)).collect()
}

fn encode_layer(rings: &[(Vec<GridPoint>, Vec<u64>)], threshold: u64) -> String {
    let kept: Vec<Vec<GridPoint>> = rings
        .iter()
        .map(|(ring, weights)| simplify::keep(ring, weights, threshold, 0))
        .filter(|ring| ring.len() >= 4)
        .collect();
    let mut stream = Stream::default();
    stream.number(kept.len() as u64);
    kept.iter().for_each(|ring| stream.line(&ring[..ring.len() - 1]));
    stream.finish()
}
