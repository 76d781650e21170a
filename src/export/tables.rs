//! Layers as CSV, and the lean `villages.csv`.

use std::io::Write;

use super::csv::Csv;
use super::formats::Format;
use super::how::How;
use super::layer::{Field, Layer};
use super::{Export, Results};
use crate::error::Error;
use crate::model::{Technology, Value};

/// A table with one header line.
pub struct CsvTable;

impl Format for CsvTable {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn summary(&self) -> &'static str {
        "comma-separated values, UTF-8, always written"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn writes_tables(&self) -> bool {
        true
    }

    fn is_standard(&self) -> bool {
        true
    }

    fn draws(&self) -> bool {
        false
    }

    fn write(&self, layer: &Layer, _: &str, how: &How<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let mut csv = how.csv.start(out)?;
        layer.fields.iter().for_each(|field| csv.foreign(&field.name));
        csv.end_row()?;
        for row in &layer.rows {
            for (field, value) in layer.fields.iter().zip(&row.values) {
                match value {
                    Value::Text(code) if is_code(field) => csv.code(code),
                    value => write_value(&mut csv, value),
                }
            }
            csv.end_row()?;
        }
        Ok(csv.finish()?)
    }
}

/// Whether a field holds ids.
fn is_code(field: &Field) -> bool {
    field.name == "id" || field.name.ends_with("_id")
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

/// `villages.csv` when nothing else is asked for: id, status, shares and operators.
pub struct LeanVillages;

impl Export for LeanVillages {
    fn file_name(&self) -> &'static str {
        "villages.csv"
    }

    fn summary(&self) -> &'static str {
        "id, status, covered share, share of each technology, operators"
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let mut csv = results.csv.start(out)?;
        for name in ["village_id", "status", "covered_share"] {
            csv.text(name);
        }
        Technology::ALL.iter().for_each(|technology| csv.text(&format!("share_{}", technology.slug())));
        csv.text("operators");
        csv.end_row()?;
        let mut names = String::new();
        for nth in 0..results.inputs.villages.len() {
            write_lean_row(&mut csv, results, nth, &mut names)?;
        }
        Ok(csv.finish()?)
    }
}

fn write_lean_row<W: Write>(
    csv: &mut Csv<W>,
    results: Results<'_>,
    nth: usize,
    names: &mut String,
) -> Result<(), Error> {
    let found = &results.assessment.villages[nth];
    csv.code(&results.inputs.villages.records[nth].id.0);
    csv.text(found.status.label());
    csv.number(found.covered_share.get());
    found.technology_shares.iter().for_each(|share| csv.number(share.get()));
    names.clear();
    for operator in results.assessment.operators_reaching(nth) {
        if !names.is_empty() {
            names.push_str("; ");
        }
        names.push_str(&results.inputs.coverage.operators[usize::from(operator)]);
    }
    csv.foreign(names);
    Ok(csv.end_row()?)
}
