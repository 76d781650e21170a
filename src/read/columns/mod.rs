//! Which column means what: by the user's word, else by its name.

mod admin;
mod coverage_table;
mod spelling;
mod table;

pub use admin::levels;
pub use coverage_table::{AREA_ID, OPERATOR, RADIUS_KM, RADIUS_M, SIGNAL, SIGNAL_CLASS, TECHNOLOGY};
pub use spelling::{key, key_without_year, nearest};
pub use table::{HOUSEHOLDS, LEVELS, Meaning, PAIRS, POPULATION, Pair, VILLAGE_ID, VILLAGE_NAME, WKT};

use crate::error::InputError;
use crate::model::Technology;
use crate::read::findings::Role;
use crate::read::layer::Layer;
use crate::read::request::ColumnChoices;

/// The columns of one layer, being told apart.
#[derive(Debug)]
pub struct Picker<'l> {
    layer: &'l Layer,
    taken: Vec<bool>,
    /// What was chosen: (`village id`, `ma_thon`).
    pub chosen: Vec<(&'static str, String)>,
}

impl<'l> Picker<'l> {
    /// Nothing is chosen yet.
    pub fn new(layer: &'l Layer) -> Self {
        Self { layer, taken: vec![false; layer.columns.len()], chosen: Vec::new() }
    }

    /// The names of the columns.
    pub fn names(&self) -> Vec<&'l str> {
        self.layer.columns.iter().map(|column| column.name.as_str()).collect()
    }

    /// The column of a meaning: the one the user names, else the first spelling that occurs.
    ///
    /// # Errors
    /// The user's column does not exist, or two columns are spelled the same way.
    pub fn pick(&mut self, meaning: &Meaning, named: Option<&str>) -> Result<Option<usize>, InputError> {
        self.pick_where(meaning, named, |_| true)
    }

    /// Like [`Picker::pick`], but only among columns of which `fits` holds.
    ///
    /// # Errors
    /// Like [`Picker::pick`].
    pub fn pick_where(
        &mut self,
        meaning: &Meaning,
        named: Option<&str>,
        fits: impl Fn(usize) -> bool,
    ) -> Result<Option<usize>, InputError> {
        let found = match named {
            Some(name) => Some(self.named(name, meaning.flag)?),
            None => self.spelled(meaning, fits)?,
        };
        if let Some(column) = found {
            self.take(meaning.what, column);
        }
        Ok(found)
    }

    /// Notes that a column is taken for something.
    pub fn take(&mut self, what: &'static str, column: usize) {
        self.taken[column] = true;
        self.chosen.push((what, self.layer.columns[column].name.clone()));
    }

    /// Whether a column is not taken for anything.
    pub fn is_free(&self, column: usize) -> bool {
        !self.taken[column]
    }

    /// The column of this very name, or of the same name in other letters.
    ///
    /// # Errors
    /// When there is none: lists what there is, and the nearest name.
    pub fn named(&self, name: &str, flag: &str) -> Result<usize, InputError> {
        let names = self.names();
        let same = names.iter().position(|it| *it == name);
        if let Some(column) = same.or_else(|| names.iter().position(|it| key(it) == key(name))) {
            return Ok(column);
        }
        let all = || names.iter().copied().chain(self.layer.unread.iter().map(String::as_str));
        let problem = format!("there is no column `{name}`, as {flag} asks: found {}", list(all()));
        let error = InputError::file(&self.layer.path, problem);
        Err(match nearest(name, all()) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error,
        })
    }

    fn spelled(&self, meaning: &Meaning, fits: impl Fn(usize) -> bool) -> Result<Option<usize>, InputError> {
        let keys: Vec<String> = self.names().iter().map(|name| keyed(meaning, name)).collect();
        for spelling in meaning.spellings {
            let mut matching = (0..keys.len())
                .filter(|&column| keys[column] == *spelling && self.is_free(column) && fits(column));
            let Some(first) = matching.next() else { continue };
            let Some(second) = matching.next() else { return Ok(Some(first)) };
            let names = self.names();
            let problem =
                format!("both `{}` and `{}` could be the {}", names[first], names[second], meaning.what);
            let error = InputError::file(&self.layer.path, problem);
            return Err(if meaning.flag.is_empty() {
                error
            } else {
                error.hint(format!("name one with {}", meaning.flag))
            });
        }
        Ok(None)
    }

    /// Two columns that make a point: the user's, else the first pair that occurs and `fits`.
    ///
    /// # Errors
    /// The user's columns do not exist, or only one of the two was named.
    pub fn pair(
        &self,
        named: (Option<&str>, Option<&str>),
        flags: (&str, &str),
        fits: impl Fn(&Pair) -> bool,
    ) -> Result<Option<PointColumns>, InputError> {
        match named {
            (Some(x), Some(y)) => {
                let (x, y) = (self.named(x, flags.0)?, self.named(y, flags.1)?);
                let is_degrees =
                    PAIRS.iter().any(|pair| pair.is_degrees && pair.x == key(&self.layer.columns[x].name));
                return Ok(Some(PointColumns { x, y, is_degrees }));
            }
            (None, None) => {}
            _ => {
                let problem = format!("{} and {} go together: only one is given", flags.0, flags.1);
                return Err(InputError::file(&self.layer.path, problem));
            }
        }
        let keys: Vec<String> = self.names().iter().map(|name| key(name)).collect();
        let find = |wanted: &str| keys.iter().position(|key| key == wanted);
        Ok(PAIRS.iter().filter(|pair| fits(pair)).find_map(|pair| {
            Some(PointColumns { x: find(pair.x)?, y: find(pair.y)?, is_degrees: pair.is_degrees })
        }))
    }
}

