//! An upper bound on every plan, by Lagrangian relaxation: no solver needed.
//!
//! The rows "a place counts for no more than the chosen sites in a blocker", the budgets and the
//! numbers of sites are priced instead of enforced. What is left falls apart into single sites
//! and single places, and whatever the prices, no plan is worth more than the sum. Prices are
//! improved by averaged subgradients (the volume algorithm of Barahona and Anbil 2000), those of
//! budgets by bisection: their common level in every round, one phase against another now and then.
//! Minimums of districts and chains of sites are left out, which keeps the bound valid.

use super::blockers::{MOST_SITES, blockers};
use super::ledger::Ledger;
use super::net::{Lists, Net};
use super::problem::{Decision, Goal, Problem};

/// No plan is worth more (for a goal of least cost: costs less) than this.
///
/// `known` is the value of the best plan at hand, which steers the steps; the bound holds
/// whatever it is.
pub fn bound(problem: &Problem, net: &Net, known: f64, rounds: usize) -> f64 {
    let mut relaxation = Relaxation::new(problem, net, known);
    let sign = if problem.goal.maximises() { 1.0 } else { -1.0 };
    let target = sign * known;
    let mut centre = relaxation.prices.clone();
    let first = relaxation.evaluate(&centre);
    let (mut best, mut mean) = (first.value, first.slope);
    let (mut pace, mut blend, mut stuck) = (0.5, 0.2, 0);
    for round in 1..rounds {
        let norm: f64 = relaxation.norm(&centre, &mean);
        if norm <= 0.0 || best <= target || pace < 1e-5 {
            break;
        }
        let step = pace * (best - target) / norm;
        let prices = relaxation.moved(&centre, &mean, step);
        let found = relaxation.evaluate(&prices);
        let agrees = found.slope.iter().zip(&mean).map(|(a, b)| a * b).sum::<f64>() > 0.0;
        mean.iter_mut().zip(&found.slope).for_each(|(mean, new)| *mean += blend * (new - *mean));
        if found.value < best {
            stuck = 0;
            pace = if agrees { (pace * 1.1f64).min(2.0) } else { pace };
            (best, centre) = (found.value, prices);
        } else {
            stuck += 1;
        }
        if stuck >= 10 {
            pace *= 0.66;
            stuck = 0;
        }
        if round % 100 == 0 {
            blend = (blend * 0.6f64).max(0.02);
        }
        if round % 50 == 25 && problem.phases.len() > 1 {
            let prices = relaxation.with_ratios(&centre);
            let found = relaxation.evaluate(&prices);
            if found.value < best {
                (best, centre) = (found.value, prices);
            }
        }
    }
    sign * best
}

struct Relaxation<'a> {
    problem: &'a Problem,
    ledger: Ledger,
    /// The place of each row, and its sites.
    row_place: Vec<u32>,
    site_rows: Lists,
    /// Phases in which the goal looks at places.
    live: Vec<usize>,
    /// Worth of a place for each live phase, without its price for a target.
    worth: Vec<f64>,
    /// The first prices: of each row and live phase, then of a site in each phase, then of each
    /// phase's money against the others', then of the target's weight in units of `target_unit`.
    prices: Vec<f64>,
    /// How many prices are those of rows.
    rows: usize,
    target_unit: f64,
    /// What the prices of money are multiplied by.
    level: f64,
    /// No price rises higher.
    highest: f64,
}

struct Found {
    value: f64,
    /// How the value changes with each price.
    slope: Vec<f64>,
}

