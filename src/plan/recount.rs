//! The last word on a plan: its sites are built on the map, and the villages judged again.
//!
//! Nothing of the plan's problem is used here, no part of a village, no threshold: the chosen
//! service areas join the coverage, phase after phase, and the assessment that found the villages
//! uncovered is asked again.

use super::atoms::Reach;
use super::{Plan, PlanError, Problem};
use crate::assess::{Assessment, Detail, Operators, Status, assess};
use crate::geometry::Shapes;
use crate::model::{AreaSource, Clusters, Coverage, PlacedPeople, Points, ServiceArea, Site, Villages};

/// Judges the planned villages again with the chosen areas built, phase after phase; `of` is the
/// village of each place.
///
/// # Errors
/// A village that is served according to the plan and not to the assessment, or the reverse.
pub fn recount(
    villages: &Villages,
    coverage: &Coverage,
    assessment: &Assessment,
    reach: &Reach,
    (problem, plan): (&Problem, &Plan),
    of: &[usize],
) -> Result<(), PlanError> {
    let mut some = subset(villages, of);
    for (now, phase) in problem.phases.iter().enumerate() {
        let stands = |site: u32| plan.built[site as usize].is_some_and(|built| built <= now);
        let built = with_sites(coverage, assessment, reach, &stands);
        if let Some(sites) = &villages.places.sites {
            some.places.sites = Some(
                sites
                    .iter()
                    .copied()
                    .chain(new_sites(reach, coverage.operators.len() as u16, &stands))
                    .collect(),
            );
        }
        let found = assess(&some, &built, assessment.definition.clone(), Detail::Lean);
        for ((place, claim), found) in problem.places.iter().zip(&plan.served).zip(&found.villages) {
            let served = found.status == Status::Covered;
            if served != claim.is_some_and(|claim| claim <= now) {
                let says = if served { "covered" } else { "not covered" };
                return Err(PlanError::Refused(format!(
                    "village `{}` is {says} in phase `{}` when its areas are built on the map",
                    place.id, phase.label
                )));
            }
        }
    }
    Ok(())
}

/// Coverage with the areas of the standing sites. An area of every operator stands there once for
/// each where operators are asked alone.
fn with_sites(
    coverage: &Coverage,
    assessment: &Assessment,
    reach: &Reach,
    stands: &impl Fn(u32) -> bool,
) -> Coverage {
    let mut built = coverage.clone();
    let names = coverage.operators.clone();
    let each = assessment.definition.operators == Operators::Each;
    let alone = matches!(assessment.definition.operators, Operators::Each | Operators::AtLeast(_));
    for (nth, &site) in reach.sites.iter().enumerate().filter(|(_, site)| stands(**site)) {
        let own = match reach.operators[nth] {
            // An operator who is not there yet cannot be among "each".
            Some(own) if usize::from(own) >= names.len() && each => continue,
            Some(own) => own..own + 1,
            None if alone => 0..names.len() as u16,
            None => counting_operator(assessment, &names),
        };
        for operator in own {
            while built.operators.len() <= usize::from(operator) {
                // Newcomers sort behind all that are known: the numbers of those stay.
                built.operators.push(format!("\u{10ffff}{}", built.operators.len()));
            }
            built.shapes.push_shape(&reach.shapes.get(nth));
            built.areas.push(ServiceArea {
                id: Some(site.to_string()),
                operator,
                technology: reach.technologies[nth],
                signal: None,
                signal_class: None,
                source: AreaSource::Polygon,
                file: u16::MAX,
                feature: 0,
            });
        }
    }
    built
}

/// An operator that counts, whichever.
fn counting_operator(assessment: &Assessment, names: &[String]) -> std::ops::Range<u16> {
    let counts = |operator: &u16| assessment.definition.counts_operator(*operator, names);
    let first = (0..names.len() as u16).find(counts).unwrap_or(0);
    first..first + 1
}

/// The standing sites; one of every operator stands there once for each that is known.
fn new_sites(reach: &Reach, known: u16, stands: &impl Fn(u32) -> bool) -> Vec<Site> {
    let mut sites = Vec::new();
    for (nth, &site) in reach.sites.iter().enumerate().filter(|(_, site)| stands(**site)) {
        let Some(position) = reach.positions.get(site as usize).copied().flatten() else { continue };
        let mut technologies = [false; 4];
        technologies[reach.technologies[nth].index()] = true;
        let operators = reach.operators[nth].map_or(0..known, |own| own..own + 1);
        sites.extend(operators.map(|own| Site { position, operator: Some(own), technologies }));
    }
    sites
}

/// Some villages, with all that lies in them.
fn subset(villages: &Villages, of: &[usize]) -> Villages {
    let mut shapes = Shapes::new();
    of.iter().for_each(|&village| shapes.push_shape(&villages.shapes.get(village)));
    let places = &villages.places;
    let mut some = Villages {
        admin_levels: villages.admin_levels.clone(),
        extra_columns: villages.extra_columns.clone(),
        records: of.iter().map(|&village| villages.records[village].clone()).collect(),
        shapes,
        areas: Vec::new(),
        places: crate::model::Places { sites: places.sites.clone(), ..Default::default() },
    };
    some.places.buildings = places.buildings.as_ref().map(|points| points_of(points, of));
    some.places.people = places
        .people
        .as_ref()
        .map(|people| PlacedPeople { method: people.method, points: points_of(&people.points, of) });
    some.places.clusters = places.clusters.as_ref().map(|clusters| {
        let mut outlines = Shapes::new();
        let mut names = Vec::new();
        for nth in of.iter().flat_map(|&village| clusters.points.of(village)) {
            outlines.push_shape(&clusters.shapes.get(nth));
            names.push(clusters.names.get(nth).cloned().flatten());
        }
        Clusters { points: points_of(&clusters.points, of), shapes: outlines, names }
    });
    some
}

fn points_of(points: &Points, of: &[usize]) -> Points {
    let one = |nth: usize, village: usize| {
        points.of(village).map(move |point| (nth, points.positions()[point], points.weights()[point]))
    };
    let chosen: Vec<_> = of.iter().enumerate().flat_map(|(nth, &village)| one(nth, village)).collect();
    Points::new(of.len(), &chosen)
}
