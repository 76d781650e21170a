//! The networks of one vintage, out of both.

use crate::geometry::Shapes;
use crate::model::{Coverage, ServiceArea, Site, Tower};

/// The networks of one vintage.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Network {
    /// Its service areas.
    pub coverage: Coverage,
    /// Its sites, where the data give any.
    pub sites: Option<Vec<Site>>,
}

/// The service areas of some files, and the sites of those who own them: `sites` (of the operators of
/// `coverage`) where some are given, else the towers that those areas are drawn around. The sites of an
/// operator without a service area in these files do not count, as in every reading.
pub fn network(coverage: &Coverage, sites: Option<&[Site]>, is_in: impl Fn(u16) -> bool) -> Network {
    let part = part(coverage, is_in);
    let sites = match sites {
        Some(sites) => Some(renumbered(sites, &coverage.operators, &part.operators)),
        None => (!part.towers.is_empty()).then(|| part.sites()),
    };
    Network { coverage: part, sites }
}

/// The same sites with their owners' numbers among other operators.
fn renumbered(sites: &[Site], old: &[String], new: &[String]) -> Vec<Site> {
    let number = |operator: u16| {
        let name = old.get(usize::from(operator))?;
        new.iter().position(|own| own == name).map(|nth| nth as u16)
    };
    let site = |site: &Site| match site.operator {
        None => Some(*site),
        Some(operator) => Some(Site { operator: Some(number(operator)?), ..*site }),
    };
    sites.iter().filter_map(site).collect()
}

/// The service areas of some files, with the operators that they name.
fn part(coverage: &Coverage, is_in: impl Fn(u16) -> bool) -> Coverage {
    let kept: Vec<usize> = (0..coverage.len()).filter(|&area| is_in(coverage.areas[area].file)).collect();
    let names =
        |operator: &usize| kept.iter().any(|&area| usize::from(coverage.areas[area].operator) == *operator);
    let used: Vec<usize> = (0..coverage.operators.len()).filter(names).collect();
    let operator = |old: u16| used.binary_search(&usize::from(old)).unwrap_or_default() as u16;
    let mut shapes = Shapes::new();
    kept.iter().for_each(|&area| shapes.push_shape(&coverage.shapes.get(area)));
    let areas = kept.iter().map(|&area| {
        let area = &coverage.areas[area];
        ServiceArea { operator: operator(area.operator), ..area.clone() }
    });
    let place = |area: u32| kept.binary_search(&(area as usize)).ok().map(|place| place as u32);
    let towers = coverage.towers.iter();
    Coverage {
        operators: used.iter().map(|&operator| coverage.operators[operator].clone()).collect(),
        areas: areas.collect(),
        shapes,
        towers: towers
            .filter_map(|tower| Some(Tower { area: place(tower.area)?, ..tower.clone() }))
            .collect(),
    }
}
