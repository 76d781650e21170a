//! The exact solver: one integer program over all phases, solved by HiGHS.
//!
//! `x[s,t]` is 1 when site `s` is built in phase `t`; `y[v,t]` is at most 1 when place `v` is
//! served by the end of phase `t`. A place never counts for more than the chosen sites in any of
//! its blockers; where those are too many to list, its atoms get variables of their own.

use highs::{Col, HighsModelStatus, Model, RowProblem, Sense};

use super::blockers::{Blockers, blockers};
use super::evaluate::{Choice, first_served, objective};
use super::net::Net;
use super::problem::{Decision, Goal, Problem};
use super::{Limits, Plan, PlanError, check};

/// What the solver found.
#[derive(Debug, Clone)]
pub struct Solved {
    /// The best choice found.
    pub choice: Choice,
    /// No plan is better than this.
    pub bound: f64,
    /// Whether the solver closed the gap.
    pub proven: bool,
}

/// Columns from which on a start is worth its while.
const WORTH_A_START: usize = 500;

/// Solves a problem; `start` is a choice known to be allowed, or `None`.
///
/// # Errors
/// No plan satisfies the rules, or the solver found none within its limits.
pub fn solve(problem: &Problem, start: Option<&Choice>, limits: &Limits) -> Result<Solved, PlanError> {
    let net = Net::new(problem);
    if let Some(start) = start {
        let solved = run(problem, &net, Some(start), limits)?;
        if let Some(solved) = solved {
            return Ok(solved);
        }
    }
    // HiGHS 1.16 can report the start itself as optimal, with an objective of 0, when its
    // presolve leaves nothing to solve: such an answer is thrown away.
    run(problem, &net, None, limits)?.ok_or_else(|| {
        PlanError::Stopped("HiGHS reports an objective that its own plan does not have".into())
    })
}

/// One run; `None` when the reported objective is not that of the plan.
fn run(
    problem: &Problem,
    net: &Net,
    start: Option<&Choice>,
    limits: &Limits,
) -> Result<Option<Solved>, PlanError> {
    let mut program = Program::new(problem, net);
    program.site_rows();
    program.place_rows();
    program.goal_rows();
    let integral = program.has_whole_objective();
    let scale = program.scale;
    let Program { rows, x, y, z, .. } = program;
    let sense = if problem.goal.maximises() { Sense::Maximise } else { Sense::Minimise };
    let refused = |what: &str| PlanError::Stopped(format!("HiGHS refuses {what}"));
    let columns = rows.num_cols();
    if columns == 0 {
        return nothing_to_choose(problem).map(Some);
    }
    let mut model = rows.try_optimise(sense).map_err(|_| refused("the model"))?;
    set_options(&mut model, limits, integral).map_err(|()| refused("an option"))?;
    if let Some(start) = start.filter(|_| columns >= WORTH_A_START) {
        let values = start_values(problem, net, start, columns, (&x, &y, &z));
        // A start that HiGHS does not take costs time, nothing else.
        let _ = model.try_set_solution(Some(&values), None, None, None);
    }
    let solved = model.try_solve().map_err(|_| refused("to run"))?;
    let status = solved.status();
    if status == HighsModelStatus::Infeasible {
        return Err(PlanError::Infeasible("proven by HiGHS".into()));
    }
    // 2 is "feasible"; a model that was never run has no such status at all.
    if solved.int_info_value(c"primal_solution_status") != Ok(2) {
        return Err(PlanError::Stopped(format!("{status:?}")));
    }
    let values = solved.get_solution();
    let choice: Choice = x
        .iter()
        .map(|phases| phases.iter().position(|column| column.is_some_and(|column| values[column] > 0.5)))
        .collect();
    let worth = objective(problem, &choice);
    if (worth - solved.objective_value() * scale).abs() > 1e-5 * worth.abs().max(1.0) {
        return Ok(None);
    }
    let proven = status == HighsModelStatus::Optimal;
    let bound = solved.double_info_value(c"mip_dual_bound").unwrap_or_else(|_| solved.objective_value());
    let bound = match (integral, problem.goal.maximises()) {
        // The gap is closed to less than 1, and nothing lies between two whole numbers.
        (true, _) if proven => worth,
        (true, true) => (bound + 1e-6).floor(),
        (true, false) => (bound - 1e-6).ceil(),
        (false, _) => bound * scale,
    };
    Ok(Some(Solved { choice, bound, proven }))
}

