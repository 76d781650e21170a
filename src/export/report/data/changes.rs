//! What changed since an older vintage, as the page is given it.

use serde::Serialize;

use super::Rule;

/// What changed since an older vintage.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Changes {
    /// How villages were judged, before and now.
    pub rules: [Rule; 2],
    /// Each kind of change: `gained`, `lost`, `unchanged`…
    pub kinds: Vec<ChangeKind>,
    /// Units with villages gained or lost.
    pub units: Vec<ChangedUnit>,
    /// Villages that are not as before: those lost first, then those gained, then the others.
    pub villages: Vec<ChangedVillage>,
    /// How many of these there are, those left out of `villages` with them.
    pub all_villages: usize,
}

/// One kind of change.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ChangeKind {
    /// `gained`, `lost`, `unchanged`, `unclear`, `merged`, `new`, `vanished`.
    pub kind: &'static str,
    /// Villages.
    pub villages: usize,
    /// Their people.
    pub people: f64,
    /// How many by which cause: `coverage`, `boundary`, `rule`, several of them, `together`.
    pub causes: Vec<(String, usize)>,
}

/// A unit with villages gained or lost.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ChangedUnit {
    /// Its name (with its code, where a mapping gives both).
    pub name: String,
    /// Villages gained.
    pub gained: usize,
    /// Villages lost.
    pub lost: usize,
}

/// A village that is not as before.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ChangedVillage {
    /// Its place in `villages`; null of one that is no more.
    pub village: Option<usize>,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Its people.
    pub population: Option<f64>,
    /// Its unit: by the mapping, else by the data.
    pub unit: String,
    /// Which kind of change.
    pub kind: &'static str,
    /// The status before, and now, one letter each; null where there was, or is, no such village.
    pub statuses: [Option<char>; 2],
    /// What alone would have changed it; empty where that is no question.
    pub cause: String,
    /// Why, in English and Vietnamese.
    pub why: [String; 2],
}
