//! What a site waits for, and what passing that costs.

use std::path::PathBuf;

use clap::Args;
use geo::Coord;

use super::output::Found;
use crate::error::Error;
use crate::plan::{Gate, Phase};
use crate::read::{self, Lines, Request, SiteRow};

/// A microwave hop is no longer than this, metres (ITU/GSMA last-mile guide).
const LONGEST_HOP_M: f64 = 30_000.0;
/// Power lines nearer than this count as grid power at a proposed site, metres.
const GRID_REACH_M: f64 = 1_000.0;

/// Layers that gates and distances are measured from, and the price of passing.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Gates: power, backhaul, road")]
pub(super) struct GateArgs {
    /// Roads, lines in GeoJSON
    #[arg(long, value_name = "FILE")]
    roads: Option<PathBuf>,
    /// Power lines
    #[arg(long, value_name = "FILE")]
    grid: Option<PathBuf>,
    /// Fibre
    #[arg(long, value_name = "FILE")]
    fibre: Option<PathBuf>,
    /// Solar or generator for a site without grid power; without it the site waits for the grid
    #[arg(long, value_name = "AMOUNT", value_parser = super::planning::amount)]
    solar_cost: Option<f64>,
    /// A metre of fibre to a site without backhaul (5 to 20 $/m: pytal, Giga, ITU)
    #[arg(long, value_name = "AMOUNT", value_parser = super::planning::amount)]
    fibre_cost: Option<f64>,
    /// A microwave hop to the nearest mast, below 15 km (30 k$; a third more up to 30 km, the longest:
    /// pytal)
    #[arg(long, value_name = "AMOUNT", value_parser = super::planning::amount)]
    microwave_cost: Option<f64>,
    /// A satellite link
    #[arg(long, value_name = "AMOUNT", value_parser = super::planning::amount)]
    satellite_cost: Option<f64>,
    /// A metre of road to a site off the road
    #[arg(long, value_name = "AMOUNT", value_parser = super::planning::amount)]
    road_cost: Option<f64>,
}

/// The layers, read.
pub(super) struct Ways {
    roads: Option<Lines>,
    grid: Option<Lines>,
    fibre: Option<Lines>,
}

impl Ways {
    /// The layers there are, by the column that distances to them make.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &Lines)> {
        let all = [
            ("road_distance_m", &self.roads),
            ("grid_distance_m", &self.grid),
            ("fibre_distance_m", &self.fibre),
        ];
        all.into_iter().filter_map(|(name, lines)| Some((name, lines.as_ref()?)))
    }
}

impl GateArgs {
    /// Reads the layers.
    pub fn ways(&self, found: &Found, request: &Request) -> Result<Ways, Error> {
        let read = |file: &Option<PathBuf>| -> Result<Option<Lines>, Error> {
            file.as_ref().map(|file| read::lines(file, &found.inputs.plane, request)).transpose()
        };
        Ok(Ways { roads: read(&self.roads)?, grid: read(&self.grid)?, fibre: read(&self.fibre)? })
    }

    /// The gates of a site that stands at `at`; `masts` are those it could hop to.
    pub fn gates(
        &self,
        row: &SiteRow,
        at: Option<Coord>,
        ways: &Ways,
        masts: &[Coord],
        phases: &[Phase],
    ) -> Vec<Gate> {
        let far = |lines: &Option<Lines>| at.and_then(|at| lines.as_ref()?.distance(at));
        let mut gates = Vec::new();
        let from = row.power_from.as_deref().map(|name| super::planning::phase_named(name, phases));
        let dark = match row.power.as_deref() {
            Some(words) => is_none(words),
            None => far(&ways.grid).is_some_and(|far| far > GRID_REACH_M),
        };
        if from.is_some() || dark {
            gates.push(Gate { name: "grid power".into(), opens: from.flatten(), price: self.solar_cost });
        }
        let cut_off = match row.backhaul.as_deref() {
            Some(words) => is_none(words),
            None => far(&ways.fibre).is_some_and(|far| far > 0.0),
        };
        if cut_off {
            let fibre_m = row.fibre_m.or_else(|| far(&ways.fibre));
            let price = self.backhaul(fibre_m, at, masts);
            gates.push(Gate { name: "backhaul".into(), opens: None, price });
        }
        let road_m = row.road_m.or_else(|| far(&ways.roads));
        if let (Some(metres), Some(price)) = (road_m.filter(|&metres| metres > 0.0), self.road_cost) {
            gates.push(Gate { name: "road".into(), opens: None, price: Some(metres * price) });
        }
        gates
    }

    /// The cheapest way to connect a site; `None` where no price is known for any.
    fn backhaul(&self, fibre_m: Option<f64>, at: Option<Coord>, masts: &[Coord]) -> Option<f64> {
        let fibre = fibre_m.zip(self.fibre_cost).map(|(metres, price)| metres * price);
        let hop = at.and_then(|at| {
            let far = masts.iter().map(|mast| (mast.x - at.x).hypot(mast.y - at.y)).reduce(f64::min)?;
            let price = self.microwave_cost?;
            match far {
                far if far < 15_000.0 => Some(price),
                far if far <= LONGEST_HOP_M => Some(price * 4.0 / 3.0),
                _ => None,
            }
        });
        [fibre, hop, self.satellite_cost].into_iter().flatten().reduce(f64::min)
    }
}

fn is_none(words: &str) -> bool {
    matches!(
        words.trim().to_lowercase().as_str(),
        "none" | "no" | "false" | "0" | "không" | "khong" | "chưa" | "chua"
    )
}
