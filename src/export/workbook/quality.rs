//! The sheet of what was left out, mended or doubtful while reading.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Looks;
use crate::export::sayings::in_vietnamese;
use crate::export::{Language, Results, words};
use crate::read::Skip;

/// Widths of the columns: file, what, feature, id, reason.
const WIDTHS: [f64; 5] = [26.0, 11.0, 10.0, 16.0, 76.0];

pub(super) fn write(sheet: &mut Worksheet, results: Results<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let words = words(results.language);
    sheet.set_name(words.quality)?;
    let header = [words.file, words.what, words.feature, words.village_id, words.reason];
    for (column, (label, width)) in (0u16..).zip(header.into_iter().zip(WIDTHS)) {
        sheet.write_with_format(0, column, label, &looks.header)?;
        sheet.set_column_width(column, width)?;
    }
    let mut row = 1;
    for source in &results.inputs.findings.sources {
        let file = source.path.file_name().unwrap_or_default().to_string_lossy();
        for (list, what) in [(&source.skipped, words.skipped), (&source.repaired, words.repaired)] {
            for Skip { position, id, reason } in list {
                sheet.write_string(row, 0, file.as_ref())?.write_string(row, 1, what)?;
                sheet.write_number(row, 2, *position as f64)?;
                sheet.write_string(row, 3, id.as_deref().unwrap_or_default())?;
                sheet.write_string_with_format(row, 4, said(reason, results.language), &looks.label)?;
                row += 1;
            }
        }
    }
    for warning in &results.inputs.findings.warnings {
        sheet.write_string(row, 1, words.warning)?;
        sheet.write_string_with_format(row, 4, said(warning, results.language), &looks.label)?;
        row += 1;
    }
    sheet.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_header(format!("&L{}&R{}", words.title, words.quality));
    sheet.set_footer("&L&F&R&P / &N").set_repeat_rows(0, 0)?;
    sheet.autofilter(0, 0, row.max(2) - 1, 4)?;
    Ok(())
}

/// What a reader said, in the language of the workbook where it is known in it.
fn said(text: &str, language: Language) -> String {
    let vietnamese = if language == Language::Vietnamese { in_vietnamese(text) } else { None };
    vietnamese.unwrap_or_else(|| text.to_owned())
}
