//! The received power below which a service area does not count.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::geometry::Shapes;
use crate::model::{Coverage, ServiceArea, Technology};
use crate::units::Dbm;

/// Levels per technology, RxLev for 2G, RSCP for 3G, RSRP for 4G and 5G, and what is lost on the
/// way indoors or into a vehicle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SignalCut {
    /// The least level of each technology that is cut, outdoors.
    pub levels: BTreeMap<Technology, Dbm>,
    /// Decibels that a wall or a vehicle takes: every level rises by so much.
    pub margin_db: f64,
    /// The classes of signal that count, in lower case; empty lets every class count.
    pub classes: Vec<String>,
}

/// Whether a service area counts under a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reception {
    /// It does.
    Enough,
    /// It is too weak.
    TooWeak,
    /// The data give no level (or class) for it.
    Unstated,
}

impl SignalCut {
    /// Whether everything counts.
    pub fn is_none(&self) -> bool {
        self.levels.is_empty() && self.classes.is_empty()
    }

    /// The level that a service area of a technology must reach, the margin included.
    pub fn level(&self, technology: Technology) -> Option<f64> {
        self.levels.get(&technology).map(|level| level.get() + self.margin_db)
    }

    /// Whether a service area counts.
    pub fn judge(&self, area: &ServiceArea) -> Reception {
        let by_level = match (self.level(area.technology), area.signal) {
            (None, _) => Reception::Enough,
            (Some(_), None) => Reception::Unstated,
            (Some(least), Some(signal)) if signal.get() >= least => Reception::Enough,
            _ => Reception::TooWeak,
        };
        let by_class = match &area.signal_class {
            _ if self.classes.is_empty() => Reception::Enough,
            None => Reception::Unstated,
            Some(class) if self.classes.contains(&class.trim().to_lowercase()) => Reception::Enough,
            Some(_) => Reception::TooWeak,
        };
        match (by_level, by_class) {
            (Reception::TooWeak, _) | (_, Reception::TooWeak) => Reception::TooWeak,
            (Reception::Enough, Reception::Enough) => Reception::Enough,
            _ => Reception::Unstated,
        }
    }

    /// Splits coverage by what counts.
    pub fn apply(&self, coverage: &Coverage) -> Cut {
        let of = |wanted: &[Reception]| {
            let keep = |area: &usize| wanted.contains(&self.judge(&coverage.areas[*area]));
            let kept: Vec<usize> = (0..coverage.len()).filter(keep).collect();
            (coverage.len() - kept.len(), part(coverage, &kept))
        };
        let (left_out, sure) = of(&[Reception::Enough]);
        let (too_weak, at_most) = of(&[Reception::Enough, Reception::Unstated]);
        let unstated = left_out - too_weak;
        Cut { sure, at_most: (unstated > 0).then_some(at_most), too_weak, unstated }
    }
}

/// Coverage, split by a cut.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The service areas that count.
    pub sure: Coverage,
    /// These, and those that the data do not say it of; `None` where there are none.
    pub at_most: Option<Coverage>,
    /// How many service areas are too weak.
    pub too_weak: usize,
    /// Of how many the data give no level or class.
    pub unstated: usize,
}

/// Some of the service areas; operators keep their numbers.
fn part(coverage: &Coverage, kept: &[usize]) -> Coverage {
    let mut shapes = Shapes::new();
    for &area in kept {
        shapes.push_shape(&coverage.shapes.get(area));
    }
    let place = |area: u32| kept.binary_search(&(area as usize)).ok().map(|place| place as u32);
    Coverage {
        operators: coverage.operators.clone(),
        areas: kept.iter().map(|&area| coverage.areas[area].clone()).collect(),
        shapes,
        towers: coverage
            .towers
            .iter()
            .filter_map(|tower| Some(crate::model::Tower { area: place(tower.area)?, ..tower.clone() }))
            .collect(),
    }
}

impl fmt::Display for SignalCut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> =
            self.levels.iter().map(|(technology, level)| format!("{technology}={}", level.get())).collect();
        if self.margin_db != 0.0 && !self.levels.is_empty() {
            parts.push(format!("margin={}", self.margin_db));
        }
        parts.extend(self.classes.iter().map(|class| format!("class={class}")));
        f.write_str(&parts.join(","))
    }
}

