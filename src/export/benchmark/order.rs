//! `proposals_order`: the curves of what is newly covered over money, submitted and best.

use super::{Benchmarked, MONEY, count, of_benchmark, table_row, village_ids, words_of};
use crate::benchmark::Order;
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::model::Value;

/// One row a site in each order.
pub struct ProposalOrder;

impl LayerSource for ProposalOrder {
    fn name(&self) -> &'static str {
        "proposals_order"
    }

    fn summary(&self) -> &'static str {
        "building orders, submitted and best: what each site adds, and the cumulative curve"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_benchmark(results, |all| {
            let mut rows = curve("submitted", &all.found.given, all, results);
            rows.extend(curve("best", &all.found.best, all, results));
            Ok(Layer { name: self.name(), summary: self.summary(), fields: fields(), rows })
        })
    }
}

fn fields() -> Vec<Field> {
    vec![
        Field::text("order", "submitted, or best"),
        Field::integer("rank", "", "from 1"),
        Field::text("site_id", "the site"),
        Field::text("list", "its list"),
        Field::number("cost", MONEY, "of the site"),
        Field::integer("villages", "villages", "newly covered with it"),
        Field::number("people", "people", "in those villages"),
        Field::number("cumulative_cost", MONEY, "of it and those before it"),
        Field::integer("cumulative_villages", "villages", "newly covered by them"),
        Field::number("cumulative_people", "people", "in those villages"),
        Field::text("village_ids", "newly covered with it"),
    ]
}

fn curve(name: &str, order: &Order, all: &Benchmarked, results: Results<'_>) -> Vec<Row> {
    let (mut cost, mut villages, mut people) = (0.0, 0, 0.0);
    let row = |(nth, &site): (usize, &usize)| {
        let (own, gain) = (all.found.offer.sites[site].cost, order.gains[nth]);
        cost += own;
        villages += gain.villages;
        people += gain.people;
        table_row(vec![
            Value::Text(name.into()),
            count(nth + 1),
            Value::Text(all.id(site).into()),
            words_of(all.list(site)),
            Value::Number(own),
            count(gain.villages),
            Value::Number(gain.people),
            Value::Number(cost),
            count(villages),
            Value::Number(people),
            words_of(village_ids(results, &order.villages[nth])),
        ])
    };
    order.sites.iter().enumerate().map(row).collect()
}
