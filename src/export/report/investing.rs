//! The ranking for investment and the plan → the page's document.

use geo::Centroid;

use super::data::{
    Certificate, Criterion, CurvePoint, Investment, Phase, Plan, PlannedSite, Reversal, Target,
};
use super::grid::Grid;
use super::layers;
use crate::export::Planned;
use crate::rank::{self, Direction};

/// The ranking, each rank taken apart.
pub(super) fn investment(found: &rank::Investment) -> Investment {
    let in_order = |values: &[Option<f64>]| found.places.iter().map(|&place| values[place]).collect();
    let stability = || found.ranking.iter().map(|ranked| ranked.stability.as_ref());
    let criteria = found.measures.iter().zip(&found.weights).enumerate();
    Investment {
        criteria: criteria
            .map(|(nth, (measure, &weight))| Criterion {
                name: measure.name.clone(),
                unit: measure.unit.clone(),
                more_first: measure.direction == Direction::Higher,
                source: measure.source.clone(),
                weight,
                values: in_order(&measure.values),
                contributions: found
                    .ranking
                    .iter()
                    .filter_map(|r| r.contributions.get(nth))
                    .copied()
                    .map(short)
                    .collect(),
            })
            .collect(),
        order: found.ranking.iter().map(|ranked| ranked.village).collect(),
        scores: found.ranking.iter().map(|ranked| ranked.score.map(short)).collect(),
        intervals: stability().map(|moves| moves.map(|moves| [moves.low, moves.high])).collect(),
        in_top: stability().map(|moves| moves.map(|moves| short(moves.in_top))).collect(),
        fronts: found.ranking.iter().map(|ranked| ranked.front).collect(),
        reversals: found
            .reversals
            .iter()
            .map(|&(first, second, share)| Reversal { first, second, share: short(share) })
            .collect(),
    }
}

/// Four decimals are more than a chart shows.
fn short(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}

/// The plan, its sites in building order.
pub(super) fn plan(found: &Planned, grid: &Grid<'_>) -> Plan {
    let (problem, outcome) = (&found.problem, &found.outcome);
    let phases =
        problem.phases.iter().zip(&outcome.plan.spent).enumerate().map(|(nth, (phase, &spent))| Phase {
            name: phase.label.clone(),
            budget: phase.budget,
            cost: spent,
            range: found.spent_range(nth).into(),
        });
    let sites = found.steps().into_iter().map(|step| {
        let site = &problem.sites[step.site];
        let area = area_of(found, step.site);
        PlannedSite {
            id: site.id.clone(),
            at: area.centroid().map(|point| [degrees(point.x()), degrees(point.y())]),
            phase: step.phase,
            cost: step.cost,
            opex: site.opex,
            villages: step.places.iter().map(|&place| found.villages[place]).collect(),
            people: step.weight,
            area: layers::outline(&area, grid),
        }
    });
    let served = found.villages.iter().zip(&outcome.plan.served);
    Plan {
        currency: found.currency.clone(),
        unit: found.weight.unit(),
        phases: phases.collect(),
        sites: sites.collect(),
        served: served.map(|(&village, &phase)| (village, phase)).collect(),
        out_of_reach: problem.out_of_reach().into_iter().map(|place| found.villages[place]).collect(),
        frontier: found.frontier.iter().map(curve_point).collect(),
        targets: found.targets.iter().map(target).collect(),
        certificate: certificate(found),
    }
}

fn area_of(found: &Planned, site: usize) -> geo::MultiPolygon {
    let (shapes, owners) = (&found.areas, &found.area_sites);
    let own = owners.iter().enumerate().filter(|&(_, &owner)| owner as usize == site);
    geo::MultiPolygon::new(own.flat_map(|(nth, _)| shapes.get(nth).to_multi_polygon().0).collect())
}

fn degrees(value: f64) -> f64 {
    (value * 1e5).round() / 1e5
}

fn curve_point(point: &crate::plan::FrontierPoint) -> CurvePoint {
    CurvePoint {
        budget: point.budget,
        cost: point.cost,
        sites: point.sites,
        villages: point.places,
        people: point.weight,
        bound: Some(point.bound),
        proven: point.proven,
    }
}

fn target(target: &crate::plan::Target) -> Target {
    Target {
        share: target.share,
        people: target.weight,
        fewest_sites: target.fewest_sites,
        least_cost: target.least_cost,
        proven: target.proven,
    }
}

fn certificate(found: &Planned) -> Certificate {
    let certificate = &found.outcome.certificate;
    Certificate {
        objective: certificate.objective,
        bound: certificate.bound,
        gap: certificate.gap,
        proven: certificate.proven,
        checked: certificate.checked,
        method: certificate.method.to_owned(),
        greedy: certificate.greedy,
        candidates: found.problem.sites.len(),
        notes: certificate.notes.clone(),
    }
}
