//! What an assessment found, village by village.

use crate::assess::{Class, Definition, Facts, Heads, Status};
use crate::model::{OperatorIndex, Technology, Village};
use crate::units::{Metres, People, Share};

/// How far coverage reaches one village.
///
/// # Method
/// Shares are shares of *area*, measured in the working plane inside the union of the service
/// areas: what two operators or two sites both cover counts once.
#[derive(Debug, Clone, PartialEq)]
pub struct VillageAssessment {
    /// Under the rule.
    pub status: Status,
    /// Share inside service areas of the minimum technology or later, of any operator; of a
    /// village that is only a point, 1 inside and 0 outside.
    pub covered_share: Share,
    /// The same for each technology by itself, in the order of [`Technology::ALL`].
    pub technology_shares: [Share; 4],
    /// From the village to the nearest service area that counts: 0 where one touches it; `None`
    /// where there is none at all, or in a lean run.
    pub distance: Option<Metres>,
    /// As Vietnam's lists class it; unknown in a lean run that does not look at centres.
    pub class: Class,
    /// All that rules look at, under the coverage that counts; a lean run looks at what its
    /// rule needs.
    pub facts: Facts,
}

impl VillageAssessment {
    /// People who live outside, taken to live evenly over the village's area; `None` where the
    /// data give no population.
    pub fn people_outside(&self, village: &Village) -> Option<People> {
        let outside = |people: People| Heads::term(people.times(self.covered_share.rest()).get());
        village.population.and_then(|people| People::new(outside(people)).ok())
    }
}

/// How far coverage reaches every village.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The rule it was judged by.
    pub definition: Definition,
    /// One for each village, in the order of the villages.
    pub villages: Vec<VillageAssessment>,
    pub(super) operators: usize,
    /// For each village, operator and technology the share of that operator's union.
    pub(super) operator_shares: Vec<f64>,
    /// For each village and operator the share of its union of all technologies that count.
    pub(super) operator_covered: Vec<f64>,
    /// One bit for each village, operator and technology: reaches the village's interior.
    pub(super) reach: Vec<u64>,
    /// For each village the operators that satisfy the rule alone, in a lean run only where the
    /// definition asks for them.
    pub(super) serving: Vec<Vec<OperatorIndex>>,
}

impl Assessment {
    /// Whether shares by operator were asked for.
    pub fn has_operator_shares(&self) -> bool {
        !self.operator_shares.is_empty() || self.operators == 0
    }

    /// Share of a village inside one operator's service areas of one technology; `None` in a
    /// lean run.
    pub fn operator_share(
        &self,
        village: usize,
        operator: OperatorIndex,
        technology: Technology,
    ) -> Option<Share> {
        let at = (village * self.operators + usize::from(operator)) * 4 + technology.index();
        self.operator_shares.get(at).and_then(|&share| Share::new(share).ok())
    }

    /// Share of a village inside one operator's service areas of all technologies that count;
    /// `None` in a lean run.
    pub fn operator_covered_share(&self, village: usize, operator: OperatorIndex) -> Option<Share> {
        let at = village * self.operators + usize::from(operator);
        self.operator_covered.get(at).and_then(|&share| Share::new(share).ok())
    }

    /// Whether an operator's service areas of a technology reach into a village; in a lean run
    /// the first technology that counts stands for all that do.
    pub fn reaches(&self, village: usize, operator: OperatorIndex, technology: Technology) -> bool {
        let words = (self.operators * 4).div_ceil(64);
        let bit = usize::from(operator) * 4 + technology.index();
        self.reach.get(village * words + bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// The operators with a service area that counts reaching into a village.
    pub fn operators_reaching(&self, village: usize) -> impl Iterator<Item = OperatorIndex> + '_ {
        (0..self.operators as OperatorIndex).filter(move |&operator| {
            self.definition.counting().any(|technology| self.reaches(village, operator, technology))
        })
    }

    /// The operators that satisfy the rule alone; none in a lean run.
    pub fn serving(&self, village: usize) -> &[OperatorIndex] {
        self.serving.get(village).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a village is white (no operator satisfies the rule alone), grey (some do) or
    /// served by all; unknown where the rule is.
    pub fn operator_class(&self, village: usize) -> &'static str {
        match (self.serving(village).len(), self.villages[village].status) {
            (0, Status::Unknown) => "unknown",
            (0, _) => "white",
            (some, _) if some < self.operators => "grey",
            _ => "all",
        }
    }

    /// The villages of one status, in order.
    pub fn with_status(&self, status: Status) -> impl Iterator<Item = usize> + '_ {
        self.villages.iter().enumerate().filter(move |(_, v)| v.status == status).map(|(nth, _)| nth)
    }
}
