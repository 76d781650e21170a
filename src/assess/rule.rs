//! When a village counts as covered: a value, stated in every output.

use std::fmt;
use std::str::FromStr;

use crate::model::Technology;
use crate::units::Share;

/// What a village must satisfy to count as covered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// At least this share of its area lies inside the union of the service areas.
    Area(Share),
    /// Its centre lies inside a service area.
    Centre,
}

/// A rule text that says no rule known here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a rule: write `area>=0.5`, `area>=50%` or `centre`")]
pub struct UnknownRule(String);

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Area(share) => write!(f, "area>={}", share.get()),
            Self::Centre => f.write_str("centre"),
        }
    }
}

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownRule(text.to_owned());
        let word: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        match word.as_str() {
            "centre" | "center" => Ok(Self::Centre),
            _ => {
                let threshold = word.strip_prefix("area>=").ok_or_else(unknown)?;
                parse_share(threshold).map(Self::Area).ok_or_else(unknown)
            }
        }
    }
}

fn parse_share(text: &str) -> Option<Share> {
    let value = match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok()? / 100.0,
        None => text.parse().ok()?,
    };
    Share::new(value).ok()
}

/// The rule, and the oldest technology that counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Definition {
    /// What a village must satisfy.
    pub rule: Rule,
    /// Service areas of older technologies do not count.
    pub min_technology: Technology,
}

impl Default for Definition {
    /// Mobile broadband: half the village's area inside 3G-or-later service areas.
    fn default() -> Self {
        Self { rule: Rule::Area(Share::new(0.5).unwrap_or_default()), min_technology: Technology::Umts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_back_as_it_was_written() {
        for text in ["area>=0.5", "area>=0.9", "centre"] {
            assert_eq!(text.parse::<Rule>().unwrap().to_string(), text);
        }
        assert_eq!("area >= 50 %".parse::<Rule>(), "area>=0.5".parse());
    }

    #[test]
    fn a_percentage_without_its_sign_is_refused() {
        assert!("area>=50".parse::<Rule>().is_err());
        assert!("area>0.5".parse::<Rule>().is_err());
        assert!("everything".parse::<Rule>().is_err());
    }

    #[test]
    fn mobile_broadband_is_half_the_area_in_3g_or_later() {
        let definition = Definition::default();
        assert_eq!(definition.rule.to_string(), "area>=0.5");
        assert_eq!(definition.min_technology, Technology::Umts);
    }
}
