//! The exact solver: one integer program over all phases, solved by HiGHS.
//!
//! `x[s,t]` is 1 when site `s` is built in phase `t`; `y[v,t]` is at most 1 when place `v` is
//! served by the end of phase `t`. A place never counts for more than the chosen sites in each of
//! its blockers. Where those are too many to list, the program starts with some; its answer is
//! held against the rule itself, and what it claims too much becomes further blockers, first of
//! the relaxed program, then of the whole one, until nothing is claimed too much. Every program on
//! the way allows more than the rule does, so its bound holds.

use highs::{HighsModelStatus, Model, Sense};

use super::blockers::{Blockers, Judge, blockers};
use super::evaluate::{Choice, first_served, objective};
use super::net::Net;
use super::problem::Problem;
use super::program::{Columns, Program};
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
    /// Whether it was the time that ended it.
    pub by_the_clock: bool,
}

/// Rounds of blockers found at relaxed programs.
const RELAXED_ROUNDS: usize = 12;
/// Rounds of blockers found at whole programs.
const WHOLE_ROUNDS: usize = 60;
/// The gap that is good enough while blockers are still being found.
const COARSE: f64 = 2e-3;

/// Solves a problem; `start` is a choice known to be allowed, or `None`.
///
/// # Errors
/// No plan satisfies the rules, or the solver found none within its limits.
pub fn solve(problem: &Problem, start: Option<&Choice>, limits: &Limits) -> Result<Solved, PlanError> {
    let net = Net::new(problem);
    let mut cuts: Vec<Blockers> =
        (0..problem.places.len()).map(|place| blockers(problem, &net, place, limits.listed_sites)).collect();
    let hard: Vec<usize> = (0..cuts.len()).filter(|&place| !cuts[place].complete).collect();
    let judges: Vec<Judge<'_>> = hard.iter().map(|&place| Judge::new(problem, &net, place)).collect();
    let mut separator = Separator { hard, judges };
    for _ in 0..if separator.hard.is_empty() { 0 } else { RELAXED_ROUNDS } {
        let Some(relaxed) = run(problem, &cuts, None, limits, Kind::Relaxed)? else { break };
        if !separator.add(&mut cuts, &relaxed, 1e-4) {
            break;
        }
    }
    whole_rounds(problem, start, limits, &mut cuts, &mut separator)
}

fn whole_rounds(
    problem: &Problem,
    start: Option<&Choice>,
    limits: &Limits,
    cuts: &mut [Blockers],
    separator: &mut Separator<'_>,
) -> Result<Solved, PlanError> {
    let sign = if problem.goal.maximises() { 1.0 } else { -1.0 };
    let mut best: Option<(f64, Choice)> = start.map(|start| (objective(problem, start), start.clone()));
    let mut bound = sign * f64::INFINITY;
    let mut kind = if separator.hard.is_empty() { Kind::Fine } else { Kind::Coarse };
    let mut left = limits.clone();
    let mut by_the_clock = false;
    for _ in 0..WHOLE_ROUNDS {
        let known = best.as_ref().map(|(_, choice)| choice);
        // HiGHS 1.16 can hand back the start as optimal, with an objective that is not that of the start,
        // when its presolve leaves nothing to solve: such an answer is thrown away.
        let mut asked =
            |start: Option<&Choice>, cuts: &mut [Blockers]| -> Result<Option<(Answer, bool)>, PlanError> {
                let Some(found) = run(problem, cuts, start, &left, kind)? else { return Ok(None) };
                let wrong = separator.add(cuts, &found, 0.5);
                Ok((wrong || found.is_told_right).then_some((found, wrong)))
            };
        let found = match asked(known, cuts)? {
            Some(found) => Some(found),
            None => asked(None, cuts)?,
        };
        let Some((found, wrong)) = found else {
            return Err(PlanError::Stopped(
                "HiGHS reports an objective that its own plan does not have".into(),
            ));
        };
        bound = if sign > 0.0 { bound.min(found.bound) } else { bound.max(found.bound) };
        left.nodes = left.nodes.saturating_sub(found.nodes).max(1);
        by_the_clock = found.by_the_clock;
        let plan = Plan::of(problem, found.choice.clone());
        let better = best.as_ref().is_none_or(|(worth, _)| sign * plan.objective > sign * worth);
        if better && check(problem, &plan).is_ok() {
            best = Some((plan.objective, found.choice));
        }
        if !wrong && kind == Kind::Fine {
            let Some((_, choice)) = best else {
                return Err(PlanError::Stopped("no plan passes the recount".into()));
            };
            return Ok(Solved { choice, bound, proven: found.proven, by_the_clock });
        }
        if !found.proven {
            break;
        }
        if !wrong {
            kind = Kind::Fine;
        }
    }
    let Some((_, choice)) = best else {
        return Err(PlanError::Stopped("the rounds, the nodes or the time ran out".into()));
    };
    Ok(Solved { choice, bound, proven: false, by_the_clock })
}

