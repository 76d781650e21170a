//! What is at stake in one village under one definition.

use super::cutting::{CutVillage, Layers, Who};
use super::look::{Look, MOST_SITES, Mask, Wants, reaching};
use crate::assess::{Class, Definition, Operators, Status};

/// Whose subscribers a site serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sharing {
    /// Those of the operator that proposes it.
    #[default]
    Own,
    /// Those of every operator.
    Shared,
}

/// The villages' worth.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Worth {
    /// People; `None` where the data do not say.
    pub people: Option<f64>,
    /// Households, likewise.
    pub households: Option<f64>,
    /// Area on the ellipsoid, m²; 0 of a point.
    pub area_m2: f64,
}

/// How layers count under a definition.
pub struct View<'a> {
    /// What a covered village is.
    pub definition: &'a Definition,
    /// The numbering of the layers.
    pub layers: Layers,
    /// The operators of the coverage.
    pub operators: &'a [String],
    /// For each site the operator whose it is; one beyond those of the coverage is a new one.
    pub owners: &'a [Option<usize>],
    /// Whose subscribers a site serves.
    pub sharing: Sharing,
    /// Whether a site takes part.
    pub takes_part: &'a dyn Fn(u32) -> bool,
    /// For so many sites every set is written down.
    pub tabled: usize,
    /// What of the villages is looked at, as far as the data have it.
    pub wants: Wants,
}

impl View<'_> {
    /// The unions that the rule is asked of, each by its operator; `None` is all that counts.
    fn unions(&self) -> (Vec<Option<usize>>, usize) {
        let new = self.owners.iter().flatten().filter(|&&owner| owner >= self.operators.len()).max();
        let known = self.operators.len();
        match self.definition.operators {
            Operators::Any | Operators::Named(_) => (vec![None], 1),
            Operators::Each => ((0..known).map(Some).collect(), known),
            Operators::AtLeast(least) => {
                let all = new.map_or(known, |&new| new + 1);
                ((0..all).map(Some).collect(), least as usize)
            }
        }
    }

    /// Whether a layer counts in a union, and as what.
    fn counts(&self, layer: u16, union: Option<usize>) -> Option<Who> {
        let (who, technology) = self.layers.who(layer);
        if !self.definition.counts(technology) {
            return None;
        }
        let is_counted = match who {
            Who::Operator(operator) => match union {
                Some(own) => usize::from(operator) == own,
                None => self.definition.counts_operator(operator, self.operators),
            },
            Who::Site(site) => (self.takes_part)(site) && self.counts_site(site, union),
        };
        is_counted.then_some(who)
    }

    fn counts_site(&self, site: u32, union: Option<usize>) -> bool {
        if self.sharing == Sharing::Shared {
            return true;
        }
        let owner = self.owners.get(site as usize).copied().flatten();
        match (union, &self.definition.operators) {
            (Some(own), _) => owner == Some(own),
            (None, Operators::Named(name)) => {
                let named = self.operators.iter().position(|operator| operator == name);
                owner.is_some() && owner == named
            }
            (None, _) => true,
        }
    }
}

/// One village, and the sites that could change it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stake {
    /// The village.
    pub village: usize,
    /// The sites that reach it; a site's bit is its place here.
    pub sites: Vec<u32>,
    /// All that counts together.
    pub whole: Look,
    /// Each operator by itself, where the definition asks for operators by themselves.
    pub alone: Vec<Look>,
    /// How many operators must satisfy the rule alone.
    pub least: usize,
    /// What serving it is worth.
    pub worth: Worth,
    /// Its status before anything is built.
    pub before: Status,
    /// The share of its area covered before anything is built.
    pub share_before: f64,
    /// Its class before anything is built.
    pub class_before: Class,
    /// For few sites: bit by bit the sets that newly cover it; empty for many.
    table: Vec<u64>,
    /// The sites that decide about it with some set of others built.
    relevant: Mask,
}

/// For so many sites the sets that serve a village are written down: a dozen.
pub const TABLED: usize = 12;

impl Stake {
    /// The stake of a cut village; `None` where more sites reach it than can be told apart.
    pub fn new(cut: &CutVillage, view: &View<'_>, worth: Worth) -> Option<Self> {
        let (unions, least) = view.unions();
        let by_operator = unions != [None];
        let counts = |layer: u16| {
            view.counts(layer, None).or_else(|| unions.iter().find_map(|&union| view.counts(layer, union)))
        };
        let sites = reaching(cut, view.wants, counts);
        if sites.len() > MOST_SITES {
            return None;
        }
        let bit = |who: Who| match who {
            Who::Operator(_) => super::look::EXISTING,
            Who::Site(site) => sites.binary_search(&site).map_or(0, |place| 1 << place),
        };
        let look =
            |union: Option<usize>| Look::new(cut, view.wants, |layer| view.counts(layer, union).map(bit));
        let whole = look(None);
        let alone = if by_operator { unions.into_iter().map(look).collect() } else { Vec::new() };
        let (share_before, class_before) = (whole.covered_share(0), Class::of(&whole.facts(0)));
        let mut stake = Self {
            village: cut.village,
            sites,
            whole,
            alone,
            least,
            worth,
            before: Status::Unknown,
            share_before,
            class_before,
            table: Vec::new(),
            relevant: 0,
        };
        stake.before = stake.status(view.definition, 0);
        if stake.is_open() && stake.sites.len() <= view.tabled {
            stake.table = stake.tabulate(view.definition);
        }
        stake.relevant = stake.find_relevant(view.definition);
        Some(stake)
    }

