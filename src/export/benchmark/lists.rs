//! `proposals_lists`: the lists side by side, on equal terms.

use super::{Benchmarked, MONEY, count, maybe, of_benchmark, per, table_row};
use crate::benchmark::{Entry, Kind, Verdict};
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource};
use crate::model::Value;

/// One row a list, and one for all of them.
pub struct ProposalLists;

impl LayerSource for ProposalLists {
    fn name(&self) -> &'static str {
        "proposals_lists"
    }

    fn summary(&self) -> &'static str {
        "the lists side by side: footprint against new coverage, and the best of each for the same money"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_benchmark(results, |all| {
            let footprints = all.footprints_m2(results)?;
            let lists = all.found.offer.lists.len();
            let scopes = (0..lists).map(Some).chain((lists != 1).then_some(None));
            let rows = scopes.map(|list| table_row(values(all, &footprints, list))).collect();
            Ok(Layer { name: self.name(), summary: self.summary(), fields: fields(), rows })
        })
    }
}

fn fields() -> Vec<Field> {
    vec![
        Field::text("list", "the list; `all` for all of them together"),
        Field::integer("sites", "sites", "submitted"),
        Field::integer("accepted", "sites", "accepted"),
        Field::number("cost", MONEY, "of all its sites"),
        Field::number("footprints_km2", "km²", "the areas of its sites added up, as a list boasts of them"),
        Field::number("new_area_km2", "km²", "inside villages that it newly covers, each once"),
        Field::integer("villages", "villages", "newly covered by the whole list"),
        Field::number("people", "people", "in those villages"),
        Field::number("cost_per_person", MONEY, "for each of those people"),
        Field::number("equal_money", MONEY, "what every list is given on equal terms"),
        Field::integer("villages_equal", "villages", "newly covered by the best of it for that money"),
        Field::number("people_equal", "people", "in those villages"),
        Field::flag("proven_equal", "whether that is proven best"),
    ]
}

fn values(all: &Benchmarked, footprints: &[f64], list: Option<usize>) -> Vec<Value> {
    let found = &all.found;
    let is_own = |site: &usize| {
        let own = found.offer.sites[*site].list;
        own.is_some() && list.is_none_or(|list| own == Some(list as u32))
    };
    let sites: Vec<usize> = (0..all.rows.len()).filter(is_own).collect();
    let accepted =
        |site: &&usize| found.judgements[**site].as_ref().is_some_and(|it| it.verdict() == Verdict::Accept);
    let gain = found.game.gain(|site| sites.binary_search(&site).is_ok());
    let cost = found.offer.cost(sites.iter().copied());
    let equal: Option<&Entry> = if found.portfolio.on_equal_terms.is_empty() {
        found.portfolio.entry(Kind::BestSubset, None)
    } else {
        found.portfolio.on_equal_terms.iter().find(|entry| entry.list == list)
    };
    vec![
        Value::Text(list.map_or("all".to_owned(), |list| found.offer.lists[list].clone())),
        count(sites.len()),
        count(sites.iter().filter(accepted).count()),
        Value::Number(cost),
        Value::Number(sites.iter().map(|&site| footprints[site]).sum::<f64>() / 1e6),
        Value::Number(gain.area_m2 / 1e6),
        count(gain.villages),
        Value::Number(gain.people),
        maybe(per(cost, gain.people)),
        Value::Number(found.portfolio.equal_money),
        equal.map_or(Value::Missing, |entry| count(entry.gain.villages)),
        maybe(equal.map(|entry| entry.gain.people)),
        equal
            .and_then(|entry| entry.certificate.as_ref())
            .map_or(Value::Missing, |certificate| Value::Bool(certificate.proven)),
    ]
}
