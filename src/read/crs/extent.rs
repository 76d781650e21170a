//! How far positions reach, and what their numbers look like.

use geo::Coord;
use rayon::prelude::*;

use crate::read::layer::Layer;

/// A box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Least x and y.
    pub min: Coord,
    /// Greatest x and y.
    pub max: Coord,
}

/// What one look at every position tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scan {
    /// The box around the finite ones; turned inside out when there is none.
    extent: Extent,
    /// How many positions there are.
    pub positions: usize,
    /// How many are not finite numbers.
    pub broken: usize,
    /// How many could be longitude and latitude.
    pub degrees: usize,
    /// How many could be latitude and longitude.
    pub swapped_degrees: usize,
    /// Whether any of them is a point, not a corner of a polygon.
    pub has_points: bool,
}

const CHUNK: usize = 1 << 15;

impl Scan {
    const NOTHING: Self = Self {
        extent: Extent {
            min: Coord { x: f64::INFINITY, y: f64::INFINITY },
            max: Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
        },
        positions: 0,
        broken: 0,
        degrees: 0,
        swapped_degrees: 0,
        has_points: false,
    };

    /// Looks at every position of a layer.
    pub fn of(layer: &Layer) -> Self {
        let points: Vec<Coord> = layer.points.iter().flatten().copied().collect();
        let scan = Self::of_positions(layer.shapes.positions()).with(&Self::of_positions(&points));
        Self { has_points: !points.is_empty(), ..scan }
    }

    /// Looks at every position.
    pub fn of_positions(positions: &[Coord]) -> Self {
        let parts: Vec<Self> = if positions.len() > CHUNK {
            positions.par_chunks(CHUNK).map(Self::of_chunk).collect()
        } else {
            vec![Self::of_chunk(positions)]
        };
        parts.iter().fold(Self::NOTHING, |sum, part| sum.with(part))
    }

    fn of_chunk(positions: &[Coord]) -> Self {
        let mut scan = Self { positions: positions.len(), ..Self::NOTHING };
        for &Coord { x, y } in positions {
            let finite = x.is_finite() & y.is_finite();
            let (least, greatest) =
                if finite { (Coord { x, y }, Coord { x, y }) } else { (scan.extent.min, scan.extent.max) };
            scan.extent.min.x = if least.x < scan.extent.min.x { least.x } else { scan.extent.min.x };
            scan.extent.min.y = if least.y < scan.extent.min.y { least.y } else { scan.extent.min.y };
            scan.extent.max.x = if greatest.x > scan.extent.max.x { greatest.x } else { scan.extent.max.x };
            scan.extent.max.y = if greatest.y > scan.extent.max.y { greatest.y } else { scan.extent.max.y };
            scan.broken += usize::from(!finite);
            scan.degrees += usize::from((x.abs() <= 360.0) & (y.abs() <= 90.0));
            scan.swapped_degrees += usize::from((y.abs() <= 360.0) & (x.abs() <= 90.0));
        }
        scan
    }

    fn with(self, other: &Self) -> Self {
        Self {
            extent: self.extent.with(other.extent),
            positions: self.positions + other.positions,
            broken: self.broken + other.broken,
            degrees: self.degrees + other.degrees,
            swapped_degrees: self.swapped_degrees + other.swapped_degrees,
            has_points: self.has_points || other.has_points,
        }
    }

    /// The box around the finite positions; `None` when there is none.
    pub fn extent(&self) -> Option<Extent> {
        (self.extent.min.x <= self.extent.max.x).then_some(self.extent)
    }
}

impl Extent {
    /// The box around both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            min: Coord { x: self.min.x.min(other.min.x), y: self.min.y.min(other.min.y) },
            max: Coord { x: self.max.x.max(other.max.x), y: self.max.y.max(other.max.y) },
        }
    }

    /// Whether it may hold a position farther than this from 0, 0.
    pub fn reaches(&self, far: f64) -> bool {
        let most = |min: f64, max: f64| min.abs().max(max.abs());
        most(self.min.x, self.max.x).hypot(most(self.min.y, self.max.y)) > far
    }

    /// Its middle.
    pub fn centre(&self) -> Coord {
        (self.min + self.max) / 2.0
    }

    /// The same with x and y exchanged.
    #[must_use]
    pub fn swapped(self) -> Self {
        let swap = |c: Coord| Coord { x: c.y, y: c.x };
        Self { min: swap(self.min), max: swap(self.max) }
    }

    /// How far two boxes lie apart; 0 when they touch.
    pub fn distance(&self, other: &Self) -> f64 {
        let along = |min: f64, max: f64, other_min: f64, other_max: f64| {
            (other_min - max).max(min - other_max).max(0.0)
        };
        along(self.min.x, self.max.x, other.min.x, other.max.x).hypot(along(
            self.min.y,
            self.max.y,
            other.min.y,
            other.max.y,
        ))
    }

    /// Five by five positions, corners included.
    pub fn grid(&self) -> Vec<Coord> {
        let size = self.max - self.min;
        let at = |k: i32| f64::from(k) / 4.0;
        (0..5)
            .flat_map(|i| (0..5).map(move |j| (at(i), at(j))))
            .map(|(s, t)| Coord { x: self.min.x + s * size.x, y: self.min.y + t * size.y })
            .collect()
    }
}
