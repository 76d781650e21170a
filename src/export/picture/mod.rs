//! The map as a picture: `map.svg` for print and for slides that are edited, `map.png` for the rest.
//!
//! One scene (areas, lines, marks, letters) is composed once and drawn twice.

mod compose;
mod legend;
mod letters;
mod png;
mod project;
mod scene;
mod svg;
mod words;

use std::io::Write;

use super::{Export, Results};
use crate::error::Error;

/// `map.svg`.
pub struct MapSvg;

impl Export for MapSvg {
    fn file_name(&self) -> &'static str {
        "map.svg"
    }

    fn summary(&self) -> &'static str {
        "the map as a drawing: villages by status, gaps, sites of the plan"
    }

    fn has_content(&self, results: Results<'_>) -> bool {
        !results.inputs.villages.is_empty()
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        Ok(out.write_all(svg::svg(&compose::scene(results)?).as_bytes())?)
    }
}

/// `map.png`.
pub struct MapPng;

impl Export for MapPng {
    fn file_name(&self) -> &'static str {
        "map.png"
    }

    fn summary(&self) -> &'static str {
        "the same map as a picture, 2400 dots wide"
    }

    fn has_content(&self, results: Results<'_>) -> bool {
        !results.inputs.villages.is_empty()
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        Ok(out.write_all(&png::png(&compose::scene(results)?)?)?)
    }
}