impl<'a> Relaxation<'a> {
    fn new(problem: &'a Problem, net: &Net, known: f64) -> Self {
        let (mut row_place, mut pairs) = (Vec::new(), Vec::new());
        for place in 0..problem.places.len() {
            for set in blockers(problem, net, place, MOST_SITES).sets {
                let row = row_place.len() as u32;
                row_place.push(place as u32);
                pairs.extend(set.into_iter().map(|site| (row, site)));
            }
        }
        let turned: Vec<(u32, u32)> = pairs.iter().map(|&(row, site)| (site, row)).collect();
        let (live, worth) = worths(problem);
        let rows = row_place.len() * live.len();
        let phases = problem.phases.len();
        // A target's price moves all rows at once: its unit makes its slope as large as theirs.
        let target_unit = (rows as f64).sqrt() / problem.total_weight().max(1e-9);
        let mut relaxation = Self {
            problem,
            ledger: Ledger::new(problem),
            site_rows: Lists::from_pairs(problem.sites.len(), &turned),
            row_place,
            live,
            worth,
            prices: vec![0.0; rows + 2 * phases + 1],
            rows,
            target_unit,
            level: 0.0,
            highest: 1e4 * (known.abs() + problem.total_weight() + 1.0),
        };
        if let Some(weight) = relaxation.target() {
            relaxation.prices[rows + 2 * phases] = known / weight.max(1e-9) / target_unit;
        }
        for at in 0..rows {
            let (row, nth) = (at / relaxation.live.len(), at % relaxation.live.len());
            let place = relaxation.row_place[row] as usize;
            relaxation.prices[at] = 0.5 * relaxation.coefficient(place, nth, &relaxation.prices);
        }
        relaxation.prices[rows + phases..rows + 2 * phases].fill(1.0);
        relaxation
    }

    fn coefficient(&self, place: usize, nth: usize, prices: &[f64]) -> f64 {
        let target = prices[prices.len() - 1] * self.target_unit;
        self.problem.places[place].weight * (self.worth[nth] + target)
    }

    fn norm(&self, prices: &[f64], slope: &[f64]) -> f64 {
        let free = prices.iter().zip(slope).filter(|(price, slope)| **price > 0.0 || **slope < 0.0);
        free.map(|(_, slope)| slope * slope).sum()
    }

    fn moved(&self, prices: &[f64], slope: &[f64], step: f64) -> Vec<f64> {
        // Prices far above all values only cancel each other, and leave nothing but rounding.
        prices
            .iter()
            .zip(slope)
            .map(|(price, slope)| (price - step * slope).clamp(0.0, self.highest))
            .collect()
    }

    /// What the rows of a site pay if it stands from each phase on.
    fn income(&self, site: usize, prices: &[f64], into: &mut [f64]) {
        into.fill(0.0);
        for &row in self.site_rows.row(site) {
            for (nth, &phase) in self.live.iter().enumerate() {
                let price = prices[row as usize * self.live.len() + nth];
                into[..=phase].iter_mut().for_each(|sum| *sum += price);
            }
        }
    }

    /// What building a site costs the goal itself.
    fn own_cost(&self, site: usize, built: usize) -> f64 {
        match self.problem.goal {
            Goal::MostServed { .. } => 0.0,
            Goal::LeastCost { .. } => self.ledger.cost(site, built),
            Goal::FewestSites { .. } => 1.0,
        }
    }

    /// The best phase of a site at the present prices, and what it brings.
    fn best_phase(&self, site: usize, income: &[f64], counts: &[f64], money: &[f64]) -> Option<(usize, f64)> {
        let phases = (0..income.len()).filter(|&phase| self.ledger.is_allowed(site, phase));
        let profits = phases.map(|built| {
            let charges = self.ledger.charges(site, built);
            let paid: f64 = (built..income.len()).map(|phase| charges[phase] * money[phase]).sum();
            let count = if self.problem.phases[built].most_sites.is_some() { counts[built] } else { 0.0 };
            (built, income[built] - paid - count - self.own_cost(site, built))
        });
        let best = profits.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        let forced = matches!(self.problem.sites[site].decision, Decision::Build | Decision::BuildIn(_));
        (best.1 > 0.0 || forced).then_some(best)
    }

