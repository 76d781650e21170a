//! How a layer becomes a file. Adding a format is a file here and a line in [`FORMATS`].

use std::io::Write;

use super::Results;
use super::csv::CsvStyle;
use super::layer::Layer;
use crate::error::Error;

/// One way to write a layer.
pub trait Format: Send + Sync {
    /// As `--format` takes it.
    fn name(&self) -> &'static str;
    /// One line, for `--help` and the docs.
    fn summary(&self) -> &'static str;
    /// What the file's name ends with.
    fn extension(&self) -> &'static str;
    /// Whether a layer without places can be written too.
    fn writes_tables(&self) -> bool {
        false
    }
    /// Whether it is always written, not only when asked for.
    fn is_standard(&self) -> bool {
        false
    }
    /// Writes one layer.
    ///
    /// # Errors
    /// What the system said, or a value that the format cannot express.
    fn write(&self, layer: &Layer, csv: CsvStyle, out: &mut dyn Write) -> Result<(), Error>;
}

/// One file that holds every layer.
pub trait Container: Send + Sync {
    /// As `--format` takes it.
    fn name(&self) -> &'static str;
    /// One line, for `--help` and the docs.
    fn summary(&self) -> &'static str;
    /// The file's name in the output directory.
    fn file_name(&self) -> &'static str;
    /// Writes all layers.
    ///
    /// # Errors
    /// What the system said, or a value that the format cannot express.
    fn write(&self, layers: &[Layer], results: Results<'_>, out: &mut dyn Write) -> Result<(), Error>;
}

/// Every format that makes a file a layer. `--format` accepts these.
pub const FORMATS: &[&dyn Format] = &[&super::tables::CsvTable, &super::geojson::GeoJson];

/// Every format that makes one file of all layers. `--format` accepts these too.
pub const CONTAINERS: &[&dyn Container] = &[&super::workbook::Xlsx];
