//! What people on the ground say of villages wins over the rule, and is never hidden.

use std::collections::HashMap;

use crate::assess::{Assessment, Status};
use crate::model::{Override, VillageId, Villages};

/// Overrides, matched to the villages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overrides {
    /// For each overridden village its override and what the rule says.
    by_village: HashMap<usize, (Override, Status)>,
    /// Overrides of villages that the data do not have.
    pub unknown: Vec<VillageId>,
    /// Villages with more than one override: the last one holds.
    pub repeated: Vec<VillageId>,
}

impl Overrides {
    /// Matches overrides to villages and lets them win over the rule's statuses.
    pub fn apply(list: &[Override], villages: &Villages, assessment: &mut Assessment) -> Self {
        let mut found = Self::default();
        if list.is_empty() {
            return found;
        }
        let places: HashMap<&VillageId, usize> =
            villages.records.iter().enumerate().map(|(nth, village)| (&village.id, nth)).collect();
        for one in list {
            let Some(&village) = places.get(&one.village) else {
                found.unknown.push(one.village.clone());
                continue;
            };
            let status = &mut assessment.villages[village].status;
            let by_rule = found.by_village.get(&village).map_or(*status, |(_, by_rule)| *by_rule);
            *status = Status::of(one.is_covered);
            if found.by_village.insert(village, (one.clone(), by_rule)).is_some() {
                found.repeated.push(one.village.clone());
            }
        }
        found
    }

    /// The override of a village.
    pub fn of(&self, village: usize) -> Option<&Override> {
        self.by_village.get(&village).map(|(one, _)| one)
    }

    /// What the rule says of an overridden village.
    pub fn by_rule(&self, village: usize) -> Option<Status> {
        self.by_village.get(&village).map(|&(_, status)| status)
    }

    /// How many villages are overridden.
    pub fn len(&self) -> usize {
        self.by_village.len()
    }

    /// Whether no village is overridden.
    pub fn is_empty(&self) -> bool {
        self.by_village.is_empty()
    }

    /// How many overridden villages have another status than by the rule.
    pub fn changed(&self) -> usize {
        let changes = |(one, by_rule): &&(Override, Status)| Status::of(one.is_covered) != *by_rule;
        self.by_village.values().filter(changes).count()
    }

    /// `rule` or `override`.
    pub fn status_from(&self, village: usize) -> &'static str {
        if self.by_village.contains_key(&village) { "override" } else { "rule" }
    }
}
