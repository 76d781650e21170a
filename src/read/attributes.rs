//! A table joined to the villages by their id.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::error::InputError;
use crate::model::{Value, Villages};
use crate::read::columns::{HOUSEHOLDS, Meaning, POPULATION, Picker, VILLAGE_ID, VILLAGE_NAME, levels, list};
use crate::read::file::FETCH_AGAIN;
use crate::read::findings::file_name;
use crate::read::layer::{Layer, Skip};
use crate::read::number::is_nothing;
use crate::read::request::ColumnChoices;
use crate::read::villages::{PARENTS, head_count, unit_name};
use crate::units::{Households, People};

/// How many codes a warning names.
const NAMED: usize = 5;

/// Which column of the table means what.
#[derive(Debug)]
pub(crate) struct Columns {
    id: usize,
    name: Option<usize>,
    population: Option<usize>,
    households: Option<usize>,
    admin: Vec<usize>,
    extra: Vec<usize>,
    pub(crate) chosen: Vec<(&'static str, String)>,
}

impl Columns {
    /// Tells the columns apart.
    ///
    /// # Errors
    /// No column holds the village id, or a choice is not clear.
    pub(crate) fn choose(layer: &Layer, choices: &ColumnChoices) -> Result<Self, InputError> {
        let mut picker = Picker::new(layer);
        let meaning = Meaning { flag: "--attributes-id-column", ..VILLAGE_ID };
        let id = picker.pick(&meaning, choices.attributes_id.as_deref())?.ok_or_else(|| {
            let found = list(picker.names().into_iter());
            InputError::file(&layer.path, format!("no column holds the village id: found {found}"))
                .hint("name it with --attributes-id-column")
        })?;
        let name = picker.pick(&VILLAGE_NAME, None)?;
        // a column the user names may be one of the villages' own file
        let here = |named: &Option<String>, meaning: &Meaning| {
            named.clone().filter(|name| picker.named(name, meaning.flag).is_ok())
        };
        let (people, homes) =
            (here(&choices.population, &POPULATION), here(&choices.households, &HOUSEHOLDS));
        let population = picker.pick(&POPULATION, people.as_deref())?;
        let households = picker.pick(&HOUSEHOLDS, homes.as_deref())?;
        let admin = levels(&picker.names(), |column| picker.is_free(column));
        admin.iter().zip(PARENTS).for_each(|(&column, what)| picker.take(what, column));
        let extra = (0..layer.columns.len()).filter(|&column| picker.is_free(column)).collect();
        Ok(Self { id, name, population, households, admin, extra, chosen: picker.chosen })
    }