    /// The price of each phase's money; with carry-over a budget also pays for later phases.
    fn money(&self, prices: &[f64]) -> Vec<f64> {
        let mut money = self.row_money(prices);
        if self.problem.rules.carry_over {
            (0..money.len().saturating_sub(1)).rev().for_each(|phase| money[phase] += money[phase + 1]);
            let limited = self.problem.phases.iter().map(|phase| phase.budget.is_some());
            limited.zip(&mut money).filter(|(limited, _)| !limited).for_each(|(_, price)| *price = 0.0);
        }
        money
    }

    /// The price of each budget row.
    fn row_money(&self, prices: &[f64]) -> Vec<f64> {
        let phases = self.problem.phases.len();
        let own = &prices[self.rows + phases..self.rows + 2 * phases];
        let limited = self.problem.phases.iter().map(|phase| phase.budget.is_some());
        let one = |(price, limited): (&f64, bool)| {
            if limited { price * self.level } else { 0.0 }
        };
        own.iter().zip(limited).map(one).collect()
    }

    /// Money available up to each budget row.
    fn available(&self) -> Vec<Option<f64>> {
        let mut sum = 0.0;
        let carry = self.problem.rules.carry_over;
        let one = |phase: &super::problem::Phase| {
            let budget = phase.budget?;
            sum = if carry { sum + budget } else { budget };
            Some(sum)
        };
        self.problem.phases.iter().map(one).collect()
    }

    /// The value at these prices, with the best prices of money for them.
    fn evaluate(&mut self, prices: &[f64]) -> Found {
        let phases = self.problem.phases.len();
        let mut incomes = vec![0.0; self.problem.sites.len() * phases];
        for (site, income) in incomes.chunks_mut(phases).enumerate() {
            self.income(site, prices, income);
        }
        self.settle_level(&incomes, prices);
        let mut found = Found { value: 0.0, slope: vec![0.0; prices.len()] };
        self.places(prices, &mut found);
        self.sites(&incomes, prices, &mut found);
        self.limits(prices, &mut found);
        found
    }

    /// The prices with those of each phase's money, against the others', where what is spent in it
    /// meets what there is; the value is convex in each, so bisection finds the place.
    fn with_ratios(&mut self, prices: &[f64]) -> Vec<f64> {
        let phases = self.problem.phases.len();
        let mut incomes = vec![0.0; self.problem.sites.len() * phases];
        for (site, income) in incomes.chunks_mut(phases).enumerate() {
            self.income(site, prices, income);
        }
        self.settle_level(&incomes, prices);
        let mut moved = prices.to_vec();
        for phase in (0..phases).filter(|&phase| self.problem.phases[phase].budget.is_some()) {
            let at = self.rows + phases + phase;
            let (mut low, mut high) = (0.0, 4.0 * moved[at].max(0.25));
            for _ in 0..16 {
                moved[at] = 0.5 * (low + high);
                if self.left(&incomes, &moved)[phase] < 0.0 { low = moved[at] } else { high = moved[at] }
            }
        }
        moved
    }

    fn places(&self, prices: &[f64], found: &mut Found) {
        let live = self.live.len();
        let last = prices.len() - 1;
        let mut start = 0;
        for rows in self.row_place.chunk_by(|a, b| a == b) {
            let place = rows[0] as usize;
            for nth in 0..live {
                let at = (start..start + rows.len()).map(|row| row * live + nth);
                let paid: f64 = at.clone().map(|row| prices[row]).sum();
                let rest = self.coefficient(place, nth, prices) - paid;
                if rest > 0.0 {
                    found.value += rest;
                    at.for_each(|row| found.slope[row] -= 1.0);
                    found.slope[last] += self.problem.places[place].weight * self.target_unit;
                }
            }
            start += rows.len();
        }
    }

    fn sites(&self, incomes: &[f64], prices: &[f64], found: &mut Found) {
        let live = self.live.len();
        let money = self.money(prices);
        for (site, income) in incomes.chunks(money.len()).enumerate() {
            let best = self.best_phase(site, income, &prices[self.rows..], &money);
            let Some((built, profit)) = best else { continue };
            found.value += profit;
            found.slope[self.rows + built] -= 1.0;
            for &row in self.site_rows.row(site) {
                for (nth, &phase) in self.live.iter().enumerate() {
                    found.slope[row as usize * live + nth] += if built <= phase { 1.0 } else { 0.0 };
                }
            }
        }
    }

