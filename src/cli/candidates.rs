//! The candidates of a plan, taken apart from the coverage they were read with.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::error::{Error, InputError};
use crate::model::{Coverage, Technology, Tower};
use crate::plan::atoms::Reach;
use crate::read::{Inputs, Request, SiteTable, site_table};

/// The candidates of a run: the table of sites, and what each would serve.
pub(super) struct Candidates {
    pub table: SiteTable,
    pub reach: Reach,
}

/// Takes the candidates' areas out of the coverage they were read with. `from` is the place of
/// their first file among the coverage files.
pub(super) fn split(
    found: &mut Inputs,
    from: u16,
    sites: &Path,
    oldest: Technology,
    request: &Request,
) -> Result<Candidates, Error> {
    let table = site_table(sites, request)?;
    let reach = reach(&found.coverage, from, sites, oldest, &table)?;
    let keep: Vec<bool> = found.coverage.areas.iter().map(|area| area.file < from).collect();
    keep_areas(&mut found.coverage, &keep);
    forget_operators(&mut found.coverage);
    Ok(Candidates { table, reach })
}

fn reach(
    coverage: &Coverage,
    from: u16,
    sites: &Path,
    oldest: Technology,
    table: &SiteTable,
) -> Result<Reach, Error> {
    let numbers: HashMap<&str, u32> =
        table.rows.iter().enumerate().map(|(nth, row)| (row.id.as_str(), nth as u32)).collect();
    let mut seen = HashSet::new();
    if let Some(twice) = table.rows.iter().find(|row| !seen.insert(row.id.as_str())) {
        return Err(InputError::file(sites, format!("site id `{}` stands there twice", twice.id)).into());
    }
    let mut reach = Reach::default();
    let candidates = coverage.areas.iter().enumerate().filter(|(_, area)| area.file >= from);
    for (nth, area) in candidates.filter(|(_, area)| area.technology >= oldest) {
        let id = area.id.as_deref().unwrap_or("");
        let Some(&site) = numbers.get(id) else {
            let problem = format!("no site `{id}`, of which there is a service area");
            return Err(InputError::file(sites, problem)
                .at(area.feature as usize, area.id.as_deref())
                .into());
        };
        reach.shapes.push_shape(&coverage.shapes.get(nth));
        reach.sites.push(site);
    }
    Ok(reach)
}

fn keep_areas(coverage: &mut Coverage, keep: &[bool]) {
    let mut next = 0;
    let new_place: Vec<u32> = keep
        .iter()
        .map(|&keep| {
            next += u32::from(keep);
            next.saturating_sub(1)
        })
        .collect();
    let towers = std::mem::take(&mut coverage.towers);
    coverage.towers = towers
        .into_iter()
        .filter(|tower| keep[tower.area as usize])
        .map(|tower| Tower { area: new_place[tower.area as usize], ..tower })
        .collect();
    coverage.shapes.retain(keep);
    let mut nth = 0;
    coverage.areas.retain(|_| {
        nth += 1;
        keep[nth - 1]
    });
}

/// Operators that only the candidates brought in are none of the coverage.
fn forget_operators(coverage: &mut Coverage) {
    let mut used = vec![false; coverage.operators.len()];
    coverage.areas.iter().for_each(|area| used[usize::from(area.operator)] = true);
    let mut next = 0;
    let mut new_place: Vec<u16> = Vec::new();
    for &used in &used {
        new_place.push(next);
        next += u16::from(used);
    }
    coverage.areas.iter_mut().for_each(|area| area.operator = new_place[usize::from(area.operator)]);
    let mut nth = 0;
    coverage.operators.retain(|_| {
        nth += 1;
        used[nth - 1]
    });
}
