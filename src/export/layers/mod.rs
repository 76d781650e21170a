//! The layers of results. Adding one is a file here and a line in [`LAYERS`].

mod villages;

use super::layer::LayerSource;

/// Every layer there is; each is written as a CSV, and as a GeoJSON where it has places.
pub const LAYERS: &[&dyn LayerSource] = &[&villages::Villages, &villages::Uncovered];
