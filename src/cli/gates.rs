//! What a site waits for, and what passing that costs.

use std::path::PathBuf;

use clap::Args;
use geo::Coord;

use super::output::Found;
use crate::error::Error;
use crate::plan::{Gate, Phase};
use crate::read::{self, Lines, Request, SiteRow, says_no};

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
    /// A microwave hop below 15 km on the way to the nearest mast that --elevation lets the site see (30 k$;
    /// a third more up to 30 km, the longest: pytal)
    #[arg(long, value_name = "AMOUNT", value_parser = super::planning::amount)]
    microwave_cost: Option<f64>,
    /// A relay mast between two microwave hops, where no mast within 30 km is seen; without it one hop is
    /// all there can be
    #[arg(long, value_name = "AMOUNT", value_parser = super::planning::amount)]
    relay_cost: Option<f64>,
    /// A satellite link
    #[arg(long, value_name = "AMOUNT", value_parser = super::planning::amount)]
    satellite_cost: Option<f64>,
    /// A metre of road to a site off the road
    #[arg(long, value_name = "AMOUNT", value_parser = super::planning::amount)]
    road_cost: Option<f64>,
}

/// Of the masts around a site the nearest so many are looked for.
const LOOKED_AT: usize = 50;

/// Where microwave hops could lead to.
pub(super) struct Masts<'a> {
    /// Where masts stand.
    pub at: &'a [Coord],
    /// Whether two spots see each other; `None` where heights are not known.
    pub sees: Option<&'a dyn Fn(Coord, Coord) -> bool>,
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

    /// Whether power lines are given: then they say where there is grid power.
    pub fn knows_the_grid(&self) -> bool {
        self.grid.is_some()
    }

    /// Whether microwave hops are priced.
    pub fn hops_are_priced(&self) -> bool {
        self.microwave_cost.is_some()
    }

    /// The gates of a site that stands at `at`; `masts` are those it could hop to.
    pub fn gates(
        &self,
        row: &SiteRow,
        at: Option<Coord>,
        ways: &Ways,
        masts: &Masts<'_>,
        phases: &[Phase],
    ) -> Vec<Gate> {
        let far = |lines: &Option<Lines>| at.and_then(|at| lines.as_ref()?.distance(at));
        let mut gates = Vec::new();
        // a mast that stands has what it runs on, where the table does not say otherwise
        let is_new = row.co_site.is_none();
        let from = row.power_from.as_deref().map(|name| super::planning::phase_named(name, phases));
        let dark = match row.power.as_deref() {
            Some(words) => says_no(words),
            None => is_new && far(&ways.grid).is_some_and(|far| far > GRID_REACH_M),
        };
        if from.is_some() || dark {
            let by = "solar or generator".to_owned();
            gates.push(Gate { name: "grid power".into(), opens: from.flatten(), price: self.solar_cost, by });
        }
        let cut_off = match row.backhaul.as_deref() {
            Some(words) => says_no(words),
            None => is_new && far(&ways.fibre).is_some_and(|far| far > 0.0),
        };
        if cut_off {
            let fibre_m = row.fibre_m.or_else(|| far(&ways.fibre));
            let way = self.backhaul(fibre_m, at, masts);
            let (price, by) = way.map_or((None, String::new()), |(price, by)| (Some(price), by));
            gates.push(Gate { name: "backhaul".into(), opens: None, price, by });
        }
        let road_m = row.road_m.or_else(|| far(&ways.roads));
        if let (Some(metres), Some(price)) = (road_m.filter(|&metres| metres > 0.0), self.road_cost) {
            let by = format!("{metres:.0} m of road");
            gates.push(Gate { name: "road".into(), opens: None, price: Some(metres * price), by });
        }
        gates
    }

    /// The cheapest way to connect a site, and what it is; `None` where no price is known for any.
    fn backhaul(&self, fibre_m: Option<f64>, at: Option<Coord>, masts: &Masts<'_>) -> Option<(f64, String)> {
        let fibre = fibre_m
            .zip(self.fibre_cost)
            .map(|(metres, price)| (metres * price, format!("{metres:.0} m of fibre")));
        let way = self.microwave_cost.zip(at).and_then(|(price, at)| Some((price, masts.way(at)?)));
        let hops = way.and_then(|(price, (far, least))| self.hops(far, least, price));
        let satellite = self.satellite_cost.map(|price| (price, "satellite".to_owned()));
        [fibre, hops, satellite]
            .into_iter()
            .flatten()
            .reduce(|best, next| if next.0 < best.0 { next } else { best })
    }

    /// Microwave over a distance: at least so many hops of equal length, none longer than the limit, with a
    /// relay mast between two hops; `None` where that takes relays of which no price is known.
    fn hops(&self, far: f64, least: f64, price: f64) -> Option<(f64, String)> {
        let hops = (far / LONGEST_HOP_M).ceil().max(least);
        let one = if far / hops < 15_000.0 { price } else { price * 4.0 / 3.0 };
        let relays = match (hops - 1.0, self.relay_cost) {
            (0.0, _) => 0.0,
            (between, Some(relay)) => between * relay,
            (_, None) => return None,
        };
        let words = if hops > 1.0 { "microwave hops" } else { "microwave hop" };
        Some((hops * one + relays, format!("{hops:.0} {words} over {:.1} km", far / 1_000.0)))
    }
}

