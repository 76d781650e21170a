//! Every stake under one definition: what any set of sites newly covers.

use rayon::prelude::*;

use super::cutting::Cutting;
use super::look::Wants;
use super::offer::Offer;
use super::stake::{Sharing, Stake, TABLED, View, Worth};
use crate::assess::{Class, Definition, Status};
use crate::model::{Coverage, Villages};
use crate::units::{Households, People};

/// What a game is made from.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The villages.
    pub villages: &'a Villages,
    /// The coverage that counts.
    pub coverage: &'a Coverage,
    /// What is proposed.
    pub offer: &'a Offer,
    /// The one look at the geometry.
    pub cutting: &'a Cutting,
}

/// How a game is played.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Whose subscribers a site serves.
    pub sharing: Sharing,
    /// Whether a site takes part.
    pub takes_part: &'a (dyn Fn(u32) -> bool + Sync),
    /// The status that each village has, where somebody on the ground knows better than what is
    /// measured; of one that is not uncovered nothing is at stake.
    pub statuses: Option<&'a [Status]>,
    /// For villages that at most so many sites reach, every set is written down.
    pub tabled: usize,
}

impl Default for Setting<'_> {
    /// Every site takes part, for its own operator.
    fn default() -> Self {
        Self { sharing: Sharing::Own, takes_part: &|_| true, statuses: None, tabled: TABLED }
    }
}

/// What a set of sites brings.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Gain {
    /// Villages newly covered: those that failed the rule and now pass it.
    pub villages: usize,
    /// Their people; villages without a number count none.
    pub people: f64,
    /// Their households, likewise.
    pub households: f64,
    /// People outside coverage who are reached, wherever they live.
    pub reached: f64,
    /// Area newly covered inside villages, m² on the ellipsoid.
    pub area_m2: f64,
    /// White villages (*trắng*) that are white no more.
    pub white_closed: usize,
    /// Hollow villages (*lõm*) that are wholly covered now.
    pub hollow_closed: usize,
}

/// Every stake under one definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Game {
    /// The definition.
    pub definition: Definition,
    /// The stakes, village after village.
    pub stakes: Vec<Stake>,
    /// For each site the stakes it reaches, by their place.
    pub of_site: Vec<Vec<u32>>,
    /// Villages that too many sites reach: those are left out.
    pub too_crowded: Vec<usize>,
}

impl Game {
    /// The game under a definition.
    pub fn new(ground: Ground<'_>, definition: &Definition, setting: &Setting<'_>) -> Self {
        let Ground { villages, coverage, offer, cutting } = ground;
        let owners = owners(coverage, offer);
        let wants = Wants::of(&definition.rule).and_classes();
        let stake = |cut: &super::cutting::CutVillage| {
            let view = View {
                definition,
                layers: cutting.layers(),
                operators: &coverage.operators,
                owners: &owners,
                sharing: setting.sharing,
                takes_part: setting.takes_part,
                tabled: setting.tabled,
                wants: Wants { sites: wants.sites && villages.places.sites.is_some(), ..wants },
            };
            let mut stake = Stake::new(cut, &view, worth(villages, cut.village))?;
            if let Some(statuses) = setting.statuses {
                stake.close(statuses[cut.village]);
            }
            Some(stake)
        };
        let made: Vec<Option<Stake>> = cutting.villages.par_iter().map(stake).collect();
        let mut game = Self {
            definition: definition.clone(),
            stakes: Vec::new(),
            of_site: vec![Vec::new(); offer.sites.len()],
            too_crowded: cutting.too_crowded.clone(),
        };
        for (cut, stake) in cutting.villages.iter().zip(made) {
            match stake {
                Some(stake) if stake.sites.is_empty() => {}
                Some(stake) => game.push(stake),
                None => game.too_crowded.push(cut.village),
            }
        }
        game
    }

    fn push(&mut self, stake: Stake) {
        let place = self.stakes.len() as u32;
        stake.sites.iter().for_each(|&site| self.of_site[site as usize].push(place));
        self.stakes.push(stake);
    }

    /// The stakes that a site reaches.
    pub fn reached_by(&self, site: usize) -> impl Iterator<Item = (usize, &Stake)> {
        self.of_site[site].iter().map(|&place| (place as usize, &self.stakes[place as usize]))
    }

