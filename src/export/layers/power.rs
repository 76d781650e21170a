//! `power`: the uncovered villages split by grid power, unit by unit, as the ministry's lists are.

use crate::assess::Status;
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::model::Value;
use crate::rank::grid_power;

/// One row an administrative unit, and one for all.
pub struct Power;

/// Villages and people: with grid power, without, and where the data do not say.
#[derive(Debug, Clone, Copy, Default)]
struct Split {
    villages: [i64; 3],
    people: [f64; 3],
    /// Of them planned to be served.
    planned: [i64; 3],
}

impl LayerSource for Power {
    fn name(&self) -> &'static str {
        "power"
    }

    fn summary(&self) -> &'static str {
        "the uncovered villages of each unit with grid power and without, and how many of them the plan serves"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let villages = &results.inputs.villages;
        let known = (0..villages.len()).any(|village| grid_power(villages, village).is_some());
        if !known {
            return Ok(None);
        }
        let mut fields = vec![Field::text("unit", "administrative unit; the last row is all of them")];
        for (name, about) in [
            ("powered", "with grid power"),
            ("unpowered", "without"),
            ("unstated", "of which the data do not say"),
        ] {
            fields.push(Field::integer(
                format!("{name}_villages"),
                "villages",
                format!("uncovered, {about}"),
            ));
            fields.push(Field::number(format!("{name}_people"), "people", "in those villages"));
            fields.push(Field::integer(
                format!("{name}_planned"),
                "villages",
                "of them that the plan serves; empty without a plan",
            ));
        }
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields, rows: rows(results) }))
    }
}

fn rows(results: Results<'_>) -> Vec<Row> {
    let villages = &results.inputs.villages;
    // The level above the smallest: a district has a list, a commune has a line in it.
    let level = 1.min(villages.admin_levels.len().saturating_sub(1));
    let planned: std::collections::HashSet<usize> =
        results.planned.map_or_else(Default::default, |planned| {
            let served = planned.villages.iter().zip(&planned.outcome.plan.served);
            served.filter(|(_, served)| served.is_some()).map(|(&village, _)| village).collect()
        });
    let mut units: std::collections::BTreeMap<String, Split> = std::collections::BTreeMap::new();
    let mut all = Split::default();
    for village in results.assessment.with_status(Status::Uncovered) {
        let record = &villages.records[village];
        let unit = record.admin.get(level).cloned().flatten().unwrap_or_default();
        let kind = match grid_power(villages, village) {
            Some(true) => 0,
            Some(false) => 1,
            None => 2,
        };
        for split in [units.entry(unit).or_default(), &mut all] {
            split.villages[kind] += 1;
            split.people[kind] += record.population.map_or(0.0, crate::units::People::get);
            split.planned[kind] += i64::from(planned.contains(&village));
        }
    }
    let row = |(unit, split): (String, Split)| {
        let mut values = vec![Value::Text(unit)];
        for kind in 0..3 {
            values.push(Value::Integer(split.villages[kind]));
            values.push(Value::Number(split.people[kind]));
            let planned = Value::Integer(split.planned[kind]);
            values.push(if results.planned.is_some() { planned } else { Value::Missing });
        }
        Row { values, geometry: None }
    };
    units.into_iter().chain([("all".to_owned(), all)]).map(row).collect()
}
