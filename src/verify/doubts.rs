//! Where somebody should go and look.

use super::Scrutiny;
use crate::assess::{Assessment, Facts, HowMany, Rule, Status};
use crate::model::Villages;
use crate::units::Share;

/// Why a village's status is doubtful.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// An edge moved within the band of uncertainty changes it; the margin in metres.
    Close(f64),
    /// It is covered, and measurements found no service where it is claimed.
    Contradicted,
    /// Rules in common use disagree: what they say.
    RulesDisagree(String),
    /// The data do not say.
    Unknown,
    /// Measurements were given, and none lies in it.
    NotMeasured,
}

impl Reason {
    /// In words.
    pub fn text(&self) -> String {
        match self {
            Self::Close(margin) if *margin < 0.0 => format!("close call: {:.0} m outside", -margin),
            Self::Close(margin) => format!("close call: {margin:.0} m inside"),
            Self::Contradicted => "claimed, but not measured so".to_owned(),
            Self::RulesDisagree(how) => format!("rules disagree ({how})"),
            Self::Unknown => "the data do not say".to_owned(),
            Self::NotMeasured => "no measurement".to_owned(),
        }
    }
}

/// A doubtful village.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// Its place in the input.
    pub village: usize,
    /// 1: look here first; 2: uncovered and never measured; 3: covered and never measured.
    pub priority: u8,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// The doubtful villages, by priority, then the most reasons and the closest calls first. One
/// that somebody has settled on the ground is not doubtful.
pub fn doubts(scrutiny: &Scrutiny, villages: &Villages, assessment: &Assessment) -> Vec<Doubt> {
    let mut all: Vec<Doubt> = (0..villages.len())
        .filter(|&village| scrutiny.overrides.of(village).is_none())
        .filter_map(|village| doubt(scrutiny, assessment, village))
        .collect();
    let closeness = |doubt: &Doubt| scrutiny.margin(doubt.village).map_or(f64::INFINITY, f64::abs);
    all.sort_by(|a, b| {
        let first = a.priority.cmp(&b.priority).then(b.reasons.len().cmp(&a.reasons.len()));
        let ids = || villages.records[a.village].id.cmp(&villages.records[b.village].id);
        first.then_with(|| closeness(a).total_cmp(&closeness(b))).then_with(ids)
    });
    all
}

fn doubt(scrutiny: &Scrutiny, assessment: &Assessment, village: usize) -> Option<Doubt> {
    let found = &assessment.villages[village];
    let mut reasons = Vec::new();
    if scrutiny.closeness(village).is_some_and(|closeness| closeness.is_close()) {
        reasons.extend(scrutiny.margin(village).map(Reason::Close));
    }
    let measured = scrutiny.measured.as_ref();
    if measured.is_some_and(|measured| measured.contradicted(village, found.status)) {
        reasons.push(Reason::Contradicted);
    }
    reasons.extend(disagreement(&found.facts, assessment.definition.tolerance).map(Reason::RulesDisagree));
    if found.status == Status::Unknown {
        reasons.push(Reason::Unknown);
    }
    let is_urgent = !reasons.is_empty();
    if measured.is_some_and(|measured| measured.villages[village].counts.all() == 0) {
        reasons.push(Reason::NotMeasured);
    }
    let priority = match found.status {
        _ if is_urgent => 1,
        Status::Uncovered => 2,
        _ => 3,
    };
    (!reasons.is_empty()).then_some(Doubt { village, priority, reasons })
}

/// What rules in common use say, where they do not all say the same.
fn disagreement(facts: &Facts, tolerance: Share) -> Option<String> {
    let half = Share::new(0.5).ok()?;
    let rules = [
        Rule::Centre,
        Rule::Area(half),
        Rule::Population(half),
        Rule::Buildings(half),
        Rule::Clusters(HowMany::All),
    ];
    let judged: Vec<(String, Status)> = rules
        .iter()
        .map(|rule| (rule.to_string(), rule.judge(facts, tolerance)))
        .filter(|(_, status)| *status != Status::Unknown)
        .collect();
    let names = |wanted: Status| -> Vec<&str> {
        judged.iter().filter(|(_, status)| *status == wanted).map(|(rule, _)| rule.as_str()).collect()
    };
    let (covered, uncovered) = (names(Status::Covered), names(Status::Uncovered));
    let disagree = !covered.is_empty() && !uncovered.is_empty();
    disagree.then(|| format!("covered by {}; uncovered by {}", covered.join(", "), uncovered.join(", ")))
}