impl Masts<'_> {
    /// How far the mast is that hops lead to, and how many hops it takes at least: one to the nearest that
    /// the site sees, else two to the nearest, over a relay that sees both.
    fn way(&self, at: Coord) -> Option<(f64, f64)> {
        let far = |mast: &Coord| (mast.x - at.x).hypot(mast.y - at.y);
        let Some(sees) = self.sees else {
            return Some((self.at.iter().map(far).reduce(f64::min)?, 1.0));
        };
        let mut near: Vec<(f64, Coord)> = self.at.iter().map(|mast| (far(mast), *mast)).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        let first = near.first()?.0;
        let reached = near.into_iter().take(LOOKED_AT).take_while(|(far, _)| *far <= LONGEST_HOP_M);
        let seen = reached.into_iter().find(|(_, mast)| sees(at, *mast));
        Some(seen.map_or((first, 2.0), |(far, _)| (far, 1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hop_leads_to_a_mast_that_is_seen_or_over_a_relay() {
        let at = Some(Coord { x: 0.0, y: 0.0 });
        let both = [Coord { x: 5_000.0, y: 0.0 }, Coord { x: 0.0, y: 20_000.0 }];
        let way = |gates: &GateArgs, sees: &dyn Fn(Coord, Coord) -> bool| {
            gates.backhaul(None, at, &Masts { at: &both, sees: Some(sees) })
        };
        let one = GateArgs { microwave_cost: Some(30.0), ..GateArgs::default() };
        // the near mast is hidden, the far one is seen: a hop of 20 km, a third dearer
        let north = |_: Coord, mast: Coord| mast.y > 0.0;
        assert_eq!(way(&one, &north), Some((40.0, "1 microwave hop over 20.0 km".into())));
        let none = |_: Coord, _: Coord| false;
        assert_eq!(way(&one, &none), None);
        let relayed = GateArgs { relay_cost: Some(10.0), ..one };
        assert_eq!(way(&relayed, &none), Some((70.0, "2 microwave hops over 5.0 km".into())));
    }

    #[test]
    fn microwave_goes_in_hops_of_limited_length() {
        let at = Some(Coord { x: 0.0, y: 0.0 });
        let spots: Vec<[Coord; 1]> =
            [14.0, 30.0, 31.0, 70.0].map(|km| [Coord { x: km * 1_000.0, y: 0.0 }]).to_vec();
        let mast = |far: f64| Masts {
            at: spots.iter().find(|spot| spot[0].x == far).map_or(&[], |spot| &spot[..]),
            sees: None,
        };
        let one = GateArgs { microwave_cost: Some(30.0), ..GateArgs::default() };
        assert_eq!(
            one.backhaul(None, at, &mast(14_000.0)).unwrap(),
            (30.0, "1 microwave hop over 14.0 km".into())
        );
        assert_eq!(one.backhaul(None, at, &mast(30_000.0)).unwrap().0, 40.0);
        assert_eq!(one.backhaul(None, at, &mast(31_000.0)), None);
        // 70 km: three hops of 23.3 km at 40 each, and two relays.
        let relayed = GateArgs { relay_cost: Some(10.0), ..one };
        let (price, words) = relayed.backhaul(None, at, &mast(70_000.0)).unwrap();
        assert_eq!((price, words.as_str()), (140.0, "3 microwave hops over 70.0 km"));
        let fibre = GateArgs { fibre_cost: Some(0.01), ..relayed };
        assert_eq!(fibre.backhaul(Some(9_000.0), at, &mast(70_000.0)).unwrap().1, "9000 m of fibre");
    }
}
