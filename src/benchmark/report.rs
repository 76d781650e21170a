//! From an offer to everything that is found out about it.

use super::by_rule::{SharedBy, UnderRule, is_shown, sharing, under_rules};
use super::cutting::{MOST_SITES, cut};
use super::footprint::{Footprint, footprints};
use super::game::{Gain, Game, Ground, Setting};
use super::look::Wants;
use super::near_miss::{NearMiss, near_misses};
use super::offer::Offer;
use super::order::{Order, area_under, best_order};
use super::pairs::{Pair, pairs};
use super::portfolio::{Portfolio, Terms, portfolio, value};
use super::shapley::{Draws, Shapley, shapley};
use super::verdict::{Floor, Judgement, Verdict, judge};
use super::whatif::Board;
use crate::assess::{Assessment, Rule, Status, cases};
use crate::geometry::Shapes;
use crate::model::{Coverage, Technology, Villages};
use crate::plan::{Limits, PlanError, atoms::Weight};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The villages.
    pub villages: &'a Villages,
    /// The coverage that passes the definition's signal cut.
    pub coverage: &'a Coverage,
    /// How it was judged.
    pub assessment: &'a Assessment,
    /// What is proposed, and our own candidates.
    pub offer: &'a Offer,
    /// What a site must bring.
    pub floor: Floor,
    /// The money; without it what was submitted costs is what there is.
    pub budget: Option<f64>,
    /// What is counted where one number decides.
    pub weight: Weight,
    /// How much work goes into each optimum.
    pub limits: Limits,
    /// How Shapley values are drawn where they are not exact.
    pub draws: Draws,
    /// Whether near misses, other rules and sharing are looked at too.
    pub is_thorough: bool,
}

/// Everything that is found out about an offer. Vectors by site have an entry for each of
/// [`Offer::sites`]; those of candidates are empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// What was proposed.
    pub offer: Offer,
    /// What a site must bring.
    pub floor: Floor,
    /// The money, where it was stated.
    pub budget: Option<f64>,
    /// What is counted where one number decides.
    pub weight: Weight,
    /// What the submitted sites can win, under the definition in use.
    pub game: Game,
    /// The footprint of each site.
    pub footprints: Vec<Footprint>,
    /// The union of each site's areas that count, in the working plane.
    pub reach: Shapes,
    /// What each site brings alone.
    pub alone: Vec<Gain>,
    /// What each site deserves of what all bring.
    pub shapley: Vec<Shapley>,
    /// The villages that only this site can win.
    pub only: Vec<Vec<usize>>,
    /// The other sites it has to do with.
    pub interacting: Vec<Vec<usize>>,
    /// The order in which they were submitted.
    pub given: Order,
    /// The best order found.
    pub best: Order,
    /// The area under the curve of what is counted over money, in the given and the best order.
    pub areas_under: (f64, f64),
    /// Doubles, free riders and dominated sites.
    pub pairs: Vec<Pair>,
    /// What becomes of each site, and why.
    pub judgements: Vec<Option<Judgement>>,
    /// Villages missed by little.
    pub near_misses: Vec<NearMiss>,
    /// What was submitted against the best for the money.
    pub portfolio: Portfolio,
    /// The same under other rules and minimum technologies.
    pub by_rule: Vec<UnderRule>,
    /// What sharing would change.
    pub sharing: Vec<SharedBy>,
    /// What the user should know.
    pub notes: Vec<String>,
}

impl Benchmark {
    /// The sites that are accepted, in the order they were taken in the best order.
    pub fn accepted(&self) -> Vec<usize> {
        let is_accepted = |site: &usize| {
            self.judgements[*site].as_ref().is_some_and(|found| found.verdict() == Verdict::Accept)
        };
        self.best.sites.iter().copied().filter(is_accepted).collect()
    }
}

