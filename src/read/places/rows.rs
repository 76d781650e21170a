//! The columns of places: whose village, which weight, which operator.

use crate::error::InputError;
use crate::model::Technology;
use crate::read::columns::{Meaning, OPERATOR, Picker, TECHNOLOGY};
use crate::read::layer::{Column, Layer};
use crate::read::number::{in_short, is_nothing, number};

/// The id of the village a place belongs to; an id of the place itself is not meant.
const VILLAGE: Meaning = Meaning {
    what: "village id",
    flag: "",
    spellings: &[
        "villageid",
        "villagecode",
        "idvillage",
        "mathon",
        "mathonban",
        "mathonxom",
        "maban",
        "maxom",
        "thonid",
    ],
    may_end_in_year: false,
};

/// A weight: people, or how many buildings a point stands for.
const WEIGHT: Meaning = Meaning {
    what: "weight",
    flag: "",
    spellings: &[
        "weight",
        "people",
        "population",
        "pop",
        "danso",
        "nhankhau",
        "songuoi",
        "trongso",
        "count",
        "buildings",
    ],
    may_end_in_year: true,
};

/// The name of a place.
const NAME: Meaning = Meaning {
    what: "name",
    flag: "",
    spellings: &["clusterid", "clustername", "tencum", "macum", "name", "ten", "id"],
    may_end_in_year: false,
};

/// A larger weight is another column, or another unit: more people than any city has.
pub(super) const MOST: f64 = 1e8;

/// Technologies of a site, one or several in a cell.
const TECHNOLOGIES: Meaning = Meaning {
    what: "technologies",
    flag: "",
    spellings: &["technologies", "techs", "cacgongnghe", "rats"],
    may_end_in_year: false,
};

/// Further ids make no row of their own: these columns, by row.
pub(super) struct Rows {
    village: Option<Column>,
    weight: Option<Column>,
    name: Option<Column>,
    operator: Option<Column>,
    technologies: Option<Column>,
    /// What was chosen.
    pub chosen: Vec<(&'static str, String)>,
    /// The rows that are left out, and why.
    pub skipped: Vec<(usize, String)>,
}

impl Rows {
    /// Tells the columns apart.
    ///
    /// # Errors
    /// Two columns are spelled the same way.
    pub fn choose(layer: &Layer) -> Result<Self, InputError> {
        let mut picker = Picker::new(layer);
        let mut pick = |meaning: &Meaning| -> Result<Option<Column>, InputError> {
            Ok(picker.pick(meaning, None)?.map(|column| layer.columns[column].clone()))
        };
        let village = pick(&VILLAGE)?;
        let weight = pick(&WEIGHT)?;
        let name = pick(&NAME)?;
        let operator = pick(&OPERATOR)?;
        let technologies = match pick(&TECHNOLOGIES)? {
            Some(column) => Some(column),
            None => pick(&TECHNOLOGY)?,
        };
        Ok(Self { village, weight, name, operator, technologies, chosen: picker.chosen, skipped: Vec::new() })
    }

    /// Leaves a row out.
    pub fn skip(&mut self, row: usize, reason: &str) {
        self.skipped.push((row, reason.to_owned()));
    }

    pub fn village(&self, row: usize) -> Option<String> {
        text(self.village.as_ref(), row)
    }

    pub fn name(&self, row: usize) -> Option<String> {
        text(self.name.as_ref(), row)
    }

    pub fn operator(&self, row: usize) -> Option<String> {
        text(self.operator.as_ref(), row)
    }

    pub fn has_weight(&self) -> bool {
        self.weight.is_some()
    }

    /// The weight of a row: 1 without a column, an error where the column holds none.
    pub fn weight(&self, row: usize) -> Result<f64, String> {
        let Some(column) = &self.weight else { return Ok(1.0) };
        match number(&column.values[row]).map_err(|problem| format!("`{}` {problem}", column.name))? {
            Some(weight) if weight > MOST => {
                Err(format!("`{}` is beyond any place: found {}", column.name, in_short(weight)))
            }
            Some(weight) if weight >= 0.0 => Ok(weight),
            Some(weight) => Err(format!("`{}` is negative: found {weight}", column.name)),
            None => Err(format!("`{}` is empty", column.name)),
        }
    }

    /// The technologies of a site; all where nothing says which.
    pub fn technologies(&self, row: usize) -> Result<[bool; 4], String> {
        let Some(words) = text(self.technologies.as_ref(), row) else { return Ok([true; 4]) };
        let mut there = [false; 4];
        if let Ok(technology) = words.parse::<Technology>() {
            there[technology.index()] = true;
            return Ok(there);
        }
        for word in words.split([' ', ',', ';', '/', '|', '+']).filter(|word| !word.is_empty()) {
            let technology: Technology = word.parse().map_err(|error| format!("{error}"))?;
            there[technology.index()] = true;
        }
        Ok(there)
    }
}

fn text(column: Option<&Column>, row: usize) -> Option<String> {
    let text = column?.values[row].to_text()?;
    let text = text.trim();
    (!is_nothing(text)).then(|| text.to_owned())
}
