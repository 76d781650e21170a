//! Which village of before is which of now: by id, or by a mapping of old ids to new ones.

use std::collections::{BTreeMap, HashMap};

use crate::model::Villages;

/// Villages of before and now, matched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pairs {
    /// For each village of now those of before that became it, in their order.
    pub olds: Vec<Vec<usize>>,
    /// Villages of before that are no more.
    pub vanished: Vec<usize>,
}

/// Matches villages by id; an id that the mapping knows is followed to the new one. Never guessed
/// by place or name.
pub fn pairs(old: &Villages, new: &Villages, mapping: &BTreeMap<String, String>) -> Pairs {
    let ids = new.records.iter().enumerate().map(|(nth, village)| (village.id.0.as_str(), nth));
    let by_id: HashMap<&str, usize> = ids.collect();
    let mut found = Pairs { olds: vec![Vec::new(); new.len()], vanished: Vec::new() };
    for (nth, village) in old.records.iter().enumerate() {
        let id = mapping.get(&village.id.0).unwrap_or(&village.id.0);
        match by_id.get(id.as_str()) {
            Some(&now) => found.olds[now].push(nth),
            None => found.vanished.push(nth),
        }
    }
    found
}
