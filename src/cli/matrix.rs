//! `covgap solve-matrix`: published covering instances, as they are.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use super::{Outcome, Session};
use crate::error::{Error, InputError};
use crate::plan::Limits;
use crate::plan::matrix::Covering;

/// Solve a plain covering instance: a table of distances, or a file in the form of OR-Library's scp
#[derive(Debug, Args)]
pub(super) struct MatrixArgs {
    /// CSV with the columns `distance`, `name` (site), `DestinationName` (demand point) and
    /// `demand`; or a text of numbers: rows, columns, costs, then for each row how many columns
    /// cover it and which
    file: PathBuf,
    /// Service radius, in the unit of the distances
    #[arg(long)]
    radius: Option<f64>,
    /// Number of sites (money, where sites have costs) for maximal covering; without it
    /// everything is covered for the least cost
    #[arg(long)]
    p: Option<f64>,
    /// Seconds the exact solver may take
    #[arg(long, default_value = "600")]
    time_limit: f64,
}

impl MatrixArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let refuse = |problem: String| InputError::file(&self.file, problem);
        let text = std::fs::read_to_string(&self.file).map_err(|error| refuse(error.to_string()))?;
        let covering = match self.radius {
            Some(radius) => Covering::from_distance_table(&text, radius),
            None => Covering::from_scp(&text),
        };
        let covering = covering.map_err(refuse)?;
        let limits = Limits { seconds: self.time_limit, exact_pairs: usize::MAX, ..Limits::default() };
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
