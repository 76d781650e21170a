//! Plans against trying everything.

use covgap::plan::{
    Atom, Decision, Floor, Gate, Goal, Limits, Method, Phase, Place, Plan, Problem, Requirement, Rules,
    Service, Site, Valuation, check, pvifa, solve,
};
use proptest::prelude::*;

/// The best value of any choice the recount accepts; `None` where it accepts none.
fn brute(problem: &Problem) -> Option<f64> {
    let options = problem.phases.len() + 1;
    let all = options.pow(problem.sites.len() as u32);
    let mut best: Option<f64> = None;
    for number in 0..all {
        let mut rest = number;
        let mut choice = Vec::new();
        for _ in 0..problem.sites.len() {
            choice.push((rest % options).checked_sub(1));
            rest /= options;
        }
        let plan = Plan::of(problem, choice);
        if plan.spent.iter().all(|sum| sum.is_finite()) && check(problem, &plan).is_ok() {
            let better = |best: f64| {
                if problem.goal.maximises() { plan.objective > best } else { plan.objective < best }
            };
            if best.is_none_or(better) {
                best = Some(plan.objective);
            }
        }
    }
    best
}

fn limits(method: Method) -> Limits {
    Limits { method, rounds: 30, bound_rounds: 200, ..Limits::default() }
}

fn gate(phases: usize) -> impl Strategy<Value = Gate> {
    (prop::option::of(0..phases + 1), prop::option::of(0..5u32)).prop_map(|(opens, price)| Gate {
        name: "grid power".into(),
        opens,
        price: price.map(f64::from),
        ..Gate::default()
    })
}

fn site(phases: usize) -> impl Strategy<Value = Site> {
    let decision = prop_oneof![
        8 => Just(Decision::Free),
        1 => Just(Decision::Build),
        1 => (0..phases).prop_map(Decision::BuildIn),
        1 => Just(Decision::Refuse),
    ];
    (1..9u32, 0..3u32, prop::collection::vec(gate(phases), 0..2), decision).prop_map(
        |(capex, opex, gates, decision)| Site {
            capex: f64::from(capex),
            opex: f64::from(opex),
            gates,
            decision,
            ..Site::default()
        },
    )
}

fn place(sites: usize) -> impl Strategy<Value = Place> {
    let any = (1..50u32, prop::collection::btree_set(0..sites as u32, 0..=sites))
        .prop_map(|(weight, sites)| Place::any("", f64::from(weight), sites.into_iter().collect()));
    let atom = (1..10u32, prop::collection::btree_set(0..sites as u32, 0..=sites))
        .prop_map(|(weight, sites)| Atom { weight: f64::from(weight), sites: sites.into_iter().collect() });
    let requirement = (1..12u32, prop::collection::vec(atom, 1..5))
        .prop_map(|(need, atoms)| Requirement { need: f64::from(need), atoms });
    let combination = prop_oneof![
        Just(Service::Requirement(0)),
        Just(Service::AtLeast(2, vec![Service::Requirement(0), Service::Requirement(1)])),
        Just(Service::AtLeast(1, vec![Service::Requirement(0), Service::Requirement(1)])),
        Just(Service::AtLeast(2, (0..3).map(Service::Requirement).collect())),
        Just(Service::AtLeast(
            2,
            vec![
                Service::AtLeast(1, vec![Service::Requirement(0), Service::Requirement(1)]),
                Service::Requirement(2)
            ]
        )),
    ];
    let parts = (1..50u32, prop::collection::vec(requirement, 3), combination).prop_map(
        |(weight, mut requirements, service)| {
            requirements.truncate(1 + *service.requirements().iter().max().unwrap() as usize);
            let group = Some(weight % 2);
            Place { id: String::new(), weight: f64::from(weight), group, requirements, service }
        },
    );
    prop_oneof![1 => any, 2 => parts]
}

