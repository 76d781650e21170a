use super::*;
use crate::assess::{Definition, Detail, Operators, Rule, assess};
use crate::geometry::{Shapes, arc_deviation, prepare};
use crate::model::{AreaSource, Points, ServiceArea, Technology, Village, VillageId};
use geo::{LineString, MultiPolygon, Polygon, Rect};
use proptest::collection::vec;
use proptest::prelude::*;

fn at(x: f64, y: f64) -> Coord {
    Coord { x, y }
}

fn square(x: f64, y: f64, side: f64) -> MultiPolygon {
    Rect::new(at(x, y), at(x + side, y + side)).to_polygon().into()
}

/// Villages with these boundaries; the buildings of all are a row of four along each diagonal.
fn villages(boundaries: &[MultiPolygon]) -> Villages {
    let mut shapes = Shapes::new();
    boundaries.iter().for_each(|boundary| shapes.push(boundary));
    prepare(&mut shapes);
    let village = |nth: usize| Village {
        id: VillageId(nth.to_string()),
        name: None,
        admin: Vec::new(),
        population: None,
        households: None,
        centre: None,
        extra: Vec::new(),
    };
    let mut buildings = Vec::new();
    for (nth, shape) in shapes.iter().enumerate() {
        let Some(rect) = crate::geometry::bounds(&shape) else { continue };
        for step in [0.2, 0.4, 0.6, 0.8] {
            buildings.push((nth, rect.min() + (rect.max() - rect.min()) * step, 10.0 * step));
        }
    }
    let mut all =
        Villages { records: (0..boundaries.len()).map(village).collect(), shapes, ..Villages::default() };
    all.places.buildings = Some(Points::new(boundaries.len(), &buildings));
    all
}

fn coverage(areas: &[(u16, MultiPolygon)]) -> Coverage {
    let mut shapes = Shapes::new();
    areas.iter().for_each(|(_, area)| shapes.push(area));
    prepare(&mut shapes);
    let area = |operator: u16| ServiceArea {
        id: None,
        operator,
        technology: Technology::Lte,
        signal: None,
        signal_class: None,
        source: AreaSource::Polygon,
        file: 0,
        feature: 1,
    };
    Coverage {
        operators: vec!["a".into(), "b".into()],
        areas: areas.iter().map(|&(operator, _)| area(operator)).collect(),
        shapes,
        towers: Vec::new(),
    }
}

fn judged(rule: &str, operators: Operators, villages: &Villages, coverage: &Coverage) -> Assessment {
    let definition = Definition { rule: rule.parse::<Rule>().unwrap(), operators, ..Definition::default() };
    assess(villages, coverage, definition, Detail::Full)
}

fn close(found: Option<f64>, answer: f64) -> bool {
    found.is_some_and(|found| (found - answer).abs() <= TOLERANCE_M || found == answer)
}

#[test]
fn a_village_beside_an_edge_waits_until_the_edge_has_come_half_way_through() {
    let villages = villages(&[square(100., 0., 200.), square(-500., 0., 200.)]);
    let coverage = coverage(&[(0, square(-4000., -2000., 4000.))]);
    for (rule, outside, inside) in [
        ("area>=0.5", -200., 400.),
        ("area>=1", -300., 300.),
        ("centre", -200., 400.),
        ("buildings>=0.5", -220., 380.),
        ("centre and area>=1", -300., 300.),
        ("centre or area>=1", -200., 400.),
    ] {
        let found = margins(&villages, &coverage, &judged(rule, Operators::Any, &villages, &coverage));
        assert!(close(found[0].margin, outside), "{rule}: {:?}, not {outside}", found[0]);
        assert!(close(found[1].margin, inside), "{rule}: {:?}, not {inside}", found[1]);
        assert_eq!(found[0].centre, Some(-200.));
    }
}

