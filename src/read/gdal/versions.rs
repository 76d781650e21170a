//! Which GDAL, PROJ and registry of coordinate systems a result was made with.

use std::path::PathBuf;

use gdal::vector::LayerAccess;
use gdal::{Dataset, DatasetOptions, GdalOpenFlags};

use super::errors::listen;
use crate::read::hooks::Versions;

/// The versions that are linked and found.
pub fn versions() -> Versions {
    let build = gdal::version::VersionInfo::build_info();
    let proj = build.get("PROJ_RUNTIME_VERSION").or_else(|| build.get("PROJ_BUILD_VERSION"));
    Versions {
        gdal: gdal::version::VersionInfo::release_name(),
        proj: proj.cloned().unwrap_or_else(|| "unknown".into()),
        proj_database: proj_database().unwrap_or_else(|| "unknown".into()),
    }
}

/// PROJ's database names the release of the EPSG registry it was made from.
fn proj_database() -> Option<String> {
    let told = ["PROJ_DATA", "PROJ_LIB"].into_iter().filter_map(std::env::var_os).map(PathBuf::from);
    let usual = ["/usr/share/proj", "/usr/local/share/proj", "/opt/homebrew/share/proj"].map(PathBuf::from);
    let file = told.chain(usual).map(|folder| folder.join("proj.db")).find(|file| file.is_file())?;
    let (found, _) = listen(|| {
        let options = DatasetOptions {
            open_flags: GdalOpenFlags::GDAL_OF_VECTOR | GdalOpenFlags::GDAL_OF_READONLY,
            allowed_drivers: Some(&["SQLite"]),
            open_options: Some(&["LIST_ALL_TABLES=YES"]),
            ..Default::default()
        };
        let database = Dataset::open_ex(&file, options).ok()?;
        let mut metadata = database.layer_by_name("metadata").ok()?;
        metadata.features().find_map(|row| {
            let text =
                |name| row.field_index(name).ok().and_then(|at| row.field_as_string(at).ok().flatten());
            (text("key")? == "EPSG.VERSION").then(|| text("value")).flatten()
        })
    });
    found.map(|release| format!("EPSG {release}"))
}