/// One `4G=-110`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level(pub Technology, pub Dbm);

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shape = || format!("`{text}` is not a level: write e.g. `4G=-110`");
        let (technology, level) = text.split_once('=').ok_or_else(shape)?;
        let technology = technology.parse().map_err(|error| format!("{error}"))?;
        let level = level.trim().trim_end_matches("dBm").trim().replace('−', "-");
        let level = Dbm::new(level.parse().map_err(|_| shape())?).map_err(|error| error.to_string())?;
        Ok(Self(technology, level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AreaSource;

    fn area(technology: Technology, signal: Option<f64>, class: Option<&str>) -> ServiceArea {
        ServiceArea {
            id: None,
            operator: 0,
            technology,
            signal: signal.map(|level| Dbm::new(level).unwrap()),
            signal_class: class.map(str::to_owned),
            source: AreaSource::Polygon,
            file: 0,
            feature: 1,
        }
    }

    fn cut(levels: &[&str], margin_db: f64, classes: &[&str]) -> SignalCut {
        let level = |text: &&str| text.parse::<Level>().map(|Level(t, dbm)| (t, dbm)).unwrap();
        SignalCut {
            levels: levels.iter().map(level).collect(),
            margin_db,
            classes: classes.iter().map(|&class| class.to_owned()).collect(),
        }
    }

    #[test]
    fn a_level_is_reached_by_itself_and_not_by_a_decibel_less() {
        let cut = cut(&["4G=-110"], 0.0, &[]);
        let judge = |level| cut.judge(&area(Technology::Lte, Some(level), None));
        assert_eq!(judge(-110.0), Reception::Enough);
        assert_eq!(judge(-111.0), Reception::TooWeak);
        assert_eq!(cut.judge(&area(Technology::Lte, None, None)), Reception::Unstated);
        assert_eq!(cut.judge(&area(Technology::Gsm, Some(-120.0), None)), Reception::Enough, "2G is not cut");
    }

    #[test]
    fn a_wall_of_fifteen_decibels_asks_for_that_much_more_outside() {
        let cut = cut(&["4G = -110 dBm"], 15.0, &[]);
        assert_eq!(cut.judge(&area(Technology::Lte, Some(-95.0), None)), Reception::Enough);
        assert_eq!(cut.judge(&area(Technology::Lte, Some(-96.0), None)), Reception::TooWeak);
        assert_eq!(cut.to_string(), "4G=-110,margin=15");
    }

    #[test]
    fn classes_count_by_name() {
        let cut = cut(&[], 0.0, &["good"]);
        assert_eq!(cut.judge(&area(Technology::Lte, None, Some(" Good "))), Reception::Enough);
        assert_eq!(cut.judge(&area(Technology::Lte, None, Some("limited"))), Reception::TooWeak);
        assert_eq!(cut.judge(&area(Technology::Lte, None, None)), Reception::Unstated);
    }

    #[test]
    fn a_path_loss_or_a_word_is_no_level() {
        for text in ["4G=110", "4G", "4G=strong", "6G=-100"] {
            assert!(text.parse::<Level>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_unstated_is_kept_apart() {
        let mut shapes = Shapes::new();
        let square = |x: f64| {
            geo::Rect::new(geo::Coord { x, y: 0.0 }, geo::Coord { x: x + 1.0, y: 1.0 }).to_polygon().into()
        };
        (0..3).for_each(|x| shapes.push(&square(f64::from(x))));
        let areas = [Some(-100.0), Some(-120.0), None].map(|level| area(Technology::Lte, level, None));
        let coverage = Coverage {
            operators: vec!["a".into()],
            areas: areas.to_vec(),
            shapes: shapes.clone(),
            towers: Vec::new(),
        };
        let split = cut(&["4G=-110"], 0.0, &[]).apply(&coverage);
        assert_eq!((split.sure.len(), split.too_weak, split.unstated), (1, 1, 1));
        let at_most = split.at_most.unwrap();
        assert_eq!(at_most.len(), 2);
        assert_eq!(at_most.shapes.get(1).to_multi_polygon(), shapes.get(2).to_multi_polygon());
    }
}
