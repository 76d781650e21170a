//! `covgap proposals`, and the flags that say what a proposal must bring.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::assess::{judge, read};
use super::candidates::{Candidates, split};
use super::inputs::{self, InputArgs};
use super::judgement::JudgementArgs;
use super::offer::{Costs, offer};
use super::output::{Found, OutputArgs};
use super::planning::{TOWER_VND, amount, failed, method, weight};
use super::{Outcome, Session};
use crate::benchmark::{Draws, Floor, Question, benchmark};
use crate::error::Error;
use crate::export::Benchmarked;
use crate::plan::atoms::Weight;
use crate::plan::{Limits, Method};
use crate::read::{Findings, Inputs, ProposalFiles, ProposalTable, Request};

/// Judge proposed sites by what they add, and hold them against the best the money could buy
///
/// Writes what `assess` writes, and beside it proposals.csv and proposals.geojson (a verdict and
/// its reason for each site), proposals_pairs.csv, proposals_order.csv, proposals_by_rule.csv,
/// proposals_near_misses.csv, proposals_sharing.csv, proposals_lists.csv and portfolio.json.
#[derive(Debug, Args)]
pub(super) struct ProposalsArgs {
    #[command(flatten)]
    inputs: InputArgs,
    /// Lists of proposed sites, a file each: points with `site_id`, technology, height, cost
    /// (azimuths, beamwidth, radius), or polygons
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    proposals: Vec<PathBuf>,
    /// Service areas of the proposed sites, joined by `site_id`
    #[arg(long, value_name = "FILE")]
    proposal_areas: Option<PathBuf>,
    /// Service areas of candidates of your own (polygons with `site_id`), for the best that the
    /// money could buy
    #[arg(long, value_name = "FILE")]
    candidates: Option<PathBuf>,
    /// Table of the candidates [default: the columns of the candidates' own file]
    #[arg(long, value_name = "FILE", requires = "candidates")]
    candidate_table: Option<PathBuf>,
    #[command(flatten)]
    terms: TermsArgs,
    #[command(flatten)]
    judgement: JudgementArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Directory the files are written into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// The terms on which proposals are judged.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Terms")]
pub(super) struct TermsArgs {
    /// The money there is [default: what the submitted sites cost]
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    budget: Option<f64>,
    /// What a site must newly cover to be worth its money: people=200, villages=1,
    /// cost-per-person=60e6 (at most); several with commas
    #[arg(long, value_name = "WHAT=N,…", default_value = "villages=1", value_parser = floor)]
    floor: Floor,
    /// What is newly covered is counted in: people, households, villages
    #[arg(long, value_name = "UNIT", default_value = "people", value_parser = weight)]
    count: Weight,
    /// Years of running costs that count beside the cost of building
    #[arg(long, value_name = "N", default_value = "0", value_parser = amount)]
    opex_years: f64,
    /// How the best sets are found: auto, exact, search
    #[arg(long, value_name = "METHOD", default_value = "auto", value_parser = method)]
    method: Method,
    /// Seconds the exact solver may take for each of them: a far guard; its nodes are limited too
    #[arg(long, value_name = "S", default_value = "3600")]
    time_limit: f64,
    /// Two runs of one seed draw the same orders, where Shapley shares are drawn
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
}

impl TermsArgs {
    /// As the demo judges.
    pub fn for_demo() -> Self {
        Self {
            budget: Some(20e9),
            floor: Floor { people: 100.0, villages: 1, most_per_person: Some(20e6) },
            count: Weight::People,
            opex_years: 0.0,
            method: Method::Auto,
            time_limit: 3_600.0,
            seed: 1,
        }
    }
}

/// `people=200,villages=1,cost-per-person=60e6`; a number alone counts people.
fn floor(text: &str) -> Result<Floor, String> {
    let mut floor = Floor { villages: 0, ..Floor::default() };
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (what, value) = part.split_once('=').unwrap_or(("people", part));
        let number = amount(value)?;
        match what.trim().replace('_', "-").as_str() {
            "people" => floor.people = number,
            "villages" if number.fract() == 0.0 => floor.villages = number as usize,
            "cost-per-person" | "max-cost-per-person" => floor.most_per_person = Some(number),
            _ => {
                return Err(format!(
                    "`{part}` is no floor: write people=200, villages=1 or cost-per-person=60e6"
                ));
            }
        }
    }
    Ok(floor)
}

