//! A chain under the sweep's line.

use super::chains::Chains;
use super::states::{Side, ZONE};

/// A chain under the line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    /// The current edge: from `(x0, y0)` up to `(x1, y1)`, `slope` being dx/dy.
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
    pub slope: f64,
    /// Up to where the area beside the chain has been handed over.
    pub done_x: f64,
    pub done_y: f64,
    /// Where it crosses its right neighbour; infinite when it does not while both edges last.
    pub cross: f64,
    /// The state to the right, and how often the zone winds around what is there.
    pub right: Side,
    /// The area between the edge and the run of edges of the zone that it stands for, over its height.
    pub extra: f64,
    /// The winding number of its own layer to the right.
    pub winding: i32,
    pub sign: i32,
    /// The vertex at `(x1, y1)`, and the last one.
    pub at: u32,
    pub end: u32,
    pub bit: u8,
}

impl Slot {
    #[inline]
    pub fn x_at(&self, y: f64) -> f64 {
        if y >= self.y1 { self.x1 } else { self.x0 + self.slope * (y - self.y0) }
    }

    /// Moves on to the next edge of the chain; false at its end.
    #[inline]
    pub fn advance(&mut self, chains: &Chains) -> bool {
        if self.at == self.end {
            return false;
        }
        let was = self.at;
        self.at = if self.end > was { was + 1 } else { was - 1 };
        if self.bit == ZONE {
            self.extra = chains.extra(was.max(self.at));
        }
        let [x, y] = chains.points[self.at as usize];
        (self.x0, self.y0, self.x1, self.y1) = (self.x1, self.y1, x, y);
        let slope = (x - self.x0) / (y - self.y0);
        self.slope = if slope.is_finite() { slope } else { 0.0 };
        true
    }

    /// Whether two chains end in the same vertex, one leaving the layer where the other entered.
    pub fn ends_with(&self, other: &Self) -> bool {
        other.at == other.end
            && other.bit == self.bit
            && other.sign == -self.sign
            && (other.x1, other.y1) == (self.x1, self.y1)
    }
}