    /// Whether the village fails the rule, so that it can be newly covered.
    pub fn is_open(&self) -> bool {
        self.before == Status::Uncovered
    }

    /// Takes the village's status from elsewhere: of one that somebody on the ground called
    /// covered nothing is at stake.
    pub fn close(&mut self, status: Status) {
        if status != Status::Uncovered {
            self.before = status;
            self.table.clear();
            self.relevant = 0;
        }
    }

    /// The status when these sites are built.
    pub fn status(&self, definition: &Definition, chosen: Mask) -> Status {
        let judge = |look: &Look| definition.rule.judge(&look.facts(chosen), definition.tolerance);
        if self.alone.is_empty() {
            return judge(&self.whole);
        }
        let alone: Vec<Status> = self.alone.iter().map(judge).collect();
        let count = |wanted: Status| alone.iter().filter(|&&status| status == wanted).count();
        if count(Status::Covered) >= self.least {
            Status::Covered
        } else if count(Status::Covered) + count(Status::Unknown) < self.least {
            Status::Uncovered
        } else {
            Status::Unknown
        }
    }

    /// Whether these sites newly cover the village.
    pub fn is_won(&self, definition: &Definition, chosen: Mask) -> bool {
        if !self.is_open() {
            return false;
        }
        match self.table.get(chosen as usize / 64) {
            Some(word) => word >> (chosen % 64) & 1 == 1,
            None => self.status(definition, chosen) == Status::Covered,
        }
    }

    /// The bits of the sites for which `is_chosen` holds.
    pub fn mask(&self, is_chosen: impl Fn(usize) -> bool) -> Mask {
        let bits = self.sites.iter().enumerate().filter(|(_, site)| is_chosen(**site as usize));
        bits.fold(0, |mask, (bit, _)| mask | 1 << bit)
    }

    /// The bit of a site; 0 where it does not reach the village.
    pub fn bit(&self, site: usize) -> Mask {
        self.sites.binary_search(&(site as u32)).map_or(0, |place| 1 << place)
    }

    /// Whether a site can decide about the village, with some set of others built; where the sets
    /// are too many to try, whether it reaches one that can be won at all.
    pub fn is_decided_by(&self, site: usize) -> bool {
        self.relevant & self.bit(site) != 0
    }

    /// The sites that can decide about the village.
    pub fn deciding(&self) -> impl Iterator<Item = usize> + '_ {
        let bits = self.sites.iter().enumerate().filter(|(bit, _)| self.relevant >> bit & 1 == 1);
        bits.map(|(_, &site)| site as usize)
    }

    fn find_relevant(&self, definition: &Definition) -> Mask {
        let everyone = self.everyone();
        if !self.is_won(definition, everyone) {
            return 0;
        }
        if !self.is_tabled() {
            return everyone;
        }
        let decides = |bit: Mask| {
            (0..=everyone)
                .filter(|set| set & bit == 0)
                .any(|set| self.is_won(definition, set | bit) && !self.is_won(definition, set))
        };
        (0..self.sites.len())
            .map(|place| 1 << place)
            .filter(|&bit| decides(bit))
            .fold(0, |all, bit| all | bit)
    }

    /// The bits of all sites.
    pub fn everyone(&self) -> Mask {
        (1 << self.sites.len()) - 1
    }

    /// Whether the sets that newly cover the village are written down.
    pub fn is_tabled(&self) -> bool {
        !self.table.is_empty()
    }

    fn tabulate(&self, definition: &Definition) -> Vec<u64> {
        let sets = 1usize << self.sites.len();
        let mut table = vec![0u64; sets.div_ceil(64)];
        if self.status(definition, self.everyone()) != Status::Covered {
            return table;
        }
        for set in 0..sets {
            // more coverage never uncovers: a set is won when a smaller one is
            let smaller =
                (0..self.sites.len()).filter(|bit| set >> bit & 1 == 1).map(|bit| set & !(1 << bit));
            let is_won = smaller.into_iter().any(|it| table[it / 64] >> (it % 64) & 1 == 1)
                || self.status(definition, set as Mask) == Status::Covered;
            table[set / 64] |= u64::from(is_won) << (set % 64);
        }
        table
    }
}
