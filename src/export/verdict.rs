//! Why a rule holds for a village or does not, in words: every part of the rule with its figure.

use super::explain::percent;
use crate::assess::{Definition, Facts, HowMany, NearestSite, Operators, Rule};
use crate::model::PeopleMethod;

/// What is said of a village under one rule.
pub(super) struct Verdict<'a> {
    /// The definition it is judged by.
    pub definition: &'a Definition,
    /// What is known of it.
    pub facts: &'a Facts,
    /// How its people are placed.
    pub people: PeopleMethod,
    /// The operators that satisfy the rule alone, by name.
    pub serving: Vec<&'a str>,
}

impl Verdict<'_> {
    /// The reason for the status.
    pub fn why(&self) -> String {
        let parts: Vec<String> =
            self.definition.rule.atoms().into_iter().map(|part| self.part(part)).collect();
        let mut why = parts.join("; ");
        if parts.len() > 1 {
            why.push_str(&format!(" (the rule: {})", self.definition.rule));
        }
        let served = match self.serving.as_slice() {
            [] => "none does".to_owned(),
            names => format!(
                "{} ({}) {}",
                names.len(),
                names.join(", "),
                if names.len() == 1 { "does" } else { "do" }
            ),
        };
        match self.definition.operators {
            Operators::AtLeast(least) => {
                format!("{why}; at least {least} operators must satisfy the rule alone, and {served}")
            }
            Operators::Each => format!("{why}; every operator must satisfy the rule alone, and {served}"),
            _ => why,
        }
    }

    /// What service areas are called that count.
    fn areas(&self) -> String {
        let oldest = self.definition.min_technology;
        match &self.definition.operators {
            Operators::Named(name) => format!("{oldest}-or-later service areas of {name}"),
            _ => format!("{oldest}-or-later service areas"),
        }
    }

    fn part(&self, part: &Rule) -> String {
        let areas = self.areas();
        let asked = |least: crate::units::Share| format!("and the rule asks for {}", percent(least));
        match (part, self.facts) {
            (Rule::Area(least), Facts { area: Some(share), .. }) => {
                format!("{} of its area is inside {areas}, {}", percent(*share), asked(*least))
            }
            (Rule::Area(_), _) => "the rule asks for a share of its area, and it is only a point".to_owned(),
            (Rule::Centre, Facts { centre: Some(true), .. }) => format!("its centre is inside {areas}"),
            (Rule::Centre, Facts { centre: Some(false), .. }) => format!("its centre is outside all {areas}"),
            (Rule::Centre, _) => "it has no centre".to_owned(),
            (Rule::Population(least), Facts { population: Some(share), .. }) => {
                let how = match self.people {
                    PeopleMethod::Even => "taken to live evenly over its area",
                    PeopleMethod::Points => "placed at the points given",
                    PeopleMethod::Raster => "placed at the cells of the raster given",
                };
                format!("{} of its people, {how}, are inside {areas}, {}", percent(*share), asked(*least))
            }
            (Rule::Population(_), _) => "the data do not say where its people live".to_owned(),
            (Rule::Buildings(least), Facts { buildings: Some(share), .. }) => {
                format!("{} of its buildings are inside {areas}, {}", percent(*share), asked(*least))
            }
            (Rule::Buildings(_), _) => "the data give no building in it".to_owned(),
            (Rule::Clusters(least), Facts { clusters: Some(found), .. }) => {
                let asked = match least {
                    HowMany::All => "all of them".to_owned(),
                    HowMany::AtLeast(least) => format!("at least {least}"),
                };
                format!(
                    "{} of its {} clusters of houses are inside {areas}, and the rule asks for {asked}",
                    found.served, found.all
                )
            }
            (Rule::Clusters(_), _) => "the data give no cluster of houses in it".to_owned(),
            (Rule::Within(most), facts) => match facts.site {
                NearestSite::At(distance) => format!(
                    "the nearest site stands {:.0} m from its centre, and the rule allows {most} m, whatever \
                     stands between",
                    distance.get()
                ),
                NearestSite::None => "no site has a technology that counts".to_owned(),
                NearestSite::Unknown => "the data give no sites, or it has no centre".to_owned(),
            },
            (Rule::All(_) | Rule::Any(_), _) => part.to_string(),
        }
    }
}
