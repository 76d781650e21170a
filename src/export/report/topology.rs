//! Borders that neighbours share: kept once, so that simplifying never opens a gap.

use std::collections::HashMap;

use super::encode::GridPoint;
use super::simplify;

/// A ring as runs of borders: `border` walked forwards, or backwards when `reversed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its place in [`Topology::borders`].
    pub border: u32,
    /// Whether the ring walks it from its last position to its first.
    pub reversed: bool,
}

/// A line between two places where three or more shapes meet, and the shapes beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Border {
    /// The positions.
    pub line: Vec<GridPoint>,
    /// The shape that has it first, and another one that shares it.
    pub shapes: (u32, Option<u32>),
}

/// Shapes as rings of shared borders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Topology {
    /// Every border, once.
    pub borders: Vec<Border>,
    /// For each shape its rings.
    pub shapes: Vec<Vec<Vec<Step>>>,
}

/// Finds the borders that rings share. A ring is open: its last position is not repeated.
pub fn topology(shapes: &[Vec<Vec<GridPoint>>]) -> Topology {
    let junctions = Junctions::find(shapes);
    let mut found = Finder::default();
    for (nth, rings) in shapes.iter().enumerate() {
        let rings = rings.iter().filter(|ring| ring.len() >= 3);
        let rings = rings.map(|ring| found.ring(ring, &junctions, nth as u32)).collect();
        found.topology.shapes.push(rings);
    }
    found.topology
}

/// Positions where some ring goes on to another neighbour than some other ring.
struct Junctions(HashMap<GridPoint, Option<[GridPoint; 2]>>);

impl Junctions {
    fn find(shapes: &[Vec<Vec<GridPoint>>]) -> Self {
        let mut neighbours = HashMap::new();
        for ring in shapes.iter().flatten() {
            for (i, &point) in ring.iter().enumerate() {
                let (a, b) = (ring[(i + ring.len() - 1) % ring.len()], ring[(i + 1) % ring.len()]);
                let pair = Some([a.min(b), a.max(b)]);
                let seen = neighbours.entry(point).or_insert(pair);
                if *seen != pair {
                    *seen = None;
                }
            }
        }
        Self(neighbours)
    }

    fn has(&self, point: GridPoint) -> bool {
        matches!(self.0.get(&point), Some(None))
    }
}

#[derive(Default)]
struct Finder {
    topology: Topology,
    /// A border by its first two positions in its own direction.
    known: HashMap<[GridPoint; 2], u32>,
}

impl Finder {
    fn ring(&mut self, ring: &[GridPoint], junctions: &Junctions, shape: u32) -> Vec<Step> {
        let cuts: Vec<usize> = (0..ring.len()).filter(|&i| junctions.has(ring[i])).collect();
        if cuts.is_empty() {
            // Nobody meets it: one closed border, from its least position.
            let start = (0..ring.len()).min_by_key(|&i| ring[i]).unwrap_or(0);
            return vec![self.border(walk(ring, start, start + ring.len()), shape)];
        }
        let ends = cuts.iter().skip(1).copied().chain(cuts.first().map(|first| first + ring.len()));
        cuts.iter().zip(ends).map(|(&from, to)| self.border(walk(ring, from, to), shape)).collect()
    }

    fn border(&mut self, mut line: Vec<GridPoint>, shape: u32) -> Step {
        let last = line.len() - 1;
        let reversed = [line[last], line[last - 1]] < [line[0], line[1]];
        if reversed {
            line.reverse();
        }
        let borders = &mut self.topology.borders;
        let border = *self.known.entry([line[0], line[1]]).or_insert_with(|| {
            borders.push(Border { line, shapes: (shape, None) });
            (borders.len() - 1) as u32
        });
        let beside = &mut borders[border as usize].shapes;
        if beside.0 != shape && beside.1.is_none() {
            beside.1 = Some(shape);
        }
        Step { border, reversed }
    }
}

fn walk(ring: &[GridPoint], from: usize, to: usize) -> Vec<GridPoint> {
    (from..=to).map(|i| ring[i % ring.len()]).collect()
}

