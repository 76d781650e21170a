//! Whether a plane can be measured in: its distortion, where the data are.

use geo::Coord;

use super::ellipsoid::{E2, EQUATORIAL_RADIUS_M};
use super::extent::Extent;
use crate::error::Error;
use crate::plane::Transform;

/// The most a length or an area may differ from the ground's, as a share of it. The zones of
/// UTM stay below 0.2 %; one zone further it is some 1 %.
pub const TOLERANCE: f64 = 0.01;

/// Step of the difference quotients, in metres.
const STEP_M: f64 = 50.0;

/// The greatest distortion of lengths and areas over a box of the plane; infinite where the
/// plane has no place on Earth.
///
/// # Errors
/// When the transformation cannot be made.
pub fn distortion(extent: &Extent, to_wgs84: &dyn Transform) -> Result<f64, Error> {
    let mut probes: Vec<Coord> = extent
        .grid()
        .into_iter()
        .flat_map(|Coord { x, y }| {
            [(STEP_M, 0.0), (-STEP_M, 0.0), (0.0, STEP_M), (0.0, -STEP_M)]
                .map(|(dx, dy)| Coord { x: x + dx, y: y + dy })
        })
        .collect();
    to_wgs84.apply(&mut probes)?;
    let (crosses, _) = probes.as_chunks::<4>();
    Ok(crosses.iter().map(local).fold(0.0, |worst, here| if here <= worst { worst } else { here }))
}

/// Distortion at one place, from where four steps east, west, north and south of it land.
fn local(cross: &[Coord; 4]) -> f64 {
    let [east, west, north, south] = *cross;
    let (a, b) = (ground(west, east), ground(south, north));
    let area = (a.x * b.y - a.y * b.x).abs();
    // singular values of the matrix with columns a and b: ground metres a metre of the plane
    let squares = a.x * a.x + a.y * a.y + b.x * b.x + b.y * b.y;
    let root = (squares * squares - 4.0 * area * area).max(0.0).sqrt();
    let (longest, shortest) = (((squares + root) / 2.0).sqrt(), ((squares - root) / 2.0).max(0.0).sqrt());
    let worst = [area, longest, shortest].map(|ratio| (ratio - 1.0).abs()).into_iter().fold(0.0, f64::max);
    if area.is_finite() { worst } else { f64::INFINITY }
}

/// Ground covered on the ellipsoid between two near positions, for each metre of the plane.
fn ground(from: Coord, to: Coord) -> Coord {
    let sin = ((from.y + to.y) / 2.0).to_radians().sin();
    let w = 1.0 - E2 * sin * sin;
    let (normal, meridian) =
        (EQUATORIAL_RADIUS_M / w.sqrt(), EQUATORIAL_RADIUS_M * (1.0 - E2) / (w * w.sqrt()));
    let (lon, lat) = (super::wrapped(to.x - from.x).to_radians(), (to.y - from.y).to_radians());
    Coord { x: lon * normal * (1.0 - sin * sin).sqrt(), y: lat * meridian } / (2.0 * STEP_M)
}
