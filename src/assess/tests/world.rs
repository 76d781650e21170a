//! A world of whole squares, where areas are counted square by square and points stand in the
//! middle of squares: every rule in its slow obvious version.

use geo::{Coord, MultiPolygon, Rect};
use proptest::prelude::*;

use super::super::*;
use crate::geometry::Shapes;
use crate::model::*;
use crate::units::{Dbm, People, Share};

/// Corner, corner: whole numbers, so that unit squares are in or out.
pub(super) type Box = (i32, i32, i32, i32);

#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) villages: Vec<Box>,
    /// Box, operator, technology, level.
    pub(super) areas: Vec<(Box, u16, usize, Option<i32>)>,
    /// Village, unit square, weight.
    pub(super) clusters: Vec<(usize, (i32, i32))>,
    pub(super) outlines: Vec<(usize, Box)>,
    pub(super) buildings: Vec<(usize, (i32, i32), u8)>,
    pub(super) people: Vec<(usize, (i32, i32), u8)>,
    pub(super) sites: Vec<OneSite>,
}

/// A unit square, its operator, its technologies.
pub(super) type OneSite = ((i32, i32), Option<u16>, [bool; 4]);
/// Where, operator, technology, dBm.
pub(super) type Area = (Box, u16, usize, Option<i32>);

pub(super) fn boxes() -> impl Strategy<Value = Box> {
    (0..9, 0..9, 1..5, 1..5).prop_map(|(x, y, w, h)| (x, y, x + w, y + h))
}

pub(super) fn square() -> impl Strategy<Value = (i32, i32)> {
    (0..12, 0..12)
}

pub(super) fn world() -> impl Strategy<Value = World> {
    let villages = proptest::collection::vec(boxes(), 1..4);
    let level = proptest::option::of(-120..-90);
    let areas = proptest::collection::vec((boxes(), 0u16..3, 0usize..4, level), 0..9);
    let whose = 0usize..3;
    (
        villages,
        areas,
        proptest::collection::vec((whose.clone(), square()), 0..6),
        proptest::collection::vec((whose.clone(), boxes()), 0..3),
        proptest::collection::vec((whose.clone(), square(), 0u8..4), 0..8),
        proptest::collection::vec((whose, square(), 0u8..4), 0..8),
        proptest::collection::vec((square(), proptest::option::of(0u16..3), any::<[bool; 4]>()), 0..4),
    )
        .prop_map(|(villages, areas, clusters, outlines, buildings, people, sites)| {
            let all = villages.len();
            World {
                clusters: clusters.into_iter().filter(|c| c.0 < all).collect(),
                outlines: outlines.into_iter().filter(|c| c.0 < all).collect(),
                buildings: buildings.into_iter().filter(|c| c.0 < all).collect(),
                people: people.into_iter().filter(|c| c.0 < all).collect(),
                villages,
                areas,
                sites,
            }
        })
}

pub(super) fn polygon(b: Box) -> MultiPolygon {
    let at = |x: i32, y: i32| Coord { x: x.into(), y: y.into() };
    Rect::new(at(b.0, b.1), at(b.2, b.3)).to_polygon().into()
}

pub(super) fn middle(square: (i32, i32)) -> Coord {
    Coord { x: f64::from(square.0) + 0.5, y: f64::from(square.1) + 0.5 }
}

pub(super) fn holds(b: Box, square: (i32, i32)) -> bool {
    (b.0..b.2).contains(&square.0) && (b.1..b.3).contains(&square.1)
}

/// The village's centre: its first square.
pub(super) fn first_square(b: Box) -> (i32, i32) {
    (b.0, b.1)
}

impl World {
    pub(super) fn villages(&self) -> Villages {
        let mut shapes = Shapes::new();
        let records = self.villages.iter().enumerate().map(|(nth, &b)| {
            shapes.push(&polygon(b));
            Village {
                id: VillageId(nth.to_string()),
                name: None,
                admin: Vec::new(),
                population: People::new(100.0).ok(),
                households: None,
                centre: Some(middle(first_square(b))),
                extra: Vec::new(),
            }
        });
        let records: Vec<Village> = records.collect();
        let all = records.len();
        let weighted = |points: &[(usize, (i32, i32), u8)]| {
            let points: Vec<_> = points.iter().map(|&(v, s, w)| (v, middle(s), f64::from(w))).collect();
            Points::new(all, &points)
        };
        let mut given: Vec<_> = self.clusters.iter().map(|&(v, s)| (v, middle(s), 1.0)).collect();
        given.extend(self.outlines.iter().map(|&(v, b)| (v, middle(first_square(b)), 1.0)));
        let points = Points::new(all, &given);
        let mut outlines = Shapes::new();
        for point in 0..points.len() {
            match points.source(point).checked_sub(self.clusters.len()) {
                Some(nth) => outlines.push(&polygon(self.outlines[nth].1)),
                None => outlines.push(&MultiPolygon::new(Vec::new())),
            }
        }
        let sites = self.sites.iter().map(|&(square, operator, technologies)| Site {
            position: middle(square),
            operator,
            technologies,
        });
        Villages {
            records,
            shapes,
            places: Places {
                clusters: Some(Clusters { names: vec![None; points.len()], points, shapes: outlines }),
                buildings: Some(weighted(&self.buildings)),
                people: Some(PlacedPeople { method: PeopleMethod::Points, points: weighted(&self.people) }),
                sites: Some(sites.collect()),
            },
            ..Villages::default()
        }
    }

