//! The rules side by side, judged when an output first asks for them.

use std::sync::OnceLock;

use super::Results;
use crate::assess::{Judged, cases, compare};

/// Every definition of the comparison and what it found; made once, when it is needed.
#[derive(Debug, Default)]
pub struct Comparison(OnceLock<Vec<Judged>>);

impl Comparison {
    /// What every definition found, the one in use first.
    pub fn of(&self, results: Results<'_>) -> &[Judged] {
        self.0.get_or_init(|| {
            let inputs = results.inputs;
            let claimed = inputs.claimed.as_ref().unwrap_or(&inputs.coverage);
            let cases = cases(&inputs.villages, claimed, &results.assessment.definition);
            let mut found = compare(&inputs.villages, claimed, cases);
            if let Some(in_use) = found.first_mut() {
                in_use.statuses = results.assessment.villages.iter().map(|village| village.status).collect();
                in_use.totals = crate::assess::totals(&inputs.villages, results.assessment);
            }
            found
        })
    }
}
