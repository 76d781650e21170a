//! Who is accepted, and why the others are not.

use super::footprint::Footprint;
use super::game::{Gain, Game};
use super::offer::Offer;
use super::pairs::{Pair, Relation};

/// What a site must bring to be worth its money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    /// People newly covered, at least.
    pub people: f64,
    /// Villages newly covered, at least.
    pub villages: usize,
    /// Cost of one newly covered person, at most.
    pub most_per_person: Option<f64>,
}

impl Default for Floor {
    /// One village.
    fn default() -> Self {
        Self { people: 0.0, villages: 1, most_per_person: None }
    }
}

/// What becomes of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is worth its money.
    Accept,
    /// It is not.
    Reject,
    /// Another site is as good as the same.
    Duplicate,
    /// Another site brings all that it would for no more money.
    Dominated,
}

impl Verdict {
    /// As tables have it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Duplicate => "duplicate",
            Self::Dominated => "dominated",
        }
    }
}

/// Why, for machines; each has one verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// It meets the floor after all that were accepted before it.
    Accepted,
    /// Alone it brings nothing; with another accepted site it meets the floor.
    AcceptedTogether,
    /// No service area of a technology that counts is known.
    NoArea,
    /// Its area touches no village of the study.
    Outside,
    /// Its area lies inside existing coverage.
    CoveredAlready,
    /// No village passes the rule by it, whatever else is built.
    NothingNew,
    /// It brings nothing alone, and no partner makes it worth the money.
    NeedsAnother,
    /// It is another site once more.
    Duplicate,
    /// Another brings all that it would, for no more money.
    Dominated,
    /// Even alone it brings less than the floor.
    BelowFloor,
    /// Even alone a person costs more than the ceiling.
    TooDear,
    /// Alone it would pass; after the accepted ones it adds too little for its money.
    Redundant,
}

/// Every code, for the docs and their test.
pub const CODES: &[Code] = &[
    Code::Accepted,
    Code::AcceptedTogether,
    Code::NoArea,
    Code::Outside,
    Code::CoveredAlready,
    Code::NothingNew,
    Code::NeedsAnother,
    Code::Duplicate,
    Code::Dominated,
    Code::BelowFloor,
    Code::TooDear,
    Code::Redundant,
];

impl Code {
    /// As tables have it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedTogether => "accepted_together",
            Self::NoArea => "no_area",
            Self::Outside => "outside",
            Self::CoveredAlready => "covered_already",
            Self::NothingNew => "nothing_new",
            Self::NeedsAnother => "needs_another",
            Self::Duplicate => "duplicate",
            Self::Dominated => "dominated",
            Self::BelowFloor => "below_floor",
            Self::TooDear => "too_dear",
            Self::Redundant => "redundant",
        }
    }

    /// What becomes of a site for this reason.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Accepted | Self::AcceptedTogether => Verdict::Accept,
            Self::Duplicate => Verdict::Duplicate,
            Self::Dominated => Verdict::Dominated,
            _ => Verdict::Reject,
        }
    }
}

/// What becomes of a site, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Why.
    pub code: Code,
    /// The sites that decide about it: whose double it is, who beats it, who was accepted before,
    /// with whom it goes together.
    pub by: Vec<usize>,
    /// What it adds to those accepted before it (for one that is not accepted: to all of them).
    pub gain: Gain,
}

impl Judgement {
    /// What becomes of the site.
    pub const fn verdict(&self) -> Verdict {
        self.code.verdict()
    }
}

/// Footprints with so much of them inside existing coverage bring nothing.
const ALL: f64 = 1.0 - 1e-9;

/// Judges every submitted site: what can bring nothing goes first, then doubles and dominated
/// ones, and of the rest those are accepted one after the other that bring most for their money,
/// as long as each meets the floor by what it *adds*. `None` of candidates.
pub fn judge(
    game: &Game,
    offer: &Offer,
    footprints: &[Footprint],
    pairs: &[Pair],
    floor: Floor,
) -> Vec<Option<Judgement>> {
    let mut court = Court { game, offer, floor, found: vec![None; offer.sites.len()], built: Vec::new() };
    court.built = vec![false; offer.sites.len()];
    for site in offer.submitted() {
        court.found[site] = court.hopeless(site, &footprints[site]).map(|code| plain(code, Vec::new()));
    }
    for (relation, code) in
        [(Relation::NearDuplicate, Code::Duplicate), (Relation::Dominated, Code::Dominated)]
    {
        court.beaten(pairs, relation, code);
    }
    court.accept();
    court.turn_down();
    court.found
}

fn plain(code: Code, by: Vec<usize>) -> Judgement {
    Judgement { code, by, gain: Gain::default() }
}

struct Court<'a> {
    game: &'a Game,
    offer: &'a Offer,
    floor: Floor,
    found: Vec<Option<Judgement>>,
    built: Vec<bool>,
}

