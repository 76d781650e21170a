//! Plain covering instances, as they are published: a matrix of who reaches whom.

use std::collections::BTreeMap;

use super::{Goal, Limits, Outcome, Phase, Place, PlanError, Problem, Rules, Site, solve};

/// A covering instance.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Covering {
    /// Weight of each demand point.
    pub weights: Vec<f64>,
    /// Cost of each site.
    pub costs: Vec<f64>,
    /// For each demand point the sites that reach it.
    pub reach: Vec<Vec<u32>>,
}

impl Covering {
    /// From a matrix of distances, one row a demand point, with a service radius; all sites cost
    /// the same.
    pub fn from_distances(weights: &[f64], distances: &[Vec<f64>], radius: f64) -> Self {
        let near = |row: &Vec<f64>| {
            (0..row.len()).filter(|&site| row[site] <= radius).map(|site| site as u32).collect()
        };
        Self {
            weights: weights.to_vec(),
            costs: vec![1.0; distances.first().map_or(0, Vec::len)],
            reach: distances.iter().map(near).collect(),
        }
    }

    /// From a CSV with the columns `distance`, `name`, `DestinationName` and `demand`, as
    /// published with pysal/spopt; all sites cost the same. Sites and points are in the order of
    /// their names.
    ///
    /// # Errors
    /// A column that is missing, or a cell that is no number.
    pub fn from_distance_table(text: &str, radius: f64) -> Result<Self, String> {
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().trim().split(',').collect();
        let column = |name: &str| {
            header.iter().position(|cell| cell.trim_matches('"') == name).ok_or(format!("no column `{name}`"))
        };
        let [distance, site, point, demand] =
            [column("distance")?, column("name")?, column("DestinationName")?, column("demand")?];
        let mut sites: Vec<&str> = Vec::new();
        let mut points: BTreeMap<&str, (f64, Vec<&str>)> = BTreeMap::new();
        for line in lines.filter(|line| !line.trim().is_empty()) {
            let cells: Vec<&str> = line.trim().split(',').map(|cell| cell.trim_matches('"')).collect();
            let cell = |at: usize| cells.get(at).copied().ok_or(format!("a cell is missing in `{line}`"));
            let number =
                |at: usize| cell(at)?.parse::<f64>().map_err(|_| format!("`{}` is no number", cells[at]));
            sites.push(cell(site)?);
            let entry = points.entry(cell(point)?).or_default();
            entry.0 = number(demand)?;
            if number(distance)? <= radius {
                entry.1.push(cell(site)?);
            }
        }
        sites.sort_unstable();
        sites.dedup();
        let place = |name: &&str| sites.binary_search(name).ok().map(|nth| nth as u32);
        Ok(Self {
            weights: points.values().map(|(weight, _)| *weight).collect(),
            costs: vec![1.0; sites.len()],
            reach: points.values().map(|(_, near)| near.iter().filter_map(place).collect()).collect(),
        })
    }

    /// Set covering: every demand point reached for the least cost.
    ///
    /// # Errors
    /// A demand point that no site reaches, or a matrix that is none.
    pub fn cover_all(&self, limits: &Limits) -> Result<Outcome, PlanError> {
        // Every point counts, also one of weight 0.
        let places = self.places(|_| 1.0);
        let weight = places.len() as f64;
        solve(&self.problem(places, None, Goal::LeastCost { weight, by: 0 }), limits)
    }

    /// Maximal covering: the most weight reached for a budget; with costs of 1 the budget is the
    /// number of sites.
    ///
    /// # Errors
    /// A matrix that is none.
    pub fn cover_most(&self, budget: f64, limits: &Limits) -> Result<Outcome, PlanError> {
        let places = self.places(|point| self.weights[point]);
        solve(&self.problem(places, Some(budget), Goal::most_served(1)), limits)
    }

    fn places(&self, weight: impl Fn(usize) -> f64) -> Vec<Place> {
        let rows = self.reach.iter().take(self.weights.len()).enumerate();
        rows.map(|(point, sites)| Place::any((point + 1).to_string(), weight(point), sites.clone())).collect()
    }

    fn problem(&self, places: Vec<Place>, budget: Option<f64>, goal: Goal) -> Problem {
        let site =
            |(site, &capex): (usize, &f64)| Site { id: (site + 1).to_string(), capex, ..Site::default() };
        Problem {
            places,
            sites: self.costs.iter().enumerate().map(site).collect(),
            phases: vec![Phase::year("1", 0, budget)],
            rules: Rules::default(),
            goal,
        }
    }
}
