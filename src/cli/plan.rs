//! `covgap plan`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::assess::{judge, read};
use super::candidates::split;
use super::inputs::InputArgs;
use super::judgement::JudgementArgs;
use super::output::OutputArgs;
use super::planning::{self, CandidateArgs, PlanningArgs};
use super::rank::{RankingArgs, rank};
use super::{Outcome, Session};
use crate::error::Error;

/// Choose sites and phases: the best plan for the money, with a proof of how good it is
///
/// Writes what `assess` writes, and beside it plan.csv, plan.geojson, phases.csv, curve.csv,
/// targets.csv and certificate.json.
#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    candidates: CandidateArgs,
    #[command(flatten)]
    planning: PlanningArgs,
    #[command(flatten)]
    ranking: RankingArgs,
    #[command(flatten)]
    judgement: JudgementArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Directory the files are written into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl PlanArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let started = Instant::now();
        let Self { inputs, candidates, mut planning, ranking, mut judgement, output, out } = self;
        judgement.scrutiny.finds_margins = output.needs_margins();
        planning.brief |= !output.tells_alternatives();
        output.refuse_unwritable(&out)?;
        let mut request = inputs.request(false, session.gdal);
        let first = request.coverage.len() as u16;
        request.coverage.extend(candidates.candidates.clone());
        let table = candidates.candidate_table.clone().or_else(|| candidates.candidates.clone());
        let recipe = ranking.recipe(session)?;
        planning.phase_list()?;
        output.on_threads(session, || {
            let mut read = read(&request, &judgement, session)?;
            let brought = table.map(|table| split(&mut read, first, &table, &request)).transpose()?;
            let mut found = judge(read, &request, &judgement, session)?;
            planning.surroundings.add(&mut found, &planning.gates, &request)?;
            let candidates = match brought {
                Some(candidates) => candidates,
                None => candidates.building.propose(
                    &found,
                    planning.surroundings.elevation(),
                    &request,
                    session,
                )?,
            };
            planning::plan(&mut found, &candidates, &planning, &request, session)?;
            rank(&mut found, &recipe, session)?;
            output.write_all(&out, &found, started, session)
        })?
    }
}