impl Court<'_> {
    fn hopeless(&self, site: usize, footprint: &Footprint) -> Option<Code> {
        match footprint.overlap_existing {
            None => Some(Code::NoArea),
            Some(_) if self.game.is_of_use(site) => None,
            Some(_) if !footprint.is_near_a_village => Some(Code::Outside),
            Some(share) if share >= ALL => Some(Code::CoveredAlready),
            Some(_) => Some(Code::NothingNew),
        }
    }

    /// Names those that a pair says are doubles or dominated, of a site that is not so itself.
    fn beaten(&mut self, pairs: &[Pair], relation: Relation, code: Code) {
        let mut own: Vec<&Pair> = pairs.iter().filter(|pair| pair.relation == relation).collect();
        // the best sites first, so that whoever beats another stands when the other is looked at
        let people = |site: usize| self.game.alone(site).people;
        own.sort_by(|a, b| people(b.site).total_cmp(&people(a.site)).then(a.site.cmp(&b.site)));
        for pair in own {
            let stands = |site: usize| self.found[site].is_none();
            let adds_nothing = self.game.after(pair.site, |other| other == pair.other).villages == 0;
            let beaten = relation == Relation::Dominated || adds_nothing;
            if stands(pair.site) && stands(pair.other) && beaten {
                self.found[pair.site] = Some(plain(code, vec![pair.other]));
            }
        }
    }

    fn meets(&self, gain: &Gain, cost: f64) -> bool {
        let is_cheap = self.floor.most_per_person.is_none_or(|most| cost <= most * gain.people);
        gain.villages >= self.floor.villages.max(1) && gain.people >= self.floor.people && is_cheap
    }

    fn undecided(&self) -> Vec<usize> {
        self.offer.submitted().filter(|&site| self.found[site].is_none()).collect()
    }

    fn accept(&mut self) {
        loop {
            let left = self.undecided();
            let gains = left.iter().map(|&site| (site, self.game.after(site, |other| self.built[other])));
            let passing = gains.filter(|(site, gain)| self.meets(gain, self.offer.sites[*site].cost));
            let best = passing.reduce(|best, next| {
                let cost = |site: usize| self.offer.sites[site].cost;
                let by_rate = (next.1.people * cost(best.0)).total_cmp(&(best.1.people * cost(next.0)));
                let by_cost = cost(best.0).total_cmp(&cost(next.0));
                if by_rate.then(by_cost).is_gt() { next } else { best }
            });
            if let Some((site, gain)) = best {
                self.take(site, Code::Accepted, Vec::new(), gain);
            } else if let Some((first, second, gain)) = self.couple(&left) {
                self.take(first, Code::AcceptedTogether, vec![second], Gain::default());
                self.take(second, Code::AcceptedTogether, vec![first], gain);
            } else {
                return;
            }
        }
    }

    fn take(&mut self, site: usize, code: Code, by: Vec<usize>, gain: Gain) {
        self.built[site] = true;
        self.found[site] = Some(Judgement { code, by, gain });
    }

    /// Two sites that meet the floor together, the first such.
    fn couple(&mut self, left: &[usize]) -> Option<(usize, usize, Gain)> {
        for &first in left {
            let others = self.game.interacting(first);
            let alone = self.game.after(first, |other| self.built[other]);
            self.built[first] = true;
            for &second in left.iter().filter(|&&second| second > first && others.contains(&second)) {
                let mut gain = self.game.after(second, |other| self.built[other]);
                gain.villages += alone.villages;
                gain.people += alone.people;
                let cost = self.offer.sites[first].cost + self.offer.sites[second].cost;
                if self.meets(&gain, cost) && gain.people >= 2.0 * self.floor.people {
                    self.built[first] = false;
                    return Some((first, second, gain));
                }
            }
            self.built[first] = false;
        }
        None
    }

    /// Says of the rest why they are not accepted, and of all others what they add at the end.
    fn turn_down(&mut self) {
        for site in self.offer.submitted() {
            let rest = self.game.after(site, |other| self.built[other] && other != site);
            match &mut self.found[site] {
                Some(found) if found.verdict() == Verdict::Accept => {}
                Some(found) => found.gain = rest,
                None => self.found[site] = Some(Judgement { gain: rest, ..self.reason(site) }),
            }
        }
    }

    fn reason(&self, site: usize) -> Judgement {
        let (alone, cost) = (self.game.alone(site), self.offer.sites[site].cost);
        if self.meets(&alone, cost) {
            let by = self.game.interacting(site).into_iter().filter(|&other| self.built[other]).collect();
            return plain(Code::Redundant, by);
        }
        if alone.villages == 0 {
            return plain(Code::NeedsAnother, self.game.interacting(site));
        }
        let is_enough = alone.villages >= self.floor.villages && alone.people >= self.floor.people;
        plain(if is_enough { Code::TooDear } else { Code::BelowFloor }, Vec::new())
    }
}
