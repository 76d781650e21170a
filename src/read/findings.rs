//! What was found while reading: nothing is decided silently.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::read::layer::Skip;

/// What a file was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// The villages.
    #[default]
    Villages,
    /// Coverage.
    Coverage,
    /// The table joined by village id.
    Attributes,
    /// Clusters of houses.
    Clusters,
    /// Buildings.
    Buildings,
    /// Where people live.
    People,
    /// Sites of the networks.
    Sites,
    /// A raster of received power.
    CoverageRaster,
    /// Measurements at places.
    Measurements,
    /// What people on the ground say of villages.
    Overrides,
    /// Old codes and new ones.
    Mapping,
    /// The villages of an older vintage.
    OldVillages,
    /// The coverage of an older vintage.
    OldCoverage,
    /// The sites of an older vintage.
    OldSites,
    /// The service areas of candidate sites, read as coverage and then set apart.
    Candidates,
    /// Proposed sites.
    Proposals,
    /// The service areas of proposed sites.
    ProposalAreas,
}

impl Role {
    /// One word for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Villages => "villages",
            Self::Coverage => "coverage",
            Self::Candidates => "candidates",
            Self::Attributes => "attributes",
            Self::Clusters => "clusters",
            Self::Buildings => "buildings",
            Self::People => "people",
            Self::Sites => "sites",
            Self::CoverageRaster => "coverage raster",
            Self::Measurements => "measurements",
            Self::Overrides => "overrides",
            Self::Mapping => "mapping",
            Self::OldVillages => "old villages",
            Self::OldCoverage => "old coverage",
            Self::OldSites => "old sites",
            Self::Proposals => "proposals",
            Self::ProposalAreas => "proposal areas",
        }
    }
}

/// One input file: what it holds and how it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// What it was read as.
    pub role: Role,
    /// The file.
    pub path: PathBuf,
    /// The format's name.
    pub format: &'static str,
    /// Features in the file: those used and those skipped.
    pub features: usize,
    /// The coordinate system it was taken to be in, as PROJ accepts it.
    pub crs: String,
    /// Where that came from: `stated in the file`, `--villages-crs`, `assumed: RFC 7946`…
    pub crs_from: String,
    /// Which column was taken for what: (`village id`, `ma_thon`).
    pub columns: Vec<(&'static str, String)>,
    /// The features that were left out.
    pub skipped: Vec<Skip>,
    /// The features whose geometry was mended, and how.
    pub repaired: Vec<Skip>,
    /// SHA-256 of the file, in hex; empty in a lean run.
    pub sha256: String,
}

/// Everything that was found while reading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    /// The files, in the order villages, coverage…, attributes.
    pub sources: Vec<Source>,
    /// What the user should know, a sentence each: discs blind to terrain, unmatched codes…
    pub warnings: Vec<String>,
}

/// What a file is called in words that end up in results: where it lies may differ between two
/// runs of the same job.
pub(crate) fn file_name(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

impl Findings {
    /// How many features were left out, over all files.
    pub fn skipped(&self) -> usize {
        self.sources.iter().map(|source| source.skipped.len()).sum()
    }
}
