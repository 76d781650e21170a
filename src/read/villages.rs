//! A layer becomes villages.

use std::collections::HashMap;

use geo::Coord;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, InputError};
use crate::geometry;
use crate::model::{Places, Value, Village, VillageId, Villages};
use crate::plane::Plane;
use crate::read::columns::{
    HOUSEHOLDS, POPULATION, Picker, PointColumns, VILLAGE_ID, VILLAGE_NAME, levels, list,
};
use crate::read::layer::{Layer, Skip};
use crate::read::mend::mend;
use crate::read::number::{decimal, in_short, is_nothing, number};
use crate::read::request::Request;
use crate::units::{Households, People, SquareMetres};

/// What the columns of the administrative parents are called in the findings.
pub(crate) const PARENTS: [&str; 9] = [
    "parent 1", "parent 2", "parent 3", "parent 4", "parent 5", "parent 6", "parent 7", "parent 8",
    "parent 9",
];

/// More people than any village has; a larger number is another column or another unit.
const MOST_PEOPLE: f64 = 1e8;

/// Which column of the villages' layer means what.
#[derive(Debug)]
pub(crate) struct Columns {
    id: usize,
    name: Option<usize>,
    admin: Vec<usize>,
    population: Option<usize>,
    households: Option<usize>,
    centre: Option<PointColumns>,
    extra: Vec<usize>,
    pub(crate) chosen: Vec<(&'static str, String)>,
}

impl Columns {
    /// Tells the columns apart.
    ///
    /// # Errors
    /// No column holds the village id, or the choice is not clear.
    pub(crate) fn choose(layer: &Layer, request: &Request) -> Result<Self, InputError> {
        if layer.is_empty() {
            return Err(nothing_left(layer, "village"));
        }
        let choices = &request.columns;
        let mut picker = Picker::new(layer);
        let id = picker.pick(&VILLAGE_ID, choices.id.as_deref())?.ok_or_else(|| {
            let found = list(picker.names().into_iter());
            InputError::file(&layer.path, format!("no column holds the village id: found {found}"))
                .hint("name it with --id-column")
        })?;
        let name = picker.pick(&VILLAGE_NAME, choices.name.as_deref())?;
        let population = picker.pick(&POPULATION, choices.population.as_deref())?;
        let households = picker.pick(&HOUSEHOLDS, choices.households.as_deref())?;
        let named = (choices.centre_x.as_deref(), choices.centre_y.as_deref());
        let centre = picker.pair(named, ("--centre-x-column", "--centre-y-column"), |_| true)?;
        if let Some(centre) = centre {
            picker.take("centre, east", centre.x);
            picker.take("centre, north", centre.y);
        }
        let admin = if choices.admin.is_empty() {
            levels(&picker.names(), |column| picker.is_free(column))
        } else {
            let named = choices.admin.iter().map(|name| picker.named(name, "--admin-columns"));
            named.collect::<Result<_, _>>()?
        };
        admin.iter().zip(PARENTS).for_each(|(&column, what)| picker.take(what, column));
        let extra = (0..layer.columns.len()).filter(|&column| picker.is_free(column)).collect();
        Ok(Self { id, name, admin, population, households, centre, extra, chosen: picker.chosen })
    }

    /// The id of a row.
    pub(crate) fn id(&self, layer: &Layer, row: usize) -> Option<String> {
        let id = layer.columns[self.id].values[row].to_text()?;
        let id = id.trim();
        (!id.is_empty()).then(|| id.to_owned())
    }

