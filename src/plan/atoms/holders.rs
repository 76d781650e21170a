//! Who can hold a spot: existing coverage, operator by operator where the rule asks for that, and
//! the candidates' areas.

use geo::Coord;

use crate::assess::{Definition, Operators};
use crate::geometry::Shapes;
use crate::model::{Coverage, OperatorIndex, Technology};

/// What candidates would serve.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reach {
    /// The service areas that count, in the working plane.
    pub shapes: Shapes,
    /// The site of each.
    pub sites: Vec<u32>,
    /// The operator of each, by its place in the coverage; `None` where the site would carry every
    /// operator.
    pub operators: Vec<Option<OperatorIndex>>,
    /// The technology of each.
    pub technologies: Vec<Technology>,
    /// Where each site stands, in the working plane, where that is known.
    pub positions: Vec<Option<Coord>>,
}

/// Every service area that counts, existing ones first, and who holds what lies in it.
#[derive(Debug)]
pub(super) struct Holders {
    /// The areas.
    pub shapes: Shapes,
    /// The holder of each: existing ones below [`Holders::existing`], a candidate's area above.
    pub holder_of: Vec<u32>,
    /// A layer for each area, all the same: holders tell areas apart.
    pub layers: Vec<u16>,
    /// Whether each of the candidates' areas counts: its technology, and its operator.
    pub counting: Vec<bool>,
    /// How many existing holders there are: one, or one an operator.
    pub existing: u32,
    /// Site and operator of each candidate holder.
    candidates: Vec<(u32, Option<OperatorIndex>)>,
    /// How many operators the coverage names.
    known: OperatorIndex,
    /// How many operators must satisfy the rule alone, of how many; `None` for all together.
    pub alone: Option<(u32, u32)>,
}

/// Whose coverage is looked at: of all together, or of one operator.
pub(super) type View = Option<OperatorIndex>;

impl Holders {
    pub fn new(coverage: &Coverage, definition: &Definition, reach: &Reach) -> Self {
        let names = &coverage.operators;
        let operators = names.len() as u32;
        let alone = match definition.operators {
            Operators::Any | Operators::Named(_) => None,
            Operators::Each => Some((operators, operators)),
            Operators::AtLeast(least) => {
                let newcomers = reach.operators.iter().flatten().map(|&own| u32::from(own) + 1).max();
                Some((least, operators.max(newcomers.unwrap_or(0))))
            }
        };
        let existing = alone.map_or(1, |(_, all)| all.max(1));
        let mut holders = Self {
            shapes: Shapes::new(),
            holder_of: Vec::new(),
            layers: Vec::new(),
            counting: Vec::new(),
            existing,
            candidates: Vec::new(),
            known: operators as u16,
            alone,
        };
        for (nth, area) in coverage.areas.iter().enumerate() {
            if definition.counts(area.technology) && definition.counts_operator(area.operator, names) {
                holders.shapes.push_shape(&coverage.shapes.get(nth));
                holders.holder_of.push(if alone.is_some() { u32::from(area.operator) } else { 0 });
            }
        }
        for (nth, (&site, &operator)) in reach.sites.iter().zip(&reach.operators).enumerate() {
            let counts = definition.counts(reach.technologies[nth]) && may_count(operator, definition, names);
            holders.counting.push(counts);
            if !counts {
                continue;
            }
            let key = (site, operator);
            let known = holders.candidates.iter().rposition(|own| *own == key);
            let number = known.unwrap_or_else(|| {
                holders.candidates.push(key);
                holders.candidates.len() - 1
            });
            holders.shapes.push_shape(&reach.shapes.get(nth));
            holders.holder_of.push(existing + number as u32);
        }
        holders.layers = vec![0; holders.holder_of.len()];
        holders
    }

    /// Whether existing coverage is among the holders of a spot, as a view sees it.
    pub fn is_held(&self, holders: &[u32], view: View) -> bool {
        holders.iter().any(|&holder| {
            holder < self.existing && view.is_none_or(|operator| u32::from(operator) == holder)
        })
    }

    /// Whether a view looks at a candidate's area. One that would carry every operator carries those
    /// that are there already.
    pub fn is_seen(&self, operator: Option<OperatorIndex>, view: View) -> bool {
        view.is_none_or(|view| operator.map_or(view < self.known, |own| own == view))
    }

    /// The candidate sites among the holders of a spot, as a view sees them, ascending.
    pub fn sites(&self, holders: &[u32], view: View) -> Vec<u32> {
        let candidates = holders.iter().filter_map(|&holder| {
            let (site, operator) = self.candidates[holder.checked_sub(self.existing)? as usize];
            self.is_seen(operator, view).then_some(site)
        });
        let mut sites: Vec<u32> = candidates.collect();
        sites.sort_unstable();
        sites.dedup();
        sites
    }
}

fn may_count(operator: Option<OperatorIndex>, definition: &Definition, names: &[String]) -> bool {
    operator.is_none_or(|own| definition.counts_operator(own, names))
}
