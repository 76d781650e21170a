//! All cases that look at the same service areas, in one measuring of them.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Case, Judged};
use crate::assess::measure::{at_least, doubtful};
use crate::assess::survey::{Survey, Wants, layer, layers};
use crate::assess::{Definition, Facts, Operators, SignalCut, Status, Totals};
use crate::geometry::{AreaIndex, Cuts};
use crate::model::{Coverage, Villages};
use crate::units::Share;

/// Judges cases that share a cut by received power.
pub(super) fn round(
    villages: &Villages,
    claimed: &Coverage,
    signal: &SignalCut,
    cases: Vec<Case>,
) -> Vec<Judged> {
    let definitions: Vec<Definition> = cases.iter().map(|case| case.definition.clone()).collect();
    if signal.is_none() {
        return judged(villages, cases, look(villages, claimed, &definitions));
    }
    let cut = signal.apply(claimed);
    let mut seen = look(villages, &cut.sure, &definitions);
    if let Some(at_most) = &cut.at_most {
        let at_most = look(villages, at_most, &definitions);
        for (sure, at_most) in seen.statuses.iter_mut().zip(at_most.statuses) {
            for (sure, at_most) in sure.iter_mut().zip(at_most) {
                *sure = doubtful(*sure, at_most);
            }
        }
    }
    judged(villages, cases, seen)
}

/// What one look at some coverage showed.
struct Seen {
    /// For each case the status of every village.
    statuses: Vec<Vec<Status>>,
    /// For each case the share of every village inside what counts.
    shares: Vec<Arc<Vec<Share>>>,
}

fn judged(villages: &Villages, cases: Vec<Case>, seen: Seen) -> Vec<Judged> {
    let found = cases.into_iter().zip(seen.statuses).zip(seen.shares);
    found
        .map(|((case, statuses), covered_shares)| {
            let mut totals = Totals::default();
            for nth in 0..villages.len() {
                totals.add_village(villages, nth, statuses[nth], covered_shares[nth]);
            }
            Judged { case, statuses, covered_shares, totals }
        })
        .collect()
}

/// The unions that the cases look at, each measured once.
struct CaseCuts {
    cuts: Cuts,
    known: Vec<Vec<u16>>,
    /// For each case the union of all that counts.
    whole: Vec<usize>,
    /// For each case the union of each operator, where it asks for operators by themselves.
    alone: Vec<Vec<usize>>,
}

impl CaseCuts {
    fn new(names: &[String], definitions: &[Definition]) -> Self {
        let mut found = Self {
            cuts: Cuts::new(names.len() * 4),
            known: Vec::new(),
            whole: Vec::new(),
            alone: Vec::new(),
        };
        for definition in definitions {
            let of = |operator: usize| definition.counting().map(move |t| layer(operator, t));
            let counts = |operator: &usize| definition.counts_operator(*operator as u16, names);
            let whole = found.cut((0..names.len()).filter(counts).flat_map(of).collect());
            found.whole.push(whole);
            let by_operator = matches!(definition.operators, Operators::Each | Operators::AtLeast(_));
            let operators = 0..if by_operator { names.len() } else { 0 };
            let alone = operators.map(|operator| found.cut(of(operator).collect())).collect();
            found.alone.push(alone);
        }
        found
    }

    fn cut(&mut self, layers: Vec<u16>) -> usize {
        self.known.iter().position(|known| *known == layers).unwrap_or_else(|| {
            self.known.push(layers.clone());
            self.cuts.add(layers)
        })
    }
}

fn look(villages: &Villages, coverage: &Coverage, definitions: &[Definition]) -> Seen {
    let layer_of = layers(coverage);
    let index = AreaIndex::new(&coverage.shapes, &layer_of);
    let cuts = CaseCuts::new(&coverage.operators, definitions);
    let survey = Survey::new(villages, coverage, &index, &cuts.cuts, Wants::EVERYTHING);
    let rows: Vec<Vec<Status>> = (0..villages.len())
        .into_par_iter()
        .map(|village| {
            let facts: Vec<Facts> = (0..cuts.cuts.len()).map(|cut| survey.facts(village, cut)).collect();
            definitions.iter().enumerate().map(|(nth, case)| status(case, &facts, &cuts, nth)).collect()
        })
        .collect();
    let statuses = (0..definitions.len()).map(|case| rows.iter().map(|row| row[case]).collect()).collect();
    let by_cut: Vec<Arc<Vec<Share>>> = (0..cuts.cuts.len())
        .map(|cut| Arc::new((0..villages.len()).map(|nth| survey.covered_share(nth, cut)).collect()))
        .collect();
    Seen { statuses, shares: cuts.whole.iter().map(|&cut| Arc::clone(&by_cut[cut])).collect() }
}

fn status(definition: &Definition, facts: &[Facts], cuts: &CaseCuts, case: usize) -> Status {
    let judge = |cut: usize| definition.rule.judge(&facts[cut], definition.tolerance);
    let alone = || cuts.alone[case].iter().map(|&cut| judge(cut)).collect::<Vec<_>>();
    match definition.operators {
        Operators::Any | Operators::Named(_) => judge(cuts.whole[case]),
        Operators::AtLeast(least) => at_least(&alone(), least as usize),
        Operators::Each => at_least(&alone(), cuts.alone[case].len()),
    }
}
