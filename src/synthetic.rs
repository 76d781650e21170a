//! Made-up countries of any size, for tests and benches: the same on every machine and every run.

use std::f64::consts::TAU;

use geo::Coord;

use crate::geometry::Shapes;

/// What a country should be like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// How many zones (villages), about 4 km² each; rounded up to a square number.
    pub zones: usize,
    /// How many areas (service areas), of 64 to 720 vertices and 1 to 12 km radius.
    pub areas: usize,
    /// How many layers the areas are dealt out to.
    pub layers: u16,
    /// The edge length in metres of the raster the areas' edges follow; 0 for free edges.
    pub raster_m: f64,
    /// Another number, another country.
    pub seed: u64,
}

impl Recipe {
    /// A province: 3,806 villages and 2,000 service areas in nine layers.
    pub const PROVINCE: Self = Self { zones: 3_806, areas: 2_000, layers: 9, raster_m: 0.0, seed: 1 };
    /// A country: 50,000 villages and 20,000 service areas in nine layers.
    pub const COUNTRY: Self = Self { zones: 50_000, areas: 20_000, layers: 9, raster_m: 0.0, seed: 2 };
}

/// A made-up country in a plane of metres.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// Zones that fill a square without gap or overlap, with ragged borders that neighbours share.
    pub zones: Shapes,
    /// Ragged areas, half of them sectors.
    pub areas: Shapes,
    /// The layer of each area.
    pub layer_of: Vec<u16>,
}

/// Pieces of the border between two corners of a zone.
const PIECES: usize = 24;
/// A zone's side before its corners are moved.
const SIDE_M: f64 = 2_000.0;

/// Makes a country.
pub fn country(recipe: Recipe) -> Country {
    let side = (recipe.zones as f64).sqrt().ceil() as usize;
    let mut zones = Shapes::new();
    for zone in 0..side * side {
        push_zone(&mut zones, recipe.seed, (zone % side) as u64, (zone / side) as u64);
    }
    let mut areas = Shapes::new();
    let mut dice = Dice::new(recipe.seed ^ 0xA5A5);
    let mut layer_of = Vec::with_capacity(recipe.areas);
    for _ in 0..recipe.areas {
        push_area(&mut areas, &mut dice, side as f64 * SIDE_M, recipe.raster_m);
        layer_of.push((dice.unit() * f64::from(recipe.layers.max(1))) as u16);
    }
    Country { zones, areas, layer_of }
}

/// Numbers that look random: the SplitMix64 generator of Steele, Lea and Flood (2014).
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice for one place, the same whoever asks.
    fn at(seed: u64, x: u64, y: u64, what: u64) -> Self {
        let mut dice = Self(seed.wrapping_add(x << 40).wrapping_add(y << 16).wrapping_add(what));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }
}