    fn limits(&self, prices: &[f64], found: &mut Found) {
        let row_money = self.row_money(prices);
        for (phase, available) in self.available().into_iter().enumerate() {
            found.value += available.map_or(0.0, |available| available * row_money[phase]);
        }
        for (phase, record) in self.problem.phases.iter().enumerate() {
            let slope = &mut found.slope[self.rows + phase];
            match record.most_sites {
                Some(most) => {
                    found.value += f64::from(most) * prices[self.rows + phase];
                    *slope += f64::from(most);
                }
                None => *slope = 0.0,
            }
        }
        let target = self.target().unwrap_or(0.0) * self.target_unit;
        let last = found.slope.len() - 1;
        found.value -= target * prices[last];
        found.slope[last] -= target;
        if self.target().is_none() {
            found.slope[last] = 0.0;
        }
    }

    /// Money left of each budget row; 0 where there is no limit.
    fn left(&self, incomes: &[f64], prices: &[f64]) -> Vec<f64> {
        let money = self.money(prices);
        let mut spent = vec![0.0; money.len()];
        for (site, income) in incomes.chunks(money.len()).enumerate() {
            if let Some((built, _)) = self.best_phase(site, income, &prices[self.rows..], &money) {
                let charges = &self.ledger.charges(site, built)[built..];
                spent[built..].iter_mut().zip(charges).for_each(|(sum, charge)| *sum += charge);
            }
        }
        let mut so_far = 0.0;
        let mut one = |(phase, available): (usize, Option<f64>)| {
            let available = available?;
            so_far = if self.problem.rules.carry_over { so_far + spent[phase] } else { spent[phase] };
            Some(available - so_far)
        };
        self.available().into_iter().enumerate().map(|pair| one(pair).unwrap_or(0.0)).collect()
    }

    fn target(&self) -> Option<f64> {
        match self.problem.goal {
            Goal::MostServed { .. } => None,
            Goal::LeastCost { weight, .. } | Goal::FewestSites { weight, .. } => Some(weight),
        }
    }

    /// Sets the level of the prices of money to the best for the other prices: where what is
    /// spent meets what there is. The value is convex in it, so bisection finds the place.
    fn settle_level(&mut self, incomes: &[f64], prices: &[f64]) {
        if self.problem.phases.iter().all(|phase| phase.budget.is_none()) {
            self.level = 0.0;
            return;
        }
        let (mut low, mut high) = (0.0, if self.level > 0.0 { self.level * 1.1 } else { 1e-12 });
        for _ in 0..200 {
            self.level = high;
            if !self.overspends(incomes, prices) {
                break;
            }
            (low, high) = (high, high * 2.0);
        }
        for _ in 0..30 {
            self.level = 0.5 * (low + high);
            if self.overspends(incomes, prices) {
                low = self.level;
            } else {
                high = self.level;
            }
        }
        self.level = high;
    }

    /// Whether a higher level would lower the value.
    fn overspends(&self, incomes: &[f64], prices: &[f64]) -> bool {
        let phases = self.problem.phases.len();
        let own = &prices[self.rows + phases..self.rows + 2 * phases];
        self.left(incomes, prices).iter().zip(own).map(|(left, price)| left * price).sum::<f64>() < 0.0
    }
}

/// The phases the goal looks at, and what a unit of weight is worth in each.
fn worths(problem: &Problem) -> (Vec<usize>, Vec<f64>) {
    match &problem.goal {
        Goal::MostServed { value } => (0..value.len())
            .map(|phase| (phase, value[phase] - value.get(phase + 1).unwrap_or(&0.0)))
            .filter(|&(_, worth)| worth > 0.0)
            .unzip(),
        Goal::LeastCost { by, .. } | Goal::FewestSites { by, .. } => (vec![*by], vec![0.0]),
    }
}
