//! Lines (roads, power lines, fibre), of which only the distance is asked.

use std::path::Path;

use geo::Coord;
use rstar::primitives::Line;
use rstar::{PointDistance, RTree};
use serde_json::Value as Json;

use super::Request;
use crate::error::{Error, InputError};
use crate::plane::Plane;

/// Lines in the working plane.
#[derive(Debug)]
pub struct Lines {
    tree: RTree<Line<[f64; 2]>>,
}

impl Lines {
    /// Metres to the nearest line; `None` where there is none at all.
    pub fn distance(&self, from: Coord) -> Option<f64> {
        let at = [from.x, from.y];
        self.tree.nearest_neighbor(&at).map(|line| line.distance_2(&at).sqrt())
    }
}

/// Reads lines and polygons' edges of a GeoJSON file, which are in longitude and latitude.
///
/// # Errors
/// A file that is no GeoJSON, or holds no line.
pub fn lines(path: &Path, plane: &Plane, _request: &Request) -> Result<Lines, Error> {
    let refuse = |problem: String| InputError::file(path, problem);
    let text = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
    let document: Json = serde_json::from_str(&text)
        .map_err(|error| refuse(error.to_string()).hint("lines are read from GeoJSON in WGS 84"))?;
    let Some(way) = plane.from_wgs84() else {
        return Err(refuse("the working plane has no way in from WGS 84".into()).into());
    };
    let mut chains = Vec::new();
    collect(&document, &mut chains);
    let broken = |at: &&Coord| !(at.x.abs() <= 360.0 && at.y.abs() <= 90.0);
    if let Some(at) = chains.iter().flatten().find(broken) {
        let problem = if at.x.is_nan() || at.y.is_nan() {
            "a coordinate is not a number".to_owned()
        } else {
            format!("a coordinate is no longitude and latitude: found {}, {}", at.x, at.y)
        };
        return Err(refuse(problem).hint("lines are read from GeoJSON in WGS 84, longitude first").into());
    }
    let mut segments = Vec::new();
    for mut chain in chains {
        way.apply(&mut chain)?;
        let ends = chain.windows(2).filter(|pair| pair.iter().all(|at| at.x.is_finite() && at.y.is_finite()));
        segments.extend(ends.map(|pair| Line::new(pair[0].x_y().into(), pair[1].x_y().into())));
    }
    if segments.is_empty() {
        return Err(refuse("no line in it".into()).hint("lines are read from GeoJSON in WGS 84").into());
    }
    Ok(Lines { tree: RTree::bulk_load(segments) })
}

/// Every run of positions, however deep it lies.
fn collect(value: &Json, chains: &mut Vec<Vec<Coord>>) {
    match value {
        Json::Object(entries) => {
            for key in ["features", "geometry", "geometries", "coordinates"] {
                if let Some(inner) = entries.get(key) {
                    collect(inner, chains);
                }
            }
        }
        Json::Array(items) => {
            let chain: Option<Vec<Coord>> = items.iter().map(position).collect();
            match chain {
                Some(chain) if chain.len() > 1 => chains.push(chain),
                _ => items.iter().for_each(|item| collect(item, chains)),
            }
        }
        _ => {}
    }
}

/// A pair of coordinates; what stands there instead of a number is none.
fn position(value: &Json) -> Option<Coord> {
    let pair = value.as_array().filter(|pair| pair.len() > 1 && !pair.iter().any(Json::is_array))?;
    let number = |value: &Json| value.as_f64().unwrap_or(f64::NAN);
    Some(Coord { x: number(&pair[0]), y: number(&pair[1]) })
}
