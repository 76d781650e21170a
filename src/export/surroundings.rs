//! What is said of a village beyond its status: its class, its places, its operators, and what
//! other rules would say.

use super::explain::percent;
use crate::assess::{Assessment, Class, Judged, NearestSite, Reason, Status};
use crate::model::PeopleMethod;
use crate::read::Inputs;

/// The sentences for one village; `others` are the rules side by side.
pub(super) fn sentences(
    inputs: &Inputs,
    assessment: &Assessment,
    others: &[Judged],
    village: usize,
) -> Vec<String> {
    let about = About { inputs, assessment, village };
    let mut all = vec![about.class()];
    all.extend(about.people());
    all.extend(about.buildings());
    all.extend(about.site());
    all.push(about.alone());
    all.extend(about.other_rules(others));
    all
}

struct About<'a> {
    inputs: &'a Inputs,
    assessment: &'a Assessment,
    village: usize,
}

impl About<'_> {
    fn class(&self) -> String {
        let found = &self.assessment.villages[self.village];
        let facts = &found.facts;
        let centre = match facts.centre {
            Some(true) => "its centre is inside",
            Some(false) => "its centre is outside",
            None => "it has no centre",
        };
        let parts = match (facts.clusters, facts.area) {
            (Some(clusters), _) => {
                format!("{} of {} clusters of houses are inside", clusters.served, clusters.all)
            }
            (None, Some(area)) => {
                format!("no cluster of houses is known, and {} of its area is inside", percent(area))
            }
            (None, None) => "nothing more is known of it".to_owned(),
        };
        if found.class == Class::Unknown {
            return format!("As lists class villages it is unknown: {centre}, {parts}.");
        }
        format!(
            "As lists class villages it is {} ({}): {centre}, {parts}.",
            found.class.label(),
            found.class.label_vi()
        )
    }

    fn people(&self) -> Option<String> {
        let people = self.inputs.villages.places.people.as_ref()?;
        let how = match people.method {
            PeopleMethod::Raster => "the raster of people",
            PeopleMethod::Points | PeopleMethod::Even => "the points of people",
        };
        Some(match self.assessment.villages[self.village].facts.population {
            Some(share) => format!("By {how}, {} of its people live inside.", percent(share)),
            None => format!("By {how}, nobody lives in it: rules about people find it unknown."),
        })
    }

    fn buildings(&self) -> Option<String> {
        self.inputs.villages.places.buildings.as_ref()?;
        Some(match self.assessment.villages[self.village].facts.buildings {
            Some(share) => format!("{} of its buildings, by weight, stand inside.", percent(share)),
            None => "No building is known in it: rules about buildings find it unknown.".to_owned(),
        })
    }

    fn site(&self) -> Option<String> {
        let NearestSite::At(distance) = self.assessment.villages[self.village].facts.site else {
            return None;
        };
        Some(format!(
            "The nearest site that counts stands {:.0} m from its centre, whatever stands between.",
            distance.get()
        ))
    }

    fn alone(&self) -> String {
        let names = &self.inputs.coverage.operators;
        let serving: Vec<&str> = self
            .assessment
            .serving(self.village)
            .iter()
            .map(|&operator| names[usize::from(operator)].as_str())
            .collect();
        let class = self.assessment.operator_class(self.village);
        match serving.as_slice() {
            [] => format!("No operator satisfies the rule alone ({class})."),
            [one] => format!("{one} satisfies the rule alone ({class})."),
            many => format!("{} satisfy the rule, each alone ({class}).", many.join(", ")),
        }
    }

    fn other_rules(&self, others: &[Judged]) -> Option<String> {
        let in_use = &self.assessment.definition;
        let list = |wanted: Status| {
            let with = |judged: &&Judged| {
                judged.is_headline(in_use)
                    && judged.case.reason != Reason::Active
                    && judged.statuses.get(self.village) == Some(&wanted)
            };
            let names: Vec<String> = others.iter().filter(with).map(short).collect();
            (!names.is_empty()).then(|| format!("{}: {}", wanted.label(), names.join(", ")))
        };
        let parts: Vec<String> =
            [Status::Covered, Status::Uncovered, Status::Unknown].into_iter().filter_map(list).collect();
        (!parts.is_empty()).then(|| format!("Other rules would say {}.", parts.join("; ")))
    }
}

fn short(judged: &Judged) -> String {
    match judged.case.reason {
        Reason::Preset(preset) => preset.name.clone(),
        _ => judged.case.definition.rule.to_string(),
    }
}
