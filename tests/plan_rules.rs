//! Every rule that villages are judged by can be planned for: what a plan says of a village with
//! any choice of sites is what the assessment says once their areas are built on the map.

use covgap::assess::{Definition, Detail, Operators, Rule, assess};
use covgap::geometry::Shapes;
use covgap::model::{
    AreaSource, Clusters, Coverage, PeopleMethod, PlacedPeople, Points, ServiceArea, Site, Technology,
    Village, VillageId, Villages,
};
use covgap::plan::atoms::{Reach, Weight, places};
use covgap::plan::{Goal, Phase, Plan, Problem, Rules, recount};
use covgap::units::People;
use geo::{Coord, MultiPolygon, Rect};
use proptest::prelude::*;

type Block = (i32, i32, i32, i32);

fn block((x, y, width, height): Block) -> MultiPolygon {
    let corner = |x: i32, y: i32| Coord { x: f64::from(x), y: f64::from(y) };
    Rect::new(corner(x, y), corner(x + width, y + height)).to_polygon().into()
}

/// Three villages of 8 × 8 in a row, with a centre, eight points of people and three clusters each.
fn villages(points: &[(u8, u8, u8)], outlined: bool) -> Villages {
    let mut villages = Villages::default();
    let (mut people, mut clusters, mut outlines) = (Vec::new(), Vec::new(), Shapes::new());
    for nth in 0..3 {
        let left = nth * 8;
        villages.shapes.push(&block((left, 0, 8, 8)));
        villages.records.push(Village {
            id: VillageId(nth.to_string()),
            name: None,
            admin: Vec::new(),
            population: People::new(100.0).ok(),
            households: None,
            centre: Some(Coord { x: f64::from(left) + 3.5, y: 4.5 }),
            extra: Vec::new(),
        });
        for (at, &(x, y, weight)) in points.iter().enumerate() {
            let at_x = f64::from(left) + f64::from(x) + 0.5;
            let position = Coord { x: at_x, y: f64::from(y) + 0.5 };
            people.push((nth as usize, position, f64::from(weight)));
            if at < 3 {
                clusters.push((nth as usize, position, 1.0));
                let outline = if outlined {
                    block((left + i32::from(x) % 7, i32::from(y) % 7, 2, 2))
                } else {
                    MultiPolygon::new(vec![])
                };
                outlines.push(&outline);
            }
        }
    }
    let points = Points::new(3, &people);
    villages.places.buildings = Some(points.clone());
    villages.places.people = Some(PlacedPeople { method: PeopleMethod::Points, points });
    let points = Points::new(3, &clusters);
    villages.places.clusters = Some(Clusters { names: vec![None; points.len()], points, shapes: outlines });
    villages.places.sites =
        Some(vec![Site { position: Coord { x: 0.0, y: 0.0 }, operator: Some(0), technologies: [true; 4] }]);
    villages
}

fn coverage(areas: &[(Block, u16)]) -> Coverage {
    let mut coverage = Coverage { operators: vec!["a".into(), "b".into()], ..Coverage::default() };
    for &(area, operator) in areas {
        coverage.shapes.push(&block(area));
        coverage.areas.push(ServiceArea {
            id: None,
            operator,
            technology: Technology::Lte,
            signal: None,
            signal_class: None,
            source: AreaSource::Polygon,
            file: 0,
            feature: 1,
        });
    }
    coverage
}

fn reach(areas: &[(Block, u32, Option<u16>)]) -> Reach {
    let mut reach = Reach { positions: vec![None; 4], ..Reach::default() };
    for site in 0..4 {
        reach.positions[site] = Some(Coord { x: 6.0 * site as f64 + 2.0, y: 4.0 });
    }
    for &(area, site, operator) in areas {
        reach.shapes.push(&block(area));
        reach.sites.push(site);
        reach.operators.push(operator);
        reach.technologies.push(Technology::Lte);
    }
    reach
}

fn any_block() -> impl Strategy<Value = Block> {
    (-2..24, -2..8, 1..12, 1..10)
}

fn rule() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "centre",
        "area>=0.5",
        "area>=1",
        "population>=0.6",
        "buildings>=0.9",
        "clusters:all",
        "clusters:any",
        "clusters>=2",
        "within:5m",
        "centre and clusters:all",
        "centre or area>=0.7",
        "(centre or population>=0.5) and (clusters>=2 or buildings>=0.3)",
        "within:4m or (area>=0.4 and centre)",
    ])
}

fn operators() -> impl Strategy<Value = Operators> {
    let some = ["any", "a", "each", "2", "3"].map(|text| text.parse::<Operators>().unwrap());
    prop::sample::select(some.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_plan_says_what_the_map_says(
        points in prop::collection::vec((0..8u8, 0..8u8, 1..9u8), 8),
        outlined in any::<bool>(),
        existing in prop::collection::vec((any_block(), 0..2u16), 0..5),
        candidates in prop::collection::vec((any_block(), 0..4u32, prop::option::of(0..3u16)), 1..7),
        rule in rule(),
        operators in operators(),
        choice in prop::collection::vec(prop::option::of(0..2usize), 4),
    ) {
        let villages = villages(&points, outlined);
        let coverage = coverage(&existing);
        let reach = reach(&candidates);
        let definition =
            Definition { rule: rule.parse::<Rule>().unwrap(), operators, ..Definition::default() };
        let assessment = assess(&villages, &coverage, definition, Detail::Full);
        let cut = places(&villages, &coverage, &assessment, &reach, Weight::People, None).unwrap();
        prop_assert!(cut.too_crowded.is_empty());
        let problem = Problem {
            places: cut.places,
            sites: (0..4).map(|_| covgap::plan::Site::default()).collect(),
            phases: vec![Phase::year("1", 0, None), Phase::year("2", 1, None)],
            rules: Rules::default(),
            goal: Goal::most_served(2),
        };
        prop_assert!(problem.validate().is_ok());
        let plan = Plan::of(&problem, choice);
        let judged = recount(&villages, &coverage, &assessment, &reach, (&problem, &plan), &cut.villages);
        prop_assert!(judged.is_ok(), "{judged:?}");
    }
}
