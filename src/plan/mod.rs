//! Which sites, in which phase, for which money: the best plan, and how good it is.
//!
//! A [`Problem`] is plain data: places to serve, sites that could be built, phases with budgets,
//! rules and a goal. [`solve`] makes a [`Plan`] and its [`Certificate`]: the value of the plan, a
//! bound that no plan exceeds, and where the bound comes from. Every plan is recounted by
//! [`check`], which shares no code with the solvers.
//!
//! The model is maximal covering (Church and ReVelle 1974) and set covering, with thresholds
//! over parts of a village and with phases. `docs/decisions/0003-planning.md` says how.

pub mod atoms;
mod blockers;
mod bound;
mod check;
pub mod curve;
mod evaluate;
#[cfg(feature = "highs")]
mod exact;
mod forms;
pub mod generate;
mod greedy;
mod ledger;
pub mod matrix;
mod net;
mod networks;
mod order;
mod presolve;
mod problem;
#[cfg(feature = "highs")]
mod program;
mod recount;
mod search;
mod service;
pub mod sight;
mod solve;
mod state;
mod tally;
mod validate;

pub use check::check;
pub use curve::{FrontierPoint, Target, frontier, targets};
pub use evaluate::{Choice, first_served, objective, served, spending, weight_served};
pub use order::{Step, building_order, served_by};
pub use problem::{Decision, Floor, Gate, Goal, Phase, Place, Problem, Rules, Site, Valuation, pvifa};
pub use recount::recount;
pub use service::{Atom, Requirement, Service};
pub use solve::{Certificate, Limits, METHODS, Method, Outcome, Plan, solve};
pub use validate::PlanError;
