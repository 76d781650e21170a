//! An independent recount: a plan that fails it is never written.
//!
//! Nothing here uses the solvers' arrays or their sums: every figure is counted again from the
//! problem, phase by phase, by other code.

use std::collections::BTreeSet;

use super::problem::{Decision, Goal, Problem};
use super::service::{Requirement, Service};
use super::{Plan, PlanError};

/// Recounts a plan.
///
/// # Errors
/// The first thing that does not hold: a site before its gate, a phase over its budget, a
/// village said to be served that is not, a total that does not add up.
pub fn check(problem: &Problem, plan: &Plan) -> Result<(), PlanError> {
    recount(problem, plan).map_err(PlanError::Refused)
}

fn recount(problem: &Problem, plan: &Plan) -> Result<(), String> {
    if plan.built.len() != problem.sites.len() || plan.served.len() != problem.places.len() {
        return Err("the plan is of another problem".into());
    }
    decisions(problem, plan)?;
    let spent = money(problem, plan)?;
    let served_by = coverage(problem, plan)?;
    floors(problem, plan)?;
    goal(problem, plan, &spent, &served_by)
}

fn decisions(problem: &Problem, plan: &Plan) -> Result<(), String> {
    for (site, built) in problem.sites.iter().zip(&plan.built) {
        let agrees = match site.decision {
            Decision::Free => true,
            Decision::Build => built.is_some(),
            Decision::BuildIn(phase) => *built == Some(phase),
            Decision::Refuse => built.is_none(),
        };
        if !agrees {
            return Err(format!("site `{}` goes against what was decided", site.id));
        }
        let Some(built) = *built else { continue };
        if built >= problem.phases.len() {
            return Err(format!("site `{}` is built in a phase that does not exist", site.id));
        }
        if let Some(gate) = site
            .gates
            .iter()
            .find(|gate| gate.price.is_none() && gate.opens.is_none_or(|opens| opens > built))
        {
            return Err(format!("site `{}` is built before `{}` opens", site.id, gate.name));
        }
        for &other in &site.after {
            if plan.built[other as usize].is_none_or(|earlier| earlier > built) {
                let other = &problem.sites[other as usize].id;
                return Err(format!("site `{}` is built before `{other}`, which it needs", site.id));
            }
        }
    }
    Ok(())
}

fn money(problem: &Problem, plan: &Plan) -> Result<Vec<f64>, String> {
    let rise = 1.0 + problem.rules.escalation;
    let mut saved = 0.0;
    let mut spent = Vec::new();
    for (now, phase) in problem.phases.iter().enumerate() {
        let level = rise.powf(phase.start);
        let mut sum = 0.0;
        let mut count = 0;
        for (site, built) in problem.sites.iter().zip(&plan.built) {
            if *built == Some(now) {
                count += 1;
                let closed = |opens: Option<usize>| opens.is_none() || opens > Some(now);
                let gates: f64 =
                    site.gates.iter().filter(|gate| closed(gate.opens)).filter_map(|gate| gate.price).sum();
                sum += (site.capex - site.capex * site.discount + gates) * level;
            }
            if problem.rules.opex_from_budget && built.is_some_and(|built| built <= now) {
                sum += site.opex * phase.years * level;
            }
        }
        if let Some(budget) = phase.budget {
            let available = budget + if problem.rules.carry_over { saved } else { 0.0 };
            if sum > available + 1e-9 * available.max(1.0) {
                return Err(format!("phase `{}` spends {sum} of {available}", phase.label));
            }
            saved = available - sum;
        }
        if phase.most_sites.is_some_and(|most| count > most) {
            return Err(format!("phase `{}` builds {count} sites", phase.label));
        }
        if !close(sum, plan.spent.get(now).copied().unwrap_or(f64::NAN)) {
            return Err(format!("phase `{}` spends {sum}, not what the plan says", phase.label));
        }
        spent.push(sum);
    }
    Ok(spent)
}

