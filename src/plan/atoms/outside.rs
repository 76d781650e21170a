//! People outside coverage who are reached, wherever their village stands under the rule.

use rayon::prelude::*;

use super::holders::Holders;
use super::maker::{Maker, is_cut};
use super::{CannotPlan, Places, Reach, groups};
use crate::assess::Assessment;
use crate::model::{Coverage, Villages};
use crate::plan::Place;
use crate::units::People;

/// Every part of every village that lies outside coverage and that a candidate would reach, as a
/// place of its own, worth its share of the village's people: people are taken to live evenly over
/// the area, as `people_outside` has it everywhere. Any site that reaches the part serves it.
///
/// # Errors
/// None that the rule could cause: it plays no part.
pub fn people_outside(
    villages: &Villages,
    coverage: &Coverage,
    assessment: &Assessment,
    reach: &Reach,
    level: Option<usize>,
) -> Result<Places, CannotPlan> {
    let mut definition = assessment.definition.clone();
    definition.rule = crate::assess::Rule::Centre;
    let holders = Holders::new(coverage, &definition, reach);
    let maker = Maker::new(villages, &definition, &holders, reach)?;
    let groups = groups(villages, level);
    let cut: Vec<_> = (0..villages.len())
        .into_par_iter()
        .map(|village| if is_cut(villages, village) { maker.area(village) } else { Some(Vec::new()) })
        .collect();
    let mut found = Places::default();
    for (village, parts) in cut.into_iter().enumerate() {
        let Some(parts) = parts else {
            found.too_crowded.push(village);
            continue;
        };
        let open = parts.into_iter().filter(|part| !holders.is_held(&part.layers, None));
        let open: Vec<_> = open
            .map(|part| (holders.sites(&part.layers, None), part.share))
            .filter(|(s, _)| !s.is_empty())
            .collect();
        if open.is_empty() {
            continue;
        }
        let Some(people) = villages.records[village].population.map(People::get) else {
            found.without_weight.push(village);
            continue;
        };
        for (sites, share) in open {
            let id = villages.records[village].id.0.clone();
            found.places.push(Place { group: groups[village], ..Place::any(id, people * share, sites) });
            found.villages.push(village);
        }
    }
    Ok(found)
}
