//! The criteria that are simply a column of the data, or a figure of the assessment.

use super::table::{Direction, Measure};
use crate::assess::Assessment;
use crate::model::{Value, Villages};
use crate::units::{Households, Metres, People};

/// Where a criterion's values come from.
#[derive(Debug, Clone, Copy)]
enum From {
    Population,
    PeopleOutside,
    Households,
    Distance,
    /// The first of these columns that the villages have.
    Column(&'static [&'static str]),
}

/// One criterion of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// As the user types it.
    pub name: &'static str,
    /// What a value counts.
    pub unit: &'static str,
    /// Which values go first.
    pub direction: Direction,
    /// One line on what it says.
    pub about: &'static str,
    from: From,
}

const fn entry(
    name: &'static str,
    unit: &'static str,
    direction: Direction,
    about: &'static str,
    from: From,
) -> Entry {
    Entry { name, unit, direction, about, from }
}

/// Every criterion that weights and keys may name. A column of the input that is none of these
/// can be named too: more goes first, or less with `-` in front.
pub const CATALOGUE: &[Entry] = &[
    entry("population", "people", Direction::Higher, "everybody in the village", From::Population),
    entry(
        "uncovered-people",
        "people",
        Direction::Higher,
        "people outside every service area",
        From::PeopleOutside,
    ),
    entry("households", "households", Direction::Higher, "households in the village", From::Households),
    entry(
        "coverage-distance",
        "m",
        Direction::Lower,
        "to the nearest service area that counts",
        From::Distance,
    ),
    entry(
        "poverty",
        "share",
        Direction::Higher,
        "poor people",
        From::Column(&["poor_share", "poverty", "poverty_share"]),
    ),
    entry(
        "minority",
        "share",
        Direction::Higher,
        "people of ethnic minorities",
        From::Column(&["minority_share"]),
    ),
    entry(
        "border",
        "yes/no",
        Direction::Higher,
        "in a border commune",
        From::Column(&["border_commune", "border"]),
    ),
    entry(
        "difficult",
        "yes/no",
        Direction::Higher,
        "in an extremely difficult commune",
        From::Column(&["extremely_difficult"]),
    ),
    entry("grid-power", "yes/no", Direction::Higher, "has grid power", From::Column(&["grid_power"])),
    entry("road-distance", "m", Direction::Lower, "to the nearest road", From::Column(&["road_distance_m"])),
    entry(
        "fibre-distance",
        "m",
        Direction::Lower,
        "to the nearest fibre",
        From::Column(&["fibre_distance_m"]),
    ),
    entry(
        "grid-distance",
        "m",
        Direction::Lower,
        "to the nearest power line",
        From::Column(&["grid_distance_m"]),
    ),
    entry("schools", "schools", Direction::Higher, "schools in the village", From::Column(&["schools"])),
    entry("clinics", "clinics", Direction::Higher, "clinics in the village", From::Column(&["clinics"])),
    entry(
        "terrain",
        "factor",
        Direction::Lower,
        "what terrain multiplies costs by",
        From::Column(&["terrain_factor"]),
    ),
    entry(
        "covered-village-distance",
        "m",
        Direction::Lower,
        "to the centre of the nearest covered village",
        From::Column(&["covered_village_distance_m"]),
    ),
    entry(
        "cost-per-person",
        "money",
        Direction::Lower,
        "of the cheapest site that serves it, for each person it newly covers",
        From::Column(&["cost_per_newly_covered"]),
    ),
    entry(
        "cluster-gain",
        "people",
        Direction::Higher,
        "in other uncovered villages that the cheapest site for it serves too",
        From::Column(&["cluster_gain"]),
    ),
    entry("cost", "money", Direction::Lower, "to serve the village", From::Column(&["cost_to_serve"])),
];

/// The values of a criterion for some villages.
///
/// # Errors
/// A name that is neither in the catalogue nor a column, or a column that is no number.
pub fn measure(
    name: &str,
    villages: &Villages,
    assessment: &Assessment,
    chosen: &[usize],
) -> Result<Measure, String> {
    if let Some(entry) = CATALOGUE.iter().find(|entry| entry.name == name) {
        let values = chosen.iter().map(|&village| value(entry.from, villages, assessment, village));
        return Ok(Measure {
            name: name.to_owned(),
            unit: entry.unit.to_owned(),
            direction: entry.direction,
            source: source(entry.from, villages),
            values: values.collect(),
        });
    }
    let column = name.strip_prefix('-').unwrap_or(name);
    let Some(at) = villages.extra_column(column) else {
        let names: Vec<_> = CATALOGUE.iter().map(|entry| entry.name).collect();
        return Err(format!(
            "no criterion `{name}`; there are {}, and any column of numbers: {}",
            names.join(", "),
            villages.extra_columns.join(", ")
        ));
    };
    let values: Vec<_> =
        chosen.iter().map(|&village| as_number(&villages.records[village].extra[at])).collect();
    if !values.is_empty() && values.iter().all(Option::is_none) {
        return Err(format!("column `{column}` holds no number for any uncovered village"));
    }
    Ok(Measure {
        name: column.to_owned(),
        unit: String::new(),
        direction: if column == name { Direction::Higher } else { Direction::Lower },
        source: format!("column `{column}`"),
        values,
    })
}

fn value(from: From, villages: &Villages, assessment: &Assessment, village: usize) -> Option<f64> {
    let record = &villages.records[village];
    let found = &assessment.villages[village];
    match from {
        From::Population => record.population.map(People::get),
        From::PeopleOutside => found.people_outside(record).map(People::get),
        From::Households => record.households.map(Households::get),
        From::Distance => found.distance.map(Metres::get),
        From::Column(names) => as_number(&record.extra[column(names, villages)?]),
    }
}

fn column(names: &[&str], villages: &Villages) -> Option<usize> {
    names.iter().find_map(|name| villages.extra_column(name))
}

fn source(from: From, villages: &Villages) -> String {
    match from {
        From::Population | From::Households => "the villages' file".to_owned(),
        From::PeopleOutside | From::Distance => "the assessment".to_owned(),
        From::Column(names) => column(names, villages).map_or_else(
            || format!("no column {}", names.join(" or ")),
            |at| format!("column `{}`", villages.extra_columns[at]),
        ),
    }
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
