//! The attributes: dBASE III, UTF-8, names of ten bytes, words of 254.

use std::collections::HashSet;
use std::io::{self, Write};

use crate::export::how::Made;
use crate::export::layer::{Field, Kind, Layer};
use crate::model::Value;

/// Bytes of a name.
const NAME: usize = 10;
/// Bytes of words.
pub(super) const WORDS: usize = 254;
/// Characters of a number.
const NUMBER: usize = 24;
/// Fields of a file.
pub(super) const FIELDS: usize = 255;

/// One field as the file has it.
struct Column {
    name: String,
    kind: u8,
    width: usize,
    decimals: u8,
}

/// The names that fields get: cut to ten bytes, and told apart by a number at the end.
pub(in crate::export) fn names(fields: &[Field]) -> Vec<String> {
    let mut taken = HashSet::new();
    let name = |field: &Field| {
        let mut name = cut(&field.name, NAME).to_owned();
        let mut nth = 1;
        while !taken.insert(name.to_lowercase()) {
            let end = format!("_{nth}");
            name = format!("{}{end}", cut(&field.name, NAME - end.len()));
            nth += 1;
        }
        name
    };
    fields.iter().map(name).collect()
}

/// The beginning of words, whole characters only.
fn cut(text: &str, bytes: usize) -> &str {
    let whole = (0..=bytes.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..whole.unwrap_or(0)]
}

/// How many values of a field are longer than the file can hold.
pub(super) fn too_long(layer: &Layer, nth: usize) -> usize {
    layer.rows.iter().filter(|row| words(&row.values[nth]).is_some_and(|text| text.len() > WORDS)).count()
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        other => other.to_text(),
    }
}

fn columns(layer: &Layer) -> Vec<Column> {
    let fields = layer.fields.iter().zip(names(&layer.fields)).enumerate().take(FIELDS);
    fields
        .map(|(nth, (field, name))| match field.kind {
            Kind::Text => {
                let longest =
                    layer.rows.iter().filter_map(|row| words(&row.values[nth])).map(|text| text.len());
                Column { name, kind: b'C', width: longest.max().unwrap_or(1).clamp(1, WORDS), decimals: 0 }
            }
            Kind::Integer => Column { name, kind: b'N', width: 20, decimals: 0 },
            Kind::Number => Column { name, kind: b'N', width: NUMBER, decimals: 15 },
            Kind::Bool => Column { name, kind: b'L', width: 1, decimals: 0 },
        })
        .collect()
}

pub(super) fn write(layer: &Layer, made: Made, out: &mut dyn Write) -> io::Result<()> {
    let columns = columns(layer);
    let header = 32 + 32 * columns.len() + 1;
    let record = 1 + columns.iter().map(|column| column.width).sum::<usize>();
    let (year, month, day) = made.date();
    let mut bytes = vec![3, (year.saturating_sub(1900)).min(255) as u8, month, day];
    bytes.extend((layer.rows.len() as u32).to_le_bytes());
    bytes.extend((header as u16).to_le_bytes());
    bytes.extend((record as u16).to_le_bytes());
    bytes.extend([0; 20]);
    for column in &columns {
        let mut name = [0; 11];
        name[..column.name.len()].copy_from_slice(column.name.as_bytes());
        bytes.extend(name);
        bytes.push(column.kind);
        bytes.extend([0; 4]);
        bytes.push(column.width as u8);
        bytes.push(column.decimals);
        bytes.extend([0; 14]);
    }
    bytes.push(0x0d);
    out.write_all(&bytes)?;
    for row in &layer.rows {
        let mut line = vec![b' '];
        for (column, value) in columns.iter().zip(&row.values) {
            cell(column, value, &mut line);
        }
        out.write_all(&line)?;
    }
    out.write_all(&[0x1a])
}

/// Words stand left, numbers right; what is missing is blank.
fn cell(column: &Column, value: &Value, line: &mut Vec<u8>) {
    let text = match (column.kind, value) {
        (_, Value::Missing) => {
            if column.kind == b'L' {
                "?".to_owned()
            } else {
                String::new()
            }
        }
        (b'L', value) => if *value == Value::Bool(true) { "T" } else { "F" }.to_owned(),
        (b'N', Value::Number(value)) if column.decimals > 0 => number(*value),
        (b'N', Value::Integer(value)) if column.decimals > 0 => number(*value as f64),
        (_, value) => words(value).unwrap_or_default(),
    };
    let text = cut(&text, column.width);
    let blanks = vec![b' '; column.width - text.len()];
    if column.kind == b'C' {
        line.extend(text.bytes());
        line.extend(blanks);
    } else {
        line.extend(blanks);
        line.extend(text.bytes());
    }
}

/// A number with as many decimals as there is room for; the shortest text that means it, where
/// that fits.
fn number(value: f64) -> String {
    let shortest = value.to_string();
    if shortest.len() <= NUMBER {
        return shortest;
    }
    let fixed =
        (0..=15).rev().map(|decimals| format!("{value:.decimals$}")).find(|text| text.len() <= NUMBER);
    fixed.filter(|_| value.abs() >= 1e-6).unwrap_or_else(|| format!("{value:e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_told_apart() {
        let fields = ["people_outside", "people_out", "people_outsiders", "thôn_bản_xóm"];
        let fields = fields.map(|name| Field::text(name, ""));
        assert_eq!(names(&fields), ["people_out", "people_o_1", "people_o_2", "thôn_bả"]);
    }

    #[test]
    fn numbers_fit_and_mean_what_they_meant() {
        for value in [0.1, 1.0 / 3.0, 123_456_789.123_456_78, -2.5e-9, 1e300, 3_327_791.0] {
            let text = number(value);
            assert!(text.len() <= NUMBER, "{text}");
            let back: f64 = text.parse().unwrap();
            assert!((back - value).abs() <= value.abs() * 1e-14, "{value} became {text}");
        }
    }
}
