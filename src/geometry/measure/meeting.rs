//! Which areas that cross a zone's window reach the zone.

use std::ops::Range;

use super::{Crossing, Measure, Row};
use crate::geometry::chains::{Point, greatest, least};

/// Edges of the zone that share a box.
const RUN: usize = 4;

/// How many corners, of an area and of the zone, are looked at before the area is swept alone.
const CORNERS: usize = 8;

impl Measure {
    /// Lets go of areas that cross the window but not the zone: none of their chains comes near
    /// the zone's edges or lies inside it. Such an area holds the zone or leaves it alone.
    pub(super) fn drop_strangers(&mut self, flat: Range<usize>, row: &mut Row) {
        self.find_boxes(flat);
        let mut crossing = std::mem::take(&mut self.crossing);
        crossing.retain(|area| {
            let flat_meets = self.chains.flat[area.flat.clone()].iter().any(|edge| self.edge_may_meet(edge));
            if flat_meets || area.chains.clone().any(|chain| self.may_meet(chain)) {
                return true;
            }
            let zone = self.chains.points[self.chains.list[self.zone.start].low as usize];
            if area.base + self.winding_at(&area.chains, zone) != 0 {
                self.held[area.class] = true;
                row.touch(area.layer);
            }
            false
        });
        self.crossing = crossing;
    }

    /// Boxes around short runs of the zone's chains.
    fn find_boxes(&mut self, flat: Range<usize>) {
        self.boxes.clear();
        self.boxes.extend(self.chains.flat[flat].iter().map(|edge| box_of(edge)));
        for chain in &self.chains.list[self.zone.clone()] {
            let (first, last) = (chain.low.min(chain.high) as usize, chain.low.max(chain.high) as usize);
            let mut at = first;
            while at < last {
                let end = (at + RUN).min(last);
                self.boxes.push(box_of(&self.chains.points[at..=end]));
                at = end;
            }
        }
    }

    /// Whether a chain comes near the zone's edges, or lies inside the zone.
    fn may_meet(&self, chain: usize) -> bool {
        let chain = self.chains.list[chain];
        let points =
            &self.chains.points[chain.low.min(chain.high) as usize..=chain.low.max(chain.high) as usize];
        let whole = box_of(points);
        if self.boxes.iter().any(|own| meet(own, &whole))
            && points.windows(2).any(|edge| self.edge_may_meet(edge))
        {
            return true;
        }
        self.winding_at(&self.zone, points[0]) != 0
    }

    fn edge_may_meet(&self, edge: &[Point]) -> bool {
        let edge = box_of(edge);
        self.boxes.iter().any(|own| meet(own, &edge))
    }

    /// For each chain that passes a point's height: twice the area of the triangle that the point
    /// makes with the passing edge, and what the chain adds to the winding number there.
    fn passing<'c>(&'c self, chains: &Range<usize>, [x, y]: Point) -> impl Iterator<Item = (f64, i32)> + 'c {
        let points = &self.chains.points;
        self.chains.list[chains.clone()].iter().filter_map(move |chain| {
            let (low, high) = (points[chain.low as usize], points[chain.high as usize]);
            if y < low[1] || y >= high[1] {
                return None;
            }
            let (first, last) = (chain.low.min(chain.high) as usize, chain.low.max(chain.high) as usize);
            let edge = points[first..=last].windows(2).find(|pair| (pair[0][1] <= y) != (pair[1][1] <= y))?;
            let &[a, b] = edge.first_chunk::<2>()?;
            let turn = (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y);
            Some((turn, if (turn < 0.0) == (b[1] > a[1]) { chain.sign } else { 0 }))
        })
    }

    /// What chains add to the winding number at a point that lies on none of them.
    fn winding_at(&self, chains: &Range<usize>, [x, y]: Point) -> i32 {
        let mut winding = 0;
        for (_, step) in self.passing(chains, [x, y]) {
            winding += step;
        }
        winding
    }

    /// Finds out which of the layers that cross the window reach the zone: those of a class of
    /// which the sweep found a share, when it has no other layer; else those of which a corner
    /// lies well inside the zone or which holds a corner of it; the rest are swept alone.
    pub(super) fn find_touching(&mut self, row: &mut Row) {
        for nth in 0..self.crossing.len() {
            let Crossing { layer, chains, base, .. } = self.crossing[nth].clone();
            if row.touches(layer) {
                continue;
            }
            if !self.surely_meets(&chains, base) {
                self.begin();
                self.sweep.add(&self.chains, chains, 1, base);
                self.sweep.run(&self.chains);
                if self.share(2) == 0.0 {
                    continue;
                }
            }
            row.touch(layer);
        }
    }

    /// Whether a corner of an area surely lies inside the zone, or one of the zone inside the
    /// area; looks at a few.
    fn surely_meets(&self, chains: &Range<usize>, base: i32) -> bool {
        self.corners(chains).any(|corner| self.surely_winds(&self.zone, 0, corner))
            || self.corners(&self.zone).any(|corner| self.surely_winds(chains, base, corner))
    }

    /// The middle vertices of some chains.
    fn corners(&self, chains: &Range<usize>) -> impl Iterator<Item = Point> + '_ {
        let step = (chains.len() / CORNERS).max(1);
        chains.clone().step_by(step).take(CORNERS).map(|chain| {
            let chain = self.chains.list[chain];
            self.chains.points[(chain.low as usize + chain.high as usize) / 2]
        })
    }

    /// Whether a point lies inside what chains bound, further from them than rounding reaches.
    fn surely_winds(&self, chains: &Range<usize>, base: i32, [x, y]: Point) -> bool {
        // At the window's top the chains have ended, whatever is inside below.
        if y >= self.top {
            return false;
        }
        let near = self.box_area * 1e-9;
        let mut winding = base;
        for (turn, step) in self.passing(chains, [x, y]) {
            if turn.abs() < near {
                return false;
            }
            winding += step;
        }
        winding != 0
    }
}

fn box_of(points: &[Point]) -> [f64; 4] {
    points
        .iter()
        .fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |all, &[x, y]| {
            [least(all[0], x), least(all[1], y), greatest(all[2], x), greatest(all[3], y)]
        })
}

fn meet(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}
