//! One row of a coverage layer: what it claims, or why it cannot be used.

use geo::Coord;

use super::columns::{Columns, Technologies};
use crate::error::InputError;
use crate::model::{Technology, UNKNOWN_OPERATOR, UnknownTechnology};
use crate::read::layer::Layer;
use crate::read::number::{decimal, is_nothing, number, yes_or_no};
use crate::read::request::Request;
use crate::units::{Dbm, Metres};

/// What a row claims.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Claim {
    pub(super) id: Option<String>,
    pub(super) operator: String,
    /// One service area each; never none.
    pub(super) technologies: Vec<Technology>,
    pub(super) signal: Option<Dbm>,
    pub(super) signal_class: Option<String>,
    pub(super) reach: Reach,
}

/// Where the technologies of a row work.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reach {
    /// In the polygon of the row.
    Polygon,
    /// Around a point, as far for each technology of [`Technology::ALL`].
    Disc { centre: Coord, radius: [Metres; 4] },
}

/// The largest radius that a disc may have, in metres: twice what any mast reaches.
const LONGEST_RADIUS_M: f64 = 200_000.0;

impl Columns {
    /// What a row claims, or why it cannot be used.
    ///
    /// # Errors
    /// A point in a file where nothing gives a radius.
    pub(super) fn claim(
        &self,
        layer: &Layer,
        row: usize,
        request: &Request,
    ) -> Result<Result<Claim, String>, InputError> {
        let point = layer.points[row].filter(|_| layer.shapes.get(row).is_empty());
        if point.is_some() && self.radii.is_empty() && request.radius.is_none() {
            let problem = "a point has no area, and nothing says how far its signal reaches";
            return Err(InputError::file(&layer.path, problem)
                .at(layer.positions[row], self.id(layer, row).as_deref())
                .hint("give a radius in metres with --radius, or name its column with --radius-column"));
        }
        Ok(self.claim_of(layer, row, request, point))
    }

    fn claim_of(
        &self,
        layer: &Layer,
        row: usize,
        request: &Request,
        point: Option<Coord>,
    ) -> Result<Claim, String> {
        let text = |column: usize| {
            let text = layer.columns[column].values[row].to_text()?;
            let text = text.trim();
            (!is_nothing(text)).then(|| text.to_owned())
        };
        if point.is_none() && layer.shapes.get(row).is_empty() {
            return Err("the geometry is missing".into());
        }
        let technologies = self.technologies(layer, row)?;
        let reach = match point {
            None => Reach::Polygon,
            Some(centre) => Reach::Disc { centre, radius: self.radius(layer, row, request, &technologies)? },
        };
        let operator = match self.operator {
            Some(column) => text(column),
            None => request.operator.clone(),
        };
        Ok(Claim {
            id: if request.lean { None } else { self.id.and_then(text) },
            operator: operator.unwrap_or_else(|| UNKNOWN_OPERATOR.to_owned()),
            technologies,
            signal: self.signal(layer, row)?,
            signal_class: self.signal_class.and_then(text),
            reach,
        })
    }

    fn technologies(&self, layer: &Layer, row: usize) -> Result<Vec<Technology>, String> {
        match &self.technologies {
            Technologies::Told(technology) => Ok(vec![*technology]),
            Technologies::Column(column) => {
                let column = &layer.columns[*column];
                match column.values[row].to_text() {
                    Some(text) => technologies(&text).map_err(|error| error.to_string()),
                    None => Err(format!("the technology is missing: column `{}` is empty", column.name)),
                }
            }
            Technologies::Flags(flags) => {
                let mut said = Vec::new();
                for (technology, column) in flags {
                    let column = &layer.columns[*column];
                    let says = yes_or_no(&column.values[row]);
                    if says.map_err(|problem| format!("`{}` {problem}", column.name))? == Some(true) {
                        said.push(*technology);
                    }
                }
                said.sort_unstable();
                said.dedup();
                if said.is_empty() { Err("no technology says yes".into()) } else { Ok(said) }
            }
        }
    }

    fn signal(&self, layer: &Layer, row: usize) -> Result<Option<Dbm>, String> {
        let Some(column) = self.signal else { return Ok(None) };
        let column = &layer.columns[column];
        let power = decimal(&column.values[row]).map_err(|problem| format!("`{}` {problem}", column.name))?;
        power.map(Dbm::new).transpose().map_err(|error| format!("`{}`: {error}", column.name))
    }

    /// The radius of each technology the row names.
    fn radius(
        &self,
        layer: &Layer,
        row: usize,
        request: &Request,
        technologies: &[Technology],
    ) -> Result<[Metres; 4], String> {
        let mut radii = [Metres::default(); 4];
        for &technology in technologies {
            let own = self.radii.iter().filter(|radius| radius.technology == Some(technology));
            let common = self.radii.iter().filter(|radius| radius.technology.is_none());
            let mut found = request.radius;
            for radius in own.chain(common) {
                let column = &layer.columns[radius.column];
                let value =
                    number(&column.values[row]).map_err(|problem| format!("`{}` {problem}", column.name))?;
                let Some(value) = value else { continue };
                let metres = value * radius.metres;
                if !(metres > 0.0 && metres <= LONGEST_RADIUS_M) {
                    return Err(format!("`{}` is no radius of a disc: found {value}", column.name));
                }
                found = Some(Metres::new(metres).map_err(|error| error.to_string())?);
                break;
            }
            radii[technology.index()] = found.ok_or("the radius is missing, and --radius gives none")?;
        }
        Ok(radii)
    }
}

/// The technologies a text names: one, or several between `/`, `,`, `;`, `|`, `&`, `+` or blanks.
pub(crate) fn technologies(text: &str) -> Result<Vec<Technology>, UnknownTechnology> {
    let whole = text.parse::<Technology>();
    if let Ok(technology) = whole {
        return Ok(vec![technology]);
    }
    let between = |c: char| c.is_whitespace() || matches!(c, '/' | ',' | ';' | '|' | '&' | '+');
    let words = text.split(between).filter(|word| !word.is_empty());
    let parts = words.map(str::parse).collect::<Result<Vec<Technology>, _>>();
    let mut parts = parts.map_err(|_| UnknownTechnology(text.to_owned()))?;
    parts.sort_unstable();
    parts.dedup();
    if parts.is_empty() { Err(UnknownTechnology(text.to_owned())) } else { Ok(parts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_name_several_technologies() {
        assert_eq!(technologies("LTE-A"), Ok(vec![Technology::Lte]));
        assert_eq!(technologies("4G/2G, 3G"), Ok(vec![Technology::Gsm, Technology::Umts, Technology::Lte]));
        assert_eq!(technologies("3G 4G"), Ok(vec![Technology::Umts, Technology::Lte]));
        assert_eq!(technologies("5G NR"), Ok(vec![Technology::Nr]));
        assert!(technologies(" / ").is_err());
        assert_eq!(technologies("4G/WiMAX"), Err(UnknownTechnology("4G/WiMAX".into())));
    }
}
