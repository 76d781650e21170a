//! What if a site stood here, or there: judged anew at the speed of a click.
//!
//! Only the villages around the site are looked at again; all others keep their status.

use geo::Coord;
use rayon::prelude::*;

use super::cutting::{CutVillage, Cutting, Layers, Looker};
use super::game::{Gain, Game, Ground, Setting};
use super::look::Wants;
use super::offer::{Offer, Proposal};
use crate::assess::{Assessment, Status, centre};
use crate::geometry::{AreaIndex, Shapes, ZoneIndex, bounds};
use crate::model::{Coverage, Technology, Villages};

/// A province that sites can be tried in.
///
/// # Example
/// ```
/// # use covgap::model::{AreaSource, Coverage, ServiceArea, Technology, Village, VillageId, Villages};
/// # use covgap::units::People;
/// use covgap::assess::{Definition, Detail, assess};
/// use covgap::benchmark::{Board, TrialSite};
/// use covgap::geometry::Shapes;
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
/// // two villages of a kilometre side by side, and no coverage at all
/// let assessment = assess(&villages, &coverage, Definition::default(), Detail::Full);
/// let board = Board::new(&villages, &coverage, &assessment);
/// let what_if = board.open();
///
/// // a 4G site that reaches a kilometre and a bit
/// let mut area = Shapes::new();
/// area.push(&square(-100.0, 1_200.0));
/// let site = TrialSite { position: None, technology: Technology::Lte, operator: None, area };
/// let change = what_if.add(&site);
/// assert_eq!(change.newly_covered, [0]);
/// assert_eq!(change.gain.people, 300.0);
///
/// // 800 m further east it serves the other village instead
/// let moved = what_if.add(&site.moved(800.0, 0.0));
/// assert_eq!(moved.newly_covered, [1]);
/// ```
pub struct Board<'a> {
    villages: &'a Villages,
    coverage: &'a Coverage,
    assessment: &'a Assessment,
    layer_of: Vec<u16>,
}

impl<'a> Board<'a> {
    /// A province as it was assessed; `coverage` is what passes the definition's signal cut.
    pub fn new(villages: &'a Villages, coverage: &'a Coverage, assessment: &'a Assessment) -> Self {
        let layers = Layers { operators: coverage.operators.len() };
        let layer_of = coverage.areas.iter().map(|area| layers.existing(area.operator, area.technology));
        Self { villages, coverage, assessment, layer_of: layer_of.collect() }
    }

    /// Indexes it: the one slow step, part of a second for a province.
    pub fn open(&self) -> WhatIf<'_> {
        WhatIf {
            villages: self.villages,
            coverage: self.coverage,
            assessment: self.assessment,
            index: AreaIndex::new(&self.coverage.shapes, &self.layer_of),
            zones: ZoneIndex::new(&self.villages.shapes),
            statuses: self.assessment.villages.iter().map(|village| village.status).collect(),
            built: Vec::new(),
        }
    }
}

/// A province that is open for trials: [`Board::open`].
pub struct WhatIf<'a> {
    villages: &'a Villages,
    coverage: &'a Coverage,
    assessment: &'a Assessment,
    index: AreaIndex<'a>,
    zones: ZoneIndex,
    statuses: Vec<Status>,
    built: Vec<Option<TrialSite>>,
}