/// A problem without a site that may be built: the empty plan, or none.
fn nothing_to_choose(problem: &Problem) -> Result<Solved, PlanError> {
    let plan = Plan::of(problem, vec![None; problem.sites.len()]);
    match check(problem, &plan) {
        Ok(()) => Ok(Solved { bound: plan.objective, choice: plan.built, proven: true }),
        Err(_) => Err(PlanError::Infeasible("no site may be built".into())),
    }
}

fn set_options(model: &mut Model, limits: &Limits, integral: bool) -> Result<(), ()> {
    let mut ok = model.try_set_option("threads", 1).is_ok();
    ok &= model.try_set_option("parallel", "off").is_ok();
    ok &= model.try_set_option("random_seed", 1).is_ok();
    ok &= model.try_set_option("time_limit", limits.seconds).is_ok();
    ok &= model.try_set_option("mip_rel_gap", limits.gap).is_ok();
    // Whole numbers differ by one or not at all.
    ok &= model.try_set_option("mip_abs_gap", if integral { 0.999 } else { 1e-9 }).is_ok();
    if ok { Ok(()) } else { Err(()) }
}

type Columns = Vec<Vec<Option<Col>>>;

struct Program<'a> {
    problem: &'a Problem,
    net: &'a Net,
    /// For each place, until its rows are made.
    known: Vec<Blockers>,
    rows: RowProblem,
    /// For each site and phase.
    x: Columns,
    /// For each place and phase; only phases the goal looks at.
    y: Columns,
    /// For each atom and phase, where blockers do not say all.
    z: Columns,
    /// One unit of the program's objective in units of the goal.
    scale: f64,
    money: f64,
}

impl<'a> Program<'a> {
    fn new(problem: &'a Problem, net: &'a Net) -> Self {
        let phases = problem.phases.len();
        let charges = (0..problem.sites.len())
            .flat_map(|site| (0..phases).filter_map(move |phase| problem.build_cost(site, phase)));
        // Money in thousandths of the dearest site keeps the solver's tolerances far below a cent.
        let money = (charges.fold(0.0, f64::max) / 1000.0).max(f64::MIN_POSITIVE);
        let scale = if matches!(problem.goal, Goal::LeastCost { .. }) { money } else { 1.0 };
        let empty = |count: usize| vec![vec![None; phases]; count];
        let mut program = Self {
            problem,
            net,
            known: (0..problem.places.len()).map(|place| blockers(problem, net, place)).collect(),
            rows: RowProblem::new(),
            x: empty(problem.sites.len()),
            y: empty(problem.places.len()),
            z: empty(net.atom_place.len()),
            scale,
            money: if money > f64::MIN_POSITIVE { money } else { 1.0 },
        };
        program.columns();
        program
    }

    fn columns(&mut self) {
        for site in 0..self.problem.sites.len() {
            for phase in 0..self.problem.phases.len() {
                let Some(charge) = self.problem.total_charge(site, phase) else { continue };
                let price = match self.problem.goal {
                    Goal::MostServed { .. } => 0.0,
                    Goal::LeastCost { .. } => charge / self.scale,
                    Goal::FewestSites { .. } => 1.0,
                };
                self.x[site][phase] = Some(self.rows.add_integer_column(price, 0.0..=1.0));
            }
        }
        let everywhere = self.wants_everything();
        for (place, record) in self.problem.places.iter().enumerate() {
            for phase in 0..self.problem.phases.len() {
                let worth = match &self.problem.goal {
                    Goal::MostServed { value } => {
                        record.weight * (value[phase] - value.get(phase + 1).unwrap_or(&0.0))
                    }
                    _ => 0.0,
                };
                if worth > 0.0 || self.is_looked_at(place, phase) {
                    let least = if everywhere && self.due() == Some(phase) { 1.0 } else { 0.0 };
                    let whole = !self.known[place].complete;
                    self.y[place][phase] = Some(if whole {
                        self.rows.add_integer_column(worth, least..=1.0)
                    } else {
                        self.rows.add_column(worth, least..=1.0)
                    });
                }
            }
        }
    }

