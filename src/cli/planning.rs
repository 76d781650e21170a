//! Flags of a plan, and from what was found to the plan.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::Session;
use super::amounts::{TargetOf, floor, range, share, target_of};
pub(super) use super::amounts::{amount, method, weight};
use super::candidates::Candidates;
use super::gates::Masts;
use super::output::Found;
pub(super) use super::planned_sites::phase_named;
use super::planned_sites::{ranges, sites};
use super::planning_goal::{Whole, budgets, set_floors, set_goal};
use super::village_power::VillagePower;
use crate::error::Error;
use crate::export::Planned;
use crate::plan::atoms::{self, Reach, Weight};
use crate::plan::sight::sees;
use crate::plan::{
    Goal, Limits, Method, Phase, Problem, Rules, Valuation, frontier, recount, solve, targets,
};
use crate::read::{Request, heights};

/// What a tower in the Vietnamese lowland costs: 700 million to 1.5 billion đồng (VietnamNet 2237366).
pub(super) const TOWER_VND: (f64, f64) = (0.7e9, 1.5e9);

/// What is planned: phases, money, goal.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Planning")]
pub(super) struct PlanningArgs {
    /// The phases, first to last
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', default_value = "year 1,year 2,year 3")]
    phases: Vec<String>,
    /// Money for each phase; one amount holds for every phase. Without it the plan serves the
    /// target for the least money
    #[arg(long, value_name = "AMOUNT,…", value_delimiter = ',', value_parser = amount)]
    pub budget: Vec<f64>,
    /// What is served is counted in: people, households, villages; or people-outside, the people
    /// outside coverage who are reached, wherever their village stands under the rule
    #[arg(long, value_name = "UNIT", default_value = "people", value_parser = weight)]
    count: Weight,
    /// Share to be served, for the least money: 0.95, 95%
    #[arg(long, value_name = "SHARE", value_parser = share, conflicts_with = "budget")]
    pub target: Option<f64>,
    /// Of what the target is a share: reach (what all candidates could newly serve), uncovered (what is
    /// uncovered today), all (everything, what is covered today included)
    #[arg(long, value_name = "WHAT", default_value = "reach", value_parser = target_of)]
    pub target_of: TargetOf,
    /// The phase by the end of which the target is to be met [default: the last]
    #[arg(long, value_name = "PHASE")]
    pub by_phase: Option<String>,
    /// The fewest sites for the target, whatever they cost
    #[arg(long)]
    pub fewest_sites: bool,
    /// The most sites in one phase
    #[arg(long, value_name = "N")]
    sites_per_phase: Option<u32>,
    /// Sites that are decided already, by id
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub build: Vec<String>,
    /// Least number of villages to serve in each unit of an administrative level: district=1
    #[arg(long, value_name = "LEVEL=N", value_parser = floor)]
    at_least: Option<(String, u32)>,
    /// Yearly rise of prices
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = share)]
    escalation: f64,
    /// Yearly discount rate: the least cost is then looked for in money of today (present value)
    #[arg(long, value_name = "SHARE", value_parser = share)]
    discount_rate: Option<f64>,
    /// Years of running costs that count in a present value, as an annuity
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u8).range(0..=100))]
    opex_years: u8,
    /// Running costs are paid from the budgets
    #[arg(long)]
    opex_from_budget: bool,
    /// Money left over in a phase can be spent later
    #[arg(long)]
    carry_over: bool,
    /// Share of a site's cost saved on an existing tower
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = share)]
    pub co_site_discount: f64,
    /// What low and high costs are of the middle, where a site has no columns `capex_low`, `capex_high`
    /// [default: 0.64,1.36, the range of a lowland tower]
    #[arg(long, value_name = "LOW,HIGH", value_parser = range)]
    cost_range: Option<(f64, f64)>,
    /// How the plan is made: auto, exact, search
    #[arg(long, value_name = "METHOD", default_value = "auto", value_parser = method)]
    method: Method,
    /// Nodes the exact solver may look at: a limit that is the same on every machine
    #[arg(long, value_name = "N", default_value = "20000", value_parser = clap::value_parser!(i32).range(1..))]
    node_limit: i32,
    /// Seconds the exact solver may take: a far guard; what ends by it depends on the machine
    #[arg(long, value_name = "S", default_value = "3600", value_parser = amount)]
    time_limit: f64,
    #[command(flatten)]
    pub gates: super::gates::GateArgs,
    #[command(flatten)]
    pub surroundings: super::surroundings::SurroundingsArgs,
    /// Only the plan: no curve, no targets.
    #[arg(skip)]
    pub brief: bool,
}

impl PlanningArgs {
    /// The plan alone, without what is asked around it.
    pub fn brief(self) -> Self {
        Self { brief: true, ..self }
    }

