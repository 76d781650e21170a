//! Words of a planning flag as numbers.

use crate::plan::atoms::Weight;
use crate::plan::{METHODS, Method};

/// An amount of money from 0 up.
pub(super) fn amount(text: &str) -> Result<f64, String> {
    let value: f64 =
        text.trim().parse().map_err(|_| format!("`{text}` is not an amount: write 20e9 or 20000000000"))?;
    if value.is_finite() && value >= 0.0 {
        Ok(value)
    } else {
        Err(format!("`{text}` is not an amount from 0 up"))
    }
}

/// A share from 0 to 1: `0.95` or `95%`.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let (number, unit) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let value: f64 =
        number.trim().parse().map_err(|_| format!("`{text}` is not a share: write 0.95 or 95%"))?;
    let value = value / unit;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(format!("`{text}` is not a share from 0 to 1")) }
}

/// What is served is counted in.
pub(super) fn weight(text: &str) -> Result<Weight, String> {
    Weight::ALL
        .into_iter()
        .find(|weight| weight.name() == text)
        .ok_or_else(|| format!("no unit `{text}`; there are people, households, villages, people-outside"))
}

/// How a plan is made.
pub(super) fn method(text: &str) -> Result<Method, String> {
    METHODS.iter().find(|(name, ..)| *name == text).map(|(_, method, _)| *method).ok_or_else(|| {
        let names: Vec<_> = METHODS.iter().map(|(name, _, about)| format!("{name} ({about})")).collect();
        format!("no method `{text}`; there are {}", names.join(", "))
    })
}

/// A minimum in each unit of a level: `district=1`.
pub(super) fn floor(text: &str) -> Result<(String, u32), String> {
    let parts = text.split_once('=').and_then(|(level, count)| Some((level.to_owned(), count.parse().ok()?)));
    parts.ok_or_else(|| format!("`{text}` is no minimum: write district=1"))
}

/// What low and high costs are of the middle: `0.64,1.36`.
pub(super) fn range(text: &str) -> Result<(f64, f64), String> {
    let no_range = || format!("`{text}` is no range: write 0.8,1.3 for 20 % less and 30 % more");
    let (low, high) = text.split_once(',').ok_or_else(no_range)?;
    let (low, high) = (amount(low)?, amount(high)?);
    if low <= 1.0 && high >= 1.0 { Ok((low, high)) } else { Err(no_range()) }
}

/// Of what a target is a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetOf {
    /// What all candidates together could newly serve.
    Reach,
    /// What is uncovered today.
    Uncovered,
    /// Everything, what is covered today included.
    All,
}

/// Of what a target is a share.
pub(super) fn target_of(text: &str) -> Result<TargetOf, String> {
    match text {
        "reach" => Ok(TargetOf::Reach),
        "uncovered" => Ok(TargetOf::Uncovered),
        "all" => Ok(TargetOf::All),
        _ => Err(format!("no `{text}`; there are reach, uncovered, all")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_refused_with_what_would_do() {
        assert_eq!(range("0.8,1.3"), Ok((0.8, 1.3)));
        assert!(range("1.1,1.3").is_err() && range("0.8").is_err());
        assert_eq!(share("95%"), Ok(0.95));
        assert!(share("950%").unwrap_err().contains("from 0 to 1"));
        assert!(target_of("some").unwrap_err().contains("uncovered"));
    }
}
