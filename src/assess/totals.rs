//! Sums over villages that add up exactly, whatever the order or the level.

use std::collections::BTreeMap;

use crate::assess::{Assessment, Status};
use crate::model::Villages;
use crate::units::{Share, SquareMetres};

/// A sum that does not depend on the order of its terms: each is rounded to a multiple of 2⁻ᴮ once, then added
/// exactly. While it stays below 2⁵³⁻ᴮ a double holds it, and every sum of a part of it, to the last bit: districts
/// add up to their province, and villages to their commune, for whoever adds the numbers as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExactSum<const B: u32>(i128);

/// People or households, in steps of 2⁻²⁰, a millionth: exact up to 8.6 billion.
pub type Heads = ExactSum<20>;
/// Square kilometres, in steps of 2⁻³⁰, a thousandth of a square metre: exact up to 8.4 million.
pub type SquareKilometres = ExactSum<30>;

impl<const B: u32> ExactSum<B> {
    const SCALE: f64 = (1u64 << B) as f64;

    /// Adds a finite number.
    pub fn add(&mut self, value: f64) {
        self.0 += (value * Self::SCALE).round() as i128;
    }

    /// The sum.
    pub fn get(self) -> f64 {
        self.0 as f64 / Self::SCALE
    }

    /// A number as one term of such a sum, as it is to be written beside sums.
    pub fn term(value: f64) -> f64 {
        let mut sum = Self::default();
        sum.add(value);
        sum.get()
    }
}

/// Totals over some villages.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Totals {
    /// How many villages.
    pub villages: usize,
    /// How many satisfy the rule.
    pub covered: usize,
    /// How many fail it.
    pub uncovered: usize,
    /// Of how many the data do not say.
    pub unknown: usize,
    /// How many have no population in the data: they are in no sum of people.
    pub without_population: usize,
    /// People of all villages.
    pub population: Heads,
    /// People outside the service areas, wherever they live.
    pub people_outside: Heads,
    /// The whole population of villages that fail the rule.
    pub people_in_uncovered_villages: Heads,
    /// Households of all villages.
    pub households: Heads,
    /// Households of villages that fail the rule.
    pub households_in_uncovered_villages: Heads,
    /// Area on the ellipsoid, km².
    pub area_km2: SquareKilometres,
    /// Area outside the service areas, km².
    pub uncovered_area_km2: SquareKilometres,
}

impl Totals {
    /// Whether any village has a population in the data: without one, sums of people say nothing.
    pub fn counts_people(&self) -> bool {
        self.without_population < self.villages
    }

    fn add(&mut self, villages: &Villages, assessment: &Assessment, nth: usize) {
        let found = &assessment.villages[nth];
        self.add_village(villages, nth, found.status, found.covered_share);
    }

    /// Adds one village of this status and covered share.
    pub fn add_village(&mut self, villages: &Villages, nth: usize, status: Status, covered_share: Share) {
        let village = &villages.records[nth];
        let uncovered = status == Status::Uncovered;
        self.villages += 1;
        self.covered += usize::from(status == Status::Covered);
        self.uncovered += usize::from(uncovered);
        self.unknown += usize::from(status == Status::Unknown);
        match village.population {
            None => self.without_population += 1,
            Some(people) => {
                self.population.add(people.get());
                self.people_outside.add(people.times(covered_share.rest()).get());
                if uncovered {
                    self.people_in_uncovered_villages.add(people.get());
                }
            }
        }
        if let Some(households) = village.households {
            self.households.add(households.get());
            if uncovered {
                self.households_in_uncovered_villages.add(households.get());
            }
        }
        if let Some(area) = villages.area(nth).map(SquareMetres::get) {
            self.area_km2.add(area / 1e6);
            self.uncovered_area_km2.add(area / 1e6 * covered_share.rest().get());
        }
    }
}

/// Totals over all villages.
pub fn totals(villages: &Villages, assessment: &Assessment) -> Totals {
    let mut sum = Totals::default();
    for nth in 0..villages.len() {
        sum.add(villages, assessment, nth);
    }
    sum
}

/// One administrative unit: its name and those of its parents, itself first.
pub type Unit = Vec<Option<String>>;

/// Totals for each unit of one administrative level, by name; units of the same name under
/// different parents stay apart.
pub fn totals_by_unit(villages: &Villages, assessment: &Assessment, level: usize) -> Vec<(Unit, Totals)> {
    let mut units: BTreeMap<Unit, Totals> = BTreeMap::new();
    for (nth, village) in villages.records.iter().enumerate() {
        let unit: Unit = village.admin.get(level..).unwrap_or_default().to_vec();
        units.entry(unit).or_default().add(villages, assessment, nth);
    }
    units.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_does_not_depend_on_the_order() {
        let terms = [1e9, 0.1, -1e9, 0.2, 1.0 / 3.0, 7e8, 1e-9];
        let (mut forwards, mut backwards) = (Heads::default(), Heads::default());
        terms.iter().for_each(|&term| forwards.add(term));
        terms.iter().rev().for_each(|&term| backwards.add(term));
        assert_eq!(forwards, backwards);
        assert!((forwards.get() - (700_000_000.3 + 1.0 / 3.0 + 1e-9)).abs() < 4e-6);
    }

    #[test]
    fn what_is_written_adds_up_to_the_last_bit() {
        let terms: Vec<f64> = (0..5_000).map(|nth| f64::from(nth).sqrt() * 17.3).collect();
        let parts: Vec<f64> =
            terms.chunks(7).map(|part| part.iter().map(|it| Heads::term(*it)).sum()).collect();
        let mut whole = Heads::default();
        terms.iter().for_each(|term| whole.add(*term));
        assert_eq!(parts.iter().sum::<f64>().to_bits(), whole.get().to_bits());
        assert_eq!(parts.iter().rev().sum::<f64>().to_bits(), whole.get().to_bits());
    }
}
