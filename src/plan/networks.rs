//! Covering instances published as points in a plane or as a network: every point is a demand and a site.

use super::matrix::Covering;

/// No network with more nodes is looked at: distances between all pairs are kept.
const MOST_NODES: usize = 5_000;

impl Covering {
    /// From a table of points with the columns `x`, `y` and perhaps `demand` (or `weight`, `population`)
    /// and `cost`: each point is a demand and a site, and reaches what is within the radius in a straight
    /// line. Cells stand between commas, semicolons, tabs or blanks.
    ///
    /// # Errors
    /// No such columns, or a cell that is no number.
    pub fn from_points(text: &str, radius: f64) -> Result<Self, String> {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let header = cells(lines.next().unwrap_or_default());
        let column = |names: &[&str]| {
            header.iter().position(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)))
        };
        let (x, y) = (column(&["x"]).ok_or("no column `x`")?, column(&["y"]).ok_or("no column `y`")?);
        let (weight, cost) = (column(&["demand", "weight", "population"]), column(&["cost"]));
        let mut points: Vec<[f64; 4]> = Vec::new();
        for line in lines {
            let cells = cells(line);
            let number = |at: usize| {
                let cell = cells.get(at).ok_or_else(|| format!("a cell is missing in `{line}`"))?;
                cell.parse::<f64>().map_err(|_| format!("`{cell}` is no number"))
            };
            let or_one = |at: Option<usize>| at.map_or(Ok(1.0), number);
            points.push([number(x)?, number(y)?, or_one(weight)?, or_one(cost)?]);
        }
        if points.is_empty() {
            return Err("no points".into());
        }
        let near = |to: &[f64; 4]| {
            let is_near = |from: &&[f64; 4]| (from[0] - to[0]).hypot(from[1] - to[1]) <= radius;
            let sites = points.iter().enumerate().filter(|(_, from)| is_near(from));
            sites.map(|(site, _)| site as u32).collect()
        };
        Ok(Self {
            weights: points.iter().map(|point| point[2]).collect(),
            costs: points.iter().map(|point| point[3]).collect(),
            reach: points.iter().map(near).collect(),
        })
    }

    /// From a network in OR-Library's form of p-median files: the numbers of nodes and edges and a p that is
    /// not used, then the two ends and the length of each edge; of edges named twice the last holds. Each
    /// node is a demand of 1 and a site, and reaches what is within the radius along the network.
    ///
    /// # Errors
    /// A text that ends early, goes on, or holds something else.
    pub fn from_network(numbers: &[f64], radius: f64) -> Result<Self, String> {
        let count = |nth: usize| {
            let number = numbers.get(nth).copied().ok_or("the file ends early")?;
            let is_count = number >= 1.0 && number.fract() == 0.0 && number < 1e9;
            is_count.then_some(number as usize).ok_or_else(|| format!("{number} is no count"))
        };
        let (nodes, edges) = (count(0)?, count(1)?);
        if numbers.len() != 3 + 3 * edges {
            let wanted = 3 + 3 * edges;
            return Err(format!("{edges} edges are {wanted} numbers: found {}", numbers.len()));
        }
        if nodes > MOST_NODES {
            return Err(format!("{nodes} nodes are more than {MOST_NODES}"));
        }
        let mut far = vec![f64::INFINITY; nodes * nodes];
        for edge in numbers[3..].chunks_exact(3) {
            let node = |number: f64| {
                let is_node = number.fract() == 0.0 && (1.0..=nodes as f64).contains(&number);
                is_node
                    .then_some(number as usize - 1)
                    .ok_or_else(|| format!("no node {number} among {nodes}"))
            };
            let (a, b) = (node(edge[0])?, node(edge[1])?);
            if edge[2].is_nan() || edge[2] < 0.0 {
                return Err(format!("an edge of length {}", edge[2]));
            }
            (far[a * nodes + b], far[b * nodes + a]) = (edge[2], edge[2]);
        }
        (0..nodes).for_each(|node| far[node * nodes + node] = 0.0);
        shortest(&mut far, nodes);
        let near =
            |row: &[f64]| (0..nodes).filter(|&site| row[site] <= radius).map(|site| site as u32).collect();
        Ok(Self {
            weights: vec![1.0; nodes],
            costs: vec![1.0; nodes],
            reach: far.chunks_exact(nodes).map(near).collect(),
        })
    }
}

/// Lengths of edges become lengths of shortest ways (Floyd 1962).
fn shortest(far: &mut [f64], nodes: usize) {
    for over in 0..nodes {
        let hub: Vec<f64> = far[over * nodes..(over + 1) * nodes].to_vec();
        for row in far.chunks_exact_mut(nodes) {
            let first = row[over];
            if first.is_finite() {
                row.iter_mut().zip(&hub).for_each(|(way, rest)| *way = way.min(first + rest));
            }
        }
    }
}

/// The cells of a line, whatever stands between them.
pub(super) fn cells(line: &str) -> Vec<&str> {
    let marks = [',', ';', '\t'];
    match marks.into_iter().find(|&mark| line.contains(mark)) {
        Some(mark) => line.split(mark).map(|cell| cell.trim().trim_matches('"')).collect(),
        None => line.split_whitespace().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_reach_what_is_near_in_a_straight_line() {
        let text = "node x y demand\n1 0 0 10\n2 3 4 20\n3 6 8 30\n";
        let found = Covering::from_text(text, Some(5.0)).unwrap();
        assert_eq!(found.reach, [vec![0, 1], vec![0, 1, 2], vec![1, 2]]);
        assert_eq!(found.weights, [10.0, 20.0, 30.0]);
        assert!(Covering::from_text(text, None).unwrap_err().contains("--radius"));
        assert!(Covering::from_points("x;y\n1;a\n", 1.0).is_err());
    }

    #[test]
    fn a_network_reaches_along_its_edges() {
        // A path 1 - 2 - 3 - 4, of which the edge from 2 to 3 is named twice.
        let text = "4 4 2\n1 2 5\n2 3 9\n3 4 5\n2 3 5\n";
        let found = Covering::from_text(text, Some(10.0)).unwrap();
        assert_eq!(found.reach, [vec![0, 1, 2], vec![0, 1, 2, 3], vec![0, 1, 2, 3], vec![1, 2, 3]]);
        assert!(Covering::from_network(&[2.0, 1.0, 1.0, 1.0, 3.0, 5.0], 1.0).is_err());
        assert!(Covering::from_network(&[1e8, 1.0, 1.0, 1.0, 1.0, 5.0], 1.0).is_err());
    }

    proptest::proptest! {
        /// Against the ways that adding one edge after another finds (Bellman 1958).
        #[test]
        fn ways_are_the_shortest(edges in proptest::collection::vec((0..6usize, 0..6usize, 1..9u8), 0..12)) {
            let mut far = vec![f64::INFINITY; 36];
            for &(a, b, length) in &edges {
                (far[a * 6 + b], far[b * 6 + a]) = (f64::from(length), f64::from(length));
            }
            (0..6).for_each(|node| far[node * 7] = 0.0);
            let direct = far.clone();
            shortest(&mut far, 6);
            for from in 0..6 {
                let mut best: Vec<f64> = (0..6).map(|to| direct[from * 6 + to]).collect();
                for _ in 0..6 {
                    for (a, b) in (0..36).map(|pair| (pair / 6, pair % 6)) {
                        best[b] = best[b].min(best[a] + direct[a * 6 + b]);
                    }
                }
                proptest::prop_assert_eq!(&far[from * 6..from * 6 + 6], &best[..]);
            }
        }
    }
}
