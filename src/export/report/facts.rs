//! What is known of each village beyond its area, for its evidence on the page.

use super::ReportInput;
use crate::assess::Facts;
use crate::units::Share;

/// Whether each centre is inside, as letters; empty where that is known of none.
pub(super) fn centres(input: &ReportInput<'_>) -> String {
    let letter = |centre: Option<bool>| centre.map_or('?', |inside| if inside { 'c' } else { 'u' });
    let known = facts(input).any(|facts| facts.centre.is_some());
    if known { facts(input).map(|facts| letter(facts.centre)).collect() } else { String::new() }
}

/// Clusters of houses that are served, and all of them; empty where no village has any.
pub(super) fn clusters(input: &ReportInput<'_>) -> Vec<Option<[u32; 2]>> {
    or_nothing(facts(input).map(|facts| facts.clusters.map(|found| [found.served, found.all])))
}

/// Shares of the people inside, where they were placed; else empty.
pub(super) fn population_shares(input: &ReportInput<'_>) -> Vec<Option<f64>> {
    if input.villages.places.people.is_none() {
        return Vec::new();
    }
    or_nothing(facts(input).map(|facts| facts.population.map(short)))
}

/// Shares of the buildings inside; empty where there are none.
pub(super) fn building_shares(input: &ReportInput<'_>) -> Vec<Option<f64>> {
    or_nothing(facts(input).map(|facts| facts.buildings.map(short)))
}

fn facts<'a>(input: &ReportInput<'a>) -> impl Iterator<Item = &'a Facts> {
    input.assessment.villages.iter().map(|village| &village.facts)
}

fn or_nothing<T>(values: impl Iterator<Item = Option<T>>) -> Vec<Option<T>> {
    let values: Vec<Option<T>> = values.collect();
    if values.iter().any(Option::is_some) { values } else { Vec::new() }
}

fn short(share: Share) -> f64 {
    let short = (share.get() * 1e4).round() / 1e4;
    // what is between nothing and all stays between
    if share.get() > 0.0 && share.get() < 1.0 { short.clamp(1e-4, 1.0 - 1e-4) } else { share.get() }
}
