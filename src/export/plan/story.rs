//! What ranking and plan say of one village, in sentences; every number is the one the tables have.

use super::Planned;
use crate::model::Villages;
use crate::plan::{Gate, served_by};
use crate::rank::Investment;

/// The candidate sites that are named one by one; the rest are counted.
const NAMED: usize = 6;

/// Where a village stands in the ranking for investment, and why; empty where it is not ranked.
pub fn explain_rank(ranking: &Investment, villages: &Villages, village: usize) -> Vec<String> {
    let Some(place) = ranking.ranking.iter().position(|ranked| ranked.village == village) else {
        return Vec::new();
    };
    let ranked = &ranking.ranking[place];
    let all = ranking.ranking.len();
    let score = ranked.score.map_or_else(
        || ", by ordered keys".to_owned(),
        |score| format!(", with a score of {score:.4}, which is the sum of what follows"),
    );
    let mut lines =
        vec![format!("In the ranking for investment it is number {} of {all}{score}.", place + 1)];
    for (nth, measure) in ranking.measures.iter().enumerate() {
        let value = measure.values[ranking.places[place]].map_or_else(
            || "unknown".to_owned(),
            |value| format!("{value} {}", measure.unit).trim().to_owned(),
        );
        let part = ranked.contributions.get(nth).map_or_else(String::new, |part| {
            format!(" contributes {part:.4} (weight {:.3})", ranking.weights[nth])
        });
        lines.push(format!("  {}: {value}{part}; from {}.", measure.name, measure.source));
    }
    if !ranked.missing.is_empty() {
        lines.push(format!("Its data say nothing about {}: that never helps it.", ranked.missing.join(", ")));
    }
    if let Some(moves) = &ranked.stability {
        lines.push(format!(
            "When weights move, its rank lies between {} and {} in nine of ten draws; it is among the first in {:.0} % of them.",
            moves.low,
            moves.high,
            moves.in_top * 100.0
        ));
    }
    for &(first, second, share) in &ranking.reversals {
        let other = if first == village { second } else { first };
        if first == village || second == village {
            let id = &villages.records[other].id;
            lines.push(format!("It changes places with {id} in {:.0} % of the draws.", share * 100.0));
        }
    }
    lines.push(match ranked.front {
        1 => "No village beats it in every criterion (Pareto front 1).".to_owned(),
        front => format!("It stands on Pareto front {front}."),
    });
    lines
}

impl Planned {
    /// What the plan does for a village, or why nothing; empty where the village is not planned for.
    pub fn explain(&self, village: usize) -> Vec<String> {
        let Some(place) = self.villages.iter().position(|&planned| planned == village) else {
            return vec!["The plan does not look at it: it is covered, or cannot be judged.".to_owned()];
        };
        let (record, plan) = (&self.problem.places[place], &self.outcome.plan);
        let name = |site: usize| self.problem.sites[site].id.as_str();
        let mut lines = Vec::new();
        match plan.served[place] {
            Some(phase) => {
                let by: Vec<String> = served_by(&self.problem, plan, place)
                    .into_iter()
                    .map(|site| {
                        let built = plan.built[site].unwrap_or(phase);
                        let gates = self.gates(site, built);
                        let gates = if gates.is_empty() { gates } else { format!("; {gates}") };
                        format!("{} (built in {}{gates})", name(site), self.phase(built))
                    })
                    .collect();
                lines.push(format!("The plan serves it in {}, by {}.", self.phase(phase), by.join(" and ")));
            }
            None => {
                let out = self.problem.out_of_reach().contains(&place);
                lines.push(format!("The plan does not serve it: {}.", self.why_not(place, out)));
            }
        }
        let reaching = record.reaching();
        let alone = |site: u32| record.is_served(|other| other == site);
        for &site in reaching.iter().take(NAMED) {
            let serves = if alone(site) { "would serve it alone" } else { "covers a part of it" };
            let last = self.problem.phases.len() - 1;
            let cost = self.problem.build_cost(site as usize, last);
            let cost = cost.map_or_else(|| "cannot be built".to_owned(), |cost| format!("costs {cost:.0}"));
            let gates: Vec<String> =
                self.problem.sites[site as usize].gates.iter().map(|gate| self.opening(gate)).collect();
            let gates = if gates.is_empty() { "no gate".to_owned() } else { gates.join("; ") };
            lines.push(format!("  Candidate {} {serves}, {cost}; {gates}.", name(site as usize)));
        }
        if reaching.len() > NAMED {
            lines.push(format!("  {} more candidates reach it.", reaching.len() - NAMED));
        }
        lines
    }