/// What a program is solved for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Sites in part.
    Relaxed,
    /// Whole sites, to a gap that is good enough for now.
    Coarse,
    /// Whole sites, to the gap that is asked for.
    Fine,
}

/// The answer of one program.
struct Answer {
    /// How far each site stands by the end of each phase, 0 to 1.
    stands: Vec<Vec<f64>>,
    /// How far each place is claimed to be served; `None` in phases nobody looks at.
    claims: Vec<Vec<Option<f64>>>,
    choice: Choice,
    bound: f64,
    proven: bool,
    /// Whether the plan is worth what the solver says.
    is_told_right: bool,
    by_the_clock: bool,
    /// Nodes of the search tree it took.
    nodes: i32,
}

/// One run; `None` when the reported objective cannot be that of the reported plan.
fn run(
    problem: &Problem,
    cuts: &[Blockers],
    start: Option<&Choice>,
    limits: &Limits,
    kind: Kind,
) -> Result<Option<Answer>, PlanError> {
    let program = Program::new(problem, cuts, kind == Kind::Relaxed);
    let integral = program.has_whole_objective();
    let scale = program.scale;
    let Program { rows, x, y, .. } = program;
    let maximises = problem.goal.maximises();
    let sense = if maximises { Sense::Maximise } else { Sense::Minimise };
    let refused = |what: &str| PlanError::Stopped(format!("HiGHS refuses {what}"));
    let columns = rows.num_cols();
    if columns == 0 {
        return nothing_to_choose(problem).map(Some);
    }
    let mut model = rows.try_optimise(sense).map_err(|_| refused("the model"))?;
    set_options(&mut model, limits, integral.then_some(0.999 / scale), kind)
        .map_err(|()| refused("an option"))?;
    if let Some(start) = start.filter(|_| columns >= limits.start_columns) {
        let values = start_values(problem, start, columns, &x, &y);
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
        if kind == Kind::Relaxed {
            return Ok(None);
        }
        return Err(PlanError::Stopped(format!("{status:?}")));
    }
    let values = solved.get_solution();
    let reported = solved.objective_value();
    let claims: Vec<Vec<Option<f64>>> =
        y.iter().map(|phases| phases.iter().map(|column| column.map(|c| values[c])).collect()).collect();
    let answer = |choice, bound, proven, is_told_right| Answer {
        stands: x.iter().map(|phases| running_sum(phases, &values)).collect(),
        claims,
        choice,
        bound,
        proven,
        is_told_right,
        by_the_clock: status == HighsModelStatus::ReachedTimeLimit,
        nodes: solved.int_info_value(c"mip_node_count").unwrap_or(0).try_into().unwrap_or(i32::MAX),
    };
    if kind == Kind::Relaxed {
        return Ok(Some(answer(Vec::new(), reported * scale, false, true)));
    }
    let choice: Choice = x
        .iter()
        .map(|phases| phases.iter().position(|column| column.is_some_and(|column| values[column] > 0.5)))
        .collect();
    // Blockers that are not known yet make a program claim too much, never too little.
    let worth = objective(problem, &choice);
    // Costs are claimed by no blocker: they are what they are.
    let (apart, slack) = (reported * scale - worth, 1e-5 * worth.abs().max(1.0));
    if apart < -slack || (apart > slack && !maximises) {
        return Ok(None);
    }
    let proven = status == HighsModelStatus::Optimal;
    let bound = solved.double_info_value(c"mip_dual_bound").unwrap_or(reported);
    let whole = (reported * scale).round();
    let bound = match (integral, maximises) {
        // The gap is closed to less than 1, and nothing lies between two whole numbers.
        (true, _) if proven && kind == Kind::Fine && (reported * scale - whole).abs() < 1e-5 => whole,
        (true, true) => (bound * scale + 1e-6).floor(),
        (true, false) => (bound * scale - 1e-6).ceil(),
        (false, _) => bound * scale,
    };
    Ok(Some(answer(choice, bound, proven, apart <= slack)))
}

