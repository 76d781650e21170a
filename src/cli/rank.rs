//! `covgap rank`, and the flags that say how villages are ranked.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::assess::find;
use super::inputs::InputArgs;
use super::judgement::JudgementArgs;
use super::output::{Found, OutputArgs};
use super::{Outcome, Session};
use crate::error::{Error, InputError};
use crate::rank::methods::{Scale, ahp};
use crate::rank::{Draws, Method, Missing, Profile, Recipe, Weight, investment, profile};

/// Rank the uncovered villages for investment, each rank taken apart
///
/// Writes what `assess` writes, and beside it ranking.csv (values, contributions, rank interval,
/// probability of being among the first) and reversals.csv.
#[derive(Debug, Args)]
pub(super) struct RankArgs {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    ranking: RankingArgs,
    #[command(flatten)]
    gates: super::gates::GateArgs,
    #[command(flatten)]
    surroundings: super::surroundings::SurroundingsArgs,
    #[command(flatten)]
    judgement: JudgementArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Directory the files are written into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl RankArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let started = Instant::now();
        let Self { inputs, ranking, gates, surroundings, mut judgement, output, out } = self;
        judgement.scrutiny.finds_margins = output.needs_margins();
        output.refuse_unwritable(&out)?;
        let request = inputs.request(false, session.gdal);
        let recipe = ranking.recipe(session)?;
        output.on_threads(session, || {
            let mut found = find(&request, &judgement, session)?;
            surroundings.add(&mut found, &gates, &request)?;
            rank(&mut found, &recipe, session)?;
            output.write_all(&out, &found, started, session)
        })?
    }
}

/// Ranks for investment.
pub(super) fn rank(found: &mut Found, recipe: &Recipe, session: &Session) -> Result<(), Error> {
    let ranking = investment(&found.inputs.villages, &found.assessment, recipe).map_err(Error::Usage)?;
    let silent = ranking.measures.iter().filter(|measure| measure.values.iter().all(Option::is_none));
    let silent: Vec<String> =
        silent.map(|measure| format!("{} ({})", measure.name, measure.source)).collect();
    if !silent.is_empty() && !ranking.ranking.is_empty() {
        session.warning(&format!(
            "the data say nothing of {}, which so decides nothing: a column, a layer such as --roads, or for costs \
             `covgap plan` gives it",
            silent.join(", ")
        ));
    }
    let gaps = ranking.ranking.iter().filter(|ranked| !ranked.missing.is_empty()).count();
    if gaps > 0 {
        let policy = recipe.missing.policy();
        session.warning(&format!(
            "{gaps} ranked villages lack a criterion's value: {policy}; see `missing` in ranking.csv"
        ));
    }
    found.investment = Some(ranking);
    Ok(())
}

/// How villages are ranked.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Ranking")]
pub(super) struct RankingArgs {
    /// A ready ranking: most-people, easy-first, equity-first, merit, value-for-money
    #[arg(long, value_name = "PROFILE", default_value = "merit", value_parser = profile)]
    profile: &'static Profile,
    /// Criteria and weights of your own: population=0.5,poverty=0.3,-road_distance_m=0.2
    #[arg(long, value_name = "CRITERION=WEIGHT,…", value_delimiter = ',', value_parser = weight, allow_hyphen_values = true)]
    weights: Vec<Weight>,
    /// Weights from a CSV of pairwise comparisons: a header of criteria, then a row each
    #[arg(long, value_name = "FILE", conflicts_with = "weights")]
    ahp: Option<PathBuf>,
    /// From values to an order: keys, weighted, percentile, z, topsis
    #[arg(long, value_name = "METHOD", value_parser = method)]
    rank_method: Option<Method>,
    /// What a missing value counts as: last, typical
    #[arg(long, value_name = "POLICY", default_value = "last", value_parser = missing)]
    missing: Missing,
    /// How far weights move when it is tested how sure a rank is
    #[arg(long, value_name = "SHARE", default_value = "0.5")]
    spread: f64,
    /// How often weights are drawn
    #[arg(long, value_name = "N", default_value = "1000")]
    draws: usize,
    /// Among the first how many
    #[arg(long, value_name = "K", default_value = "10")]
    top: usize,
    /// Two runs of one seed draw the same weights
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
}

