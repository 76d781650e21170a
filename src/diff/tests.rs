//! A pencil story, and a property against judging by hand.

use std::collections::BTreeMap;

use geo::{Coord, MultiPolygon, Rect};
use proptest::prelude::*;

use super::*;
use crate::assess::Rule;
use crate::geometry::{Shapes, prepare};
use crate::model::{AreaSource, Coverage, ServiceArea, Site, Technology, Village, VillageId};

fn square(x: f64, width: f64) -> MultiPolygon {
    Rect::new(Coord { x, y: 0.0 }, Coord { x: x + width, y: 100.0 }).to_polygon().into()
}

fn villages(all: &[(&str, f64, f64)]) -> Villages {
    let mut shapes = Shapes::new();
    all.iter().for_each(|&(_, x, width)| shapes.push(&square(x, width)));
    prepare(&mut shapes);
    let record = |&(id, ..): &(&str, f64, f64)| Village {
        id: VillageId(id.to_owned()),
        name: None,
        admin: Vec::new(),
        population: None,
        households: None,
        centre: None,
        extra: Vec::new(),
    };
    Villages { records: all.iter().map(record).collect(), shapes, ..Villages::default() }
}

fn coverage(all: &[(&str, Technology, f64, f64)]) -> Network {
    let mut shapes = Shapes::new();
    all.iter().for_each(|&(_, _, x, width)| shapes.push(&square(x, width)));
    prepare(&mut shapes);
    let area = |&(id, technology, ..): &(&str, Technology, f64, f64)| ServiceArea {
        id: Some(id.to_owned()),
        operator: 0,
        technology,
        signal: None,
        signal_class: None,
        source: AreaSource::Polygon,
        file: 0,
        feature: 1,
    };
    let operators = vec!["Lam".to_owned()];
    let coverage = Coverage { operators, areas: all.iter().map(area).collect(), shapes, towers: Vec::new() };
    Network { coverage, sites: None }
}

/// Four villages of 100 m in a row: the mast `b` is new, `c` was switched off, and the boundary
/// of the third moved out of what `a` serves.
#[test]
fn what_changed_and_why() {
    use Technology::{Lte, Umts};
    let before =
        villages(&[("one", 0., 100.), ("two", 100., 100.), ("three", 200., 100.), ("four", 300., 50.)]);
    let now = villages(&[("one", 0., 100.), ("two", 100., 100.), ("three", 260., 40.), ("five", 300., 50.)]);
    let then = coverage(&[("a", Lte, 200., 60.), ("c", Umts, 100., 100.)]);
    let today = coverage(&[("a", Lte, 200., 60.), ("b", Lte, 0., 70.)]);
    let definition = Definition::default();
    let old = Vintage { villages: &before, network: &then, other_network: &today, definition: &definition };
    let new = Vintage { villages: &now, network: &today, other_network: &then, definition: &definition };
    let found = diff(old, new, &pairs(&before, &now, &BTreeMap::new()));
    let said: Vec<(Change, Option<String>)> =
        found.iter().map(|it| (it.change, it.causes.map(Causes::label))).collect();
    let because = |why: &str| Some(why.to_owned());
    assert_eq!(
        said,
        [
            (Change::Gained, because("coverage")),
            (Change::Lost, because("coverage")),
            (Change::Lost, because("boundary")),
            (Change::New, None),
            (Change::Vanished, None),
        ]
    );
    let why = area_changes(new, &definition, &[0, 1, 2]);
    let one = |nth: usize| why[nth].iter().map(|it| (it.id.as_str(), it.happened)).collect::<Vec<_>>();
    assert_eq!(one(0), [("b", Happened::Appeared)]);
    assert_eq!(one(1), [("c", Happened::Vanished)]);
    assert!(why[0][0].shares[0] == 0.0 && (why[0][0].shares[1] - 0.7).abs() < 1e-12);
    assert!(one(2).is_empty(), "no service area changed there");
}

#[test]
fn a_stricter_rule_is_a_cause_and_a_grown_area_is_told() {
    use Technology::Lte;
    let all = villages(&[("one", 0., 100.), ("two", 100., 100.)]);
    let then = coverage(&[("a", Lte, 0., 60.), ("b", Lte, 100., 10.)]);
    let today = coverage(&[("a", Lte, 0., 60.), ("b", Lte, 100., 95.)]);
    let strict = Definition { rule: "area>=0.9".parse::<Rule>().unwrap(), ..Definition::default() };
    let loose = Definition::default();
    let old = Vintage { villages: &all, network: &then, other_network: &today, definition: &loose };
    let new = Vintage { villages: &all, network: &today, other_network: &then, definition: &strict };
    let found = diff(old, new, &pairs(&all, &all, &BTreeMap::new()));
    assert_eq!((found[0].change, found[0].causes.unwrap().label().as_str()), (Change::Lost, "rule"));
    assert_eq!((found[1].change, found[1].causes.unwrap().label().as_str()), (Change::Gained, "coverage"));
    assert_eq!(area_changes(new, &loose, &[1])[0][0].happened, Happened::Grew);
}

