//! Which column of a coverage layer means what.

use crate::error::InputError;
use crate::model::{Technology, Value};
use crate::read::columns::{
    AREA_ID, OPERATOR, Picker, RADIUS_KM, RADIUS_M, SIGNAL, SIGNAL_CLASS, TECHNOLOGY, key, list,
    radius_of_name, technology_of_name,
};
use crate::read::layer::{Column, Layer};
use crate::read::number::{decimal, yes_or_no};
use crate::read::request::Request;
use crate::read::villages::nothing_left;

/// Where the technology of a row stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Technologies {
    /// In one column, as a word.
    Column(usize),
    /// In a yes/no column each.
    Flags(Vec<(Technology, usize)>),
    /// The user says it of the whole file.
    Told(Technology),
}

/// A column of radii.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RadiusColumn {
    pub(crate) column: usize,
    /// Metres in one unit of the column.
    pub(crate) metres: f64,
    /// The technology it is for; `None` is for all.
    pub(crate) technology: Option<Technology>,
}

/// Which column of a coverage layer means what.
#[derive(Debug)]
pub(crate) struct Columns {
    pub(crate) id: Option<usize>,
    pub(crate) operator: Option<usize>,
    pub(crate) technologies: Technologies,
    pub(crate) signal: Option<usize>,
    pub(crate) signal_class: Option<usize>,
    pub(crate) radii: Vec<RadiusColumn>,
    pub(crate) chosen: Vec<(&'static str, String)>,
    /// What the user should know of columns that are not read, a sentence each.
    pub(crate) doubts: Vec<String>,
}

/// Spellings that mean other things as often as a technology: their values must bear it out.
const DOUBTFUL: &[&str] = &["radio", "mang", "network", "service", "layer", "type", "generation"];

impl Columns {
    /// Tells the columns apart.
    ///
    /// # Errors
    /// Nothing says the technology, or a choice is not clear.
    pub(crate) fn choose(layer: &Layer, request: &Request) -> Result<Self, InputError> {
        if layer.is_empty() {
            return Err(nothing_left(layer, "service area"));
        }
        let choices = &request.columns;
        let mut picker = Picker::new(layer);
        let values = |column: usize| layer.columns[column].values.iter().filter(|it| **it != Value::Missing);
        let names_one = |column: usize| {
            let is_sure = !DOUBTFUL.contains(&&*key(&layer.columns[column].name));
            is_sure
                || values(column)
                    .any(|value| value.to_text().is_some_and(|text| super::row::technologies(&text).is_ok()))
        };
        let mut doubts = Vec::new();
        let column = picker.pick_where(&TECHNOLOGY, choices.technology.as_deref(), names_one)?;
        let technologies = match (column, request.technology) {
            (Some(column), _) => Technologies::Column(column),
            (None, told) => {
                let (flags, others) = flags(layer);
                doubts.extend(others);
                flags.iter().for_each(|&(technology, column)| picker.take(technology.label(), column));
                match told {
                    _ if !flags.is_empty() => Technologies::Flags(flags),
                    Some(technology) => Technologies::Told(technology),
                    None => return Err(no_technology(layer, &picker)),
                }
            }
        };
        let operator = picker.pick(&OPERATOR, choices.operator.as_deref())?;
        let is_number = |column: usize| mostly(&layer.columns[column], |value| decimal(value).is_ok());
        let signal = picker.pick_where(&SIGNAL, choices.signal.as_deref(), is_number)?;
        let signal_class = picker.pick(&SIGNAL_CLASS, None)?;
        if signal.is_none() {
            let spelled = |column: &usize| SIGNAL.spellings.contains(&&*key(&layer.columns[*column].name));
            let unread = (0..layer.columns.len()).filter(|&column| picker.is_free(column)).find(spelled);
            doubts.extend(unread.map(|column| {
                let name = &layer.columns[column].name;
                format!("column `{name}` holds words where numbers of dBm should be, and is not read")
            }));
        }
        let id = picker.pick(&AREA_ID, None)?;
        let radii = radii(layer, &mut picker, choices.radius.as_deref())?;
        Ok(Self { id, operator, technologies, signal, signal_class, radii, chosen: picker.chosen, doubts })
    }

    /// The id of a row, where it has one.
    pub(crate) fn id(&self, layer: &Layer, row: usize) -> Option<String> {
        layer.columns[self.id?].values[row].to_text()
    }
}

/// Columns called after a technology that hold yes and no, and a sentence on each of those that
/// hold something else.
fn flags(layer: &Layer) -> (Vec<(Technology, usize)>, Vec<String>) {
    let columns = layer.columns.iter().enumerate();
    let named = columns.filter_map(|(at, column)| Some((technology_of_name(&column.name)?, at)));
    let (flags, others): (Vec<_>, Vec<_>) =
        named.partition(|(_, at)| mostly(&layer.columns[*at], |value| yes_or_no(value).is_ok()));
    let say = |(_, at): (Technology, usize)| {
        let name = &layer.columns[at].name;
        format!("column `{name}` is called after a technology, holds neither yes nor no, and is not read")
    };
    (flags, others.into_iter().map(say).collect())
}

/// Whether at least half of what stands in a column passes a test; also when nothing stands there.
fn mostly(column: &Column, passes: impl Fn(&Value) -> bool) -> bool {
    let values = || column.values.iter().filter(|value| **value != Value::Missing);
    2 * values().filter(|value| passes(value)).count() >= values().count()
}

fn no_technology(layer: &Layer, picker: &Picker<'_>) -> InputError {
    let found = list(picker.names().into_iter());
    InputError::file(&layer.path, format!("no column tells the technology: found {found}"))
        .hint("name it with --technology-column, or say what the whole file is with --technology 4G")
}

fn radii(
    layer: &Layer,
    picker: &mut Picker<'_>,
    named: Option<&str>,
) -> Result<Vec<RadiusColumn>, InputError> {
    let mut radii = Vec::new();
    if let Some(column) = picker.pick(&RADIUS_M, named)? {
        radii.push(RadiusColumn { column, metres: 1.0, technology: None });
    } else if let Some(column) = picker.pick(&RADIUS_KM, None)? {
        radii.push(RadiusColumn { column, metres: 1_000.0, technology: None });
    }
    for (column, it) in layer.columns.iter().enumerate() {
        if let Some((technology, metres)) = radius_of_name(&it.name).filter(|_| picker.is_free(column)) {
            picker.take("radius of a technology", column);
            radii.push(RadiusColumn { column, metres, technology: Some(technology) });
        }
    }
    Ok(radii)
}
