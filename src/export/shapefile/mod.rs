//! Layers as Shapefile (ESRI's description of 1998), for programs that read nothing newer, with
//! a note of what it cannot hold.

mod dbf;
mod note;
mod shapes;

use std::io::Write;

pub(super) use dbf::names;

use super::formats::Format;
use super::geometry_kind::GeometryKind;
use super::how::How;
use super::layer::Layer;
use crate::error::Error;

/// Six files that belong together.
pub struct Shapefile;

impl Format for Shapefile {
    fn name(&self) -> &'static str {
        "shapefile"
    }

    fn summary(&self) -> &'static str {
        "ESRI Shapefile for old programs; NAME.shp.txt says what it cuts short"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["shp", "shx", "dbf", "prj", "cpg", "shp.txt"]
    }

    fn companions(&self) -> &'static [&'static str] {
        &["qml", "sld"]
    }

    fn write(&self, layer: &Layer, extension: &str, how: &How<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let kind = GeometryKind::of_most(layer);
        match extension {
            "shp" => shapes::write(layer, kind, out)?,
            "shx" => shapes::write_index(layer, kind, out)?,
            "dbf" => dbf::write(layer, how.made, out)?,
            "prj" => out.write_all(how.crs.esri_wkt.as_bytes())?,
            "cpg" => out.write_all(b"UTF-8")?,
            _ => out.write_all(note::text(layer, kind, how).as_bytes())?,
        }
        Ok(())
    }
}
