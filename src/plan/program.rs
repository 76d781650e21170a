//! The integer program of a plan, with the blockers that are known so far.

use highs::{Col, RowProblem};

use super::blockers::Blockers;
use super::problem::{Decision, Goal, Problem};

/// Columns by thing and phase.
pub(super) type Columns = Vec<Vec<Option<Col>>>;

pub(super) struct Program<'a> {
    /// The blockers that are known, by place.
    cuts: &'a [Blockers],
    /// Whether sites may be built in part.
    relaxed: bool,
    problem: &'a Problem,
    pub(super) rows: RowProblem,
    /// For each site and phase.
    pub(super) x: Columns,
    /// For each place and phase; only phases the goal looks at.
    pub(super) y: Columns,
    /// One unit of the program's objective in units of the goal.
    pub(super) scale: f64,
    money: f64,
}

impl<'a> Program<'a> {
    pub(super) fn new(problem: &'a Problem, cuts: &'a [Blockers], relaxed: bool) -> Self {
        let phases = problem.phases.len();
        let charges = (0..problem.sites.len())
            .flat_map(|site| (0..phases).filter_map(move |phase| problem.build_cost(site, phase)));
        // Money in thousandths of the dearest site keeps the solver's tolerances far below a cent.
        let money = (charges.fold(0.0, f64::max) / 1000.0).max(f64::MIN_POSITIVE);
        let scale = if matches!(problem.goal, Goal::LeastCost { .. }) { money } else { 1.0 };
        let empty = |count: usize| vec![vec![None; phases]; count];
        let mut program = Self {
            cuts,
            relaxed,
            problem,
            rows: RowProblem::new(),
            x: empty(problem.sites.len()),
            y: empty(problem.places.len()),
            scale,
            money: if money > f64::MIN_POSITIVE { money } else { 1.0 },
        };
        program.columns();
        program.site_rows();
        program.place_rows();
        program.goal_rows();
        program
    }

    fn columns(&mut self) {
        for site in 0..self.problem.sites.len() {
            for phase in 0..self.problem.phases.len() {
                let Some(cost) = self.problem.cost(site, phase) else { continue };
                let price = match self.problem.goal {
                    Goal::MostServed { .. } => 0.0,
                    Goal::LeastCost { .. } => cost / self.scale,
                    Goal::FewestSites { .. } => 1.0,
                };
                self.x[site][phase] = Some(if self.relaxed {
                    self.rows.add_column(price, 0.0..=1.0)
                } else {
                    self.rows.add_integer_column(price, 0.0..=1.0)
                });
            }
        }
        let everywhere = self.wants_everything();
        for (place, record) in self.problem.places.iter().enumerate() {
            for phase in 0..self.problem.phases.len() {
                let worth = match &self.problem.goal {
                    Goal::MostServed { value } => {
                        record.weight * (value[phase] - value.get(phase + 1).unwrap_or(&0.0))
                    }
                    _ => 0.0,
                };
                if worth > 0.0 || self.is_looked_at(place, phase) {
                    let least = if everywhere && self.due() == Some(phase) { 1.0 } else { 0.0 };
                    self.y[place][phase] = Some(self.rows.add_column(worth, least..=1.0));
                }
            }
        }
    }

    fn due(&self) -> Option<usize> {
        match self.problem.goal {
            Goal::MostServed { .. } => None,
            Goal::LeastCost { by, .. } | Goal::FewestSites { by, .. } => Some(by),
        }
    }

    fn target(&self) -> Option<f64> {
        match self.problem.goal {
            Goal::MostServed { .. } => None,
            Goal::LeastCost { weight, .. } | Goal::FewestSites { weight, .. } => Some(weight),
        }
    }

    fn wants_everything(&self) -> bool {
        let all = self.problem.total_weight();
        let smallest = self.problem.places.iter().map(|place| place.weight).fold(f64::INFINITY, f64::min);
        self.target().is_some_and(|target| target > all - smallest * 0.5)
    }

    fn is_looked_at(&self, place: usize, phase: usize) -> bool {
        let last = phase + 1 == self.problem.phases.len();
        let floored = || {
            self.problem
                .rules
                .floors
                .iter()
                .any(|floor| Some(floor.group) == self.problem.places[place].group)
        };
        self.due() == Some(phase) || (last && floored())
    }

