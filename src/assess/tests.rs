//! Every rule against a slow obvious version, in a world of whole squares.

mod world;

use proptest::prelude::*;

use super::*;
use crate::model::*;
use crate::units::{Dbm, Share};
use world::*;

fn definitions() -> Vec<Definition> {
    let rules: Vec<Rule> = [
        "area>=0.5",
        "area>=1",
        "centre",
        "population>=0.5",
        "buildings>=0.9",
        "clusters:all",
        "clusters:any",
        "clusters>=2",
        "within:3m",
    ]
    .map(|text| text.parse().unwrap())
    .to_vec();
    let operators = [Operators::Any, Operators::Named("b".into()), Operators::AtLeast(2), Operators::Each];
    let mut all = Vec::new();
    for rule in &rules {
        for operators in &operators {
            for min_technology in [Technology::Gsm, Technology::Umts, Technology::Lte] {
                all.push(Definition {
                    rule: rule.clone(),
                    min_technology,
                    operators: operators.clone(),
                    ..Definition::default()
                });
            }
        }
    }
    let cut: SignalCut = SignalCut {
        levels: [(Technology::Lte, Dbm::new(-110.0).unwrap()), (Technology::Gsm, Dbm::new(-100.0).unwrap())]
            .into(),
        margin_db: 5.0,
        classes: Vec::new(),
    };
    for rule in &rules {
        all.push(Definition { rule: rule.clone(), signal: cut.clone(), ..Definition::default() });
        all.push(Definition {
            rule: rule.clone(),
            min_technology: Technology::Gsm,
            switched_off: vec![Technology::Umts],
            tolerance: Share::new(0.1).unwrap(),
            ..Definition::default()
        });
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_rule_finds_what_counting_squares_finds(world in world()) {
        let (villages, coverage) = (world.villages(), world.coverage());
        let definitions = definitions();
        let list = definitions.iter().cloned().map(|definition| Case { reason: Reason::Rule, definition });
        let side_by_side = compare(&villages, &coverage, list.collect());
        for (definition, judged) in definitions.into_iter().zip(side_by_side) {
            let cut = definition.signal.apply(&coverage);
            let alone = assess_cut(&villages, &cut, definition.clone(), Detail::Lean);
            let full = assess_cut(&villages, &cut, definition.clone(), Detail::Full);
            for village in 0..villages.len() {
                let want = world.status(village, &definition);
                prop_assert_eq!(judged.statuses[village], want, "{:?} of {}", definition, village);
                prop_assert_eq!(alone.villages[village].status, want, "lean: {:?}", definition);
                prop_assert_eq!(full.villages[village].status, want, "full: {:?}", definition);
                let reaching = |found: &Assessment| found.operators_reaching(village).collect::<Vec<_>>();
                prop_assert_eq!(reaching(&alone), reaching(&full), "{:?} of {}", definition, village);
            }
        }
    }

    #[test]
    fn an_operator_that_serves_is_one_that_satisfies_the_rule_alone(world in world()) {
        let (villages, coverage) = (world.villages(), world.coverage());
        let found = assess(&villages, &coverage, Definition::default(), Detail::Full);
        for village in 0..villages.len() {
            for (nth, name) in ["a", "b", "c"].into_iter().enumerate() {
                let alone = Definition { operators: Operators::Named(name.into()), ..Definition::default() };
                let serves = found.serving(village).contains(&(nth as u16));
                prop_assert_eq!(serves, world.status(village, &alone) == Status::Covered);
            }
        }
    }

    #[test]
    fn a_gap_is_what_the_share_leaves(world in world()) {
        let (villages, coverage) = (world.villages(), world.coverage());
        let definition = Definition::default();
        let found = assess(&villages, &coverage, definition.clone(), Detail::Lean);
        let gaps = gaps(&villages, &coverage, &definition);
        for (nth, village) in found.villages.iter().enumerate() {
            let gap = gaps.iter().find(|gap| gap.village == nth);
            let whole = f64::from((world.villages[nth].2 - world.villages[nth].0) * (world.villages[nth].3 - world.villages[nth].1));
            let (kept, slivers) = gap.map_or((0.0, 0.0), |gap| (gap.share, gap.slivers_m2));
            let want = village.covered_share.rest().get();
            prop_assert!((kept + slivers / whole - want).abs() < 1e-9, "{kept} {slivers} {want}");
        }
    }
}

#[test]
fn a_village_without_the_data_that_a_rule_needs_is_unknown() {
    let world = World {
        villages: vec![(0, 0, 2, 2)],
        areas: vec![((0, 0, 2, 2), 0, 2, None)],
        clusters: Vec::new(),
        outlines: Vec::new(),
        buildings: Vec::new(),
        people: vec![(0, (0, 0), 0)],
        sites: Vec::new(),
    };
    let mut villages = world.villages();
    let judge = |villages: &Villages, rule: &str| {
        let definition = Definition { rule: rule.parse().unwrap(), ..Definition::default() };
        assess(villages, &world.coverage(), definition, Detail::Full).villages[0].status
    };
    for rule in ["clusters:all", "clusters:any", "buildings>=0.5", "population>=0.5"] {
        assert_eq!(judge(&villages, rule), Status::Unknown, "{rule}: data for other villages alone");
    }
    assert_eq!(judge(&villages, "within:5km"), Status::Uncovered, "sites are given, and there is none");
    villages.places = Places::default();
    for rule in ["clusters:all", "buildings>=0.5", "within:5km"] {
        assert_eq!(judge(&villages, rule), Status::Unknown, "{rule}: no data at all");
    }
    assert_eq!(judge(&villages, "population>=0.5"), Status::Covered, "spread evenly over the area");
}

#[test]
fn a_village_that_only_all_operators_together_cover_is_white() {
    // two operators hold four tenths each: neither half of it, both together eight tenths
    let world = World {
        villages: vec![(0, 0, 10, 1)],
        areas: vec![((0, 0, 4, 1), 0, 2, None), ((4, 0, 8, 1), 1, 2, None)],
        clusters: Vec::new(),
        outlines: Vec::new(),
        buildings: Vec::new(),
        people: Vec::new(),
        sites: Vec::new(),
    };
    let (villages, coverage) = (world.villages(), world.coverage());
    let found = assess(&villages, &coverage, Definition::default(), Detail::Full);
    assert_eq!(found.villages[0].status, Status::Covered);
    assert_eq!(found.operator_class(0), "white", "no operator alone holds half of it");
    assert_eq!(found.villages[0].class, Class::Hollow);
}
