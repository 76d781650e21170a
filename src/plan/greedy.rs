//! Greedy: again and again the site that brings most for its money.
//!
//! A gain changes only when a neighbour is chosen, so only those are computed anew: the picks
//! are the same as if every gain were, also where a village needs several sites and gains can
//! rise. What greedy promises (at least 1 − 1/e of the best) holds only where every village is
//! served by any one site, all sites cost the same and there is one phase: see
//! [`promise`].

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::evaluate::{Choice, first_served, objective};
use super::ledger::Ledger;
use super::net::Net;
use super::problem::{Decision, Goal, Problem};
use super::state::{Gain, State};
use super::tally::Tally;

/// What a site is picked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Weight completed for each unit of money.
    ServedPerCost,
    /// Weight completed, whatever it costs.
    Served,
    /// Need filled for each unit of money: sees villages that take two sites.
    ProgressPerCost,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 3] = [Self::ServedPerCost, Self::Served, Self::ProgressPerCost];

    fn score(self, gain: Gain, cost: f64) -> (f64, f64) {
        // Free sites come first, best ones before others.
        let cost = cost.max(1e-9);
        match self {
            Self::ServedPerCost => (gain.served / cost, gain.progress / cost),
            Self::Served => (gain.served, gain.progress),
            Self::ProgressPerCost => (gain.progress / cost, gain.served / cost),
        }
    }
}

/// What a draft is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    objective: f64,
    earliness: f64,
    money: f64,
}

impl Worth {
    /// More of the goal; of the same, sooner; of the same, cheaper.
    pub fn beats(&self, other: &Self, maximises: bool) -> bool {
        let sign = if maximises { 1.0 } else { -1.0 };
        let by_goal = (sign * self.objective).total_cmp(&(sign * other.objective));
        by_goal
            .then(self.earliness.total_cmp(&other.earliness))
            .then(other.money.total_cmp(&self.money))
            .is_gt()
    }
}

/// A choice under construction, with its sums.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The problem.
    pub problem: &'a Problem,
    net: &'a Net,
    /// The sites that need others.
    chained: Vec<usize>,
    /// What is covered.
    pub state: State<'a>,
    /// What is spent.
    pub ledger: Ledger,
    /// When what is served.
    pub tally: Tally,
    /// What is chosen.
    pub choice: Choice,
    /// What each site would bring, but for the stale ones.
    gains: Vec<Gain>,
    stale: Vec<u32>,
    is_stale: Vec<bool>,
}

/// A site in the queue of those that could be built.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Queued {
    scores: (f64, f64),
    site: u32,
    /// How often its gain had changed when it was queued: later it is out of date.
    version: u32,
}

impl Eq for Queued {}

impl Ord for Queued {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_score =
            self.scores.0.total_cmp(&other.scores.0).then(self.scores.1.total_cmp(&other.scores.1));
        // Of equals the first wins.
        by_score.then(other.site.cmp(&self.site)).then(self.version.cmp(&other.version))
    }
}

impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'a> Draft<'a> {
    /// Only what is decided already; `None` where that alone breaks a rule.
    pub fn new(problem: &'a Problem, net: &'a Net) -> Option<Self> {
        let mut draft = Self {
            problem,
            net,
            chained: (0..problem.sites.len()).filter(|&site| !problem.sites[site].after.is_empty()).collect(),
            state: State::new(problem, net),
            ledger: Ledger::new(problem),
            tally: Tally::new(problem),
            choice: vec![None; problem.sites.len()],
            gains: vec![Gain::default(); problem.sites.len()],
            stale: (0..problem.sites.len() as u32).collect(),
            is_stale: vec![true; problem.sites.len()],
        };
        for site in 0..problem.sites.len() {
            if matches!(problem.sites[site].decision, Decision::BuildIn(_)) {
                draft.build_first_fit(site)?;
            }
        }
        for site in 0..problem.sites.len() {
            if problem.sites[site].decision == Decision::Build && draft.choice[site].is_none() {
                draft.build_first_fit(site)?;
            }
        }
        Some(draft)
    }

    fn build_first_fit(&mut self, site: usize) -> Option<()> {
        let phase = (0..self.ledger.phases()).find(|&phase| self.can_build(site, phase))?;
        self.build(site, phase);
        Some(())
    }

    /// Whether a site can be added in a phase: money, gates, and the sites it needs.
    pub fn can_build(&self, site: usize, phase: usize) -> bool {
        let stands = |&other: &u32| self.choice[other as usize].is_some_and(|built| built <= phase);
        self.choice[site].is_none()
            && self.problem.sites[site].after.iter().all(stands)
            && self.ledger.fits(site, phase)
    }

    /// Adds a site.
    pub fn build(&mut self, site: usize, phase: usize) {
        self.choice[site] = Some(phase);
        // What comes after the target is due does not count towards it.
        if phase <= self.last_phase() {
            self.state.add(site);
            self.touch(site);
        }
        self.tally.touch(self.net, site);
        self.ledger.add(site, phase);
    }

    /// Takes a site back.
    pub fn remove(&mut self, site: usize) {
        if let Some(phase) = self.choice[site].take() {
            if phase <= self.last_phase() {
                self.state.remove(site);
                self.touch(site);
            }
            self.tally.touch(self.net, site);
            self.ledger.remove(site, phase);
        }
    }

    /// What sites that share a place with a site would bring has changed.
    fn touch(&mut self, site: usize) {
        for (place, _) in self.net.places_of(site) {
            for &other in self.net.reaching(place) {
                if !std::mem::replace(&mut self.is_stale[other as usize], true) {
                    self.stale.push(other);
                }
            }
        }
    }

    /// Counts anew what changed; which sites that are.
    fn refresh(&mut self) -> Vec<u32> {
        let stale = std::mem::take(&mut self.stale);
        for &site in &stale {
            self.is_stale[site as usize] = false;
            self.gains[site as usize] = self.state.gain(site as usize);
        }
        stale
    }

    /// Whether the plan may drop a site: nobody decided it, no other chosen site needs it.
    pub fn may_drop(&self, site: usize) -> bool {
        let needs = |other: usize| self.problem.sites[other].after.contains(&(site as u32));
        let free = matches!(self.problem.sites[site].decision, Decision::Free);
        free && !self.chained.iter().any(|&other| self.choice[other].is_some() && needs(other))
    }

    /// The weight at which enough is served, where the goal is a target.
    fn is_done(&self) -> bool {
        match self.problem.goal {
            Goal::MostServed { .. } => false,
            Goal::LeastCost { weight, .. } | Goal::FewestSites { weight, .. } => {
                self.state.weight() >= weight * (1.0 - 1e-12) && self.floors_met()
            }
        }
    }

    fn floors_met(&self) -> bool {
        self.problem.rules.floors.iter().all(|floor| {
            let of_group = |place: &usize| self.problem.places[*place].group == Some(floor.group);
            let served = (0..self.problem.places.len()).filter(of_group).filter(|&p| self.state.is_served(p));
            served.count() >= floor.places as usize
        })
    }

    fn last_phase(&self) -> usize {
        match self.problem.goal {
            Goal::MostServed { .. } => self.ledger.phases() - 1,
            Goal::LeastCost { by, .. } | Goal::FewestSites { by, .. } => by,
        }
    }

    /// Adds the best site that fits, phase after phase, until nothing fits or brings anything.
    /// `noise` multiplies the score of a site: 1 for the plain method.
    pub fn fill(&mut self, measure: Measure, noise: impl Fn(usize) -> f64) {
        self.refresh();
        for phase in 0..=self.last_phase() {
            self.fill_phase(phase, measure, &noise);
        }
        self.prune();
    }

    fn fill_phase(&mut self, phase: usize, measure: Measure, noise: &impl Fn(usize) -> f64) {
        let fewest = matches!(self.problem.goal, Goal::FewestSites { .. });
        let mut versions = vec![0u32; self.choice.len()];
        let queued = |draft: &Self, site: usize, version: u32| {
            let gain = draft.gains[site];
            if gain.progress <= 0.0 || draft.choice[site].is_some() || !draft.ledger.fits(site, phase) {
                return None;
            }
            let cost = if fewest { 1.0 } else { draft.ledger.cost(site, phase) };
            let (first, second) = measure.score(gain, cost);
            Some(Queued { scores: (first * noise(site), second), site: site as u32, version })
        };
        let mut queue: BinaryHeap<Queued> =
            (0..self.choice.len()).filter_map(|site| queued(self, site, 0)).collect();
        let mut waiting = Vec::new();
        while !self.is_done() {
            let Some(best) = queue.pop() else { break };
            let site = best.site as usize;
            // What does not fit now fits no more in this phase.
            if best.version != versions[site] || !self.ledger.fits(site, phase) {
                continue;
            }
            if !self.can_build(site, phase) {
                waiting.push(best);
                continue;
            }
            self.build(site, phase);
            for touched in self.refresh() {
                let version = &mut versions[touched as usize];
                *version += 1;
                queue.extend(queued(self, touched as usize, *version));
            }
            queue.append(&mut std::mem::take(&mut waiting).into());
        }
    }

    /// Drops every site without which nothing is lost (of a target: without which it is still
    /// met), dearest first.
    pub fn prune(&mut self) {
        let is_target = !self.problem.goal.maximises() && self.is_done();
        let mut chosen: Vec<(usize, f64)> = self
            .choice
            .iter()
            .enumerate()
            .filter_map(|(site, phase)| {
                let phase = phase.filter(|&phase| phase <= self.last_phase())?;
                Some((site, self.ledger.cost(site, phase)))
            })
            .collect();
        chosen.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (site, _) in chosen {
            if !self.may_drop(site) {
                continue;
            }
            if self.state.is_redundant(site) && !self.is_sooner_with(site) {
                self.remove(site);
            } else if is_target && let Some(phase) = self.choice[site] {
                self.remove(site);
                if !self.is_done() {
                    self.build(site, phase);
                }
            }
        }
    }

    /// Whether some place would be served later without a site, where the goal cares.
    fn is_sooner_with(&self, site: usize) -> bool {
        let Goal::MostServed { value } = &self.problem.goal else { return false };
        if value.windows(2).all(|pair| pair[0] == pair[1]) {
            return false;
        }
        let places: Vec<usize> = self.net.places_of(site).map(|(place, _)| place).collect();
        let first = |choice: &Choice| -> Vec<Option<usize>> {
            places.iter().map(|&place| first_served(&self.problem.places[place], choice)).collect()
        };
        let with = first(&self.choice);
        let mut without = self.choice.clone();
        without[site] = None;
        with != first(&without)
    }

    /// Moves sites to earlier phases where money allows; where money is the goal, only when
    /// earlier is no dearer.
    pub fn advance(&mut self) {
        let spare = matches!(self.problem.goal, Goal::LeastCost { .. });
        for site in 0..self.choice.len() {
            let Some(built) = self.choice[site].filter(|&built| built > 0) else { continue };
            if !matches!(self.problem.sites[site].decision, Decision::Free | Decision::Build) {
                continue;
            }
            self.choice[site] = None;
            self.ledger.remove(site, built);
            let dearer = |phase| spare && self.ledger.cost(site, phase) > self.ledger.cost(site, built);
            let earlier = (0..built).find(|&phase| self.can_build(site, phase) && !dearer(phase));
            self.ledger.add(site, built);
            self.choice[site] = Some(built);
            if let Some(phase) = earlier {
                self.remove(site);
                self.build(site, phase);
            }
        }
    }

    /// The goal's value, how early it is had, and what it takes in money.
    pub fn worth(&mut self) -> Worth {
        self.tally.settle(self.problem, &self.choice);
        let objective = match self.problem.goal {
            Goal::MostServed { .. } => self.tally.value(&self.problem.goal),
            Goal::LeastCost { .. } => self.ledger.whole_cost(),
            Goal::FewestSites { .. } => self.choice.iter().flatten().count() as f64,
        };
        Worth { objective, earliness: self.tally.earliness(), money: self.ledger.whole_cost() }
    }

    /// Whether the choice satisfies target and floors.
    pub fn is_complete(&self) -> bool {
        self.floors_met() && (self.problem.goal.maximises() || self.is_done())
    }
}