    /// Each site once, decisions, precedence, budgets, numbers of sites.
    fn site_rows(&mut self) {
        for (site, record) in self.problem.sites.iter().enumerate() {
            let built: Vec<_> = self.x[site].iter().flatten().map(|&column| (column, 1.0)).collect();
            match record.decision {
                Decision::Build | Decision::BuildIn(_) => {
                    self.rows.add_row(1.0..=1.0, built);
                }
                _ if built.len() > 1 => {
                    self.rows.add_row(..=1.0, built);
                }
                _ => {}
            }
            for &other in &record.after {
                for phase in 0..self.problem.phases.len() {
                    let mut row = self.by_then(&[site as u32], phase, 1.0);
                    row.extend(self.by_then(&[other], phase, -1.0));
                    self.rows.add_row(..=0.0, row);
                }
            }
        }
        self.money_rows();
    }

    fn money_rows(&mut self) {
        let phases = self.problem.phases.len();
        let mut carried: (f64, Vec<(Col, f64)>) = (0.0, Vec::new());
        for now in 0..phases {
            if let Some(most) = self.problem.phases[now].most_sites {
                let row: Vec<_> = self.x.iter().filter_map(|x| Some((x[now]?, 1.0))).collect();
                self.rows.add_row(..=f64::from(most), row);
            }
            let Some(budget) = self.problem.phases[now].budget else { continue };
            if !self.problem.rules.carry_over {
                carried = (0.0, Vec::new());
            }
            carried.0 += budget / self.money;
            for (site, x) in self.x.iter().enumerate() {
                for (built, column) in x.iter().enumerate().take(now + 1) {
                    let charge = self.problem.charge(site, built, now).unwrap_or(0.0);
                    if let (Some(column), true) = (column, charge > 0.0) {
                        carried.1.push((*column, charge / self.money));
                    }
                }
            }
            let mut row = carried.1.clone();
            row.sort_by_key(|(column, _)| column.index());
            row.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                kept.1 += if same { next.1 } else { 0.0 };
                same
            });
            self.rows.add_row(..=carried.0, row);
        }
    }

    /// The columns that say "one of these sites stands by the end of the phase".
    fn by_then(&self, sites: &[u32], phase: usize, factor: f64) -> Vec<(Col, f64)> {
        let columns = sites.iter().flat_map(|&site| self.x[site as usize][..=phase].iter().flatten());
        columns.map(|&column| (column, factor)).collect()
    }

    fn place_rows(&mut self) {
        for (place, known) in self.cuts.iter().enumerate() {
            for phase in 0..self.problem.phases.len() {
                let Some(y) = self.y[place][phase] else { continue };
                if known.sets.is_empty() {
                    self.rows.add_row(..=0.0, [(y, 1.0)]);
                }
                for set in &known.sets {
                    let mut row = self.by_then(set, phase, -1.0);
                    row.push((y, 1.0));
                    self.rows.add_row(..=0.0, row);
                }
            }
        }
    }

    fn goal_rows(&mut self) {
        if let (Some(target), Some(due), false) = (self.target(), self.due(), self.wants_everything()) {
            let weights = self.problem.places.iter().zip(&self.y);
            let row: Vec<_> = weights.filter_map(|(place, y)| Some((y[due]?, place.weight))).collect();
            self.rows.add_row(target.., row);
        }
        let last = self.problem.phases.len() - 1;
        for floor in &self.problem.rules.floors {
            let of_group =
                self.problem.places.iter().zip(&self.y).filter(|(p, _)| p.group == Some(floor.group));
            let row: Vec<_> = of_group.filter_map(|(_, y)| Some((y[last]?, 1.0))).collect();
            self.rows.add_row(f64::from(floor.places).., row);
        }
    }

    /// Whether every value the goal can take is a whole number.
    pub(super) fn has_whole_objective(&self) -> bool {
        match &self.problem.goal {
            Goal::MostServed { value } => {
                let whole = |number: f64| number.fract() == 0.0;
                value.iter().all(|&v| whole(v)) && self.problem.places.iter().all(|p| whole(p.weight))
            }
            // Amounts so large that rounding of the solver counts are left to its own tolerance.
            Goal::LeastCost { .. } => {
                let costs = (0..self.problem.sites.len()).flat_map(|site| {
                    (0..self.problem.phases.len()).filter_map(move |phase| self.problem.cost(site, phase))
                });
                let (whole, sum) =
                    costs.fold((true, 0.0), |(whole, sum), cost| (whole && cost.fract() == 0.0, sum + cost));
                whole && sum < 1e6
            }
            Goal::FewestSites { .. } => true,
        }
    }
}
