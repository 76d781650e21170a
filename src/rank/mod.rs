//! Which uncovered village comes first.

mod criteria;
mod investment;
mod measuring;
pub mod methods;
mod power;
mod profiles;
pub mod random;
mod stability;
mod table;
mod terrain;

pub use criteria::CRITERIA;
pub use investment::{Investment, Method, Ranked, Recipe, investment};
pub use power::grid_power;
pub use profiles::{PROFILES, Profile, profile};
pub use stability::{Draws, Stability};
pub use table::{Direction, Measure, Missing, Weight};
pub use terrain::terrain_multiplier;

use crate::assess::{Assessment, Status};
use crate::model::Villages;

/// What a criterion may look at besides the village itself.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// All villages.
    pub villages: &'a Villages,
    /// How far coverage reaches them.
    pub assessment: &'a Assessment,
}

/// One way to say what puts a village first.
pub trait Criterion: Send + Sync {
    /// As the user types it: `population`.
    fn name(&self) -> &'static str;
    /// One line, shown by `--help` and the report's legend.
    fn summary(&self) -> &'static str;
    /// What a score counts, e.g. `people`.
    fn unit(&self) -> &'static str;
    /// Which values go first.
    fn direction(&self) -> Direction;
    /// Where the values come from, in words: the column that was found, or that there is none.
    fn source(&self, context: Context<'_>) -> String;
    /// The village's value; which go first, [`Criterion::direction`] says. `None` where the data do not say: never a silent zero.
    fn score(&self, village: usize, context: Context<'_>) -> Option<f64>;
}

/// The criterion of that name.
///
/// # Errors
/// No such criterion; the message lists those there are.
pub fn criterion(name: &str) -> Result<&'static dyn Criterion, String> {
    CRITERIA.iter().copied().find(|criterion| criterion.name() == name).ok_or_else(|| {
        let names: Vec<_> = CRITERIA.iter().map(|criterion| criterion.name()).collect();
        format!("no criterion `{name}`; there are {}", names.join(", "))
    })
}

/// The uncovered villages, first to last.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// The criterion's name.
    pub by: &'static str,
    /// The villages' places in the input, first to last.
    pub order: Vec<usize>,
    /// The score of each, in the same order; `None` where the data do not say.
    pub scores: Vec<Option<f64>>,
}

/// Ranks the uncovered villages by one criterion, in its direction: villages without a score last, equal
/// ones by id.
pub fn rank(villages: &Villages, assessment: &Assessment, by: &dyn Criterion) -> Ranking {
    let context = Context { villages, assessment };
    let sign = if by.direction() == Direction::Higher { 1.0 } else { -1.0 };
    let mut scored: Vec<(usize, Option<f64>)> = assessment
        .with_status(Status::Uncovered)
        .map(|village| (village, by.score(village, context)))
        .collect();
    scored.sort_by(|(a, score_a), (b, score_b)| {
        let key = |score: &Option<f64>| score.map_or(f64::NEG_INFINITY, |score| sign * score);
        let higher_first = key(score_b).total_cmp(&key(score_a));
        higher_first.then_with(|| villages.records[*a].id.cmp(&villages.records[*b].id))
    });
    let (order, scores) = scored.into_iter().unzip();
    Ranking { by: by.name(), order, scores }
}