/// Two columns that make a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointColumns {
    /// Longitude or easting.
    pub x: usize,
    /// Latitude or northing.
    pub y: usize,
    /// Whether their names say degrees.
    pub is_degrees: bool,
}

fn keyed(meaning: &Meaning, name: &str) -> String {
    if meaning.may_end_in_year { key_without_year(name) } else { key(name) }
}

/// Names in backquotes, not too many of them.
pub fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    const MOST: usize = 20;
    let names: Vec<&str> = names.collect();
    let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    match names.len() {
        0 => "no column".into(),
        n if n > MOST => format!("{} and {} more", shown.join(", "), n - MOST),
        _ => shown.join(", "),
    }
}

/// The likely village id among names, without complaint.
pub fn village_id(choices: &ColumnChoices, names: &[&str]) -> Option<usize> {
    let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
    if let Some(named) = &choices.id {
        return keys.iter().position(|it| *it == key(named));
    }
    VILLAGE_ID.spellings.iter().find_map(|spelling| keys.iter().position(|it| it == spelling))
}

/// The technology a column is named after: `4G`, `has_lte`, `cov_5g`.
pub fn technology_of_name(name: &str) -> Option<Technology> {
    let key = key(name);
    let strip = |text: &str| -> Option<Technology> {
        let has_letter = text.chars().any(char::is_alphabetic);
        if has_letter { text.parse().ok() } else { None }
    };
    let fronts = ["has", "is", "co", "cov", "coverage", "covered", "song", "mang", "phu", "phusong"];
    let ends = ["coverage", "available", "cov", "covered", "yn", "flag"];
    strip(&key)
        .or_else(|| fronts.iter().find_map(|front| strip(key.strip_prefix(front)?)))
        .or_else(|| ends.iter().find_map(|end| strip(key.strip_suffix(end)?)))
}

/// The technology a column of radii is for, and the metres in its unit: `radius_4g`,
/// `ban_kinh_lte_km`.
pub fn radius_of_name(name: &str) -> Option<(Technology, f64)> {
    let key = key(name);
    let rest = ["radius", "bankinh", "rayon", "range"].iter().find_map(|front| key.strip_prefix(front))?;
    let (rest, metres) = match (rest.strip_suffix("km"), rest.strip_suffix('m')) {
        (Some(rest), _) => (rest, 1_000.0),
        (None, Some(rest)) => (rest, 1.0),
        (None, None) => (rest, 1.0),
    };
    let has_letter = rest.chars().any(char::is_alphabetic);
    if has_letter { Some((rest.parse().ok()?, metres)) } else { None }
}

/// Whether a lean run reads this column.
pub fn is_lean(role: Role, choices: &ColumnChoices, column: &str) -> bool {
    let key = key(column);
    let named = |choice: &Option<String>| choice.as_deref().is_some_and(|name| self::key(name) == key);
    let any = |meanings: &[&Meaning]| meanings.iter().any(|meaning| meaning.spellings.contains(&&*key));
    let is_point = || PAIRS.iter().any(|pair| pair.x == key || pair.y == key);
    match role {
        Role::Villages => {
            let chosen = [&choices.id, &choices.centre_x, &choices.centre_y].into_iter().any(named);
            chosen || any(&[&VILLAGE_ID, &WKT]) || is_point()
        }
        Role::Coverage => {
            let chosen = [&choices.operator, &choices.technology, &choices.signal, &choices.radius];
            chosen.into_iter().any(named)
                || any(&[&OPERATOR, &TECHNOLOGY, &SIGNAL, &RADIUS_M, &RADIUS_KM, &WKT])
                || is_point()
                || technology_of_name(column).is_some()
                || radius_of_name(column).is_some()
        }
        Role::Attributes => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests;
