//! From a problem to a plan with its certificate.

use super::bound::bound;
use super::evaluate::{Choice, objective, served, spending};
use super::greedy::{Draft, greedy, promise};
use super::net::Net;
use super::presolve::{Reduced, reduce};
use super::problem::{Goal, Problem};
use super::search::improve;
use super::{PlanError, check};

/// How a plan is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Exact where the program is small enough for it, else by search.
    #[default]
    Auto,
    /// By HiGHS, whatever the size.
    Exact,
    /// Greedy and local search, with a bound.
    Search,
}

/// Every method, as the user types it, and what it does.
pub const METHODS: &[(&str, Method, &str)] = &[
    ("auto", Method::Auto, "exact where the program is small enough, else search"),
    ("exact", Method::Exact, "proven by HiGHS, whatever the size"),
    ("search", Method::Search, "greedy and local search, with a Lagrangian bound"),
];

/// How much work goes into a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// How the plan is made.
    pub method: Method,
    /// Nodes of the exact solver's search trees, all its programs together: the limit that counts,
    /// for it is the same on every machine.
    pub nodes: i32,
    /// Seconds of the exact solver, a far guard; a plan it ends at depends on the machine and says so.
    pub seconds: f64,
    /// The gap, as a fraction, at which the exact solver may stop.
    pub gap: f64,
    /// Pairs of site and village part, times phases, up to which `auto` solves exactly.
    pub exact_pairs: usize,
    /// Of villages reached by more sites than this the exact solver finds the blockers as it goes.
    pub listed_sites: usize,
    /// Columns of a program from which on the exact solver is told the plan of the search to start from.
    pub start_columns: usize,
    /// Rounds of local search; where the plan is then proven, only a tenth of them.
    pub rounds: usize,
    /// Rounds of the Lagrangian bound.
    pub bound_rounds: usize,
    /// Seed of the local search.
    pub seed: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            method: Method::Auto,
            nodes: 20_000,
            seconds: 3_600.0,
            gap: 1e-6,
            exact_pairs: 120_000,
            listed_sites: super::blockers::MOST_SITES,
            start_columns: 500,
            rounds: 2_000,
            bound_rounds: 600,
            seed: 1,
        }
    }
}

/// The widest gap that a proof may leave, as a fraction: a solver's tolerances in large sums.
const CLOSED: f64 = 1e-4;

/// A plan: what is built when, and what that serves and costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// For each site the phase it is built in.
    pub built: Choice,
    /// For each place the phase in which it is served for the first time.
    pub served: Vec<Option<usize>>,
    /// Money spent in each phase.
    pub spent: Vec<f64>,
    /// The goal's value.
    pub objective: f64,
}

impl Plan {
    /// The plan a choice makes.
    pub fn of(problem: &Problem, built: Choice) -> Self {
        Self {
            served: served(problem, &built),
            spent: spending(problem, &built),
            objective: objective(problem, &built),
            built,
        }
    }
}

/// How good a plan is, and how that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// The goal's value of the plan.
    pub objective: f64,
    /// No plan is better than this.
    pub bound: f64,
    /// Where the bound comes from.
    pub bound_from: &'static str,
    /// Distance between the two, as a fraction of the larger.
    pub gap: f64,
    /// Whether the plan is proven best, to the gap asked for.
    pub proven: bool,
    /// The method that made the plan.
    pub method: &'static str,
    /// The goal's value of the best plain greedy plan; `None` where greedy satisfies no rule.
    pub greedy: Option<f64>,
    /// What greedy promises for a problem of this kind; `None` where nothing.
    pub greedy_promise: Option<&'static str>,
    /// What the user should know.
    pub notes: Vec<String>,
    /// Whether the independent recount agrees. Always, in a plan that is handed out.
    pub checked: bool,
}

impl Certificate {
    /// What plain greedy loses against the plan, as a fraction; negative never.
    pub fn greedy_loss(&self) -> Option<f64> {
        let greedy = self.greedy?;
        Some((self.objective - greedy).abs() / self.objective.abs().max(greedy.abs()).max(f64::MIN_POSITIVE))
    }
}

