//! `covgap solve-matrix`: published covering instances, as they are.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use super::{Outcome, Session};
use crate::error::{Error, InputError};
use crate::plan::Limits;
use crate::plan::matrix::Covering;

/// Solve a plain covering instance, in any of the forms in which they are published
#[derive(Debug, Args)]
pub(super) struct MatrixArgs {
    /// CSV matrix of demand points by sites, 1 where a site reaches a point, or with --radius the
    /// distance (a column `demand`, a row `cost`); CSV with the columns `distance`, `name` (site),
    /// `DestinationName` (demand point) and `demand`; with --radius points with the columns `x`, `y` and
    /// perhaps `demand` and `cost`, or a network in OR-Library's form (pmed); or a text of numbers in the
    /// forms of OR-Library (scp, by rows; rail, by columns) or of Steiner triples
    file: PathBuf,
    /// Service radius, in the unit of the distances
    #[arg(long)]
    radius: Option<f64>,
    /// Number of sites (money, where sites have costs) for maximal covering; without it
    /// everything is covered for the least cost
    #[arg(long)]
    p: Option<f64>,
    /// Nodes the exact solver may look at: a limit that is the same on every machine
    #[arg(long, value_name = "N", default_value = "1000000", value_parser = clap::value_parser!(i32).range(1..))]
    node_limit: i32,
    /// Seconds the exact solver may take
    #[arg(long, value_name = "S", default_value = "3600", value_parser = super::planning::amount)]
    time_limit: f64,
}

impl MatrixArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let refuse = |problem: String| InputError::file(&self.file, problem);
        let text = std::fs::read_to_string(&self.file).map_err(|error| refuse(error.to_string()))?;
        let covering = Covering::from_text(&text, self.radius).map_err(refuse)?;
        let (nodes, seconds) = (self.node_limit, self.time_limit);
        let limits = Limits { nodes, seconds, exact_pairs: usize::MAX, ..Limits::default() };
        let started = Instant::now();
        let outcome = match self.p {
            Some(p) => covering.cover_most(p, &limits),
            None => covering.cover_all(&limits),
        };
        let outcome = outcome.map_err(|error| Error::Plan(error.to_string()))?;
        let certificate = &outcome.certificate;
        let chosen: Vec<usize> = outcome
            .plan
            .built
            .iter()
            .enumerate()
            .filter(|(_, built)| built.is_some())
            .map(|(s, _)| s + 1)
            .collect();
        let answer = json!({
            "objective": certificate.objective,
            "bound": certificate.bound,
            "gap": certificate.gap,
            "proven": certificate.proven,
            "greedy": certificate.greedy,
            "method": certificate.method,
            "checked": certificate.checked,
            "seconds": started.elapsed().as_secs_f64(),
            "sites": chosen,
        });
        session.data(&format!("{answer:#}\n"))?;
        Ok(Outcome::Whole)
    }
}
