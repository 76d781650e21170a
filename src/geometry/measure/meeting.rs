//! Which areas that cross a zone's window reach the zone.

use std::ops::Range;

use super::outline::Outline;
use super::{Crossing, Measure, Row};
use crate::geometry::Shape;
use crate::geometry::chains::{Chain, Chains, Point};
use crate::geometry::index::AreaIndex;
use crate::geometry::window::{Clipped, Window};

/// How many corners, of an area and of the zone, are looked at before the area is swept alone.
const CORNERS: usize = 8;

/// A corner nearer to an edge than this part of the window is not surely inside.
const NEAR: f64 = 1e-9;

impl Measure {
    /// Lets go of areas that cross the window but not the zone: none of their chains comes near
    /// the zone's edges or lies inside it. Such an area holds the zone or leaves it alone.
    pub(super) fn drop_strangers(&mut self, row: &mut Row) {
        let mut crossing = std::mem::take(&mut self.crossing);
        crossing.retain(|area| {
            let is_met = self.meets(area);
            if !is_met && self.is_around(area) {
                self.held[area.class] = true;
                row.touch(area.layer);
            }
            is_met
        });
        self.crossing = crossing;
    }

    /// Whether an edge of an area comes near the zone.
    fn meets(&self, area: &Crossing) -> bool {
        let flat = &self.chains.flat[area.flat.clone()];
        flat.iter().any(|edge| self.outline.may_meet(edge))
            || area.chains.clone().any(|chain| self.may_meet(chain))
    }

    /// Whether an area of which no edge comes near the zone holds it.
    fn is_around(&self, area: &Crossing) -> bool {
        // At the window's top the chains have ended, whatever is inside below.
        let corner = self.outline.lowest();
        corner.is_some_and(|corner| area.base + self.winding_at(&area.chains, corner) != 0)
    }

    fn points(&self, chain: usize) -> &[Point] {
        points_of(&self.chains, self.chains.list[chain])
    }

    /// Whether a chain comes near the zone's edges, or lies inside the zone.
    fn may_meet(&self, chain: usize) -> bool {
        let points = self.points(chain);
        let is_near =
            self.outline.may_meet_box(points) && edges_of(points).any(|edge| self.outline.may_meet(edge));
        is_near || self.outline.winding_at(points[0], 0.0) != Some(0)
    }

    /// Marks the runs of the zone's edges that come near areas that take part in the next sweep.
    pub(super) fn mark_near(&mut self) {
        self.outline.mark_none();
        for area in self.crossing.iter().filter(|area| self.bits[area.class] > 0) {
            mark(&mut self.outline, &self.chains, area);
        }
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
    fn winding_at(&self, chains: &Range<usize>, at: Point) -> i32 {
        self.passing(chains, at).map(|(_, step)| step).sum()
    }

    /// Finds out which of the layers that cross the window reach the zone: those of a class of
    /// which the sweep found a share, when it has no other layer; else those of which a corner
    /// lies well inside the zone or which holds a corner of it; the rest are swept alone. None of
    /// a class of which there is no share does.
    pub(super) fn find_touching(&mut self, row: &mut Row) {
        for nth in 0..self.crossing.len() {
            let Crossing { layer, class, .. } = self.crossing[nth];
            if !row.touches(layer) && !self.empty[class] {
                let area = self.crossing[nth].clone();
                if self.overlaps(&area) {
                    row.touch(layer);
                }
            }
        }
    }

    /// The same for the areas that were put off.
    pub(super) fn find_late(&mut self, zone: &Shape, index: &AreaIndex, window: &Window, row: &mut Row) {
        for nth in 0..self.late.len() {
            let (own, class, layer) = self.late[nth];
            if row.touches(layer) {
                continue;
            }
            let rings = &self.rings[self.near[own].clone()];
            let (begun, begun_flat) = (self.chains.list.len(), self.chains.flat.len());
            let is_found = match index.clip(rings, window, &mut self.clipper, &mut self.chains) {
                Clipped::Disjoint => false,
                Clipped::Holds(_) => true,
                Clipped::Crosses(base) => {
                    let chains = begun..self.chains.list.len();
                    let flat = begun_flat..self.chains.flat.len();
                    let area = Crossing { layer, class, chains, flat, base };
                    self.trace(zone, window);
                    if self.meets(&area) { self.overlaps(&area) } else { self.is_around(&area) }
                }
            };
            if is_found {
                row.touch(layer);
            }
        }
    }

    /// Whether an area that comes near the zone has a share of it.
    fn overlaps(&mut self, area: &Crossing) -> bool {
        if self.surely_meets(&area.chains, area.base) {
            return true;
        }
        self.outline.mark_none();
        mark(&mut self.outline, &self.chains, area);
        self.draw();
        self.begin();
        self.sweep.add(&self.chains, area.chains.clone(), 1, area.base);
        self.sweep.run(&self.chains);
        self.share(2) > 0.0
    }

    /// Whether a corner of the zone surely lies inside the area, or one of the area inside the
    /// zone; looks at a few.
    fn surely_meets(&self, chains: &Range<usize>, base: i32) -> bool {
        let near = self.box_area * NEAR;
        let holds = |corner| self.outline.winding_at(corner, NEAR).is_some_and(|winding| winding != 0);
        self.outline.corners(CORNERS).any(|corner| self.surely_winds(chains, base, corner, near))
            || self.corners(chains).any(holds)
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
    fn surely_winds(&self, chains: &Range<usize>, base: i32, at: Point, near: f64) -> bool {
        // At the window's top the chains have ended, whatever is inside below.
        if at[1] >= self.top {
            return false;
        }
        let mut winding = base;
        for (turn, step) in self.passing(chains, at) {
            if turn.abs() < near {
                return false;
            }
            winding += step;
        }
        winding != 0
    }
}

/// Marks the runs of a zone's edges that an area comes near.
///
/// Where edges right of the zone were left out, a chain ends in the middle of the window, and
/// from there to the right the state is not the true one. No edge of the zone is there, but a
/// chord could be: runs there are marked too.
fn mark(outline: &mut Outline, chains: &Chains, area: &Crossing) {
    chains.flat[area.flat.clone()].iter().for_each(|edge| outline.mark(edge));
    let list = &chains.list[area.chains.clone()];
    for (nth, &chain) in list.iter().enumerate() {
        let points = points_of(chains, chain);
        outline.mark(points);
        let (first, last) = ends_of(chain);
        if nth == 0 || ends_of(list[nth - 1]).1 != first {
            outline.mark_right_of(chains.points[first as usize]);
        }
        if list.get(nth + 1).is_none_or(|&next| ends_of(next).0 != last) {
            outline.mark_right_of(chains.points[last as usize]);
        }
    }
}

/// The first and the last point of a chain, in the order of the ring.
fn ends_of(chain: Chain) -> (u32, u32) {
    (chain.low.min(chain.high), chain.low.max(chain.high))
}

fn points_of(chains: &Chains, chain: Chain) -> &[Point] {
    let (first, last) = ends_of(chain);
    &chains.points[first as usize..=last as usize]
}

fn edges_of(points: &[Point]) -> impl Iterator<Item = &[Point; 2]> {
    points.windows(2).filter_map(|edge| edge.first_chunk())
}