/// A plan and its certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The plan.
    pub plan: Plan,
    /// How good it is.
    pub certificate: Certificate,
}

/// Makes the best plan.
///
/// # Errors
/// The problem contradicts itself, no plan satisfies its rules, none was found within the limits,
/// or the recount refuses the plan.
pub fn solve(problem: &Problem, limits: &Limits) -> Result<Outcome, PlanError> {
    problem.validate()?;
    reachable_target(problem)?;
    let reduced = reduce(problem);
    let net = Net::new(&reduced.problem);
    let mut draft = greedy(&reduced.problem, &net);
    let greedy_value = draft.as_ref().map(|draft| objective(&reduced.problem, &draft.choice));
    let exact = is_exact(&reduced, &net, limits);
    if let Some(draft) = &mut draft {
        let rounds =
            if exact && cfg!(feature = "highs") { limits.rounds.div_ceil(10) } else { limits.rounds };
        improve(draft, &net, rounds, limits.seed);
    }
    let found = search_or_prove(&reduced, &net, draft.as_ref(), exact, limits)?;
    let choice = tidy(&reduced.problem, &net, found.choice, limits);
    let plan = Plan::of(problem, reduced.expand(&choice));
    check(problem, &plan)?;
    let bound = if problem.goal.maximises() {
        found.bound.max(plan.objective)
    } else {
        found.bound.min(plan.objective)
    };
    let gap = (bound - plan.objective).abs() / bound.abs().max(plan.objective.abs()).max(f64::MIN_POSITIVE);
    let certificate = Certificate {
        objective: plan.objective,
        bound,
        bound_from: found.bound_from,
        gap,
        // Whatever the solver says, only a gap that is closed is a proof.
        proven: gap <= limits.gap || (found.proven && gap <= CLOSED),
        method: found.method,
        greedy: greedy_value,
        greedy_promise: promise(problem),
        notes: found.notes,
        checked: true,
    };
    Ok(Outcome { plan, certificate })
}

struct Found {
    choice: Choice,
    bound: f64,
    bound_from: &'static str,
    method: &'static str,
    proven: bool,
    notes: Vec<String>,
}

fn reachable_target(problem: &Problem) -> Result<(), PlanError> {
    let (Goal::LeastCost { weight, .. } | Goal::FewestSites { weight, .. }) = problem.goal else {
        return Ok(());
    };
    let out: Vec<usize> = problem.out_of_reach();
    let lost: f64 = out.iter().map(|&place| problem.places[place].weight).sum();
    let most = problem.total_weight() - lost;
    if weight <= most * (1.0 + 1e-12) {
        return Ok(());
    }
    let names: Vec<&str> = out.iter().take(5).map(|&place| problem.places[place].id.as_str()).collect();
    Err(PlanError::Infeasible(format!(
        "the target is {weight} and all candidate sites together serve {most}; {} villages are out of \
         their reach, {} among them",
        out.len(),
        names.join(", ")
    )))
}

fn is_exact(reduced: &Reduced, net: &Net, limits: &Limits) -> bool {
    match limits.method {
        Method::Auto => size(reduced, net) <= limits.exact_pairs,
        Method::Exact => true,
        Method::Search => false,
    }
}

/// Pairs of site and village part, times phases.
fn size(reduced: &Reduced, net: &Net) -> usize {
    net.pairs() * reduced.problem.phases.len()
}

fn search_or_prove(
    reduced: &Reduced,
    net: &Net,
    draft: Option<&Draft<'_>>,
    exact: bool,
    limits: &Limits,
) -> Result<Found, PlanError> {
    let size = size(reduced, net);
    #[cfg(feature = "highs")]
    if exact || draft.is_none() {
        return prove(&reduced.problem, draft, limits);
    }
    let mut notes = Vec::new();
    if exact {
        notes.push("this covgap is built without HiGHS: the plan is found by search".to_owned());
    } else if limits.method == Method::Auto {
        notes.push(format!(
            "{size} pairs are too many to solve exactly in short time: the plan is found by search"
        ));
    }
    let draft = draft.ok_or_else(|| {
        PlanError::Stopped(
            "greedy finds no plan that satisfies every rule, and HiGHS is not part of this covgap".into(),
        )
    })?;
    let known = objective(&reduced.problem, &draft.choice);
    Ok(Found {
        choice: draft.choice.clone(),
        bound: bound(&reduced.problem, net, known, limits.bound_rounds),
        bound_from: "Lagrangian relaxation",
        method: "greedy and local search",
        proven: false,
        notes,
    })
}

