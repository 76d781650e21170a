//! The rules side by side, and how sure the statuses are, for the page.

use super::ReportInput;
use super::data::{Rule, RuleRow};
use crate::assess::{Class, Definition, Judged, Reason, Status};

/// A definition, for the page to say in words.
pub(super) fn rule(definition: &Definition) -> Rule {
    Rule {
        text: definition.rule.to_string(),
        min_technology: definition.min_technology.label().to_owned(),
        operators: definition.operators.to_string(),
        further: further(definition),
    }
}

/// What else was decided, as flags.
fn further(definition: &Definition) -> String {
    let signal = &definition.signal;
    let mut flags = Vec::new();
    if !signal.levels.is_empty() {
        let levels: Vec<String> =
            signal.levels.iter().map(|(technology, level)| format!("{technology}={}", level.get())).collect();
        flags.push(format!("--signal {}", levels.join(",")));
        if signal.margin_db != 0.0 {
            flags.push(format!("--indoor-margin {}", signal.margin_db));
        }
    }
    if !signal.classes.is_empty() {
        flags.push(format!("--signal-class {}", signal.classes.join(",")));
    }
    if definition.tolerance.get() > 0.0 {
        flags.push(format!("--tolerance {}", definition.tolerance.get()));
    }
    if !definition.switched_off.is_empty() {
        let off: Vec<&str> = definition.switched_off.iter().map(|technology| technology.label()).collect();
        flags.push(format!("--switch-off {}", off.join(",")));
    }
    flags.join(" ")
}

/// The rows of the page's table of rules: the definition in use, every rule at its minimum
/// technology, its own rule at the others, and the presets.
pub(super) fn rows(input: &ReportInput<'_>) -> Vec<RuleRow> {
    let in_use = &input.assessment.definition;
    let is_shown = |judged: &&Judged| judged.is_headline(in_use) || is_other_technology(judged, in_use);
    input.rules.iter().filter(is_shown).map(row).collect()
}

/// Whether it is the rule in use at another minimum technology.
fn is_other_technology(judged: &Judged, in_use: &Definition) -> bool {
    let definition = &judged.case.definition;
    judged.case.reason == Reason::Rule
        && definition.rule == in_use.rule
        && definition.min_technology != in_use.min_technology
}

fn row(judged: &Judged) -> RuleRow {
    let preset = match judged.case.reason {
        Reason::Preset(preset) => Some(preset.name.clone()),
        _ => None,
    };
    RuleRow {
        rule: rule(&judged.case.definition),
        preset,
        active: judged.case.reason == Reason::Active,
        statuses: judged.statuses.iter().copied().map(letter).collect(),
        uncovered_villages: judged.totals.uncovered,
        unknown_villages: judged.totals.unknown,
        people: judged.totals.people_in_uncovered_villages.get(),
        households: judged.totals.households_in_uncovered_villages.get(),
    }
}

/// A status as the page has it.
pub(super) const fn letter(status: Status) -> char {
    match status {
        Status::Covered => 'c',
        Status::Uncovered => 'u',
        Status::Unknown => '?',
    }
}

/// A class as the page has it.
pub(super) const fn class_letter(class: Class) -> char {
    match class {
        Class::White => 'w',
        Class::Hollow => 'h',
        Class::Covered => 'c',
        Class::Unknown => '?',
    }
}

/// How far edges must move for each village to change; empty where that was not asked.
pub(super) fn margins(input: &ReportInput<'_>) -> Vec<Option<f64>> {
    // towards zero, sign and all: what is not as far as the band never becomes so by rounding
    let finite = |margin: Option<f64>| margin.filter(|m| m.is_finite()).map(|m| (m * 10.0).trunc() / 10.0);
    input.margins.iter().map(|village| finite(village.margin)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::{Level, Operators};
    use crate::model::Technology;
    use crate::units::Share;

    #[test]
    fn what_else_was_decided_reads_as_the_flags_that_decide_it() {
        let mut definition = Definition::default();
        assert_eq!(rule(&definition).further, "");
        let Level(technology, level) = "4G=-110".parse().unwrap();
        definition.signal.levels.insert(technology, level);
        definition.signal.margin_db = 15.0;
        definition.tolerance = Share::new(0.001).unwrap();
        definition.switched_off = vec![Technology::Gsm, Technology::Umts];
        definition.operators = Operators::AtLeast(2);
        let said = rule(&definition);
        assert_eq!(said.further, "--signal 4G=-110 --indoor-margin 15 --tolerance 0.001 --switch-off 2G,3G");
        assert_eq!((said.text.as_str(), said.operators.as_str()), ("area>=0.5", "2"));
    }
}
