//! `covgap check`.

use std::fmt::Write as _;

use clap::Args;

use super::inputs::{self, InputArgs};
use super::{Outcome, Session};
use crate::error::Error;
use crate::model::Technology;
use crate::read::Inputs;

/// Read everything, judge nothing: what is in the files, and what is wrong with them
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    inputs: InputArgs,
}

impl CheckArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let inputs = inputs::read(&self.inputs.request(false, session.gdal), session)?;
        session.data(&found(&inputs))?;
        Ok(Outcome::of(&inputs.findings))
    }
}

fn found(inputs: &Inputs) -> String {
    let (villages, coverage) = (&inputs.villages, &inputs.coverage);
    let mut text = String::new();
    let points = (0..villages.len()).filter(|&village| villages.is_point(village)).count();
    let with = |has: &dyn Fn(usize) -> bool| (0..villages.len()).filter(|&village| has(village)).count();
    let _ = writeln!(text, "villages: {} ({points} of them only points)", villages.len());
    let _ = writeln!(text, "  administrative levels: {}", or_none(&villages.admin_levels));
    let _ = writeln!(text, "  with a population: {}", with(&|v| villages.records[v].population.is_some()));
    let _ = writeln!(text, "  with households: {}", with(&|v| villages.records[v].households.is_some()));
    let _ = writeln!(text, "  with a centre: {}", with(&|v| villages.records[v].centre.is_some()));
    let _ = writeln!(text, "  further columns: {}", or_none(&villages.extra_columns));
    let discs = if coverage.has_discs() { ", some of them discs around tower points" } else { "" };
    let _ = writeln!(text, "service areas: {}{discs}", coverage.len());
    for (operator, name) in coverage.operators.iter().enumerate() {
        let count = |technology| {
            let of = coverage.areas.iter().filter(|area| usize::from(area.operator) == operator);
            of.filter(|area| area.technology == technology).count()
        };
        let counts: Vec<String> = Technology::ALL
            .into_iter()
            .filter_map(|technology| {
                Some(count(technology)).filter(|&n| n > 0).map(|n| format!("{technology}: {n}"))
            })
            .collect();
        let _ = writeln!(text, "  {}: {}", super::session::printable(name), counts.join(", "));
    }
    let _ = writeln!(text, "working plane: {} ({})", inputs.plane.crs(), inputs.plane.why());
    let skipped = inputs.findings.skipped();
    let repaired: usize = inputs.findings.sources.iter().map(|source| source.repaired.len()).sum();
    let _ = writeln!(
        text,
        "features skipped: {skipped}; repaired: {repaired}; warnings: {}",
        inputs.findings.warnings.len()
    );
    text
}

fn or_none(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { super::session::printable(&names.join(", ")) }
}
