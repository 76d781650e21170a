//! The plane a study works in: metres, chosen for the data, named in every output.

use std::fmt;
use std::sync::Arc;

use geo::Coord;

use crate::error::Error;

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
}

impl Plane {
    /// `crs` is a string PROJ accepts; `why` says in a phrase why this plane was chosen.
    pub fn new(crs: impl Into<String>, why: impl Into<String>, to_wgs84: Arc<dyn Transform>) -> Self {
        Self { crs: crs.into(), why: why.into(), to_wgs84 }
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
}

impl fmt::Debug for Plane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plane").field("crs", &self.crs).field("why", &self.why).finish_non_exhaustive()
    }
}
