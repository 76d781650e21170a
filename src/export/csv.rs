//! Comma-separated values: UTF-8, one header line, no comment lines.

use std::io::Write;
use std::str::FromStr;

/// How CSVs are written.
///
/// The default is for programs: commas, points. A semicolon is for spreadsheets set to
/// Vietnamese (or any language with a decimal comma): the file then starts with a byte-order
/// mark, so that accents survive, and numbers have a decimal comma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvStyle {
    separator: u8,
}

impl Default for CsvStyle {
    fn default() -> Self {
        Self { separator: b',' }
    }
}

/// A separator that cannot be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a separator: write `,`, `;` or `tab`")]
pub struct UnknownSeparator(String);

impl FromStr for CsvStyle {
    type Err = UnknownSeparator;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let separator = match text {
            "," | "comma" => b',',
            ";" | "semicolon" => b';',
            "tab" | "\t" | "\\t" => b'\t',
            _ => return Err(UnknownSeparator(text.to_owned())),
        };
        Ok(Self { separator })
    }
}

impl CsvStyle {
    fn for_spreadsheets(self) -> bool {
        self.separator == b';'
    }

    /// A writer in this style, at the start of a file.
    pub(super) fn start<W: Write>(self, mut out: W) -> std::io::Result<Csv<W>> {
        if self.for_spreadsheets() {
            out.write_all("\u{feff}".as_bytes())?;
        }
        Ok(Csv { out, style: self, line: String::new(), first: true })
    }
}

/// Writes rows, cell by cell, without an allocation a cell.
pub(super) struct Csv<W: Write> {
    out: W,
    style: CsvStyle,
    line: String,
    first: bool,
}

impl<W: Write> Csv<W> {
    fn separate(&mut self) {
        if !self.first {
            self.line.push(char::from(self.style.separator));
        }
        self.first = false;
    }

    /// A cell of words; quoted where it must be.
    pub fn text(&mut self, cell: &str) {
        self.separate();
        let separator = char::from(self.style.separator);
        let special = |c: char| c == separator || matches!(c, '"' | '\n' | '\r');
        if cell.contains(special) || cell != cell.trim() {
            self.line.push('"');
            self.line.push_str(&cell.replace('"', "\"\""));
            self.line.push('"');
        } else {
            self.line.push_str(cell);
        }
    }

    /// A cell of the input, which a spreadsheet must not take for a formula: words that begin
    /// like one get an apostrophe in front. Numbers are left alone, negative ones too.
    pub fn foreign(&mut self, cell: &str) {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
        if formula { self.text(&format!("'{cell}")) } else { self.text(cell) }
    }

    /// A code of the input, which other tables are joined by: left as it is, unless a
    /// spreadsheet would call something on reading it.
    pub fn code(&mut self, cell: &str) {
        let calls = cell.starts_with(['\t', '\r']) || cell.contains(['(', '|', '!']);
        if calls { self.foreign(cell) } else { self.text(cell) }
    }

    /// A number, with as many digits as tell it from its neighbours.
    pub fn number(&mut self, value: f64) {
        use std::fmt::Write as _;
        self.separate();
        let start = self.line.len();
        // a sum of nothing is -0 here, and 0 to people
        let _ = write!(self.line, "{}", value + 0.0);
        if self.style.for_spreadsheets()
            && let Some(point) = self.line[start..].find('.')
        {
            self.line.replace_range(start + point..=start + point, ",");
        }
    }

    /// Ends the row.
    pub fn end_row(&mut self) -> std::io::Result<()> {
        self.line.push('\n');
        self.out.write_all(self.line.as_bytes())?;
        self.line.clear();
        self.first = true;
        Ok(())
    }

    /// Ends the file.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_row(style: &str, fill: impl FnOnce(&mut Csv<&mut Vec<u8>>)) -> String {
        let mut out = Vec::new();
        let mut csv = style.parse::<CsvStyle>().unwrap().start(&mut out).unwrap();
        fill(&mut csv);
        csv.end_row().unwrap();
        csv.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_with_separators_and_quotes_are_quoted() {
        let row = one_row(",", |csv| {
            csv.text("Bản Na, \"trên\"");
            csv.number(0.1);
            csv.text("");
        });
        assert_eq!(row, "\"Bản Na, \"\"trên\"\"\",0.1,\n");
    }

    #[test]
    fn a_semicolon_means_a_vietnamese_spreadsheet() {
        let row = one_row(";", |csv| {
            csv.text("Bản Na, trên");
            csv.number(0.25);
        });
        assert_eq!(row, "\u{feff}Bản Na, trên;0,25\n");
    }

    #[test]
    fn a_code_stays_as_it_is_unless_it_would_call_something() {
        let row = one_row(",", |csv| {
            for code in ["-12A", "+84", "=1", "A(1)", "=cmd|' /C calc'!A0", "@SUM(1)"] {
                csv.code(code);
            }
        });
        assert_eq!(row, "-12A,+84,=1,A(1),'=cmd|' /C calc'!A0,'@SUM(1)\n");
    }

    #[test]
    fn a_name_cannot_become_a_formula_and_a_negative_number_stays_one() {
        let row = one_row(",", |csv| {
            csv.foreign("=HYPERLINK(1)");
            csv.foreign("-12.5");
            csv.foreign("-Bản");
        });
        assert_eq!(row, "'=HYPERLINK(1),-12.5,'-Bản\n");
    }
}
