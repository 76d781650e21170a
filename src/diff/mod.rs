//! Two vintages of villages and coverage: which villages changed their status, and why.

mod areas;
mod boundary;
mod pairs;
mod units;
mod vintage;

use crate::assess::{
    Assessment, Definition, Detail, NearestSite, SignalCut, Status, VillageAssessment, assess, assess_cut,
};
use crate::model::Villages;

pub use areas::{AreaChange, Happened, area_changes};
pub use boundary::kept;
pub use pairs::{Pairs, pairs};
pub use units::mapped_units;
pub use vintage::{Network, network};

/// One vintage: what was true then, and by which definition it was judged.
#[derive(Debug, Clone, Copy)]
pub struct Vintage<'a> {
    /// The villages.
    pub villages: &'a Villages,
    /// The networks then, in the plane of these villages.
    pub network: &'a Network,
    /// The networks of the other vintage, in the plane of these villages.
    pub other_network: &'a Network,
    /// When a village counts as covered.
    pub definition: &'a Definition,
}

/// What became of a village.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Uncovered before, covered now.
    Gained,
    /// Covered before, uncovered now.
    Lost,
    /// The same status as before.
    Unchanged,
    /// Unknown before or now, and not both.
    Unclear,
    /// It joins several villages of before.
    Merged,
    /// Not there before.
    New,
    /// No longer there.
    Vanished,
}

impl Change {
    /// Every one, in the order of the outputs.
    pub const ALL: [Self; 7] =
        [Self::Gained, Self::Lost, Self::Unchanged, Self::Unclear, Self::Merged, Self::New, Self::Vanished];

    /// As the outputs have it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Unchanged => "unchanged",
            Self::Unclear => "unclear",
            Self::Merged => "merged",
            Self::New => "new",
            Self::Vanished => "vanished",
        }
    }

    /// What became of a village that was and is.
    pub const fn of(before: Status, now: Status) -> Self {
        match (before, now) {
            (Status::Uncovered, Status::Covered) => Self::Gained,
            (Status::Covered, Status::Uncovered) => Self::Lost,
            (Status::Unknown, Status::Unknown)
            | (Status::Covered, Status::Covered)
            | (Status::Uncovered, Status::Uncovered) => Self::Unchanged,
            _ => Self::Unclear,
        }
    }
}

/// What can have changed a status: each was tried alone, the rest as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Causes {
    /// The coverage of now would have changed it.
    pub coverage: bool,
    /// The boundary (and the places in it) of now would have changed it.
    pub boundary: bool,
    /// The definition of now would have changed it.
    pub definition: bool,
}

impl Causes {
    /// In words; where nothing alone would have done it, all of it together.
    pub fn label(self) -> String {
        let names = [(self.coverage, "coverage"), (self.boundary, "boundary"), (self.definition, "rule")];
        let names: Vec<&str> = names.iter().filter(|(is_one, _)| *is_one).map(|(_, name)| *name).collect();
        if names.is_empty() { "together".to_owned() } else { names.join("; ") }
    }
}

/// One village of now, or one of before that is no more.
#[derive(Debug, Clone, PartialEq)]
pub struct VillageChange {
    /// Its places among the villages of before; several where they were merged.
    pub old: Vec<usize>,
    /// Its place among the villages of now.
    pub new: Option<usize>,
    /// What became of it.
    pub change: Change,
    /// The status before; of merged villages the one that all had.
    pub before: Option<Status>,
    /// The status now.
    pub now: Option<Status>,
    /// Share inside all that counted before, and that counts now.
    pub shares: [Option<f64>; 2],
    /// From the centre to the nearest site that counted before, and that counts now, in metres;
    /// only under a rule that looks at sites.
    pub sites: [Option<f64>; 2],
    /// Why, where the status is another.
    pub causes: Option<Causes>,
}

/// Compares two vintages, village by village: those of now in their order, then those that are no
/// more. Overrides and measurements are not looked at: the rule alone is compared.
pub fn diff(old: Vintage<'_>, new: Vintage<'_>, pairs: &Pairs) -> Vec<VillageChange> {
    let before = judged(old.villages, old.network, old.definition);
    let now = judged(new.villages, new.network, new.definition);
    let (same_villages, same_definition) =
        (std::ptr::eq(old.villages, new.villages), old.definition == new.definition);
    // what differs in one thing only is judged already
    let by_coverage = (!(same_villages && same_definition))
        .then(|| judged(old.villages, old.other_network, old.definition));
    let by_boundary = (!same_villages).then(|| judged(new.villages, new.other_network, old.definition));
    let by_definition = (!same_definition).then(|| judged(old.villages, old.network, new.definition));
    let by_coverage = by_coverage.as_ref().unwrap_or(&now);
    let by_boundary = by_boundary.as_ref().unwrap_or(&before);
    let by_definition = by_definition.as_ref().unwrap_or(&before);
    let share = |found: &Assessment, nth: usize| Some(found.villages[nth].covered_share.get());
    let site = |found: &Assessment, nth: usize| site_distance(&found.villages[nth]);
    let of_new = |(nth, olds): (usize, &Vec<usize>)| {
        let status = now.villages[nth].status;
        let one = |old: usize| before.villages[old].status;
        let (change, was) = match olds.as_slice() {
            [] => (Change::New, None),
            [only] => (Change::of(one(*only), status), Some(one(*only))),
            many => (Change::Merged, many.iter().all(|&it| one(it) == one(many[0])).then(|| one(many[0]))),
        };
        let causes = matches!(change, Change::Gained | Change::Lost | Change::Unclear).then(|| Causes {
            coverage: by_coverage.villages[olds[0]].status != one(olds[0]),
            boundary: by_boundary.villages[nth].status != one(olds[0]),
            definition: by_definition.villages[olds[0]].status != one(olds[0]),
        });
        let only = if let [only] = olds.as_slice() { Some(*only) } else { None };
        VillageChange {
            old: olds.clone(),
            new: Some(nth),
            change,
            before: was,
            now: Some(status),
            shares: [only.and_then(|only| share(&before, only)), share(&now, nth)],
            sites: [only.and_then(|only| site(&before, only)), site(&now, nth)],
            causes,
        }
    };
    let vanished = pairs.vanished.iter().map(|&old| VillageChange {
        old: vec![old],
        new: None,
        change: Change::Vanished,
        before: Some(before.villages[old].status),
        now: None,
        shares: [share(&before, old), None],
        sites: [site(&before, old), None],
        causes: None,
    });
    pairs.olds.iter().enumerate().map(of_new).chain(vanished).collect()
}

fn site_distance(village: &VillageAssessment) -> Option<f64> {
    match village.facts.site {
        NearestSite::At(distance) => Some(distance.get()),
        NearestSite::None | NearestSite::Unknown => None,
    }
}

fn judged(villages: &Villages, network: &Network, definition: &Definition) -> Assessment {
    if definition.rule.is_blind_to_terrain() {
        let mut villages = villages.clone();
        villages.places.sites.clone_from(&network.sites);
        judged_there(&villages, network, definition)
    } else {
        judged_there(villages, network, definition)
    }
}

fn judged_there(villages: &Villages, network: &Network, definition: &Definition) -> Assessment {
    let signal: &SignalCut = &definition.signal;
    if signal.is_none() {
        assess(villages, &network.coverage, definition.clone(), Detail::Lean)
    } else {
        assess_cut(villages, &signal.apply(&network.coverage), definition.clone(), Detail::Lean)
    }
}

#[cfg(test)]
mod tests;