/// A site of before 400 m away, one of now 150 m away: under a disc of 200 m that is a gain, and
/// the distances tell it.
#[test]
fn a_disc_looks_at_the_sites_of_its_own_vintage() {
    let mut all = villages(&[("one", 0., 100.)]);
    all.records[0].centre = Some(Coord { x: 50.0, y: 50.0 });
    let mut then = coverage(&[("a", Technology::Lte, 900., 10.)]);
    let mut today = then.clone();
    let site = |x: f64| {
        Some(vec![Site { position: Coord { x, y: 50.0 }, operator: Some(0), technologies: [true; 4] }])
    };
    then.sites = site(450.0);
    today.sites = site(200.0);
    let definition = Definition { rule: "within:200m".parse::<Rule>().unwrap(), ..Definition::default() };
    let old = Vintage { villages: &all, network: &then, other_network: &today, definition: &definition };
    let new = Vintage { villages: &all, network: &today, other_network: &then, definition: &definition };
    let found = diff(old, new, &pairs(&all, &all, &BTreeMap::new()));
    assert_eq!((found[0].change, found[0].causes.unwrap().label().as_str()), (Change::Gained, "coverage"));
    assert_eq!(found[0].sites, [Some(400.0), Some(150.0)]);
    // the other way round
    let found = diff(new, old, &pairs(&all, &all, &BTreeMap::new()));
    assert_eq!(found[0].change, Change::Lost);
}

#[test]
fn sites_keep_their_owners_and_those_of_strangers_do_not_count() {
    let mut both = coverage(&[("a", Technology::Lte, 0., 10.), ("b", Technology::Lte, 10., 10.)]).coverage;
    both.operators = vec!["Lam".into(), "Hoa".into()];
    both.areas[1].operator = 1;
    both.areas[1].file = 1;
    let site = |operator| Site { position: Coord { x: 0.0, y: 0.0 }, operator, technologies: [true; 4] };
    let sites = [site(Some(0)), site(Some(1)), site(None)];
    let found = network(&both, Some(&sites), |file| file == 1);
    assert_eq!(found.coverage.operators, ["Hoa"]);
    let owners: Vec<_> = found.sites.unwrap().iter().map(|site| site.operator).collect();
    assert_eq!(owners, [Some(0), None]);
}

#[test]
fn a_mapping_joins_villages_and_no_name_is_guessed() {
    let before = villages(&[("a", 0., 50.), ("b", 50., 50.), ("c", 100., 100.)]);
    let now = villages(&[("ab", 0., 100.), ("x", 100., 100.)]);
    let mapping = [("a", "ab"), ("b", "ab")].map(|(old, new)| (old.to_owned(), new.to_owned()));
    let found = pairs(&before, &now, &mapping.into());
    assert_eq!((found.olds, found.vanished), (vec![vec![0, 1], vec![]], vec![2]));
    let none = coverage(&[]);
    let definition = Definition::default();
    let old = Vintage { villages: &before, network: &none, other_network: &none, definition: &definition };
    let new = Vintage { villages: &now, ..old };
    let changes =
        diff(old, new, &pairs(&before, &now, &[("a".into(), "ab".into()), ("b".into(), "ab".into())].into()));
    let of: Vec<Change> = changes.iter().map(|it| it.change).collect();
    assert_eq!(of, [Change::Merged, Change::New, Change::Vanished]);
    assert_eq!(changes[0].before, Some(Status::Uncovered), "both were uncovered");
}

proptest! {
    /// The slow way: on a line, the share of a village is the length of intervals.
    #[test]
    fn what_changed_is_what_two_separate_judgements_say(
        zones in proptest::collection::vec((0u8..9, 0u8..40, 1u8..20), 1..8),
        later in proptest::collection::vec((0u8..9, 0u8..40, 1u8..20), 1..8),
        then in proptest::collection::vec((0u8..40, 1u8..20), 0..6),
        today in proptest::collection::vec((0u8..40, 1u8..20), 0..6),
    ) {
        let unique = |all: Vec<(u8, u8, u8)>| -> BTreeMap<u8, (f64, f64)> {
            all.into_iter().map(|(id, x, width)| (id, (f64::from(x), f64::from(width)))).collect()
        };
        let (old, new) = (unique(zones), unique(later));
        let names: Vec<String> = (0..9).map(|id| format!("v{id}")).collect();
        let build = |all: &BTreeMap<u8, (f64, f64)>| {
            let rows: Vec<(&str, f64, f64)> =
                all.iter().map(|(&id, &(x, width))| (names[usize::from(id)].as_str(), x, width)).collect();
            villages(&rows)
        };
        let cover = |all: &[(u8, u8)]| {
            let rows: Vec<_> =
                all.iter().map(|&(x, width)| ("a", Technology::Lte, f64::from(x), f64::from(width))).collect();
            coverage(&rows)
        };
        // integers: every unit of length is inside or outside as a whole
        let is_covered = |&(x, width): &(f64, f64), areas: &[(u8, u8)]| {
            let (first, count) = (x as u32, width as u32);
            let inside = (first..first + count)
                .filter(|at| areas.iter().any(|&(from, wide)| {
                    (u32::from(from)..u32::from(from) + u32::from(wide)).contains(at)
                }))
                .count();
            2 * inside as u32 >= count
        };
        let (before, now) = (build(&old), build(&new));
        let (coverage_then, coverage_now) = (cover(&then), cover(&today));
        let definition = Definition::default();
        let first = Vintage {
            villages: &before, network: &coverage_then, other_network: &coverage_now, definition: &definition,
        };
        let second = Vintage {
            villages: &now, network: &coverage_now, other_network: &coverage_then, definition: &definition,
        };
        let found = diff(first, second, &pairs(&before, &now, &BTreeMap::new()));
        let mut expected = Vec::new();
        for (id, zone) in &new {
            expected.push(match old.get(id) {
                None => Change::New,
                Some(was) => match (is_covered(was, &then), is_covered(zone, &today)) {
                    (false, true) => Change::Gained,
                    (true, false) => Change::Lost,
                    _ => Change::Unchanged,
                },
            });
        }
        expected.extend(old.keys().filter(|id| !new.contains_key(id)).map(|_| Change::Vanished));
        prop_assert_eq!(found.iter().map(|it| it.change).collect::<Vec<_>>(), expected);
    }
}
