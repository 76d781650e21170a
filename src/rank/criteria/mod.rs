//! What villages can be compared by: a file for each criterion, and a line in [`CRITERIA`].

mod border;
mod clinics;
mod cluster_gain;
mod cost;
mod cost_per_person;
mod coverage_distance;
mod covered_village_distance;
mod difficult;
mod fibre_distance;
mod grid_distance;
mod grid_power;
mod households;
mod minority;
mod population;
mod poverty;
mod road_distance;
mod schools;
mod terrain;
mod uncovered_people;

use super::{Context, Criterion};
use crate::model::{Value, Villages};

/// Every criterion there is. A column of the input that is none of these can be named too: more goes
/// first, or less with `-` in front.
pub const CRITERIA: &[&dyn Criterion] = &[
    &population::Population,
    &uncovered_people::UncoveredPeople,
    &households::Households,
    &coverage_distance::CoverageDistance,
    &poverty::Poverty,
    &minority::Minority,
    &border::Border,
    &difficult::Difficult,
    &grid_power::GridPower,
    &road_distance::RoadDistance,
    &fibre_distance::FibreDistance,
    &grid_distance::GridDistance,
    &schools::Schools,
    &clinics::Clinics,
    &terrain::Terrain,
    &covered_village_distance::CoveredVillageDistance,
    &cost_per_person::CostPerPerson,
    &cluster_gain::ClusterGain,
    &cost::Cost,
];

/// What the first of some columns that the villages have says of one.
fn column_value(names: &[&str], village: usize, context: Context<'_>) -> Option<f64> {
    let column = names.iter().find_map(|name| context.villages.extra_column(name))?;
    as_number(&context.villages.records[village].extra[column])
}

/// Which of some columns the villages have.
fn column_source(names: &[&str], context: Context<'_>) -> String {
    let villages: &Villages = context.villages;
    names.iter().find_map(|name| villages.extra_column(name)).map_or_else(
        || {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("no column {}", names.join(", "))
        },
        |at| format!("column `{}`", villages.extra_columns[at]),
    )
}

/// A value as a number; yes is 1 and no is 0.
pub(super) fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Missing => None,
        Value::Bool(yes) => Some(f64::from(u8::from(*yes))),
        Value::Integer(number) => Some(*number as f64),
        Value::Number(number) => number.is_finite().then_some(*number),
        Value::Text(text) => match text.trim().to_lowercase().as_str() {
            "yes" | "true" | "có" | "co" | "x" => Some(1.0),
            "no" | "false" | "không" | "khong" => Some(0.0),
            other => other.parse().ok().filter(|number: &f64| number.is_finite()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_has_a_name_of_its_own() {
        let mut names: Vec<&str> = CRITERIA.iter().map(|criterion| criterion.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CRITERIA.len());
    }

    #[test]
    fn yes_and_no_are_numbers_in_both_languages() {
        let text = |text: &str| as_number(&Value::Text(text.into()));
        assert_eq!((text("có"), text("No"), text("0.5"), text("?")), (Some(1.0), Some(0.0), Some(0.5), None));
    }
}