impl WhatIf<'_> {
    /// What adding a site would change, after those that are built.
    pub fn add(&self, site: &TrialSite) -> Change {
        self.change(&[], std::slice::from_ref(site))
    }

    /// What taking away a built site would change; nothing where there is none of the number.
    pub fn remove(&self, number: usize) -> Change {
        self.change(&[number], &[])
    }

    /// What moving a built site would change.
    pub fn relocate(&self, number: usize, to: &TrialSite) -> Change {
        self.change(&[number], std::slice::from_ref(to))
    }

    /// Builds a site, so that later trials come after it; gives it a number.
    pub fn build(&mut self, site: TrialSite) -> usize {
        self.built.push(Some(site));
        self.built.len() - 1
    }

    /// Takes a built site away.
    pub fn demolish(&mut self, number: usize) {
        if let Some(site) = self.built.get_mut(number) {
            *site = None;
        }
    }

    /// The villages that fail the rule before anything is built, in order.
    pub fn uncovered(&self) -> Vec<usize> {
        (0..self.statuses.len()).filter(|&village| self.statuses[village] == Status::Uncovered).collect()
    }

    /// Whether a box touches that of a village, or holds the centre of one that is only a point.
    pub(super) fn touches(&self, village: usize, near: geo::Rect) -> bool {
        let (low, high) = (near.min(), near.max());
        let (min, max) = match (bounds(&self.villages.shapes.get(village)), centre(self.villages, village)) {
            (Some(own), _) => (own.min(), own.max()),
            (None, Some(centre)) => (centre, centre),
            (None, None) => return false,
        };
        min.x <= high.x && max.x >= low.x && min.y <= high.y && max.y >= low.y
    }

    /// Whether a village passes the rule with one more site.
    pub fn is_covered_with(&self, village: usize, site: &TrialSite) -> bool {
        let sites: Vec<&TrialSite> = self.standing(&[]).chain([site]).collect();
        let game = self.game(&[village], &sites, Wants::of(&self.assessment.definition.rule));
        self.statuses[village] == Status::Covered || !game.won(|_| true).is_empty()
    }

    fn standing<'s>(&'s self, without: &'s [usize]) -> impl Iterator<Item = &'s TrialSite> {
        let stays = |(number, _): &(usize, &Option<TrialSite>)| !without.contains(number);
        self.built.iter().enumerate().filter(stays).filter_map(|(_, site)| site.as_ref())
    }

    fn change(&self, gone: &[usize], come: &[TrialSite]) -> Change {
        let gone_sites: Vec<&TrialSite> =
            gone.iter().filter_map(|&number| self.built.get(number)?.as_ref()).collect();
        let stay: Vec<&TrialSite> = self.standing(gone).collect();
        let near = self.near(gone_sites.iter().copied().chain(come));
        let (stays, goes) = (stay.len(), stay.len() + gone_sites.len());
        let sites: Vec<&TrialSite> = stay.into_iter().chain(gone_sites).chain(come).collect();
        let wants = Wants::of(&self.assessment.definition.rule).and_classes();
        let game = self.game(&near, &sites, wants);
        let (before, after) = (|site: usize| site < goes, |site: usize| site < stays || site >= goes);
        let (old, new) = (game.won(before), game.won(after));
        let but = |these: &[usize], those: &[usize]| {
            these.iter().copied().filter(|village| those.binary_search(village).is_err()).collect()
        };
        Change {
            newly_covered: but(&new, &old),
            lost: but(&old, &new),
            gain: game.between(before, after),
            loss: game.between(after, before),
            looked_at: near.len(),
        }
    }

    /// The villages that sites can make a difference to.
    fn near<'s>(&self, sites: impl Iterator<Item = &'s TrialSite> + Clone) -> Vec<usize> {
        let mut near = self.zones.near(sites.clone().flat_map(|site| site.area.iter()));
        let asks_distance = self.assessment.definition.rule.is_blind_to_terrain();
        let all_points = self.villages.shapes.positions().is_empty();
        if asks_distance || all_points {
            near = (0..self.villages.len()).collect();
        }
        near.retain(|&village| {
            let found = &self.assessment.villages[village];
            found.status != Status::Covered || found.covered_share < crate::units::Share::ALL
        });
        near
    }

    fn game(&self, villages: &[usize], sites: &[&TrialSite], wants: Wants) -> Game {
        let offer = self.offer(sites);
        let layers = Layers { operators: self.coverage.operators.len() };
        let layer_of: Vec<u16> =
            offer.areas.iter().map(|area| layers.site(area.site, area.technology)).collect();
        let index = self.index.with(&offer.shapes, &layer_of);
        let at = |place: Coord| {
            let mut found: Vec<u16> = index.areas_at(place).map(|area| index.layer(area)).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let villages_of = self.villages;
        let looker = Looker { villages: villages_of, offer: &offer, layers, wants, index: &index, at: &at };
        let cut: Vec<Option<CutVillage>> = villages.par_iter().map(|&one| looker.village(one)).collect();
        let cutting = Cutting {
            villages: cut.into_iter().flatten().collect(),
            too_crowded: Vec::new(),
            operators: layers.operators,
        };
        let (villages, coverage) = (self.villages, self.coverage);
        let ground = Ground { villages, coverage, offer: &offer, cutting: &cutting };
        let setting = Setting { statuses: Some(&self.statuses), tabled: 0, ..Setting::default() };
        Game::new(ground, &self.assessment.definition, &setting)
    }

    fn offer(&self, sites: &[&TrialSite]) -> Offer {
        let mut offer = Offer { lists: vec![String::new()], ..Offer::default() };
        for (nth, site) in sites.iter().enumerate() {
            let operator = site.operator.and_then(|own| self.coverage.operators.get(own).cloned());
            offer.sites.push(Proposal {
                list: Some(0),
                operator,
                position: site.position,
                ..Proposal::default()
            });
            for shape in site.area.iter() {
                offer.push_area(nth as u32, site.technology, &shape);
            }
        }
        offer
    }
}

/// A site to try.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialSite {
    /// Where it stands, in the working plane; only rules about distances ask.
    pub position: Option<Coord>,
    /// What would work there.
    pub technology: Technology,
    /// Whose it is, by its place in the coverage; matters where operators are asked one by one.
    pub operator: Option<usize>,
    /// Its service area: one feature, prepared, in the working plane.
    pub area: Shapes,
}

impl TrialSite {
    /// The same site so many metres further east and north, its area taken along unchanged.
    #[must_use]
    pub fn moved(&self, east_m: f64, north_m: f64) -> Self {
        let way = Coord { x: east_m, y: north_m };
        let mut moved = self.clone();
        moved.position = self.position.map(|place| place + way);
        moved.area.positions_mut().iter_mut().for_each(|place| *place = *place + way);
        moved
    }
}

/// What a trial changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change {
    /// The villages that failed the rule before and pass it now, in order.
    pub newly_covered: Vec<usize>,
    /// The villages that passed the rule before and fail it now, in order.
    pub lost: Vec<usize>,
    /// What is gained.
    pub gain: Gain,
    /// What is lost.
    pub loss: Gain,
    /// How many villages were looked at.
    pub looked_at: usize,
}
