//! Every rule against a slow obvious version: a world of whole squares, where areas are counted
//! square by square and points stand in the middle of squares.

use geo::{Coord, MultiPolygon, Rect};
use proptest::prelude::*;

use super::*;
use crate::geometry::Shapes;
use crate::model::*;
use crate::units::{Dbm, People, Share};

/// Corner, corner: whole numbers, so that unit squares are in or out.
type Box = (i32, i32, i32, i32);

#[derive(Debug, Clone)]
struct World {
    villages: Vec<Box>,
    /// Box, operator, technology, level.
    areas: Vec<(Box, u16, usize, Option<i32>)>,
    /// Village, unit square, weight.
    clusters: Vec<(usize, (i32, i32))>,
    outlines: Vec<(usize, Box)>,
    buildings: Vec<(usize, (i32, i32), u8)>,
    people: Vec<(usize, (i32, i32), u8)>,
    sites: Vec<OneSite>,
}

/// A unit square, its operator, its technologies.
type OneSite = ((i32, i32), Option<u16>, [bool; 4]);
/// Where, operator, technology, dBm.
type Area = (Box, u16, usize, Option<i32>);

fn boxes() -> impl Strategy<Value = Box> {
    (0..9, 0..9, 1..5, 1..5).prop_map(|(x, y, w, h)| (x, y, x + w, y + h))
}

fn square() -> impl Strategy<Value = (i32, i32)> {
    (0..12, 0..12)
}

fn world() -> impl Strategy<Value = World> {
    let villages = proptest::collection::vec(boxes(), 1..4);
    let level = proptest::option::of(-120..-90);
    let areas = proptest::collection::vec((boxes(), 0u16..3, 0usize..4, level), 0..9);
    let whose = 0usize..3;
    (
        villages,
        areas,
        proptest::collection::vec((whose.clone(), square()), 0..6),
        proptest::collection::vec((whose.clone(), boxes()), 0..3),
        proptest::collection::vec((whose.clone(), square(), 0u8..4), 0..8),
        proptest::collection::vec((whose, square(), 0u8..4), 0..8),
        proptest::collection::vec((square(), proptest::option::of(0u16..3), any::<[bool; 4]>()), 0..4),
    )
        .prop_map(|(villages, areas, clusters, outlines, buildings, people, sites)| {
            let all = villages.len();
            World {
                clusters: clusters.into_iter().filter(|c| c.0 < all).collect(),
                outlines: outlines.into_iter().filter(|c| c.0 < all).collect(),
                buildings: buildings.into_iter().filter(|c| c.0 < all).collect(),
                people: people.into_iter().filter(|c| c.0 < all).collect(),
                villages,
                areas,
                sites,
            }
        })
}

fn polygon(b: Box) -> MultiPolygon {
    let at = |x: i32, y: i32| Coord { x: x.into(), y: y.into() };
    Rect::new(at(b.0, b.1), at(b.2, b.3)).to_polygon().into()
}

fn middle(square: (i32, i32)) -> Coord {
    Coord { x: f64::from(square.0) + 0.5, y: f64::from(square.1) + 0.5 }
}

fn holds(b: Box, square: (i32, i32)) -> bool {
    (b.0..b.2).contains(&square.0) && (b.1..b.3).contains(&square.1)
}

/// The village's centre: its first square.
fn first_square(b: Box) -> (i32, i32) {
    (b.0, b.1)
}

impl World {
    fn villages(&self) -> Villages {
        let mut shapes = Shapes::new();
        let records = self.villages.iter().enumerate().map(|(nth, &b)| {
            shapes.push(&polygon(b));
            Village {
                id: VillageId(nth.to_string()),
                name: None,
                admin: Vec::new(),
                population: People::new(100.0).ok(),
                households: None,
                centre: Some(middle(first_square(b))),
                extra: Vec::new(),
            }
        });
        let records: Vec<Village> = records.collect();
        let all = records.len();
        let weighted = |points: &[(usize, (i32, i32), u8)]| {
            let points: Vec<_> = points.iter().map(|&(v, s, w)| (v, middle(s), f64::from(w))).collect();
            Points::new(all, &points)
        };
        let mut given: Vec<_> = self.clusters.iter().map(|&(v, s)| (v, middle(s), 1.0)).collect();
        given.extend(self.outlines.iter().map(|&(v, b)| (v, middle(first_square(b)), 1.0)));
        let points = Points::new(all, &given);
        let mut outlines = Shapes::new();
        for point in 0..points.len() {
            match points.source(point).checked_sub(self.clusters.len()) {
                Some(nth) => outlines.push(&polygon(self.outlines[nth].1)),
                None => outlines.push(&MultiPolygon::new(Vec::new())),
            }
        }
        let sites = self.sites.iter().map(|&(square, operator, technologies)| Site {
            position: middle(square),
            operator,
            technologies,
        });
        Villages {
            records,
            shapes,
            places: Places {
                clusters: Some(Clusters { names: vec![None; points.len()], points, shapes: outlines }),
                buildings: Some(weighted(&self.buildings)),
                people: Some(PlacedPeople { method: PeopleMethod::Points, points: weighted(&self.people) }),
                sites: Some(sites.collect()),
            },
            ..Villages::default()
        }
    }

