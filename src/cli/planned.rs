//! The ranking for investment and the plan in a few lines, to be read aloud.

use std::fmt::Write as _;

use super::digest::{amount_of, count, people, some};
use super::output::Found;
use super::session::printable;
use crate::export::Planned;
use crate::plan::Goal;
use crate::rank::{Investment, Ranked};

/// The first of the ranked villages that are shown; all of them are in ranking.csv.
const SHOWN: usize = 5;

/// The first villages of the ranking, and why they are first.
pub(super) fn ranking(found: &Found) -> String {
    let Some(ranking) = found.investment.as_ref().filter(|ranking| !ranking.ranking.is_empty()) else {
        return String::new();
    };
    let all = ranking.ranking.len();
    let shown = all.min(SHOWN);
    let mut text = format!("first {shown} of {} for investment, and what weighs most:\n", count(all));
    for (place, ranked) in ranking.ranking.iter().take(SHOWN).enumerate() {
        let village = &found.inputs.villages.records[ranked.village];
        let parents = village.admin.iter().take(2).flatten().map(String::as_str);
        let name: Vec<&str> = village.name.as_deref().into_iter().chain(parents).collect();
        let _ = writeln!(
            text,
            "{:>4} {:<12} {:<40} {}{}",
            place + 1,
            printable(&village.id.0),
            printable(&name.join(", ")),
            reasons(ranking, ranked, place),
            moves(ranked)
        );
    }
    text.push('\n');
    text
}

/// The two heaviest contributions; with ordered keys the values of the first two.
fn reasons(ranking: &Investment, ranked: &Ranked, place: usize) -> String {
    let names = ranking.measures.iter().map(|measure| measure.name.as_str());
    if ranked.score.is_none() {
        let value = |nth: usize| ranking.measures[nth].values[ranking.places[place]];
        let said = names.enumerate().take(2).map(|(nth, name)| match value(nth) {
            Some(value) => format!("{name} {value}"),
            None => format!("{name} unknown"),
        });
        return said.collect::<Vec<_>>().join(", ");
    }
    let mut parts: Vec<(&str, f64)> = names.zip(ranked.contributions.iter().copied()).collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let said = parts.iter().take(2).map(|(name, part)| format!("{name} {part:.2}"));
    format!("{:.2} = {} …", ranked.score.unwrap_or_default(), said.collect::<Vec<_>>().join(" + "))
}

fn moves(ranked: &Ranked) -> String {
    match &ranked.stability {
        Some(moves) if moves.low == moves.high => format!("; rank {} however weights move", moves.low),
        Some(moves) => format!("; rank {} to {} when weights move", moves.low, moves.high),
        None => String::new(),
    }
}

/// The plan: the whole, phase by phase, how good it is, and what else money would do.
pub(super) fn plan(found: &Found) -> String {
    let Some(planned) = &found.planned else { return String::new() };
    let plan = &planned.outcome.plan;
    let steps = planned.steps();
    let unit = planned.weight.unit();
    let served: f64 = steps.iter().map(|step| step.weight).sum();
    let sites =
        format!("plan: {} for {}", some(steps.len(), "site"), money(plan.spent.iter().sum(), planned));
    let (s, es) = if steps.len() == 1 { ("s", "es") } else { ("", "") };
    let (served, all) = (people(served), people(planned.problem.total_weight()));
    let mut text = if planned.counts_people_outside() {
        format!(
            "{sites} reach{es} {served} of the {all} people outside coverage whom candidates could reach\n"
        )
    } else {
        let villages = (plan.served.iter().flatten().count(), plan.served.len());
        let (part, of) = (count(villages.0), count(villages.1));
        format!("{sites} serve{s} {part} of {of} uncovered villages, {served} of {all} {unit}\n")
    };
    for (nth, phase) in planned.problem.phases.iter().enumerate() {
        let own = || steps.iter().filter(|step| step.phase == nth);
        let left = planned.carried_over(nth).unwrap_or(0.0);
        let of = match phase.budget {
            Some(budget) if left > 0.5 => {
                format!(" of {} and {} left over", money(budget, planned), money(left, planned))
            }
            Some(budget) => format!(" of {}", money(budget, planned)),
            None => String::new(),
        };
        let _ = writeln!(
            text,
            "  {}: {} for {}{of}, {}, {} {unit}",
            printable(&phase.label),
            some(own().count(), "site"),
            money(plan.spent[nth], planned),
            some(planned.count_villages(own().flat_map(|step| &step.places)), "village"),
            people(own().map(|step| step.weight).sum()),
        );
    }
    text.push_str(&proof(planned));
    text.push_str(&answers(planned));
    text.push('\n');
    text
}

