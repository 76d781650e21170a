//! Layers become service areas.

mod columns;
mod discs;
mod row;

use std::collections::HashMap;

pub(crate) use columns::Columns;
use discs::push_disc;
pub(crate) use row::technologies;
use row::{Claim, Reach};

use crate::error::InputError;
use crate::model::{AreaSource, Coverage, OperatorIndex, ServiceArea, Tower};
use crate::read::columns::key;
use crate::read::findings::file_name;
use crate::read::layer::{Layer, Skip};
use crate::read::mend::mend;
use crate::read::request::Request;
use crate::read::villages::nothing_left;

pub use discs::{SIDES, circumradius_ratio};

/// A shorter radius of a tower is hard to believe, in metres.
pub(crate) const SHORT_RADIUS_M: f64 = 50.0;

/// Makes service areas of layers that are in the plane already, file after file. Rows that
/// cannot be service areas go to the skipped ones of their layer. What the user should know
/// goes to `warnings`.
///
/// # Errors
/// Points without a radius; more files or operators than can be told apart.
pub(crate) fn build(
    layers: &mut [Layer],
    columns: &[Columns],
    request: &Request,
    warnings: &mut Vec<String>,
) -> Result<Coverage, InputError> {
    let mut operators = Operators::default();
    let mut coverage = Coverage::default();
    for (file, (layer, columns)) in layers.iter_mut().zip(columns).enumerate() {
        let name = file_name(&layer.path);
        warnings.extend(columns.doubts.iter().map(|doubt| format!("{name}: {doubt}")));
        let file = u16::try_from(file)
            .map_err(|_| InputError::file(&layer.path, "more than 65,535 coverage files"))?;
        add(&mut coverage, &mut operators, file, layer, columns, request)?;
    }
    if operators.names.len() > usize::from(OperatorIndex::MAX) {
        let path = layers.first().map_or_else(Default::default, |layer| layer.path.clone());
        return Err(InputError::file(&path, format!("{} operators: too many", operators.names.len()))
            .hint("is the operator column another one? name it with --operator-column"));
    }
    if let (true, Some(first)) = (coverage.is_empty(), layers.first()) {
        return Err(nothing_left(first, "service area"));
    }
    operators.sort(&mut coverage);
    warnings.extend(alike(&coverage.operators));
    if coverage.has_discs() {
        let radius = |area: &ServiceArea| match area.source {
            AreaSource::Disc(radius) => Some(radius.get()),
            AreaSource::Polygon => None,
        };
        let small = coverage.areas.iter().filter_map(radius).filter(|radius| *radius < SHORT_RADIUS_M);
        if let Some(least) = small.clone().min_by(f64::total_cmp) {
            warnings.push(format!(
                "{} discs have a radius below {SHORT_RADIUS_M} m, the least {least} m: are their radii in kilometres?",
                small.count()
            ));
        }
        warnings.push(format!(
            "{} of {} service areas are discs around tower points: blind to terrain, so real coverage is smaller",
            coverage.areas.iter().filter(|area| matches!(area.source, AreaSource::Disc(_))).count(),
            coverage.len()
        ));
    }
    Ok(coverage)
}

/// Adds the service areas of one file.
fn add(
    coverage: &mut Coverage,
    operators: &mut Operators,
    file: u16,
    layer: &mut Layer,
    columns: &Columns,
    request: &Request,
) -> Result<(), InputError> {
    let mut gone: HashMap<usize, String> =
        mend(layer, |layer, row| columns.id(layer, row)).into_iter().collect();
    let mut claims = Vec::with_capacity(layer.len());
    for row in 0..layer.len() {
        let claim = match gone.remove(&row) {
            Some(reason) => Err(reason),
            None => columns.claim(layer, row, request)?,
        };
        if let Err(reason) = &claim {
            let reason = reason.clone();
            layer.skipped.push(Skip { position: layer.positions[row], id: columns.id(layer, row), reason });
        }
        claims.push(claim.ok());
    }
    layer.skipped.sort_by_key(|skip| skip.position);
    let is_plain = |claim: &Option<Claim>| match claim {
        Some(claim) => claim.technologies.len() == 1 && matches!(claim.reach, Reach::Polygon),
        None => true,
    };
    let plain = claims.iter().all(is_plain);
    for (row, claim) in claims.iter_mut().enumerate() {
        let Some(claim) = claim else { continue };
        let operator = operators.index(std::mem::take(&mut claim.operator));
        for &technology in &claim.technologies {
            let source = match claim.reach {
                Reach::Polygon => AreaSource::Polygon,
                Reach::Disc { radius: ref radii, .. } => AreaSource::Disc(radii[technology.index()]),
            };
            if let Reach::Disc { centre, radius: ref radii } = claim.reach {
                let area = u32::try_from(coverage.areas.len()).unwrap_or(u32::MAX);
                coverage.towers.push(Tower { position: centre, area });
                push_disc(&mut coverage.shapes, centre, radii[technology.index()]);
            } else if !plain {
                coverage.shapes.push_shape(&layer.shapes.get(row));
            }
            coverage.areas.push(ServiceArea {
                id: claim.id.clone(),
                operator,
                technology,
                signal: claim.signal,
                signal_class: claim.signal_class.clone(),
                source,
                file,
                feature: u32::try_from(layer.positions[row]).unwrap_or(u32::MAX),
            });
        }
    }
    let mut shapes = std::mem::take(&mut layer.shapes);
    if plain {
        let keep: Vec<bool> = claims.iter().map(Option::is_some).collect();
        shapes.retain(&keep);
        coverage.shapes.append(shapes);
    }
    Ok(())
}

/// Operators by name while rows are read; each once.
#[derive(Debug, Default)]
struct Operators {
    names: Vec<String>,
    index: HashMap<String, usize>,
}

impl Operators {
    fn index(&mut self, name: String) -> OperatorIndex {
        let next = self.names.len();
        let index = *self.index.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            next
        });
        OperatorIndex::try_from(index).unwrap_or(OperatorIndex::MAX)
    }

    /// Sorts the names, and gives every service area the new place of its operator.
    fn sort(self, coverage: &mut Coverage) {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by(|&a, &b| self.names[a].cmp(&self.names[b]));
        let mut place = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            place[old] = OperatorIndex::try_from(new).unwrap_or(OperatorIndex::MAX);
        }
        coverage.areas.iter_mut().for_each(|area| area.operator = place[usize::from(area.operator)]);
        let mut names: Vec<Option<String>> = self.names.into_iter().map(Some).collect();
        coverage.operators = order.into_iter().filter_map(|old| names[old].take()).collect();
    }
}

/// A warning for each two operators whose names differ only in case, accents or punctuation.
fn alike(operators: &[String]) -> Vec<String> {
    let mut by_key: HashMap<String, &str> = HashMap::new();
    let mut warnings = Vec::new();
    for name in operators {
        if let Some(other) = by_key.insert(key(name), name).filter(|_| !key(name).is_empty()) {
            warnings.push(format!("operators `{other}` and `{name}` are kept apart, and may be the same"));
        }
    }
    warnings
}
