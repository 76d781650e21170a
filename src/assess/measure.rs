//! The assessment itself: villages and coverage in, shares and statuses out.

use rayon::prelude::*;

use crate::assess::survey::{Survey, Wants, layer, layers};
use crate::assess::{Assessment, Class, Cut, Definition, Operators, Status, VillageAssessment, centre};
use crate::geometry::{AreaIndex, Cuts, Shares, distance_to_nearest, zone_distance_to_nearest};
use crate::model::{Coverage, Technology, Villages};
use crate::units::{Metres, Share};

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Shares by technology and of all that counts, and the operators that reach in.
    Lean,
    /// Also shares by operator, distances, and everything that any rule looks at.
    Full,
}

/// Judges every village by a definition.
///
/// Villages and coverage lie in one plane; `coverage` holds what passes the definition's signal
/// cut ([`assess_cut`] does both). The result does not depend on the number of threads.
pub fn assess(
    villages: &Villages,
    coverage: &Coverage,
    definition: Definition,
    detail: Detail,
) -> Assessment {
    let layer_of = layers(coverage);
    let index = AreaIndex::new(&coverage.shapes, &layer_of);
    let cuts = StandardCuts::new(&coverage.operators, &definition, detail);
    let wants = if detail == Detail::Full { Wants::EVERYTHING } else { Wants::of(&definition.rule) };
    let survey = Survey::new(villages, coverage, &index, &cuts.cuts, wants);
    let judge =
        Judge { villages, index: &index, cuts: &cuts, survey: &survey, definition: &definition, detail };
    let found: Vec<_> = (0..villages.len()).into_par_iter().map(|village| judge.village(village)).collect();
    let (found, serving) = found.into_iter().unzip();
    let measured = &survey.shares;
    let operator_shares = cuts.table(measured, &cuts.operator_technology);
    let operator_covered =
        if detail == Detail::Full { cuts.table(measured, &cuts.operator_counting) } else { Vec::new() };
    let reach = reach(villages.len(), coverage.operators.len(), measured);
    Assessment {
        villages: found,
        operators: coverage.operators.len(),
        operator_shares,
        operator_covered,
        reach,
        serving,
        definition,
    }
}

/// The same for coverage that was cut at a level of received power. Where service areas without
/// a level could decide, the status is unknown; shares count what is sure.
pub fn assess_cut(villages: &Villages, cut: &Cut, definition: Definition, detail: Detail) -> Assessment {
    let mut sure = assess(villages, &cut.sure, definition.clone(), detail);
    if let Some(at_most) = &cut.at_most {
        let at_most = assess(villages, at_most, definition, Detail::Lean);
        for (sure, at_most) in sure.villages.iter_mut().zip(&at_most.villages) {
            sure.status = doubtful(sure.status, at_most.status);
        }
    }
    sure
}

/// The status between what is sure and what is at most so: no rule loses by more coverage.
pub(super) fn doubtful(sure: Status, at_most: Status) -> Status {
    match (sure, at_most) {
        (Status::Covered, _) => Status::Covered,
        (_, Status::Uncovered) => Status::Uncovered,
        _ => Status::Unknown,
    }
}

/// The unions that are measured, and which is which.
struct StandardCuts {
    cuts: Cuts,
    /// Each technology by itself, over all operators.
    technology: Vec<usize>,
    /// Every technology that counts, over the operators that count.
    counting: usize,
    /// Each operator's technologies that count.
    operator_counting: Vec<usize>,
    /// Each operator × technology, operator by operator.
    operator_technology: Vec<usize>,
}

impl StandardCuts {
    fn new(names: &[String], definition: &Definition, detail: Detail) -> Self {
        let operators = names.len();
        let of_operator = |o: usize| definition.counting().map(move |t| layer(o, t));
        let counts = |o: &usize| definition.counts_operator(*o as u16, names);
        let mut cuts = Cuts::new(operators * 4);
        let technology = Technology::ALL.map(|t| cuts.add((0..operators).map(|o| layer(o, t)))).to_vec();
        let counting = cuts.add((0..operators).filter(counts).flat_map(of_operator));
        let alone =
            detail == Detail::Full || matches!(definition.operators, Operators::Each | Operators::AtLeast(_));
        let operator_counting =
            (0..if alone { operators } else { 0 }).map(|o| cuts.add(of_operator(o))).collect();
        if detail == Detail::Lean {
            // All that is asked is whether anything of an operator that counts reaches a village.
            let stands_for_all = definition.counting().next();
            for (o, t) in (0..operators).flat_map(|o| Technology::ALL.map(|t| (o, t))) {
                let told = stands_for_all.filter(|_| definition.counting().any(|counts| counts == t));
                cuts.tell_as(layer(o, t), told.map(|first| layer(o, first)));
            }
        }
        let detailed = if detail == Detail::Full { operators } else { 0 };
        let operator_technology =
            (0..detailed).flat_map(|o| Technology::ALL.map(|t| (o, t))).map(|(o, t)| cuts.add([layer(o, t)]));
        let operator_technology = operator_technology.collect();
        Self { cuts, technology, counting, operator_counting, operator_technology }
    }