    /// A budget of so much in each phase.
    pub fn for_demo() -> Self {
        Self {
            phases: ["2024", "2025", "2026"].map(String::from).to_vec(),
            budget: vec![12e9],
            count: Weight::People,
            target: None,
            target_of: TargetOf::Reach,
            by_phase: None,
            fewest_sites: false,
            sites_per_phase: None,
            build: Vec::new(),
            at_least: None,
            escalation: 0.0,
            discount_rate: None,
            opex_years: 10,
            opex_from_budget: false,
            carry_over: false,
            co_site_discount: 0.0,
            cost_range: None,
            method: Method::Auto,
            node_limit: 20_000,
            time_limit: 3_600.0,
            gates: super::gates::GateArgs::default(),
            surroundings: super::surroundings::SurroundingsArgs::default(),
            brief: false,
        }
    }

    /// The phases with their money.
    ///
    /// # Errors
    /// A phase without a name or named twice, amounts for other than the phases there are, a target by
    /// none of them.
    pub fn phase_list(&self) -> Result<Vec<Phase>, Error> {
        let count = self.phases.len();
        let mut seen = std::collections::HashSet::new();
        for label in self.phases.iter().map(|label| label.trim()) {
            if label.is_empty() {
                return Err(Error::Usage("--phases: a phase without a name".to_owned()));
            }
            if !seen.insert(label) {
                return Err(Error::Usage(format!("--phases names `{label}` twice")));
            }
        }
        if self.budget.len() > 1 && self.budget.len() != count {
            let (found, names) = (self.budget.len(), self.phases.join(", "));
            return Err(Error::Usage(format!(
                "--budget gives {found} amounts for {count} phases ({names}): give one for each, or one for all"
            )));
        }
        let budget = |nth: usize| self.budget.get(nth).or(self.budget.first()).copied();
        let phase = |(nth, label): (usize, &String)| Phase {
            most_sites: self.sites_per_phase,
            ..Phase::year(label.trim(), nth, budget(nth))
        };
        let phases: Vec<Phase> = self.phases.iter().enumerate().map(phase).collect();
        self.last_phase(&phases)?;
        Ok(phases)
    }

    /// The phase by the end of which a target is to be met.
    pub fn last_phase(&self, phases: &[Phase]) -> Result<usize, Error> {
        let Some(name) = &self.by_phase else { return Ok(phases.len() - 1) };
        phase_named(name, phases).ok_or_else(|| {
            let names: Vec<&str> = phases.iter().map(|phase| phase.label.as_str()).collect();
            Error::Usage(format!("--by-phase: no phase `{name}`; there are {}", names.join(", ")))
        })
    }

    fn valuation(&self) -> Option<Valuation> {
        self.discount_rate.map(|rate| Valuation { rate, years: f64::from(self.opex_years) })
    }

    fn limits(&self) -> Limits {
        let (nodes, seconds) = (self.node_limit, self.time_limit);
        Limits { method: self.method, nodes, seconds, ..Limits::default() }
    }
}

