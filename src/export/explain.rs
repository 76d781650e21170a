//! Why a village has its status, in sentences; every number is the one the tables have.

use super::verdict::Verdict;
use crate::assess::{Assessment, Evidence, Judged, Status, evidence};
use crate::model::{AreaSource, PeopleMethod, ServiceArea, Technology};
use crate::read::Inputs;
use crate::units::{Metres, Share};

/// The service areas that are named one by one; the rest are counted.
const NAMED: usize = 12;

/// The sentences for one village, by its place in the input; `others` are the rules side by side.
pub fn explain(inputs: &Inputs, assessment: &Assessment, others: &[Judged], village: usize) -> Vec<String> {
    let evidence = evidence(&inputs.villages, &inputs.coverage, &assessment.definition, village);
    let story = Story { inputs, assessment, village, evidence };
    let mut sentences = vec![story.verdict(), story.technologies()];
    sentences.extend(story.operators());
    sentences.extend(story.touching());
    sentences.extend(story.next());
    sentences.extend(story.people());
    sentences.extend(super::surroundings::sentences(inputs, assessment, others, village));
    if inputs.coverage.has_discs() {
        sentences.push("Some service areas are discs around tower points: they ignore terrain.".to_owned());
    }
    sentences
}

struct Story<'a> {
    inputs: &'a Inputs,
    assessment: &'a Assessment,
    village: usize,
    evidence: Evidence,
}

impl Story<'_> {
    fn verdict(&self) -> String {
        let village = &self.inputs.villages.records[self.village];
        let found = &self.assessment.villages[self.village];
        let mut who = village.name.clone().unwrap_or_else(|| format!("Village {}", village.id));
        for parent in village.admin.iter().flatten() {
            who.push_str(", ");
            who.push_str(parent);
        }
        let status = match found.status {
            Status::Covered => "is covered",
            Status::Uncovered => "is not covered",
            Status::Unknown => "cannot be judged",
        };
        let people = self.inputs.villages.places.people.as_ref().map_or(PeopleMethod::Even, |it| it.method);
        let names = &self.inputs.coverage.operators;
        let serving = self.assessment.serving(self.village);
        let why = Verdict {
            definition: &self.assessment.definition,
            facts: &found.facts,
            people,
            serving: serving.iter().map(|&operator| names[usize::from(operator)].as_str()).collect(),
        }
        .why();
        format!("{who} (id {}) {status}: {why}.", village.id)
    }

    fn technologies(&self) -> String {
        let shares = self.assessment.villages[self.village].technology_shares;
        let parts: Vec<String> =
            Technology::ALL.iter().map(|t| format!("{t} {}", percent(shares[t.index()]))).collect();
        format!("By technology, of any operator: {}.", parts.join(", "))
    }

    fn operators(&self) -> Option<String> {
        let names = &self.inputs.coverage.operators;
        let parts: Vec<String> = self
            .assessment
            .operators_reaching(self.village)
            .filter_map(|operator| {
                let share = self.assessment.operator_covered_share(self.village, operator)?;
                Some(format!("{} {}", names[usize::from(operator)], percent(share)))
            })
            .collect();
        let oldest = self.assessment.definition.min_technology;
        Some(if parts.is_empty() {
            format!("No operator reaches it with {oldest} or later.")
        } else {
            format!("By operator, {oldest} or later: {}.", parts.join(", "))
        })
    }

    fn touching(&self) -> Vec<String> {
        let touching = &self.evidence.touching;
        let mut lines: Vec<String> = touching
            .iter()
            .take(NAMED)
            .map(|t| format!("{} holds {} of it.", self.area(t.area), percent(t.share)))
            .collect();
        if touching.len() > NAMED {
            lines.push(format!("{} more service areas hold parts of it.", touching.len() - NAMED));
        }
        lines
    }

    fn next(&self) -> Option<String> {
        let (area, metres) = self.evidence.next?;
        Some(format!(
            "The nearest service area that counts and holds nothing of it is {:.0} m away: {}.",
            metres.get(),
            self.area(area)
        ))
    }

    fn people(&self) -> Option<String> {
        let village = &self.inputs.villages.records[self.village];
        let found = &self.assessment.villages[self.village];
        let Some(population) = village.population else {
            return Some("The data give no population for it.".to_owned());
        };
        let outside = found.people_outside(village)?;
        Some(format!(
            "Of its {:.0} people, {:.0} live outside coverage if people live evenly over its area.",
            population.get(),
            outside.get()
        ))
    }

    fn area(&self, area: usize) -> String {
        let ServiceArea { id, operator, technology, source, feature, .. } = &self.inputs.coverage.areas[area];
        let operator = &self.inputs.coverage.operators[usize::from(*operator)];
        let name = id.clone().unwrap_or_else(|| format!("feature {feature}"));
        match source {
            AreaSource::Polygon => format!("{technology} service area {name} of {operator}"),
            AreaSource::Disc(radius) => {
                format!(
                    "{technology} disc of {:.0} m around tower {name} of {operator}",
                    Metres::get(*radius)
                )
            }
        }
    }
}

/// With two decimals, and never `0.00 %` for something or `100.00 %` for less than all.
pub(super) fn percent(share: Share) -> String {
    let text = format!("{:.2} %", share.get() * 100.0);
    match text.as_str() {
        "0.00 %" if share > Share::NONE => "less than 0.01 %".to_owned(),
        "100.00 %" if share < Share::ALL => "more than 99.99 %".to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sliver_is_not_nothing_and_nearly_all_is_not_all() {
        let say = |share: f64| percent(Share::new(share).unwrap());
        assert_eq!(say(0.0), "0.00 %");
        assert_eq!(say(1e-7), "less than 0.01 %");
        assert_eq!(say(0.5), "50.00 %");
        assert_eq!(say(0.999_999), "more than 99.99 %");
        assert_eq!(say(1.0), "100.00 %");
    }
}
