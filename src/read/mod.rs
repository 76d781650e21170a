//! Files in, villages and coverage out, in one plane of metres.

pub mod crs;
pub mod findings;
#[cfg(feature = "gdal")]
mod gdal;
pub mod hooks;
pub mod layer;
pub mod request;

pub use crs::{CrsChoice, OnePlane, to_one_plane};
pub use findings::{Findings, Role, Source};
#[cfg(feature = "gdal")]
pub use gdal::WITH_GDAL;
pub use hooks::{GdalHooks, ReadOptions, Versions};
pub use layer::{Column, Crs, Layer, Skip};
pub use request::{ColumnChoices, Request};

use crate::error::Error;
use crate::model::{Coverage, Villages};
use crate::plane::Plane;

/// The inputs of a study, in one plane.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The villages.
    pub villages: Villages,
    /// The service areas.
    pub coverage: Coverage,
    /// The plane both are in.
    pub plane: Plane,
    /// How the files were understood, and what was left out.
    pub findings: Findings,
}

/// Reads everything a request names.
///
/// # Errors
/// A file that cannot be read or understood; a broken feature is skipped and listed instead.
pub fn inputs(request: &Request) -> Result<Inputs, Error> {
    Err(Error::Usage(format!("reading {} is not there yet", request.villages.display())))
}
