//! The properties of a feature: a column's number, then its value, over and over.

use flatgeobuf::{ColumnType, Feature};

use crate::model::Value;
use crate::read::rows::Rows;

/// The columns of a file, and where each goes.
#[derive(Debug)]
pub(crate) struct Columns(Vec<Column>);

#[derive(Debug, Clone, Copy)]
struct Column {
    place: usize,
    kind: ColumnType,
    is_wanted: bool,
}

impl Columns {
    pub(crate) fn of(columns: &[(String, ColumnType)], rows: &mut Rows<'_>) -> Self {
        let mut place = |(name, kind): &(String, ColumnType)| {
            let place = rows.column(name);
            Column { place, kind: *kind, is_wanted: rows.wants(place) }
        };
        Self(columns.iter().map(&mut place).collect())
    }

    /// Sets the values of a feature.
    ///
    /// # Errors
    /// When the bytes are not what the format says.
    pub(crate) fn read(&self, feature: &Feature<'_>, rows: &mut Rows<'_>) -> Result<(), String> {
        let Some(properties) = feature.properties() else { return Ok(()) };
        if self.0.iter().all(|column| !column.is_wanted) {
            return Ok(());
        }
        let mut bytes = Bytes(properties.bytes());
        while !bytes.0.is_empty() {
            let number = u16::from_le_bytes(bytes.take()?);
            let column =
                self.0.get(usize::from(number)).ok_or("the properties are damaged: a column too many")?;
            if column.is_wanted {
                let value = bytes.value(column.kind)?;
                if !rows.set(column.place, value) {
                    return Err("the properties are damaged: a column stands twice".into());
                }
            } else {
                bytes.pass(column.kind)?;
            }
        }
        Ok(())
    }
}

struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (first, rest) = self.0.split_first_chunk::<N>().ok_or("the properties are damaged: cut off")?;
        self.0 = rest;
        Ok(*first)
    }

    fn long(&mut self) -> Result<&'b [u8], String> {
        let length = u32::from_le_bytes(self.take()?) as usize;
        let (first, rest) = self.0.split_at_checked(length).ok_or("the properties are damaged: cut off")?;
        self.0 = rest;
        Ok(first)
    }

    fn pass(&mut self, kind: ColumnType) -> Result<(), String> {
        match kind {
            ColumnType::String | ColumnType::Json | ColumnType::DateTime | ColumnType::Binary => {
                self.long().map(drop)
            }
            _ => self.value(kind).map(drop),
        }
    }

    fn value(&mut self, kind: ColumnType) -> Result<Value, String> {
        Ok(match kind {
            ColumnType::Byte => Value::Integer(i8::from_le_bytes(self.take()?).into()),
            ColumnType::UByte => Value::Integer(u8::from_le_bytes(self.take()?).into()),
            ColumnType::Bool => Value::Bool(self.take::<1>()? != [0]),
            ColumnType::Short => Value::Integer(i16::from_le_bytes(self.take()?).into()),
            ColumnType::UShort => Value::Integer(u16::from_le_bytes(self.take()?).into()),
            ColumnType::Int => Value::Integer(i32::from_le_bytes(self.take()?).into()),
            ColumnType::UInt => Value::Integer(u32::from_le_bytes(self.take()?).into()),
            ColumnType::Long => Value::Integer(i64::from_le_bytes(self.take()?)),
            ColumnType::ULong => {
                let number = u64::from_le_bytes(self.take()?);
                i64::try_from(number).map_or_else(|_| Value::Text(number.to_string()), Value::Integer)
            }
            ColumnType::Float => number(f32::from_le_bytes(self.take()?).into()),
            ColumnType::Double => number(f64::from_le_bytes(self.take()?)),
            ColumnType::String | ColumnType::Json | ColumnType::DateTime => {
                let text = std::str::from_utf8(self.long()?);
                Value::Text(text.map_err(|_| "a property is not UTF-8 text")?.to_owned())
            }
            ColumnType::Binary => {
                self.long()?;
                Value::Missing
            }
            _ => return Err("the properties are damaged: a column of no known type".into()),
        })
    }
}

fn number(value: f64) -> Value {
    if value.is_finite() { Value::Number(value) } else { Value::Missing }
}
