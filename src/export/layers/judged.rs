//! The columns of a village that come from its class, its centre, its places and its operators.

use crate::assess::NearestSite;
use crate::export::Results;
use crate::export::layer::Field;
use crate::model::Value;

/// The attributes, in order; [`values`] gives the values in the same order. What the data cannot
/// say of any village is no attribute.
pub(super) fn fields(results: Results<'_>) -> Vec<Field> {
    let places = &results.inputs.villages.places;
    let mut all = vec![
        Field::text("class", "white (centre and all clusters without), hollow (a part without), covered"),
        Field::text("class_vi", "the class in Vietnamese: trắng sóng, lõm sóng, có sóng"),
        Field::flag("centre_covered", "whether the centre (given, or a point on the surface) is inside"),
    ];
    if places.clusters.is_some() {
        all.push(Field::integer("clusters", "", "clusters of houses"));
        all.push(Field::integer("clusters_covered", "", "those that are served"));
    }
    if places.people.is_some() {
        all.push(Field::number("population_share", "share", "share of the people inside"));
        all.push(Field::text("population_method", "how people are placed: even, points or raster"));
    }
    if places.buildings.is_some() {
        all.push(Field::number("buildings_share", "share", "share of the buildings inside, by weight"));
    }
    if places.sites.is_some() {
        all.push(Field::number(
            "site_distance_m",
            "m",
            "from the centre to the nearest site that counts; blind to terrain",
        ));
    }
    all.push(Field::text("serving_operators", "operators that satisfy the rule alone"));
    all.push(Field::text(
        "operator_class",
        "white: none satisfies the rule alone; grey: some do; all: all do",
    ));
    all
}

/// The values of one village, one for each of [`fields`].
pub(super) fn values(results: Results<'_>, nth: usize) -> Vec<Value> {
    let places = &results.inputs.villages.places;
    let found = &results.assessment.villages[nth];
    let facts = &found.facts;
    let share = |share: Option<crate::units::Share>| share.map_or(Value::Missing, |s| Value::Number(s.get()));
    let mut all = vec![
        Value::Text(found.class.label().to_owned()),
        Value::Text(found.class.label_vi().to_owned()),
        facts.centre.map_or(Value::Missing, Value::Bool),
    ];
    if places.clusters.is_some() {
        let count = |count: Option<u32>| count.map_or(Value::Missing, |count| Value::Integer(count.into()));
        all.push(count(facts.clusters.map(|clusters| clusters.all)));
        all.push(count(facts.clusters.map(|clusters| clusters.served)));
    }
    if let Some(people) = &places.people {
        all.push(share(facts.population));
        all.push(Value::Text(people.method.label().to_owned()));
    }
    if places.buildings.is_some() {
        all.push(share(facts.buildings));
    }
    if places.sites.is_some() {
        all.push(match facts.site {
            NearestSite::At(distance) => Value::Number(distance.get()),
            NearestSite::None | NearestSite::Unknown => Value::Missing,
        });
    }
    let names = &results.inputs.coverage.operators;
    let serving: Vec<&str> = results
        .assessment
        .serving(nth)
        .iter()
        .map(|&operator| names[usize::from(operator)].as_str())
        .collect();
    all.push(Value::Text(serving.join("; ")));
    all.push(Value::Text(results.assessment.operator_class(nth).to_owned()));
    all
}
