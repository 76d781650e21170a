//! `covgap.xlsx`: every layer as a sheet, ready for the office: frozen headers, filters, number
//! formats, printable.

use std::io::Write;

use rust_xlsxwriter::{Format as CellFormat, FormatAlign, Workbook, Worksheet, XlsxError};

use super::formats::Container;
use super::how::How;
use super::layer::{Field, Kind, Layer};
use super::{Results, words};
use crate::assess::{Totals, totals};
use crate::error::Error;
use crate::model::Value;
use crate::read::Skip;

/// One workbook with a sheet a layer.
pub struct Xlsx;

/// What the office's programs take as the number of rows of a sheet, header included.
const MOST_ROWS: usize = 1_048_576;
/// What they take as the length of a cell.
const MOST_CHARACTERS: usize = 32_767;

/// The sheets that a meeting asks for come first; the others follow as they are.
const ORDER: &[&str] =
    &["uncovered", "ranking", "rules", "phases", "plan", "curve", "targets", "proposals", "verify"];
/// Columns that fit on a printed page; what lies beyond is in the sheet, and not on paper.
const PRINTED: u16 = 14;

impl Container for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn summary(&self) -> &'static str {
        "one workbook: summary, every table, data quality"
    }

    fn file_name(&self) -> &'static str {
        "covgap.xlsx"
    }

    fn draws(&self) -> bool {
        false
    }

    fn write(
        &self,
        layers: &[Layer],
        results: Results<'_>,
        _: &How<'_>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let bytes = workbook(layers, results).map_err(|error| std::io::Error::other(error.to_string()))?;
        Ok(out.write_all(&bytes)?)
    }
}

fn workbook(layers: &[Layer], results: Results<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (year, month, day) = results.made.date();
    let epoch = rust_xlsxwriter::ExcelDateTime::from_ymd(year, month, day)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&epoch));
    let looks = Looks::new();
    write_summary(book.add_worksheet(), results, &looks)?;
    let place = |layer: &&Layer| ORDER.iter().position(|name| *name == layer.name).unwrap_or(ORDER.len());
    let mut ordered: Vec<&Layer> = layers.iter().collect();
    ordered.sort_by_key(place);
    for layer in ordered {
        write_layer(book.add_worksheet(), layer, results, &looks)?;
    }
    write_quality(book.add_worksheet(), results, &looks)?;
    book.save_to_buffer()
}

struct Looks {
    title: CellFormat,
    header: CellFormat,
    whole: CellFormat,
    dong: CellFormat,
    share: CellFormat,
    decimal: CellFormat,
    text: CellFormat,
}

impl Looks {
    fn new() -> Self {
        Self {
            title: CellFormat::new().set_bold().set_font_size(14),
            header: CellFormat::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color("DDE7F0"),
            whole: CellFormat::new().set_num_format("#,##0"),
            dong: CellFormat::new().set_num_format("#,##0 [$₫-42A]"),
            share: CellFormat::new().set_num_format("0.0%"),
            decimal: CellFormat::new().set_num_format("#,##0.00"),
            text: CellFormat::new().set_num_format("@"),
        }
    }

    /// How the numbers of a column look: people and metres whole, shares as percentages.
    fn of(&self, field: &Field) -> &CellFormat {
        match (field.kind, field.unit) {
            (Kind::Text | Kind::Bool, _) => &self.text,
            (_, "VND") => &self.dong,
            (Kind::Integer, _) | (_, "people" | "households" | "m" | "money" | "villages") => &self.whole,
            (_, "share") => &self.share,
            _ => &self.decimal,
        }
    }
}

fn write_summary(sheet: &mut Worksheet, results: Results<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let words = words(results.language);
    sheet.set_name(words.summary)?.set_column_width(0, 52)?.set_column_width(1, 24)?;
    sheet.write_with_format(0, 0, words.title, &looks.title)?;
    let all: Totals = totals(&results.inputs.villages, results.assessment);
    let definition = &results.assessment.definition;
    let texts = [
        (words.rule, definition.rule.to_string()),
        (words.min_technology, definition.min_technology.to_string()),
        (words.working_crs, results.inputs.plane.crs().to_owned()),
        (words.version, env!("CARGO_PKG_VERSION").to_owned()),
    ];
    let mut row = 2;
    for (label, text) in texts {
        sheet.write(row, 0, label)?.write_with_format(row, 1, text, &looks.text)?;
        row += 1;
    }
    let numbers = [
        (words.villages, all.villages as f64),
        (words.covered, all.covered as f64),
        (words.uncovered, all.uncovered as f64),
        (words.unknown, all.unknown as f64),
        (words.population, all.population.get()),
        (words.people_in_uncovered, all.people_in_uncovered_villages.get()),
        (words.people_outside, all.people_outside.get()),
    ];
    for (label, number) in numbers {
        sheet.write(row, 0, label)?.write_with_format(row, 1, number, &looks.whole)?;
        row += 1;
    }
    Ok(())
}