fn running_sum(phases: &[Option<highs::Col>], values: &highs::Solution) -> Vec<f64> {
    let mut sum = 0.0;
    let one = |column: &Option<highs::Col>| {
        sum += column.map_or(0.0, |column| values[column]);
        sum
    };
    phases.iter().map(one).collect()
}

/// A problem without a site that may be built: the empty plan, or none.
fn nothing_to_choose(problem: &Problem) -> Result<Answer, PlanError> {
    let plan = Plan::of(problem, vec![None; problem.sites.len()]);
    match check(problem, &plan) {
        Ok(()) => Ok(Answer {
            stands: Vec::new(),
            claims: Vec::new(),
            bound: plan.objective,
            choice: plan.built,
            proven: true,
            is_told_right: true,
            by_the_clock: false,
            nodes: 0,
        }),
        Err(_) => Err(PlanError::Infeasible("no site may be built".into())),
    }
}

fn set_options(model: &mut Model, limits: &Limits, whole: Option<f64>, kind: Kind) -> Result<(), ()> {
    let gap = if kind == Kind::Coarse { limits.gap.max(COARSE) } else { limits.gap };
    let mut ok = model.try_set_option("threads", 1).is_ok();
    ok &= model.try_set_option("parallel", "off").is_ok();
    ok &= model.try_set_option("random_seed", 1).is_ok();
    ok &= model.try_set_option("time_limit", limits.seconds).is_ok();
    ok &= model.try_set_option("mip_max_nodes", limits.nodes).is_ok();
    ok &= model.try_set_option("mip_rel_gap", gap).is_ok();
    // Whole numbers differ by one or not at all.
    ok &= model.try_set_option("mip_abs_gap", whole.unwrap_or(1e-9)).is_ok();
    if ok { Ok(()) } else { Err(()) }
}

/// Finds the blockers that an answer disregards.
struct Separator<'a> {
    /// The places of which not all blockers are listed.
    hard: Vec<usize>,
    judges: Vec<Judge<'a>>,
}

impl Separator<'_> {
    /// Adds the blockers that an answer disregards by more than `slack`; whether there are any.
    fn add(&mut self, cuts: &mut [Blockers], answer: &Answer, slack: f64) -> bool {
        let mut found = false;
        for (&place, judge) in self.hard.iter().zip(&self.judges) {
            let Some(claims) = answer.claims.get(place) else { continue };
            for (phase, claim) in claims.iter().enumerate() {
                let Some(claim) = claim.filter(|&claim| claim > slack) else { continue };
                let stands: Vec<f64> =
                    judge.sites.iter().map(|&site| answer.stands[site as usize][phase]).collect();
                for set in disregarded(judge, &stands, claim - slack) {
                    if !cuts[place].sets.contains(&set) {
                        cuts[place].sets.push(set);
                        found = true;
                    }
                }
            }
        }
        found
    }
}

/// Minimal blockers whose sites stand for less than a claim.
fn disregarded(judge: &Judge<'_>, stands: &[f64], claim: f64) -> Vec<Vec<u32>> {
    let all: Vec<usize> = (0..stands.len()).collect();
    // What stands most is given back first: what is left stands least.
    let ordered = |turn: usize| {
        let mut order = all.clone();
        order.sort_by(|&a, &b| {
            let tie = if turn == 1 { b.cmp(&a) } else { a.cmp(&b) };
            stands[b].total_cmp(&stands[a]).then(tie)
        });
        order
    };
    let mut sets = Vec::new();
    for turn in 0..2 {
        let Some(set) = judge.minimal(&all, &ordered(turn)) else { continue };
        let bit = |site: &u32| judge.sites.binary_search(site).unwrap_or(0);
        if set.iter().map(|site| stands[bit(site)]).sum::<f64>() < claim {
            sets.push(set);
        }
    }
    sets
}

fn start_values(problem: &Problem, start: &Choice, count: usize, x: &Columns, y: &Columns) -> Vec<f64> {
    let mut values = vec![0.0; count];
    let mut set = |column: Option<highs::Col>| {
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
    values
}
