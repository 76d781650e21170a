//! How a layer becomes a file. Adding a format is a file here and a line in [`FORMATS`].

use std::io::Write;

use super::Results;
use super::how::How;
use super::layer::Layer;
use crate::error::Error;

/// One way to write a layer.
pub trait Format: Send + Sync {
    /// As `--format` takes it.
    fn name(&self) -> &'static str;
    /// One line, for `--help` and the docs.
    fn summary(&self) -> &'static str;
    /// What the names of its files end with, the main one first.
    fn extensions(&self) -> &'static [&'static str];
    /// Whether a layer without places can be written too.
    fn writes_tables(&self) -> bool {
        false
    }
    /// Whether it is always written, not only when asked for.
    fn is_standard(&self) -> bool {
        false
    }
    /// Whether it shows places, and not only tables.
    fn draws(&self) -> bool {
        true
    }
    /// Whether its standard knows only WGS 84, whatever `--out-crs` says.
    fn stays_in_wgs84(&self) -> bool {
        false
    }
    /// Formats that come along when this one is asked for: styles.
    fn companions(&self) -> &'static [&'static str] {
        &[]
    }
    /// Writes the file of one layer that has this extension, one of [`Format::extensions`].
    ///
    /// # Errors
    /// What the system said, or a value that the format cannot express.
    fn write(&self, layer: &Layer, extension: &str, how: &How<'_>, out: &mut dyn Write) -> Result<(), Error>;
}

/// One file that holds every layer.
pub trait Container: Send + Sync {
    /// As `--format` takes it.
    fn name(&self) -> &'static str;
    /// One line, for `--help` and the docs.
    fn summary(&self) -> &'static str;
    /// The file's name in the output directory.
    fn file_name(&self) -> &'static str;
    /// Whether it shows places, and not only tables.
    fn draws(&self) -> bool {
        true
    }
    /// Writes all layers.
    ///
    /// # Errors
    /// What the system said, or a value that the format cannot express.
    fn write(
        &self,
        layers: &[Layer],
        results: Results<'_>,
        how: &How<'_>,
        out: &mut dyn Write,
    ) -> Result<(), Error>;
}

/// Every format that makes a file a layer. `--format` accepts these.
pub const FORMATS: &[&dyn Format] = &[
    &super::tables::CsvTable,
    &super::geojson::GeoJson,
    &super::flatgeobuf::FlatGeobuf,
    &super::geoparquet::GeoParquet,
    &super::kml::Kml,
    &super::shapefile::Shapefile,
    &super::style::Qml,
    &super::style::Sld,
];

/// Every format that makes one file of all layers. `--format` accepts these too.
pub const CONTAINERS: &[&dyn Container] =
    &[&super::workbook::Xlsx, &super::geopackage::GeoPackage, &super::dictionary::Dictionary];