/// Benchmarks an offer. The same whatever the number of threads, as long as no optimum runs into
/// the limit of time.
///
/// # Errors
/// More sites than can be told apart, or what the solver says.
///
/// # Example
/// ```
/// # use covgap::model::{Coverage, Technology, Village, VillageId, Villages};
/// # use covgap::units::People;
/// use covgap::assess::{Definition, Detail, assess};
/// use covgap::benchmark::{Draws, Floor, Kind, Offer, Proposal, Question, Verdict, benchmark};
/// use covgap::geometry::Shapes;
/// use covgap::plan::{Limits, atoms::Weight};
/// # use geo::{Coord, MultiPolygon, Rect};
/// # let square = |x: f64, size: f64| MultiPolygon::from(
/// #     Rect::new(Coord { x, y: 0.0 }, Coord { x: x + size, y: size }).to_polygon());
/// # let village = |id: &str| Village {
/// #     id: VillageId(id.into()), name: None, admin: Vec::new(), population: People::new(300.0).ok(),
/// #     households: None, centre: None, extra: Vec::new() };
/// # let mut villages = Villages { records: vec![village("kura"), village("gora")], ..Villages::default() };
/// # villages.shapes.push(&square(0.0, 1_000.0));
/// # villages.shapes.push(&square(1_000.0, 1_000.0));
/// # let coverage = Coverage::default();
/// // two villages of a kilometre side by side, with 300 people each, and no coverage at all
/// let assessment = assess(&villages, &coverage, Definition::default(), Detail::Full);
///
/// // one list of two sites: one would cover both villages, the other the first one only
/// let site = |id: &str, cost: f64| Proposal {
///     id: id.into(), list: Some(0), cost, is_cost_stated: true, ..Proposal::default()
/// };
/// let mut offer = Offer {
///     lists: vec!["north".into()],
///     sites: vec![site("wide", 2.0e9), site("narrow", 1.5e9)],
///     ..Offer::default()
/// };
/// let mut areas = Shapes::new();
/// areas.push(&square(-100.0, 2_200.0));
/// areas.push(&square(-100.0, 1_200.0));
/// for site in 0..2 {
///     offer.push_area(site, Technology::Lte, &areas.get(site as usize));
/// }
///
/// let found = benchmark(&Question {
///     villages: &villages,
///     coverage: &coverage,
///     assessment: &assessment,
///     offer: &offer,
///     floor: Floor { people: 200.0, ..Floor::default() },
///     budget: Some(2.0e9),
///     weight: Weight::People,
///     limits: Limits::default(),
///     draws: Draws::default(),
///     is_thorough: true,
/// })?;
/// assert_eq!([found.alone[0].people, found.alone[1].people], [600.0, 300.0]);
/// // in the order of the list the second adds nothing; on average over both orders it adds half of its own
/// assert_eq!(found.given.gain(1).map(|gain| gain.people), Some(0.0));
/// assert_eq!([found.shapley[0].people, found.shapley[1].people], [450.0, 150.0]);
/// let verdict = |site: usize| found.judgements[site].as_ref().map(|judged| judged.verdict());
/// assert_eq!(verdict(0), Some(Verdict::Accept));
/// assert_ne!(verdict(1), Some(Verdict::Accept));
/// let best = found.portfolio.entry(Kind::BestSubset, None).map(|entry| entry.sites.clone());
/// assert_eq!(best, Some(vec![0]));
/// # Ok::<(), covgap::plan::PlanError>(())
/// ```
pub fn benchmark(question: &Question<'_>) -> Result<Benchmark, PlanError> {
    let Question { villages, coverage, assessment, offer, .. } = *question;
    if offer.sites.len() + coverage.operators.len() > MOST_SITES {
        return Err(PlanError::Invalid(format!(
            "{} sites are more than the {MOST_SITES} that can be told apart",
            offer.sites.len()
        )));
    }
    let definition = &assessment.definition;
    let all_cases = cases(villages, coverage, definition);
    let near_m = farthest(all_cases.iter().map(|case| &case.definition.rule));
    let wants =
        if question.is_thorough { Wants::EVERYTHING } else { Wants::of(&definition.rule).and_classes() };
    let cutting = cut(villages, coverage, offer, near_m, wants);
    let ground = Ground { villages, coverage, offer, cutting: &cutting };
    let statuses: Vec<Status> = assessment.villages.iter().map(|village| village.status).collect();
    let submitted = |site: u32| offer.sites[site as usize].list.is_some();
    let setting = Setting { takes_part: &submitted, statuses: Some(&statuses), ..Setting::default() };
    let game = Game::new(ground, definition, &setting);
    let all = Game::new(ground, definition, &Setting { statuses: Some(&statuses), ..Setting::default() });
    let (footprints, reach) = footprints(ground, definition);
    let pairs = pairs(&game, offer, &footprints);
    let judgements = judge(&game, offer, &footprints, &pairs, question.floor);
    let costs: Vec<f64> = offer.sites.iter().map(|site| site.cost).collect();
    let weigh = |stake: &super::stake::Stake| value(stake, question.weight);
    let given = offer.given_order();
    let best = best_order(&game, &given, &costs, &weigh);
    let areas_under = (area_under(&game, &given, &costs, &weigh), area_under(&game, &best, &costs, &weigh));
    let accepted: Vec<usize> = (0..offer.sites.len())
        .filter(|&site| judgements[site].as_ref().is_some_and(|it| it.verdict() == Verdict::Accept))
        .collect();
    let id = |village: usize| villages.records[village].id.0.clone();
    let terms = Terms { budget: question.budget, weight: question.weight, limits: &question.limits, id: &id };
    let portfolio = portfolio(&all, offer, &accepted, &terms)?;
    let near_misses = if question.is_thorough {
        let board = Board::new(villages, coverage, assessment);
        near_misses(&game, offer, &board.open(), &reach, &technologies(offer, assessment))
    } else {
        Vec::new()
    };
    let shown = all_cases.into_iter().filter(|case| question.is_thorough && is_shown(case)).collect();
    Ok(Benchmark {
        alone: (0..offer.sites.len()).map(|site| game.alone(site)).collect(),
        shapley: shapley(&game, question.draws),
        only: (0..offer.sites.len()).map(|site| game.only_by(site)).collect(),
        interacting: (0..offer.sites.len()).map(|site| game.interacting(site)).collect(),
        given: Order::of(&game, given),
        best: Order::of(&game, best),
        areas_under,
        by_rule: under_rules(ground, shown, question.draws.seed),
        sharing: if question.is_thorough { sharing(ground, definition) } else { Vec::new() },
        notes: notes(&game, &all, offer),
        offer: offer.clone(),
        floor: question.floor,
        budget: question.budget,
        weight: question.weight,
        game,
        footprints,
        reach,
        pairs,
        judgements,
        near_misses,
        portfolio,
    })
}

