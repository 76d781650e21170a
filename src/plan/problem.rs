//! The question a plan answers, as plain data: places, sites, phases, rules and a goal.

use super::service::{Atom, Requirement, Service};

/// A village (or any other thing to be served) that is not served yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The village's id.
    pub id: String,
    /// What serving it is worth: people, households, or 1 to count villages.
    pub weight: f64,
    /// The district it lies in, where a rule asks for a minimum in each.
    pub group: Option<u32>,
    /// Thresholds over its parts.
    pub requirements: Vec<Requirement>,
    /// How the requirements combine.
    pub service: Service,
}

impl Place {
    /// A place that any one of the sites serves whole.
    pub fn any(id: impl Into<String>, weight: f64, mut sites: Vec<u32>) -> Self {
        sites.sort_unstable();
        sites.dedup();
        Self::threshold(id, weight, 1.0, vec![Atom { weight: 1.0, sites }])
    }

    /// A place that is served once the covered atoms weigh `need`.
    pub fn threshold(id: impl Into<String>, weight: f64, need: f64, atoms: Vec<Atom>) -> Self {
        let requirements = vec![Requirement { need, atoms }];
        Self { id: id.into(), weight, group: None, requirements, service: Service::Requirement(0) }
    }

    /// Whether it is served by the sites that `stands` names.
    pub fn is_served(&self, stands: impl Fn(u32) -> bool) -> bool {
        self.service.holds(&|nth| {
            let requirement = &self.requirements[nth];
            requirement.is_enough(requirement.covered(&stands))
        })
    }

    /// Every atom of every requirement.
    pub fn atoms(&self) -> impl Iterator<Item = &Atom> {
        self.requirements.iter().flat_map(|requirement| &requirement.atoms)
    }

    /// The same, to be changed.
    pub fn atoms_mut(&mut self) -> impl Iterator<Item = &mut Atom> {
        self.requirements.iter_mut().flat_map(|requirement| &mut requirement.atoms)
    }

    /// The sites that reach a part of it, ascending.
    pub fn reaching(&self) -> Vec<u32> {
        let mut sites: Vec<u32> = self.atoms().flat_map(|atom| atom.sites.iter().copied()).collect();
        sites.sort_unstable();
        sites.dedup();
        sites
    }
}

/// A condition a site waits for: grid power, backhaul, a road.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gate {
    /// What it waits for, as the output says it: `grid power`.
    pub name: String,
    /// The first phase in which it stands open; `None` when it never opens by itself.
    pub opens: Option<usize>,
    /// What passing it earlier costs (a solar mast, metres of fibre), once; `None` when no money
    /// opens it.
    pub price: Option<f64>,
    /// What the money is for, as the output says it: `solar or generator`.
    pub by: String,
}

/// What is settled about a site before planning starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decision {
    /// Nothing: the plan may take it or leave it.
    #[default]
    Free,
    /// It is built, in whichever phase suits.
    Build,
    /// It is built in this phase.
    BuildIn(usize),
    /// It is not built.
    Refuse,
}

/// A site that could be built. Money is in one currency throughout the problem.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Site {
    /// The candidate's id.
    pub id: String,
    /// Cost of building it at today's prices.
    pub capex: f64,
    /// Cost of running it for a year at today's prices.
    pub opex: f64,
    /// Share of `capex` saved by standing on an existing tower, 0 to 1.
    pub discount: f64,
    /// What it waits for.
    pub gates: Vec<Gate>,
    /// Sites that must stand no later than this one: the hops of its backhaul.
    pub after: Vec<u32>,
    /// What is settled already.
    pub decision: Decision,
}

/// One phase of the plan: a year, or several.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// As the output calls it: `2025`.
    pub label: String,
    /// Years from today to its start, for prices and discounting.
    pub start: f64,
    /// Its length in years.
    pub years: f64,
    /// Money to spend in it; `None` for no limit.
    pub budget: Option<f64>,
    /// The most sites that can be built in it.
    pub most_sites: Option<u32>,
}

impl Phase {
    /// A phase of one year, the `nth` from today.
    pub fn year(label: impl Into<String>, nth: usize, budget: Option<f64>) -> Self {
        Self { label: label.into(), start: nth as f64, years: 1.0, budget, most_sites: None }
    }
}

/// A minimum of places served in one group by the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    /// The group of [`Place::group`].
    pub group: u32,
    /// How many of its places at least.
    pub places: u32,
}

/// Money of different years as money of today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Valuation {
    /// Yearly discount rate: 0.08 for 8 %.
    pub rate: f64,
    /// For how many years a site's running costs count from the day it is built; a whole number.
    pub years: f64,
}

/// The present value of 1 a year, paid at the end of each year: PVIFA = (1 − (1 + r)^−T) / r.
pub fn pvifa(rate: f64, years: f64) -> f64 {
    if rate.abs() < 1e-12 { years } else { (1.0 - (1.0 + rate).powf(-years)) / rate }
}