    pub(super) fn coverage(&self) -> Coverage {
        let mut shapes = Shapes::new();
        let areas = self.areas.iter().map(|&(b, operator, technology, level)| {
            shapes.push(&polygon(b));
            ServiceArea {
                id: None,
                operator,
                technology: Technology::ALL[technology],
                signal: level.and_then(|level| Dbm::new(level.into()).ok()),
                signal_class: None,
                source: AreaSource::Polygon,
                file: 0,
                feature: 1,
            }
        });
        let areas = areas.collect();
        Coverage { operators: ["a", "b", "c"].map(str::to_owned).to_vec(), areas, shapes, towers: Vec::new() }
    }

    /// The slow obvious version of a status: what passes the level, and what may.
    pub(super) fn status(&self, village: usize, definition: &Definition) -> Status {
        let level = |technology: usize| definition.signal.level(Technology::ALL[technology]);
        let sure = |area: &(Box, u16, usize, Option<i32>)| match (level(area.2), area.3) {
            (None, _) => true,
            (Some(least), Some(found)) => f64::from(found) >= least,
            (Some(_), None) => false,
        };
        let may = |area: &Area| sure(area) || (level(area.2).is_some() && area.3.is_none());
        let with = |keep: &dyn Fn(&Area) -> bool| {
            let areas: Vec<_> = self.areas.iter().copied().filter(|area| keep(area)).collect();
            self.status_with(village, definition, &areas)
        };
        match (with(&sure), with(&may)) {
            (Status::Covered, _) => Status::Covered,
            (_, Status::Uncovered) => Status::Uncovered,
            _ => Status::Unknown,
        }
    }

    pub(super) fn status_with(
        &self,
        village: usize,
        definition: &Definition,
        areas: &[(Box, u16, usize, Option<i32>)],
    ) -> Status {
        let of = |operators: &[u16]| {
            let found = self.holds(village, definition, areas, operators);
            found.map_or(Status::Unknown, |yes| if yes { Status::Covered } else { Status::Uncovered })
        };
        let alone = [of(&[0]), of(&[1]), of(&[2])];
        let count = |status: Status| alone.iter().filter(|&&own| own == status).count();
        let at_least = |least: usize| {
            if count(Status::Covered) >= least {
                Status::Covered
            } else if count(Status::Covered) + count(Status::Unknown) >= least {
                Status::Unknown
            } else {
                Status::Uncovered
            }
        };
        match &definition.operators {
            Operators::Any => of(&[0, 1, 2]),
            Operators::Named(name) => {
                of(&[["a", "b", "c"].iter().position(|own| own == name).unwrap() as u16])
            }
            Operators::AtLeast(least) => at_least(*least as usize),
            Operators::Each => at_least(3),
        }
    }

    /// Whether a rule of one atom holds.
    pub(super) fn holds(
        &self,
        village: usize,
        definition: &Definition,
        areas: &[(Box, u16, usize, Option<i32>)],
        operators: &[u16],
    ) -> Option<bool> {
        let b = self.villages[village];
        let counts = |technology: usize| definition.counts(Technology::ALL[technology]);
        let covered = |square: (i32, i32)| {
            areas.iter().any(|area| holds(area.0, square) && operators.contains(&area.1) && counts(area.2))
        };
        let share = |b: Box| {
            let squares: Vec<_> = (b.0..b.2).flat_map(|x| (b.1..b.3).map(move |y| (x, y))).collect();
            squares.iter().filter(|&&square| covered(square)).count() as f64 / squares.len() as f64
        };
        let weight = |points: &[(usize, (i32, i32), u8)]| {
            let own: Vec<_> = points.iter().filter(|point| point.0 == village).collect();
            let all: u32 = own.iter().map(|point| u32::from(point.2)).sum();
            let inside: u32 =
                own.iter().filter(|point| covered(point.1)).map(|point| u32::from(point.2)).sum();
            (all > 0).then(|| f64::from(inside) / f64::from(all))
        };
        let clusters = || {
            let points = self.clusters.iter().filter(|c| c.0 == village).map(|c| covered(c.1));
            let outlines = self.outlines.iter().filter(|c| c.0 == village).map(|c| share(c.1) >= 0.5 - 1e-9);
            let all: Vec<bool> = points.chain(outlines).collect();
            (!all.is_empty()).then_some(all)
        };
        let reached = |found: f64, least: Share| {
            let tolerance = if least == Share::ALL { definition.tolerance.get() } else { 0.0 };
            found >= least.get() - tolerance - 1e-9
        };
        match &definition.rule {
            Rule::Centre => Some(covered(first_square(b))),
            Rule::Area(least) => Some(reached(share(b), *least)),
            Rule::Population(least) => weight(&self.people).map(|found| reached(found, *least)),
            Rule::Buildings(least) => weight(&self.buildings).map(|found| reached(found, *least)),
            Rule::Clusters(HowMany::All) => clusters().map(|all| all.iter().all(|&served| served)),
            Rule::Clusters(HowMany::AtLeast(least)) => {
                clusters().map(|all| all.iter().filter(|&&served| served).count() >= *least as usize)
            }
            Rule::Within(most) => {
                let centre = middle(first_square(b));
                let near = |site: &&((i32, i32), Option<u16>, [bool; 4])| {
                    let way = middle(site.0) - centre;
                    let serves = operators.iter().any(|o| site.1.is_none_or(|own| own == *o));
                    let works = (0..4).any(|technology| counts(technology) && site.2[technology]);
                    way.x.hypot(way.y) <= most.get() && serves && works
                };
                Some(self.sites.iter().any(|site| near(&site)))
            }
            Rule::All(parts) | Rule::Any(parts) => panic!("{parts:?}: one atom at a time"),
        }
    }
}