    fn coverage(&self) -> Coverage {
        let mut shapes = Shapes::new();
        let areas = self.areas.iter().map(|&(b, operator, technology, level)| {
            shapes.push(&polygon(b));
            ServiceArea {
                id: None,
                operator,
                technology: Technology::ALL[technology],
                signal: level.and_then(|level| Dbm::new(level.into()).ok()),
                signal_class: None,
                source: AreaSource::Polygon,
                file: 0,
                feature: 1,
            }
        });
        let areas = areas.collect();
        Coverage { operators: ["a", "b", "c"].map(str::to_owned).to_vec(), areas, shapes, towers: Vec::new() }
    }

    /// The slow obvious version of a status: what passes the level, and what may.
    fn status(&self, village: usize, definition: &Definition) -> Status {
        let level = |technology: usize| definition.signal.level(Technology::ALL[technology]);
        let sure = |area: &(Box, u16, usize, Option<i32>)| match (level(area.2), area.3) {
            (None, _) => true,
            (Some(least), Some(found)) => f64::from(found) >= least,
            (Some(_), None) => false,
        };
        let may = |area: &Area| sure(area) || (level(area.2).is_some() && area.3.is_none());
        let with = |keep: &dyn Fn(&Area) -> bool| {
            let areas: Vec<_> = self.areas.iter().copied().filter(|area| keep(area)).collect();
            self.status_with(village, definition, &areas)
        };
        match (with(&sure), with(&may)) {
            (Status::Covered, _) => Status::Covered,
            (_, Status::Uncovered) => Status::Uncovered,
            _ => Status::Unknown,
        }
    }

    fn status_with(
        &self,
        village: usize,
        definition: &Definition,
        areas: &[(Box, u16, usize, Option<i32>)],
    ) -> Status {
        let of = |operators: &[u16]| {
            let found = self.holds(village, definition, areas, operators);
            found.map_or(Status::Unknown, |yes| if yes { Status::Covered } else { Status::Uncovered })
        };
        let alone = [of(&[0]), of(&[1]), of(&[2])];
        let count = |status: Status| alone.iter().filter(|&&own| own == status).count();
        let at_least = |least: usize| {
            if count(Status::Covered) >= least {
                Status::Covered
            } else if count(Status::Covered) + count(Status::Unknown) >= least {
                Status::Unknown
            } else {
                Status::Uncovered
            }
        };
        match &definition.operators {
            Operators::Any => of(&[0, 1, 2]),
            Operators::Named(name) => {
                of(&[["a", "b", "c"].iter().position(|own| own == name).unwrap() as u16])
            }
            Operators::AtLeast(least) => at_least(*least as usize),
            Operators::Each => at_least(3),
        }
    }

    /// Whether a rule of one atom holds.
    fn holds(
        &self,
        village: usize,
        definition: &Definition,
        areas: &[(Box, u16, usize, Option<i32>)],
        operators: &[u16],
    ) -> Option<bool> {
        let b = self.villages[village];
        let counts = |technology: usize| definition.counts(Technology::ALL[technology]);
        let covered = |square: (i32, i32)| {
            areas.iter().any(|area| holds(area.0, square) && operators.contains(&area.1) && counts(area.2))
        };
        let share = |b: Box| {
            let squares: Vec<_> = (b.0..b.2).flat_map(|x| (b.1..b.3).map(move |y| (x, y))).collect();
            squares.iter().filter(|&&square| covered(square)).count() as f64 / squares.len() as f64
        };
        let weight = |points: &[(usize, (i32, i32), u8)]| {
            let own: Vec<_> = points.iter().filter(|point| point.0 == village).collect();
            let all: u32 = own.iter().map(|point| u32::from(point.2)).sum();
            let inside: u32 =
                own.iter().filter(|point| covered(point.1)).map(|point| u32::from(point.2)).sum();
            (all > 0).then(|| f64::from(inside) / f64::from(all))
        };
        let clusters = || {
            let points = self.clusters.iter().filter(|c| c.0 == village).map(|c| covered(c.1));
            let outlines = self.outlines.iter().filter(|c| c.0 == village).map(|c| share(c.1) >= 0.5 - 1e-9);
            let all: Vec<bool> = points.chain(outlines).collect();
            (!all.is_empty()).then_some(all)
        };
        let reached = |found: f64, least: Share| {
            let tolerance = if least == Share::ALL { definition.tolerance.get() } else { 0.0 };
            found >= least.get() - tolerance - 1e-9
        };
        match &definition.rule {
            Rule::Centre => Some(covered(first_square(b))),
            Rule::Area(least) => Some(reached(share(b), *least)),
            Rule::Population(least) => weight(&self.people).map(|found| reached(found, *least)),
            Rule::Buildings(least) => weight(&self.buildings).map(|found| reached(found, *least)),
            Rule::Clusters(HowMany::All) => clusters().map(|all| all.iter().all(|&served| served)),
            Rule::Clusters(HowMany::AtLeast(least)) => {
                clusters().map(|all| all.iter().filter(|&&served| served).count() >= *least as usize)
            }
            Rule::Within(most) => {
                let centre = middle(first_square(b));
                let near = |site: &&((i32, i32), Option<u16>, [bool; 4])| {
                    let way = middle(site.0) - centre;
                    let serves = operators.iter().any(|o| site.1.is_none_or(|own| own == *o));
                    let works = (0..4).any(|technology| counts(technology) && site.2[technology]);
                    way.x.hypot(way.y) <= most.get() && serves && works
                };
                Some(self.sites.iter().any(|site| near(&site)))
            }
            Rule::All(parts) | Rule::Any(parts) => panic!("{parts:?}: one atom at a time"),
        }
    }
}

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