/// What every plan must respect.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rules {
    /// Yearly rise of prices: 0.04 for 4 %.
    pub escalation: f64,
    /// Whether running costs are paid from the phases' budgets.
    pub opex_from_budget: bool,
    /// Whether money left over in a phase can be spent in a later one.
    pub carry_over: bool,
    /// Minimum of places served, group by group.
    pub floors: Vec<Floor>,
    /// How money of different years is compared, where it is not just added up.
    pub valuation: Option<Valuation>,
}

/// What makes one plan better than another.
#[derive(Debug, Clone, PartialEq)]
pub enum Goal {
    /// The most weight served. Serving a place for the first time in phase `t` earns
    /// `value[t]` of its weight; the values never rise. With 1 in every phase what counts is
    /// what is served at the end.
    MostServed {
        /// One for each phase.
        value: Vec<f64>,
    },
    /// The least money for this much weight served by the end of a phase.
    LeastCost {
        /// Weight that must be served.
        weight: f64,
        /// The last phase that counts towards it.
        by: usize,
    },
    /// The fewest sites for this much weight served by the end of a phase.
    FewestSites {
        /// Weight that must be served.
        weight: f64,
        /// The last phase that counts towards it.
        by: usize,
    },
}

impl Goal {
    /// The most weight served at the end of `phases` phases.
    pub fn most_served(phases: usize) -> Self {
        Self::MostServed { value: vec![1.0; phases] }
    }

    /// Whether more is better.
    pub const fn maximises(&self) -> bool {
        matches!(self, Self::MostServed { .. })
    }
}

/// Everything a plan is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What is to be served.
    pub places: Vec<Place>,
    /// What can be built.
    pub sites: Vec<Site>,
    /// When, first to last.
    pub phases: Vec<Phase>,
    /// Under which rules.
    pub rules: Rules,
    /// To what end.
    pub goal: Goal,
}

impl Problem {
    /// What building a site in a phase costs in that phase, without running it; `None` where a
    /// gate or a decision forbids it.
    pub fn build_cost(&self, site: usize, phase: usize) -> Option<f64> {
        let site = &self.sites[site];
        match site.decision {
            Decision::Refuse => return None,
            Decision::BuildIn(only) if only != phase => return None,
            _ => {}
        }
        let mut cost = site.capex * (1.0 - site.discount);
        for gate in &site.gates {
            if gate.opens.is_none_or(|opens| phase < opens) {
                cost += gate.price?;
            }
        }
        Some(cost * self.price_level(phase))
    }

    /// What a site built in `built` takes from the budget of `phase`; `None` where it cannot be
    /// built then.
    pub fn charge(&self, site: usize, built: usize, phase: usize) -> Option<f64> {
        let build = self.build_cost(site, built)?;
        let running = if self.rules.opex_from_budget && phase >= built {
            self.sites[site].opex * self.phases[phase].years * self.price_level(phase)
        } else {
            0.0
        };
        Some(running + if phase == built { build } else { 0.0 })
    }

    /// What a site built in a phase takes from all budgets together.
    pub fn total_charge(&self, site: usize, built: usize) -> Option<f64> {
        (built..self.phases.len()).map(|phase| self.charge(site, built, phase)).sum()
    }

    /// What a site built in a phase costs in money of today: building it and, as an annuity, running
    /// it, both at the prices of then; `None` where it cannot be built then, or nothing says how money
    /// of different years compares.
    pub fn present_value(&self, site: usize, built: usize) -> Option<f64> {
        let Valuation { rate, years } = self.rules.valuation?;
        let real_rate = (1.0 + rate) / (1.0 + self.rules.escalation) - 1.0;
        let running = self.sites[site].opex * self.price_level(built) * pvifa(real_rate, years);
        let to_today = (1.0 + rate).powf(-self.phases[built].start);
        Some((self.build_cost(site, built)? + running) * to_today)
    }

    /// What a site built in a phase counts for where the least cost is looked for: its present value
    /// where that is known, else what it takes from the budgets.
    pub fn cost(&self, site: usize, built: usize) -> Option<f64> {
        if self.rules.valuation.is_some() {
            self.present_value(site, built)
        } else {
            self.total_charge(site, built)
        }
    }

    fn price_level(&self, phase: usize) -> f64 {
        (1.0 + self.rules.escalation).powf(self.phases[phase].start)
    }

    /// All weight there is to serve.
    pub fn total_weight(&self) -> f64 {
        self.places.iter().map(|place| place.weight).sum()
    }

    /// The places that stay unserved even if every site that may be built were.
    pub fn out_of_reach(&self) -> Vec<usize> {
        let buildable: Vec<bool> = (0..self.sites.len())
            .map(|site| (0..self.phases.len()).any(|phase| self.build_cost(site, phase).is_some()))
            .collect();
        let reached = |place: &Place| place.is_served(|site| buildable[site as usize]);
        (0..self.places.len()).filter(|&place| !reached(&self.places[place])).collect()
    }
}
