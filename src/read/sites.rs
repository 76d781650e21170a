//! The table of candidate sites: what each costs, and what it waits for.

use std::path::Path;

use super::findings::Role;
use super::layer::Layer;
use super::number::{decimal, number};
use super::{Options, Request};
use crate::error::{Error, InputError};
use crate::model::Value;

/// One candidate site.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SiteRow {
    /// Its id.
    pub id: String,
    /// Cost of building it; `None` where the table does not say.
    pub capex: Option<f64>,
    /// The low and the high estimate of that cost.
    pub capex_low: Option<f64>,
    /// The high one.
    pub capex_high: Option<f64>,
    /// Cost of running it for a year.
    pub opex: Option<f64>,
    /// Whose power it would run on, as the table words it.
    pub power: Option<String>,
    /// How it would be connected, as the table words it.
    pub backhaul: Option<String>,
    /// The first phase it can be built in, as the table words it.
    pub available: Option<String>,
    /// The existing tower it would stand on.
    pub co_site: Option<String>,
    /// The phase from which there is grid power, as the table words it.
    pub power_from: Option<String>,
    /// The candidate sites it is connected through, which must stand no later; several with `;`.
    pub connects_through: Option<String>,
    /// Longitude and latitude, degrees.
    pub position: Option<(f64, f64)>,
    /// Metres to the nearest road.
    pub road_m: Option<f64>,
    /// Metres to the nearest power line.
    pub grid_m: Option<f64>,
    /// Metres to the nearest fibre.
    pub fibre_m: Option<f64>,
}

/// The candidate sites, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SiteTable {
    /// The rows.
    pub rows: Vec<SiteRow>,
    /// The currency the cost columns name: `VND` from `capex_vnd`.
    pub currency: Option<String>,
    /// Which column was taken for what.
    pub columns: Vec<(&'static str, String)>,
}

/// Reads the table of sites.
///
/// # Errors
/// A file that cannot be read, without a column of ids, or with a cost that is no amount.
pub fn site_table(path: &Path, request: &Request) -> Result<SiteTable, Error> {
    let layer = super::layer(path, &Options::of(request, Role::Attributes), request)?;
    let id = find(&layer, &["site_id", "id", "site", "code", "ma_tram"]).ok_or_else(|| {
        InputError::file(path, "no column of site ids")
            .hint("call it `site_id`; costs are found as `capex_vnd`")
    })?;
    let costs = ["capex", "cost", "chi_phi"];
    let capex = find_cost(&layer, &costs, None);
    let (low, high) = (find_cost(&layer, &costs, Some("low")), find_cost(&layer, &costs, Some("high")));
    let opex = find_prefix(&layer, &["opex"]);
    let text_columns = [
        ("power", find(&layer, &["power", "dien"])),
        ("backhaul", find(&layer, &["backhaul", "truyen_dan"])),
        ("available", find(&layer, &["available_from", "earliest_phase"])),
        ("co-site", find(&layer, &["co_site", "cosite"])),
        ("power from", find(&layer, &["power_from", "grid_from"])),
        ("connects through", find(&layer, &["connects_through", "connects_to", "after_site"])),
    ];
    let amounts = [
        ("longitude", find(&layer, &["lon", "longitude", "lng", "kinh_do"])),
        ("latitude", find(&layer, &["lat", "latitude", "vi_do"])),
        ("road distance", find(&layer, &["road_distance_m"])),
        ("grid distance", find(&layer, &["grid_distance_m"])),
        ("fibre distance", find(&layer, &["fibre_distance_m", "fiber_distance_m"])),
    ];
    let mut table = SiteTable {
        currency: capex.and_then(|at| currency(&layer.columns[at].name)),
        ..SiteTable::default()
    };
    for row in 0..layer.len() {
        let Some(name) = words(&layer, Some(id), row) else { continue };
        let text = |nth: usize| words(&layer, text_columns[nth].1, row);
        let position = layer.positions[row];
        table.rows.push(SiteRow {
            capex: amount(&layer, capex, row).map_err(|problem| refuse(path, position, &name, problem))?,
            capex_low: amount(&layer, low, row).map_err(|problem| refuse(path, position, &name, problem))?,
            capex_high: amount(&layer, high, row)
                .map_err(|problem| refuse(path, position, &name, problem))?,
            opex: amount(&layer, opex, row).map_err(|problem| refuse(path, position, &name, problem))?,
            power: text(0),
            backhaul: text(1),
            available: text(2),
            co_site: text(3).filter(|mast| !says_no(mast)),
            power_from: text(4),
            connects_through: text(5),
            position: plain(&layer, amounts[0].1, row).zip(plain(&layer, amounts[1].1, row)),
            road_m: plain(&layer, amounts[2].1, row),
            grid_m: plain(&layer, amounts[3].1, row),
            fibre_m: plain(&layer, amounts[4].1, row),
            id: name,
        });
    }
    let chosen =
        [("site id", Some(id)), ("capex", capex), ("low capex", low), ("high capex", high), ("opex", opex)];
    table.columns = chosen
        .into_iter()
        .chain(text_columns)
        .chain(amounts)
        .filter_map(|(what, at)| Some((what, layer.columns[at?].name.clone())))
        .collect();
    Ok(table)
}

