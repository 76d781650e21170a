//! `terrain`.

use super::super::{Context, Criterion, Direction};
use super::{column_source, column_value};

/// The columns that say it.
const COLUMNS: &[&str] = &["terrain_factor"];

/// What terrain multiplies costs by (OnSSET, of an elevation raster).
pub struct Terrain;

impl Criterion for Terrain {
    fn name(&self) -> &'static str {
        "terrain"
    }

    fn summary(&self) -> &'static str {
        "what terrain multiplies costs by (OnSSET, of an elevation raster)"
    }

    fn unit(&self) -> &'static str {
        "factor"
    }

    fn direction(&self) -> Direction {
        Direction::Lower
    }

    fn source(&self, context: Context<'_>) -> String {
        column_source(COLUMNS, context)
    }

    fn score(&self, village: usize, context: Context<'_>) -> Option<f64> {
        column_value(COLUMNS, village, context)
    }
}
