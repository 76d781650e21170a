//! What the ranking says of one village, in sentences; every number is the one `ranking.csv` has.

use super::spoken;
use crate::model::Villages;
use crate::rank::{Investment, Measure};

/// Where a village stands in the ranking for investment, and why; empty where it is not ranked.
pub fn explain_rank(ranking: &Investment, villages: &Villages, village: usize) -> Vec<String> {
    let Some(place) = ranking.ranking.iter().position(|ranked| ranked.village == village) else {
        return Vec::new();
    };
    let ranked = &ranking.ranking[place];
    let (rank, all) = (place + 1, ranking.ranking.len());
    let mut lines = vec![match ranked.score {
        None => format!(
            "In the ranking for investment it is number {rank} of {all}, by ordered keys: each decides only \
             between villages that those before it find equal."
        ),
        Some(score) => format!(
            "In the ranking for investment it is number {rank} of {all}, with a score of {score:.4}: the sum of \
             what follows."
        ),
    }];
    for (nth, measure) in ranking.measures.iter().enumerate() {
        let value = measure.values[ranking.places[place]];
        let value = value.map_or_else(|| "unknown".to_owned(), |value| valued(measure, value));
        let (name, source) = (&measure.name, &measure.source);
        lines.push(match ranked.contributions.get(nth) {
            Some(part) => {
                let weight = ranking.weights[nth];
                format!("  {name}: {value}; adds {part:.4} with a weight of {weight:.3}; source: {source}.")
            }
            None => format!("  {name}: {value}; source: {source}."),
        });
    }
    if !ranked.missing.is_empty() {
        let (missing, policy) = (ranked.missing.join(", "), ranking.missing.policy());
        lines.push(format!("Its data say nothing about {missing}: {policy}."));
    }
    if let Some(moves) = &ranked.stability {
        let (spread, top) = (ranking.draws.spread * 100.0, ranking.draws.top);
        let (low, high, share) = (moves.low, moves.high, moves.in_top * 100.0);
        lines.push(format!(
            "When weights move by up to {spread:.0} %, its rank lies between {low} and {high} in nine of ten \
             draws; it is among the first {top} in {share:.1} % of them."
        ));
    }
    for &(first, second, share) in &ranking.reversals {
        let other = if first == village { second } else { first };
        if first == village || second == village {
            let id = &villages.records[other].id;
            lines.push(format!("It changes places with {id} in {:.1} % of the draws.", share * 100.0));
        }
    }
    lines.push(match ranked.front {
        1 => "No other village is as good in every criterion and better in one (Pareto front 1).".to_owned(),
        front => format!(
            "It stands on Pareto front {front}: some village is as good in every criterion and better in one."
        ),
    });
    lines
}

/// A value with its unit.
fn valued(measure: &Measure, value: f64) -> String {
    match measure.unit.as_str() {
        "yes/no" if value == 1.0 => "yes".to_owned(),
        "yes/no" if value == 0.0 => "no".to_owned(),
        "share" => format!("{} %", spoken::number(value * 100.0)),
        "money" => spoken::amount(value, None),
        "yes/no" | "" => spoken::number(value),
        unit => format!("{} {unit}", spoken::number(value)),
    }
}
