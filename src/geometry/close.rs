//! Hairline cracks between areas that abut, closed.

use i_overlay::mesh::float::outline::offset::OutlineOffset;
use i_overlay::mesh::float::style::{LineJoin, OutlineStyle};

use super::dissolve::Dissolved;

/// What of its surroundings [`closed`] looks at, in widths of a crack.
pub(super) const REACH: f64 = 10.0;

/// Corners sharper than this, in radians, are blunted, by half the width of a crack at most.
const SHARPEST_CORNER: f64 = 0.175;

/// Positions this close, in widths of a crack, are one: a corner that went out and came back may
/// have become several, and which side of such an edge is which would be a matter of rounding.
const SAME_PLACE: f64 = 1e-3;

/// The union without cracks and notches that are narrower than `width`: moved outwards by half of
/// that and back again, with corners kept (a closing with mitred joins). Where there is no crack,
/// exactly the union.
pub(super) fn closed(union: Dissolved, width: f64) -> Dissolved {
    if union.is_empty() || width <= 0.0 {
        return union;
    }
    let style = |by: f64| OutlineStyle::new(by).line_join(LineJoin::Miter(SHARPEST_CORNER));
    let wider: Dissolved = union.outline_as::<i64>(&style(width / 2.0));
    let back = tidy(wider.outline_as::<i64>(&style(-width / 2.0)), width * SAME_PLACE);
    // every crack that goes takes both its sides with it
    if length(&back) < length(&union) - width { back } else { union }
}

/// Rings without positions that are closer than `least` to the one before, without spikes thinner
/// than that, and without rings that this leaves no area.
fn tidy(union: Dissolved, least: f64) -> Dissolved {
    let shape = |shape: Vec<Vec<[f64; 2]>>| {
        let mut rings = shape.into_iter().map(|ring| tidy_ring(&ring, least));
        let outer = rings.next().filter(|outer| outer.len() > 2)?;
        Some(std::iter::once(outer).chain(rings.filter(|hole| hole.len() > 2)).collect())
    };
    union.into_iter().filter_map(shape).collect()
}

fn tidy_ring(ring: &[[f64; 2]], least: f64) -> Vec<[f64; 2]> {
    let mut kept: Vec<[f64; 2]> = Vec::with_capacity(ring.len());
    for &place in ring {
        while let [.., before, last] = kept[..]
            && is_spike(before, last, place, least)
        {
            kept.pop();
        }
        if kept.last().is_none_or(|&last| length_of(last, place) > least) {
            kept.push(place);
        }
    }
    while let [first, second, .., before, last] = kept[..] {
        if length_of(last, first) <= least || is_spike(before, last, first, least) {
            kept.pop();
        } else if is_spike(last, first, second, least) {
            kept.remove(0);
        } else {
            break;
        }
    }
    kept
}

/// Whether the way from `a` to `b` turns back upon itself to `c`, less than `least` beside it.
fn is_spike(a: [f64; 2], b: [f64; 2], c: [f64; 2], least: f64) -> bool {
    let (out, back) = ([b[0] - a[0], b[1] - a[1]], [c[0] - b[0], c[1] - b[1]]);
    let longer = length_of(a, b).max(length_of(b, c));
    let (along, beside) = (out[0] * back[0] + out[1] * back[1], out[0] * back[1] - out[1] * back[0]);
    along < 0.0 && beside.abs() <= least * longer
}

fn length_of(a: [f64; 2], b: [f64; 2]) -> f64 {
    (b[0] - a[0]).hypot(b[1] - a[1])
}