    fn table(&self, measured: &Shares, chosen: &[usize]) -> Vec<f64> {
        let rows = (0..measured.len()).flat_map(|village| chosen.iter().map(move |&cut| (village, cut)));
        rows.map(|(village, cut)| measured.share(village, cut)).collect()
    }
}

/// One bit for each village, operator and technology: that layer reaches the interior.
fn reach(villages: usize, operators: usize, measured: &Shares) -> Vec<u64> {
    let words = (operators * 4).div_ceil(64);
    let mut bits = vec![0u64; villages * words];
    for village in 0..villages {
        for layer in measured.layers(village) {
            bits[village * words + usize::from(layer) / 64] |= 1 << (layer % 64);
        }
    }
    bits
}

struct Judge<'a> {
    villages: &'a Villages,
    index: &'a AreaIndex<'a>,
    cuts: &'a StandardCuts,
    survey: &'a Survey<'a>,
    definition: &'a Definition,
    detail: Detail,
}

impl Judge<'_> {
    /// What was found of a village, and the operators that satisfy the rule alone.
    fn village(&self, village: usize) -> (VillageAssessment, Vec<u16>) {
        let share = |cut: usize| self.survey.covered_share(village, cut);
        let covered_share = share(self.cuts.counting);
        let facts = self.survey.facts(village, self.cuts.counting);
        let alone: Vec<Status> =
            self.cuts.operator_counting.iter().map(|&cut| self.rule(village, cut)).collect();
        let status = match self.definition.operators {
            Operators::Any | Operators::Named(_) => self.rule(village, self.cuts.counting),
            Operators::Each => at_least(&alone, alone.len()),
            Operators::AtLeast(least) => at_least(&alone, least as usize),
        };
        let serving = (0..).zip(&alone).filter(|(_, status)| **status == Status::Covered);
        let found = VillageAssessment {
            status,
            covered_share,
            technology_shares: Technology::ALL.map(|t| share(self.cuts.technology[t.index()])),
            distance: if self.detail == Detail::Full { self.distance(village, covered_share) } else { None },
            class: Class::of(&facts),
            facts,
        };
        (found, serving.map(|(operator, _)| operator).collect())
    }

    fn rule(&self, village: usize, cut: usize) -> Status {
        self.definition.rule.judge(&self.survey.facts(village, cut), self.definition.tolerance)
    }

    fn distance(&self, village: usize, covered_share: Share) -> Option<Metres> {
        if covered_share > Share::NONE {
            return Metres::new(0.0).ok();
        }
        let (cuts, cut) = (&self.cuts.cuts, self.cuts.counting);
        let distance = if self.villages.is_point(village) {
            distance_to_nearest(centre(self.villages, village)?, self.index, cuts, cut)
        } else {
            zone_distance_to_nearest(&self.villages.shapes.get(village), self.index, cuts, cut)
        };
        distance.and_then(|metres| Metres::new(metres).ok())
    }
}

/// Whether at least so many operators satisfy the rule, those unknown being either.
pub(super) fn at_least(alone: &[Status], least: usize) -> Status {
    let count = |wanted: Status| alone.iter().filter(|&&status| status == wanted).count();
    let served = count(Status::Covered);
    if served >= least && !alone.is_empty() {
        Status::Covered
    } else if served + count(Status::Unknown) < least || alone.is_empty() {
        Status::Uncovered
    } else {
        Status::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_three_operators() {
        use Status::{Covered, Uncovered, Unknown};
        assert_eq!(at_least(&[Covered, Uncovered, Covered], 2), Covered);
        assert_eq!(at_least(&[Covered, Uncovered, Unknown], 2), Unknown);
        assert_eq!(at_least(&[Covered, Uncovered, Uncovered], 2), Uncovered);
        assert_eq!(at_least(&[], 0), Uncovered, "no operator is no service");
    }
}
