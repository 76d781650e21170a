//! A slow, obvious judge in rational arithmetic, and shapes that are hard on purpose.
#![allow(dead_code, reason = "each test uses its part")]

use covgap::geometry::{Shape, Shapes};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use num_rational::BigRational;
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};
use proptest::prelude::*;

type Exact = BigRational;

fn exact(value: f64) -> Exact {
    Exact::from_f64(value).expect("a finite coordinate")
}

/// An edge that rises from (x0, y0) to (x1, y1); `owner` 0 is the zone.
struct Edge {
    x0: Exact,
    y0: Exact,
    x1: Exact,
    y1: Exact,
    sign: i32,
    owner: usize,
}

impl Edge {
    fn at(&self, y: &Exact) -> Exact {
        &self.x0 + (&self.x1 - &self.x0) * (y - &self.y0) / (&self.y1 - &self.y0)
    }

    fn slope(&self) -> Exact {
        (&self.x1 - &self.x0) / (&self.y1 - &self.y0)
    }
}

fn edges(shape: &Shape, owner: usize, into: &mut Vec<Edge>) {
    for ring in shape.rings() {
        for pair in ring.positions.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            if a.y == b.y {
                continue;
            }
            let (low, high, sign) = if a.y < b.y { (a, b, 1) } else { (b, a, -1) };
            let (x0, y0, x1, y1) = (exact(low.x), exact(low.y), exact(high.x), exact(high.y));
            into.push(Edge { x0, y0, x1, y1, sign, owner });
        }
    }
}

/// The exact area of a zone inside the union of shapes, and of the zone: a place is inside a
/// shape where its winding number is not 0.
pub fn exact_areas(zone: &Shape, areas: &[Shape]) -> (Exact, Exact) {
    let mut all = Vec::new();
    edges(zone, 0, &mut all);
    for (nth, area) in areas.iter().enumerate() {
        edges(area, nth + 1, &mut all);
    }
    let mut heights: Vec<Exact> = all.iter().flat_map(|e| [e.y0.clone(), e.y1.clone()]).collect();
    for (nth, a) in all.iter().enumerate() {
        for b in &all[..nth] {
            let (ka, kb) = (a.slope(), b.slope());
            if ka != kb {
                let y = (&b.x0 - &kb * &b.y0 - &a.x0 + &ka * &a.y0) / (ka - kb);
                if y > a.y0.clone().max(b.y0.clone()) && y < a.y1.clone().min(b.y1.clone()) {
                    heights.push(y);
                }
            }
        }
    }
    heights.sort();
    heights.dedup();
    let (mut inside, mut whole) = (Exact::zero(), Exact::zero());
    for pair in heights.windows(2) {
        let middle = (&pair[0] + &pair[1]) / exact(2.0);
        let mut live: Vec<(Exact, &Edge)> =
            all.iter().filter(|e| e.y0 < middle && middle < e.y1).map(|e| (e.at(&middle), e)).collect();
        live.sort_by(|a, b| a.0.cmp(&b.0));
        let mut winding = vec![0; areas.len() + 1];
        for (nth, (x, edge)) in live.iter().enumerate() {
            if winding[0] != 0 {
                let part = (x - &live[nth - 1].0) * (&pair[1] - &pair[0]);
                if winding[1..].iter().any(|&w| w != 0) {
                    inside += &part;
                }
                whole += part;
            }
            winding[edge.owner] += edge.sign;
        }
    }
    (inside, whole)
}

/// How far a share is from the exact one, scaled down by the zone's box over its area.
pub fn scaled_error(zone: &Shape, areas: &[Shape], share: f64) -> f64 {
    let (inside, whole) = exact_areas(zone, areas);
    if whole.is_zero() {
        return share.abs();
    }
    if share == 0.0 && inside.is_zero() || share == 1.0 && inside == whole {
        return 0.0;
    }
    let rect = covgap::geometry::bounds(zone).expect("an area");
    let scale = exact(rect.width()) * exact(rect.height()) / &whole;
    ((exact(share) - inside / whole).abs() / scale).to_f64().expect("a number")
}