#[cfg(feature = "highs")]
fn prove(problem: &Problem, draft: Option<&Draft<'_>>, limits: &Limits) -> Result<Found, PlanError> {
    let start = draft.map(|draft| draft.choice.clone());
    let solved = super::exact::solve(problem, start.as_ref(), limits)?;
    let mut notes = Vec::new();
    if solved.by_the_clock {
        notes.push(format!(
            "the solver was stopped by the clock after {} s: another machine may find another plan",
            limits.seconds
        ));
    } else if !solved.proven {
        notes.push(format!("the solver stopped after {} nodes, as it would on every machine", limits.nodes));
    }
    // The start may be as good and is then kept: what a hurried solver returns can only be better.
    let sign = if problem.goal.maximises() { 1.0 } else { -1.0 };
    let value = |choice: &Choice| sign * objective(problem, choice);
    let choice = match start {
        Some(start) if value(&start) > value(&solved.choice) => start,
        _ => solved.choice,
    };
    Ok(Found {
        choice,
        bound: solved.bound,
        bound_from: "HiGHS branch and bound",
        method: "HiGHS",
        proven: solved.proven,
        notes,
    })
}

/// Of plans of equal value the cheaper, then the sooner: sites that add nothing are dropped, and
/// those that stay are put in the order that serves most soonest.
fn tidy(problem: &Problem, net: &Net, choice: Choice, limits: &Limits) -> Choice {
    let Some(mut draft) = Draft::new(problem, net) else { return choice };
    let decided: Vec<usize> = (0..choice.len()).filter(|&site| draft.choice[site].is_some()).collect();
    decided.iter().for_each(|&site| draft.remove(site));
    for (site, built) in choice.iter().enumerate() {
        if let Some(phase) = *built {
            draft.build(site, phase);
        }
    }
    draft.prune();
    draft.advance();
    reorder(problem, &draft.choice, limits).unwrap_or(draft.choice)
}

#[cfg(not(feature = "highs"))]
fn reorder(_: &Problem, _: &Choice, _: &Limits) -> Option<Choice> {
    None
}

/// The same sites in the best order, where order is all that is left to choose.
#[cfg(feature = "highs")]
fn reorder(problem: &Problem, choice: &Choice, limits: &Limits) -> Option<Choice> {
    use super::problem::Decision;
    let phases = problem.phases.len();
    let size = choice.iter().flatten().count() * phases;
    let indifferent = match &problem.goal {
        Goal::MostServed { value } => value.windows(2).all(|pair| pair[0] == pair[1]),
        Goal::LeastCost { .. } | Goal::FewestSites { .. } => false,
    };
    if phases == 1 || !indifferent || size == 0 || size > 600 || limits.method == Method::Search {
        return None;
    }
    let mut fixed = problem.clone();
    for (site, built) in fixed.sites.iter_mut().zip(choice) {
        site.decision = match (built, site.decision) {
            (Some(_), Decision::BuildIn(phase)) => Decision::BuildIn(phase),
            (Some(_), _) => Decision::Build,
            (None, _) => Decision::Refuse,
        };
    }
    fixed.goal = Goal::MostServed { value: (0..phases).map(|phase| (phases - phase) as f64).collect() };
    let short = Limits { seconds: limits.seconds.min(20.0), gap: 1e-4, ..limits.clone() };
    let solved = super::exact::solve(&fixed, Some(choice), &short).ok()?;
    let sooner = objective(&fixed, &solved.choice) > objective(&fixed, choice);
    let as_good = objective(problem, &solved.choice) >= objective(problem, choice);
    (sooner && as_good).then_some(solved.choice)
}