impl RankingArgs {
    /// The recipe these flags make.
    pub fn recipe(&self, session: &Session) -> Result<Recipe, Error> {
        let own = !self.weights.is_empty() || self.ahp.is_some();
        let weights = match &self.ahp {
            Some(file) => pairwise(file, session)?,
            None if own => self.weights.clone(),
            None => of_profile(self.profile),
        };
        if let Some(twice) = (1..weights.len())
            .find(|&nth| weights[..nth].iter().any(|other| other.criterion == weights[nth].criterion))
        {
            return Err(Error::Usage(format!("--weights names `{}` twice", weights[twice].criterion)));
        }
        if weights.iter().all(|weight| weight.weight == 0.0) {
            return Err(Error::Usage(
                "--weights: every weight is 0, so nothing puts a village first".to_owned(),
            ));
        }
        if self.draws == 0 || self.top == 0 {
            return Err(Error::Usage("--draws and --top are numbers from 1 up".to_owned()));
        }
        let standard = if self.profile.keys && !own { Method::Keys } else { Method::Weighted(Scale::MinMax) };
        if !(0.0..=1.0).contains(&self.spread) {
            return Err(Error::Usage(format!("--spread lies between 0 and 1: found {}", self.spread)));
        }
        Ok(Recipe {
            weights,
            method: self.rank_method.unwrap_or(standard),
            missing: self.missing,
            draws: Draws { count: self.draws, spread: self.spread, top: self.top, seed: self.seed },
        })
    }
}

/// The recipe of a profile, as the demo shows it.
pub(super) fn merit() -> Result<Recipe, Error> {
    let profile = profile("merit").map_err(Error::Usage)?;
    Ok(Recipe {
        weights: of_profile(profile),
        method: Method::Weighted(Scale::MinMax),
        missing: Missing::Last,
        draws: Draws::default(),
    })
}

fn of_profile(profile: &Profile) -> Vec<Weight> {
    let one = |&(criterion, weight): &(&str, f64)| Weight { criterion: criterion.to_owned(), weight };
    profile.criteria.iter().map(one).collect()
}

fn weight(text: &str) -> Result<Weight, String> {
    let (criterion, weight) = text.rsplit_once('=').unwrap_or((text, "1"));
    let number: f64 =
        weight.trim().parse().map_err(|_| format!("`{weight}` is no weight: write population=0.5"))?;
    if criterion.trim().is_empty() {
        return Err("a weight without a criterion: write population=0.5".to_owned());
    }
    if number.is_finite() && number >= 0.0 {
        Ok(Weight { criterion: criterion.trim().to_owned(), weight: number })
    } else {
        Err(format!("a weight is a number from 0 up: found `{weight}`"))
    }
}

fn method(text: &str) -> Result<Method, String> {
    match text {
        "keys" => Ok(Method::Keys),
        "weighted" => Ok(Method::Weighted(Scale::MinMax)),
        "percentile" => Ok(Method::Weighted(Scale::Percentile)),
        "z" => Ok(Method::Weighted(Scale::Z)),
        "topsis" => Ok(Method::Topsis),
        _ => Err(format!("no method `{text}`; there are keys, weighted, percentile, z, topsis")),
    }
}

fn missing(text: &str) -> Result<Missing, String> {
    match text {
        "last" => Ok(Missing::Last),
        "typical" => Ok(Missing::Typical),
        _ => Err(format!("no policy `{text}`; there are last, typical")),
    }
}

/// Weights from a file of pairwise comparisons: `3` or `1/3`.
fn pairwise(file: &std::path::Path, session: &Session) -> Result<Vec<Weight>, Error> {
    let refuse = |problem: String| {
        Error::from(
            InputError::file(file, problem).hint("a header of criteria, then a row for each, like 1,3,1/5"),
        )
    };
    let text = std::fs::read_to_string(file)
        .map_err(|error| refuse(format!("the file of comparisons cannot be read: {error}")))?;
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let criteria: Vec<String> =
        lines.next().unwrap_or_default().split(',').map(|name| name.trim().to_owned()).collect();
    let number = |cell: &str| -> Result<f64, Error> {
        let (above, below) = cell.trim().split_once('/').unwrap_or((cell.trim(), "1"));
        let parse =
            |text: &str| text.trim().parse::<f64>().map_err(|_| refuse(format!("`{cell}` is no comparison")));
        Ok(parse(above)? / parse(below)?)
    };
    let matrix: Vec<Vec<f64>> =
        lines.map(|line| line.split(',').map(number).collect()).collect::<Result<_, _>>()?;
    if matrix.len() != criteria.len() {
        return Err(refuse(format!("{} criteria and {} rows", criteria.len(), matrix.len())));
    }
    let found = ahp(&matrix).map_err(refuse)?;
    let ratio = found.consistency_ratio;
    if ratio > 0.1 {
        session.warning(&format!(
            "the comparisons contradict each other (consistency ratio {ratio:.3}, above 0.1)"
        ));
    } else {
        session.note(&format!("pairwise comparisons: consistency ratio {ratio:.3}"));
    }
    let pairs = criteria.into_iter().zip(found.weights);
    Ok(pairs.map(|(criterion, weight)| Weight { criterion, weight }).collect())
}