impl Topology {
    /// Leaves out the positions that matter least, until about `budget` remain between the
    /// junctions, and all that matter less than `least` (doubled square grid steps). A ring
    /// keeps three positions.
    pub fn simplify(&mut self, budget: usize, least: u64) {
        let mut fewest = vec![0; self.borders.len()];
        for ring in self.shapes.iter().flatten().filter(|ring| ring.len() < 3) {
            ring.iter().for_each(|step| fewest[step.border as usize] = if ring.len() == 1 { 2 } else { 1 });
        }
        let weights: Vec<Vec<u64>> = self.borders.iter().map(|b| simplify::weights(&b.line)).collect();
        let inner = weights.iter().flatten().copied().filter(|&w| w != u64::MAX).collect();
        let threshold = simplify::threshold(inner, budget, least);
        for ((border, weights), fewest) in self.borders.iter_mut().zip(weights).zip(fewest) {
            border.line = simplify::keep(&border.line, &weights, threshold, fewest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The positions of a ring, put together again, the last not repeated.
    fn ring(topology: &Topology, steps: &[Step]) -> Vec<GridPoint> {
        let mut positions = Vec::new();
        for step in steps {
            let mut line = topology.borders[step.border as usize].line.clone();
            if step.reversed {
                line.reverse();
            }
            line.pop();
            positions.extend(line);
        }
        positions
    }

    fn rotated(mut ring: Vec<GridPoint>) -> Vec<GridPoint> {
        let least = (0..ring.len()).min_by_key(|&i| ring[i]).unwrap();
        ring.rotate_left(least);
        ring
    }

    fn two_neighbours() -> Vec<Vec<Vec<GridPoint>>> {
        vec![
            vec![vec![[0, 0], [10, 0], [11, 5], [10, 10], [0, 10]]],
            vec![vec![[10, 0], [20, 0], [20, 10], [10, 10], [11, 5]]],
            vec![vec![[100, 100], [110, 100], [110, 110], [100, 110]]],
        ]
    }

    #[test]
    fn neighbours_share_one_border() {
        let topology = topology(&two_neighbours());
        assert_eq!(topology.borders.len(), 4);
        let shared: Vec<_> = topology.borders.iter().filter(|b| b.shapes.1.is_some()).collect();
        assert_eq!(shared.len(), 1);
        assert_eq!(shared[0].line, [[10, 0], [11, 5], [10, 10]]);
        assert_eq!(shared[0].shapes, (0, Some(1)));
    }

    #[test]
    fn every_ring_comes_back_as_it_was() {
        let shapes = two_neighbours();
        let topology = topology(&shapes);
        for (given, found) in shapes.iter().flatten().zip(topology.shapes.iter().flatten()) {
            assert_eq!(rotated(ring(&topology, found)), rotated(given.clone()));
        }
    }

    #[test]
    fn simplifying_opens_no_gap_and_loses_no_shape() {
        let mut topology = topology(&two_neighbours());
        topology.simplify(0, u64::MAX);
        let rings: Vec<_> = topology.shapes.iter().flatten().map(|r| ring(&topology, r)).collect();
        assert!(rings.iter().all(|ring| ring.len() >= 3), "{rings:?}");
        let edge = |ring: &[GridPoint]| ring.contains(&[10, 0]) && ring.contains(&[10, 10]);
        assert!(edge(&rings[0]) && edge(&rings[1]));
        assert_eq!(rings[0].contains(&[11, 5]), rings[1].contains(&[11, 5]));
    }

    #[test]
    fn an_enclave_is_the_hole_of_its_neighbour() {
        let hole = vec![[3, 3], [3, 6], [6, 6], [6, 3]];
        let outer = vec![[0, 0], [9, 0], [9, 9], [0, 9]];
        let enclave: Vec<_> = hole.iter().rev().copied().collect();
        let topology =
            topology(&[vec![outer, hole], vec![vec![enclave[0], enclave[1], enclave[2], enclave[3]]]]);
        assert_eq!(topology.borders.len(), 2);
        assert_eq!(topology.borders[1].shapes, (0, Some(1)));
    }
}
