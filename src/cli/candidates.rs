//! The candidates of a plan, taken apart from the coverage they were read with.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use geo::Coord;

use super::Session;
use super::output::Found;
use crate::error::{Error, InputError};
use crate::model::{Coverage, Tower, UNKNOWN_OPERATOR};
use crate::plan::atoms::Reach;
use crate::read::{Inputs, Request, Role, SiteTable, site_table};

/// The candidates of a run: the table of sites, and what each would serve.
pub(super) struct Candidates {
    pub table: SiteTable,
    /// Their service areas as they were read, with operators of their own.
    pub coverage: Coverage,
    /// The table's file.
    pub file: PathBuf,
    /// Where each stands, in the working plane, where that is not what the table says.
    pub places: Option<Vec<Coord>>,
}

/// Takes the candidates' areas out of the coverage they were read with. `from` is the place of
/// their first file among the coverage files.
pub(super) fn split(
    found: &mut Inputs,
    from: u16,
    sites: &Path,
    request: &Request,
) -> Result<Candidates, Error> {
    let table = site_table(sites, request)?;
    let mut seen = HashSet::new();
    if let Some(twice) = table.rows.iter().find(|row| !seen.insert(row.id.as_str())) {
        return Err(InputError::file(sites, format!("site id `{}` stands there twice", twice.id))
            .hint("give each site an id of its own")
            .into());
    }
    let mut coverage = found.coverage.clone();
    let keep: Vec<bool> = found.coverage.areas.iter().map(|area| area.file < from).collect();
    keep_areas(&mut found.coverage, &keep);
    forget_operators(&mut found.coverage);
    keep_areas(&mut coverage, &keep.iter().map(|keep| !keep).collect::<Vec<_>>());
    let read = found.findings.sources.iter_mut().filter(|source| source.role == Role::Coverage);
    read.skip(usize::from(from)).for_each(|source| source.role = Role::Candidates);
    Ok(Candidates { table, coverage, file: sites.to_owned(), places: None })
}

impl Candidates {
    /// What the candidates would serve under the definition of an assessment.
    pub fn reach(&self, found: &Found, session: &Session) -> Result<Reach, Error> {
        let definition = &found.assessment.definition;
        let cut = definition.signal.apply(&self.coverage);
        if cut.too_weak > 0 {
            let weak = cut.too_weak;
            session.warning(&format!("{weak} areas of candidate sites are below the level and do not count"));
        }
        if cut.unstated > 0 {
            let unstated = cut.unstated;
            session.warning(&format!(
                "{unstated} areas of candidate sites state no level: they are taken to reach it"
            ));
        }
        let coverage = cut.at_most.as_ref().unwrap_or(&cut.sure);
        let rows = self.table.rows.iter().enumerate();
        let numbers: HashMap<&str, u32> = rows.map(|(nth, row)| (row.id.as_str(), nth as u32)).collect();
        let mut reach = Reach { positions: self.positions(found)?, ..Reach::default() };
        let operators = self.operators(&found.inputs.coverage);
        for (nth, area) in coverage.areas.iter().enumerate() {
            let id = area.id.as_deref().unwrap_or("");
            let Some(&site) = numbers.get(id) else {
                let problem = format!("no site `{id}`, of which there is a service area");
                let error = InputError::file(&self.file, problem)
                    .hint("give the table that goes with these service areas, with a row for each site");
                return Err(error.at(area.feature as usize, area.id.as_deref()).into());
            };
            reach.shapes.push_shape(&coverage.shapes.get(nth));
            reach.sites.push(site);
            reach.operators.push(operators[usize::from(area.operator)]);
            reach.technologies.push(area.technology);
        }
        for tower in &coverage.towers {
            let site = reach.sites[tower.area as usize] as usize;
            reach.positions[site].get_or_insert(tower.position);
        }
        Ok(reach)
    }

    /// Each of the candidates' operators among those of the coverage, newcomers behind them; `None`
    /// of areas that name none: such a site would carry every operator.
    fn operators(&self, existing: &Coverage) -> Vec<Option<u16>> {
        let mut next = existing.operators.len() as u16;
        let mut number = |name: &String| {
            if name == UNKNOWN_OPERATOR {
                return None;
            }
            let known = existing.operators.iter().position(|own| own == name);
            Some(known.map_or_else(
                || {
                    next += 1;
                    next - 1
                },
                |known| known as u16,
            ))
        };
        self.coverage.operators.iter().map(&mut number).collect()
    }

    /// Where each site stands, in the working plane.
    fn positions(&self, found: &Found) -> Result<Vec<Option<Coord>>, Error> {
        if let Some(places) = &self.places {
            return Ok(places.iter().copied().map(Some).collect());
        }
        let place = |row: &crate::read::SiteRow| row.position.map(|(x, y)| Coord { x, y });
        let mut positions: Vec<Option<Coord>> = self.table.rows.iter().map(place).collect();
        let Some(way) = found.inputs.plane.from_wgs84() else {
            return Ok(vec![None; positions.len()]);
        };
        for position in positions.iter_mut().flatten() {
            way.apply(std::slice::from_mut(position))?;
        }
        Ok(positions)
    }
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
