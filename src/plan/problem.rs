//! The question a plan answers, as plain data: places, sites, phases, rules and a goal.

/// A part of a place that every site covers either whole or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Atom {
    /// What it adds to the place's covered weight: a share of area, a number of people.
    pub weight: f64,
    /// The sites that cover it, by their place in [`Problem::sites`]; ascending, no repeats.
    pub sites: Vec<u32>,
}

/// A village (or any other thing to be served) that is not served yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The village's id.
    pub id: String,
    /// What serving it is worth: people, households, or 1 to count villages.
    pub weight: f64,
    /// The district it lies in, where a rule asks for a minimum in each.
    pub group: Option<u32>,
    /// It is served once the atoms covered by chosen sites weigh this much: what the rule asks
    /// for, less what existing coverage gives already.
    pub need: f64,
    /// The atoms outside existing coverage.
    pub atoms: Vec<Atom>,
}

impl Place {
    /// A place that any one of the sites serves whole.
    pub fn any(id: impl Into<String>, weight: f64, mut sites: Vec<u32>) -> Self {
        sites.sort_unstable();
        sites.dedup();
        Self { id: id.into(), weight, group: None, need: 1.0, atoms: vec![Atom { weight: 1.0, sites }] }
    }

    /// Whether a covered weight is enough. Sums of shares carry rounding, so a shortfall of
    /// 1e-12 of the need is none.
    pub fn is_enough(&self, covered: f64) -> bool {
        covered >= self.need * (1.0 - 1e-12)
    }
}

/// A condition a site waits for: grid power, backhaul, a road.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// What it waits for, as the output says it: `grid power`.
    pub name: String,
    /// The first phase in which it stands open; `None` when it never opens by itself.
    pub opens: Option<usize>,
    /// What passing it earlier costs (a solar mast, metres of fibre), once; `None` when no money
    /// opens it.
    pub price: Option<f64>,
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
        let reached = |place: &Place| {
            let atoms = place.atoms.iter().filter(|atom| atom.sites.iter().any(|&s| buildable[s as usize]));
            place.is_enough(atoms.map(|atom| atom.weight).sum())
        };
        (0..self.places.len()).filter(|&place| !reached(&self.places[place])).collect()
    }
}
