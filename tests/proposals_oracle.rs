//! Proposals on small made-up provinces, held against the slow and obvious way: assess the whole
//! province anew for every set of sites.

use covgap::assess::{Assessment, Definition, Detail, Operators, Rule, Status, assess};
use covgap::benchmark::{
    Benchmark, Board, Code, Floor, Kind, Offer, Proposal, Question, Relation, TrialSite, Verdict, benchmark,
};
use covgap::geometry::Shapes;
use covgap::model::{AreaSource, Coverage, ServiceArea, Technology, Village, VillageId, Villages};
use covgap::plan::{Limits, atoms::Weight};
use covgap::units::{People, Share, SquareMetres};
use geo::{Coord, MultiPolygon, Rect};
use proptest::prelude::*;

const SIDE: usize = 3;
const CELL: f64 = 1_000.0;

fn rect([x, y, w, h]: [f64; 4]) -> MultiPolygon {
    Rect::new(Coord { x, y }, Coord { x: x + w, y: y + h }).to_polygon().into()
}

/// Nine square villages of a kilometre, with 100, 117, 134… people.
fn villages() -> Villages {
    let mut villages = Villages::default();
    for nth in 0..SIDE * SIDE {
        villages.records.push(Village {
            id: VillageId(format!("v{nth}")),
            name: None,
            admin: Vec::new(),
            population: People::new(100.0 + 17.0 * nth as f64).ok(),
            households: None,
            centre: None,
            extra: Vec::new(),
        });
        let (x, y) = ((nth % SIDE) as f64 * CELL, (nth / SIDE) as f64 * CELL);
        villages.shapes.push(&rect([x, y, CELL, CELL]));
        villages.areas.push(SquareMetres::new(CELL * CELL).unwrap());
    }
    villages
}

fn area(operator: u16, technology: Technology) -> ServiceArea {
    ServiceArea {
        id: None,
        operator,
        technology,
        signal: None,
        signal_class: None,
        source: AreaSource::Polygon,
        file: 0,
        feature: 1,
    }
}

/// A made-up case: one operator's coverage, and a few sites.
#[derive(Debug, Clone)]
struct Case {
    coverage: Vec<[f64; 4]>,
    sites: Vec<([f64; 4], u8, bool)>,
}

impl Case {
    fn coverage(&self, chosen: &[usize], shared: bool) -> Coverage {
        let mut coverage = Coverage { operators: vec!["one".into(), "two".into()], ..Coverage::default() };
        for shape in &self.coverage {
            coverage.areas.push(area(0, Technology::Lte));
            coverage.shapes.push(&rect(*shape));
        }
        for &site in chosen {
            for operator in 0..if shared { 2 } else { 1 } {
                let own = u16::from(self.sites[site].2);
                coverage.areas.push(area(if shared { operator } else { own }, Technology::Lte));
                coverage.shapes.push(&rect(self.sites[site].0));
            }
        }
        coverage
    }

    fn offer(&self) -> Offer {
        let mut offer = Offer { lists: vec!["a".into(), "b".into()], ..Offer::default() };
        for (nth, (shape, cost, second)) in self.sites.iter().enumerate() {
            offer.sites.push(Proposal {
                id: format!("s{nth}"),
                list: Some(u32::from(*second)),
                operator: Some(if *second { "two" } else { "one" }.into()),
                position: Some(Coord { x: shape[0] + shape[2] / 2.0, y: shape[1] + shape[3] / 2.0 }),
                cost: f64::from(*cost),
                is_cost_stated: true,
                phase: None,
            });
            let mut own = Shapes::new();
            own.push(&rect(*shape));
            offer.push_area(nth as u32, Technology::Lte, &own.get(0));
        }
        offer
    }

    fn assess(&self, villages: &Villages, chosen: &[usize], definition: &Definition) -> Assessment {
        assess(villages, &self.coverage(chosen, false), definition.clone(), Detail::Full)
    }

    fn benchmark(&self, villages: &Villages, definition: &Definition, budget: Option<f64>) -> Benchmark {
        self.look(villages, definition, budget, false)
    }

    fn look(
        &self,
        villages: &Villages,
        definition: &Definition,
        budget: Option<f64>,
        is_thorough: bool,
    ) -> Benchmark {
        let coverage = self.coverage(&[], false);
        let assessment = assess(villages, &coverage, definition.clone(), Detail::Full);
        benchmark(&Question {
            villages,
            coverage: &coverage,
            assessment: &assessment,
            offer: &self.offer(),
            floor: Floor::default(),
            budget,
            weight: Weight::People,
            limits: Limits::default(),
            draws: covgap::benchmark::Draws::default(),
            is_thorough,
        })
        .unwrap()
    }