    /// Why a village is not served; `out` where no candidates together would.
    pub(super) fn why_not(&self, place: usize, out: bool) -> String {
        if !out {
            let phases = &self.problem.phases;
            let limited = phases.iter().any(|phase| phase.budget.is_some());
            return if self.is_beyond_any_phase(place) {
                "every site that could serve it costs more than any one phase has".to_owned()
            } else if limited {
                "not among the best for the money".to_owned()
            } else {
                "the target is met without it".to_owned()
            };
        }
        let reaching = self.problem.places[place].reaching();
        let closed: Vec<String> =
            reaching.into_iter().filter_map(|site| self.closed(site as usize)).collect();
        if closed.is_empty() { "out of reach of all candidate sites".to_owned() } else { closed.join("; ") }
    }

    /// Whether no phase alone could pay for any of the sites that reach a place.
    fn is_beyond_any_phase(&self, place: usize) -> bool {
        let budgets: Option<Vec<f64>> = self.problem.phases.iter().map(|phase| phase.budget).collect();
        let Some(most) = budgets.and_then(|all| all.into_iter().reduce(f64::max)) else { return false };
        let reaching = self.problem.places[place].reaching();
        !self.problem.rules.carry_over
            && reaching.into_iter().all(|site| self.problem.sites[site as usize].capex > most)
    }

    /// What opens a gate, and when.
    pub(super) fn opening(&self, gate: &Gate) -> String {
        let when = match gate.opens {
            Some(0) => return format!("{} is there", gate.name),
            Some(phase) if phase < self.problem.phases.len() => format!("from {}", self.phase(phase)),
            _ => String::new(),
        };
        let by = gate.price.map_or_else(String::new, |price| {
            let by = if gate.by.is_empty() { "money" } else { gate.by.as_str() };
            format!("by {by} for {price:.0}")
        });
        match (when.is_empty(), by.is_empty()) {
            (true, true) => format!("{} opens in no phase and for no money that is known", gate.name),
            (true, false) => format!("{} opens {by}", gate.name),
            (false, true) => format!("{} opens {when}", gate.name),
            (false, false) => format!("{} opens {when}, or earlier {by}", gate.name),
        }
    }

    /// The gates between a village and service, where it is behind any: what would open those of the
    /// sites that reach it, and the first phase in which time alone lets it be served.
    pub(super) fn behind(&self, place: usize) -> Option<(Vec<String>, Option<usize>)> {
        let record = &self.problem.places[place];
        let is_open = |site: u32, phase: usize| {
            let gates = &self.problem.sites[site as usize].gates;
            gates.iter().all(|gate| gate.opens.is_some_and(|opens| opens <= phase) || gate.price == Some(0.0))
        };
        let first =
            (0..self.problem.phases.len()).find(|&phase| record.is_served(|site| is_open(site, phase)));
        if first == Some(0) || !record.is_served(|_| true) {
            return None;
        }
        let closed = |site: &u32| !is_open(*site, 0);
        let words = record.reaching().into_iter().filter(closed).take(NAMED).map(|site| {
            let site = &self.problem.sites[site as usize];
            let gates = site.gates.iter().filter(|gate| gate.opens != Some(0));
            let gates: Vec<String> = gates.map(|gate| self.opening(gate)).collect();
            format!("{}: {}", site.id, gates.join(", "))
        });
        Some((words.collect(), first))
    }
}