    fn due(&self) -> Option<usize> {
        match self.problem.goal {
            Goal::MostServed { .. } => None,
            Goal::LeastCost { by, .. } | Goal::FewestSites { by, .. } => Some(by),
        }
    }

    fn target(&self) -> Option<f64> {
        match self.problem.goal {
            Goal::MostServed { .. } => None,
            Goal::LeastCost { weight, .. } | Goal::FewestSites { weight, .. } => Some(weight),
        }
    }

    fn wants_everything(&self) -> bool {
        let all = self.problem.total_weight();
        let smallest = self.problem.places.iter().map(|place| place.weight).fold(f64::INFINITY, f64::min);
        self.target().is_some_and(|target| target > all - smallest * 0.5)
    }

    fn is_looked_at(&self, place: usize, phase: usize) -> bool {
        let last = phase + 1 == self.problem.phases.len();
        let floored = || {
            self.problem
                .rules
                .floors
                .iter()
                .any(|floor| Some(floor.group) == self.problem.places[place].group)
        };
        self.due() == Some(phase) || (last && floored())
    }

    /// Each site once, decisions, precedence, budgets, numbers of sites.
    fn site_rows(&mut self) {
        for (site, record) in self.problem.sites.iter().enumerate() {
            let built: Vec<_> = self.x[site].iter().flatten().map(|&column| (column, 1.0)).collect();
            match record.decision {
                Decision::Build | Decision::BuildIn(_) => {
                    self.rows.add_row(1.0..=1.0, built);
                }
                _ if built.len() > 1 => {
                    self.rows.add_row(..=1.0, built);
                }
                _ => {}
            }
            for &other in &record.after {
                for phase in 0..self.problem.phases.len() {
                    let mut row = self.by_then(&[site as u32], phase, 1.0);
                    row.extend(self.by_then(&[other], phase, -1.0));
                    self.rows.add_row(..=0.0, row);
                }
            }
        }
        self.money_rows();
    }

