//! One vintage of service areas, out of both.

use crate::geometry::Shapes;
use crate::model::{Coverage, ServiceArea, Tower};

/// The service areas of some files, with the operators that they name.
pub fn part(coverage: &Coverage, is_in: impl Fn(u16) -> bool) -> Coverage {
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