/// How far a site matters by its distance alone, under any of the rules.
fn farthest<'r>(rules: impl Iterator<Item = &'r Rule>) -> f64 {
    let of_atom = |atom: &Rule| match atom {
        Rule::Within(most) => most.get(),
        _ => 0.0,
    };
    rules.flat_map(|rule| rule.atoms().into_iter().map(of_atom).collect::<Vec<_>>()).fold(0.0, f64::max)
}

/// For each site the oldest of its technologies that count.
fn technologies(offer: &Offer, assessment: &Assessment) -> Vec<Option<Technology>> {
    let mut found = vec![None; offer.sites.len()];
    for area in offer.areas.iter().filter(|area| assessment.definition.counts(area.technology)) {
        let known = &mut found[area.site as usize];
        *known = Some(known.map_or(area.technology, |known: Technology| known.min(area.technology)));
    }
    found
}

fn notes(game: &Game, all: &Game, offer: &Offer) -> Vec<String> {
    let mut notes = Vec::new();
    let crowded = game.too_crowded.len().max(all.too_crowded.len());
    if crowded > 0 {
        notes.push(format!(
            "{crowded} villages are crossed by too many areas to be told apart: they are left out"
        ));
    }
    let unknown = game.stakes.iter().filter(|stake| stake.is_open() && stake.worth.people.is_none()).count();
    if unknown > 0 {
        notes.push(format!("{unknown} uncovered villages state no population and count no people"));
    }
    let unstated = offer.submitted().filter(|&site| !offer.sites[site].is_cost_stated).count();
    if unstated > 0 {
        notes.push(format!("{unstated} proposals state no cost: a standard cost stands in"));
    }
    notes
}
