//! Proposed sites, judged by what each *adds*: alone, after the others, and against the best that
//! the same money could buy.
//!
//! [`cut`] looks at the geometry once; a [`Game`] says for one definition of a covered village
//! what any set of sites newly covers; everything else is asked of games.
//! `docs/proposals.md` defines every figure.

mod by_rule;
mod cutting;
mod footprint;
mod game;
mod look;
mod near_miss;
mod offer;
mod order;
mod pairs;
mod places;
mod portfolio;
mod report;
mod sector;
mod shapley;
mod stake;
mod verdict;
mod whatif;

pub use by_rule::{SharedBy, UnderRule, is_shown, sharing, under_rules};
pub use cutting::{CutCluster, CutVillage, Cutting, Layers, MOST_SITES, Who, cut};
pub use footprint::{Footprint, footprints};
pub use game::{Gain, Game, Ground, Setting};
pub use look::Wants;
pub use near_miss::{MOST_M, NearMiss, near_misses};
pub use offer::{Offer, OfferedArea, Proposal};
pub use order::{Order, area_under, best_order};
pub use pairs::{NEAR_M, NEAR_OVERLAP, Pair, Relation, is_dominated, pairs};
pub use places::{Places, places};
pub use portfolio::{Entry, Kind, Portfolio, Terms, portfolio, value, worth};
pub use report::{Benchmark, Question, benchmark};
pub use sector::{Antennas, push_sectors, radius_of_height};
pub use shapley::{Draws, Shapley, shapley};
pub use stake::{Sharing, Stake, TABLED, Worth};
pub use verdict::{CODES, Code, Floor, Judgement, Verdict, judge};
pub use whatif::{Board, Change, TrialSite, WhatIf};
