//! What was submitted against the best that the same money could buy.

use rayon::prelude::*;

use super::game::{Gain, Game};
use super::offer::Offer;
use super::places::places;
use super::stake::Stake;
use crate::plan::{Certificate, Goal, Limits, Phase, PlanError, Problem, Rules, Site, atoms::Weight, solve};

/// What kind of a set an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Everything that was submitted.
    Submitted,
    /// What was submitted, in the order given: each site that the money left can still pay.
    SubmittedWithinBudget,
    /// The best of what was submitted for the same money.
    BestSubset,
    /// The best of all candidates for the same money.
    BestOfAll,
    /// What serves as much as all that was submitted, for the least money, of what was submitted.
    CheapestSubset,
    /// The same, of all candidates.
    CheapestOfAll,
    /// What is accepted.
    Accepted,
}

impl Kind {
    /// As the outputs have it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::SubmittedWithinBudget => "submitted_within_budget",
            Self::BestSubset => "best_subset_same_money",
            Self::BestOfAll => "best_of_all_same_money",
            Self::CheapestSubset => "same_coverage_least_money",
            Self::CheapestOfAll => "same_coverage_least_money_of_all",
            Self::Accepted => "accepted",
        }
    }
}

/// One set of sites, and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What kind of a set.
    pub kind: Kind,
    /// The list it is about; `None` for all lists together.
    pub list: Option<usize>,
    /// The money there is; `None` where that is no limit.
    pub budget: Option<f64>,
    /// The sites.
    pub sites: Vec<usize>,
    /// What they bring together.
    pub gain: Gain,
    /// What they cost together.
    pub cost: f64,
    /// How good the set is, and how that is known; `None` of a set that is given.
    pub certificate: Option<Certificate>,
}

/// Every set side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Portfolio {
    /// For all lists together, then list by list.
    pub entries: Vec<Entry>,
    /// The money that all lists are given when they are compared on equal terms: the budget, or
    /// what the cheapest list costs.
    pub equal_money: f64,
    /// The best of each list for that money, and of all of them together.
    pub on_equal_terms: Vec<Entry>,
    /// What the user should know.
    pub notes: Vec<String>,
}

impl Portfolio {
    /// The entry of a kind for a list, or for all of them.
    pub fn entry(&self, kind: Kind, list: Option<usize>) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.kind == kind && entry.list == list)
    }
}

/// How the portfolio is compared.
#[derive(Clone)]
pub struct Terms<'a> {
    /// The money; without it each set has what the submitted one costs.
    pub budget: Option<f64>,
    /// What is counted.
    pub weight: Weight,
    /// How much work goes into each optimum.
    pub limits: &'a Limits,
    /// The names of the villages.
    pub id: &'a (dyn Fn(usize) -> String + Sync),
}

/// What a stake is worth when this is counted.
pub fn value(stake: &Stake, weight: Weight) -> f64 {
    match weight {
        Weight::People | Weight::PeopleOutside => stake.worth.people.unwrap_or(0.0),
        Weight::Households => stake.worth.households.unwrap_or(0.0),
        Weight::Villages => 1.0,
    }
}

/// What a gain is worth when this is counted.
pub fn worth(gain: &Gain, weight: Weight) -> f64 {
    match weight {
        Weight::People | Weight::PeopleOutside => gain.people,
        Weight::Households => gain.households,
        Weight::Villages => gain.villages as f64,
    }
}

/// Compares what was submitted with what could be. `all` is the game with the candidates in it.
///
/// # Errors
/// What [`solve`] says.
pub fn portfolio(
    all: &Game,
    offer: &Offer,
    accepted: &[usize],
    terms: &Terms<'_>,
) -> Result<Portfolio, PlanError> {
    let made = places(all, &|stake| value(stake, terms.weight), terms.id);
    let mut found = Portfolio::default();
    if !made.too_complex.is_empty() {
        found.notes.push(format!(
            "{} villages are reached by too many sites to say their rule exactly: optima leave them out",
            made.too_complex.len()
        ));
    }
    let bench = Optimum { all, offer, terms, places: made.places };
    let lists = offer.lists.len();
    let scopes: Vec<Option<usize>> =
        if lists > 1 { std::iter::once(None).chain((0..lists).map(Some)).collect() } else { vec![None] };
    let mut sets: Vec<Set> = scopes.iter().flat_map(|&list| bench.scope(list)).collect();
    sets.push(Set::Given(bench.given(Kind::Accepted, None, None, accepted.to_vec())));
    let own = sets.len();
    let costs = (0..lists).map(|list| offer.cost(bench.members(Some(list))));
    found.equal_money = terms.budget.or_else(|| costs.reduce(f64::min)).unwrap_or(0.0);
    if lists > 1 {
        let money = Some(found.equal_money);
        let equal = |&list: &Option<usize>| Wish::most(Kind::BestSubset, list, money);
        sets.extend(scopes.iter().map(equal).map(Set::Wanted));
    }
    found.entries = bench.entries(sets)?;
    found.on_equal_terms = found.entries.split_off(own);
    Ok(found)
}

/// One set of the portfolio: given, or to be found.
enum Set {
    Given(Entry),
    Wanted(Wish),
}

/// An optimum that is looked for.
struct Wish {
    kind: Kind,
    list: Option<usize>,
    budget: Option<f64>,
    goal: Goal,
}

impl Wish {
    fn most(kind: Kind, list: Option<usize>, budget: Option<f64>) -> Self {
        Self { kind, list, budget, goal: Goal::most_served(1) }
    }

