//! All that decides what a covered village is.

use std::fmt;
use std::str::FromStr;

use crate::assess::{Rule, SignalCut};
use crate::model::{OperatorIndex, Technology};
use crate::units::Share;

/// The rule, the oldest technology that counts, whose coverage, and at which level.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// What a village must satisfy.
    pub rule: Rule,
    /// Service areas of older technologies do not count.
    pub min_technology: Technology,
    /// Whose service areas count, and how many operators must satisfy the rule alone.
    pub operators: Operators,
    /// The received power below which a service area does not count.
    pub signal: SignalCut,
    /// How much less than everything still counts as 100 %; other thresholds know no tolerance.
    pub tolerance: Share,
    /// Technologies that are taken to be switched off.
    pub switched_off: Vec<Technology>,
}

impl Default for Definition {
    /// Mobile broadband: half the village's area inside 3G-or-later service areas.
    fn default() -> Self {
        Self {
            rule: Rule::Area(Share::new(0.5).unwrap_or_default()),
            min_technology: Technology::Umts,
            operators: Operators::Any,
            signal: SignalCut::default(),
            tolerance: Share::NONE,
            switched_off: Vec::new(),
        }
    }
}

impl Definition {
    /// The technologies that count, oldest first.
    pub fn counting(&self) -> impl Iterator<Item = Technology> + '_ {
        self.min_technology.and_later().filter(|technology| !self.switched_off.contains(technology))
    }

    /// Whether service areas of a technology count.
    pub fn counts(&self, technology: Technology) -> bool {
        technology >= self.min_technology && !self.switched_off.contains(&technology)
    }

    /// Whether the service areas of an operator count.
    pub fn counts_operator(&self, operator: OperatorIndex, names: &[String]) -> bool {
        match &self.operators {
            Operators::Named(name) => names.get(usize::from(operator)).is_some_and(|own| own == name),
            _ => true,
        }
    }
}

/// Whose service areas count, and how many operators must satisfy the rule alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Operators {
    /// All operators together: any of them may serve any part of the village.
    #[default]
    Any,
    /// This one alone.
    Named(String),
    /// At least so many, each by itself.
    AtLeast(u32),
    /// Every operator of the data, each by itself.
    Each,
}

impl fmt::Display for Operators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Each => f.write_str("each"),
            Self::AtLeast(least) => write!(f, "{least}"),
            Self::Named(name) if is_plain(name) => f.write_str(name),
            Self::Named(name) => write!(f, "operator:{name}"),
        }
    }
}

/// Whether an operator's name cannot be taken for anything else.
fn is_plain(name: &str) -> bool {
    !matches!(name.to_lowercase().as_str(), "any" | "each" | "all")
        && name.parse::<u32>().is_err()
        && !name.starts_with("operator:")
}

impl FromStr for Operators {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        match text.to_lowercase().as_str() {
            "" | "operator:" => return Err("say `any`, `each`, a number, or an operator's name".to_owned()),
            "any" => return Ok(Self::Any),
            "each" | "all" => return Ok(Self::Each),
            _ => {}
        }
        match text.parse::<u32>() {
            Ok(0) => Err("at least 0 operators is no rule".to_owned()),
            Ok(least) => Ok(Self::AtLeast(least)),
            Err(_) => Ok(Self::Named(text.strip_prefix("operator:").unwrap_or(text).trim().to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mobile_broadband_is_half_the_area_in_3g_or_later_of_any_operator() {
        let definition = Definition::default();
        assert_eq!(definition.rule.to_string(), "area>=0.5");
        let counting: Vec<_> = definition.counting().collect();
        assert_eq!(counting, [Technology::Umts, Technology::Lte, Technology::Nr]);
        assert_eq!(definition.operators.to_string(), "any");
    }

    #[test]
    fn a_switched_off_technology_does_not_count() {
        let definition = Definition { switched_off: vec![Technology::Umts], ..Definition::default() };
        assert!(!definition.counts(Technology::Umts) && definition.counts(Technology::Lte));
        assert!(!definition.counts(Technology::Gsm));
    }

    #[test]
    fn operators_read_back_as_they_were_written() {
        for text in ["any", "each", "2", "Viettel", "operator:2", "operator:any"] {
            assert_eq!(text.parse::<Operators>().unwrap().to_string(), text);
        }
        assert!("0".parse::<Operators>().is_err());
        assert!(" ".parse::<Operators>().is_err());
    }
}