/// How many rows of a table name each village.
///
/// # Errors
/// A file that cannot be read, or has no column of village ids.
pub fn counts(path: &Path, villages: &crate::model::Villages, request: &Request) -> Result<Vec<u32>, Error> {
    let layer = super::layer(path, &Options::of(request, Role::Attributes), request)?;
    let names = ["village_id", "ma_thon", "village", "id_village"];
    let column = find(&layer, &names)
        .ok_or_else(|| InputError::file(path, "no column of village ids").hint("call it `village_id`"))?;
    let ids = villages.records.iter().enumerate().map(|(nth, record)| (record.id.0.as_str(), nth));
    let places: std::collections::HashMap<&str, usize> = ids.collect();
    let mut counts = vec![0; villages.len()];
    for row in 0..layer.len() {
        let id = words(&layer, Some(column), row);
        if let Some(&village) = id.as_deref().and_then(|id| places.get(id)) {
            counts[village] += 1;
        }
    }
    Ok(counts)
}

/// Whether a cell says that there is none: `none`, `no`, `false`, `0`, `không`, `chưa`.
pub fn says_no(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    matches!(words.as_str(), "none" | "no" | "false" | "0" | "không" | "khong" | "chưa" | "chua")
}

fn refuse(path: &Path, position: usize, id: &str, problem: String) -> InputError {
    InputError::file(path, problem)
        .at(position, Some(id))
        .hint("costs are amounts from 0 up, without separators")
}

fn find(layer: &Layer, names: &[&str]) -> Option<usize> {
    names
        .iter()
        .find_map(|name| layer.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name)))
}

/// The column of a cost: that of an estimate says `low` or `high`, the middle one neither.
fn find_cost(layer: &Layer, names: &[&str], estimate: Option<&str>) -> Option<usize> {
    let fits = |name: &str, prefix: &str| {
        let name = name.to_ascii_lowercase();
        let said = ["low", "high"].into_iter().find(|word| name.contains(word));
        name.starts_with(prefix) && said == estimate
    };
    names.iter().find_map(|name| layer.columns.iter().position(|column| fits(&column.name, name)))
}

fn find_prefix(layer: &Layer, names: &[&str]) -> Option<usize> {
    let starts = |name: &str, prefix: &str| name.to_ascii_lowercase().starts_with(prefix);
    names.iter().find_map(|name| layer.columns.iter().position(|column| starts(&column.name, name)))
}

fn currency(column: &str) -> Option<String> {
    let code = column.split('_').nth(1)?;
    (code.len() == 3).then(|| code.to_ascii_uppercase())
}

fn words(layer: &Layer, column: Option<usize>, row: usize) -> Option<String> {
    match layer.columns[column?].values.get(row)? {
        Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// A number, of which nothing hangs if it is none.
fn plain(layer: &Layer, column: Option<usize>, row: usize) -> Option<f64> {
    decimal(layer.columns[column?].values.get(row)?).ok().flatten()
}

fn amount(layer: &Layer, column: Option<usize>, row: usize) -> Result<Option<f64>, String> {
    let Some(column) = column else { return Ok(None) };
    let column = &layer.columns[column];
    let Some(value) = column.values.get(row) else { return Ok(None) };
    match number(value) {
        Ok(Some(found)) if found.is_finite() && found >= 0.0 => Ok(Some(found)),
        Ok(None) => Ok(None),
        Ok(Some(found)) => Err(format!("`{}` is not an amount: found {found}", column.name)),
        Err(found) => Err(format!("`{}` is not an amount: {found}", column.name)),
    }
}