#[test]
fn each_operator_is_waited_for() {
    let villages = villages(&[square(100., 0., 200.)]);
    let coverage = coverage(&[(0, square(-4000., -2000., 4000.)), (1, square(-4000., -2000., 4250.))]);
    let of = |operators| {
        margins(&villages, &coverage, &judged("area>=0.5", operators, &villages, &coverage))[0].margin
    };
    assert!(close(of(Operators::Any), 50.));
    assert!(close(of(Operators::AtLeast(1)), 50.));
    assert!(close(of(Operators::Each), -200.));
    assert!(close(of(Operators::Named("a".into())), -200.));
    assert!(close(of(Operators::AtLeast(3)), f64::NEG_INFINITY), "there are only two");
}

#[test]
fn without_coverage_no_move_helps_and_without_a_boundary_nothing_is_known() {
    let villages = villages(&[square(100., 0., 200.), MultiPolygon::new(Vec::new())]);
    let coverage = coverage(&[]);
    let found = margins(&villages, &coverage, &judged("area>=0.5", Operators::Any, &villages, &coverage));
    assert_eq!(found[0].margin, Some(f64::NEG_INFINITY));
    assert_eq!(found[1].margin, None);
}

#[test]
fn the_classes_meet_at_the_edge_and_at_the_band() {
    use Closeness::*;
    let classes = [250.0, 249.9, 0.0, -0.0, -249.9, -250.0, f64::NEG_INFINITY];
    let expected = [
        InsideByMore,
        InsideByLess,
        InsideByLess,
        OutsideByLess,
        OutsideByLess,
        OutsideByMore,
        OutsideByMore,
    ];
    assert_eq!(classes.map(|margin| Closeness::of(margin, 250.0)), expected);
}

#[test]
fn a_weighted_quantile_counts_from_the_deepest() {
    let mut points = [(5.0, 1.0), (-3.0, 2.0), (9.0, 1.0)];
    let mut at = |share: f64| rule::weighted_quantile(&mut points, share);
    assert_eq!([at(0.25), at(0.26), at(0.5), at(0.51), at(1.0)], [9., 5., 5., -3., -3.].map(Some));
    assert_eq!(rule::weighted_quantile(&mut [], 0.5), None);
}

fn blob() -> impl Strategy<Value = MultiPolygon> {
    (-2000.0..2000.0f64, -2000.0..2000.0f64, vec(150.0..1200.0f64, 3..8)).prop_map(|(x, y, radii)| {
        let turn = std::f64::consts::TAU / radii.len() as f64;
        let place = |(nth, r): (usize, &f64)| {
            let angle = nth as f64 * turn + 0.1;
            at(x + r * angle.cos(), y + r * angle.sin())
        };
        let ring: LineString = radii.iter().enumerate().map(place).collect();
        Polygon::new(ring, Vec::new()).into()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Two ways that share nothing: the depth of what is there, and the coverage really moved.
    #[test]
    fn a_village_flips_when_the_move_exceeds_its_margin(
        boundaries in vec(blob(), 1..4),
        areas in vec((0..2u16, blob()), 1..6),
        rule in prop::sample::select(vec![
            "area>=0.5", "area>=0.9", "centre", "buildings>=0.5", "centre and buildings>=0.9",
        ]),
        operators in prop::sample::select(vec![Operators::Any, Operators::Each]),
    ) {
        let (villages, coverage) = (villages(&boundaries), coverage(&areas));
        let assessment = judged(rule, operators, &villages, &coverage);
        let margins = margins(&villages, &coverage, &assessment);
        let found = flips(&villages, &coverage, &assessment, &margins, &[30.0, 200.0, 700.0]);
        prop_assert_eq!(&found.moves, &[-700.0, -200.0, -30.0, 30.0, 200.0, 700.0]);
        for (village, margin) in margins.iter().enumerate() {
            let margin = margin.margin.unwrap();
            let status = assessment.villages[village].status;
            prop_assert_eq!(margin.is_sign_positive(), status == Status::Covered);
            let flip = found.villages.iter().find(|flip| flip.village == village);
            for (nth, &by) in found.moves.iter().enumerate() {
                if (margin + by).abs() > TOLERANCE_M + arc_deviation(by) + 1e-6 {
                    let after = flip.map_or(status, |flip| flip.moved[nth].status);
                    let expected = if margin > -by { Status::Covered } else { Status::Uncovered };
                    prop_assert_eq!(after, expected, "village {} of margin {} by {}", village, margin, by);
                }
            }
        }
    }
}