pub fn ring(points: &[(f64, f64)]) -> LineString {
    let mut positions: Vec<Coord> = points.iter().map(|&(x, y)| Coord { x, y }).collect();
    positions.extend(positions.first().copied());
    LineString(positions)
}

pub fn polygon(points: &[(f64, f64)]) -> MultiPolygon {
    MultiPolygon::new(vec![Polygon::new(ring(points), Vec::new())])
}

pub fn shapes(all: &[MultiPolygon]) -> Shapes {
    let mut shapes = Shapes::new();
    for shape in all {
        shapes.push(shape);
    }
    shapes
}

/// Stars on a coarse grid, so that edges and vertices coincide all the time; with a hole when
/// `hole` says so.
pub fn star() -> impl Strategy<Value = MultiPolygon> {
    let corner = (0.25f64..1.0, 0.0f64..1.0);
    (proptest::collection::vec(corner, 3..10), -6i32..6, -6i32..6, any::<bool>(), 0usize..3).prop_filter_map(
        "a star of which rounding left no area",
        |(corners, cx, cy, hole, coarse)| {
            let (cx, cy) = (f64::from(cx), f64::from(cy));
            let step = [1.0, 2.0, 0.0625][coarse];
            let snap = |v: f64| if step > 0.0 { (v / step).round() * step } else { v };
            let mut turns: Vec<(f64, f64)> =
                corners.iter().map(|&(r, t)| (t * std::f64::consts::TAU, r * 10.0)).collect();
            turns.sort_by(|a, b| a.0.total_cmp(&b.0));
            let points: Vec<(f64, f64)> =
                turns.iter().map(|&(t, r)| (snap(r * t.cos()), snap(r * t.sin()))).collect();
            let turn = |a: (f64, f64), b: (f64, f64)| a.0 * b.1 - a.1 * b.0;
            let star = (0..points.len()).all(|n| turn(points[n], points[(n + 1) % points.len()]) > 0.0);
            star.then(|| {
                let place =
                    |k: f64| points.iter().map(|&(x, y)| (cx + k * x, cy + k * y)).collect::<Vec<_>>();
                let holes = if hole { vec![ring(&place(0.5))] } else { Vec::new() };
                MultiPolygon::new(vec![Polygon::new(ring(&place(1.0)), holes)])
            })
        },
    )
}

/// A slab of many short edges below and above, on a fine grid: most of its edges lie near no area.
pub fn slab() -> impl Strategy<Value = MultiPolygon> {
    let side = || proptest::collection::vec(0i32..4, 12..26);
    (side(), side(), -8i32..0, -8i32..0, 1i32..9).prop_map(|(below, above, x, y, height)| {
        let at = |nth: usize, step: i32, level: i32| {
            (f64::from(x) + nth as f64 * 0.5, f64::from(y + level) + f64::from(step) * 0.25)
        };
        let points: Vec<(f64, f64)> = (below.iter().enumerate().map(|(nth, &step)| at(nth, step, 0)))
            .chain(above.iter().enumerate().rev().map(|(nth, &step)| at(nth, step, height)))
            .collect();
        polygon(&points)
    })
}

/// A zone with deep bays left and right, in which areas may have edges that are nowhere inside it.
pub fn comb() -> impl Strategy<Value = MultiPolygon> {
    let side = || proptest::collection::vec(0i32..10, 10..24);
    (side(), side(), -9i32..0, -6i32..0, any::<bool>()).prop_map(|(left, right, x, y, turned)| {
        let at = |nth: usize, offset: f64| {
            let (x, y) = (f64::from(x) + 5.0 + offset, f64::from(y) + nth as f64 * 0.5);
            if turned { (y, -x) } else { (x, y) }
        };
        let points: Vec<(f64, f64)> =
            (right.iter().enumerate().map(|(nth, &out)| at(nth, 0.25 + f64::from(out) * 0.5)))
                .chain(left.iter().enumerate().rev().map(|(nth, &out)| at(nth, -f64::from(out) * 0.5)))
                .collect();
        polygon(&points)
    })
}
