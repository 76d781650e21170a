//! Lists of proposed sites: a file each, points or polygons, and their service areas.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use geo::{Centroid, Coord};

use super::columns::{Meaning, OPERATOR, Picker, RADIUS_KM, RADIUS_M, SIGNAL, TECHNOLOGY, list as name_list};
use super::findings::file_name;
use super::layer::{Layer, Skip};
use super::mend::mend;
use super::number::{decimal, is_nothing, number};
use super::{File, Options, Request, Role, Source, coverage, doubts, into_plane};
use crate::error::{Error, InputError};
use crate::geometry::Shapes;
use crate::model::{Coverage, Technology};
use crate::plane::Plane;
use crate::units::Dbm;

/// Which files hold proposals.
#[derive(Debug, Clone, Default)]
pub struct ProposalFiles {
    /// The lists, a file each.
    pub lists: Vec<PathBuf>,
    /// The service areas, joined by site id.
    pub areas: Option<PathBuf>,
}

/// One proposed site, as its list has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProposalRow {
    /// Its id.
    pub id: String,
    /// Its list, by its place in [`ProposalTable::lists`].
    pub list: u32,
    /// Whose it is.
    pub operator: Option<String>,
    /// Where it stands, in the working plane.
    pub position: Option<Coord>,
    /// What would work there; none where the list does not say.
    pub technologies: Vec<Technology>,
    /// Received power its own polygon stands for.
    pub signal: Option<Dbm>,
    /// Height of the mast, metres.
    pub height_m: Option<f64>,
    /// How far it reaches, metres.
    pub radius_m: Option<f64>,
    /// Where its antennas look, degrees from north.
    pub azimuths: Vec<f64>,
    /// How wide each looks, degrees.
    pub beamwidth: Option<f64>,
    /// Cost of building it.
    pub capex: Option<f64>,
    /// Cost of running it for a year.
    pub opex: Option<f64>,
    /// When it is to be built, as the list words it.
    pub phase: Option<String>,
    /// Whose power it would run on, as the list words it.
    pub power: Option<String>,
    /// How it would be connected, as the list words it.
    pub backhaul: Option<String>,
}

/// All lists.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProposalTable {
    /// The names of the lists: the operator's where a list has one, else the file's.
    pub lists: Vec<String>,
    /// The sites, list after list.
    pub rows: Vec<ProposalRow>,
    /// The polygon of each row, in the working plane; empty where it is a point.
    pub shapes: Shapes,
    /// The service areas that come in a file of their own, by site id.
    pub areas: Coverage,
    /// The currency that cost columns name.
    pub currency: Option<String>,
}

