//! `covgap check`.

use std::fmt::Write as _;

use clap::Args;

use super::inputs::{self, InputArgs};
use super::{Outcome, Session};
use crate::error::Error;
use crate::model::{Technology, VillageId};
use crate::read::{self, Inputs, Oddities};

/// Read everything, judge nothing: what is in the files, and what is wrong with them
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    inputs: InputArgs,
}

impl CheckArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let inputs = inputs::read(&self.inputs.request(false, session.gdal), session)?;
        session.data(&(found(&inputs) + &odd(&read::oddities(&inputs))))?;
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

/// How many oddities of a kind are named.
const NAMED: usize = 5;

/// What is odd about the inputs; a line a kind, of those that occur.
fn odd(oddities: &Oddities) -> String {
    let pair = |(one, other): &(VillageId, VillageId)| format!("{one} and {other}");
    let place = |(one, other): &(usize, usize)| format!("{} and {}", one + 1, other + 1);
    let lines = [
        named("villages whose ids look alike", &oddities.alike_ids, pair),
        named("villages with the same boundary", &oddities.same_boundaries, pair),
        named("villages that overlap", &oddities.overlaps, |it| {
            format!("{} and {} by {:.0} m²", it.one, it.other, it.area_m2)
        }),
        named("gaps between villages", &oddities.gaps_m2, |area_m2| format!("{area_m2:.0} m²")),
        named("service areas that occur twice", &oddities.same_areas, place),
        named("service areas far from every village", &oddities.areas_far_from_villages, |area| {
            (area + 1).to_string()
        }),
    ];
    let lines: String = lines.into_iter().flatten().collect();
    if lines.is_empty() { "nothing odd was found\n".into() } else { lines }
}

fn named<T>(what: &str, all: &[T], name: impl Fn(&T) -> String) -> Option<String> {
    let first: Vec<String> = all.iter().take(NAMED).map(name).collect();
    let more = if all.len() > NAMED { ", …" } else { "" };
    let line = format!("{what}: {} ({}{more})\n", all.len(), super::session::printable(&first.join(", ")));
    (!all.is_empty()).then_some(line)
}

fn or_none(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { super::session::printable(&names.join(", ")) }
}