/// The length of all edges.
fn length(union: &Dissolved) -> f64 {
    let of_ring = |ring: &Vec<[f64; 2]>| -> f64 {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(&a, &b)| length_of(a, b)).sum()
    };
    union.iter().flatten().map(of_ring).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::dissolve::dissolve;
    use crate::geometry::{Shapes, UnionEdge, prepare};
    use geo::{Coord, MultiPolygon, Rect};
    use proptest::prelude::*;

    fn union(rects: &[[f64; 4]]) -> Dissolved {
        let ring = |&[x, y, to_x, to_y]: &[f64; 4]| -> Vec<Coord> {
            [(x, y), (to_x, y), (to_x, to_y), (x, to_y), (x, y)].map(|(x, y)| Coord { x, y }).to_vec()
        };
        let rings: Vec<Vec<Coord>> = rects.iter().map(ring).collect();
        let window = Rect::new(Coord { x: -1e4, y: -1e4 }, Coord { x: 1e4, y: 1e4 });
        dissolve(rings.iter().map(Vec::as_slice), window)
    }

    #[test]
    fn a_narrow_crack_closes_and_corners_stay() {
        let found = closed(union(&[[0., 0., 100., 50.], [100.9, 0., 200., 50.]]), 1.0);
        assert_eq!((found.len(), found[0].len()), (1, 1), "one rectangle, no hole");
        assert!((length(&found) - 500.0).abs() < 1e-3, "{}", length(&found));
    }

    proptest! {
        /// The slow way: cells that abut have the edge that the same cells with cracks have.
        #[test]
        fn cells_with_cracks_are_as_deep_as_cells_without(
            cells in proptest::collection::vec(any::<bool>(), 64),
            crack in 0.001..0.9,
            places in proptest::collection::vec((-20.0..180.0f64, -20.0..180.0f64), 30),
        ) {
            let cell = |nth: usize, less: f64| -> MultiPolygon {
                let (x, y) = ((nth % 8) as f64 * 20.0, (nth / 8) as f64 * 20.0);
                let (low, high) = (Coord { x, y }, Coord { x: x + 20.0 - less, y: y + 20.0 - less });
                Rect::new(low, high).to_polygon().into()
            };
            let edge = |less: f64, closes: f64| {
                let mut shapes = Shapes::new();
                (0..64).filter(|&nth| cells[nth]).for_each(|nth| shapes.push(&cell(nth, less)));
                prepare(&mut shapes);
                UnionEdge::new(shapes.iter(), closes)
            };
            let (whole, closed) = (edge(0.0, 0.0), edge(crack, 1.0));
            for (x, y) in places {
                let place = Coord { x, y };
                if let Some(depth) = whole.depth(place) {
                    let found = closed.depth(place).unwrap();
                    // the outermost edges of cells with cracks lie that much further in
                    prop_assert!((found - depth).abs() <= 1.5 * crack + 1e-6, "{} {}: {} {}", x, y, found, depth);
                }
            }
        }
    }

    #[test]
    fn a_way_out_and_back_is_no_edge() {
        let square = [[0., 0.], [9., 0.], [9., 9.], [0., 9.]];
        let spiked = [
            [0., 0.],
            [4., 0.],
            [4., -0.5],
            [4., 1e-9],
            [9., 0.],
            [9., 9.],
            [9., 9.0005],
            [0., 9.],
            [0., 9.5],
        ];
        let found = tidy_ring(&spiked, 1e-3);
        assert_eq!(found, [[0., 0.], [4., 0.], [9., 0.], [9., 9.], [0., 9.]]);
        assert_eq!(tidy_ring(&square, 1e-3), square);
    }

    #[test]
    fn a_crack_closed_at_both_ends_closes_too() {
        let ends = [[0., 0., 100., 50.], [100.01, 0., 200., 50.], [0., 50., 200., 60.], [0., -10., 200., 0.]];
        let found = closed(union(&ends), 1.0);
        assert_eq!((found.len(), found[0].len()), (1, 1));
    }

    #[test]
    fn a_wider_gap_is_ground_and_what_has_no_crack_stays_as_it_is() {
        let apart = union(&[[0., 0., 100., 50.], [101.1, 0., 200., 50.]]);
        assert_eq!(closed(apart.clone(), 1.0), apart);
        let corner = union(&[[0., 0., 100., 50.], [50., 0., 80., 90.]]);
        assert_eq!(closed(corner.clone(), 1.0), corner);
    }
}
