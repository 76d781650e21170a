//! `proposals`: a row a site, with its verdict; as a map also what each would newly cover.

use geo::{Geometry, Point};

use super::{Benchmarked, MONEY, count, maybe, of_benchmark, per, reason, village_ids, words_of};
use crate::error::Error;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::export::place::{made_polygons, rounded};
use crate::export::{Language, Results};
use crate::geometry::Shapes;
use crate::model::Value;

/// One row a submitted site, in the order of the lists.
pub struct ProposalSites;

impl LayerSource for ProposalSites {
    fn name(&self) -> &'static str {
        "proposals"
    }

    fn summary(&self) -> &'static str {
        "the proposed sites: what each adds alone, in order and by Shapley, its cost, verdict and reason; as a map \
         also the new coverage of each"
    }

    fn is_made(&self) -> bool {
        true
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_benchmark(results, |all| {
            let footprints = all.footprints_m2(results)?;
            let rows = (0..all.rows.len()).map(|site| row(all, site, footprints[site], results));
            let rows = rows.collect::<Result<_, _>>()?;
            Ok(Layer { name: self.name(), summary: self.summary(), fields: fields(), rows })
        })
    }

    fn map_rows(&self, results: Results<'_>) -> Result<Vec<Row>, Error> {
        let Some(all) = results.benchmark else { return Ok(Vec::new()) };
        let empty = vec![Value::Missing; fields().len()];
        let mut rows = Vec::new();
        for site in 0..all.rows.len() {
            let mut shape = Shapes::new();
            shape.push(&all.found.footprints[site].new);
            results.inputs.plane.to_wgs84(shape.positions_mut())?;
            if shape.get(0).is_empty() {
                continue;
            }
            let mut values = empty.clone();
            values[0] = Value::Text("new_coverage".into());
            values[1] = Value::Text(all.id(site).to_owned());
            values[2] = words_of(all.list(site));
            values[4] = verdict(all, site);
            rows.push(Row { values, geometry: made_polygons(&shape.get(0).to_multi_polygon()) });
        }
        Ok(rows)
    }
}

fn fields() -> Vec<Field> {
    vec![
        Field::text("feature", "site, or on the map also new_coverage"),
        Field::text("site_id", "as its list has it"),
        Field::text("list", "the list it stands in"),
        Field::text("operator", "whose it is"),
        Field::text("verdict", "accept, reject, duplicate, dominated"),
        Field::text("reason_code", "why, for machines; docs/proposals.md lists the codes"),
        Field::text("reason", "why, in a sentence"),
        Field::text("reason_vi", "the same in Vietnamese"),
        Field::text("by", "the sites that decide about it"),
        Field::number("cost", MONEY, "capex, and the years of running it that were asked for"),
        Field::flag("cost_stated", "whether the list states it; a standard cost stands in otherwise"),
        Field::text("phase", "as the list has it"),
        Field::text("area_model", "polygon of the input, or sectors or disc drawn here, blind to terrain"),
        Field::number("footprint_km2", "km²", "its service area that counts"),
        Field::number("new_area_km2", "km²", "area inside villages that it alone newly covers"),
        Field::number("overlap_existing", "share", "of its area inside existing coverage that counts"),
        Field::number("overlap_others", "share", "of its area inside those of the other proposals"),
        Field::integer("villages_alone", "villages", "newly covered by it alone"),
        Field::number("people_alone", "people", "in those villages"),
        Field::number("households_alone", "households", "in those villages"),
        Field::number(
            "outside_reached_alone",
            "people",
            "outside coverage whom it reaches alone, wherever they live",
        ),
        Field::integer(
            "white_closed",
            "villages",
            "white (trắng sóng) that it alone makes hollow or covered",
        ),
        Field::integer("hollow_closed", "villages", "hollow (lõm sóng) that it alone makes covered"),
        Field::integer("given_rank", "", "place in the submitted order"),
        Field::integer(
            "villages_given",
            "villages",
            "newly covered after those before it in the submitted order",
        ),
        Field::number("people_given", "people", "in those villages"),
        Field::integer("best_rank", "", "place in the best order found"),
        Field::integer("villages_best", "villages", "newly covered after those before it in the best order"),
        Field::number("people_best", "people", "in those villages"),
        Field::integer(
            "villages_added",
            "villages",
            "that it adds to the accepted sites: what the verdict rests on",
        ),
        Field::number("people_added", "people", "in those villages"),
        Field::number("shapley_villages", "villages", "its Shapley share of what all proposals newly cover"),
        Field::number("shapley_people", "people", "its Shapley share of their people"),
        Field::number("shapley_households", "households", "its Shapley share of their households"),
        Field::number("shapley_people_error", "people", "standard error of that; 0 where exact"),
        Field::flag("shapley_exact", "whether nothing was sampled"),
        Field::integer("only_by_it", "villages", "that no other proposals can newly cover without it"),
        Field::text("only_by_it_ids", "those villages"),
        Field::number("cost_per_person", MONEY, "for each person it alone newly covers"),
        Field::number("cost_per_village", MONEY, "for each village it alone newly covers"),
        Field::number("cost_per_person_best", MONEY, "for each person it adds in the best order"),
        Field::number("cost_per_shapley_person", MONEY, "for each person of its Shapley share"),
        Field::integer("interacting", "sites", "other proposals with a say about the same villages"),
        Field::integer("near_misses", "villages", "missed by little; see proposals_near_misses"),
        Field::text("power", "as the list has it"),
        Field::text("backhaul", "as the list has it"),
    ]
}

