//! What several outputs need, made when the first of them asks.

use std::sync::OnceLock;

use super::Results;
use crate::assess::{Gap, Judged, cases, compare, gaps};

/// The rules side by side and the gaps; each made once, and only when it is needed.
#[derive(Debug, Default)]
pub struct OnDemand {
    rules: OnceLock<Vec<Judged>>,
    gaps: OnceLock<Vec<Gap>>,
}

impl OnDemand {
    /// What every definition of the comparison found, the one in use first.
    pub fn rules(&self, results: Results<'_>) -> &[Judged] {
        self.rules.get_or_init(|| {
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

    /// The uncovered part of every village that has one.
    pub fn gaps(&self, results: Results<'_>) -> &[Gap] {
        let inputs = results.inputs;
        self.gaps.get_or_init(|| gaps(&inputs.villages, &inputs.coverage, &results.assessment.definition))
    }
}
