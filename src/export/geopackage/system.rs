//! Coordinate systems of a GeoPackage.

use rusqlite::{Connection, params};

use crate::export::out_crs::OutCrs;

/// The first number that the standard leaves to systems without a code.
const OWN: i64 = 100_000;

/// Adds the systems that every GeoPackage has, and the one that layers are in; returns its number.
pub(super) fn add(database: &Connection, crs: &OutCrs) -> rusqlite::Result<i64> {
    let mut add = database.prepare("INSERT INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (id, name) in [(-1, "Undefined Cartesian SRS"), (0, "Undefined geographic SRS")] {
        add.execute(params![name, id, "NONE", id, "undefined", "undefined coordinate reference system"])?;
    }
    let wgs84 = OutCrs::wgs84();
    let about = "longitude and latitude in degrees";
    add.execute(params!["WGS 84 geodetic", 4326, "EPSG", 4326, wgs84.wkt, about])?;
    if crs.is_wgs84() {
        return Ok(4326);
    }
    let (id, organization) = crs.epsg.map_or((OWN, "NONE"), |code| (i64::from(code), "EPSG"));
    add.execute(params![crs.name, id, organization, id, crs.wkt, crs.label()])?;
    Ok(id)
}
