//! Whose coverage is dissolved into one, and how many such unions must satisfy the rule.

use crate::assess::{Definition, Operators, Status};
use crate::model::Coverage;

/// The unions that a definition looks at: one, or one an operator.
pub(super) struct Unions<'a> {
    coverage: &'a Coverage,
    definition: &'a Definition,
    /// How many of them must satisfy the rule.
    least: usize,
    /// How many there are.
    count: usize,
    by_operator: bool,
}

impl<'a> Unions<'a> {
    pub fn of(coverage: &'a Coverage, definition: &'a Definition) -> Self {
        let operators = coverage.operators.len();
        let (by_operator, least, count) = match definition.operators {
            Operators::Any | Operators::Named(_) => (false, 1, 1),
            Operators::Each => (true, operators, operators),
            Operators::AtLeast(least) => (true, least as usize, operators),
        };
        Self { coverage, definition, least, count, by_operator }
    }

    /// Does something for every union, given which service areas it is made of.
    pub fn each<T>(&self, make: impl Fn(&dyn Fn(usize) -> bool) -> T) -> Vec<T> {
        (0..self.count).map(|union| make(&|area| self.counts(union, area))).collect()
    }

    /// Whether a service area belongs to a union.
    pub fn counts(&self, union: usize, area: usize) -> bool {
        let area = &self.coverage.areas[area];
        let of_operator = if self.by_operator {
            usize::from(area.operator) == union
        } else {
            self.definition.counts_operator(area.operator, &self.coverage.operators)
        };
        of_operator && self.definition.counts(area.technology)
    }

    /// Where enough of the unions tip, given where each does; `None` where one is not known.
    pub fn tips(&self, alone: &[Option<f64>]) -> Option<f64> {
        let mut known: Vec<f64> = alone.iter().copied().collect::<Option<_>>()?;
        known.sort_by(|a, b| b.total_cmp(a));
        Some(known.get(self.least.max(1) - 1).copied().unwrap_or(f64::NEG_INFINITY))
    }

    /// Whether enough of the unions satisfy the rule.
    pub fn status(&self, alone: &[Status]) -> Status {
        let count = |wanted| alone.iter().filter(|&&status| status == wanted).count();
        let served = count(Status::Covered);
        if served >= self.least && !alone.is_empty() {
            Status::Covered
        } else if served + count(Status::Unknown) < self.least || alone.is_empty() {
            Status::Uncovered
        } else {
            Status::Unknown
        }
    }
}
