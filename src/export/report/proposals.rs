//! Proposals and what they are worth → the page's document.

use geo::{BoundingRect, Centroid, MultiPolygon};

use super::data::{Benchmark, CurvePoint, Portfolio, Proposal};
use super::grid::Grid;
use super::layers;
use crate::benchmark::{Entry, Order};
use crate::error::Error;
use crate::export::benchmark::reason;
use crate::export::{Benchmarked, Language};
use crate::plane::Plane;

/// The proposals, judged.
///
/// # Errors
/// When the working plane cannot be left.
pub(super) fn benchmark(all: &Benchmarked, plane: &Plane, grid: &Grid<'_>) -> Result<Benchmark, Error> {
    let found = &all.found;
    let sites = found.offer.submitted().map(|site| proposal(all, site, plane, grid));
    let entries = found.portfolio.entries.iter();
    let equal = found.portfolio.on_equal_terms.iter();
    Ok(Benchmark {
        currency: all.currency.clone(),
        sites: sites.collect::<Result<_, _>>()?,
        portfolios: entries.map(|entry| portfolio(all, entry)).collect(),
        on_equal_terms: equal.map(|entry| portfolio(all, entry)).collect(),
        equal_money: found.portfolio.equal_money,
        submitted_order: curve(all, &found.given),
        best_order: curve(all, &found.best),
        notes: found.notes.iter().chain(&found.portfolio.notes).cloned().collect(),
    })
}

fn proposal(all: &Benchmarked, site: usize, plane: &Plane, grid: &Grid<'_>) -> Result<Proposal, Error> {
    let found = &all.found;
    let offered = &found.offer.sites[site];
    let mut shapes = crate::geometry::Shapes::new();
    if site < found.reach.len() {
        shapes.push_shape(&found.reach.get(site));
        plane.to_wgs84(shapes.positions_mut())?;
    }
    let area =
        if shapes.is_empty() { MultiPolygon::new(Vec::new()) } else { shapes.get(0).to_multi_polygon() };
    let at = match offered.position {
        Some(position) => {
            let mut at = [position];
            plane.to_wgs84(&mut at)?;
            Some([degrees(at[0].x), degrees(at[0].y)]).filter(|at| at.iter().all(|v| v.is_finite()))
        }
        None => area.bounding_rect().and(area.centroid()).map(|at| [degrees(at.x()), degrees(at.y())]),
    };
    let judgement = found.judgements[site].as_ref();
    let mut game = vec![false; found.offer.sites.len()];
    game[site] = true;
    Ok(Proposal {
        id: offered.id.clone(),
        list: Some(all.list(site).to_owned()).filter(|list| !list.is_empty()),
        operator: offered.operator.clone(),
        at,
        cost: offered.is_cost_stated.then_some(offered.cost),
        verdict: judgement.map_or("", |found| found.verdict().label()).to_owned(),
        reason_code: judgement.map_or("", |found| found.code.label()).to_owned(),
        reason: [reason(all, site, Language::English), reason(all, site, Language::Vietnamese)],
        villages: found.game.won(|other| game[other]),
        villages_after: found.given.gain(site).map_or(0, |gain| gain.villages),
        people: [
            found.alone.get(site).map(|gain| gain.people),
            found.given.gain(site).map(|gain| gain.people),
            found.shapley.get(site).map(|share| share.people),
        ],
        only: found.only.get(site).cloned().unwrap_or_default(),
        footprint_km2: found.footprints.get(site).map(|footprint| footprint.area_m2 / 1e6),
        overlap: found.footprints.get(site).and_then(|footprint| footprint.overlap_existing),
        area: layers::outline(&area, grid),
    })
}

fn portfolio(all: &Benchmarked, entry: &Entry) -> Portfolio {
    Portfolio {
        name: entry.kind.label().to_owned(),
        list: entry.list.and_then(|list| all.found.offer.lists.get(list).cloned()),
        sites: entry.sites.len(),
        cost: entry.cost,
        villages: entry.gain.villages,
        people: entry.gain.people,
        proven: entry.certificate.as_ref().map(|certificate| certificate.proven),
    }
}

/// Cumulative cost, villages and people of an order.
fn curve(all: &Benchmarked, order: &Order) -> Vec<CurvePoint> {
    let mut so_far = CurvePoint::default();
    let steps = order.sites.iter().zip(&order.gains).map(|(&site, gain)| {
        so_far.sites += 1;
        so_far.cost += all.found.offer.sites[site].cost;
        so_far.villages += gain.villages;
        so_far.people += gain.people;
        so_far.clone()
    });
    steps.collect()
}

fn degrees(value: f64) -> f64 {
    (value * 1e5).round() / 1e5
}
