//! GeoJSON (RFC 7946 and the older kind with a `crs` member), also line by line.

mod coordinates;
mod document;
mod odd;
mod scan;

pub(crate) use coordinates::number;

use std::path::Path;

use crate::error::{Error, InputError};
use crate::read::file::FETCH_AGAIN;
use crate::read::format::Format;
use crate::read::layer::Layer;
use crate::read::options::Options;
use crate::read::text;

/// GeoJSON: a collection, a feature, a bare geometry, or one of these a line.
#[derive(Debug)]
pub struct GeoJson;

impl Format for GeoJson {
    fn name(&self) -> &'static str {
        "GeoJSON"
    }

    fn summary(&self) -> &'static str {
        "GeoJSON, also newline-delimited; longitude and latitude unless a `crs` member says otherwise"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["geojson", "json", "geojsonl", "geojsonseq", "ndjson"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
        let first = start.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != 0x1E);
        first == Some(&b'{')
    }

    fn read(&self, path: &Path, options: &Options) -> Result<Layer, Error> {
        let bytes = crate::read::file::whole(path)?;
        let text = text::utf8(&bytes).map_err(|no| InputError::file(path, no.problem).hint(no.hint))?;
        let layer = document::read(text, path, options).map_err(|malformed| {
            let before = &text.as_bytes()[..malformed.at.min(text.len())];
            let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
            let column = 1 + before.iter().rev().take_while(|&&byte| byte != b'\n').count();
            let problem = format!("not GeoJSON at line {line}, column {column}: {}", malformed.problem);
            InputError::file(path, problem).hint(hint(&malformed.problem))
        })?;
        Ok(layer)
    }
}

/// What to try about a text that is no GeoJSON.
fn hint(problem: &str) -> &'static str {
    const CONVERT: &str =
        "convert it, e.g. with `ogr2ogr new.geojson FILE`; Esri's servers give GeoJSON for f=geojson";
    let has = |words: &[&str]| words.iter().any(|word| problem.contains(word));
    if has(&["`NaN`", "`Infinity`", "`-Infinity`", "`inf`", "`nan`"]) {
        "JSON has no word for a number that is none: write null, or leave the feature out"
    } else if has(&["cut off", "nothing but blanks"]) {
        FETCH_AGAIN
    } else if has(&["whose `type` is not FeatureCollection", "`type` \"Topology\""]) {
        CONVERT
    } else if has(&["is no GeoJSON"]) {
        "look into the file: is it a server's message in place of the data?"
    } else if has(&["names no coordinate system"]) {
        "write it as {\"type\": \"name\", \"properties\": {\"name\": \"EPSG:3405\"}}, or take the member `crs` out"
    } else if has(&["found `]`", "found `}`"]) {
        "JSON has no comma before a closing bracket"
    } else if has(&["found `'`"]) {
        "JSON has double quotes only"
    } else if has(&["found `/`"]) {
        "JSON has no comments"
    } else {
        "export the file again as GeoJSON, or look at that place in it"
    }
}
