//! The layers of results. Adding one is a file here and a line in [`LAYERS`].

mod flips;
mod gaps;
mod judged;
mod measurements;
mod power;
mod rules;
mod scrutiny;
mod verify;
mod villages;
pub(super) mod whatif;

use super::layer::LayerSource;
use super::{benchmark, diff, plan, ranking};

/// Every layer there is; each is written as a CSV, and as a GeoJSON where it has places.
pub const LAYERS: &[&dyn LayerSource] = &[
    &villages::Villages,
    &villages::Uncovered,
    &gaps::Gaps,
    &rules::Rules,
    &rules::RulesByUnit,
    &rules::RulesMatrix,
    &whatif::WhatIf,
    &flips::Flips,
    &measurements::Measurements,
    &verify::Verify,
    &ranking::RankingTable,
    &ranking::Reversals,
    &power::Power,
    &plan::PlanSites,
    &plan::PlanVillages,
    &plan::Phases,
    &plan::Curve,
    &plan::Targets,
    &benchmark::ProposalSites,
    &benchmark::ProposalPairs,
    &benchmark::ProposalOrder,
    &benchmark::ProposalsByRule,
    &benchmark::ProposalNearMisses,
    &benchmark::ProposalsSharing,
    &benchmark::ProposalLists,
    &diff::Diff,
];
