//! When a village counts as covered: an expression, a value, stated in every output.

mod parse;

use std::fmt;

use crate::assess::{Facts, Status};
use crate::units::{Metres, Share};

pub use parse::UnknownRule;

/// What a village must satisfy to count as covered.
///
/// Every rule is monotone: more coverage never uncovers a village.
///
/// # Example
/// ```
/// use covgap::assess::Rule;
/// let rule: Rule = "centre and (clusters:all or population >= 95 %)".parse()?;
/// assert_eq!(rule.to_string(), "centre and (clusters:all or population>=0.95)");
/// # Ok::<(), covgap::assess::UnknownRule>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// Its centre lies inside a service area.
    Centre,
    /// At least this share of its area lies inside the union of the service areas.
    Area(Share),
    /// At least this share of its people live inside.
    Population(Share),
    /// At least this share of its buildings, by weight, stand inside.
    Buildings(Share),
    /// So many of its clusters of houses are served.
    Clusters(HowMany),
    /// Its centre is no further than this from a site; blind to terrain.
    Within(Metres),
    /// Every one of these holds.
    All(Vec<Rule>),
    /// At least one of these holds.
    Any(Vec<Rule>),
}

/// How many of a village's clusters must be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowMany {
    /// Every one.
    All,
    /// At least so many, however many there are.
    AtLeast(u32),
}

impl Rule {
    /// Judges a village by what is known of it. A part of the rule that nothing is known about
    /// is unknown, and so is the whole, unless the other parts decide it alone.
    ///
    /// `tolerance` is how much less than everything still counts as 100 %.
    pub fn judge(&self, facts: &Facts, tolerance: Share) -> Status {
        let reaches =
            |found: Option<Share>, least: Share| found.map(|found| reaches(found, least, tolerance));
        let holds = match self {
            Self::Centre => facts.centre,
            Self::Area(least) => reaches(facts.area, *least),
            Self::Population(least) => reaches(facts.population, *least),
            Self::Buildings(least) => reaches(facts.buildings, *least),
            Self::Clusters(HowMany::All) => facts.clusters.map(|found| found.served == found.all),
            Self::Clusters(HowMany::AtLeast(least)) => facts.clusters.map(|found| found.served >= *least),
            Self::Within(most) => facts.near_site(*most),
            Self::All(parts) => {
                return parts
                    .iter()
                    .map(|part| part.judge(facts, tolerance))
                    .fold(Status::Covered, Status::and);
            }
            Self::Any(parts) => {
                return parts
                    .iter()
                    .map(|part| part.judge(facts, tolerance))
                    .fold(Status::Uncovered, Status::or);
            }
        };
        Status::of(holds)
    }

    /// The rule's parts that are no combination, from left to right.
    pub fn atoms(&self) -> Vec<&Rule> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::atoms).collect(),
            _ => vec![self],
        }
    }

    /// Whether it looks at service areas only through discs around sites, blind to terrain.
    pub fn is_blind_to_terrain(&self) -> bool {
        self.atoms().iter().any(|atom| matches!(atom, Self::Within(_)))
    }
}

/// A share this close below a threshold reaches it: what two exact programs may differ by.
pub const SHARE_TOLERANCE: f64 = 1e-9;

/// Whether a share reaches a threshold; one of 100 % is reached from 100 % less the tolerance.
fn reaches(found: Share, least: Share, tolerance: Share) -> bool {
    let allowed = if least == Share::ALL { tolerance.get().max(SHARE_TOLERANCE) } else { SHARE_TOLERANCE };
    found.get() >= least.get() - allowed
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Centre => f.write_str("centre"),
            Self::Area(share) => write!(f, "area>={}", share.get()),
            Self::Population(share) => write!(f, "population>={}", share.get()),
            Self::Buildings(share) => write!(f, "buildings>={}", share.get()),
            Self::Clusters(HowMany::All) => f.write_str("clusters:all"),
            Self::Clusters(HowMany::AtLeast(1)) => f.write_str("clusters:any"),
            Self::Clusters(HowMany::AtLeast(least)) => write!(f, "clusters>={least}"),
            Self::Within(most) => write!(f, "within:{most}m"),
            Self::All(parts) => joined(f, parts, " and "),
            Self::Any(parts) => joined(f, parts, " or "),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Rule], between: &str) -> fmt::Result {
    for (nth, part) in parts.iter().enumerate() {
        if nth > 0 {
            f.write_str(between)?;
        }
        if matches!(part, Rule::All(_) | Rule::Any(_)) {
            write!(f, "({part})")?;
        } else {
            write!(f, "{part}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