fn write_layer(
    sheet: &mut Worksheet,
    layer: &Layer,
    results: Results<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let name = words(results.language).sheet(layer.name);
    sheet.set_name(name.chars().take(31).collect::<String>())?;
    for (column, field) in (0u16..).zip(&layer.fields) {
        sheet.write_with_format(0, column, words(results.language).column(&field.name), &looks.header)?;
        let heading = (field.name.chars().count() as f64 + 2.0).min(26.0);
        sheet.set_column_width(column, width(field).max(heading))?;
    }
    sheet.set_row_height(0, 32)?;
    let in_dong = results.planned.is_some_and(|planned| planned.currency.as_deref() == Some("VND"));
    let rows = layer.rows.len().min(MOST_ROWS - 1);
    for (at, row) in (1u32..).zip(&layer.rows[..rows]) {
        for (column, (field, value)) in (0u16..).zip(layer.fields.iter().zip(&row.values)) {
            let look = if in_dong && field.unit == "money" { &looks.dong } else { looks.of(field) };
            write_value(sheet, (at, column), value, look)?;
        }
    }
    sheet.set_freeze_panes(1, 2)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_header(format!("&L{}&R{}", words(results.language).title, name));
    sheet.set_footer("&L&F&R&P / &N");
    sheet.set_repeat_rows(0, 0)?;
    if let Some(last) = u16::try_from(layer.fields.len()).ok().and_then(|count| count.checked_sub(1)) {
        sheet.autofilter(0, 0, rows as u32, last)?;
        if last >= PRINTED {
            sheet.set_print_area(0, 0, rows as u32, PRINTED - 1)?;
        }
    }
    Ok(())
}

fn width(field: &Field) -> f64 {
    match field.kind {
        Kind::Text => 18.0,
        _ => 12.0,
    }
}

/// Words of the input are written as words: never a formula, whatever they begin with.
fn write_value(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    look: &CellFormat,
) -> Result<(), XlsxError> {
    match value {
        Value::Missing => {}
        Value::Bool(yes) => {
            sheet.write_boolean(row, column, *yes)?;
        }
        Value::Integer(number) => {
            sheet.write_number_with_format(row, column, *number as f64, look)?;
        }
        Value::Number(number) => {
            sheet.write_number_with_format(row, column, *number, look)?;
        }
        Value::Text(text) => {
            let short: String = text.chars().take(MOST_CHARACTERS).collect();
            sheet.write_string_with_format(row, column, short, look)?;
        }
    }
    Ok(())
}

/// What was left out, mended or doubtful while reading.
fn write_quality(sheet: &mut Worksheet, results: Results<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let words = words(results.language);
    sheet.set_name(words.quality)?;
    let header = [words.file, words.what, words.feature, words.village_id, words.reason];
    for (column, label) in (0u16..).zip(header) {
        sheet.write_with_format(0, column, label, &looks.header)?;
        sheet.set_column_width(column, [28.0, 12.0, 10.0, 16.0, 90.0][usize::from(column)])?;
    }
    let mut row = 1;
    for source in &results.inputs.findings.sources {
        let file = source.path.file_name().unwrap_or_default().to_string_lossy();
        for (list, what) in [(&source.skipped, words.skipped), (&source.repaired, words.repaired)] {
            for Skip { position, id, reason } in list {
                sheet.write_string(row, 0, file.as_ref())?.write_string(row, 1, what)?;
                sheet.write_number(row, 2, *position as f64)?;
                sheet.write_string(row, 3, id.as_deref().unwrap_or_default())?;
                sheet.write_string(row, 4, reason)?;
                row += 1;
            }
        }
    }
    for warning in &results.inputs.findings.warnings {
        sheet.write_string(row, 1, words.warning)?.write_string(row, 4, warning)?;
        row += 1;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}
