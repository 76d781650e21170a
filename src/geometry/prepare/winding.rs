//! Whether a shape winds around every place once or not at all.

use geo::Coord;
use rayon::prelude::*;

use crate::geometry::area::signed_area;
use crate::geometry::chains::Chains;
use crate::geometry::runs::Runs;
use crate::geometry::sweep::{ALONE, FOUL, Sweep, ZONE};
use crate::geometry::window::{Clipped, Clipper, Side, Window};
use crate::geometry::{Shape, Shapes, bounds};

/// About how many edges a tile should hold.
const EDGES: usize = 400;

/// What winds otherwise may be this part of a tile: rounding.
const NOTHING: f64 = 1e-13;

/// Whether, once its rings are oriented, a shape has winding number 0 or 1 everywhere; and
/// whether each of its rings has an area.
///
/// The shape's box is cut into tiles of a few hundred edges and each is swept by itself, so that
/// a country of a million edges costs what its edges cost.
pub(super) fn winds_once(shape: &Shape) -> bool {
    if shape.rings().any(|ring| signed_area(ring.positions) == 0.0) {
        return false;
    }
    let mut alone = Shapes::new();
    alone.push_shape(shape);
    alone.orient_all();
    let runs = Runs::new(&alone);
    let Some(rect) = bounds(shape) else { return true };
    let side = alone.positions().len().div_ceil(EDGES).isqrt().max(1);
    let at = |from: f64, to: f64, nth: usize| {
        if nth == side { to } else { from + (to - from) * (nth as f64 / side as f64) }
    };
    let (min, max) = (rect.min(), rect.max());
    (0..side).into_par_iter().all(|row| {
        let mut tile = Tile {
            shapes: &alone,
            runs: &runs,
            clipper: Clipper::default(),
            chains: Chains::default(),
            sweep: Sweep::default(),
        };
        let (bottom, top) = (at(min.y, max.y, row), at(min.y, max.y, row + 1));
        let in_row = tile.rings_between(bottom, top);
        (0..side).all(|column| {
            let (left, right) = (at(min.x, max.x, column), at(min.x, max.x, column + 1));
            tile.winds_once(&in_row, Window::new(Coord { x: left, y: bottom }, Coord { x: right, y: top }))
        })
    })
}

struct Tile<'a> {
    shapes: &'a Shapes,
    runs: &'a Runs,
    clipper: Clipper,
    chains: Chains,
    sweep: Sweep,
}

impl Tile<'_> {
    fn rings_between(&self, bottom: f64, top: f64) -> Vec<usize> {
        let between = |&ring: &usize| {
            let (min, max) = self.runs.whole(ring);
            max.y > bottom && min.y < top
        };
        (0..self.shapes.ring_count()).filter(between).collect()
    }

    fn winds_once(&mut self, rings: &[usize], window: Window) -> bool {
        self.chains.clear();
        for &ring in rings {
            let (min, max) = self.runs.whole(ring);
            if window.side(min, max) == Side::Near {
                let positions = self.shapes.ring(ring);
                self.runs.clip(ring, positions, &window, &mut self.clipper, &mut self.chains);
            }
        }
        match self.clipper.finish(&mut self.chains, 0) {
            Clipped::Disjoint => true,
            Clipped::Holds(times) => times == 1,
            Clipped::Crosses(base) => {
                self.sweep.begin();
                let edges = self.chains.list.len();
                let (min, max) = (window.local(window.min), window.local(window.max));
                self.chains.vertical(min[0], min[1], max[1], 1);
                self.chains.vertical(max[0], min[1], max[1], -1);
                self.sweep.add(&self.chains, 0..edges, ALONE, base);
                self.sweep.add(&self.chains, edges..edges + 2, ZONE, 0);
                self.sweep.run(&self.chains);
                let foul: f64 = self
                    .sweep
                    .states
                    .iter()
                    .filter(|(state, _)| state & FOUL != 0)
                    .map(|(_, area)| area)
                    .sum();
                foul <= NOTHING * window.width() * window.height()
            }
        }
    }
}
