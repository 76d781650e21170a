//! The service areas behind a change: those that appeared, vanished, grew or shrank in a village.

use std::collections::BTreeMap;

use super::Vintage;
use crate::assess::{Definition, Reception, centre};
use crate::geometry::{AreaIndex, Cuts, PointIndex, Shape, Shapes, share_of_one};
use crate::model::{Coverage, Technology};

/// A share that differs by less than this is the same one.
const SAME_SHARE: f64 = 1e-6;

/// What happened to a service area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It was not there before.
    Appeared,
    /// It is no longer there.
    Vanished,
    /// It holds more of the village than before.
    Grew,
    /// It holds less.
    Shrank,
}

impl Happened {
    /// As the outputs have it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Appeared => "appeared",
            Self::Vanished => "vanished",
            Self::Grew => "grew",
            Self::Shrank => "shrank",
        }
    }
}

/// Who a service area is in both vintages: operator, technology, id (or its place in its file
/// where the data give none, which no area of the other vintage shares).
type Key = (String, Technology, String);

/// One service area that changed in a village.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaChange {
    /// Whose it is.
    pub operator: String,
    /// What works there.
    pub technology: Technology,
    /// Its id, or where it stands in its file.
    pub id: String,
    /// What happened to it.
    pub happened: Happened,
    /// The share of the village inside it, before and now (of the centre, 0 or 1, where the
    /// village is only a point).
    pub shares: [f64; 2],
}

/// What changed of the service areas that count in a village of now, the largest change first.
pub fn area_changes(
    new: Vintage<'_>,
    old_definition: &Definition,
    villages: &[usize],
) -> Vec<Vec<AreaChange>> {
    let before = Side::new(&new.other_network.coverage, old_definition, "then");
    let now = Side::new(&new.network.coverage, new.definition, "now");
    let of_village = |&village: &usize| {
        let zone = new.villages.shapes.get(village);
        let at = centre(new.villages, village);
        let mut shares: BTreeMap<Key, [f64; 2]> = BTreeMap::new();
        for (nth, side) in [&before, &now].into_iter().enumerate() {
            for (key, share) in side.shares(&zone, at) {
                let both = shares.entry(key).or_default();
                both[nth] = both[nth].max(share);
            }
        }
        let changed = shares.into_iter().filter(|(_, [then, now])| (now - then).abs() > SAME_SHARE);
        let mut changes: Vec<AreaChange> = changed
            .map(|(key, shares)| AreaChange {
                happened: match (before.has(&key), now.has(&key)) {
                    (false, _) => Happened::Appeared,
                    (_, false) => Happened::Vanished,
                    _ if shares[1] > shares[0] => Happened::Grew,
                    _ => Happened::Shrank,
                },
                operator: key.0,
                technology: key.1,
                id: key.2,
                shares,
            })
            .collect();
        let by = |change: &AreaChange| (change.shares[1] - change.shares[0]).abs();
        changes.sort_by(|a, b| by(b).total_cmp(&by(a)));
        changes
    };
    villages.iter().map(of_village).collect()
}

/// The service areas that count in one vintage.
struct Side<'a> {
    coverage: &'a Coverage,
    keys: Vec<Key>,
    known: std::collections::BTreeSet<Key>,
    counts: Vec<bool>,
    layers: Vec<u16>,
}

impl<'a> Side<'a> {
    fn new(coverage: &'a Coverage, definition: &Definition, when: &str) -> Self {
        let keys: Vec<Key> = (coverage.areas.iter())
            .map(|area| {
                let id = area.id.clone().unwrap_or_else(|| format!("feature {} of {when}", area.feature));
                (coverage.operators[usize::from(area.operator)].clone(), area.technology, id)
            })
            .collect();
        let counts = coverage.areas.iter().map(|area| {
            definition.counts(area.technology)
                && definition.counts_operator(area.operator, &coverage.operators)
                && (definition.signal.is_none() || definition.signal.judge(area) == Reception::Enough)
        });
        let counts: Vec<bool> = counts.collect();
        let known = keys.iter().zip(&counts).filter(|(_, counts)| **counts).map(|(key, _)| key.clone());
        let known = known.collect();
        Self { coverage, keys, known, counts, layers: vec![0; coverage.len()] }
    }

    fn has(&self, key: &Key) -> bool {
        self.known.contains(key)
    }

    /// The share of a zone inside each area that counts and touches it.
    fn shares(&self, zone: &Shape<'_>, centre: Option<geo::Coord>) -> Vec<(Key, f64)> {
        let index = AreaIndex::new(&self.coverage.shapes, &self.layers);
        let near: Vec<usize> = if zone.is_empty() {
            centre.map_or_else(Vec::new, |at| index.areas_at(at).collect())
        } else {
            index.near(zone).collect()
        };
        let near = near.into_iter().filter(|&area| self.counts[area]);
        near.map(|area| {
            let mut alone = Shapes::new();
            alone.push_shape(&self.coverage.shapes.get(area));
            let share = if zone.is_empty() {
                let inside = centre.is_some_and(|at| PointIndex::new(&alone).first_area_at(at).is_some());
                f64::from(u8::from(inside))
            } else {
                let mut cuts = Cuts::new(1);
                cuts.add([0]);
                share_of_one(zone, &AreaIndex::new(&alone, &[0]), &cuts)
                    .shares
                    .first()
                    .copied()
                    .unwrap_or(0.0)
            };
            (self.keys[area].clone(), share)
        })
        .collect()
    }
}