fn verdict(all: &Benchmarked, site: usize) -> Value {
    all.found.judgements[site].as_ref().map_or(Value::Missing, |it| Value::Text(it.verdict().label().into()))
}

fn row(all: &Benchmarked, site: usize, footprint_m2: f64, results: Results<'_>) -> Result<Row, Error> {
    let found = &all.found;
    let (own, said, footprint) = (&found.offer.sites[site], &all.rows[site], &found.footprints[site]);
    let (alone, shapley) = (found.alone[site], found.shapley[site]);
    let judgement = found.judgements[site].as_ref();
    let (given, best) =
        (found.given.gain(site).unwrap_or_default(), found.best.gain(site).unwrap_or_default());
    let added = judgement.map(|it| it.gain).unwrap_or_default();
    let rank = |rank: Option<usize>| rank.map_or(Value::Missing, count);
    let misses = found.near_misses.iter().filter(|miss| miss.site == site).count();
    let number = Value::Number;
    let values = vec![
        Value::Text("site".into()),
        Value::Text(own.id.clone()),
        words_of(all.list(site)),
        words_of(own.operator.clone().unwrap_or_default()),
        verdict(all, site),
        judgement.map_or(Value::Missing, |it| Value::Text(it.code.label().into())),
        words_of(reason(all, site, Language::English)),
        words_of(reason(all, site, Language::Vietnamese)),
        words_of(judgement.map(|it| all.ids(&it.by)).unwrap_or_default()),
        number(own.cost),
        Value::Bool(own.is_cost_stated),
        words_of(said.phase.clone().unwrap_or_default()),
        Value::Text(all.models[site].label().into()),
        number(footprint_m2 / 1e6),
        number(alone.area_m2 / 1e6),
        maybe(footprint.overlap_existing),
        maybe(footprint.overlap_others),
        count(alone.villages),
        number(alone.people),
        number(alone.households),
        number(alone.reached),
        count(alone.white_closed),
        count(alone.hollow_closed),
        rank(found.given.rank(site)),
        count(given.villages),
        number(given.people),
        rank(found.best.rank(site)),
        count(best.villages),
        number(best.people),
        count(added.villages),
        number(added.people),
        number(shapley.villages),
        number(shapley.people),
        number(shapley.households),
        number(shapley.people_error),
        Value::Bool(shapley.is_exact),
        count(found.only[site].len()),
        words_of(village_ids(results, &found.only[site])),
        maybe(per(own.cost, alone.people)),
        maybe(per(own.cost, alone.villages as f64)),
        maybe(per(own.cost, best.people)),
        maybe(per(own.cost, shapley.people)),
        count(found.interacting[site].len()),
        count(misses),
        words_of(said.power.clone().unwrap_or_default()),
        words_of(said.backhaul.clone().unwrap_or_default()),
    ];
    Ok(Row { values, geometry: place(own.position, results)? })
}

fn place(position: Option<geo::Coord>, results: Results<'_>) -> Result<Option<Geometry>, Error> {
    let Some(position) = position else { return Ok(None) };
    let mut moved = [position];
    results.inputs.plane.to_wgs84(&mut moved)?;
    Ok(Some(Point(rounded(moved[0])).into()))
}
