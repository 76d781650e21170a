//! `proposals_near_misses`: villages that a site misses by little.

use super::{maybe, of_benchmark, table_row};
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource};
use crate::model::Value;
use crate::units::People;

/// One row a site and village.
pub struct ProposalNearMisses;

impl LayerSource for ProposalNearMisses {
    fn name(&self) -> &'static str {
        "proposals_near_misses"
    }

    fn summary(&self) -> &'static str {
        "villages that a proposal alone misses by little, and by how much it would have to grow or move"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_benchmark(results, |all| {
            let records = &results.inputs.villages.records;
            let rows = all.found.near_misses.iter().map(|miss| {
                let village = &records[miss.village];
                table_row(vec![
                    Value::Text(all.id(miss.site).into()),
                    Value::Text(village.id.0.clone()),
                    village.name.clone().map_or(Value::Missing, Value::Text),
                    maybe(village.population.map(People::get)),
                    maybe(miss.grow_m),
                    maybe(miss.move_m),
                    maybe(miss.move_bearing),
                    maybe(miss.people_from_there),
                    Value::Number(all.found.alone[miss.site].people),
                ])
            });
            let rows = rows.collect();
            let fields = vec![
                Field::text("site_id", "the site"),
                Field::text("village_id", "the village"),
                Field::text("name", "its name"),
                Field::number("people", "people", "in the village"),
                Field::number(
                    "grow_m",
                    "m",
                    "by which its area would have to grow on all sides; up to 1,000",
                ),
                Field::number("move_m", "m", "that it would have to move, its area unchanged; up to 1,000"),
                Field::number("move_bearing", "°", "from north, in which direction"),
                Field::number("people_from_there", "people", "that it alone newly covers from there"),
                Field::number("people_alone", "people", "that it alone newly covers where it is proposed"),
            ];
            Ok(Layer { name: self.name(), summary: self.summary(), fields, rows })
        })
    }
}
