//! Flags that say what is read, and how it is understood.

use std::path::PathBuf;

use clap::Args;

use super::Session;
use super::memory::Memory;
use super::places::PlacesArgs;
use super::scrutiny::GroundArgs;
use super::session::printable;
use crate::error::Error;
use crate::model::Technology;
use crate::read::{self, ColumnChoices, Findings, GdalHooks, Inputs, Request};
use crate::units::Metres;

/// What is read.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Village boundaries (polygons), or points
    #[arg(long, value_name = "FILE")]
    villages: PathBuf,
    /// Service areas (polygons), or tower points with a radius; may be given several times
    #[arg(long, value_name = "FILE", required_unless_present = "coverage_raster", num_args = 1..)]
    coverage: Vec<PathBuf>,
    #[command(flatten)]
    places: PlacesArgs,
    #[command(flatten)]
    ground: GroundArgs,
    #[command(flatten)]
    understanding: UnderstandingArgs,
}

#[derive(Debug, Args)]
struct UnderstandingArgs {
    /// A table with further columns, joined by village id
    #[arg(long, value_name = "FILE")]
    attributes: Option<PathBuf>,
    /// Coordinate system of the villages, where the file states none or a wrong one
    #[arg(long, value_name = "CRS")]
    villages_crs: Option<String>,
    /// Coordinate system of the coverage, likewise
    #[arg(long, value_name = "CRS")]
    coverage_crs: Option<String>,
    /// Layer of the villages' file, where it has several
    #[arg(long, value_name = "LAYER")]
    villages_layer: Option<String>,
    /// Layer of the coverage files, likewise
    #[arg(long, value_name = "LAYER")]
    coverage_layer: Option<String>,
    /// Technology of coverage files that have no such column
    #[arg(long, value_name = "2G|3G|4G|5G")]
    technology: Option<Technology>,
    /// Operator of coverage files that have no such column
    #[arg(long, value_name = "NAME")]
    operator: Option<String>,
    /// Radius in metres of the disc around a tower point, where no column gives it
    #[arg(long, value_name = "METRES", value_parser = metres)]
    radius: Option<Metres>,
    /// Lets GDAL open addresses on the network, and files that make it read further files
    #[arg(long)]
    allow_remote: bool,
    /// The most memory the run may take, e.g. 2GiB; refuses early what will not fit
    #[arg(long, value_name = "SIZE")]
    memory: Option<Memory>,
    #[command(flatten)]
    columns: ColumnArgs,
}

/// Columns named instead of found.
#[derive(Debug, Args)]
#[command(next_help_heading = "Columns, where their names do not tell")]
struct ColumnArgs {
    /// Village id
    #[arg(long, value_name = "COLUMN")]
    id_column: Option<String>,
    /// Village name
    #[arg(long, value_name = "COLUMN")]
    name_column: Option<String>,
    /// Administrative parents, smallest unit first
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    admin_columns: Vec<String>,
    /// People
    #[arg(long, value_name = "COLUMN")]
    population_column: Option<String>,
    /// Households
    #[arg(long, value_name = "COLUMN")]
    households_column: Option<String>,
    /// Longitude or easting of the village centre
    #[arg(long, value_name = "COLUMN", requires = "centre_y_column")]
    centre_x_column: Option<String>,
    /// Latitude or northing of the village centre
    #[arg(long, value_name = "COLUMN", requires = "centre_x_column")]
    centre_y_column: Option<String>,
    /// Operator of a service area
    #[arg(long, value_name = "COLUMN")]
    operator_column: Option<String>,
    /// Technology of a service area
    #[arg(long, value_name = "COLUMN")]
    technology_column: Option<String>,
    /// Received power of a service area, dBm
    #[arg(long, value_name = "COLUMN")]
    signal_column: Option<String>,
    /// Radius of a tower's disc, metres
    #[arg(long, value_name = "COLUMN")]
    radius_column: Option<String>,
    /// Village id in the attributes table
    #[arg(long, value_name = "COLUMN", requires = "attributes")]
    attributes_id_column: Option<String>,
}

