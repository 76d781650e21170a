//! What changed since an older vintage → the page's document.

use super::ReportInput;
use super::data::{ChangeKind, ChangedUnit, ChangedVillage, Changes};
use super::rules::{letter, rule};
use crate::diff::{Causes, Change};
use crate::export::diff::{Differences, causes};
use crate::export::language::Language;
use crate::units::People;

/// Changed villages that the page lists; the layer `diff` has them all.
const MOST_VILLAGES: usize = 2_000;

/// The order of the list: what somebody has to act on comes first.
const ORDER: [Change; 6] =
    [Change::Lost, Change::Gained, Change::Unclear, Change::Vanished, Change::New, Change::Merged];

/// What the page tells of it; `None` without an older vintage.
pub(super) fn changes(input: &ReportInput<'_>) -> Option<Changes> {
    let found = input.differences?;
    let villages = input.villages;
    let units = found.by_unit(villages).into_iter();
    let listed: Vec<usize> = ORDER.iter().flat_map(|&kind| found.of(kind)).collect();
    let by_cause = causes(found);
    let kind = |kind: Change| ChangeKind {
        kind: kind.label(),
        villages: found.of(kind).count(),
        people: found.people(villages, kind),
        causes: by_cause
            .get(kind.label())
            .into_iter()
            .flatten()
            .map(|(cause, &n)| (cause.clone(), n))
            .collect(),
    };
    Some(Changes {
        rules: found.definitions.each_ref().map(rule),
        kinds: Change::ALL.into_iter().map(kind).collect(),
        units: units.map(|(name, [gained, lost])| ChangedUnit { name, gained, lost }).collect(),
        villages: listed.iter().take(MOST_VILLAGES).map(|&nth| village(input, found, nth)).collect(),
        all_villages: listed.len(),
    })
}

fn village(input: &ReportInput<'_>, found: &Differences, nth: usize) -> ChangedVillage {
    let change = &found.changes[nth];
    let village = found.village(input.villages, nth);
    ChangedVillage {
        village: change.new,
        id: village.id.0.clone(),
        name: village.name.clone(),
        population: village.population.map(People::get),
        unit: found.unit(input.villages, nth),
        kind: change.change.label(),
        statuses: [change.before, change.now].map(|status| status.map(letter)),
        cause: change.causes.map_or_else(String::new, Causes::label),
        why: [Language::English, Language::Vietnamese].map(|language| found.why(nth, language)),
    }
}
