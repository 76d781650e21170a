//! `villages.csv` and `uncovered.csv`.

use std::io::Write;

use super::csv::Csv;
use super::features::{Field, cells, fields};
use super::{Export, Results};
use crate::error::Error;
use crate::model::{Technology, Value};
use crate::rank::Ranking;

/// One row a village, in the order of the input.
pub struct VillagesCsv;

impl Export for VillagesCsv {
    fn file_name(&self) -> &'static str {
        "villages.csv"
    }

    fn summary(&self) -> &'static str {
        "one row a village: status, shares by technology, operators, people outside, distance"
    }

    fn is_lean(&self) -> bool {
        true
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let mut csv = results.csv.start(out)?;
        if results.assessment.has_operator_shares() {
            write_rows(&mut csv, results, 0..results.inputs.villages.len(), None)?;
        } else {
            write_lean(&mut csv, results)?;
        }
        Ok(csv.finish()?)
    }
}

/// The uncovered villages, first to last.
pub struct UncoveredCsv;

impl Export for UncoveredCsv {
    fn file_name(&self) -> &'static str {
        "uncovered.csv"
    }

    fn summary(&self) -> &'static str {
        "the uncovered villages in the order of the ranking"
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let mut csv = results.csv.start(out)?;
        let order = results.ranking.order.iter().copied();
        write_rows(&mut csv, results, order, Some(results.ranking))?;
        Ok(csv.finish()?)
    }
}

fn write_rows<W: Write>(
    csv: &mut Csv<W>,
    results: Results<'_>,
    villages: impl Iterator<Item = usize>,
    ranking: Option<&Ranking>,
) -> Result<(), Error> {
    let fields = fields(results);
    if ranking.is_some() {
        csv.text("rank");
    }
    fields.iter().for_each(|Field { name, .. }| csv.text(name));
    csv.end_row()?;
    for (nth, village) in villages.enumerate() {
        if ranking.is_some() {
            csv.number((nth + 1) as f64);
        }
        cells(results, village).iter().for_each(|value| write_value(csv, value));
        csv.end_row()?;
    }
    Ok(())
}

fn write_value<W: Write>(csv: &mut Csv<W>, value: &Value) {
    match value {
        Value::Missing => csv.text(""),
        Value::Bool(yes) => csv.text(if *yes { "true" } else { "false" }),
        Value::Integer(number) => csv.text(&number.to_string()),
        Value::Number(number) => csv.number(*number),
        Value::Text(text) => csv.foreign(text),
    }
}

/// The columns that a run restricted to this file has: id, status and shares.
fn write_lean<W: Write>(csv: &mut Csv<W>, results: Results<'_>) -> Result<(), Error> {
    for name in ["village_id", "status", "covered_share"] {
        csv.text(name);
    }
    for technology in Technology::ALL {
        csv.text(&format!("share_{}", technology.slug()));
    }
    csv.text("operators");
    csv.end_row()?;
    let operators = &results.inputs.coverage.operators;
    let mut names = String::new();
    for (nth, found) in results.assessment.villages.iter().enumerate() {
        csv.foreign(&results.inputs.villages.records[nth].id.0);
        csv.text(found.status.label());
        csv.number(found.covered_share.get());
        found.technology_shares.iter().for_each(|share| csv.number(share.get()));
        names.clear();
        for operator in results.assessment.operators_reaching(nth) {
            if !names.is_empty() {
                names.push_str("; ");
            }
            names.push_str(&operators[usize::from(operator)]);
        }
        csv.foreign(&names);
        csv.end_row()?;
    }
    Ok(())
}
