//! Flags that say when a village counts as covered, and what comes first.

use clap::Args;

use crate::assess::{Definition, Rule};
use crate::model::Technology;
use crate::rank::{self, Criterion};

/// The rule, the minimum technology, and what puts a village first.
#[derive(Args)]
pub(super) struct JudgementArgs {
    /// When a village counts as covered: `area>=0.5` (share of its area) or `centre`
    /// [default: area>=0.5; centre where the villages are points]
    #[arg(long)]
    rule: Option<Rule>,
    /// The oldest technology that counts
    #[arg(long, value_name = "2G|3G|4G|5G", default_value = "3G")]
    min_technology: Technology,
    /// What puts an uncovered village first
    #[arg(long, value_name = "CRITERION", default_value = "population", value_parser = rank::criterion)]
    pub by: &'static dyn Criterion,
}

impl std::fmt::Debug for JudgementArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JudgementArgs").field("by", &self.by.name()).finish_non_exhaustive()
    }
}

impl JudgementArgs {
    /// The definition; where no rule is given, one that the villages can satisfy.
    pub fn definition(&self, all_points: bool) -> Definition {
        let standard = if all_points { Rule::Centre } else { Definition::default().rule };
        Definition { rule: self.rule.unwrap_or(standard), min_technology: self.min_technology }
    }
}