/// The best of the plain greedy methods; `None` where none of them satisfies the rules.
pub fn greedy<'a>(problem: &'a Problem, net: &'a Net) -> Option<Draft<'a>> {
    let start = Draft::new(problem, net)?;
    let mut best: Option<(f64, Draft<'a>)> = None;
    for measure in Measure::ALL {
        let mut draft = start.clone();
        draft.fill(measure, |_| 1.0);
        if !draft.is_complete() {
            continue;
        }
        let value = objective(problem, &draft.choice);
        let beats = |best: f64| if problem.goal.maximises() { value > best } else { value < best };
        if best.as_ref().is_none_or(|(best, _)| beats(*best)) {
            best = Some((value, draft));
        }
    }
    best.map(|(_, draft)| draft)
}

/// What greedy promises for a problem, in words; `None` where it promises nothing.
pub fn promise(problem: &Problem) -> Option<&'static str> {
    let any = |place: &super::problem::Place| place.requirements.len() == 1 && place.atoms().count() == 1;
    let free = problem.sites.iter().all(|site| site.decision == Decision::Free && site.after.is_empty());
    let simple = problem.phases.len() == 1 && problem.rules.floors.is_empty() && free;
    if !(problem.goal.maximises() && simple && problem.places.iter().all(any)) {
        return None;
    }
    let costs: Vec<_> = (0..problem.sites.len()).map(|site| problem.build_cost(site, 0)).collect();
    let alike = costs.windows(2).all(|pair| pair[0] == pair[1]);
    (alike || problem.phases[0].budget.is_none())
        .then_some("at least 1 - 1/e (63 %) of the best: one phase, equal costs, any one site serves")
}
