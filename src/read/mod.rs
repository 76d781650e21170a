//! Files in, villages and coverage out, in one plane of metres.

mod attributes;
pub mod columns;
pub mod coverage;
pub mod crs;
pub mod csv;
mod doubts;
mod file;
pub mod findings;
pub mod flatgeobuf;
pub mod format;
#[cfg(feature = "gdal")]
mod gdal;
pub mod geojson;
mod ground;
mod hash;
mod heights;
pub mod hooks;
pub mod layer;
mod lines;
mod mend;
mod number;
pub mod observe;
mod options;
pub mod places;
mod proposals;
pub mod request;
mod rows;
mod sites;
mod text;
mod villages;

#[cfg(feature = "gdal")]
pub use crate::read::gdal::WITH_GDAL;
pub use crs::{CrsChoice, OnePlane, Refusal, System, into_plane, to_one_plane, way_into_plane};
pub use findings::{Findings, Role, Source};
pub use format::{FORMATS, Format};
pub use ground::{GroundRequest, Mapping, mapping};
pub use heights::{Heights, heights};
pub use hooks::{CrsTexts, GdalHooks, ReadOptions, Versions};
pub use layer::{Column, Crs, Layer, Skip};
pub use lines::{Lines, lines};
pub use observe::{Oddities, Overlap, oddities};
pub use options::Options;
pub use places::{CoverageRaster, PlacesRequest, PowerLevel, sites as old_sites};
pub use proposals::{ProposalFiles, ProposalRow, ProposalTable, proposals};
pub use request::{ColumnChoices, Request};
pub use sites::{SiteRow, SiteTable, counts, says_no, site_table};

use std::path::Path;

use rayon::prelude::*;

use crate::error::Error;
use crate::model::{Coverage, Ground, Villages};
use crate::plane::Plane;

/// The inputs of a study, in one plane.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The villages.
    pub villages: Villages,
    /// The service areas.
    pub coverage: Coverage,
    /// What was claimed, where `coverage` is what of it passes a cut by received power.
    pub claimed: Option<Coverage>,
    /// What was found on the ground.
    pub ground: Ground,
    /// The plane both are in.
    pub plane: Plane,
    /// How the files were understood, and what was left out.
    pub findings: Findings,
}

/// Reads everything a request names.
///
/// # Errors
/// A file that cannot be read or understood; a broken feature is skipped and listed instead.
pub fn inputs(request: &Request) -> Result<Inputs, Error> {
    let Files { villages: (mut village_layer, village_file), coverage, attributes } = Files::read(request)?;
    let (mut layers, coverage_files): (Vec<Layer>, Vec<File>) = coverage.into_iter().unzip();

    let village_columns = villages::Columns::choose(&village_layer, request)?;
    let coverage_columns: Vec<coverage::Columns> =
        layers.iter().map(|layer| coverage::Columns::choose(layer, request)).collect::<Result<_, _>>()?;
    let mut centres = village_columns.centres(&village_layer);
    let OnePlane { plane, choices, mut warnings } =
        to_one_plane(&mut village_layer, &mut centres, &mut layers, request)?;

    let mut of_coverage = Vec::new();
    let (villages, coverage) = rayon::join(
        || {
            let villages = villages::build(&mut village_layer, &village_columns, &centres, &plane, request)?;
            let doubts = doubts::of(&villages);
            Ok::<_, Error>((villages, doubts))
        },
        || coverage::build(&mut layers, &coverage_columns, request, &mut of_coverage),
    );
    let ((mut villages, doubts), mut coverage) = (villages?, coverage?);
    warnings.extend(doubts);
    warnings.extend(of_coverage);

    let mut choices = choices.into_iter();
    let mut sources = vec![village_file.source(village_layer, village_columns.chosen, choices.next())];
    for ((file, layer), columns) in coverage_files.into_iter().zip(layers).zip(coverage_columns) {
        sources.push(file.source(layer, columns.chosen, choices.next()));
    }
    if let Some((mut layer, file)) = attributes {
        let columns = attributes::Columns::choose(&layer, &request.columns)?;
        attributes::join(&mut layer, &columns, &mut villages, &mut warnings)?;
        sources.push(file.source(layer, columns.chosen, None));
    }
    places::add(&mut villages, &mut coverage, &plane, request, (&mut sources, &mut warnings))?;
    let ground = ground::read(&plane, request, (&mut sources, &mut warnings))?;
    warnings.extend(doubts::of_measurements(ground.measurements.as_deref().unwrap_or_default(), &villages));
    warnings.extend(doubts::of_strangers(
        ground.measurements.as_deref().unwrap_or_default(),
        &coverage.operators,
    ));
    Ok(Inputs { villages, coverage, claimed: None, ground, plane, findings: Findings { sources, warnings } })
}

