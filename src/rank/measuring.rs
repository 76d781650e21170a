//! The values of a criterion, or of a column that somebody names as one.

use super::Context;
use super::criteria::{CRITERIA, as_number};
use super::table::{Direction, Measure};
use crate::assess::Assessment;
use crate::model::Villages;

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
    let context = Context { villages, assessment };
    if let Some(criterion) = CRITERIA.iter().find(|criterion| criterion.name() == name) {
        return Ok(Measure {
            name: name.to_owned(),
            unit: criterion.unit().to_owned(),
            direction: criterion.direction(),
            source: criterion.source(context),
            values: chosen.iter().map(|&village| criterion.score(village, context)).collect(),
        });
    }
    let column = name.strip_prefix('-').unwrap_or(name);
    let Some(at) = villages.extra_column(column) else {
        let names: Vec<_> = CRITERIA.iter().map(|criterion| criterion.name()).collect();
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
