//! The columns of a village that say how sure its status is.

use crate::export::Results;
use crate::export::layer::Field;
use crate::model::Value;

/// The attributes, in order; [`values`] gives the values in the same order. What was not asked
/// for is no attribute.
pub(super) fn fields(results: Results<'_>) -> Vec<Field> {
    let scrutiny = results.scrutiny;
    let mut all = vec![
        Field::text("status_from", "rule, or override where somebody on the ground said so"),
        Field::number(
            "margin_m",
            "m",
            "how far every coverage edge must move for the status to change: positive, covered until edges retreat \
             so far; negative, uncovered until they advance so far; empty where no such move changes it",
        ),
        Field::text(
            "margin_class",
            "inside_by_more, inside_by_less, outside_by_less or outside_by_more than the band of uncertainty",
        ),
        Field::number(
            "centre_margin_m",
            "m",
            "from the centre to the edge of the union of all that counts, negative outside",
        ),
    ];
    if !scrutiny.overrides.is_empty() {
        all.push(Field::text("status_by_rule", "what the rule says of an overridden village"));
        all.push(Field::text("override_who", "who says otherwise"));
        all.push(Field::text("override_when", "since when"));
        all.push(Field::text("override_why", "why"));
    }
    if scrutiny.measured.is_some() {
        all.push(Field::integer("measurements", "", "measurements inside, of what counts"));
        all.push(Field::integer("measured_served", "", "those that found service"));
        all.push(Field::integer("measured_claimed", "", "those where service is claimed"));
        all.push(Field::integer("measured_false", "", "those where service is claimed and was not found"));
        all.push(Field::flag(
            "claimed_not_measured",
            "covered, but half of the measurements where service is claimed, or more, did not find it",
        ));
        all.push(Field::text("last_measured", "the time of the last measurement"));
    }
    all
}

/// The values of one village, one for each of [`fields`].
pub(super) fn values(results: Results<'_>, nth: usize) -> Vec<Value> {
    let scrutiny = results.scrutiny;
    let text = |text: Option<&str>| text.map_or(Value::Missing, |text| Value::Text(text.to_owned()));
    let metres = |metres: Option<f64>| match metres {
        // a plain 0 whatever its sign
        Some(metres) if metres.is_finite() => Value::Number(metres + 0.0),
        _ => Value::Missing,
    };
    let mut all = vec![
        text(Some(scrutiny.overrides.status_from(nth))),
        metres(scrutiny.margin(nth)),
        text(scrutiny.closeness(nth).map(|closeness| closeness.label())),
        metres(scrutiny.margins.get(nth).and_then(|margin| margin.centre)),
    ];
    if !scrutiny.overrides.is_empty() {
        let one = scrutiny.overrides.of(nth);
        all.push(text(scrutiny.overrides.by_rule(nth).map(|status| status.label())));
        all.push(text(one.and_then(|one| one.who.as_deref())));
        all.push(text(one.and_then(|one| one.when.as_deref())));
        all.push(text(one.and_then(|one| one.why.as_deref())));
    }
    if let Some(measured) = &scrutiny.measured {
        let found = &measured.villages[nth];
        let status = results.assessment.villages[nth].status;
        let count = |count: usize| Value::Integer(count as i64);
        all.push(count(found.counts.all()));
        all.push(count(found.counts.served()));
        all.push(count(found.counts.claimed()));
        all.push(count(found.counts.false_coverage));
        all.push(Value::Bool(measured.contradicted(nth, status)));
        all.push(text(found.last.as_deref()));
    }
    all
}