    fn id(&self, layer: &Layer, row: usize) -> Option<String> {
        let id = layer.columns[self.id].values[row].to_text()?;
        Some(normal(id.trim()))
    }
}

/// The same id however its accents are composed.
fn normal(id: &str) -> String {
    id.nfc().collect()
}

/// Joins a table to the villages. What the villages' own file says stays; what it does not is
/// filled in, and further columns are added. Codes without a partner go to the warnings.
///
/// # Errors
/// A table without rows, or none of whose codes is a village's.
pub(crate) fn join(
    layer: &mut Layer,
    columns: &Columns,
    villages: &mut Villages,
    warnings: &mut Vec<String>,
) -> Result<(), InputError> {
    if layer.is_empty() && layer.skipped.is_empty() {
        return Err(InputError::file(&layer.path, "the table has no rows").hint(FETCH_AGAIN));
    }
    let index = index(layer, columns);
    let takes_levels = villages.admin_levels.is_empty();
    let names = |columns: &[usize]| -> Vec<String> {
        columns.iter().map(|&column| layer.columns[column].name.clone()).collect()
    };
    if takes_levels {
        villages.admin_levels = names(&columns.admin);
    }
    let mut extra = columns.extra.clone();
    if !takes_levels {
        extra.extend(&columns.admin);
    }
    for name in names(&extra) {
        let is_taken = villages.extra_columns.contains(&name);
        villages.extra_columns.push(if is_taken { format!("{name} (attributes)") } else { name });
    }
    let mut used = HashSet::new();
    let (mut alone, mut differ) = (Vec::new(), Vec::new());
    for village in &mut villages.records {
        let row = index.get(&normal(&village.id.0)).copied();
        match row {
            Some(row) => drop(used.insert(row)),
            None => alone.push(village.id.0.clone()),
        }
        let value = |column: usize| row.map(|row| &layer.columns[column].values[row]);
        let text = |column: usize| value(column)?.to_text().filter(|text| !is_nothing(text.trim()));
        let unit = |column: usize| text(column).map(|text| unit_name(&text));
        let count =
            |column: Option<usize>| head_count(&layer.columns[column?].name, value(column?)?).ok().flatten();
        village.name = village.name.take().or_else(|| text(columns.name?));
        let people = count(columns.population).and_then(|count| People::new(count).ok());
        if village.population.zip(people).is_some_and(|(own, other)| own != other) {
            differ.push(village.id.0.clone());
        }
        village.population = village.population.or(people);
        let homes = || count(columns.households).and_then(|count| Households::new(count).ok());
        village.households = village.households.or_else(homes);
        if takes_levels {
            village.admin = columns.admin.iter().map(|&column| unit(column)).collect();
        }
        village.extra.extend(extra.iter().map(|&column| value(column).cloned().unwrap_or(Value::Missing)));
    }
    let mut unused: Vec<(usize, &String)> =
        index.iter().filter(|(_, row)| !used.contains(*row)).map(|(id, row)| (*row, id)).collect();
    unused.sort_unstable();
    let unused: Vec<&str> = unused.iter().map(|(_, id)| id.as_str()).collect();
    let file = file_name(&layer.path);
    let zeros = |ids: &[&str]| ids.iter().any(|id| index.contains_key(id.trim_start_matches('0')));
    let alone: Vec<&str> = alone.iter().map(String::as_str).collect();
    if used.is_empty() && !index.is_empty() {
        let lost = if zeros(&alone) { "the table seems to have lost leading zeros: " } else { "" };
        let problem = format!(
            "none of its codes is a village's: found {}, and the villages have {}",
            some(&unused),
            some(&alone)
        );
        return Err(InputError::file(&layer.path, problem).hint(format!(
            "{lost}name the column of the codes with --attributes-id-column, or fetch the right table"
        )));
    }
    if !alone.is_empty() {
        let hint = if zeros(&alone) { " (the table seems to have lost leading zeros)" } else { "" };
        warnings.push(format!("{} villages have no row in {file}: {}{hint}", alone.len(), some(&alone)));
    }
    if !differ.is_empty() {
        let differ: Vec<&str> = differ.iter().map(String::as_str).collect();
        warnings.push(format!(
            "{} villages have in {file} another population than in their own file, which stays: {}",
            differ.len(),
            some(&differ)
        ));
    }
    if !unused.is_empty() {
        warnings.push(format!("{} codes in {file} are no village's: {}", unused.len(), some(&unused)));
    }
    Ok(())
}

/// The row of each code. Rows without a code, with one that was there before, or with a count
/// that is none, go to the skipped ones of the layer.
fn index(layer: &mut Layer, columns: &Columns) -> HashMap<String, usize> {
    let mut index: HashMap<String, usize> = HashMap::with_capacity(layer.len());
    for row in 0..layer.len() {
        let id = columns.id(layer, row);
        let reason = match &id {
            None => Some("the village id is missing".to_owned()),
            Some(id) => match index.get(id) {
                Some(first) => Some(format!("its id is that of feature {} already", layer.positions[*first])),
                None => [columns.population, columns.households].into_iter().flatten().find_map(|column| {
                    let column = &layer.columns[column];
                    head_count(&column.name, &column.values[row]).err()
                }),
            },
        };
        match (reason, id) {
            (None, Some(id)) => drop(index.insert(id, row)),
            (reason, id) => {
                let reason = reason.unwrap_or_default();
                layer.skipped.push(Skip { position: layer.positions[row], id, reason });
            }
        }
    }
    layer.skipped.sort_by_key(|skip| skip.position);
    index
}

fn some(ids: &[&str]) -> String {
    let named: Vec<String> = ids.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    let more = if ids.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}
