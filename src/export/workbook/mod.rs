//! `covgap.xlsx`: every layer as a sheet, ready for the office: frozen headers, filters, number
//! formats, printable.

mod quality;
mod summary;

use std::io::Write;

use rust_xlsxwriter::{Format as CellFormat, FormatAlign, Workbook, Worksheet, XlsxError};

use super::Results;
use super::formats::Container;
use super::how::How;
use super::layer::{Field, Kind, Layer};
use super::words::{Words, words};
use crate::error::Error;
use crate::model::Value;

/// One workbook with a sheet a layer.
pub struct Xlsx;

/// What the office's programs take as the number of rows of a sheet, header included.
const MOST_ROWS: usize = 1_048_576;
/// What they take as the length of a cell.
const MOST_CHARACTERS: usize = 32_767;

/// What they take as the number of columns.
const MOST_COLUMNS: usize = 16_384;
/// Rows whose words are looked at for the width of a column.
const MEASURED_ROWS: usize = 500;
/// Room for three lines of a heading.
const HEADING: f64 = 46.0;

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
    summary::write(book.add_worksheet(), results, &looks)?;
    let place = |layer: &&Layer| ORDER.iter().position(|name| *name == layer.name).unwrap_or(ORDER.len());
    let mut ordered: Vec<&Layer> = layers.iter().collect();
    ordered.sort_by_key(place);
    for layer in ordered {
        write_layer(book.add_worksheet(), layer, results, &looks)?;
    }
    quality::write(book.add_worksheet(), results, &looks)?;
    book.save_to_buffer()
}

struct Looks {
    title: CellFormat,
    header: CellFormat,
    whole: CellFormat,
    total: CellFormat,
    label: CellFormat,
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
            total: CellFormat::new()
                .set_bold()
                .set_num_format("#,##0")
                .set_border_top(rust_xlsxwriter::FormatBorder::Thin),
            label: CellFormat::new().set_text_wrap().set_align(FormatAlign::Top),
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

fn write_layer(
    sheet: &mut Worksheet,
    layer: &Layer,
    results: Results<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let words = words(results.language);
    let name = words.sheet(layer.name);
    sheet.set_name(name.chars().take(31).collect::<String>())?;
    for (nth, field) in layer.fields.iter().enumerate().take(MOST_COLUMNS) {
        let column = nth as u16;
        let heading = words.column(&field.name);
        let longest = heading.split(' ').map(|word| word.chars().count()).max().unwrap_or_default();
        sheet.write_with_format(0, column, heading, &looks.header)?;
        sheet.set_column_width(
            column,
            width(field, layer, nth, words).max((longest as f64 + 3.0).min(26.0)),
        )?;
    }
    sheet.set_row_height(0, HEADING)?;
    let currency = match layer.name.starts_with("proposals") {
        true => results.benchmark.and_then(|all| all.currency.as_deref()),
        false => results.planned.and_then(|planned| planned.currency.as_deref()),
    };
    let in_dong = currency == Some("VND");
    let rows = layer.rows.len().min(MOST_ROWS - 1);
    for (at, row) in (1u32..).zip(&layer.rows[..rows]) {
        for (column, (field, value)) in (0u16..MOST_COLUMNS as u16).zip(layer.fields.iter().zip(&row.values))
        {
            let look = if in_dong && field.unit == "money" { &looks.dong } else { looks.of(field) };
            match value {
                // one of covgap's own words, in the language of the workbook
                Value::Text(text) => {
                    write_text(sheet, (at, column), &words.value(&field.name, text), look)?;
                }
                value => write_value(sheet, (at, column), value, look)?,
            }
        }
    }
    sheet.set_freeze_panes(1, 2)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_header(format!("&L{}&R{}", words.title, name));
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

/// Wide enough for the numbers of a column, in characters, and for most of its words: longer ones are cut
/// by the next cell.
fn width(field: &Field, layer: &Layer, nth: usize, words: &Words) -> f64 {
    let rows = layer.rows.iter().map(|row| &row.values[nth]);
    if field.kind == Kind::Text {
        let lengths = rows.take(MEASURED_ROWS).map(|value| match value {
            Value::Text(text) => words.value(&field.name, text).chars().count(),
            _ => 0,
        });
        return (lengths.max().unwrap_or_default() as f64 + 1.0).clamp(9.0, 40.0);
    }
    let most = rows.map(|value| match value {
        Value::Integer(number) => (*number as f64).abs(),
        Value::Number(number) => number.abs(),
        _ => 0.0,
    });
    let most = most.fold(1.0, f64::max).min(1e15);
    let digits = most.log10().floor() + 1.0;
    let (separators, room) = (((digits - 1.0) / 3.0).floor(), if field.unit == "money" { 5.0 } else { 5.5 });
    (digits + separators + room).max(11.0)
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
        Value::Text(text) => write_text(sheet, (row, column), text, look)?,
    }
    Ok(())
}

fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    look: &CellFormat,
) -> Result<(), XlsxError> {
    let short: String = text.chars().take(MOST_CHARACTERS).collect();
    sheet.write_string_with_format(row, column, short, look)?;
    Ok(())
}
