//! What is to be read, and how the user wants it understood.

use std::path::PathBuf;

use crate::model::Technology;
use crate::read::ground::GroundRequest;
use crate::read::hooks::GdalHooks;
use crate::read::places::PlacesRequest;
use crate::units::Metres;

/// What is to be read.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Village boundaries (or points).
    pub villages: PathBuf,
    /// Service areas or tower points; may be several files.
    pub coverage: Vec<PathBuf>,
    /// A table joined by village id.
    pub attributes: Option<PathBuf>,
    /// The coordinate system of the villages, where the file states none or a wrong one.
    pub villages_crs: Option<String>,
    /// The coordinate system of every coverage file, likewise.
    pub coverage_crs: Option<String>,
    /// Columns named by the user instead of found.
    pub columns: ColumnChoices,
    /// The technology of every coverage file that has no such column.
    pub technology: Option<Technology>,
    /// The operator of every coverage file that has no such column.
    pub operator: Option<String>,
    /// The radius of discs around tower points, where no column gives it.
    pub radius: Option<Metres>,
    /// Reads only ids and geometry of the villages, and hashes no input.
    pub lean: bool,
    /// Reads GDAL's network drivers too, and files that make it read further files.
    pub allow_remote: bool,
    /// The most bytes of memory the run may take; whoever starts it sees to it.
    pub memory: Option<u64>,
    /// The layer of the villages' file, where it has several.
    pub villages_layer: Option<String>,
    /// The layer of every coverage file, likewise.
    pub coverage_layer: Option<String>,
    /// What lies inside the villages or stands around them, and rasters of received power.
    pub places: PlacesRequest,
    /// What was found on the ground.
    pub ground: GroundRequest,
    /// GDAL and PROJ, where the program has them.
    pub gdal: Option<&'static dyn GdalHooks>,
}

/// Columns named by the user; `None` lets them be found by their names.
#[derive(Debug, Clone, Default)]
pub struct ColumnChoices {
    /// The village id.
    pub id: Option<String>,
    /// The village's name.
    pub name: Option<String>,
    /// Administrative parents, smallest unit first; empty lets them be found.
    pub admin: Vec<String>,
    /// People.
    pub population: Option<String>,
    /// Households.
    pub households: Option<String>,
    /// Longitude or easting of the village centre, in the CRS of the file.
    pub centre_x: Option<String>,
    /// Latitude or northing of the village centre.
    pub centre_y: Option<String>,
    /// The operator of a service area.
    pub operator: Option<String>,
    /// The technology of a service area.
    pub technology: Option<String>,
    /// The received power of a service area, in dBm.
    pub signal: Option<String>,
    /// The radius of a tower's disc, in metres.
    pub radius: Option<String>,
    /// The village id in the attributes table.
    pub attributes_id: Option<String>,
}