/// Coordinates are on a grid of a millimetre, as real ones are.
fn millimetres(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

fn corner(seed: u64, x: u64, y: u64) -> Coord {
    let mut dice = Dice::at(seed, x, y, 1);
    let at = |n: u64, moved: f64| millimetres(200_000.0 + (n as f64 + moved) * SIDE_M);
    Coord { x: at(x, dice.between(-0.3, 0.3)), y: at(y, dice.between(-0.3, 0.3)) }
}

/// The border from one corner up to, but without, the next; `upright` for the one to the north.
fn border(seed: u64, x: u64, y: u64, upright: bool) -> Vec<Coord> {
    let (from, to) =
        (corner(seed, x, y), if upright { corner(seed, x, y + 1) } else { corner(seed, x + 1, y) });
    let mut dice = Dice::at(seed, x, y, if upright { 2 } else { 3 });
    let along = to - from;
    let waves: Vec<(f64, f64)> =
        (1..6).map(|n| (dice.between(-0.04, 0.04) / f64::from(n), dice.between(0.0, TAU))).collect();
    (0..PIECES)
        .map(|piece| {
            let t = piece as f64 / PIECES as f64;
            let wave =
                waves.iter().zip(1..).map(|(&(high, turn), n)| high * (TAU * f64::from(n) * t + turn).sin());
            let ragged = dice.between(-0.006, 0.006);
            // No wave at the corners, where borders meet.
            let off = (wave.sum::<f64>() + ragged) * (t * (1.0 - t) * 4.0).min(1.0);
            let off = if piece == 0 { 0.0 } else { off };
            let x = from.x + along.x * t - along.y * off;
            let y = from.y + along.y * t + along.x * off;
            Coord { x: millimetres(x), y: millimetres(y) }
        })
        .collect()
}

fn push_zone(zones: &mut Shapes, seed: u64, x: u64, y: u64) {
    let forth =
        |border: Vec<Coord>, zones: &mut Shapes| border.into_iter().for_each(|p| zones.push_position(p));
    let back = |border: Vec<Coord>, end: Coord, zones: &mut Shapes| {
        zones.push_position(end);
        border.into_iter().skip(1).rev().for_each(|p| zones.push_position(p));
    };
    forth(border(seed, x, y, false), zones);
    forth(border(seed, x + 1, y, true), zones);
    back(border(seed, x, y + 1, false), corner(seed, x + 1, y + 1), zones);
    back(border(seed, x, y, true), corner(seed, x, y + 1), zones);
    zones.end_ring();
    zones.end_polygon();
    zones.end_feature();
}

fn push_area(areas: &mut Shapes, dice: &mut Dice, side_m: f64, raster_m: f64) {
    let centre = Coord { x: 200_000.0 + dice.unit() * side_m, y: 200_000.0 + dice.unit() * side_m };
    let count = [64, 96, 128, 180, 240, 360, 720][(dice.unit() * dice.unit() * 7.0) as usize];
    let radius = (dice.between(1_000f64.ln(), 12_000f64.ln())).exp();
    let is_sector = dice.unit() < 0.5;
    let width = if is_sector { [65.0f64, 120.0][(dice.unit() * 2.0) as usize].to_radians() } else { TAU };
    let from = dice.between(0.0, TAU);
    let waves: Vec<(f64, f64)> =
        (1..9).map(|n| (dice.between(-0.3, 0.3) / f64::from(n), dice.between(0.0, TAU))).collect();
    let mut edge: Vec<Coord> = (0..count)
        .map(|nth| {
            let turn = from + width * f64::from(nth) / f64::from(count - i32::from(is_sector));
            let wave: f64 =
                waves.iter().zip(1..).map(|(&(high, at), n)| high * (f64::from(n) * turn + at).sin()).sum();
            let reach = radius * (1.0 + wave + dice.between(-0.08, 0.08)).clamp(0.15, 1.8);
            Coord {
                x: millimetres(centre.x + reach * turn.cos()),
                y: millimetres(centre.y + reach * turn.sin()),
            }
        })
        .collect();
    if is_sector {
        edge.push(Coord { x: millimetres(centre.x), y: millimetres(centre.y) });
    }
    if raster_m > 0.0 {
        edge = staircase(&edge, raster_m);
    }
    edge.into_iter().for_each(|p| areas.push_position(p));
    areas.end_ring();
    areas.end_polygon();
    areas.end_feature();
}

/// The edge in steps of a raster.
fn staircase(edge: &[Coord], raster_m: f64) -> Vec<Coord> {
    let snap = |v: f64| (v / raster_m).round() * raster_m;
    let snapped: Vec<Coord> = edge.iter().map(|p| Coord { x: snap(p.x), y: snap(p.y) }).collect();
    let mut steps: Vec<Coord> = Vec::with_capacity(2 * edge.len());
    for (nth, &p) in snapped.iter().enumerate() {
        let next = snapped[(nth + 1) % snapped.len()];
        steps.push(p);
        steps.push(Coord { x: next.x, y: p.y });
    }
    steps.dedup();
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{area, prepare};

    #[test]
    fn zones_fill_the_country_and_areas_are_fit() {
        let recipe = Recipe { zones: 400, areas: 60, layers: 4, raster_m: 0.0, seed: 7 };
        let mut made = country(recipe);
        assert_eq!(made, country(recipe));
        assert!(prepare(&mut made.zones).is_empty());
        assert!(prepare(&mut made.areas).is_empty());
        let inside: f64 = made.zones.iter().map(|zone| area(&zone)).sum();
        assert!((inside / (400.0 * SIDE_M * SIDE_M) - 1.0).abs() < 0.05, "{inside}");
        assert!(made.layer_of.iter().all(|&layer| layer < 4));
    }
}