    /// The village centres in the coordinate system of the file: from columns, else the point
    /// that the village is. Rows whose columns hold no number have none.
    pub(crate) fn centres(&self, layer: &Layer) -> Vec<Option<Coord>> {
        let Some(columns) = self.centre else { return vec![None; layer.len()] };
        let at = |column: usize, row: usize| decimal(&layer.columns[column].values[row]).ok().flatten();
        (0..layer.len()).map(|row| Some(Coord { x: at(columns.x, row)?, y: at(columns.y, row)? })).collect()
    }
}

/// Makes villages of a layer that is in the plane already. Rows that cannot be villages go to
/// the skipped ones of the layer.
///
/// # Errors
/// When no village is left, or areas cannot be measured.
pub(crate) fn build(
    layer: &mut Layer,
    columns: &Columns,
    centres: &[Option<Coord>],
    plane: &Plane,
    request: &Request,
) -> Result<Villages, Error> {
    let mut broken: HashMap<usize, String> =
        mend(layer, |layer, row| columns.id(layer, row)).into_iter().collect();
    let thin: Vec<Option<String>> = {
        let rows = (0..layer.len()).into_par_iter().with_min_len(256);
        rows.map(|row| next_to_nothing(layer, row)).collect()
    };
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(layer.len());
    let mut records = Vec::with_capacity(layer.len());
    let mut keep = Vec::with_capacity(layer.len());
    for (row, thin) in thin.into_iter().enumerate() {
        let result = match broken.remove(&row) {
            Some(reason) => Err(reason),
            None => village(layer, columns, row, centres.get(row).copied().flatten(), thin, &seen),
        };
        keep.push(result.is_ok());
        match result {
            Ok(village) => {
                seen.insert(village.id.0.clone(), layer.positions[row]);
                records.push(village);
            }
            Err(reason) => {
                let skip = Skip { position: layer.positions[row], id: columns.id(layer, row), reason };
                layer.skipped.push(skip);
            }
        }
    }
    layer.skipped.sort_by_key(|skip| skip.position);
    if records.is_empty() {
        return Err(nothing_left(layer, "village").into());
    }
    let mut shapes = std::mem::take(&mut layer.shapes);
    shapes.retain(&keep);
    let areas = if request.lean { Vec::new() } else { areas(plane, &shapes)? };
    let names =
        |columns: &[usize]| columns.iter().map(|&column| layer.columns[column].name.clone()).collect();
    let (admin_levels, extra_columns) = (names(&columns.admin), names(&columns.extra));
    Ok(Villages { admin_levels, extra_columns, records, shapes, areas, places: Places::default() })
}

fn areas(plane: &Plane, shapes: &crate::geometry::Shapes) -> Result<Vec<SquareMetres>, Error> {
    let areas = plane.areas_m2(shapes)?;
    Ok(areas.into_iter().map(|area| SquareMetres::new(area).unwrap_or_default()).collect())
}

/// The error of a file of which nothing can be used; `what` is one of what it should hold.
pub(crate) fn nothing_left(layer: &Layer, what: &str) -> InputError {
    let Some(first) = layer.skipped.first() else {
        return InputError::file(&layer.path, format!("the file holds no {what}s"))
            .hint("look whether it is the right file or layer, and export it again with its features");
    };
    let problem = match layer.skipped.len() {
        1 => format!("no {what} is left: its only feature was skipped, because: {}", first.reason),
        all => {
            format!("no {what} is left: all {all} features were skipped, the first because: {}", first.reason)
        }
    };
    InputError::file(&layer.path, problem).at(first.position, first.id.as_deref()).hint(
        "mend that, or name another column or coordinate system: one thing is likely wrong with all of them",
    )
}

/// The village of a row, or why there can be none.
fn village(
    layer: &Layer,
    columns: &Columns,
    row: usize,
    centre: Option<Coord>,
    thin: Option<String>,
    seen: &HashMap<String, usize>,
) -> Result<Village, String> {
    let value = |column: usize| &layer.columns[column].values[row];
    let text = |column: usize| value(column).to_text().filter(|text| !is_nothing(text.trim()));
    let id = columns.id(layer, row).ok_or_else(|| {
        format!("the village id is missing: column `{}` is empty", layer.columns[columns.id].name)
    })?;
    if layer.points[row].is_none() && layer.shapes.get(row).is_empty() {
        return Err("the geometry is missing".into());
    }
    if let Some(reason) = thin {
        return Err(reason);
    }
    if let Some(position) = seen.get(&id) {
        return Err(format!("its id `{id}` is that of feature {position} already"));
    }
    let count = |column: Option<usize>| match column {
        Some(column) => head_count(&layer.columns[column].name, value(column)),
        None => Ok(None),
    };
    Ok(Village {
        id: VillageId(id),
        name: columns.name.and_then(text),
        admin: columns.admin.iter().map(|&column| text(column).map(|text| unit_name(&text))).collect(),
        population: count(columns.population)?.and_then(|count| People::new(count).ok()),
        households: count(columns.households)?.and_then(|count| Households::new(count).ok()),
        centre: layer.points[row].filter(|_| layer.shapes.get(row).is_empty()).or(centre),
        extra: columns.extra.iter().map(|&column| value(column).clone()).collect::<Vec<Value>>(),
    })
}

/// A boundary thinner than this part of its length encloses nothing: a metre in ten kilometres.
/// A line across the Earth bends by less in the plane.
const THINNEST: f64 = 1e-4;

/// Why a boundary is none: it encloses next to nothing.
fn next_to_nothing(layer: &Layer, row: usize) -> Option<String> {
    let shape = layer.shapes.get(row);
    let bounds = geometry::bounds(&shape)?;
    let (length, area) = (bounds.width().max(bounds.height()), geometry::area(&shape));
    let is_thin = area <= THINNEST * length * length;
    is_thin
        .then(|| format!("its boundary encloses next to nothing: {area:.3} m² in a length of {length:.0} m"))
}

/// The name of an administrative unit: however its accents are composed and its blanks are set, it is the same unit.
pub(crate) fn unit_name(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// A number of people or households in a column; `None` where nothing stands.
///
/// # Errors
/// What stands there instead.
pub(crate) fn head_count(column: &str, value: &Value) -> Result<Option<f64>, String> {
    match number(value).map_err(|problem| format!("`{column}` {problem}"))? {
        Some(count) if count < 0.0 => Err(format!("`{column}` is negative: found {count}")),
        Some(count) if count > MOST_PEOPLE => {
            Err(format!("`{column}` is beyond any village: found {}", in_short(count)))
        }
        count => Ok(count),
    }
}