    /// People of the villages that a set newly covers, and which villages; by assessing anew.
    fn won(&self, villages: &Villages, chosen: &[usize], definition: &Definition) -> (f64, Vec<usize>) {
        let (before, after) =
            (self.assess(villages, &[], definition), self.assess(villages, chosen, definition));
        let is_new = |village: &usize| {
            before.villages[*village].status == Status::Uncovered
                && after.villages[*village].status == Status::Covered
        };
        let new: Vec<usize> = (0..villages.len()).filter(is_new).collect();
        (new.iter().map(|&v| villages.records[v].population.unwrap().get()).sum(), new)
    }
}

fn members(set: u32) -> Vec<usize> {
    (0..32).filter(|site| set >> site & 1 == 1).collect()
}

fn permutations(items: &[usize]) -> Vec<Vec<usize>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (nth, &first) in items.iter().enumerate() {
        let mut rest = items.to_vec();
        rest.remove(nth);
        all.extend(permutations(&rest).into_iter().map(|tail| [vec![first], tail].concat()));
    }
    all
}

fn shape() -> impl Strategy<Value = [f64; 4]> {
    // corners on a grid of 50 m, off the villages' edges: no share ever lies just at a threshold
    (0..50u8, 0..50u8, 8..40u8, 8..40u8).prop_map(|(x, y, w, h)| {
        [f64::from(x), f64::from(y), f64::from(w), f64::from(h)].map(|v| v * 50.0 + 7.0)
    })
}

fn case(most: usize) -> impl Strategy<Value = Case> {
    (
        proptest::collection::vec(shape(), 0..3),
        proptest::collection::vec((shape(), 0..9u8, any::<bool>()), 1..most),
    )
        .prop_map(|(coverage, sites)| Case { coverage, sites })
}

