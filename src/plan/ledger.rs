//! What a growing choice has spent, and whether one more site fits.

use super::problem::Problem;

/// Charges of every site and phase, and the sums of a choice.
#[derive(Debug, Clone)]
pub struct Ledger {
    phases: usize,
    carry_over: bool,
    /// `charges[(site * phases + built) * phases + phase]`; NaN where it cannot be built.
    charges: Vec<f64>,
    /// What each site and phase counts for where cost counts; NaN where it cannot be built.
    costs: Vec<f64>,
    budgets: Vec<Option<f64>>,
    most_sites: Vec<Option<u32>>,
    spent: Vec<f64>,
    cost: f64,
    counts: Vec<u32>,
}

impl Ledger {
    /// Nothing spent.
    pub fn new(problem: &Problem) -> Self {
        let phases = problem.phases.len();
        let mut charges = Vec::with_capacity(problem.sites.len() * phases * phases);
        for site in 0..problem.sites.len() {
            for built in 0..phases {
                charges
                    .extend((0..phases).map(|phase| problem.charge(site, built, phase).unwrap_or(f64::NAN)));
            }
        }
        let costs = (0..problem.sites.len())
            .flat_map(|site| (0..phases).map(move |built| problem.cost(site, built).unwrap_or(f64::NAN)));
        Self {
            costs: costs.collect(),
            cost: 0.0,
            phases,
            carry_over: problem.rules.carry_over,
            charges,
            budgets: problem.phases.iter().map(|phase| phase.budget).collect(),
            most_sites: problem.phases.iter().map(|phase| phase.most_sites).collect(),
            spent: vec![0.0; phases],
            counts: vec![0; phases],
        }
    }

    /// How many phases there are.
    pub fn phases(&self) -> usize {
        self.phases
    }

    /// What a site built in `built` takes from each phase; NaN where it cannot be built then.
    pub fn charges(&self, site: usize, built: usize) -> &[f64] {
        let start = (site * self.phases + built) * self.phases;
        &self.charges[start..start + self.phases]
    }

    /// Whether any gate or decision keeps a site from being built in a phase.
    pub fn is_allowed(&self, site: usize, built: usize) -> bool {
        !self.charges(site, built)[built].is_nan()
    }

    /// What a site built in a phase counts for where cost counts.
    pub fn cost(&self, site: usize, built: usize) -> f64 {
        self.costs[site * self.phases + built]
    }

    /// Whether a site can be built in a phase beside what is chosen already.
    pub fn fits(&self, site: usize, built: usize) -> bool {
        if !self.is_allowed(site, built)
            || self.most_sites[built].is_some_and(|most| self.counts[built] >= most)
        {
            return false;
        }
        let charges = self.charges(site, built);
        let (mut spent, mut budget) = (0.0, 0.0);
        for (phase, &charge) in charges.iter().enumerate() {
            let Some(limit) = self.budgets[phase] else { continue };
            if !self.carry_over {
                (spent, budget) = (0.0, 0.0);
            }
            spent += self.spent[phase] + if phase >= built { charge } else { 0.0 };
            budget += limit;
            if phase >= built && spent > budget * (1.0 + 1e-12) {
                return false;
            }
        }
        true
    }

    /// What everything chosen counts for where cost counts.
    pub fn whole_cost(&self) -> f64 {
        self.cost
    }

    /// Builds a site in a phase.
    pub fn add(&mut self, site: usize, built: usize) {
        self.book(site, built, 1.0);
        self.counts[built] += 1;
    }

    /// Takes a site back.
    pub fn remove(&mut self, site: usize, built: usize) {
        self.book(site, built, -1.0);
        self.counts[built] -= 1;
    }

    fn book(&mut self, site: usize, built: usize, sign: f64) {
        self.cost += sign * self.cost(site, built);
        let start = (site * self.phases + built) * self.phases;
        for phase in built..self.phases {
            self.spent[phase] += sign * self.charges[start + phase];
        }
    }
}
