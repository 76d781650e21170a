//! From the table of candidates to the sites of a plan.

use std::collections::HashMap;

use super::Session;
use super::planning::{PlanningArgs, TOWER_VND};
use crate::error::Error;
use crate::plan::{Decision, Gate, Phase, Site};
use crate::read::{SiteRow, SiteTable};

/// The sites of a plan, in the order of the table.
pub(super) fn sites(
    table: &SiteTable,
    phases: &[Phase],
    args: &PlanningArgs,
    session: &Session,
) -> Result<Vec<Site>, Error> {
    let without = table.rows.iter().filter(|row| row.capex.is_none()).count();
    let standard = (TOWER_VND.0 + TOWER_VND.1) / 2.0;
    if without > 0 {
        session.warning(&format!(
            "{without} sites without a cost count with {standard} VND, the middle of what a lowland tower costs (VietnamNet 2237366)"
        ));
    }
    let is_unknown = |name: &str| name != "never" && phase_named(name, phases).is_none();
    for row in &table.rows {
        for (what, name) in [("available", &row.available), ("on the grid", &row.power_from)] {
            if let Some(name) = name.as_deref().filter(|name| is_unknown(name)) {
                let names: Vec<&str> = phases.iter().map(|phase| phase.label.as_str()).collect();
                let (id, names) = (&row.id, names.join(", "));
                return Err(Error::Usage(format!(
                    "site `{id}` is {what} from `{name}`, which is none of {names}, never"
                )));
            }
        }
    }
    let rows = table.rows.iter().enumerate();
    let numbers: HashMap<&str, u32> = rows.map(|(nth, row)| (row.id.as_str(), nth as u32)).collect();
    for id in &args.build {
        if !numbers.contains_key(id.as_str()) {
            return Err(Error::Usage(format!("--build: no candidate site `{id}`")));
        }
    }
    table.rows.iter().map(|row| site(row, phases, args, standard, &numbers)).collect()
}

fn site(
    row: &SiteRow,
    phases: &[Phase],
    args: &PlanningArgs,
    standard: f64,
    numbers: &HashMap<&str, u32>,
) -> Result<Site, Error> {
    let opens = row.available.as_deref().map(|name| phase_named(name, phases));
    let gates = opens
        .map(|opens| Gate { name: "availability".into(), opens, price: None, by: String::new() })
        .into_iter()
        .collect();
    let number = |id: &str| {
        let unknown =
            || Error::Usage(format!("site `{}` connects through `{id}`, which is no candidate", row.id));
        numbers.get(id).copied().ok_or_else(unknown)
    };
    let through = row.connects_through.as_deref().unwrap_or_default();
    let through = through.split([';', ' ']).filter(|id| !id.is_empty() && *id != row.id);
    Ok(Site {
        id: row.id.clone(),
        capex: row.capex.unwrap_or(standard),
        opex: row.opex.unwrap_or(0.0),
        discount: if row.co_site.is_some() { args.co_site_discount } else { 0.0 },
        gates,
        after: through.map(number).collect::<Result<_, _>>()?,
        decision: if args.build.contains(&row.id) { Decision::Build } else { Decision::Free },
    })
}

/// What the low and the high estimate of each site are of the middle one: its own columns, else
/// the range that holds for all.
pub(super) fn ranges(table: &SiteTable, standard: (f64, f64)) -> Vec<(f64, f64)> {
    let one = |row: &SiteRow| {
        let of = |estimate: Option<f64>, standard: f64| match (estimate, row.capex) {
            (Some(estimate), Some(capex)) if capex > 0.0 => estimate / capex,
            _ => standard,
        };
        (of(row.capex_low, standard.0), of(row.capex_high, standard.1))
    };
    table.rows.iter().map(one).collect()
}

/// The phase of that name or number.
pub(super) fn phase_named(name: &str, phases: &[Phase]) -> Option<usize> {
    let by_name = phases.iter().position(|phase| phase.label == name);
    let number = name.parse::<usize>().ok().filter(|nth| (1..=phases.len()).contains(nth));
    by_name.or(number.map(|nth| nth - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_has_its_own_range_or_that_of_all() {
        let own = SiteRow {
            capex: Some(100.0),
            capex_low: Some(80.0),
            capex_high: Some(150.0),
            ..SiteRow::default()
        };
        let table = SiteTable { rows: vec![own, SiteRow::default()], ..SiteTable::default() };
        assert_eq!(ranges(&table, (0.5, 2.0)), [(0.8, 1.5), (0.5, 2.0)]);
    }
}
