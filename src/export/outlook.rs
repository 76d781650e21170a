//! What a village lacks, and what roaming or switching off a technology would change for it, in
//! sentences; every number is the one the tables have.

use super::explain::percent;
use super::layers::whatif::change_of;
use crate::assess::{Assessment, Judged, Reason, Status, gap_of};
use crate::read::Inputs;
use crate::units::{Share, SquareMetres};

/// The sentences for one village, by its place in the input; `others` are the rules side by side.
pub fn outlook(inputs: &Inputs, assessment: &Assessment, others: &[Judged], village: usize) -> Vec<String> {
    let mut all: Vec<String> = gap(inputs, assessment, village).into_iter().collect();
    all.extend(roaming(others, village));
    all.extend(switch_offs(others, village));
    all
}

/// The part outside; nothing is said of a village that is only a point.
fn gap(inputs: &Inputs, assessment: &Assessment, village: usize) -> Option<String> {
    let whole = inputs.villages.area(village).map(SquareMetres::get)?;
    if inputs.villages.is_point(village) {
        return None;
    }
    let Some(gap) = gap_of(&inputs.villages, &inputs.coverage, &assessment.definition, village) else {
        return Some("All of it lies inside coverage that counts: it has no gap.".to_owned());
    };
    let parts = match gap.shape.0.len() {
        1 => "in one part".to_owned(),
        parts => format!("in {parts} parts"),
    };
    let share = percent(Share::new(gap.share).unwrap_or_default());
    let km2 = whole * gap.share / 1e6;
    Some(format!("Of it {share} lies outside all coverage that counts: {km2:.2} km², {parts}."))
}

/// Whose subscribers gain from roaming.
fn roaming(others: &[Judged], village: usize) -> Option<String> {
    let changes: Vec<_> = others
        .iter()
        .filter_map(|judged| change_of(judged, others))
        .filter(|change| change.what == "roaming")
        .collect();
    if changes.is_empty() {
        return None;
    }
    let gains = changes.iter().filter(|change| {
        change.before.statuses[village] == Status::Uncovered
            && change.after.statuses[village] == Status::Covered
    });
    let names: Vec<&str> = gains.map(|change| change.subject.as_str()).collect();
    Some(if names.is_empty() {
        "Roaming would change nothing here for the subscribers of any operator.".to_owned()
    } else {
        format!(
            "Roaming would cover it for the subscribers of {}, who have no coverage by the rule from their own operator.",
            names.join(", ")
        )
    })
}

/// What switching off 2G or 3G would take away.
fn switch_offs(others: &[Judged], village: usize) -> Vec<String> {
    let mut said = Vec::new();
    let mut harmless: Vec<String> = Vec::new();
    for judged in others.iter().filter(|judged| matches!(judged.case.reason, Reason::SwitchOff(_))) {
        let Some(change) = change_of(judged, others) else { continue };
        let statuses = [change.before, change.after].map(|side| side.statuses[village]);
        if statuses == [Status::Covered, Status::Uncovered] {
            let oldest = judged.case.definition.min_technology;
            said.push(format!("Without {} it would lose service of {oldest} or later.", change.subject));
        } else if !harmless.contains(&change.subject) {
            harmless.push(change.subject);
        }
    }
    harmless.retain(|subject| !said.iter().any(|said| said.starts_with(&format!("Without {subject} "))));
    if !harmless.is_empty() {
        said.push(format!("Switching off {} would not change its status.", harmless.join(", ")));
    }
    said
}