fn coverage(problem: &Problem, plan: &Plan) -> Result<Vec<f64>, String> {
    let mut standing = BTreeSet::new();
    let mut totals = Vec::new();
    for now in 0..problem.phases.len() {
        standing.extend((0..plan.built.len()).filter(|&site| plan.built[site] == Some(now)));
        let mut total = 0.0;
        for (place, claim) in problem.places.iter().zip(&plan.served) {
            let served = count(&place.service, &place.requirements, &standing);
            if served != claim.is_some_and(|claim| claim <= now) {
                let found = if served { "served" } else { "not served" };
                let phase = &problem.phases[now].label;
                return Err(format!("village `{}` is {found} in phase `{phase}`", place.id));
            }
            total += if served { place.weight } else { 0.0 };
        }
        totals.push(total);
    }
    Ok(totals)
}

/// Whether a combination of requirements holds with the standing sites.
fn count(service: &Service, requirements: &[Requirement], standing: &BTreeSet<usize>) -> bool {
    match service {
        Service::AtLeast(least, parts) => {
            let mut held = 0;
            for part in parts {
                held += u32::from(count(part, requirements, standing));
            }
            held >= *least
        }
        Service::Requirement(nth) => {
            let Requirement { need, atoms } = &requirements[*nth as usize];
            let mut short = *need;
            for atom in atoms {
                if atom.sites.iter().any(|site| standing.contains(&(*site as usize))) {
                    short -= atom.weight;
                }
            }
            short <= need * 1e-12
        }
    }
}

fn floors(problem: &Problem, plan: &Plan) -> Result<(), String> {
    for floor in &problem.rules.floors {
        let of_group = problem.places.iter().zip(&plan.served).filter(|(p, _)| p.group == Some(floor.group));
        let count = of_group.filter(|(_, served)| served.is_some()).count();
        if count < floor.places as usize {
            return Err(format!("group {} has {count} places served, not {}", floor.group, floor.places));
        }
    }
    Ok(())
}

fn goal(problem: &Problem, plan: &Plan, spent: &[f64], weights: &[f64]) -> Result<(), String> {
    let target = |weight: f64, by: usize| {
        if weights[by] >= weight - 1e-9 * weight.max(1.0) {
            Ok(())
        } else {
            Err(format!("{} served where {weight} is the target", weights[by]))
        }
    };
    let objective = match &problem.goal {
        Goal::MostServed { value } => {
            let before = std::iter::once(&0.0).chain(weights);
            weights.iter().zip(before).zip(value).map(|((now, before), value)| (now - before) * value).sum()
        }
        Goal::LeastCost { weight, by } => {
            target(*weight, *by)?;
            present_value(problem, plan).unwrap_or_else(|| spent.iter().sum())
        }
        Goal::FewestSites { weight, by } => {
            target(*weight, *by)?;
            plan.built.iter().filter(|built| built.is_some()).count() as f64
        }
    };
    if close(objective, plan.objective) {
        Ok(())
    } else {
        Err(format!("the plan claims {} and comes to {objective}", plan.objective))
    }
}

/// What the plan costs in money of today, payment by payment.
fn present_value(problem: &Problem, plan: &Plan) -> Option<f64> {
    let valuation = problem.rules.valuation?;
    // A payment of 1 at today's prices, made after so many years, in money of today.
    let today = |after: f64| ((1.0 + problem.rules.escalation) / (1.0 + valuation.rate)).powf(after);
    let mut sum = 0.0;
    for (site, built) in problem.sites.iter().zip(&plan.built) {
        let Some(built) = *built else { continue };
        let start = problem.phases[built].start;
        let passed = site.gates.iter().filter(|gate| gate.opens.is_none_or(|opens| opens > built));
        let gates: f64 = passed.filter_map(|gate| gate.price).sum();
        sum += (site.capex - site.capex * site.discount + gates) * today(start);
        let mut year = 1.0;
        while year <= valuation.years {
            sum += site.opex * today(start + year);
            year += 1.0;
        }
    }
    Some(sum)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}