impl ProposalsArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let started = Instant::now();
        let Self {
            inputs,
            proposals,
            proposal_areas,
            candidates,
            candidate_table,
            terms,
            judgement,
            output,
            out,
        } = self;
        output.refuse_unwritable(&out)?;
        let mut request = inputs.request(false, session.gdal);
        let first = request.coverage.len() as u16;
        let table = candidate_table.or_else(|| candidates.clone());
        request.coverage.extend(candidates);
        let files = ProposalFiles { lists: proposals, areas: proposal_areas };
        output.on_threads(session, || {
            let mut read = read(&request, &judgement, session)?;
            let candidates = table.map(|table| split(&mut read, first, &table, &request)).transpose()?;
            let lists = lists(&mut read, &files, &request, session)?;
            let mut found = judge(read, &request, &judgement, session)?;
            bench(&mut found, lists, candidates.as_ref(), &request, &terms, session)?;
            output.write_all(&out, &found, started, session)
        })?
    }
}

/// Reads the lists into the plane of the study, and says how they were understood.
pub(super) fn lists(
    inputs: &mut Inputs,
    files: &ProposalFiles,
    request: &Request,
    session: &Session,
) -> Result<ProposalTable, Error> {
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    let lists = crate::read::proposals(files, &inputs.plane, request, (&mut sources, &mut warnings))?;
    let findings = Findings { sources, warnings };
    inputs::say(&findings, session);
    inputs.findings.sources.extend(findings.sources);
    inputs.findings.warnings.extend(findings.warnings);
    Ok(lists)
}

/// Benchmarks the proposals.
pub(super) fn bench(
    found: &mut Found,
    lists: ProposalTable,
    candidates: Option<&Candidates>,
    request: &Request,
    terms: &TermsArgs,
    session: &Session,
) -> Result<(), Error> {
    let costs = Costs { standard: (TOWER_VND.0 + TOWER_VND.1) / 2.0, opex_years: terms.opex_years };
    let reach = candidates.map(|candidates| candidates.reach(found, session)).transpose()?;
    let ours = candidates.map(|candidates| &candidates.table).zip(reach.as_ref());
    let offered = offer(&lists, ours, &found.assessment.definition, request, costs);
    let started = Instant::now();
    let question = Question {
        villages: &found.inputs.villages,
        coverage: &found.inputs.coverage,
        assessment: &found.assessment,
        offer: &offered.offer,
        floor: terms.floor,
        budget: terms.budget,
        weight: terms.count,
        limits: Limits { method: terms.method, seconds: terms.time_limit, ..Limits::default() },
        draws: Draws { seed: terms.seed, ..Draws::default() },
        is_thorough: true,
    };
    let benchmark = session.working("judging the proposals", || benchmark(&question)).map_err(failed)?;
    let warnings = offered.warnings.iter().chain(&benchmark.notes).chain(&benchmark.portfolio.notes);
    let warnings: Vec<String> = warnings.cloned().collect();
    warnings.iter().for_each(|warning| session.warning(warning));
    found.inputs.findings.warnings.extend(warnings);
    found.benchmark = Some(Benchmarked {
        found: benchmark,
        rows: lists.rows,
        models: offered.models,
        currency: lists.currency,
        seconds: started.elapsed().as_secs_f64(),
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_may_have_several_parts() {
        let found = floor("people=200, cost_per_person=60e6").unwrap();
        assert_eq!(found, Floor { people: 200.0, villages: 0, most_per_person: Some(60e6) });
        assert_eq!(floor("150").unwrap().people, 150.0);
        assert!(floor("metres=5").is_err() && floor("villages=1.5").is_err() && floor("people=-1").is_err());
    }
}
