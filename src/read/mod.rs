//! Files in, villages and coverage out, in one plane of metres.

pub mod columns;
pub mod coverage;
pub mod crs;
mod file;
pub mod findings;
pub mod flatgeobuf;
pub mod format;
#[cfg(feature = "gdal")]
mod gdal;
pub mod geojson;
mod hash;
pub mod hooks;
pub mod layer;
mod mend;
mod number;
mod options;
pub mod request;
mod rows;
mod text;
mod villages;

pub use crs::{CrsChoice, OnePlane, to_one_plane};
pub use findings::{Findings, Role, Source};
pub use format::{FORMATS, Format};
#[cfg(feature = "gdal")]
pub use gdal::WITH_GDAL;
pub use hooks::{GdalHooks, ReadOptions, Versions};
pub use layer::{Column, Crs, Layer, Skip};
pub use options::Options;
pub use request::{ColumnChoices, Request};

use std::path::Path;

use rayon::prelude::*;

use crate::error::Error;
use crate::model::{Coverage, Villages};
use crate::plane::Plane;

/// The inputs of a study, in one plane.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The villages.
    pub villages: Villages,
    /// The service areas.
    pub coverage: Coverage,
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
    let (villages, coverage) = rayon::join(
        || read(&request.villages, &Options::of(request, Role::Villages), request),
        || {
            let options = Options::of(request, Role::Coverage);
            let files = request.coverage.par_iter().map(|path| read(path, &options, request));
            files.collect::<Vec<_>>().into_iter().collect::<Result<Vec<_>, _>>()
        },
    );
    let (villages, coverage) = (villages?, coverage?);
    let (mut village_layer, village_sum) = villages;
    let (mut coverage_layers, coverage_sums): (Vec<_>, Vec<_>) = coverage.into_iter().unzip();
    let mut counts = vec![rows_in(&village_layer)];
    counts.extend(coverage_layers.iter().map(rows_in));

    let village_columns = villages::Columns::choose(&village_layer, request)?;
    let coverage_columns: Vec<coverage::Columns> = coverage_layers
        .iter()
        .map(|layer| coverage::Columns::choose(layer, request))
        .collect::<Result<_, _>>()?;
    let mut centres = village_columns.centres(&village_layer);
    let OnePlane { plane, choices, mut warnings } =
        to_one_plane(&mut village_layer, &mut centres, &mut coverage_layers, request)?;

    let villages = villages::build(&mut village_layer, &village_columns, &centres, &plane, request)?;
    let coverage = coverage::build(&mut coverage_layers, &coverage_columns, request, &mut warnings)?;

    let layers = std::iter::once(village_layer).chain(coverage_layers);
    let columns =
        std::iter::once(village_columns.chosen).chain(coverage_columns.into_iter().map(|it| it.chosen));
    let sums = std::iter::once(village_sum).chain(coverage_sums);
    let sources = layers.zip(columns).zip(sums).zip(choices).zip(counts).enumerate().map(
        |(nth, ((((layer, columns), sha256), choice), features))| Source {
            role: if nth == 0 { Role::Villages } else { Role::Coverage },
            path: layer.path,
            format: layer.format,
            features,
            crs: choice.crs,
            crs_from: choice.crs_from,
            columns,
            skipped: layer.skipped,
            repaired: layer.repaired,
            sha256,
        },
    );
    let findings = Findings { sources: sources.collect(), warnings };
    Ok(Inputs { villages, coverage, plane, findings })
}

/// Reads one file, and takes its SHA-256 beside unless the run is lean.
fn read(path: &Path, options: &Options, request: &Request) -> Result<(Layer, String), Error> {
    let (layer, sum) = rayon::join(
        || layer(path, options, request),
        || if options.lean { Ok(String::new()) } else { hash::sha256(path) },
    );
    Ok((layer?, sum?))
}

/// Reads one file in whatever format it is: natively where that is possible, else by GDAL.
fn layer(path: &Path, options: &Options, request: &Request) -> Result<Layer, Error> {
    match (format::of(path)?, request.gdal) {
        (Some(format), _) => format.read(path, options),
        (None, Some(gdal)) => gdal.read(path, &options.gdal),
        (None, None) => {
            Err(Error::NeedsGdal(format!("reading {} (it is none of {})", path.display(), format::names())))
        }
    }
}

/// The features of a file: those read and those skipped.
fn rows_in(layer: &Layer) -> usize {
    layer.len() + layer.skipped.len()
}