fn goal(phases: usize) -> impl Strategy<Value = Goal> {
    prop_oneof![
        2 => Just(Goal::most_served(phases)),
        1 => Just(Goal::MostServed { value: (0..phases).map(|p| (2 * phases - p) as f64).collect() }),
        1 => (1..80u32, 0..phases).prop_map(|(weight, by)| Goal::LeastCost { weight: f64::from(weight), by }),
        1 => (1..80u32, 0..phases).prop_map(|(weight, by)| Goal::FewestSites { weight: f64::from(weight), by }),
    ]
}

fn problem() -> impl Strategy<Value = Problem> {
    (1..4usize, 1..6usize).prop_flat_map(|(phases, sites)| {
        let phase = (prop::option::weighted(0.8, 0..20u32), prop::option::weighted(0.2, 0..3u32));
        let valuation = (0..3u32, 0..6u32)
            .prop_map(|(rate, years)| Valuation { rate: 0.05 * f64::from(rate), years: f64::from(years) });
        let rules = (
            any::<bool>(),
            any::<bool>(),
            prop::bool::weighted(0.3),
            prop::option::weighted(0.2, 0..2u32),
            prop::option::weighted(0.4, valuation),
        );
        (
            prop::collection::vec(place(sites), 1..7),
            prop::collection::vec(site(phases), sites),
            prop::collection::vec(phase, phases),
            rules,
            goal(phases),
            prop::option::weighted(0.3, (0..sites as u32, 0..sites as u32)),
        )
            .prop_map(
                |(places, mut sites, phases, (opex, carry_over, rise, floor, valuation), goal, chain)| {
                    if let Some((first, then)) = chain
                        && first < then
                    {
                        sites[then as usize].after.push(first);
                    }
                    for (nth, site) in sites.iter_mut().enumerate() {
                        site.id = nth.to_string();
                    }
                    Problem {
                        places,
                        sites,
                        phases: phases
                            .into_iter()
                            .enumerate()
                            .map(|(nth, (budget, most_sites))| Phase {
                                most_sites,
                                ..Phase::year(nth.to_string(), nth, budget.map(f64::from))
                            })
                            .collect(),
                        rules: Rules {
                            escalation: if rise { 0.1 } else { 0.0 },
                            opex_from_budget: opex,
                            carry_over,
                            floors: floor.map(|group| Floor { group, places: 1 }).into_iter().collect(),
                            valuation,
                        },
                        goal,
                    }
                },
            )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    #[cfg(feature = "highs")]
    fn no_plan_is_better_than_the_exact_one(
        problem in problem(),
        listed_sites in 0..5usize,
        start_columns in prop_oneof![Just(0usize), Just(500)],
    ) {
        let limits = Limits { listed_sites, start_columns, ..limits(Method::Exact) };
        match (brute(&problem), solve(&problem, &limits)) {
            (Some(best), Ok(outcome)) => {
                let certificate = outcome.certificate;
                prop_assert!((certificate.objective - best).abs() < 1e-6, "{} for {best}", certificate.objective);
                prop_assert!((certificate.bound - best).abs() <= 1e-5 * best.max(1.0), "{}", certificate.bound);
                prop_assert!(certificate.proven);
            }
            (None, Err(covgap::plan::PlanError::Infeasible(_))) => {}
            (best, outcome) => prop_assert!(false, "{best:?} and {outcome:?}"),
        }
    }

    #[test]
    fn a_plan_found_by_search_lies_between_greedy_and_its_bound(problem in problem()) {
        let Ok(outcome) = solve(&problem, &limits(Method::Search)) else { return Ok(()) };
        if outcome.certificate.method == "HiGHS" {
            return Ok(());
        }
        let best = brute(&problem).unwrap();
        let sign = if problem.goal.maximises() { 1.0 } else { -1.0 };
        let certificate = outcome.certificate;
        prop_assert!(sign * certificate.objective <= sign * best + 1e-9);
        prop_assert!(sign * certificate.bound >= sign * best - 1e-6, "bound {} of {best}", certificate.bound);
        prop_assert!(sign * certificate.objective >= sign * certificate.greedy.unwrap() - 1e-9);
    }
}

/// Two half villages, each needing both sites: greedy by villages alone sees nothing to gain.
fn two_halves() -> Problem {
    let half = |site| Atom { weight: 0.5, sites: vec![site] };
    Problem {
        places: vec![
            Place::threshold("kura", 600.0, 0.9, vec![half(0), half(1)]),
            Place::any("bebeji", 400.0, vec![2]),
        ],
        sites: ["north", "south", "ridge"]
            .map(|id| Site { id: id.into(), capex: 1.0, ..Site::default() })
            .to_vec(),
        phases: vec![Phase::year("2025", 0, Some(2.0))],
        rules: Rules::default(),
        goal: Goal::most_served(1),
    }
}

#[test]
fn a_village_that_takes_two_sites_is_worth_both() {
    let outcome = solve(&two_halves(), &Limits::default()).unwrap();
    assert_eq!(outcome.plan.built, vec![Some(0), Some(0), None]);
    assert_eq!(outcome.plan.objective, 600.0);
}

#[test]
fn a_site_waits_for_power_or_pays_for_it() {
    let mut problem = two_halves();
    problem.phases = vec![Phase::year("2025", 0, Some(2.0)), Phase::year("2026", 1, Some(2.0))];
    problem.goal = Goal::most_served(2);
    let power = |price| Gate { name: "grid power".into(), opens: Some(1), price, ..Gate::default() };
    problem.sites[2].gates = vec![power(None)];
    let outcome = solve(&problem, &Limits::default()).unwrap();
    assert_eq!(outcome.plan.built, vec![Some(0), Some(0), Some(1)]);
    // For half a unit the gate opens at once, but then money is short for the other two.
    problem.sites[2].gates = vec![power(Some(0.5))];
    problem.goal = Goal::MostServed { value: vec![100.0, 1.0] };
    problem.places[0].weight = 100.0;
    let outcome = solve(&problem, &Limits::default()).unwrap();
    assert_eq!(outcome.plan.built[2], Some(0));
    assert_eq!(outcome.plan.spent[0], 1.5);
}

#[test]
fn the_recount_refuses_what_does_not_hold() {
    let problem = two_halves();
    let plan = Plan::of(&problem, vec![Some(0), Some(0), None]);
    assert_eq!(check(&problem, &plan), Ok(()));
    let refused = |change: &dyn Fn(&mut Plan)| {
        let mut wrong = plan.clone();
        change(&mut wrong);
        check(&problem, &wrong).unwrap_err().to_string()
    };
    assert!(refused(&|plan| plan.objective = 601.0).contains("claims 601"));
    assert!(refused(&|plan| plan.served[1] = Some(0)).contains("`bebeji` is not served"));
    assert!(refused(&|plan| plan.spent[0] = 1.0).contains("spends 2"));
    let over = Plan::of(&problem, vec![Some(0); 3]);
    assert!(check(&problem, &over).unwrap_err().to_string().contains("spends 3 of 2"));
}

#[test]
fn a_target_beyond_reach_names_the_villages() {
    let mut problem = two_halves();
    problem.places[1].requirements[0].atoms[0].sites.clear();
    problem.goal = Goal::FewestSites { weight: 1_000.0, by: 0 };
    let error = solve(&problem, &Limits::default()).unwrap_err().to_string();
    assert!(error.contains("bebeji"), "{error}");
}

/// By hand: building for 100 in two years at 4 % dearer a year, running for 10 a year over 3 years,
/// all in money of today at 8 %. 100 × 1.04² = 108.16, worth 108.16 / 1.08² = 92.73 today. Running
/// costs 10 × 1.04³ = 11.24864, 11.6985856, 12.1665290 at the end of years 3, 4 and 5, worth 8.92953,
/// 8.59881 and 8.28034 today.
#[test]
fn money_of_later_years_is_money_of_today() {
    let mut problem = two_halves();
    problem.phases = (0..3).map(|nth| Phase::year(nth.to_string(), nth, None)).collect();
    problem.sites[2] = Site { id: "ridge".into(), capex: 100.0, opex: 10.0, ..Site::default() };
    problem.sites[2].gates = vec![Gate { name: "road".into(), opens: Some(2), ..Gate::default() }];
    problem.rules.escalation = 0.04;
    problem.rules.valuation = Some(Valuation { rate: 0.08, years: 3.0 });
    problem.goal = Goal::LeastCost { weight: 400.0, by: 2 };
    problem.places.remove(0);
    let worth: f64 = 92.729767 + 8.929533 + 8.598809 + 8.280335;
    let outcome = solve(&problem, &Limits::default()).unwrap();
    assert!((outcome.plan.objective - worth).abs() < 1e-4, "{}", outcome.plan.objective);
    assert!((outcome.plan.spent[2] - 108.16).abs() < 1e-9);
    // The annuity factor of tables of interest: 10 years at 8 %.
    assert!((pvifa(0.08, 10.0) - 6.7101).abs() < 5e-5);
    assert_eq!(pvifa(0.0, 7.0), 7.0);
    let wrong = Plan { objective: worth + 1.0, ..outcome.plan };
    assert!(check(&problem, &wrong).unwrap_err().to_string().contains("claims"));
}

/// Cheap to build and dear to run, or the reverse: which is cheaper hangs on the discount rate.
#[test]
fn a_high_discount_rate_prefers_what_costs_later() {
    let mut problem = two_halves();
    problem.places = vec![Place::any("kura", 600.0, vec![0, 1])];
    problem.sites.truncate(2);
    (problem.sites[0].capex, problem.sites[0].opex) = (50.0, 20.0);
    (problem.sites[1].capex, problem.sites[1].opex) = (150.0, 5.0);
    problem.phases = vec![Phase::year("2025", 0, None)];
    problem.goal = Goal::LeastCost { weight: 600.0, by: 0 };
    // Ten years: 50 + 200 against 150 + 50 at 0 %; at 15 % an annuity of 5.019: 150.4 against 175.1.
    for (rate, built) in [(0.0, [None, Some(0)]), (0.15, [Some(0), None])] {
        problem.rules.valuation = Some(Valuation { rate, years: 10.0 });
        assert_eq!(solve(&problem, &Limits::default()).unwrap().plan.built, built);
    }
}

#[test]
fn the_same_problem_has_the_same_plan() {
    let problem = two_halves();
    let limits = Limits { method: Method::Search, ..Limits::default() };
    assert_eq!(solve(&problem, &limits), solve(&problem, &limits));
}

#[test]
fn a_bound_is_no_sum_of_rounding() {
    // Two villages of one site: its price and that of the target can rise together for ever.
    let problem = Problem {
        places: vec![
            Place::threshold("kura", 29.0, 2.0, vec![Atom { weight: 3.0, sites: vec![0] }]),
            Place::any("bebeji", 17.0, vec![0]),
        ],
        sites: vec![Site { id: "ridge".into(), capex: 1.0, opex: 1.0, ..Site::default() }],
        phases: vec![Phase::year("0", 0, Some(2.0)), Phase::year("1", 1, None), Phase::year("2", 2, None)],
        rules: Rules {
            opex_from_budget: true,
            floors: vec![Floor { group: 9, places: 0 }],
            ..Rules::default()
        },
        goal: Goal::LeastCost { weight: 46.0, by: 1 },
    };
    let bound =
        solve(&problem, &Limits { method: Method::Search, ..Limits::default() }).unwrap().certificate.bound;
    assert!((2.9..=3.0 + 1e-9).contains(&bound), "{bound}");
}
