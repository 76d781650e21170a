//! What a plan is after: money to spend, or a target to meet.

use super::amounts::TargetOf;
use super::planning::{PlanningArgs, failed};
use crate::assess::{Assessment, Status};
use crate::error::Error;
use crate::model::Villages;
use crate::plan::atoms::Weight;
use crate::plan::{Floor, Goal, PlanError, Problem};

/// What all villages weigh, and those that are covered today.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Whole {
    pub all: f64,
    pub covered: f64,
}

impl Whole {
    pub fn of(villages: &Villages, assessment: &Assessment, weight: Weight) -> Self {
        let mut whole = Self::default();
        for (village, found) in assessment.villages.iter().enumerate() {
            let worth = weight.of(villages, village).unwrap_or(0.0);
            whole.all += worth;
            whole.covered += match weight {
                Weight::PeopleOutside => {
                    let outside = found.people_outside(&villages.records[village]);
                    outside.map_or(0.0, |outside| worth - outside.get())
                }
                _ if found.status == Status::Covered => worth,
                _ => 0.0,
            };
        }
        whole
    }
}

/// No unit is asked for more than can be had in it.
pub(super) fn set_floors(problem: &mut Problem, least: u32) {
    let out = problem.out_of_reach();
    let mut counts: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    for (nth, place) in problem.places.iter().enumerate() {
        if let (Some(group), false) = (place.group, out.contains(&nth)) {
            *counts.entry(group).or_default() += 1;
        }
    }
    let floor = |(group, count): (u32, u32)| Floor { group, places: least.min(count) };
    problem.rules.floors = counts.into_iter().map(floor).collect();
}

/// The goal that the flags ask for.
pub(super) fn set_goal(problem: &mut Problem, args: &PlanningArgs, whole: Whole) -> Result<(), Error> {
    if !args.budget.is_empty() && !args.fewest_sites {
        return Ok(());
    }
    let uncovered = problem.total_weight();
    let lost: f64 = problem.out_of_reach().iter().map(|&place| problem.places[place].weight).sum();
    let share = args.target.unwrap_or(1.0);
    let weight = match args.target_of {
        TargetOf::Reach => (uncovered - lost) * share,
        TargetOf::Uncovered => uncovered * share,
        TargetOf::All => (whole.all * share - whole.covered).max(0.0),
    };
    // Sums of shares carry rounding.
    if weight > (uncovered - lost) * (1.0 + 1e-9) {
        let most = match args.target_of {
            TargetOf::All => (whole.covered + uncovered - lost) / whole.all.max(f64::MIN_POSITIVE),
            _ => (uncovered - lost) / uncovered.max(f64::MIN_POSITIVE),
        };
        return Err(failed(PlanError::Infeasible(format!(
            "the target is {:.2} % and all candidate sites together bring {:.2} %",
            share * 100.0,
            most * 100.0
        ))));
    }
    let weight = weight.min(uncovered - lost);
    let by = args.last_phase(&problem.phases)?;
    problem.goal =
        if args.fewest_sites { Goal::FewestSites { weight, by } } else { Goal::LeastCost { weight, by } };
    Ok(())
}

/// Eleven budgets up to that of the plan and a third as much again; two thirds of it among them.
pub(super) fn budgets(problem: &Problem) -> Vec<f64> {
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
