//! Measurements judge the claim.

use std::collections::BTreeMap;

use crate::assess::{Definition, ON_EDGE_M, Status};
use crate::geometry::PointIndex;
use crate::model::{Coverage, Measurement, Technology, Villages};
use crate::units::Dbm;

/// From which received power, or data rate, on a measurement finds service.
#[derive(Debug, Clone, PartialEq)]
pub struct Levels {
    /// Received power of each technology, in dBm.
    pub least_dbm: [f64; 4],
    /// Data rate in Mbit/s, for measurements that give no power.
    pub least_mbit_s: f64,
    /// Whether the levels are those of the definition, technology by technology.
    pub of_definition: [bool; 4],
}

impl Levels {
    /// The definition's levels where it has some, else those of India's regulator (TRAI):
    /// −95 dBm for 2G, −99 for 3G, −110 for 4G and 5G, outdoors.
    pub fn of(definition: &Definition, least_mbit_s: f64) -> Self {
        let standard = [-95.0, -99.0, -110.0, -110.0];
        let own = Technology::ALL.map(|technology| definition.signal.level(technology));
        let level = |nth: usize| own[nth].unwrap_or(standard[nth]);
        Self {
            least_dbm: [0, 1, 2, 3].map(level),
            least_mbit_s,
            of_definition: own.map(|level| level.is_some()),
        }
    }

    /// The level of a technology.
    pub fn least(&self, technology: Technology) -> Option<Dbm> {
        Dbm::new(self.least_dbm[technology.index()]).ok()
    }

    /// Whether a measurement finds service; power decides where it is given.
    pub fn is_served(&self, measurement: &Measurement) -> bool {
        match (measurement.level_dbm, measurement.rate_mbit_s) {
            (Some(level), _) => level >= self.least_dbm[measurement.technology.index()],
            (None, Some(rate)) => rate >= self.least_mbit_s,
            (None, None) => false,
        }
    }
}

/// How often claim and measurement agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Claimed, and so measured.
    pub hits: usize,
    /// Claimed, but not so measured: false coverage.
    pub false_coverage: usize,
    /// Measured, but not claimed.
    pub missed: usize,
    /// Neither claimed nor measured.
    pub neither: usize,
}

impl Counts {
    fn add(&mut self, claimed: bool, served: bool) {
        match (claimed, served) {
            (true, true) => self.hits += 1,
            (true, false) => self.false_coverage += 1,
            (false, true) => self.missed += 1,
            (false, false) => self.neither += 1,
        }
    }

    /// All measurements.
    pub fn all(&self) -> usize {
        self.hits + self.false_coverage + self.missed + self.neither
    }

    /// Those where service is claimed.
    pub fn claimed(&self) -> usize {
        self.hits + self.false_coverage
    }

    /// Those that found service.
    pub fn served(&self) -> usize {
        self.hits + self.missed
    }
}

/// How far one operator's claim for one technology agrees with what was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The operator, as the measurements name it.
    pub operator: String,
    /// The technology; `None` for all of the operator's.
    pub technology: Option<Technology>,
    /// Whether the coverage has any service area of the kind.
    pub is_claimed: bool,
    /// How often they agree.
    pub counts: Counts,
}

/// The measurements of one village, of operators and technologies that count.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VillageMeasured {
    /// How often claim and measurement agree there.
    pub counts: Counts,
    /// The time of the last one, as the file has it.
    pub last: Option<String>,
}

impl VillageMeasured {
    /// Whether half of the measurements or more, where service is claimed, did not find it.
    pub fn contradicts(&self) -> bool {
        self.counts.claimed() > 0 && 2 * self.counts.false_coverage >= self.counts.claimed()
    }

    /// Whether most measurements found service; `None` without measurements.
    pub fn is_served(&self) -> Option<bool> {
        (self.counts.all() > 0).then(|| 2 * self.counts.served() > self.counts.all())
    }
}

/// What measurements say of the claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// From when on a measurement finds service.
    pub levels: Levels,
    /// One an operator and technology, then one an operator, by name.
    pub agreements: Vec<Agreement>,
    /// One a village.
    pub villages: Vec<VillageMeasured>,
    /// Measurements that lie in no village.
    pub outside: usize,
}

impl Measured {
    /// Covered villages that measurements contradict: claimed, but not measured so.
    pub fn contradicted(&self, village: usize, status: Status) -> bool {
        status == Status::Covered && self.villages[village].contradicts()
    }
}