    /// What the chosen sites bring together.
    pub fn gain(&self, is_chosen: impl Fn(usize) -> bool) -> Gain {
        let mut gain = Gain::default();
        for stake in &self.stakes {
            self.add_gain(&mut gain, stake, 0, stake.mask(&is_chosen));
        }
        gain
    }

    /// What goes from one set of sites to another; what is lost on the way is not counted.
    pub fn between(&self, before: impl Fn(usize) -> bool, after: impl Fn(usize) -> bool) -> Gain {
        let mut gain = Gain::default();
        for stake in &self.stakes {
            self.add_gain(&mut gain, stake, stake.mask(&before), stake.mask(&after));
        }
        gain
    }

    /// What one site brings alone.
    pub fn alone(&self, site: usize) -> Gain {
        self.after(site, |_| false)
    }

    /// What one site brings after others.
    pub fn after(&self, site: usize, is_built: impl Fn(usize) -> bool) -> Gain {
        let mut gain = Gain::default();
        for (_, stake) in self.reached_by(site) {
            let before = stake.mask(&is_built);
            self.add_gain(&mut gain, stake, before, before | stake.bit(site));
        }
        gain
    }

    fn add_gain(&self, gain: &mut Gain, stake: &Stake, before: u128, after: u128) {
        if before == after {
            return;
        }
        let definition = &self.definition;
        if stake.is_won(definition, after) && !stake.is_won(definition, before) {
            gain.villages += 1;
            gain.people += stake.worth.people.unwrap_or(0.0);
            gain.households += stake.worth.households.unwrap_or(0.0);
        }
        let share = (stake.whole.covered_share(after) - stake.whole.covered_share(before)).max(0.0);
        gain.reached += stake.worth.people.unwrap_or(0.0) * share;
        gain.area_m2 += stake.worth.area_m2 * share;
        if stake.class_before == Class::White || stake.class_before == Class::Hollow {
            let class = |mask| Class::of(&stake.whole.facts(mask));
            match (class(before), class(after)) {
                (Class::White, Class::Hollow | Class::Covered) => gain.white_closed += 1,
                (Class::Hollow, Class::Covered) if stake.class_before == Class::Hollow => {
                    gain.hollow_closed += 1;
                }
                _ => {}
            }
        }
    }

    /// The villages that the chosen sites newly cover, in order.
    pub fn won(&self, is_chosen: impl Fn(usize) -> bool) -> Vec<usize> {
        let won = |stake: &&Stake| stake.is_won(&self.definition, stake.mask(&is_chosen));
        self.stakes.iter().filter(won).map(|stake| stake.village).collect()
    }

    /// The villages that are newly covered with a site and not without it, all others built.
    pub fn only_by(&self, site: usize) -> Vec<usize> {
        let only = |stake: &Stake| {
            let all = stake.everyone();
            stake.is_won(&self.definition, all) && !stake.is_won(&self.definition, all & !stake.bit(site))
        };
        self.reached_by(site).filter(|(_, stake)| only(stake)).map(|(_, stake)| stake.village).collect()
    }

    /// The other sites that reach a village that can be newly covered together with this one.
    pub fn interacting(&self, site: usize) -> Vec<usize> {
        let open = self.reached_by(site).filter(|(_, stake)| stake.is_decided_by(site));
        let mut others: Vec<usize> =
            open.flat_map(|(_, stake)| stake.deciding().filter(|&other| other != site)).collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// Whether a site can win any village, with some set of others built.
    pub fn is_of_use(&self, site: usize) -> bool {
        self.reached_by(site).any(|(_, stake)| stake.is_decided_by(site))
    }
}

/// For each site its operator's place; those that the coverage does not have come behind.
fn owners(coverage: &Coverage, offer: &Offer) -> Vec<Option<usize>> {
    let mut names: Vec<String> = coverage.operators.iter().map(|name| name.to_lowercase()).collect();
    let place = |site: &super::offer::Proposal| {
        let name = site.operator.as_deref()?.trim().to_lowercase();
        Some(names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        }))
    };
    offer.sites.iter().map(place).collect()
}

fn worth(villages: &Villages, village: usize) -> Worth {
    let record = &villages.records[village];
    Worth {
        people: record.population.map(People::get),
        households: record.households.map(Households::get),
        area_m2: villages.area(village).map_or(0.0, |area| area.get()),
    }
}
