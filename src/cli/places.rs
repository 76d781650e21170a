//! Flags that name what lies inside the villages or stands around them.

use std::path::PathBuf;

use clap::Args;

use crate::read::{CoverageRaster, PlacesRequest};

/// What rules other than area look at, and coverage as rasters.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Places that rules look at")]
pub(super) struct PlacesArgs {
    /// Clusters of houses, points or outlines; a village id column or their place says whose
    #[arg(long, value_name = "FILE")]
    clusters: Option<PathBuf>,
    /// Buildings, points or footprints, with or without a weight
    #[arg(long, value_name = "FILE")]
    buildings: Option<PathBuf>,
    /// People per cell, a raster: each cell's people stand at its centre
    #[arg(long, value_name = "FILE", conflicts_with = "population_points")]
    population_raster: Option<PathBuf>,
    /// Points with a number of people each
    #[arg(long, value_name = "FILE")]
    population_points: Option<PathBuf>,
    /// Sites of the networks, for `within:5000m`; tower points of the coverage where not given
    #[arg(long, value_name = "FILE")]
    sites: Option<PathBuf>,
    /// Received power in dBm, a raster of one technology and operator; the cells that reach the
    /// level of --signal or --preset are a service area. May be given several times
    #[arg(long, value_name = "TECHNOLOGY:OPERATOR:FILE", num_args = 1..)]
    coverage_raster: Vec<CoverageRaster>,
    /// Coordinate system of these files, where they state none or a wrong one
    #[arg(long, value_name = "CRS")]
    places_crs: Option<String>,
}

impl PlacesArgs {
    /// The request these flags make.
    pub fn request(self) -> PlacesRequest {
        PlacesRequest {
            clusters: self.clusters,
            buildings: self.buildings,
            population_raster: self.population_raster,
            population_points: self.population_points,
            sites: self.sites,
            rasters: self.coverage_raster,
            levels: Vec::new(),
            crs: self.places_crs,
        }
    }
}
