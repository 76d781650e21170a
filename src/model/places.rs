//! What lies inside the villages, or stands around them: what rules other than area look at.

use std::fmt;
use std::ops::Range;

use geo::Coord;

use crate::geometry::Shapes;
use crate::model::{OperatorIndex, Technology};

/// Everything besides boundary and centre that a rule can look at. What the data do not give is
/// `None`, and the rules that need it find every village unknown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    /// Clusters of houses.
    pub clusters: Option<Clusters>,
    /// Buildings, each with its weight.
    pub buildings: Option<Points>,
    /// Where people live, each place with their number; `None` spreads them evenly over the area.
    pub people: Option<People>,
    /// Sites of the networks.
    pub sites: Option<Vec<Site>>,
}

/// Points, each with a weight, each of one village.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Points {
    positions: Vec<Coord>,
    weights: Vec<f64>,
    /// Where each village's points begin; one more at the end.
    starts: Vec<u32>,
    source: Vec<u32>,
}

impl Points {
    /// Orders points by village. `points` are village, position and weight; the order within a
    /// village stays.
    pub fn new(villages: usize, points: &[(usize, Coord, f64)]) -> Self {
        let mut order: Vec<u32> =
            (0..points.len() as u32).filter(|&nth| points[nth as usize].0 < villages).collect();
        order.sort_by_key(|&nth| points[nth as usize].0);
        let mut starts = vec![0u32; villages + 1];
        for &nth in &order {
            starts[points[nth as usize].0 + 1] += 1;
        }
        for village in 0..villages {
            starts[village + 1] += starts[village];
        }
        Self {
            positions: order.iter().map(|&nth| points[nth as usize].1).collect(),
            weights: order.iter().map(|&nth| points[nth as usize].2).collect(),
            starts,
            source: order,
        }
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// Every position, village after village, in the working plane.
    pub fn positions(&self) -> &[Coord] {
        &self.positions
    }

    /// Every weight, in the same order.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The points of one village, by their place in [`Points::positions`].
    pub fn of(&self, village: usize) -> Range<usize> {
        match (self.starts.get(village), self.starts.get(village + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// Which of the points given to [`Points::new`] this one was.
    pub fn source(&self, point: usize) -> usize {
        self.source[point] as usize
    }
}

/// Clusters of houses: a point each, and an outline where the data give one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Clusters {
    /// A point in each, with weight 1.
    pub points: Points,
    /// The outline of each, in the order of the points; empty of a cluster that is only a point.
    pub shapes: Shapes,
    /// The name of each, in the order of the points.
    pub names: Vec<Option<String>>,
}

/// How the people of a village are placed within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeopleMethod {
    /// Evenly over its area.
    Even,
    /// At points that the user gave.
    Points,
    /// At the centres of the cells of a raster.
    Raster,
}

impl PeopleMethod {
    /// As the outputs name it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Even => "even",
            Self::Points => "points",
            Self::Raster => "raster",
        }
    }
}

impl fmt::Display for PeopleMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// Where people live.
#[derive(Debug, Clone, PartialEq)]
pub struct People {
    /// Where these places come from.
    pub method: PeopleMethod,
    /// The places; the weight is a number of people.
    pub points: Points,
}

/// A site of a network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Site {
    /// Where it stands, in the working plane.
    pub position: Coord,
    /// Whose it is, where the data say so and the operator has coverage too.
    pub operator: Option<OperatorIndex>,
    /// For each of [`Technology::ALL`] whether it is there; all where the data do not say.
    pub technologies: [bool; 4],
}

impl Site {
    /// Whether it may make a service area of this operator and technology.
    pub fn serves(&self, operator: OperatorIndex, technology: Technology) -> bool {
        self.operator.is_none_or(|own| own == operator) && self.technologies[technology.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_found_by_their_village() {
        let at = |x: f64| Coord { x, y: 0.0 };
        let points =
            Points::new(3, &[(2, at(1.0), 5.0), (0, at(2.0), 1.0), (2, at(3.0), 7.0), (9, at(0.0), 1.0)]);
        assert_eq!(points.len(), 3);
        assert_eq!(points.of(0), 0..1);
        assert!(points.of(1).is_empty() && points.of(3).is_empty());
        assert_eq!(points.weights()[points.of(2)], [5.0, 7.0]);
        assert_eq!(points.source(points.of(2).start), 0);
    }
}
