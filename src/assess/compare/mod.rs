//! Many definitions side by side on the same data.

mod cases;
mod judge;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assess::{Definition, Preset, SignalCut, Status, Totals, Unit};
use crate::model::{Coverage, Technology, Villages};
use crate::units::Share;

pub use cases::cases;

/// Why a definition stands in the comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reason {
    /// It is the one in use.
    Active,
    /// A rule that the data allow, at some minimum technology, with any operator.
    Rule,
    /// The rule in use, with other demands on operators.
    Operators,
    /// The rule in use, with a technology switched off.
    SwitchOff(Technology),
    /// A regulator's definition.
    Preset(&'static Preset),
}

/// One definition of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Why it is here.
    pub reason: Reason,
    /// What it is.
    pub definition: Definition,
}

impl Case {
    /// A name that no other case of the comparison has.
    pub fn name(&self) -> String {
        let Definition { rule, min_technology, operators, .. } = &self.definition;
        match self.reason {
            Reason::Active => "in use".to_owned(),
            Reason::Preset(preset) => format!("{} ({rule})", preset.name),
            Reason::SwitchOff(technology) => format!("{rule}, {min_technology}, without {technology}"),
            Reason::Rule | Reason::Operators => format!("{rule}, {min_technology}, {operators}"),
        }
    }
}

/// What one definition found.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The definition.
    pub case: Case,
    /// The status of every village.
    pub statuses: Vec<Status>,
    /// The share of every village inside the coverage that counts.
    pub covered_shares: Arc<Vec<Share>>,
    /// Sums over all villages.
    pub totals: Totals,
}

impl Judged {
    /// Sums for each unit of an administrative level, by name.
    pub fn totals_by_unit(&self, villages: &Villages, level: usize) -> Vec<(Unit, Totals)> {
        let mut units: BTreeMap<Unit, Totals> = BTreeMap::new();
        for (nth, village) in villages.records.iter().enumerate() {
            let unit: Unit = village.admin.get(level..).unwrap_or_default().to_vec();
            units.entry(unit).or_default().add_village(
                villages,
                nth,
                self.statuses[nth],
                self.covered_shares[nth],
            );
        }
        units.into_iter().collect()
    }

    /// Whether it belongs in a table of rules that a reader is to take in at once: the definition
    /// in use, the other rules at its minimum technology, and the presets.
    pub fn is_headline(&self, in_use: &Definition) -> bool {
        match self.case.reason {
            Reason::Active | Reason::Preset(_) => true,
            Reason::Rule => {
                let definition = &self.case.definition;
                definition.min_technology == in_use.min_technology && definition != in_use
            }
            Reason::Operators | Reason::SwitchOff(_) => false,
        }
    }
}

/// How the villages of two definitions agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Covered under both, or uncovered under both.
    pub agree: usize,
    /// Covered under the first alone.
    pub first_only: usize,
    /// Covered under the second alone.
    pub second_only: usize,
    /// Unknown under one of them or both.
    pub unknown: usize,
}

/// Compares two definitions, village by village.
pub fn agreement(first: &[Status], second: &[Status]) -> Agreement {
    let mut found = Agreement::default();
    for pair in first.iter().zip(second) {
        match pair {
            (Status::Unknown, _) | (_, Status::Unknown) => found.unknown += 1,
            (a, b) if a == b => found.agree += 1,
            (Status::Covered, _) => found.first_only += 1,
            _ => found.second_only += 1,
        }
    }
    found
}

/// Judges every village by every case; `claimed` is the coverage before any cut by received
/// power. The same whatever the number of threads.
pub fn compare(villages: &Villages, claimed: &Coverage, cases: Vec<Case>) -> Vec<Judged> {
    let mut found: Vec<Option<Judged>> = cases.iter().map(|_| None).collect();
    let mut rounds: Vec<(SignalCut, Vec<usize>)> = Vec::new();
    for (nth, case) in cases.iter().enumerate() {
        let signal = &case.definition.signal;
        match rounds.iter_mut().find(|(cut, _)| cut == signal) {
            Some((_, members)) => members.push(nth),
            None => rounds.push((signal.clone(), vec![nth])),
        }
    }
    for (signal, members) in rounds {
        let chosen: Vec<Case> = members.iter().map(|&nth| cases[nth].clone()).collect();
        for (nth, judged) in members.into_iter().zip(judge::round(villages, claimed, &signal, chosen)) {
            found[nth] = Some(judged);
        }
    }
    found.into_iter().flatten().collect()
}
