//! `proposals_pairs`: doubles, free riders, dominated sites.

use super::{count, maybe, of_benchmark, table_row, village_ids, words_of};
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource};
use crate::model::Value;

/// One row a pair and relation.
pub struct ProposalPairs;

impl LayerSource for ProposalPairs {
    fn name(&self) -> &'static str {
        "proposals_pairs"
    }

    fn summary(&self) -> &'static str {
        "pairs of proposals: near-duplicates, free riders, and sites dominated by another"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_benchmark(results, |all| {
            let found = &all.found;
            let rows = found.pairs.iter().map(|pair| {
                let (own, its) =
                    (found.game.won(|it| it == pair.site), found.game.won(|it| it == pair.other));
                let both: Vec<usize> = own.into_iter().filter(|it| its.binary_search(it).is_ok()).collect();
                let cost = |site: usize| Value::Number(found.offer.sites[site].cost);
                table_row(vec![
                    Value::Text(all.id(pair.site).into()),
                    Value::Text(pair.relation.label().into()),
                    Value::Text(all.id(pair.other).into()),
                    words_of(all.list(pair.site)),
                    words_of(all.list(pair.other)),
                    Value::Number(pair.overlap),
                    maybe(pair.distance_m),
                    count(both.len()),
                    words_of(village_ids(results, &both)),
                    cost(pair.site),
                    cost(pair.other),
                ])
            });
            let rows = rows.collect();
            Ok(Layer { name: self.name(), summary: self.summary(), fields: fields(), rows })
        })
    }
}

fn fields() -> Vec<Field> {
    vec![
        Field::text("site_id", "the site spoken of; of near-duplicates the lesser one"),
        Field::text("relation", "near_duplicate, free_rider, dominated"),
        Field::text("other_id", "the other site"),
        Field::text("list", "of the site"),
        Field::text("other_list", "of the other"),
        Field::number("overlap", "share", "what both areas hold of what either holds"),
        Field::number("distance_m", "m", "between the two"),
        Field::integer("villages_of_both", "villages", "that each of them alone newly covers"),
        Field::text("village_ids", "those villages"),
        Field::number("cost", super::MONEY, "of the site"),
        Field::number("other_cost", super::MONEY, "of the other"),
    ]
}
