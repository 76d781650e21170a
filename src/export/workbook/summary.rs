//! The first sheet: totals, and a table of the units that divide the study at a glance.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Looks;
use crate::assess::{Totals, totals, totals_by_unit};
use crate::export::Results;
use crate::export::words::{Words, words};

/// A level of more units than this is no table at a glance.
const MOST_UNITS: usize = 100;

pub(super) fn write(sheet: &mut Worksheet, results: Results<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let words = words(results.language);
    sheet.set_name(words.summary)?.set_column_width(0, 46)?.set_column_width(1, 20)?;
    sheet.set_column_range_width(2, 6, 15)?;
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
        (words.households_in_uncovered, all.households_in_uncovered_villages.get()),
        (words.people_outside, all.people_outside.get()),
    ];
    for (label, number) in numbers {
        sheet.write(row, 0, label)?.write_with_format(row, 1, number, &looks.whole)?;
        row += 1;
    }
    if let Some(level) = level(results) {
        units(sheet, row + 1, level, &all, results, looks)?;
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_landscape();
    sheet.set_footer("&L&F&R&P / &N");
    Ok(())
}

/// The largest units of which there are several.
fn level(results: Results<'_>) -> Option<usize> {
    let villages = &results.inputs.villages;
    (0..villages.admin_levels.len()).rev().find(|&level| {
        let units = totals_by_unit(villages, results.assessment, level).len();
        (2..=MOST_UNITS).contains(&units)
    })
}

/// A row a unit, the most uncovered first, and the totals below.
fn units(
    sheet: &mut Worksheet,
    first: u32,
    level: usize,
    all: &Totals,
    results: Results<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let words: &Words = words(results.language);
    let villages = &results.inputs.villages;
    let header = [
        words.column(&villages.admin_levels[level]),
        words.villages.to_owned(),
        words.covered.to_owned(),
        words.uncovered.to_owned(),
        words.population.to_owned(),
        words.people_in_uncovered.to_owned(),
        words.people_outside.to_owned(),
    ];
    for (column, label) in (0u16..).zip(header) {
        sheet.write_with_format(first, column, label, &looks.header)?;
    }
    sheet.set_row_height(first, super::HEADING)?;
    let mut units = totals_by_unit(villages, results.assessment, level);
    units.sort_by_key(|(_, totals)| std::cmp::Reverse(totals.uncovered));
    let mut row = first + 1;
    for (unit, totals) in &units {
        let name = unit.first().and_then(Option::as_deref).unwrap_or(words.unnamed);
        sheet.write_string(row, 0, name)?;
        numbers(sheet, row, totals, &looks.whole)?;
        row += 1;
    }
    sheet.write_string_with_format(row, 0, words.total, &looks.total)?;
    numbers(sheet, row, all, &looks.total)
}

fn numbers(
    sheet: &mut Worksheet,
    row: u32,
    totals: &Totals,
    look: &rust_xlsxwriter::Format,
) -> Result<(), XlsxError> {
    let numbers = [
        totals.villages as f64,
        totals.covered as f64,
        totals.uncovered as f64,
        totals.population.get(),
        totals.people_in_uncovered_villages.get(),
        totals.people_outside.get(),
    ];
    for (column, number) in (1u16..).zip(numbers) {
        sheet.write_number_with_format(row, column, number, look)?;
    }
    Ok(())
}