    fn money_rows(&mut self) {
        let phases = self.problem.phases.len();
        let mut carried: (f64, Vec<(Col, f64)>) = (0.0, Vec::new());
        for now in 0..phases {
            if let Some(most) = self.problem.phases[now].most_sites {
                let row: Vec<_> = self.x.iter().filter_map(|x| Some((x[now]?, 1.0))).collect();
                self.rows.add_row(..=f64::from(most), row);
            }
            let Some(budget) = self.problem.phases[now].budget else { continue };
            if !self.problem.rules.carry_over {
                carried = (0.0, Vec::new());
            }
            carried.0 += budget / self.money;
            for (site, x) in self.x.iter().enumerate() {
                for (built, column) in x.iter().enumerate().take(now + 1) {
                    let charge = self.problem.charge(site, built, now).unwrap_or(0.0);
                    if let (Some(column), true) = (column, charge > 0.0) {
                        carried.1.push((*column, charge / self.money));
                    }
                }
            }
            let mut row = carried.1.clone();
            row.sort_by_key(|(column, _)| column.index());
            row.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                kept.1 += if same { next.1 } else { 0.0 };
                same
            });
            self.rows.add_row(..=carried.0, row);
        }
    }

    /// The columns that say "one of these sites stands by the end of the phase".
    fn by_then(&self, sites: &[u32], phase: usize, factor: f64) -> Vec<(Col, f64)> {
        let columns = sites.iter().flat_map(|&site| self.x[site as usize][..=phase].iter().flatten());
        columns.map(|&column| (column, factor)).collect()
    }

    fn place_rows(&mut self) {
        for place in 0..self.problem.places.len() {
            let known = std::mem::replace(&mut self.known[place], Blockers { sets: vec![], complete: true });
            for phase in 0..self.problem.phases.len() {
                let Some(y) = self.y[place][phase] else { continue };
                if known.sets.is_empty() {
                    self.rows.add_row(..=0.0, [(y, 1.0)]);
                }
                for set in &known.sets {
                    let mut row = self.by_then(set, phase, -1.0);
                    row.push((y, 1.0));
                    self.rows.add_row(..=0.0, row);
                }
                if !known.complete {
                    self.atom_rows(place, phase, y);
                }
            }
        }
    }

    /// `need · y ≤ Σ weight · z`, and each `z` only with a site that covers the atom. `y` is whole
    /// here: half a village would count at half the need.
    fn atom_rows(&mut self, place: usize, phase: usize, y: Col) {
        let need = self.problem.places[place].need;
        let mut row = vec![(y, 1.0 - 1e-9)];
        for atom in self.net.atoms_of(place) {
            let z = self.rows.add_column(0.0, 0.0..=1.0);
            self.z[atom][phase] = Some(z);
            row.push((z, -self.net.atom_weight[atom] / need));
            let mut reach = self.by_then(self.net.sites_of(atom), phase, -1.0);
            reach.push((z, 1.0));
            self.rows.add_row(..=0.0, reach);
        }
        self.rows.add_row(..=0.0, row);
    }

    fn goal_rows(&mut self) {
        if let (Some(target), Some(due), false) = (self.target(), self.due(), self.wants_everything()) {
            let weights = self.problem.places.iter().zip(&self.y);
            let row: Vec<_> = weights.filter_map(|(place, y)| Some((y[due]?, place.weight))).collect();
            self.rows.add_row(target.., row);
        }
        let last = self.problem.phases.len() - 1;
        for floor in &self.problem.rules.floors {
            let of_group =
                self.problem.places.iter().zip(&self.y).filter(|(p, _)| p.group == Some(floor.group));
            let row: Vec<_> = of_group.filter_map(|(_, y)| Some((y[last]?, 1.0))).collect();
            self.rows.add_row(f64::from(floor.places).., row);
        }
    }

    /// Whether every value the goal can take is a whole number.
    fn has_whole_objective(&self) -> bool {
        match &self.problem.goal {
            Goal::MostServed { value } => {
                let whole = |number: f64| number.fract() == 0.0;
                value.iter().all(|&v| whole(v)) && self.problem.places.iter().all(|p| whole(p.weight))
            }
            Goal::LeastCost { .. } => false,
            Goal::FewestSites { .. } => true,
        }
    }
}

fn start_values(
    problem: &Problem,
    net: &Net,
    start: &Choice,
    count: usize,
    (x, y, z): (&Columns, &Columns, &Columns),
) -> Vec<f64> {
    let mut values = vec![0.0; count];
    let mut set = |column: Option<Col>| {
        if let Some(column) = column {
            values[column.index()] = 1.0;
        }
    };
    for (site, built) in start.iter().enumerate() {
        built.iter().for_each(|&phase| set(x[site][phase]));
    }
    for (place, record) in problem.places.iter().enumerate() {
        let Some(first) = first_served(record, start) else { continue };
        (first..problem.phases.len()).for_each(|phase| set(y[place][phase]));
    }
    for (atom, columns) in z.iter().enumerate() {
        let first = net.sites_of(atom).iter().filter_map(|&site| start[site as usize]).min();
        let Some(first) = first else { continue };
        (first..problem.phases.len()).for_each(|phase| set(columns[phase]));
    }
    values
}
