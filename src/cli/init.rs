//! `covgap init`: a first study file, written by looking at the data.

use std::path::{Path, PathBuf};

use clap::Args;

use super::assess::{judge, read};
use super::digest::{count, people};
use super::first_study::{Given, Page, further};
use super::inputs::InputArgs;
use super::judgement::JudgementArgs;
use super::output::{Found, OutputArgs};
use super::planning::{CandidateArgs, PlanningArgs};
use super::rank::RankingArgs;
use super::session::printable;
use super::{Outcome, Session};
use crate::assess::Status;
use crate::error::{Error, InputError};
use crate::rank::{CRITERIA, Context, Criterion, PROFILES};
use crate::read::{Request, Role};

/// Look at the data, and write a first study file, with every choice explained
///
/// Takes every flag of `covgap plan`: what is given stands in the file, the rest is there to be
/// chosen from.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
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
    /// Directory the study will write its files into, seen from where the study file lies
    #[arg(long, value_name = "DIR", default_value = "covgap-study")]
    out: PathBuf,
    /// The study file; one that exists is left alone
    #[arg(long, value_name = "FILE", default_value = "study.toml")]
    study: PathBuf,
}

impl InitArgs {
    pub fn run(mut self, session: &Session) -> Result<Outcome, Error> {
        self.judgement.scrutiny.finds_margins = false;
        let failed = |cause| Error::Output { path: self.study.clone(), cause };
        if self.study.exists() {
            let there = "a file of that name is there already, and is left alone";
            return Err(InputError::file(&self.study, there).hint("name another with --study").into());
        }
        let folder = self.study.parent().unwrap_or(Path::new(""));
        let given = Given::of(&session.words, folder)?;
        self.planning.phase_list()?;
        let _ = (self.ranking.recipe(session)?, self.output, self.out);
        let request = self.inputs.request(false, session.gdal);
        let inputs = read(&request, &self.judgement, session)?;
        let request = Request { lean: true, ..request };
        let mut found = judge(inputs, &request, &self.judgement, session)?;
        self.planning.surroundings.add(&mut found, &self.planning.gates, &request)?;
        let mut text = study(&found, &given, self.candidates.candidates.is_some());
        text.push_str(&further(&text, &given));
        std::fs::write(&self.study, text).map_err(failed)?;
        session.note(&format!("wrote {}; next: covgap run {}", self.study.display(), self.study.display()));
        Ok(Outcome::of(&found.inputs.findings))
    }
}

/// The part of a study that a planner chooses from.
fn study(found: &Found, given: &Given, has_candidates: bool) -> String {
    let mut page = Page::new(given);
    page.says(
        "A covgap study: `covgap run` does what stands here. Each key is a flag of `covgap plan`, and \
         `covgap plan --help` explains it. What stands behind # is not in force: take the # away to choose it. \
         Files are found from where this file lies. Without [plan] nothing is planned, without [ranking] \
         nothing is ranked.",
    );
    inputs(&mut page, found);
    rule(&mut page, found);
    ranking(&mut page, found);
    plan(&mut page, found, has_candidates);
    page.section("output");
    page.key("out", "\"covgap-study\"", true);
    page.says("the language of report and workbook: en, vi; covgap.xlsx comes with the format xlsx");
    page.key("lang", "\"vi\"", false);
    page.key("format", "[\"xlsx\", \"gpkg\"]", false);
    page.text()
}

fn inputs(page: &mut Page<'_>, found: &Found) {
    let villages = &found.inputs.villages;
    let columns = |role: Role| -> String {
        let sources = found.inputs.findings.sources.iter().filter(|source| source.role == role);
        let columns = sources.flat_map(|source| source.columns.iter());
        printable(&columns.map(|(what, column)| format!("{what} = {column}")).collect::<Vec<_>>().join(", "))
    };
    page.section("inputs");
    page.says(&format!("{} villages; columns found: {}", count(villages.len()), columns(Role::Villages)));
    page.key("villages", "", true);
    page.says(&format!("what operators claim; columns found: {}", columns(Role::Coverage)));
    page.says(&format!("operators: {}", printable(&found.inputs.coverage.operators.join(", "))));
    page.key("coverage", "", true);
    page.says("a column that was not found, or a wrong one, is named so:");
    page.key("population_column", "\"dan_so\"", false);
    page.says("masts of today: proposed sites stand on them, and microwave hops lead to them");
    page.key("sites", "\"towers.csv\"", false);
}

fn rule(page: &mut Page<'_>, found: &Found) {
    let definition = &found.assessment.definition;
    let uncovered = found.assessment.with_status(Status::Uncovered).count();
    page.section("rule");
    page.says(
        "when a village is covered: area>=0.5 (half of its area), centre, clusters:all, population>=0.95, \
         buildings>=0.9, and combinations of them: 'centre and clusters:all'",
    );
    page.says(&format!("by the rule that stands here {} villages are uncovered today", count(uncovered)));
    page.key("rule", &format!("\"{}\"", definition.rule), true);
    page.key("min_technology", &format!("\"{}\"", definition.min_technology), true);
}

