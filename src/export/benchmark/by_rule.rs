//! `proposals_by_rule` and `proposals_sharing`: the same sites under other definitions.

use super::{count, of_benchmark, table_row};
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource};
use crate::model::Value;

/// One row a definition and site.
pub struct ProposalsByRule;

impl LayerSource for ProposalsByRule {
    fn name(&self) -> &'static str {
        "proposals_by_rule"
    }

    fn summary(&self) -> &'static str {
        "what each proposal newly covers under each rule and minimum technology: a long table"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_benchmark(results, |all| {
            let mut rows = Vec::new();
            for under in &all.found.by_rule {
                let definition = &under.case.definition;
                for site in 0..all.rows.len() {
                    let (alone, given, shapley) = (under.alone[site], under.given[site], under.shapley[site]);
                    rows.push(table_row(vec![
                        Value::Text(definition.rule.to_string()),
                        Value::Text(definition.min_technology.to_string()),
                        Value::Bool(under.case.reason == crate::assess::Reason::Active),
                        Value::Text(all.id(site).into()),
                        count(alone.villages),
                        Value::Number(alone.people),
                        Value::Number(alone.households),
                        Value::Number(alone.reached),
                        count(given.villages),
                        Value::Number(given.people),
                        Value::Number(shapley.villages),
                        Value::Number(shapley.people),
                        Value::Number(shapley.people_error),
                    ]));
                }
            }
            let fields = vec![
                Field::text("rule", "the rule"),
                Field::text("min_technology", "the oldest technology that counts"),
                Field::flag("in_use", "whether it is the definition in use"),
                Field::text("site_id", "the site"),
                Field::integer("villages_alone", "villages", "newly covered by it alone"),
                Field::number("people_alone", "people", "in those villages"),
                Field::number("households_alone", "households", "in those villages"),
                Field::number("outside_reached_alone", "people", "outside coverage whom it reaches alone"),
                Field::integer(
                    "villages_given",
                    "villages",
                    "newly covered after those before it, as submitted",
                ),
                Field::number("people_given", "people", "in those villages"),
                Field::number("shapley_villages", "villages", "its Shapley share"),
                Field::number("shapley_people", "people", "its Shapley share of their people"),
                Field::number("shapley_people_error", "people", "standard error of that; 0 where exact"),
            ];
            Ok(Layer { name: self.name(), summary: self.summary(), fields, rows })
        })
    }
}

/// One row an operator.
pub struct ProposalsSharing;

impl LayerSource for ProposalsSharing {
    fn name(&self) -> &'static str {
        "proposals_sharing"
    }

    fn summary(&self) -> &'static str {
        "what the proposals bring each operator's subscribers by its own sites, and if all sites were shared"
    }

    fn is_spatial(&self) -> bool {
        false
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        of_benchmark(results, |all| {
            let rows = all.found.sharing.iter().map(|row| {
                table_row(vec![
                    Value::Text(row.operator.clone().unwrap_or_else(|| "every operator".to_owned())),
                    count(row.own.villages),
                    Value::Number(row.own.people),
                    count(row.shared.villages),
                    Value::Number(row.shared.people),
                    Value::Number(row.shared.people - row.own.people),
                ])
            });
            let rows = rows.collect();
            let fields = vec![
                Field::text(
                    "subscribers_of",
                    "the operator; `every operator`: villages that each one serves",
                ),
                Field::integer("villages_own", "villages", "newly covered for them by its own sites"),
                Field::number("people_own", "people", "in those villages"),
                Field::integer(
                    "villages_shared",
                    "villages",
                    "newly covered if every site served all operators",
                ),
                Field::number("people_shared", "people", "in those villages"),
                Field::number("people_more", "people", "that sharing adds"),
            ];
            Ok(Layer { name: self.name(), summary: self.summary(), fields, rows })
        })
    }
}
