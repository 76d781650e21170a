//! What the plan says of one village, in sentences; every number is the one the tables have.

use super::{Planned, spoken};
use crate::plan::{Gate, Place, served_by};

/// The candidate sites that are named one by one; the rest are counted.
const NAMED: usize = 6;

impl Planned {
    /// What the plan does for a village, or why nothing, and what each candidate that reaches it would.
    pub fn explain(&self, village: usize) -> Vec<String> {
        let Some(place) = self.villages.iter().position(|&planned| planned == village) else {
            return vec![
                "The plan leaves it out: it is covered today, cannot be judged, or has nothing that is counted."
                    .to_owned(),
            ];
        };
        if self.counts_people_outside() {
            return self.reached(village);
        }
        let record = &self.problem.places[place];
        let mut lines = match self.outcome.plan.served[place] {
            Some(phase) => self.served(place, phase),
            None => {
                let out = self.problem.out_of_reach().contains(&place);
                vec![format!("The plan does not serve it: {}.", self.reason(place, out))]
            }
        };
        let mut reaching = record.reaching();
        // those that are built first, then those that serve it alone, the cheapest first
        reaching.sort_by(|&a, &b| {
            self.standing(record, a)
                .partial_cmp(&self.standing(record, b))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        for &site in reaching.iter().take(NAMED) {
            lines.extend(self.candidate(record, site));
        }
        if reaching.len() > NAMED {
            lines.push(format!("  {} more candidates reach it.", reaching.len() - NAMED));
        }
        lines
    }

    /// How many of a village's people outside coverage the plan reaches, phase by phase.
    fn reached(&self, village: usize) -> Vec<String> {
        let own = || (0..self.villages.len()).filter(|&place| self.villages[place] == village);
        let weight = |places: &mut dyn Iterator<Item = usize>| -> f64 {
            places.map(|place| self.problem.places[place].weight).sum::<f64>() + 0.0
        };
        let served = &self.outcome.plan.served;
        let reached = weight(&mut own().filter(|&place| served[place].is_some()));
        let mut lines = vec![format!(
            "The plan reaches {} of its {} people outside coverage whom candidates could reach.",
            spoken::number(reached),
            spoken::number(weight(&mut own()))
        )];
        for phase in 0..self.problem.phases.len() {
            let new = weight(&mut own().filter(|&place| served[place] == Some(phase)));
            if new > 0.0 {
                lines.push(format!("  In {}: {} people.", self.phase(phase), spoken::number(new)));
            }
        }
        lines
    }

    /// By which sites a village is served, and which of their gates were passed or waited for.
    fn served(&self, place: usize, phase: usize) -> Vec<String> {
        let plan = &self.outcome.plan;
        let name = |site: usize| self.problem.sites[site].id.as_str();
        let built: Vec<(usize, usize)> = served_by(&self.problem, plan, place)
            .into_iter()
            .map(|site| (site, plan.built[site].unwrap_or(phase)))
            .collect();
        let by: Vec<&str> = built.iter().map(|&(site, _)| name(site)).collect();
        let mut lines = vec![format!("The plan serves it in {}, by {}.", self.phase(phase), by.join(", "))];
        for (site, phase) in built {
            lines.push(format!("  {} is built in {}.", name(site), self.phase(phase)));
            let gates = self.problem.sites[site].gates.iter();
            lines.extend(gates.map(|gate| format!("  At {}: {}.", name(site), self.passed(gate, phase))));
        }
        lines
    }

    /// Which candidates are named first.
    fn standing(&self, record: &Place, site: u32) -> (bool, bool, f64, u32) {
        let last = self.problem.phases.len() - 1;
        let cost = self.problem.build_cost(site as usize, last).unwrap_or(f64::INFINITY);
        let is_built = self.outcome.plan.built[site as usize].is_some();
        (!is_built, !record.is_served(|other| other == site), cost, site)
    }

    /// What one candidate would do for a village, for what money, and what keeps it.
    fn candidate(&self, record: &Place, site: u32) -> Vec<String> {
        let name = &self.problem.sites[site as usize].id;
        let serves = if record.is_served(|other| other == site) {
            "would serve it alone"
        } else {
            "covers a part of it"
        };
        let last = self.problem.phases.len() - 1;
        let first = match self.problem.build_cost(site as usize, last) {
            Some(cost) => {
                let (cost, phase) = (self.money(cost), self.phase(last));
                format!("  Candidate {name} {serves} and costs {cost} in {phase}.")
            }
            None => format!("  Candidate {name} {serves}, but cannot be built in any phase."),
        };
        let gates = self.problem.sites[site as usize].gates.iter();
        let gates = gates.map(|gate| format!("    Gate of {name}: {}.", self.opening(gate)));
        std::iter::once(first).chain(gates).collect()
    }

    /// Why a village is not served, in one clause.
    fn reason(&self, place: usize, out: bool) -> String {
        let reaching = self.problem.places[place].reaching();
        if out && reaching.into_iter().any(|site| self.closed(site as usize).is_some()) {
            "the sites it would take stand behind gates that open in no phase".to_owned()
        } else {
            self.why_not(place, out)
        }
    }

    /// An amount in the plan's currency.
    pub(super) fn money(&self, amount: f64) -> String {
        spoken::amount(amount, self.currency.as_deref())
    }

    /// What became of a gate of a site that is built in a phase.
    pub(super) fn passed(&self, gate: &Gate, built: usize) -> String {
        match (gate.opens, gate.price) {
            (Some(opens), _) if opens <= built => format!("{} open since {}", gate.name, self.phase(opens)),
            (_, Some(price)) if gate.by.is_empty() => {
                format!("{} passed for {}", gate.name, self.money(price))
            }
            (_, Some(price)) => format!("{} passed by {} for {}", gate.name, gate.by, self.money(price)),
            _ => gate.name.clone(),
        }
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

    /// Whether no phase alone could pay for any of the sites that reach a place, with what passing their
    /// gates costs.
    fn is_beyond_any_phase(&self, place: usize) -> bool {
        let pays = |site: u32| {
            (0..self.problem.phases.len()).any(|phase| {
                let budget = self.problem.phases[phase].budget.unwrap_or(f64::INFINITY);
                self.problem.build_cost(site as usize, phase).is_some_and(|cost| cost <= budget)
            })
        };
        !self.problem.rules.carry_over && !self.problem.places[place].reaching().into_iter().any(pays)
    }

    /// What opens a gate, and when.
    pub(super) fn opening(&self, gate: &Gate) -> String {
        let when = match gate.opens {
            Some(0) => return format!("{} is there", gate.name),
            Some(phase) if phase < self.problem.phases.len() => format!("from {}", self.phase(phase)),
            _ => String::new(),
        };
        let by = gate.price.map_or_else(String::new, |price| {
            let by = if gate.by.is_empty() { String::new() } else { format!("by {} ", gate.by) };
            format!("{by}for {}", self.money(price))
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