const fn meaning(what: &'static str, spellings: &'static [&'static str]) -> Meaning {
    Meaning { what, flag: "", spellings, may_end_in_year: false }
}

const SITE: Meaning = meaning(
    "site id",
    &[
        "siteid",
        "sitecode",
        "site",
        "proposalid",
        "stationid",
        "towerid",
        "matram",
        "macot",
        "tram",
        "code",
        "ma",
        "id",
    ],
);
const CAPEX: Meaning = meaning(
    "capex",
    &[
        "capex",
        "capexvnd",
        "capexusd",
        "capexeur",
        "cost",
        "costvnd",
        "costusd",
        "costeur",
        "chiphi",
        "chiphivnd",
        "chiphidautu",
        "chiphidautuvnd",
        "vondautu",
        "vondautuvnd",
        "dautu",
        "kinhphi",
        "investment",
        "price",
    ],
);
const OPEX: Meaning = meaning(
    "opex",
    &[
        "opex",
        "opexvnd",
        "opexvndyear",
        "opexusd",
        "opexusdyear",
        "opexperyear",
        "opexyear",
        "chiphivanhanh",
        "chiphivanhanhvnd",
        "vanhanh",
        "runningcost",
    ],
);
const HEIGHT: Meaning = meaning(
    "height (m)",
    &["heightm", "height", "mastheight", "mastheightm", "towerheight", "chieucao", "chieucaom", "docao"],
);
const AZIMUTHS: Meaning =
    meaning("azimuths", &["azimuths", "azimuth", "bearing", "bearings", "phuongvi", "gocphuongvi", "huong"]);
const BEAMWIDTH: Meaning = meaning(
    "beamwidth",
    &["beamwidth", "beamwidthdeg", "hbw", "sectorwidth", "doronggoc", "gocmo", "dorongbup"],
);
const PHASE: Meaning = meaning("phase", &["phase", "stage", "year", "giaidoan", "dot", "nam", "namdautu"]);
const POWER: Meaning = meaning("power", &["power", "powersource", "dien", "nguondien", "nguon"]);
const BACKHAUL: Meaning = meaning("backhaul", &["backhaul", "transmission", "truyendan"]);

struct Columns {
    site: usize,
    of: HashMap<&'static str, usize>,
    chosen: Vec<(&'static str, String)>,
}

impl Columns {
    fn choose(layer: &Layer) -> Result<Self, InputError> {
        let mut picker = Picker::new(layer);
        let site = picker.pick(&SITE, None)?.ok_or_else(|| {
            let found = name_list(picker.names().into_iter());
            InputError::file(&layer.path, format!("no column holds the site id: found {found}"))
                .hint("call it `site_id`")
        })?;
        let mut of = HashMap::new();
        for meaning in [
            &OPERATOR,
            &TECHNOLOGY,
            &SIGNAL,
            &CAPEX,
            &OPEX,
            &HEIGHT,
            &RADIUS_M,
            &RADIUS_KM,
            &AZIMUTHS,
            &BEAMWIDTH,
            &PHASE,
            &POWER,
            &BACKHAUL,
        ] {
            if let Some(column) = picker.pick(meaning, None)? {
                of.insert(meaning.what, column);
            }
        }
        Ok(Self { site, of, chosen: picker.chosen })
    }

    fn text(&self, layer: &Layer, row: usize, meaning: &Meaning) -> Option<String> {
        words(layer, *self.of.get(meaning.what)?, row)
    }

    /// A number from 0 up.
    fn amount(&self, layer: &Layer, row: usize, meaning: &Meaning) -> Result<Option<f64>, String> {
        let Some(&column) = self.of.get(meaning.what) else { return Ok(None) };
        let name = &layer.columns[column].name;
        match number(&layer.columns[column].values[row]).map_err(|problem| format!("`{name}` {problem}"))? {
            Some(found) if found < 0.0 => Err(format!("`{name}` is negative: found {found}")),
            found => Ok(found),
        }
    }

    fn row(&self, layer: &Layer, row: usize) -> Result<ProposalRow, String> {
        let text = |meaning| self.text(layer, row, meaning);
        let amount = |meaning| self.amount(layer, row, meaning);
        let id = words(layer, self.site, row).ok_or("it has no id, as a site of a list must")?;
        let centroid = || layer.shapes.get(row).to_multi_polygon().centroid().map(|point| point.0);
        let position = layer.points[row].or_else(centroid);
        if position.is_some_and(|place| !place.x.is_finite() || !place.y.is_finite()) {
            return Err("its place is outside the plane of the study".to_owned());
        }
        let technologies = match text(&TECHNOLOGY) {
            Some(words) => coverage::technologies(&words).map_err(|error| error.to_string())?,
            None => Vec::new(),
        };
        let signal = match self.of.get(SIGNAL.what) {
            Some(&column) => decimal(&layer.columns[column].values[row])?.map(Dbm::new).transpose(),
            None => Ok(None),
        };
        let in_km = amount(&RADIUS_KM)?.map(|km| km * 1_000.0);
        Ok(ProposalRow {
            id,
            list: 0,
            operator: text(&OPERATOR),
            position,
            technologies,
            signal: signal.map_err(|error| error.to_string())?,
            height_m: amount(&HEIGHT)?,
            radius_m: amount(&RADIUS_M)?.or(in_km).filter(|radius| *radius > 0.0),
            azimuths: text(&AZIMUTHS).map(|words| azimuths(&words)).transpose()?.unwrap_or_default(),
            beamwidth: amount(&BEAMWIDTH)?,
            capex: amount(&CAPEX)?,
            opex: amount(&OPEX)?,
            phase: text(&PHASE),
            power: text(&POWER),
            backhaul: text(&BACKHAUL),
        })
    }
}

/// Several directions in one cell: `0/120/240`, `0;120;240`.
fn azimuths(words: &str) -> Result<Vec<f64>, String> {
    let one = |word: &str| -> Result<f64, String> {
        let value: f64 = word.parse().map_err(|_| format!("`{word}` is no direction in degrees"))?;
        let is_direction = (-360.0..=360.0).contains(&value);
        is_direction.then_some(value).ok_or(format!("`{word}` is no direction in degrees"))
    };
    words.split(['/', ';', ',', '|', ' ']).map(str::trim).filter(|word| !word.is_empty()).map(one).collect()
}

fn words(layer: &Layer, column: usize, row: usize) -> Option<String> {
    let text = layer.columns[column].values[row].to_text()?;
    let text = text.trim();
    (!is_nothing(text)).then(|| text.to_owned())
}

/// Reads every list, and the service areas.
///
/// # Errors
/// A file that cannot be read or understood; a broken row is skipped and listed instead.
pub fn proposals(
    files: &ProposalFiles,
    plane: &Plane,
    request: &Request,
    (sources, warnings): (&mut Vec<Source>, &mut Vec<String>),
) -> Result<ProposalTable, Error> {
    let mut table = ProposalTable::default();
    let mut known: HashMap<String, String> = HashMap::new();
    for path in &files.lists {
        let first = table.rows.len();
        let source = list(path, plane, request, &mut table, &mut known)?;
        if table.rows.len() == first {
            warnings.push(format!("{} holds no proposal that can be judged", file_name(path)));
        }
        warnings.extend(doubts::of_proposals(
            &table.rows[first..],
            &file_name(path),
            table.currency.as_deref(),
        ));
        sources.push(source);
    }
    if let Some(path) = &files.areas {
        sources.push(areas(path, plane, request, &mut table, warnings)?);
    }
    Ok(table)
}

fn list(
    path: &Path,
    plane: &Plane,
    request: &Request,
    table: &mut ProposalTable,
    known: &mut HashMap<String, String>,
) -> Result<Source, Error> {
    let options = Options::of(request, Role::Proposals);
    let (mut layer, file) = File::read(path, &options, request)?;
    let columns = Columns::choose(&layer)?;
    let choice =
        if layer.is_empty() { None } else { Some(into_plane(&mut layer, None, plane, request.gdal)?) };
    let mut gone: HashMap<usize, String> =
        mend(&mut layer, |layer, row| words(layer, columns.site, row)).into_iter().collect();
    let number = table.lists.len() as u32;
    let own = file_name(path).into_owned();
    let (first, mut skipped) = (table.rows.len(), Vec::new());
    for row in 0..layer.len() {
        let read = match gone.remove(&row) {
            Some(reason) => Err(reason),
            None => columns.row(&layer, row),
        };
        let read = read.and_then(|read| match known.get(&read.id) {
            Some(other) => Err(format!("the id `{}` stands in {other} already", read.id)),
            None => Ok(read),
        });
        match read {
            Ok(read) => {
                known.insert(read.id.clone(), own.clone());
                table.shapes.push_shape(&layer.shapes.get(row));
                table.rows.push(ProposalRow { list: number, ..read });
            }
            Err(reason) => {
                let id = words(&layer, columns.site, row);
                skipped.push(Skip { position: layer.positions[row], id, reason });
            }
        }
    }
    table.lists.push(list_name(&table.rows[first..], &own));
    if let Some(&column) = columns.of.get(CAPEX.what) {
        let named = currency(&layer.columns[column].name);
        if let Some((own, named)) = table.currency.as_ref().zip(named.as_ref()).filter(|(a, b)| a != b) {
            let problem = format!("its costs are in {named}, those of the lists before in {own}");
            return Err(InputError::file(path, problem).hint("convert them first").into());
        }
        table.currency = table.currency.take().or(named);
    }
    layer.skipped.append(&mut skipped);
    layer.skipped.sort_by_key(|skip| skip.position);
    Ok(file.source(layer, columns.chosen, choice))
}

/// The operator of a list where all its rows name one, else the file's name without its end.
fn list_name(rows: &[ProposalRow], file: &str) -> String {
    let stem = || file.split('.').next().unwrap_or(file).to_owned();
    match rows.first().and_then(|row| row.operator.clone()) {
        Some(name) if rows.iter().all(|row| row.operator.as_ref() == Some(&name)) => name,
        _ => stem(),
    }
}

/// `VND` of `capex_vnd`.
fn currency(column: &str) -> Option<String> {
    let code = column.split('_').rev().find(|part| part.len() == 3)?.to_ascii_uppercase();
    ["VND", "USD", "EUR", "XOF", "KES", "NGN", "INR", "LAK", "KHR"].contains(&&*code).then_some(code)
}

/// The service areas, by the ids of the sites; those of nobody are skipped and listed.
fn areas(
    path: &Path,
    plane: &Plane,
    request: &Request,
    table: &mut ProposalTable,
    warnings: &mut Vec<String>,
) -> Result<Source, Error> {
    let options = Options { role: Role::ProposalAreas, ..Options::of(request, Role::Coverage) };
    let (mut layer, file) = File::read(path, &options, request)?;
    let columns = coverage::Columns::choose(&layer, request)?;
    let choice = into_plane(&mut layer, request.coverage_crs.as_deref(), plane, request.gdal)?;
    let mut layers = [layer];
    let chosen = columns.chosen.clone();
    table.areas = coverage::build(&mut layers, &[columns], request, warnings)?;
    let [mut layer] = layers;
    let ids: std::collections::HashSet<&str> = table.rows.iter().map(|row| row.id.as_str()).collect();
    for area in &table.areas.areas {
        let id = area.id.clone().unwrap_or_default();
        if !ids.contains(id.as_str()) {
            let reason = format!("no list proposes a site `{id}`");
            layer.skipped.push(Skip { position: area.feature as usize, id: area.id.clone(), reason });
        }
    }
    layer.skipped.sort_by_key(|skip| skip.position);
    Ok(file.source(layer, chosen, Some(choice)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_share_a_cell() {
        assert_eq!(azimuths("0/120; 240"), Ok(vec![0.0, 120.0, 240.0]));
        assert!(azimuths("north").is_err() && azimuths("400").is_err());
    }

    #[test]
    fn a_cost_column_may_name_its_currency() {
        assert_eq!(currency("capex_vnd").as_deref(), Some("VND"));
        assert_eq!(currency("chi_phi"), None);
        assert_eq!(currency("cost_usd").as_deref(), Some("USD"));
    }
}