/// The files of a request, each as a layer and what is known of the file itself.
struct Files {
    villages: (Layer, File),
    coverage: Vec<(Layer, File)>,
    attributes: Option<(Layer, File)>,
}

impl Files {
    /// Reads all files side by side.
    fn read(request: &Request) -> Result<Self, Error> {
        let of = |path: &Path, role| File::read(path, &Options::of(request, role), request);
        // a lean run asks nothing that a table of attributes could answer
        let table = request.attributes.as_ref().filter(|_| !request.lean);
        let coverage = || {
            let files = request.coverage.par_iter().map(|path| of(path, Role::Coverage));
            files.collect::<Vec<_>>().into_iter().collect::<Result<Vec<_>, _>>()
        };
        let (villages, (coverage, attributes)) = rayon::join(
            || of(&request.villages, Role::Villages),
            || rayon::join(coverage, || table.map(|path| of(path, Role::Attributes)).transpose()),
        );
        Ok(Self { villages: villages?, coverage: coverage?, attributes: attributes? })
    }
}

/// What is known of a file beside its rows.
struct File {
    role: Role,
    features: usize,
    sha256: String,
}

impl File {
    /// Reads one file, and takes its SHA-256 beside unless the run is lean.
    fn read(path: &Path, options: &Options, request: &Request) -> Result<(Layer, Self), Error> {
        let (layer, sum) = rayon::join(
            || layer(path, options, request),
            || {
                let (file, _) = hooks::file_and_layer(path);
                // a folder or an address is no file that could be hashed
                let has_hash = !options.lean && !hooks::is_for_gdal(&file);
                if has_hash { hash::sha256(&file) } else { Ok(String::new()) }
            },
        );
        let layer = layer?;
        let features = layer.len() + layer.skipped.len();
        Ok((layer, Self { role: options.role, features, sha256: sum? }))
    }

    /// The file as the findings have it, with what was left out and mended on the way.
    fn source(self, layer: Layer, columns: Vec<(&'static str, String)>, choice: Option<CrsChoice>) -> Source {
        let none = || CrsChoice { crs: String::new(), crs_from: "a table has none".into() };
        let CrsChoice { crs, crs_from } = choice.unwrap_or_else(none);
        Source {
            role: self.role,
            path: layer.path,
            format: layer.format,
            features: self.features,
            crs,
            crs_from,
            columns,
            skipped: layer.skipped,
            repaired: layer.repaired,
            sha256: self.sha256,
        }
    }
}

/// Reads one file in whatever format it is: natively where that is possible, else by GDAL.
fn layer(path: &Path, options: &Options, request: &Request) -> Result<Layer, Error> {
    let native = if hooks::is_for_gdal(path) { None } else { format::of(path)? };
    match (native, request.gdal) {
        (Some(format), _) => format.read(path, options),
        (None, Some(gdal)) => gdal.read(path, &options.gdal),
        (None, None) => {
            Err(Error::NeedsGdal(format!("reading {} (it is none of {})", path.display(), format::names())))
        }
    }
}
