//! Flags of a plan, and from what was found to the plan.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::Session;
use super::candidates::Candidates;
use super::output::Found;
use crate::error::Error;
use crate::export::Planned;
use crate::plan::atoms::{self, Reach, Weight};
use crate::plan::{
    Gate, Goal, Limits, METHODS, Method, Phase, Problem, Rules, Site, Valuation, frontier, recount, solve,
    targets,
};
use crate::read::{Request, SiteRow, SiteTable};

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
    budget: Vec<f64>,
    /// What is served is counted in: people, households, villages; or people-outside, the people
    /// outside coverage who are reached, wherever their village stands under the rule
    #[arg(long, value_name = "UNIT", default_value = "people", value_parser = weight)]
    count: Weight,
    /// Share of what is within reach to be served by the last phase, for the least money: 0.95, 95%
    #[arg(long, value_name = "SHARE", value_parser = share, conflicts_with = "budget")]
    target: Option<f64>,
    /// The fewest sites for the target, whatever they cost
    #[arg(long)]
    fewest_sites: bool,
    /// The most sites in one phase
    #[arg(long, value_name = "N")]
    sites_per_phase: Option<u32>,
    /// Sites that are decided already, by id
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    build: Vec<String>,
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
    co_site_discount: f64,
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
}

impl PlanningArgs {
    /// A budget of so much in each phase.
    pub fn for_demo() -> Self {
        Self {
            phases: ["2024", "2025", "2026"].map(String::from).to_vec(),
            budget: vec![12e9],
            count: Weight::People,
            target: None,
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
            method: Method::Auto,
            node_limit: 20_000,
            time_limit: 3_600.0,
            gates: super::gates::GateArgs::default(),
            surroundings: super::surroundings::SurroundingsArgs::default(),
        }
    }

    fn phase_list(&self) -> Result<Vec<Phase>, Error> {
        let count = self.phases.len();
        if self.budget.len() > 1 && self.budget.len() != count {
            let found = self.budget.len();
            return Err(Error::Usage(format!("--budget gives {found} amounts for {count} phases")));
        }
        let budget = |nth: usize| self.budget.get(nth).or(self.budget.first()).copied();
        let phase = |(nth, label): (usize, &String)| Phase {
            most_sites: self.sites_per_phase,
            ..Phase::year(label.trim(), nth, budget(nth))
        };
        Ok(self.phases.iter().enumerate().map(phase).collect())
    }

    fn valuation(&self) -> Option<Valuation> {
        self.discount_rate.map(|rate| Valuation { rate, years: f64::from(self.opex_years) })
    }

    fn limits(&self) -> Limits {
        let (nodes, seconds) = (self.node_limit, self.time_limit);
        Limits { method: self.method, nodes, seconds, ..Limits::default() }
    }
}

pub(super) fn amount(text: &str) -> Result<f64, String> {
    let value: f64 =
        text.trim().parse().map_err(|_| format!("`{text}` is not an amount: write 20e9 or 20000000000"))?;
    if value.is_finite() && value >= 0.0 {
        Ok(value)
    } else {
        Err(format!("`{text}` is not an amount from 0 up"))
    }
}

fn share(text: &str) -> Result<f64, String> {
    let (number, unit) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let value: f64 =
        number.trim().parse().map_err(|_| format!("`{text}` is not a share: write 0.95 or 95%"))?;
    let value = value / unit;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(format!("`{text}` is not a share from 0 to 1")) }
}

pub(super) fn weight(text: &str) -> Result<Weight, String> {
    Weight::ALL
        .into_iter()
        .find(|weight| weight.name() == text)
        .ok_or_else(|| format!("no unit `{text}`; there are people, households, villages, people-outside"))
}

pub(super) fn method(text: &str) -> Result<Method, String> {
    METHODS.iter().find(|(name, ..)| *name == text).map(|(_, method, _)| *method).ok_or_else(|| {
        let names: Vec<_> = METHODS.iter().map(|(name, _, about)| format!("{name} ({about})")).collect();
        format!("no method `{text}`; there are {}", names.join(", "))
    })
}