/// Holds measurements against service areas: a measurement is claimed when it lies in a service
/// area of its operator and its technology. `coverage` is what passes the definition's cut.
pub fn measured(
    measurements: &[Measurement],
    villages: &Villages,
    coverage: &Coverage,
    definition: &Definition,
    levels: Levels,
) -> Measured {
    let areas = PointIndex::new(&coverage.shapes).reaching(ON_EDGE_M);
    let boundaries = PointIndex::new(&villages.shapes);
    let mut table: BTreeMap<(&str, Option<Technology>), Counts> = BTreeMap::new();
    let mut found = vec![VillageMeasured::default(); villages.len()];
    let mut outside = 0;
    for one in measurements {
        let operator = coverage.operators.iter().position(|name| *name == one.operator);
        let claimed = operator.is_some_and(|operator| {
            areas.areas_at(one.place).any(|area| {
                let area = &coverage.areas[area];
                usize::from(area.operator) == operator && area.technology == one.technology
            })
        });
        let served = levels.is_served(one);
        for technology in [Some(one.technology), None] {
            table.entry((&one.operator, technology)).or_default().add(claimed, served);
        }
        let Some(village) = boundaries.first_area_at(one.place) else {
            outside += 1;
            continue;
        };
        let of_those =
            operator.is_none_or(|operator| definition.counts_operator(operator as u16, &coverage.operators));
        if definition.counts(one.technology) && of_those {
            found[village].counts.add(claimed, served);
            found[village].last = found[village].last.take().max(one.time.clone());
        }
    }
    let is_claimed = |name: &str, technology: Option<Technology>| {
        coverage.areas.iter().any(|area| {
            coverage.operators[usize::from(area.operator)] == name
                && technology.is_none_or(|technology| technology == area.technology)
        })
    };
    let agreement = |((operator, technology), counts): ((&str, Option<Technology>), Counts)| Agreement {
        operator: operator.to_owned(),
        technology,
        is_claimed: is_claimed(operator, technology),
        counts,
    };
    Measured { levels, agreements: table.into_iter().map(agreement).collect(), villages: found, outside }
}

/// The 95 % interval of a share of which `hits` of `all` were found, after Wilson (1927);
/// everything is possible when nothing was tried.
pub fn wilson(hits: usize, all: usize) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let z = 1.959_963_984_540_054_f64;
    let (n, p) = (all as f64, hits as f64 / all as f64);
    let middle = p + z * z / (2.0 * n);
    let spread = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    // the ends are exact where rounding would leave a hair
    let low = if hits == 0 { 0.0 } else { ((middle - spread) / scale).max(0.0) };
    let high = if hits == all { 1.0 } else { ((middle + spread) / scale).min(1.0) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilsons_interval_is_that_of_the_books() {
        // Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 and 15 of 148
        for (hits, all, low, high) in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)] {
            let found = wilson(hits, all);
            assert!((found.0 - low).abs() < 1e-4 && (found.1 - high).abs() < 1e-4, "{found:?}");
        }
        // and 0 of 20, 1 of 29
        assert!((wilson(0, 20).1 - 0.1611).abs() < 1e-4 && wilson(0, 20).0 == 0.0);
        assert!((wilson(1, 29).0 - 0.0061).abs() < 1e-4 && (wilson(1, 29).1 - 0.1718).abs() < 1e-4);
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn power_decides_where_it_is_given() {
        let levels = Levels::of(&Definition::default(), 1.0);
        let served = |technology, level_dbm, rate_mbit_s| {
            levels.is_served(&Measurement {
                place: geo::Coord { x: 0.0, y: 0.0 },
                time: None,
                operator: "a".into(),
                technology,
                level_dbm,
                rate_mbit_s,
            })
        };
        assert!(served(Technology::Lte, Some(-110.0), Some(0.0)));
        assert!(!served(Technology::Umts, Some(-110.0), Some(9.0)));
        assert!(served(Technology::Lte, None, Some(1.0)));
        assert!(!served(Technology::Lte, None, Some(0.9)));
    }

    #[test]
    fn half_of_the_claimed_measurements_contradict() {
        let of = |hits, false_coverage| VillageMeasured {
            counts: Counts { hits, false_coverage, missed: 3, neither: 0 },
            last: None,
        };
        assert!(of(2, 2).contradicts() && !of(3, 2).contradicts() && !of(0, 0).contradicts());
        assert_eq!(of(0, 4).is_served(), Some(false));
        assert_eq!(VillageMeasured::default().is_served(), None);
    }
}