    fn least(kind: Kind, list: Option<usize>, weight: f64) -> Self {
        Self { kind, list, budget: None, goal: Goal::LeastCost { weight, by: 0 } }
    }

    /// The list it may choose from: all of them; `None` where candidates may be chosen too.
    fn from(&self) -> Option<Option<usize>> {
        match self.kind {
            Kind::BestOfAll | Kind::CheapestOfAll => None,
            _ => Some(self.list),
        }
    }

    fn has_the_answer_of(&self, other: &Self) -> bool {
        self.from() == other.from() && self.budget == other.budget && self.goal == other.goal
    }
}

struct Optimum<'a> {
    all: &'a Game,
    offer: &'a Offer,
    terms: &'a Terms<'a>,
    places: Vec<crate::plan::Place>,
}

impl Optimum<'_> {
    fn is_member(&self, site: usize, list: Option<usize>) -> bool {
        match (self.offer.sites[site].list, list) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(own), Some(list)) => own as usize == list,
        }
    }

    fn members(&self, list: Option<usize>) -> Vec<usize> {
        self.offer.given_order().into_iter().filter(|&site| self.is_member(site, list)).collect()
    }

    /// The sets that are compared for one list, or for all of them.
    fn scope(&self, list: Option<usize>) -> Vec<Set> {
        let members = self.members(list);
        let submitted = self.given(Kind::Submitted, list, None, members.clone());
        let money = self.terms.budget.unwrap_or(submitted.cost);
        let weight = worth(&submitted.gain, self.terms.weight);
        let mut sets = Vec::new();
        if self.terms.budget.is_some() {
            let mut left = money;
            let affordable = members.into_iter().filter(|&site| {
                let fits = self.offer.sites[site].cost <= left;
                left -= if fits { self.offer.sites[site].cost } else { 0.0 };
                fits
            });
            let sites = affordable.collect();
            sets.push(Set::Given(self.given(Kind::SubmittedWithinBudget, list, Some(money), sites)));
        }
        sets.push(Set::Given(submitted));
        let money = Some(money);
        let wanted = [
            Wish::most(Kind::BestSubset, list, money),
            Wish::most(Kind::BestOfAll, list, money),
            Wish::least(Kind::CheapestSubset, list, weight),
            Wish::least(Kind::CheapestOfAll, list, weight),
        ];
        sets.extend(wanted.map(Set::Wanted));
        sets
    }

    /// Finds what is wanted, the same question once only, and several at a time.
    fn entries(&self, sets: Vec<Set>) -> Result<Vec<Entry>, PlanError> {
        let mut questions: Vec<&Wish> = Vec::new();
        for set in &sets {
            if let Set::Wanted(wish) = set
                && !questions.iter().any(|asked| asked.has_the_answer_of(wish))
            {
                questions.push(wish);
            }
        }
        let answers: Vec<Result<Entry, PlanError>> =
            questions.par_iter().map(|wish| self.best(wish)).collect();
        let answers = answers.into_iter().collect::<Result<Vec<Entry>, PlanError>>()?;
        let answer = |wish: &Wish| {
            let known = questions.iter().zip(&answers).find(|(asked, _)| asked.has_the_answer_of(wish));
            known.map(|(_, entry)| Entry { kind: wish.kind, list: wish.list, ..entry.clone() })
        };
        let entry = |set: &Set| match set {
            Set::Given(entry) => Some(entry.clone()),
            Set::Wanted(wish) => answer(wish),
        };
        Ok(sets.iter().filter_map(entry).collect())
    }

    fn given(&self, kind: Kind, list: Option<usize>, budget: Option<f64>, sites: Vec<usize>) -> Entry {
        Entry {
            kind,
            list,
            budget,
            gain: self.all.gain(|site| sites.contains(&site)),
            cost: self.offer.cost(sites.iter().copied()),
            sites,
            certificate: None,
        }
    }

    fn best(&self, wish: &Wish) -> Result<Entry, PlanError> {
        let from = wish.from();
        let may = |site| from.is_none_or(|list| self.is_member(site, list));
        let chosen: Vec<usize> = (0..self.offer.sites.len()).filter(|&site| may(site)).collect();
        let problem = self.problem(&chosen, wish.budget, wish.goal.clone());
        let outcome = solve(&problem, self.terms.limits)?;
        let built = outcome.plan.built.iter().enumerate().filter(|(_, built)| built.is_some());
        let sites = built.map(|(nth, _)| chosen[nth]).collect();
        let found = self.given(wish.kind, wish.list, wish.budget, sites);
        Ok(Entry { certificate: Some(outcome.certificate), ..found })
    }

    fn problem(&self, chosen: &[usize], budget: Option<f64>, goal: Goal) -> Problem {
        let number = |site: &u32| chosen.binary_search(&(*site as usize)).ok().map(|nth| nth as u32);
        let mut places = self.places.clone();
        for place in &mut places {
            for atom in place.atoms_mut() {
                atom.sites = atom.sites.iter().filter_map(number).collect();
            }
        }
        let site = |&site: &usize| Site {
            id: self.offer.sites[site].id.clone(),
            capex: self.offer.sites[site].cost,
            ..Site::default()
        };
        Problem {
            places,
            sites: chosen.iter().map(site).collect(),
            phases: vec![Phase::year("all", 0, budget)],
            rules: Rules::default(),
            goal,
        }
    }
}