fn definition() -> impl Strategy<Value = Definition> {
    let rules = ["area>=0.5", "centre", "area>=0.9", "centre and area>=0.3", "centre or area>=0.7"];
    let operators = [Operators::Any, Operators::AtLeast(2), Operators::Each];
    (proptest::sample::select(rules.to_vec()), proptest::sample::select(operators.to_vec())).prop_map(
        |(rule, operators)| Definition {
            rule: rule.parse::<Rule>().unwrap(),
            operators,
            ..Definition::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_set_brings_what_assessing_anew_says(case in case(6), definition in definition()) {
        let villages = villages();
        let found = case.benchmark(&villages, &definition, None);
        for set in 0..1u32 << case.sites.len() {
            let chosen = members(set);
            let (people, new) = case.won(&villages, &chosen, &definition);
            prop_assert_eq!(&found.game.won(|site| chosen.contains(&site)), &new, "{:?}", chosen);
            prop_assert_eq!(found.game.gain(|site| chosen.contains(&site)).people, people);
        }
        for site in 0..case.sites.len() {
            let all: Vec<usize> = (0..case.sites.len()).collect();
            let rest: Vec<usize> = all.iter().copied().filter(|&other| other != site).collect();
            let (_, with) = case.won(&villages, &all, &definition);
            let (_, without) = case.won(&villages, &rest, &definition);
            let only: Vec<usize> = with.into_iter().filter(|village| !without.contains(village)).collect();
            prop_assert_eq!(&found.only[site], &only);
        }
    }

    #[test]
    fn the_shapley_value_is_the_mean_over_all_orders(case in case(6), definition in definition()) {
        let villages = villages();
        let found = case.benchmark(&villages, &definition, None);
        let sites: Vec<usize> = (0..case.sites.len()).collect();
        let orders = permutations(&sites);
        let mut values = vec![0.0; sites.len()];
        let worth: Vec<f64> =
            (0..1u32 << sites.len()).map(|set| case.won(&villages, &members(set), &definition).0).collect();
        for order in &orders {
            let mut set = 0;
            for &site in order {
                values[site] += (worth[set | 1 << site] - worth[set]) / orders.len() as f64;
                set |= 1 << site;
            }
        }
        for (value, expected) in found.shapley.iter().zip(&values) {
            prop_assert!(value.is_exact && (value.people - expected).abs() < 1e-9, "{value:?} for {expected}");
        }
        let sum: f64 = found.shapley.iter().map(|value| value.people).sum();
        prop_assert!((sum - worth[worth.len() - 1]).abs() < 1e-9, "the values add up to the whole");
    }

    #[test]
    fn the_portfolio_is_the_best_of_all_subsets(case in case(6), definition in definition(), money in 0..25u8) {
        let villages = villages();
        let found = case.benchmark(&villages, &definition, Some(f64::from(money)));
        let cost = |set: u32| members(set).iter().map(|&site| f64::from(case.sites[site].1)).sum::<f64>();
        let worth: Vec<f64> =
            (0..1u32 << case.sites.len()).map(|set| case.won(&villages, &members(set), &definition).0).collect();
        let best = (0..worth.len() as u32)
            .filter(|&set| cost(set) <= f64::from(money))
            .map(|set| worth[set as usize])
            .fold(0.0, f64::max);
        let entry = found.portfolio.entry(Kind::BestSubset, None).unwrap();
        prop_assert!((entry.gain.people - best).abs() < 1e-6, "{} for {best}", entry.gain.people);
        prop_assert!(entry.cost <= f64::from(money) + 1e-9);
        let whole = worth[worth.len() - 1];
        let least = (0..worth.len() as u32)
            .filter(|&set| worth[set as usize] >= whole - 1e-9)
            .map(cost)
            .fold(f64::INFINITY, f64::min);
        let entry = found.portfolio.entry(Kind::CheapestSubset, None).unwrap();
        prop_assert!((entry.cost - least).abs() < 1e-6, "{} for {least}", entry.cost);
    }

    #[test]
    fn a_dominated_site_is_never_missed(case in case(6), definition in definition()) {
        let villages = villages();
        let found = case.benchmark(&villages, &definition, None);
        for pair in found.pairs.iter().filter(|pair| pair.relation == Relation::Dominated) {
            prop_assert!(case.sites[pair.other].1 <= case.sites[pair.site].1);
            for set in 0..1u32 << case.sites.len() {
                let set = set | 1 << pair.other;
                let without = case.won(&villages, &members(set & !(1 << pair.site)), &definition).0;
                prop_assert_eq!(case.won(&villages, &members(set | 1 << pair.site), &definition).0, without);
            }
        }
        for (site, judgement) in found.judgements.iter().enumerate() {
            let judgement = judgement.as_ref().unwrap();
            if judgement.code == Code::NothingNew {
                for set in 0..1u32 << case.sites.len() {
                    let with = case.won(&villages, &members(set | 1 << site), &definition).0;
                    let without = case.won(&villages, &members(set & !(1 << site)), &definition).0;
                    prop_assert_eq!(with, without);
                }
            }
        }
        // what is accepted covers all that all of them cover, or what is left fails the floor
        let accepted = found.accepted();
        for (site, judgement) in found.judgements.iter().enumerate() {
            if judgement.as_ref().unwrap().verdict() == Verdict::Accept {
                continue;
            }
            let with = case.won(&villages, &[accepted.clone(), vec![site]].concat(), &definition).1;
            prop_assert_eq!(with, case.won(&villages, &accepted, &definition).1, "site {} adds a village", site);
        }
    }

    #[test]
    fn a_trial_changes_what_assessing_anew_says(case in case(4), definition in definition(), way in -9..9i8) {
        let villages = villages();
        let coverage = case.coverage(&[], false);
        let assessment = assess(&villages, &coverage, definition.clone(), Detail::Full);
        let board = Board::new(&villages, &coverage, &assessment);
        let mut what_if = board.open();
        let trial = |site: usize| {
            let mut area = Shapes::new();
            area.push(&rect(case.sites[site].0));
            let operator = Some(usize::from(case.sites[site].2));
            TrialSite { position: None, technology: Technology::Lte, operator, area }
        };
        let mut built = Vec::new();
        let mut moved = case.clone();
        moved.sites[0].0[0] += f64::from(way) * 100.0;
        let (before, after) =
            (case.won(&villages, &[0], &definition).1, moved.won(&villages, &[0], &definition).1);
        let number = what_if.build(trial(0));
        let change = what_if.relocate(number, &trial(0).moved(f64::from(way) * 100.0, 0.0));
        let but = |these: &[usize], those: &[usize]| {
            these.iter().copied().filter(|it| !those.contains(it)).collect::<Vec<_>>()
        };
        prop_assert_eq!(&change.newly_covered, &but(&after, &before));
        prop_assert_eq!(&change.lost, &but(&before, &after));
        what_if.demolish(number);
        for site in 0..case.sites.len() {
            let before = case.won(&villages, &built, &definition).1;
            let change = what_if.add(&trial(site));
            built.push(site);
            let after = case.won(&villages, &built, &definition).1;
            prop_assert_eq!(change.newly_covered, but(&after, &before));
            what_if.build(trial(site));
        }
    }

    #[test]
    fn sharing_counts_a_site_for_every_operator(case in case(5)) {
        let villages = villages();
        let definition = Definition { rule: Rule::Area(Share::new(0.5).unwrap()), ..Definition::default() };
        let found = case.look(&villages, &definition, None, true);
        let all: Vec<usize> = (0..case.sites.len()).collect();
        for (nth, name) in ["one", "two"].into_iter().enumerate() {
            let named = Definition { operators: Operators::Named(name.into()), ..definition.clone() };
            let row = found.sharing.iter().find(|row| row.operator.as_deref() == Some(name)).unwrap();
            let count = |coverage: &Coverage| {
                let before = assess(&villages, &case.coverage(&[], false), named.clone(), Detail::Full);
                let after = assess(&villages, coverage, named.clone(), Detail::Full);
                let pairs = before.villages.iter().zip(&after.villages);
                pairs.filter(|(b, a)| b.status == Status::Uncovered && a.status == Status::Covered).count()
            };
            prop_assert_eq!(row.own.villages, count(&case.coverage(&all, false)), "operator {}", nth);
            prop_assert_eq!(row.shared.villages, count(&case.coverage(&all, true)));
        }
    }
}