fn proof(planned: &Planned) -> String {
    let certificate = &planned.outcome.certificate;
    let value = |value: f64| match planned.problem.goal {
        Goal::LeastCost { .. } if planned.problem.rules.valuation.is_some() => {
            format!("{} in money of today, running costs included", money(value, planned))
        }
        Goal::LeastCost { .. } => money(value, planned),
        Goal::FewestSites { .. } => some(value.round() as usize, "site"),
        _ => format!("{} {}", people(value), planned.weight.unit()),
    };
    let (objective, bound) = (value(certificate.objective), value(certificate.bound));
    let (gap, seconds) = (certificate.gap * 100.0, planned.seconds);
    let (method, from) = (&certificate.method, &certificate.bound_from);
    let mut text = if certificate.proven {
        format!(
            "  proven best: objective {objective}, bound {bound}, gap {gap:.4} %, {seconds:.1} s ({method})"
        )
    } else {
        format!(
            "  found by {method}: objective {objective}; no plan is better than {bound} ({from}), gap {gap:.2} %, \
             {seconds:.1} s"
        )
    };
    match (certificate.greedy, certificate.greedy_loss()) {
        (Some(greedy), Some(loss)) if loss > 0.0 => {
            let _ = write!(text, "; greedy comes to {}, {:.1} % worse", value(greedy), loss * 100.0);
        }
        (Some(_), _) => text.push_str("; greedy is as good"),
        (None, _) => text.push_str("; greedy finds no plan"),
    }
    text.push_str("; recounted\n");
    text
}

/// What the planner's next questions are: more money, less money, the whole target.
fn answers(planned: &Planned) -> String {
    let mut text = String::new();
    let unit = planned.weight.unit();
    for target in planned.targets.iter().filter(|target| target.share >= 0.95) {
        let (sites, cost) = (some(target.fewest_sites, "site"), money(target.least_cost, planned));
        let share = target.share * 100.0;
        let _ = if target.proven {
            writeln!(text, "  {share} % of what candidates can reach: {sites} at least; {cost} at least")
        } else {
            writeln!(
                text,
                "  {share} % of what candidates can reach: {sites} will do; {cost} will do; less may do (not proven)"
            )
        };
    }
    let spent: f64 = planned.problem.phases.iter().filter_map(|phase| phase.budget).sum();
    let near = |share: f64| {
        planned.frontier.iter().find(|point| (point.budget / spent.max(1e-9) - share).abs() < 1e-6)
    };
    if let (Some(now), Some(more)) = (near(1.0), near(10.0 / 9.0)) {
        let further = more.budget - now.budget;
        let _ = writeln!(
            text,
            "  the next {} buy {}{} more {unit}",
            money(further, planned),
            villages(planned, more.places.saturating_sub(now.places), " more villages, "),
            people(more.weight - now.weight),
        );
    }
    if let Some(cut) = near(2.0 / 3.0) {
        let _ = writeln!(
            text,
            "  with the whole budget cut by a third, spent at once: {}{} {unit}",
            villages(planned, cut.places, " villages, "),
            people(cut.weight),
        );
    }
    text
}

/// A number of villages, where villages are what is served.
fn villages(planned: &Planned, number: usize, words: &str) -> String {
    if planned.counts_people_outside() { String::new() } else { format!("{}{words}", count(number)) }
}

/// An amount in millions or billions, as it is spoken.
fn money(amount: f64, planned: &Planned) -> String {
    amount_of(amount, planned.currency.as_deref())
}