pub(super) fn metres(text: &str) -> Result<Metres, String> {
    let value: f64 = text.parse().map_err(|_| format!("`{text}` is not a number of metres"))?;
    Metres::new(value).map_err(|error| error.to_string())
}

impl InputArgs {
    /// The request these flags make.
    pub fn request(self, lean: bool, gdal: Option<&'static dyn GdalHooks>) -> Request {
        let Self { villages, coverage, places, ground, understanding } = self;
        let UnderstandingArgs { attributes, villages_crs, coverage_crs, .. } = understanding;
        let columns = understanding.columns;
        Request {
            villages,
            coverage,
            attributes,
            villages_crs,
            coverage_crs,
            columns: ColumnChoices {
                id: columns.id_column,
                name: columns.name_column,
                admin: columns.admin_columns,
                population: columns.population_column,
                households: columns.households_column,
                centre_x: columns.centre_x_column,
                centre_y: columns.centre_y_column,
                operator: columns.operator_column,
                technology: columns.technology_column,
                signal: columns.signal_column,
                radius: columns.radius_column,
                attributes_id: columns.attributes_id_column,
            },
            technology: understanding.technology,
            operator: understanding.operator,
            radius: understanding.radius,
            lean,
            allow_remote: understanding.allow_remote,
            memory: understanding.memory.map(Memory::bytes),
            villages_layer: understanding.villages_layer,
            coverage_layer: understanding.coverage_layer,
            places: places.request(),
            ground: ground.request(),
            gdal,
        }
    }
}

/// Reads, and says how the files were understood.
pub(super) fn read(request: &Request, session: &Session) -> Result<Inputs, Error> {
    let inputs = read_unsaid(request, session)?;
    say(&inputs.findings, session);
    Ok(inputs)
}

/// Reads, and leaves it to others to say how the files were understood.
pub(super) fn read_unsaid(request: &Request, session: &Session) -> Result<Inputs, Error> {
    if let Some(bytes) = request.memory {
        Memory::of(bytes).keep(request)?;
    }
    let inputs = session.working("reading", || read::inputs(request))?;
    if let Some(bytes) = request.memory {
        Memory::of(bytes).keep_read(&inputs, request)?;
    }
    Ok(inputs)
}

/// The first of the features left out or mended that are named on the terminal; all of them are
/// in summary.json and the report.
const NAMED: usize = 5;

/// What was read as what; a line a file, then what was left out, mended or doubtful.
pub(super) fn say(findings: &Findings, session: &Session) {
    for source in &findings.sources {
        let columns: Vec<String> =
            source.columns.iter().map(|(what, column)| format!("{what} = {}", printable(column))).collect();
        let place = if source.crs.is_empty() {
            "no coordinates".to_owned()
        } else {
            format!("{}; {}", source.crs, source.crs_from)
        };
        session.note(&printable(&format!(
            "{}: {} ({}, {} {}, {place})",
            source.role.label(),
            source.path.display(),
            source.format,
            source.features,
            if source.features == 1 { "feature" } else { "features" },
        )));
        if !columns.is_empty() {
            session.note(&format!("  columns: {}", columns.join(", ")));
        }
        for (list, what) in [(&source.skipped, "skipped"), (&source.repaired, "repaired")] {
            for skip in list.iter().take(NAMED) {
                let id = skip.id.as_deref().map(|id| format!(" (id {id})")).unwrap_or_default();
                session.warning(&format!("{what} feature {}{id}: {}", skip.position, skip.reason));
            }
            if list.len() > NAMED {
                session.warning(&format!("… and {} more {what}", list.len() - NAMED));
            }
        }
    }
    findings.warnings.iter().for_each(|warning| session.warning(warning));
}
