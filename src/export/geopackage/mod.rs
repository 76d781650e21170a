//! Layers as one GeoPackage 1.3 (OGC 12-128r17): spatial index, styles that QGIS opens the layers
//! with, descriptions of every attribute, and where the numbers come from.
//!
//! SQLite is compiled in, and the file is made in memory, so that the same layers give the same
//! bytes everywhere.

mod features;
mod schema;
mod system;

use std::io::Write;

use rusqlite::{Connection, MAIN_DB, params};

use super::formats::Container;
use super::how::How;
use super::layer::Layer;
use super::{Results, style};
use crate::error::Error;

/// One GeoPackage of all layers.
pub struct GeoPackage;

impl Container for GeoPackage {
    fn name(&self) -> &'static str {
        "gpkg"
    }

    fn summary(&self) -> &'static str {
        "one GeoPackage of all layers and tables, with spatial index, QGIS styles, attribute descriptions and provenance"
    }

    fn file_name(&self) -> &'static str {
        "covgap.gpkg"
    }

    fn write(
        &self,
        layers: &[Layer],
        _: Results<'_>,
        how: &How<'_>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        Ok(out.write_all(&package(layers, how).map_err(failed)?)?)
    }
}

fn failed(error: rusqlite::Error) -> Error {
    Error::Io(std::io::Error::other(error.to_string()))
}

fn package(layers: &[Layer], how: &How<'_>) -> rusqlite::Result<Vec<u8>> {
    let database = Connection::open_in_memory()?;
    database.execute_batch("PRAGMA page_size = 4096; PRAGMA foreign_keys = OFF;")?;
    database.execute_batch("BEGIN")?;
    database.execute_batch(schema::TABLES)?;
    let srs_id = system::add(&database, how.crs)?;
    let made = how.made.iso();
    for layer in layers {
        features::add(&database, layer, srs_id, &made)?;
    }
    add_styles(&database, layers, how, &made)?;
    add_provenance(&database, how, &made)?;
    database.execute_batch("COMMIT")?;
    database.execute_batch(schema::MARKS)?;
    Ok(database.serialize(MAIN_DB)?.to_vec())
}

/// The table in which QGIS looks for how layers look; it must be listed as one of attributes.
fn add_styles(database: &Connection, layers: &[Layer], how: &How<'_>, made: &str) -> rusqlite::Result<()> {
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) \
         VALUES ('layer_styles', 'attributes', 'layer_styles', 'how QGIS shows the layers', ?1)",
        [made],
    )?;
    let mut add = database.prepare(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, \
         styleQML, styleSLD, useAsDefault, description, owner, update_time) \
         VALUES ('', '', ?1, 'geom', ?1, ?2, ?3, 1, ?4, '', ?5)",
    )?;
    let mut styles = 0;
    for layer in layers.iter().filter(|layer| layer.is_spatial()) {
        let qml = style::qml(layer, how.language);
        let sld = style::sld(layer, how.language);
        add.execute(params![layer.name, qml, sld, layer.summary, made])?;
        styles += 1;
    }
    database.execute("INSERT INTO gpkg_ogr_contents VALUES ('layer_styles', ?1)", [styles])?;
    Ok(())
}

/// Version, options and inputs, as metadata of the whole file.
fn add_provenance(database: &Connection, how: &How<'_>, made: &str) -> rusqlite::Result<()> {
    database.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'urn:covgap:provenance', 'application/json', ?1)",
        [how.origin.to_string()],
    )?;
    database.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?1, 1, NULL)",
        [made],
    )?;
    Ok(())
}