fn floor(text: &str) -> Result<(String, u32), String> {
    let parts = text.split_once('=').and_then(|(level, count)| Some((level.to_owned(), count.parse().ok()?)));
    parts.ok_or_else(|| format!("`{text}` is no minimum: write district=1"))
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
    for ((site, row), at) in sites.iter_mut().zip(&candidates.table.rows).zip(&reach.positions) {
        site.gates.extend(args.gates.gates(row, *at, &ways, &masts, &phases));
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
    set_floors(&mut problem, args);
    set_goal(&mut problem, args);
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
    let budgets = budgets(&problem);
    let curve =
        session.working("drawing the curve", || frontier(&problem, &budgets, &quick)).map_err(failed)?;
    let shares = [0.9, 0.95, 0.99, 1.0];
    let reached =
        session.working("asking for targets", || targets(&problem, &shares, &quick)).map_err(failed)?;
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
        cost_range: (TOWER_VND.0 / middle, TOWER_VND.1 / middle),
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

fn sites(
    table: &SiteTable,
    phases: &[Phase],
    args: &PlanningArgs,
    session: &Session,
) -> Result<Vec<Site>, Error> {
    let without = table.rows.iter().filter(|row| row.capex.is_none()).count();
    let standard = (TOWER_VND.0 + TOWER_VND.1) / 2.0;
    if without > 0 {
        session.warning(&format!(
            "{without} sites without a cost count with {standard} VND, the middle of what a lowland tower costs (VietnamNet 2237366)"
        ));
    }
    let is_unknown = |row: &&SiteRow| {
        row.available.as_deref().is_some_and(|name| name != "never" && phase_named(name, phases).is_none())
    };
    if let Some(row) = table.rows.iter().find(is_unknown) {
        let (id, name) = (&row.id, row.available.as_deref().unwrap_or_default());
        let names: Vec<&str> = phases.iter().map(|phase| phase.label.as_str()).collect();
        let names = names.join(", ");
        return Err(Error::Usage(format!(
            "site `{id}` is available from `{name}`, which is none of {names}, never"
        )));
    }
    for id in &args.build {
        if !table.rows.iter().any(|row| row.id == *id) {
            return Err(Error::Usage(format!("--build: no candidate site `{id}`")));
        }
    }
    Ok(table.rows.iter().map(|row| site(row, phases, args, standard)).collect())
}

fn site(row: &SiteRow, phases: &[Phase], args: &PlanningArgs, standard: f64) -> Site {
    let opens = row.available.as_deref().map(|name| phase_named(name, phases));
    let gates =
        opens.map(|opens| Gate { name: "availability".into(), opens, price: None }).into_iter().collect();
    Site {
        id: row.id.clone(),
        capex: row.capex.unwrap_or(standard),
        opex: row.opex.unwrap_or(0.0),
        discount: if row.co_site.is_some() { args.co_site_discount } else { 0.0 },
        gates,
        after: Vec::new(),
        decision: if args.build.contains(&row.id) {
            crate::plan::Decision::Build
        } else {
            crate::plan::Decision::Free
        },
    }
}

/// The phase of that name or number.
pub(super) fn phase_named(name: &str, phases: &[Phase]) -> Option<usize> {
    let by_name = phases.iter().position(|phase| phase.label == name);
    let number = name.parse::<usize>().ok().filter(|nth| (1..=phases.len()).contains(nth));
    by_name.or(number.map(|nth| nth - 1))
}

fn set_floors(problem: &mut Problem, args: &PlanningArgs) {
    let Some((_, least)) = args.at_least else { return };
    let out = problem.out_of_reach();
    let mut counts: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    for (nth, place) in problem.places.iter().enumerate() {
        if let (Some(group), false) = (place.group, out.contains(&nth)) {
            *counts.entry(group).or_default() += 1;
        }
    }
    // No unit is asked for more than can be had in it.
    let floor = |(group, count): (u32, u32)| crate::plan::Floor { group, places: least.min(count) };
    problem.rules.floors = counts.into_iter().map(floor).collect();
}

fn set_goal(problem: &mut Problem, args: &PlanningArgs) {
    if !args.budget.is_empty() && !args.fewest_sites {
        return;
    }
    let lost: f64 = problem.out_of_reach().iter().map(|&place| problem.places[place].weight).sum();
    let weight = (problem.total_weight() - lost) * args.target.unwrap_or(1.0);
    let by = problem.phases.len() - 1;
    problem.goal =
        if args.fewest_sites { Goal::FewestSites { weight, by } } else { Goal::LeastCost { weight, by } };
}

/// Eleven budgets up to that of the plan and a third as much again; two thirds of it among them.
fn budgets(problem: &Problem) -> Vec<f64> {
    let all: f64 = problem.phases.iter().filter_map(|phase| phase.budget).sum();
    let all = if all > 0.0 {
        all
    } else {
        let costs =
            (0..problem.sites.len()).filter_map(|site| problem.build_cost(site, problem.phases.len() - 1));
        costs.sum::<f64>() / 10.0
    };
    (2..=12).map(|nth| all * f64::from(nth) / 9.0).collect()
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