/// Plans.
pub(super) fn plan(
    found: &mut Found,
    candidates: &Candidates,
    args: &PlanningArgs,
    request: &Request,
    session: &Session,
) -> Result<(), Error> {
    let villages = &found.inputs.villages;
    let level = args.at_least.as_ref().map(|(name, _)| level(villages, name)).transpose()?;
    let reach = candidates.reach(found, session)?;
    let cut = places(found, &reach, args.count, level, session)?;
    let phases = args.phase_list()?;
    let mut sites = sites(&candidates.table, &phases, args, session)?;
    let ways = args.gates.ways(found, request)?;
    let masts: Vec<geo::Coord> =
        villages.places.sites.iter().flatten().map(|site: &crate::model::Site| site.position).collect();
    let plane = &found.inputs.plane;
    let raster = args.surroundings.elevation().filter(|_| args.gates.hops_are_priced());
    let heights = raster.map(|file| heights(file, request, plane, &[])).transpose()?;
    let ground = |at: geo::Coord| {
        let mut place = [at];
        plane.to_wgs84(&mut place).ok()?;
        heights.as_ref()?.at(place[0])
    };
    let clear = |from: geo::Coord, to: geo::Coord| sees(from, to, &ground).unwrap_or(true);
    let masts = Masts { at: &masts, sees: if heights.is_some() { Some(&clear) } else { None } };
    let power = VillagePower::new(villages);
    for ((site, row), at) in sites.iter_mut().zip(&candidates.table.rows).zip(&reach.positions) {
        let row = if args.gates.knows_the_grid() { Cow::Borrowed(row) } else { power.fill(row, *at) };
        site.gates.extend(args.gates.gates(&row, *at, &ways, &masts, &phases));
    }
    let unplaced = reach.positions.iter().filter(|at| at.is_none()).count();
    if unplaced > 0 && ways.named().next().is_some() {
        session.warning(&format!(
            "how far roads, grid and fibre are from {unplaced} of {} candidate sites is not known, as their table has no \
             longitude and latitude for them: no gate is closed for that",
            sites.len()
        ));
    }
    let hops = sites.iter().flat_map(|site| &site.gates).filter(|gate| gate.by.contains("microwave")).count();
    if hops > 0 && heights.is_none() {
        session.warning(&format!(
            "no --elevation: the microwave links of {hops} sites are taken to have a clear line of sight, which in \
             mountains many have not"
        ));
    }
    let mut problem = Problem {
        goal: Goal::most_served(phases.len()),
        sites,
        places: cut.places.clone(),
        rules: Rules {
            escalation: args.escalation,
            opex_from_budget: args.opex_from_budget,
            carry_over: args.carry_over,
            floors: Vec::new(),
            valuation: args.valuation(),
        },
        phases,
    };
    if let Some((_, least)) = args.at_least {
        set_floors(&mut problem, least);
    }
    let whole = Whole::of(villages, &found.assessment, args.count);
    set_goal(&mut problem, args, whole)?;
    let limits = args.limits();
    let started = Instant::now();
    let outcome = session.working("planning", || solve(&problem, &limits)).map_err(failed)?;
    let seconds = started.elapsed().as_secs_f64();
    if args.count != Weight::PeopleOutside {
        let judged = || {
            let (inputs, assessment) = (&found.inputs, &found.assessment);
            let plan = (&problem, &outcome.plan);
            recount(villages, &inputs.coverage, assessment, &reach, plan, &cut.villages)
        };
        session.working("building the plan on the map", judged).map_err(failed)?;
    }
    let quick = Limits {
        nodes: limits.nodes.min(1_000),
        gap: limits.gap.max(1e-4),
        rounds: 200,
        bound_rounds: 300,
        ..limits
    };
    let budgets = if args.brief { Vec::new() } else { budgets(&problem) };
    let curve =
        session.working("drawing the curve", || frontier(&problem, &budgets, &quick)).map_err(failed)?;
    let shares = if args.brief { &[][..] } else { &[0.9, 0.95, 0.99, 1.0] };
    let reached =
        session.working("asking for targets", || targets(&problem, shares, &quick)).map_err(failed)?;
    let mut outlines = reach.shapes.clone();
    found.inputs.plane.to_wgs84(outlines.positions_mut())?;
    let mut positions = reach.positions.clone();
    for position in positions.iter_mut().flatten() {
        found.inputs.plane.to_wgs84(std::slice::from_mut(position))?;
    }
    let middle = (TOWER_VND.0 + TOWER_VND.1) / 2.0;
    super::surroundings::add_costs(&mut found.inputs.villages, &problem, &cut.villages);
    outcome.certificate.notes.iter().for_each(|note| session.warning(note));
    found.planned = Some(Planned {
        problem,
        outcome,
        villages: cut.villages,
        weight: args.count,
        currency: candidates.table.currency.clone(),
        areas: outlines,
        area_sites: reach.sites,
        positions,
        frontier: curve,
        targets: reached,
        whole: (whole.all, whole.covered),
        ranges: ranges(
            &candidates.table,
            args.cost_range.unwrap_or((TOWER_VND.0 / middle, TOWER_VND.1 / middle)),
        ),
        seconds,
    });
    Ok(())
}

/// What is to be served, and what was left out.
fn places(
    found: &Found,
    reach: &Reach,
    count: Weight,
    level: Option<usize>,
    session: &Session,
) -> Result<atoms::Places, Error> {
    let (villages, coverage) = (&found.inputs.villages, &found.inputs.coverage);
    let cut = session.working("cutting villages into parts", || {
        if count == Weight::PeopleOutside {
            atoms::people_outside(villages, coverage, &found.assessment, reach, level)
        } else {
            atoms::places(villages, coverage, &found.assessment, reach, count, level)
        }
    });
    let cut = cut.map_err(|error| Error::Usage(error.to_string()))?;
    if !cut.without_weight.is_empty() {
        let (all, unit) = (cut.without_weight.len(), count.unit());
        session.warning(&format!("{all} uncovered villages without {unit} are not planned for"));
    }
    if !cut.wrongly_claimed.is_empty() {
        let all = cut.wrongly_claimed.len();
        session.warning(&format!(
            "{all} villages are uncovered by an override, against coverage that passes the rule, and not planned for: \
             correct that coverage first"
        ));
    }
    if !cut.too_crowded.is_empty() {
        let all = cut.too_crowded.len();
        session.warning(&format!(
            "{all} villages are crossed by more than 60 areas in one spot and not planned for"
        ));
    }
    Ok(cut)
}

pub(super) fn failed(error: crate::plan::PlanError) -> Error {
    Error::Plan(error.to_string())
}

fn level(villages: &crate::model::Villages, name: &str) -> Result<usize, Error> {
    villages.admin_levels.iter().position(|level| level == name).ok_or_else(|| {
        let names = villages.admin_levels.join(", ");
        Error::Usage(format!("--at-least: no administrative level `{name}`; there are {names}"))
    })
}

/// Where candidates come from.
#[derive(Debug, Args)]
pub(super) struct CandidateArgs {
    /// Service areas of candidate sites (polygons with `site_id`), or points with a radius; without
    /// them sites are proposed near the uncovered villages
    #[arg(long, value_name = "FILE")]
    pub candidates: Option<PathBuf>,
    /// Table of the candidate sites: `site_id`, `capex_vnd`, `opex_vnd_year`, `available_from`…
    /// [default: the columns of the candidates' own file]
    #[arg(long, value_name = "FILE", requires = "candidates")]
    pub candidate_table: Option<PathBuf>,
    #[command(flatten)]
    pub building: super::building::BuildingArgs,
}
