//! Measurements, overrides, and a mapping of old codes to new ones.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use geo::Centroid;

use crate::error::{Error, InputError};
use crate::model::{Ground, Measurement, Override, VillageId};
use crate::plane::Plane;
use crate::read::columns::{Meaning, OPERATOR, Picker, SIGNAL, TECHNOLOGY, VILLAGE_ID, key, list};
use crate::read::findings::file_name;
use crate::read::layer::{Layer, Skip};
use crate::read::number::{decimal, is_nothing};
use crate::read::options::Options;
use crate::read::request::Request;
use crate::read::{File, Role, Source};

/// Which files say what was found on the ground.
#[derive(Debug, Clone, Default)]
pub struct GroundRequest {
    /// Measurements at places.
    pub measurements: Vec<PathBuf>,
    /// What people on the ground say of villages.
    pub overrides: Option<PathBuf>,
    /// The coordinate system of the measurements, where they state none or a wrong one.
    pub crs: Option<String>,
}

/// Old codes and the new ones that took their place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// The new code of each old one.
    pub codes: BTreeMap<String, String>,
    /// The names that go with new codes, where the table gives them.
    pub names: BTreeMap<String, String>,
}

const fn meaning(what: &'static str, spellings: &'static [&'static str]) -> Meaning {
    Meaning { what, flag: "", spellings, may_end_in_year: false }
}

const TIME: Meaning = meaning(
    "time",
    &["time", "timestamp", "datetime", "date", "measuredat", "thoigian", "thoidiem", "ngay", "ngaydo"],
);
const RATE: Meaning = meaning(
    "data rate (Mbit/s)",
    &["mbits", "mbps", "downloadmbits", "downloadmbps", "download", "dlmbps", "rate", "speed", "tocdo"],
);
const STATUS: Meaning = meaning("status", &["status", "covered", "trangthai", "tinhtrang", "cosong"]);
const WHO: Meaning = meaning("who", &["who", "by", "observer", "nguoi", "nguoikiemtra", "ai"]);
const WHEN: Meaning =
    meaning("when", &["when", "date", "since", "ngay", "khinao", "thoidiem", "ngaykiemtra"]);
const WHY: Meaning = meaning("why", &["why", "reason", "note", "lydo", "ghichu"]);
const OLD: Meaning = meaning("old code", &["oldcode", "old", "from", "macu", "oldid", "maxacu", "before"]);
const NEW_NAME: Meaning = meaning("new name", &["newname", "tenmoi", "nameafter"]);
const NEW: Meaning = meaning("new code", &["newcode", "new", "to", "mamoi", "newid", "maxamoi", "after"]);

/// Reads everything that was asked for.
///
/// # Errors
/// A file that cannot be read or understood; a broken row is skipped and listed instead.
pub(super) fn read(
    plane: &Plane,
    request: &Request,
    (sources, warnings): (&mut Vec<Source>, &mut Vec<String>),
) -> Result<Ground, Error> {
    let mut ground = Ground::default();
    for path in &request.ground.measurements {
        let (found, source) = measurements(path, plane, request)?;
        if found.is_empty() {
            warnings.push(format!("{} holds no measurement that can be used", file_name(path)));
        }
        ground.measurements.get_or_insert_with(Vec::new).extend(found);
        sources.push(source);
    }
    if let Some(path) = &request.ground.overrides {
        let (found, source) = overrides(path, request)?;
        ground.overrides = found;
        sources.push(source);
    }
    Ok(ground)
}

fn measurements(path: &Path, plane: &Plane, request: &Request) -> Result<(Vec<Measurement>, Source), Error> {
    let told = request.ground.crs.as_deref();
    let options = Options { crs: told.map(str::to_owned), ..Options::of(request, Role::Measurements) };
    let (mut layer, file) = File::read(path, &options, request)?;
    let choice = crate::read::into_plane(&mut layer, told, plane, request.gdal)?;
    let mut picker = Picker::new(&layer);
    let operator = must(&mut picker, &OPERATOR, &layer)?;
    let technology = must(&mut picker, &TECHNOLOGY, &layer)?;
    let (level, rate, time) =
        (picker.pick(&SIGNAL, None)?, picker.pick(&RATE, None)?, picker.pick(&TIME, None)?);
    if level.is_none() && rate.is_none() {
        let problem = format!("no column holds dBm or Mbit/s: found {}", list(picker.names().into_iter()));
        return Err(InputError::file(path, problem).hint("call them rsrp_dbm and mbit_s").into());
    }
    let chosen = picker.chosen;
    let (mut found, mut skipped) = (Vec::new(), Vec::new());
    for row in 0..layer.len() {
        let one = || -> Result<Measurement, String> {
            let centroid = || layer.shapes.get(row).to_multi_polygon().centroid().map(|point| point.0);
            let place = layer.points[row].or_else(centroid).filter(|p| p.x.is_finite() && p.y.is_finite());
            let figure = |column: Option<usize>| match column {
                Some(column) => decimal(&layer.columns[column].values[row])
                    .map_err(|problem| format!("`{}` {problem}", layer.columns[column].name)),
                None => Ok(None),
            };
            let (level_dbm, rate_mbit_s) = (figure(level)?, figure(rate)?);
            if level_dbm.is_some_and(|level| !(-200.0..=0.0).contains(&level)) {
                return Err(format!("{} is no received power in dBm", level_dbm.unwrap_or_default()));
            }
            if level_dbm.is_none() && rate_mbit_s.is_none() {
                return Err("it says neither dBm nor Mbit/s".to_owned());
            }
            let technology = text(&layer, Some(technology), row).ok_or("it names no technology")?;
            Ok(Measurement {
                place: place.ok_or("it has no place")?,
                time: text(&layer, time, row),
                operator: text(&layer, Some(operator), row).ok_or("it names no operator")?,
                technology: technology.parse().map_err(|error| format!("{error}"))?,
                level_dbm,
                rate_mbit_s,
            })
        };
        match one() {
            Ok(measurement) => found.push(measurement),
            Err(reason) => skipped.push(Skip { position: layer.positions[row], id: None, reason }),
        }
    }
    layer.skipped.extend(skipped);
    layer.skipped.sort_by_key(|skip| skip.position);
    Ok((found, file.source(layer, chosen, Some(choice))))
}

/// Rows without a status are a sheet not filled in yet: they say nothing, and are no fault.
fn overrides(path: &Path, request: &Request) -> Result<(Vec<Override>, Source), Error> {
    let (mut layer, mut file) = table(path, request)?;
    file.role = Role::Overrides;
    let mut picker = Picker::new(&layer);
    let village = must(&mut picker, &VILLAGE_ID, &layer)?;
    let status = must(&mut picker, &STATUS, &layer)?;
    let (who, when, why) = (picker.pick(&WHO, None)?, picker.pick(&WHEN, None)?, picker.pick(&WHY, None)?);
    let chosen = picker.chosen;
    let (mut found, mut skipped) = (Vec::new(), Vec::new());
    for row in 0..layer.len() {
        let Some(word) = layer.columns[status].values[row].to_text() else { continue };
        let id = text(&layer, Some(village), row);
        let one = || -> Result<Override, String> {
            Ok(Override {
                village: VillageId(id.clone().ok_or("it names no village")?),
                is_covered: status_of(&word)?,
                who: text(&layer, who, row),
                when: text(&layer, when, row),
                why: text(&layer, why, row),
            })
        };
        match one() {
            Ok(one) => found.push(one),
            Err(reason) => {
                skipped.push(Skip { position: layer.positions[row], id: id.clone(), reason });
            }
        }
    }
    layer.skipped.extend(skipped);
    Ok((found, file.source(layer, chosen, None)))
}

/// Covered, uncovered, or unknown, as people write it.
fn status_of(word: &str) -> Result<Option<bool>, String> {
    match key(word).as_str() {
        "covered" | "yes" | "y" | "true" | "1" | "co" | "cosong" | "served" | "duocphu" | "daphu"
        | "dacosong" | "daphusong" | "phusong" | "duocphusong" => Ok(Some(true)),
        "uncovered" | "no" | "n" | "false" | "0" | "khong" | "khongcosong" | "trangsong" | "vungtrang"
        | "notcovered" | "unserved" | "white" | "chuacosong" | "chuaphusong" | "khongphusong" | "matsong" => {
            Ok(Some(false))
        }
        "unknown" | "chuaro" | "khongro" | "chuaxacdinh" => Ok(None),
        "lomsong" | "hollow" | "vunglom" => Err(format!(
            "`{word}` says that a part is served: write covered or uncovered, as the rule in use would have it"
        )),
        _ => Err(format!("`{word}` is no status: write covered, uncovered or unknown")),
    }
}

/// Old codes and the new ones, of a table.
///
/// # Errors
/// A file that cannot be read or understood, or one old code with two new ones.
pub fn mapping(path: &Path, request: &Request) -> Result<(Mapping, Source), Error> {
    let (layer, mut file) = table(path, request)?;
    file.role = Role::Mapping;
    let mut picker = Picker::new(&layer);
    let (old, new) = (must(&mut picker, &OLD, &layer)?, must(&mut picker, &NEW, &layer)?);
    let name = picker.pick(&NEW_NAME, None)?;
    let chosen = picker.chosen;
    let mut found = Mapping::default();
    for row in 0..layer.len() {
        let (Some(from), Some(to)) = (text(&layer, Some(old), row), text(&layer, Some(new), row)) else {
            continue;
        };
        if let Some(name) = text(&layer, name, row) {
            found.names.insert(to.clone(), name);
        }
        if let Some(other) = found.codes.insert(from.clone(), to.clone())
            && other != to
        {
            let problem = format!("the old code `{from}` has two new ones: `{other}` and `{to}`");
            return Err(InputError::file(path, problem)
                .at(layer.positions[row], Some(&from))
                .hint("what was divided cannot be followed by its code alone")
                .into());
        }
    }
    if found.codes.is_empty() {
        return Err(InputError::file(path, "no row gives an old code and a new one").into());
    }
    Ok((found, file.source(layer, chosen, None)))
}

/// A table, which needs no place on the map.
fn table(path: &Path, request: &Request) -> Result<(Layer, File), Error> {
    let options = Options { lean: false, ..Options::of(request, Role::Attributes) };
    File::read(path, &options, request)
}

fn must(picker: &mut Picker<'_>, meaning: &Meaning, layer: &Layer) -> Result<usize, InputError> {
    let found = picker.pick(&Meaning { flag: "", ..*meaning }, None)?;
    found.ok_or_else(|| {
        let problem =
            format!("no column holds the {}: found {}", meaning.what, list(picker.names().into_iter()));
        InputError::file(&layer.path, problem).hint(format!("call it `{}`", meaning.spellings[0]))
    })
}

fn text(layer: &Layer, column: Option<usize>, row: usize) -> Option<String> {
    let text = layer.columns[column?].values[row].to_text()?;
    let text = text.trim();
    (!is_nothing(text)).then(|| text.to_owned())
}
