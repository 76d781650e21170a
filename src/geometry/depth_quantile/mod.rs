//! How far the edge of a union must move until it holds a given share of a zone.

mod cell;
mod cut;
mod disc;
mod near;

use super::{Shape, UnionEdge, bounds};
use cell::Cell;

/// Two bounds on a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bracket {
    /// It is this or more.
    pub low: f64,
    /// It is this or less.
    pub high: f64,
}

impl Bracket {
    /// Halfway between the bounds.
    pub fn middle(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    fn width(self) -> f64 {
        self.high - self.low
    }
}

/// The greatest depth at which, or deeper, at least `share` of a zone's area lies, bounded to
/// within `tolerance` (or a ten-thousandth of it, where that is more), in the unit of the plane.
///
/// Depth is the distance to the edge of the union, negative outside. Moved inwards by that depth
/// (outwards when it is negative), the edge holds just `share` of the zone: every place that it
/// then holds lies at least that deep now.
///
/// `None` when there is no edge or the zone has no area.
///
/// # Method
/// The zone is divided into cells. Depth changes by no more than the way gone, which settles
/// most cells; in the others the distance to each nearby piece of edge, a convex function, lies
/// between its tangent and that plus a term of curvature, so that the part of a cell deeper than
/// `t` is bounded by two polygons cut from it by straight lines; beside one straight piece, or
/// before one corner, it is cut off by that line or circle exactly. Pieces that others lie before
/// for the whole of a cell are dropped, and cells are halved until the bounds meet. Nothing is
/// sampled.
pub fn depth_quantile(zone: &Shape, edge: &UnionEdge, share: f64, tolerance: f64) -> Option<Bracket> {
    let rect = bounds(zone)?;
    let root = Cell::whole(zone, edge, rect)?;
    let target = share * root.area;
    let mut search = Search {
        bracket: Bracket { low: root.depth - root.reach, high: root.depth + root.reach },
        target,
        deeper: 0.0,
        cells: vec![root],
    };
    loop {
        let before = search.bracket.width();
        search.narrow(tolerance);
        let width = search.bracket.width();
        let wanted = tolerance.max(1e-4 * search.bracket.low.abs().min(search.bracket.high.abs()));
        if width <= wanted || !search.divide(wanted / 4.0) && width >= before {
            return Some(search.bracket);
        }
    }
}

/// The search at some stage.
struct Search {
    /// Where the answer is.
    bracket: Bracket,
    /// The area that must lie at the depth looked for, or deeper.
    target: f64,
    /// The area known to lie deeper than the bracket.
    deeper: f64,
    /// What is not known to lie deeper, nor less deep, than the bracket.
    cells: Vec<Cell>,
}

impl Search {
    /// Narrows the bracket with the cells as they are, and settles those that it leaves.
    fn narrow(&mut self, tolerance: f64) {
        let step = (self.bracket.width() / 32.0).max(tolerance / 16.0);
        let mut low = self.bracket;
        while low.width() > step {
            let middle = low.middle();
            if self.area_below(middle) >= self.target { low.low = middle } else { low.high = middle }
        }
        // Where most cells are told exactly both areas are nearly one: the answer is just above.
        let mut high = Bracket { low: low.low, high: self.bracket.high };
        let just_above = low.high + step;
        if just_above < high.high && self.area_above(just_above) < self.target {
            high.high = just_above;
        }
        while high.width() > step {
            let middle = high.middle();
            if self.area_above(middle) >= self.target { high.low = middle } else { high.high = middle }
        }
        let bracket = Bracket { low: low.low, high: high.high };
        self.bracket = bracket;
        let mut deeper = 0.0;
        self.cells.retain(|cell| {
            let is_deeper = cell.depth - cell.reach >= bracket.high;
            deeper += if is_deeper { cell.area } else { 0.0 };
            !is_deeper && cell.depth + cell.reach >= bracket.low
        });
        self.deeper += deeper;
    }

    /// The least area that can lie at `depth` or deeper.
    fn area_below(&self, depth: f64) -> f64 {
        self.deeper + self.cells.iter().map(|cell| cell.least_deeper(depth)).sum::<f64>()
    }

    /// The greatest such area.
    fn area_above(&self, depth: f64) -> f64 {
        self.deeper + self.cells.iter().map(|cell| cell.most_deeper(depth)).sum::<f64>()
    }

    /// Divides every cell whose bounds are farther apart than `slack`; `false` when there is none.
    fn divide(&mut self, slack: f64) -> bool {
        let mut divided = false;
        let cells = std::mem::take(&mut self.cells);
        for cell in cells {
            if cell.slack <= slack {
                self.cells.push(cell);
            } else {
                divided = true;
                self.cells.extend(cell.halves().into_iter().flat_map(|half| half.halves()));
            }
        }
        divided
    }
}

#[cfg(test)]
mod tests;
