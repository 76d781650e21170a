use proptest::prelude::*;

use super::*;
use crate::assess::{ClustersFound, NearestSite};

fn rule(text: &str) -> Rule {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn share(value: f64) -> Share {
    Share::new(value).unwrap()
}

#[test]
fn a_rule_reads_back_as_it_was_written() {
    for text in [
        "area>=0.5",
        "centre",
        "population>=0.95",
        "buildings>=1",
        "clusters:all",
        "clusters:any",
        "clusters>=2",
        "within:5000m",
        "centre and clusters:all",
        "centre and (area>=0.5 or clusters:any)",
        "centre or (area>=0.5 and clusters:any)",
    ] {
        assert_eq!(rule(text).to_string(), text);
    }
}

#[test]
fn spaces_percent_signs_and_spellings_do_not_matter() {
    assert_eq!(rule("area >= 50 %"), rule("area>=0.5"));
    assert_eq!(rule("CENTER AND population≥95%"), rule("centre and population>=0.95"));
    assert_eq!(rule("clusters:1"), rule("clusters:any"));
    assert_eq!(rule("within <= 5 km"), rule("within:5000m"));
    assert_eq!(rule("((centre))"), rule("centre"));
}

#[test]
fn and_binds_closer_than_or() {
    assert_eq!(rule("centre or area>=0.5 and clusters:all"), rule("centre or (area>=0.5 and clusters:all)"));
}

#[test]
fn what_is_no_rule_is_refused_by_its_part() {
    for text in [
        "area>=50",
        "area>0.5",
        "area<=0.5",
        "area:0.5",
        "everything",
        "",
        "centre and",
        "and centre",
        "centre area>=0.5",
        "(centre",
        "centre)",
        "within:5000",
        "clusters>=0",
        "clusters>=all",
        "area>=nan",
        "population>=-0.1",
    ] {
        assert!(text.parse::<Rule>().is_err(), "{text}");
    }
    let error = "centre and area>=50".parse::<Rule>().unwrap_err();
    assert!(error.to_string().starts_with("`area>=50` is not a rule"), "{error}");
    assert!("(".repeat(100_000).parse::<Rule>().is_err());
}

#[test]
fn a_hundred_per_cent_is_a_hundred_per_cent_unless_a_tolerance_is_asked_for() {
    let facts = Facts { area: Some(share(0.9995)), ..Facts::default() };
    assert_eq!(rule("area>=100%").judge(&facts, Share::NONE), Status::Uncovered);
    assert_eq!(rule("area>=100%").judge(&facts, share(0.001)), Status::Covered);
    let rounding = Facts { area: Some(share(1.0 - 1e-12)), ..Facts::default() };
    assert_eq!(rule("area>=100%").judge(&rounding, Share::NONE), Status::Covered);
}

#[test]
fn the_tolerance_is_for_a_hundred_per_cent_alone() {
    let facts = Facts { area: Some(share(0.4999)), ..Facts::default() };
    assert_eq!(rule("area>=0.5").judge(&facts, share(0.001)), Status::Uncovered);
}

#[test]
fn a_part_without_data_is_unknown_unless_the_rest_decides() {
    let facts = Facts { centre: Some(true), area: Some(share(0.1)), ..Facts::default() };
    let judge = |text: &str| rule(text).judge(&facts, Share::NONE);
    assert_eq!(judge("clusters:all"), Status::Unknown);
    assert_eq!(judge("centre and clusters:all"), Status::Unknown);
    assert_eq!(judge("centre or clusters:all"), Status::Covered);
    assert_eq!(judge("area>=0.5 and clusters:all"), Status::Uncovered);
    assert_eq!(judge("area>=0.5 or clusters:all"), Status::Unknown);
}

/// The slow obvious version of three-valued logic: unknown parts are tried with every value,
/// and what all trials agree on is known.
fn by_trial(rule: &Rule, values: &[Option<bool>]) -> Status {
    let mut seen = [false; 2];
    for trial in 0..1u32 << values.len() {
        let tried: Vec<bool> =
            values.iter().enumerate().map(|(nth, v)| v.unwrap_or(trial >> nth & 1 == 1)).collect();
        seen[usize::from(holds(rule, &tried, &mut 0))] = true;
    }
    match seen {
        [true, true] => Status::Unknown,
        [true, false] => Status::Uncovered,
        _ => Status::Covered,
    }
}

#[expect(clippy::unnecessary_fold, reason = "every part must be visited, for `next` to move on")]
/// Whether a rule holds when its atoms, from left to right, have these values.
fn holds(rule: &Rule, values: &[bool], next: &mut usize) -> bool {
    match rule {
        Rule::All(parts) => parts.iter().fold(true, |so_far, part| holds(part, values, next) && so_far),
        Rule::Any(parts) => parts.iter().fold(false, |so_far, part| holds(part, values, next) || so_far),
        _ => {
            *next += 1;
            values[*next - 1]
        }
    }
}

/// Rules in which each of the six kinds of atom occurs at most once, so that no two atoms hang
/// together: there three-valued logic by parts and by trial must agree.
fn rules() -> impl Strategy<Value = Rule> {
    let atoms = vec![
        Rule::Centre,
        Rule::Area(share(0.5)),
        Rule::Population(share(0.5)),
        Rule::Buildings(share(0.5)),
        Rule::Clusters(HowMany::All),
        Rule::Within(Metres::new(5000.0).unwrap()),
    ];
    (Just(atoms).prop_shuffle(), 1usize..7, proptest::collection::vec(any::<(bool, u8)>(), 6)).prop_map(
        |(atoms, count, joins)| {
            let mut parts: Vec<Rule> = atoms.into_iter().take(count).collect();
            for (all, at) in joins {
                if parts.len() < 2 {
                    break;
                }
                let at = usize::from(at) % (parts.len() - 1);
                let pair: Vec<Rule> = parts.drain(at..at + 2).collect();
                parts.insert(at, if all { Rule::All(pair) } else { Rule::Any(pair) });
            }
            parts.remove(0)
        },
    )
}

proptest! {
    #[test]
    fn the_logic_is_that_of_trying_every_value(
        rule in rules(),
        known in proptest::collection::vec(proptest::option::of(any::<bool>()), 6),
    ) {
        let part = |yes: Option<bool>| yes.map(|yes| if yes { Share::ALL } else { Share::NONE });
        let facts = Facts {
            centre: known[0],
            area: part(known[1]),
            population: part(known[2]),
            buildings: part(known[3]),
            clusters: known[4].map(|yes| ClustersFound { all: 2, served: if yes { 2 } else { 1 } }),
            site: known[5].map_or(NearestSite::Unknown, |yes| {
                NearestSite::At(Metres::new(if yes { 4999.0 } else { 5001.0 }).unwrap())
            }),
        };
        let values: Vec<Option<bool>> = rule.atoms().iter().map(|atom| match atom {
            Rule::Centre => known[0],
            Rule::Area(_) => known[1],
            Rule::Population(_) => known[2],
            Rule::Buildings(_) => known[3],
            Rule::Clusters(_) => known[4],
            _ => known[5],
        }).collect();
        prop_assert_eq!(rule.judge(&facts, Share::NONE), by_trial(&rule, &values));
    }

    #[test]
    fn every_rule_reads_back(rule in rules()) {
        prop_assert_eq!(rule.to_string().parse::<Rule>().unwrap().to_string(), rule.to_string());
    }

    #[test]
    fn no_text_makes_the_parser_fall(text in "[a-z0-9>=<:()&| .%]{0,40}") {
        let _ = text.parse::<Rule>();
    }
}
