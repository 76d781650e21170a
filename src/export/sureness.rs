//! How sure a village's status is, in sentences; every number is the one the tables have.

use crate::assess::Assessment;
use crate::model::{Override, Villages};
use crate::verify::Scrutiny;

/// The sentences for one village, by its place in the input.
pub fn explain_sureness(
    scrutiny: &Scrutiny,
    villages: &Villages,
    assessment: &Assessment,
    village: usize,
) -> Vec<String> {
    let mut sentences = Vec::new();
    sentences.extend(scrutiny.overrides.of(village).map(|one| {
        let by_rule = scrutiny.overrides.by_rule(village).map_or("unknown", |status| status.label());
        overridden(one, assessment.villages[village].status.label(), by_rule)
    }));
    sentences.extend(margin(scrutiny, village));
    sentences.extend(centre(scrutiny, village));
    sentences.extend(flips(scrutiny, villages, assessment, village));
    sentences.extend(measured(scrutiny, village));
    let contradicted =
        |found: &crate::verify::Measured| found.contradicted(village, assessment.villages[village].status);
    if scrutiny.measured.as_ref().is_some_and(contradicted) {
        sentences.push("It is claimed, but not measured so.".to_owned());
    }
    let doubts = scrutiny.doubts(villages, assessment);
    sentences.extend(doubts.iter().find(|doubt| doubt.village == village).map(|doubt| {
        let reasons: Vec<String> = doubt.reasons.iter().map(|reason| reason.text()).collect();
        let (priority, reasons) = (doubt.priority, reasons.join("; "));
        format!("It is on the list of villages to verify, with priority {priority}: {reasons}.")
    }));
    sentences
}

fn overridden(one: &Override, status: &str, by_rule: &str) -> String {
    let who = one.who.as_deref().unwrap_or("somebody");
    let when = one.when.as_deref().map(|when| format!(" on {when}")).unwrap_or_default();
    let why = one.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
    format!("Its status is an override, {status}, by {who}{when}{why}; the rule alone says {by_rule}.")
}

fn margin(scrutiny: &Scrutiny, village: usize) -> Option<String> {
    let (margin, closeness) = (scrutiny.margin(village)?, scrutiny.closeness(village)?);
    let band = scrutiny.band.get();
    let says = match (margin.is_sign_positive(), margin.is_finite()) {
        (true, true) => {
            format!("By the rule it stays covered until every coverage edge has moved back {margin:.0} m")
        }
        (false, true) => {
            format!(
                "By the rule it stays uncovered until every coverage edge has moved forward {:.0} m",
                -margin
            )
        }
        (true, false) => "By the rule it stays covered however far the coverage edges move back".to_owned(),
        (false, false) => {
            "By the rule it stays uncovered however far the coverage edges move forward".to_owned()
        }
    };
    let side = if margin.is_sign_positive() { "inside" } else { "outside" };
    Some(if closeness.is_close() {
        format!("{says}: {side} by less than the band of {band} m, a close call.")
    } else {
        format!("{says}: {side} by more than the band of {band} m.")
    })
}

fn centre(scrutiny: &Scrutiny, village: usize) -> Option<String> {
    let depth = scrutiny.margins.get(village)?.centre?;
    let side = if depth >= 0.0 { "inside" } else { "outside" };
    Some(format!("Its centre is {:.0} m {side} the edge of all coverage that counts.", depth.abs()))
}

fn flips(
    scrutiny: &Scrutiny,
    villages: &Villages,
    assessment: &Assessment,
    village: usize,
) -> Option<String> {
    let flips = &scrutiny.flips;
    let most = flips.moves.last()?;
    let Some(flip) = flips.villages.iter().find(|flip| flip.village == village) else {
        let status = scrutiny.overrides.by_rule(village).unwrap_or(assessment.villages[village].status);
        return Some(format!(
            "It stays {} by the rule when all edges move by up to {most} m.",
            status.label()
        ));
    };
    let status = scrutiny.overrides.by_rule(village).unwrap_or(assessment.villages[village].status);
    let by = flip.shortest(&flips.moves, status)?;
    let at = flips.moves.iter().position(|&other| other == by)?;
    let way = if by < 0.0 { "back" } else { "forward" };
    let share = flip.moved[at].share.filter(|_| !villages.is_point(village));
    let share = share.map(|share| format!(", with {:.1} % of its area inside", share.get() * 100.0));
    Some(format!(
        "When all edges move {way} by {} m it becomes {}{}.",
        by.abs(),
        flip.moved[at].status.label(),
        share.unwrap_or_default()
    ))
}

fn measured(scrutiny: &Scrutiny, village: usize) -> Option<String> {
    let measured = scrutiny.measured.as_ref()?;
    let counts = &measured.villages[village].counts;
    if counts.all() == 0 {
        return Some("No measurement lies in it.".to_owned());
    }
    Some(format!(
        "Of {} measurements in it {} found service; service is claimed at {}, of which {} did not find it.",
        counts.all(),
        counts.served(),
        counts.claimed(),
        counts.false_coverage
    ))
}
