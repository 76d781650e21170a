//! `portfolio.json`: what was submitted against the best that the money could buy.

use std::io::Write;

use serde_json::{Value as Json, json};

use super::Benchmarked;
use crate::benchmark::{Entry, Kind, worth};
use crate::error::Error;
use crate::export::{Export, Results};
use crate::plan::Certificate;

/// The portfolio and its certificates.
pub struct PortfolioJson;

impl Export for PortfolioJson {
    fn file_name(&self) -> &'static str {
        "portfolio.json"
    }

    fn summary(&self) -> &'static str {
        "the proposals against the best sets for the same money, each with its certificate, and the regret"
    }

    fn has_content(&self, results: Results<'_>) -> bool {
        results.benchmark.is_some()
    }

    fn write(&self, results: Results<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let Some(all) = results.benchmark else { return Ok(()) };
        Ok(writeln!(out, "{:#}", document(all))?)
    }
}

fn document(all: &Benchmarked) -> Json {
    let (found, portfolio) = (&all.found, &all.found.portfolio);
    let lists = std::iter::once(None).chain((0..found.offer.lists.len()).map(Some));
    let scopes = lists.filter(|list| portfolio.entries.iter().any(|entry| entry.list == *list));
    let scope = |list: Option<usize>| {
        let own = portfolio.entries.iter().filter(|entry| entry.list == list);
        let sets: Vec<Json> = own.map(|entry| entry_json(all, entry)).collect();
        json!({ "list": name(all, list), "regret": regret(all, list), "sets": sets })
    };
    let (given, best) = found.areas_under;
    let whole = found.game.gain(|_| true);
    json!({
        "unit": found.weight.unit(),
        "currency": all.currency,
        "budget": found.budget,
        "proposals": all.rows.len(),
        "candidates": found.offer.sites.len() - all.rows.len(),
        "lists": found.offer.lists,
        "floor": {
            "villages": found.floor.villages,
            "people": found.floor.people,
            "cost_per_person": found.floor.most_per_person,
        },
        "submitted": { "villages": whole.villages, "people": whole.people, "households": whole.households },
        "scopes": scopes.map(scope).collect::<Vec<_>>(),
        "equal_terms": {
            "money": portfolio.equal_money,
            "sets": portfolio.on_equal_terms.iter().map(|entry| entry_json(all, entry)).collect::<Vec<_>>(),
        },
        "order": {
            "area_under_submitted": given,
            "area_under_best": best,
            "ratio": if best > 0.0 { Some(given / best) } else { None },
        },
        "notes": found.notes.iter().chain(&portfolio.notes).collect::<Vec<_>>(),
    })
}

fn name(all: &Benchmarked, list: Option<usize>) -> String {
    list.map_or("all".to_owned(), |list| all.found.offer.lists[list].clone())
}

fn entry_json(all: &Benchmarked, entry: &Entry) -> Json {
    let mut sites: Vec<&str> = entry.sites.iter().map(|&site| all.id(site)).collect();
    if entry.kind != Kind::SubmittedWithinBudget && entry.kind != Kind::Submitted {
        sites.sort_unstable();
    }
    let per_person = (entry.gain.people > 0.0).then(|| entry.cost / entry.gain.people);
    json!({
        "kind": entry.kind.label(),
        "list": name(all, entry.list),
        "budget": entry.budget,
        "sites": sites,
        "site_count": entry.sites.len(),
        "cost": entry.cost,
        "villages": entry.gain.villages,
        "people": entry.gain.people,
        "households": entry.gain.households,
        "outside_reached": entry.gain.reached,
        "cost_per_person": per_person,
        "certificate": entry.certificate.as_ref().map(certificate),
    })
}

fn certificate(certificate: &Certificate) -> Json {
    json!({
        "objective": certificate.objective,
        "bound": certificate.bound,
        "gap": certificate.gap,
        "proven": certificate.proven,
        "checked": certificate.checked,
        "method": certificate.method,
        "bound_from": certificate.bound_from,
        "greedy": certificate.greedy,
        "greedy_loss": certificate.greedy_loss(),
        "notes": certificate.notes,
    })
}

/// What the submitted set leaves behind: served less than the best for the same money, and paid
/// more than the least for as much.
fn regret(all: &Benchmarked, list: Option<usize>) -> Json {
    let portfolio = &all.found.portfolio;
    let served = |kind| portfolio.entry(kind, list).map(|entry| worth(&entry.gain, all.found.weight));
    let cost = |kind| portfolio.entry(kind, list).map(|entry| entry.cost);
    let submitted = served(Kind::SubmittedWithinBudget).or_else(|| served(Kind::Submitted));
    let less = |best: Option<f64>| Some(best? - submitted?);
    let more = |least: Option<f64>| Some(cost(Kind::Submitted)? - least?);
    let share = |best: Option<f64>| Some((best? - submitted?) / best?).filter(|share| share.is_finite());
    json!({
        "against_best_subset": less(served(Kind::BestSubset)),
        "against_best_of_all": less(served(Kind::BestOfAll)),
        "share_of_best_of_all": share(served(Kind::BestOfAll)),
        "money_over_cheapest_subset": more(cost(Kind::CheapestSubset)),
        "money_over_cheapest_of_all": more(cost(Kind::CheapestOfAll)),
    })
}
