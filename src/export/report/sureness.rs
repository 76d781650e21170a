//! How sure the statuses are → the page's document.

use super::ReportInput;
use super::data::{Agreement, Doubt, Flip, MeasuredVillage, Override, Sureness};
use super::rules::letter;
use crate::model::Technology;
use crate::verify::{Reason, Scrutiny, wilson};

/// Doubtful villages that the page lists; the sheet for the field has them all.
const MOST_DOUBTS: usize = 1_000;

/// What the page tells of it; `None` in a run that looked at none of it.
pub(super) fn sureness(input: &ReportInput<'_>) -> Option<Sureness> {
    let scrutiny = input.scrutiny?;
    let (villages, assessment) = (input.villages, input.assessment);
    let doubts = scrutiny.doubts(villages, assessment);
    let measured = scrutiny.measured.as_ref();
    let has_nothing = scrutiny.margins.is_empty()
        && measured.is_none()
        && scrutiny.overrides.is_empty()
        && doubts.is_empty();
    (!has_nothing).then(|| Sureness {
        band_m: scrutiny.band.get(),
        moves: scrutiny.flips.moves.clone(),
        flips: flips(scrutiny),
        agreements: measured.iter().flat_map(|found| &found.agreements).map(agreement).collect(),
        measured: measured_villages(input, scrutiny),
        least_dbm: measured.map(|found| found.levels.least_dbm.to_vec()).unwrap_or_default(),
        overrides: overrides(input, scrutiny),
        all_doubts: doubts.len(),
        doubts: doubts.iter().take(MOST_DOUBTS).map(doubt).collect(),
    })
}

fn flips(scrutiny: &Scrutiny) -> Vec<Flip> {
    let one = |flip: &crate::margin::Flip| Flip {
        village: flip.village,
        statuses: flip.moved.iter().map(|moved| letter(moved.status)).collect(),
    };
    scrutiny.flips.villages.iter().map(one).collect()
}

fn agreement(one: &crate::verify::Agreement) -> Agreement {
    let counts = &one.counts;
    let right = (counts.claimed() > 0).then(|| {
        let (low, high) = wilson(counts.hits, counts.claimed());
        [counts.hits as f64 / counts.claimed() as f64, low, high]
    });
    Agreement {
        operator: one.operator.clone(),
        technology: one.technology.map(Technology::label),
        hits: counts.hits,
        false_coverage: counts.false_coverage,
        missed: counts.missed,
        neither: counts.neither,
        right,
    }
}

fn measured_villages(input: &ReportInput<'_>, scrutiny: &Scrutiny) -> Vec<MeasuredVillage> {
    let Some(measured) = &scrutiny.measured else { return Vec::new() };
    let villages = measured.villages.iter().enumerate().filter(|(_, found)| found.counts.all() > 0);
    villages
        .map(|(village, found)| MeasuredVillage {
            village,
            all: found.counts.all(),
            served: found.counts.served(),
            claimed: found.counts.claimed(),
            false_coverage: found.counts.false_coverage,
            contradicted: measured.contradicted(village, input.assessment.villages[village].status),
            last: found.last.clone(),
        })
        .collect()
}

fn overrides(input: &ReportInput<'_>, scrutiny: &Scrutiny) -> Vec<Override> {
    let one = |village: usize| {
        let one = scrutiny.overrides.of(village)?;
        let by_rule = letter(scrutiny.overrides.by_rule(village)?);
        Some(Override {
            village,
            by_rule,
            who: one.who.clone(),
            when: one.when.clone(),
            why: one.why.clone(),
        })
    };
    (0..input.villages.len()).filter_map(one).collect()
}

fn doubt(doubt: &crate::verify::Doubt) -> Doubt {
    let reason = |reason: &Reason| match reason {
        Reason::Close(_) => "close",
        Reason::Contradicted => "contradicted",
        Reason::RulesDisagree(_) => "rules",
        Reason::Unknown => "unknown",
        Reason::NotMeasured => "unmeasured",
    };
    Doubt {
        village: doubt.village,
        priority: doubt.priority,
        reasons: doubt.reasons.iter().map(reason).collect(),
    }
}
