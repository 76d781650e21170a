//! Columns that ranking looks at, made from layers and from candidate sites where the villages' file
//! does not bring them.

use std::path::{Path, PathBuf};

use clap::Args;
use geo::Coord;
use rstar::RTree;

use super::gates::GateArgs;
use super::output::Found;
use crate::assess::{Status, centre};
use crate::error::Error;
use crate::model::{Value, Villages};
use crate::plan::{Place, Problem};
use crate::rank::terrain_multiplier;
use crate::read::{self, Request};

/// Layers that criteria are measured from.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Layers that criteria are measured from")]
pub(super) struct SurroundingsArgs {
    /// Schools, a table with the village id of each
    #[arg(long, value_name = "FILE")]
    schools: Option<PathBuf>,
    /// Clinics, likewise
    #[arg(long, value_name = "FILE")]
    clinics: Option<PathBuf>,
    /// Heights of the ground, a raster in longitude and latitude: what terrain multiplies costs by
    /// (OnSSET); proposed sites then stand high and serve what their mast sees
    #[arg(long, value_name = "FILE")]
    elevation: Option<PathBuf>,
}

/// Between the spots that a slope is measured over, metres.
const STEP_M: f64 = 500.0;

impl SurroundingsArgs {
    /// The raster of heights.
    pub fn elevation(&self) -> Option<&Path> {
        self.elevation.as_deref()
    }

    /// What terrain multiplies costs by at each centre.
    fn terrain(
        &self,
        found: &Found,
        centres: &[Option<Coord>],
        request: &Request,
    ) -> Result<Vec<Value>, Error> {
        let Some(file) = self.elevation() else { return Ok(Vec::new()) };
        let heights = read::heights(
            file,
            request,
            &found.inputs.plane,
            &centres.iter().flatten().copied().collect::<Vec<_>>(),
        )?;
        let height = |at: Coord| {
            let mut place = [at];
            found.inputs.plane.to_wgs84(&mut place).ok()?;
            heights.at(place[0])
        };
        let multiplier = |at: Coord| {
            let rise = |dx: f64, dy: f64| {
                let (back, forth) =
                    (Coord { x: at.x - dx, y: at.y - dy }, Coord { x: at.x + dx, y: at.y + dy });
                Some((height(forth)? - height(back)?) / STEP_M)
            };
            let slope = rise(STEP_M / 2.0, 0.0)?.hypot(rise(0.0, STEP_M / 2.0)?).atan().to_degrees();
            Some(terrain_multiplier(height(at)?, slope))
        };
        let value = |at: &Option<Coord>| at.and_then(multiplier).map_or(Value::Missing, Value::Number);
        Ok(centres.iter().map(value).collect())
    }

    /// Adds what the layers say of every village; a column that is there already stays.
    pub fn add(&self, found: &mut Found, gates: &GateArgs, request: &Request) -> Result<(), Error> {
        let ways = gates.ways(found, request)?;
        let villages = &found.inputs.villages;
        let centres: Vec<_> = (0..villages.len()).map(|village| centre(villages, village)).collect();
        let mut columns: Vec<(&str, Vec<Value>)> = Vec::new();
        for (name, lines) in ways.named() {
            let far = |at: &Option<geo::Coord>| at.and_then(|at| lines.distance(at));
            let values =
                centres.iter().map(|at| far(at).map_or(Value::Missing, |far| Value::Number(far.round())));
            columns.push((name, values.collect()));
        }
        if self.elevation.is_some() {
            columns.push(("terrain_factor", self.terrain(found, &centres, request)?));
        }
        for (name, file) in [("schools", &self.schools), ("clinics", &self.clinics)] {
            if let Some(file) = file {
                let counts = read::counts(file, villages, request)?;
                columns
                    .push((name, counts.into_iter().map(|count| Value::Integer(i64::from(count))).collect()));
            }
        }
        let covered = found.assessment.with_status(Status::Covered).filter_map(|village| centres[village]);
        let tree = RTree::bulk_load(covered.map(|at| [at.x, at.y]).collect());
        let near = |at: &Option<geo::Coord>| {
            let at = (*at)?;
            let next = tree.nearest_neighbor(&[at.x, at.y])?;
            Some((next[0] - at.x).hypot(next[1] - at.y).round())
        };
        let uncovered = |nth: usize| found.assessment.villages[nth].status == Status::Uncovered;
        let values = centres.iter().enumerate().map(|(nth, at)| {
            let far = if uncovered(nth) { near(at) } else { None };
            far.map_or(Value::Missing, Value::Number)
        });
        columns.push(("covered_village_distance_m", values.collect()));
        for (name, values) in columns {
            add_column(&mut found.inputs.villages, name, values);
        }
        Ok(())
    }
}

/// Adds what serving each village takes: the cheapest one site that serves it, for each of its
/// people, and how many people in other uncovered villages that site serves too.
pub(super) fn add_costs(villages: &mut Villages, problem: &Problem, of: &[usize]) {
    let serving = |place: &Place, site: u32| place.is_served(|other| other == site);
    let mut served: Vec<Vec<usize>> = vec![Vec::new(); problem.sites.len()];
    for (nth, place) in problem.places.iter().enumerate() {
        for site in place.reaching().into_iter().filter(|&site| serving(place, site)) {
            served[site as usize].push(nth);
        }
    }
    let last = problem.phases.len() - 1;
    let mut columns = [const { Vec::new() }; 3];
    columns.iter_mut().for_each(|column| column.resize(villages.len(), Value::Missing));
    for (nth, (place, &village)) in problem.places.iter().zip(of).enumerate() {
        let own = place
            .reaching()
            .into_iter()
            .map(|site| site as usize)
            .filter(|&site| served[site].contains(&nth));
        let priced = own.filter_map(|site| Some((problem.build_cost(site, last)?, site)));
        let Some((cost, site)) = priced.reduce(|best, next| if next.0 < best.0 { next } else { best }) else {
            continue;
        };
        let all: f64 = served[site].iter().map(|&other| problem.places[other].weight).sum();
        columns[0][village] = Value::Number(cost);
        columns[1][village] = Value::Number(cost / all.max(1e-9));
        columns[2][village] = Value::Number(all - place.weight);
    }
    let [cost, each, gain] = columns;
    add_column(villages, "cost_to_serve", cost);
    add_column(villages, "cost_per_newly_covered", each);
    add_column(villages, "cluster_gain", gain);
}

fn add_column(villages: &mut Villages, name: &str, values: Vec<Value>) {
    if villages.extra_column(name).is_some() {
        return;
    }
    villages.extra_columns.push(name.to_owned());
    villages.records.iter_mut().zip(values).for_each(|(record, value)| record.extra.push(value));
}
