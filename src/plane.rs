//! The plane a study works in: metres, chosen for the data, named in every output.

use std::fmt;
use std::sync::Arc;

use geo::Coord;

use crate::error::Error;
use crate::geometry::{Ring, Shape, Shapes};

/// Moves positions between two coordinate systems, in place.
///
/// Longitude and latitude are in degrees, longitude first, always.
pub trait Transform: Send + Sync {
    /// Moves every position; one that has no image becomes NaN, never a wrong place.
    ///
    /// # Errors
    /// When the transformation as a whole cannot be made.
    fn apply(&self, positions: &mut [Coord]) -> Result<(), Error>;
}

/// A transformation that leaves everything where it is.
#[derive(Debug, Clone, Copy)]
pub struct Identity;

impl Transform for Identity {
    fn apply(&self, _: &mut [Coord]) -> Result<(), Error> {
        Ok(())
    }
}

/// The working plane: its coordinate system, and the way back to longitude and latitude.
#[derive(Clone)]
pub struct Plane {
    crs: String,
    why: String,
    to_wgs84: Arc<dyn Transform>,
    to_equal_area: Option<Arc<dyn Transform>>,
    from_wgs84: Option<Arc<dyn Transform>>,
}

impl Plane {
    /// `crs` is a string PROJ accepts; `why` says in a phrase why this plane was chosen.
    pub fn new(crs: impl Into<String>, why: impl Into<String>, to_wgs84: Arc<dyn Transform>) -> Self {
        Self { crs: crs.into(), why: why.into(), to_wgs84, to_equal_area: None, from_wgs84: None }
    }

    /// Adds the way to a plane where areas are those of the ellipsoid; without it they are so here.
    #[must_use]
    pub fn with_equal_area(mut self, to_equal_area: Arc<dyn Transform>) -> Self {
        self.to_equal_area = Some(to_equal_area);
        self
    }

    /// Adds the way in from longitude and latitude; without it nothing more can be brought here.
    #[must_use]
    pub fn with_way_in(mut self, from_wgs84: Arc<dyn Transform>) -> Self {
        self.from_wgs84 = Some(from_wgs84);
        self
    }

    /// The way in from WGS 84 longitude and latitude, where it is known.
    pub fn from_wgs84(&self) -> Option<&Arc<dyn Transform>> {
        self.from_wgs84.as_ref()
    }

    /// The coordinate system, as PROJ accepts it: `EPSG:3405`, or a `+proj=` string.
    pub fn crs(&self) -> &str {
        &self.crs
    }

    /// Why this plane was chosen.
    pub fn why(&self) -> &str {
        &self.why
    }

    /// Moves positions of the plane to WGS 84 longitude and latitude.
    ///
    /// # Errors
    /// When the transformation cannot be made.
    pub fn to_wgs84(&self, positions: &mut [Coord]) -> Result<(), Error> {
        self.to_wgs84.apply(positions)
    }

    /// The area of each shape on the ellipsoid, in square metres, holes left out.
    ///
    /// Edges are taken to be straight in an equal-area plane around the data; the rings of a
    /// shape must not overlap.
    ///
    /// # Errors
    /// When the transformation cannot be made.
    pub fn areas_m2(&self, shapes: &Shapes) -> Result<Vec<f64>, Error> {
        let Some(to_equal_area) = &self.to_equal_area else { return Ok(shapes.iter().map(area).collect()) };
        let mut moved = shapes.clone();
        to_equal_area.apply(moved.positions_mut())?;
        Ok(moved.iter().map(area).collect())
    }
}

fn area(shape: Shape<'_>) -> f64 {
    let signed = |ring: Ring<'_>| {
        let area = ring_area(ring.positions).abs();
        if ring.is_hole { -area } else { area }
    };
    shape.rings().map(signed).sum::<f64>().max(0.0)
}

/// Gauss's formula, around the first position so that far-off origins cost no digits.
fn ring_area(ring: &[Coord]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    let cross = |pair: &[Coord]| {
        let (a, b) = (pair[0] - origin, pair[1] - origin);
        a.x * b.y - a.y * b.x
    };
    0.5 * ring.windows(2).map(cross).sum::<f64>()
}

impl fmt::Debug for Plane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plane").field("crs", &self.crs).field("why", &self.why).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{MultiPolygon, wkt};

    #[test]
    fn a_hole_is_no_area_whatever_its_orientation() {
        let mut shapes = Shapes::new();
        let far = 2_000_000.0;
        let at = |x: f64, y: f64| Coord { x: far + x, y: far + y };
        let square = |a: f64, b: f64| vec![at(a, a), at(b, a), at(b, b), at(a, b), at(a, a)];
        for hole in [square(1.0, 2.0), square(1.0, 2.0).into_iter().rev().collect()] {
            shapes.push(&MultiPolygon::new(vec![geo::Polygon::new(
                square(0.0, 4.0).into(),
                vec![hole.into()],
            )]));
        }
        shapes.push(&MultiPolygon::new(vec![wkt!(POLYGON((0. 0.,3. 0.,0. 2.,0. 0.)))]));
        let plane = Plane::new("EPSG:32648", "a test", Arc::new(Identity));
        assert_eq!(plane.areas_m2(&shapes).unwrap(), [15.0, 15.0, 3.0]);
    }
}
