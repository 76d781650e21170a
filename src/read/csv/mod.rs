//! Tables as text: geometry as WKT in a column, or a point from two columns.

mod separator;
mod typing;
mod wkt;

use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use crate::error::{Error, InputError};
use crate::model::Value;
use crate::read::columns::{AREA_ID, OPERATOR, PAIRS, VILLAGE_ID, WKT, key, list};
use crate::read::findings::Role;
use crate::read::format::Format;
use crate::read::layer::{Crs, Layer};
use crate::read::number::decimal;
use crate::read::options::Options;
use crate::read::rows::Rows;
use crate::read::{file, text};

/// CSV with any of the usual separators.
#[derive(Debug)]
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "CSV"
    }

    fn summary(&self) -> &'static str {
        "text tables separated by , ; | or tabs, with geometry as WKT or two columns that make a point"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "txt", "psv"]
    }

    /// Any text could be a table: the name must tell.
    fn recognises(&self, _: &[u8]) -> bool {
        false
    }

    fn read(&self, path: &Path, options: &Options) -> Result<Layer, Error> {
        let bytes = file::whole(path)?;
        let text =
            text::utf8_or_utf16(&bytes).map_err(|no| InputError::file(path, no.problem).hint(no.hint))?;
        let (separator, text) = separator::of(&text);
        let mut reader =
            ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
        let broken =
            |error: &csv::Error| InputError::file(path, format!("the table cannot be read: {error}"));
        let names = names(reader.headers().map_err(|error| broken(&error))?);
        if names.is_empty() {
            return Err(InputError::file(path, "the table has no header").into());
        }
        let mut records = reader.records().peekable();
        let first = records.peek().and_then(|record| record.as_ref().ok());
        let place = Place::of(&names, first, path, options)?;
        let mut rows = Rows::new(path, self.name(), options);
        let columns: Vec<usize> = names.iter().map(|name| rows.column(name)).collect();
        let mut crs = Crs::Unstated;
        for record in records {
            let record = record.map_err(|error| broken(&error))?;
            row(&record, &columns, &place, &mut rows, &mut crs);
        }
        let mut layer = rows.finish(crs);
        let may_be_codes = |name: &str| columns_of_codes(options, name);
        layer
            .columns
            .iter_mut()
            .for_each(|column| typing::set(&mut column.values, may_be_codes(&column.name)));
        layer.place = place.columns(&names);
        if let Place::Wkt(at) = place {
            layer.columns.retain(|column| column.name != names[at]);
        }
        Ok(layer)
    }
}

/// Whether a column may hold codes, of which every character counts.
fn columns_of_codes(options: &Options, name: &str) -> bool {
    let named = [&options.choices.id, &options.choices.attributes_id, &options.choices.operator];
    let key = key(name);
    let is = |named: &&Option<String>| named.as_deref().is_some_and(|named| self::key(named) == key);
    named.iter().any(is)
        || [&VILLAGE_ID, &AREA_ID, &OPERATOR].iter().any(|meaning| meaning.spellings.contains(&&*key))
}

/// The names of the columns, each once; one without a name gets its number.
fn names(header: &StringRecord) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let name = name.trim();
        let name = if name.is_empty() { format!("column {}", at + 1) } else { name.to_owned() };
        let is_taken = names.contains(&name);
        names.push(if is_taken { format!("{name} (column {})", at + 1) } else { name });
    }
    names
}

/// Where the place of a row stands.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    /// WKT in a column.
    Wkt(usize),
    /// East and north in two columns.
    Point(usize, usize),
    /// Nowhere, and none is needed.
    Nowhere,
}

impl Place {
    /// The columns in words.
    fn columns(self, names: &[String]) -> Vec<(&'static str, String)> {
        match self {
            Self::Wkt(at) => vec![("geometry", names[at].clone())],
            Self::Point(x, y) => vec![("east", names[x].clone()), ("north", names[y].clone())],
            Self::Nowhere => Vec::new(),
        }
    }

    fn of(
        names: &[String],
        first: Option<&StringRecord>,
        path: &Path,
        options: &Options,
    ) -> Result<Self, InputError> {
        if options.role == Role::Attributes {
            return Ok(Self::Nowhere);
        }
        let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
        let is_wkt = |at: &usize| {
            let value = first.and_then(|record| record.get(*at)).unwrap_or_default();
            value.is_empty() || wkt::looks_like(value)
        };
        let spelled = WKT.spellings.iter().filter_map(|spelling| keys.iter().position(|key| key == spelling));
        if let Some(at) = spelled.into_iter().find(is_wkt) {
            return Ok(Self::Wkt(at));
        }
        let find = |wanted: &str| keys.iter().position(|key| key == wanted);
        if let (Role::Villages, Some(x), Some(y)) =
            (options.role, &options.choices.centre_x, &options.choices.centre_y)
            && let (Some(x), Some(y)) = (find(&key(x)), find(&key(y)))
        {
            return Ok(Self::Point(x, y));
        }
        let mut pairs: Vec<_> = PAIRS.iter().collect();
        // a stated system in metres asks for the columns in metres, where there are both kinds
        pairs.sort_by_key(|pair| options.crs_is_in_metres && pair.is_degrees);
        if let Some(point) = pairs.iter().find_map(|pair| Some(Self::Point(find(pair.x)?, find(pair.y)?))) {
            return Ok(point);
        }
        let found = list(names.iter().map(String::as_str));
        let problem = format!("no column holds WKT, and no two make a point: found {found}");
        Err(InputError::file(path, problem).hint(if options.role == Role::Villages {
            "call the columns lon and lat (or the WKT one geometry); a list without places goes with --attributes"
        } else {
            "call the columns lon and lat, or x and y, or the WKT one geometry"
        }))
    }
}

/// Ends one row: keeps it, or skips it with the reason.
fn row(record: &StringRecord, columns: &[usize], place: &Place, rows: &mut Rows<'_>, crs: &mut Crs) {
    let result = fill(record, columns, place, rows, crs);
    let id = rows.likely_id();
    match result {
        Ok(()) => rows.keep(|| id),
        Err(reason) => rows.skip(id, reason),
    }
}

fn fill(
    record: &StringRecord,
    columns: &[usize],
    place: &Place,
    rows: &mut Rows<'_>,
    crs: &mut Crs,
) -> Result<(), String> {
    for (at, (value, &column)) in record.iter().zip(columns).enumerate() {
        if *place != Place::Wkt(at) && rows.wants(column) && !value.trim().is_empty() {
            rows.set(column, Value::Text(value.trim().to_owned()));
        }
    }
    if record.len() != columns.len() {
        return Err(format!(
            "the row has {} fields, the header {} (is a text with the separator in it without quotes?)",
            record.len(),
            columns.len()
        ));
    }
    match *place {
        Place::Nowhere => Ok(()),
        Place::Wkt(at) => wkt::read(&record[at], rows, crs),
        Place::Point(x, y) => {
            let at = |column: usize| {
                let value = decimal(&Value::Text(record[column].to_owned()));
                value
                    .map_err(|problem| format!("the coordinate {problem}"))?
                    .ok_or("the coordinates are missing")
                    .map_err(str::to_owned)
            };
            let point = geo::Coord { x: at(x)?, y: at(y)? };
            rows.set_point(point);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