fn ranking(page: &mut Page<'_>, found: &Found) {
    page.section("ranking");
    page.says("which villages come first:");
    for profile in PROFILES {
        page.says(&format!("  {}: {}", profile.name, profile.about));
    }
    let own = page.gives("weights") || page.gives("ahp");
    page.key("profile", "\"merit\"", !own);
    page.says("or weights of your own; only their proportions count, and they go before the profile:");
    page.key("weights", "{ uncovered-people = 0.5, poverty = 0.3, minority = 0.2 }", false);
    page.says("from values to ranks: weighted, percentile, z, topsis; or keys (in order, without weights)");
    page.key("rank_method", "\"topsis\"", false);
    let (known, unknown) = criteria(found);
    page.says("criteria of which the data say something:");
    known.iter().for_each(|line| page.says(&format!("  {line}")));
    if !unknown.is_empty() {
        page.says(
            "criteria of which they say nothing yet (layers such as `roads`, a column, or the plan do):",
        );
        page.says(&format!("  {}", unknown.join(", ")));
    }
    let columns = &found.inputs.villages.extra_columns;
    if !columns.is_empty() {
        page.says(&format!(
            "any column of numbers is a criterion too, with - in front where less goes first: {}",
            printable(&columns.join(", "))
        ));
    }
}

/// The criteria that some uncovered village has a value of, each with what it is, and the names of the rest.
fn criteria(found: &Found) -> (Vec<String>, Vec<&'static str>) {
    let context = Context { villages: &found.inputs.villages, assessment: &found.assessment };
    let all = found.assessment.with_status(Status::Uncovered).count();
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for criterion in CRITERIA {
        let criterion: &dyn Criterion = *criterion;
        let has = |village: &usize| criterion.score(*village, context).is_some();
        let values = found.assessment.with_status(Status::Uncovered).filter(has).count();
        if values == 0 {
            unknown.push(criterion.name());
            continue;
        }
        let some = if values < all { format!(", of {values} of {all} villages") } else { String::new() };
        known.push(format!(
            "{}: {} ({}{some})",
            criterion.name(),
            criterion.summary(),
            printable(&criterion.source(context))
        ));
    }
    (known, unknown)
}

fn plan(page: &mut Page<'_>, found: &Found, has_candidates: bool) {
    let villages = &found.inputs.villages;
    let known = villages.records.iter().filter_map(|village| village.population).map(|people| people.get());
    let has_people = known.clone().any(|people| people > 0.0);
    page.section("plan");
    page.says(
        "candidate sites: polygons with a column site_id, and a table with site_id, capex_vnd (or capex_usd), \
         opex_vnd_year, power, backhaul, available_from … Without them sites are proposed near the uncovered \
         villages; give `elevation` then, or they serve plain discs",
    );
    page.key("candidates", "\"candidates.fgb\"", has_candidates);
    page.key("candidate_table", "\"candidates.csv\"", false);
    page.key("elevation", "\"elevation.asc\"", false);
    page.key("phases", "[\"2027\", \"2028\", \"2029\"]", true);
    let target = page.gives("target") || page.gives("fewest_sites");
    page.says(
        "money for each phase, in the currency of the costs; a tower in the lowland costs 0.7 to 1.5 billion \
         đồng (VietnamNet 2237366)",
    );
    page.key("budget", "[10e9, 10e9, 10e9]", !target);
    page.says(
        "or, without `budget`, a target for the least money: 100 % of what the candidates reach by the end of a \
         phase; `target_of` says of what (reach, uncovered, all)",
    );
    page.key("target", "\"100%\"", false);
    page.key("target_of", "\"uncovered\"", false);
    page.key("by_phase", "\"2028\"", false);
    page.says("the fewest sites for the target, whatever they cost");
    page.key("fewest_sites", "true", false);
    page.says(
        "what is counted: people, households, villages; or people-outside, whoever lives outside coverage",
    );
    page.says(&if has_people {
        format!("people in the data: {}", people(known.sum()))
    } else {
        "the data know of no people, so villages count".to_owned()
    });
    page.key("count", if has_people { "\"people\"" } else { "\"villages\"" }, !has_people);
    page.says(&format!(
        "at least so many villages in each unit; levels: {}",
        villages.admin_levels.join(", ")
    ));
    let level = villages.admin_levels.get(1).or(villages.admin_levels.first());
    page.key("at_least", &format!("\"{}=1\"", level.map_or("district", String::as_str)), false);
    page.says("the most sites in a phase; sites that are decided; money that may be spent later");
    page.key("sites_per_phase", "10", false);
    page.key("build", "[\"K001\"]", false);
    page.key("carry_over", "true", false);
    page.says(
        "prices rise each year; the least cost is looked for in money of today (PVIFA over `opex_years`); running \
         costs come out of the budgets; a site on an existing mast saves a share",
    );
    page.key("escalation", "0.03", false);
    page.key("discount_rate", "0.08", false);
    page.key("opex_years", "10", false);
    page.key("opex_from_budget", "true", false);
    page.key("co_site_discount", "0.3", false);
    page.says(
        "what passing a gate costs (amounts in đồng at 25,000 a dollar): solar or generator; a metre of fibre \
         (5 to 20 $); a microwave hop (30 k$); satellite. Without a price a site waits for its gate",
    );
    page.key("solar_cost", "500e6", false);
    page.key("fibre_cost", "137500", false);
    page.key("microwave_cost", "750e6", false);
    page.key("satellite_cost", "300e6", false);
}
