//! `covgap explain`: the part about ranking and plan.

use clap::Args;

use super::Session;
use super::candidates::{Candidates, split};
use super::output::Found;
use super::planning::{self, CandidateArgs, PlanningArgs};
use super::rank::{RankingArgs, rank};
use crate::error::Error;
use crate::export::explain_rank;
use crate::rank::Recipe;
use crate::read::{Inputs, Request};

/// What is ranked and planned, so that it can be explained.
#[derive(Debug, Args)]
pub(super) struct ExplainPlanArgs {
    /// Also make the plan, and say what it does for the village; --candidates, --budget and --target
    /// ask for it too
    #[arg(long)]
    plan: bool,
    #[command(flatten)]
    candidates: CandidateArgs,
    #[command(flatten)]
    planning: PlanningArgs,
    #[command(flatten)]
    ranking: RankingArgs,
}

/// What must be known before the inputs are read.
pub(super) struct Prepared {
    recipe: Recipe,
    first: u16,
}

impl ExplainPlanArgs {
    fn plans(&self) -> bool {
        let asked = self.planning.target.is_some() || self.planning.fewest_sites;
        self.plan || self.candidates.candidates.is_some() || !self.planning.budget.is_empty() || asked
    }

    /// Has the candidates read with the coverage.
    pub fn prepare(&self, request: &mut Request, session: &Session) -> Result<Prepared, Error> {
        let first = request.coverage.len() as u16;
        request.coverage.extend(self.candidates.candidates.clone());
        Ok(Prepared { recipe: self.ranking.recipe(session)?, first })
    }

    /// The candidates, taken out of the coverage again.
    pub fn candidates(
        &self,
        prepared: &Prepared,
        read: &mut Inputs,
        request: &Request,
    ) -> Result<Option<Candidates>, Error> {
        let table = self.candidates.candidate_table.clone().or_else(|| self.candidates.candidates.clone());
        table.map(|table| split(read, prepared.first, &table, request)).transpose()
    }

    /// Plans where that is asked for, and ranks.
    pub fn work(
        &self,
        prepared: &Prepared,
        found: &mut Found,
        candidates: Option<Candidates>,
        request: &Request,
        session: &Session,
    ) -> Result<(), Error> {
        let surroundings = &self.planning.surroundings;
        surroundings.add(found, &self.planning.gates, request)?;
        if self.plans() {
            let candidates = match candidates {
                Some(candidates) => candidates,
                None => {
                    self.candidates.building.propose(found, surroundings.elevation(), request, session)?
                }
            };
            let planning = self.planning.clone().brief();
            planning::plan(found, &candidates, &planning, request, session)?;
        }
        rank(found, &prepared.recipe, session)
    }
}

/// What ranking and plan say of a village.
pub(super) fn sentences(found: &Found, village: usize) -> Vec<String> {
    let villages = &found.inputs.villages;
    let mut lines = Vec::new();
    if let Some(ranking) = &found.investment {
        lines.extend(explain_rank(ranking, villages, village));
    }
    if let Some(planned) = &found.planned {
        lines.extend(planned.explain(village));
    }
    lines
}
