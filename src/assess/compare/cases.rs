//! The definitions that are compared: those in use here and there for which there are data.

use super::{Case, Reason};
use crate::assess::{Definition, Operators, Rule, presets};
use crate::model::{Coverage, Places, Technology, Villages};

/// The rules of the standard list, each with the data it needs.
const RULES: &[(&str, Needs)] = &[
    ("area>=0.5", Needs::Area),
    ("area>=0.9", Needs::Area),
    ("area>=0.99", Needs::Area),
    ("area>=1", Needs::Area),
    ("centre", Needs::Nothing),
    ("clusters:any", Needs::Clusters),
    ("clusters:all", Needs::Clusters),
    ("centre or clusters:any", Needs::Clusters),
    ("centre and clusters:all", Needs::Clusters),
    ("population>=0.5", Needs::People),
    ("population>=0.9", Needs::People),
    ("population>=0.99", Needs::People),
    ("buildings>=0.5", Needs::Buildings),
    ("buildings>=0.9", Needs::Buildings),
    ("within:5000m", Needs::Sites),
];

#[derive(Clone, Copy)]
enum Needs {
    Nothing,
    Area,
    Clusters,
    People,
    Buildings,
    Sites,
}

impl Needs {
    fn are_met(self, villages: &Villages) -> bool {
        let Places { clusters, buildings, people, sites } = &villages.places;
        match self {
            Self::Nothing => true,
            Self::Area => (0..villages.len()).any(|village| !villages.is_point(village)),
            Self::Clusters => clusters.is_some(),
            Self::People => people.is_some(),
            Self::Buildings => buildings.is_some(),
            Self::Sites => sites.is_some(),
        }
    }
}

/// The definitions to compare with the one in use, which comes first.
pub fn cases(villages: &Villages, claimed: &Coverage, in_use: &Definition) -> Vec<Case> {
    let present = |technology: &Technology| claimed.areas.iter().any(|area| area.technology == *technology);
    let technologies: Vec<Technology> = Technology::ALL.into_iter().filter(present).collect();
    let mut all = vec![Case { reason: Reason::Active, definition: in_use.clone() }];
    all.extend(rules(villages, &technologies, in_use));
    all.extend(operators(claimed, in_use));
    all.extend(switch_offs(&technologies, in_use));
    all.extend(presets().iter().map(|preset| Case {
        reason: Reason::Preset(preset),
        definition: preset.applied_to(Definition { rule: in_use.rule.clone(), ..Definition::default() }),
    }));
    all
}

/// Every rule at every minimum technology that the coverage has, and at the one in use.
fn rules(villages: &Villages, technologies: &[Technology], in_use: &Definition) -> Vec<Case> {
    let standard = RULES.iter().filter(|(_, needs)| needs.are_met(villages));
    let mut rules: Vec<Rule> = standard.filter_map(|(text, _)| text.parse().ok()).collect();
    if !rules.contains(&in_use.rule) {
        rules.insert(0, in_use.rule.clone());
    }
    let oldest: Vec<Technology> = Technology::ALL
        .into_iter()
        .filter(|technology| technologies.contains(technology) || *technology == in_use.min_technology)
        .collect();
    let case = |rule: &Rule, min_technology| Case {
        reason: Reason::Rule,
        definition: Definition {
            rule: rule.clone(),
            min_technology,
            operators: Operators::Any,
            switched_off: Vec::new(),
            ..in_use.clone()
        },
    };
    oldest.iter().flat_map(|&oldest| rules.iter().map(move |rule| case(rule, oldest))).collect()
}

/// The rule in use for every operator alone, for two, and for all.
fn operators(claimed: &Coverage, in_use: &Definition) -> Vec<Case> {
    let names = &claimed.operators;
    if names.len() < 2 {
        return Vec::new();
    }
    let mut all: Vec<Operators> = names.iter().cloned().map(Operators::Named).collect();
    all.extend((names.len() > 2).then_some(Operators::AtLeast(2)));
    all.push(Operators::Each);
    let case = |operators| Case {
        reason: Reason::Operators,
        definition: Definition { operators, switched_off: Vec::new(), ..in_use.clone() },
    };
    all.into_iter().map(case).collect()
}

/// The rule in use when 2G or 3G is switched off, for any service at all and for the minimum
/// technology in use.
fn switch_offs(technologies: &[Technology], in_use: &Definition) -> Vec<Case> {
    let mut all = Vec::new();
    for off in [Technology::Gsm, Technology::Umts] {
        let mut oldest = vec![Technology::Gsm];
        oldest.extend((in_use.min_technology != Technology::Gsm).then_some(in_use.min_technology));
        for min_technology in oldest {
            if technologies.contains(&off) && off >= min_technology {
                let definition = Definition {
                    min_technology,
                    operators: Operators::Any,
                    switched_off: vec![off],
                    ..in_use.clone()
                };
                all.push(Case { reason: Reason::SwitchOff(off), definition });
            }
        }
    }
    all
}
