//! Cells of a grid as polygons along their edges.

use std::collections::BTreeMap;

use geo::Coord;

use super::Shapes;

/// The union of the cells that are inside, as one feature, in cells from the grid's first corner:
/// x along a row, y down the rows. Cells that meet in a corner alone are separate polygons.
///
/// Every corner of a cell on an edge is kept, so that the shape can be moved to another plane
/// cell by cell. Rings are closed and not oriented for any plane: [`super::prepare`] does that.
pub fn polygonise(inside: &[bool], width: usize) -> Shapes {
    let mut shapes = Shapes::new();
    let height = inside.len().checked_div(width).unwrap_or(0);
    let is_inside = |x: i64, y: i64| {
        x >= 0
            && y >= 0
            && (x as usize) < width
            && (y as usize) < height
            && inside[y as usize * width + x as usize]
    };
    let mut rings = trace(&is_inside, width as i64, height as i64);
    rings.sort_by_key(|ring| ring.label);
    for of_one in rings.chunk_by(|a, b| a.label.0 == b.label.0) {
        for ring in of_one {
            ring.corners.iter().for_each(|&(x, y)| {
                shapes.push_position(Coord { x: x as f64, y: y as f64 });
            });
            shapes.end_ring();
        }
        shapes.end_polygon();
    }
    shapes.end_feature();
    shapes
}

/// A corner of the grid, or the cell beyond it.
type Corner = (i64, i64);

struct Traced {
    /// The connected cells that it bounds; an outer ring comes before its holes.
    label: (u32, bool),
    corners: Vec<(i64, i64)>,
}

/// Follows every edge between inside and outside, with the inside on the left.
fn trace(is_inside: &impl Fn(i64, i64) -> bool, width: i64, height: i64) -> Vec<Traced> {
    let labels = label(is_inside, width, height);
    // the edges that leave each corner: where to, and the cell on their inner side
    let mut edges: BTreeMap<Corner, Vec<(Corner, Corner)>> = BTreeMap::new();
    for y in 0..height {
        for x in (0..width).filter(|&x| is_inside(x, y)) {
            let mut edge = |from: (i64, i64), to: (i64, i64)| {
                edges.entry((from.1, from.0)).or_default().push(((to.1, to.0), (y, x)));
            };
            if !is_inside(x, y - 1) {
                edge((x, y), (x + 1, y));
            }
            if !is_inside(x + 1, y) {
                edge((x + 1, y), (x + 1, y + 1));
            }
            if !is_inside(x, y + 1) {
                edge((x + 1, y + 1), (x, y + 1));
            }
            if !is_inside(x - 1, y) {
                edge((x, y + 1), (x, y));
            }
        }
    }
    let mut rings = Vec::new();
    while let Some((&start, _)) = edges.first_key_value() {
        let (mut at, mut cell, mut first_cell) = (start, None, None);
        let mut corners = Vec::new();
        while let Some(leaving) = edges.get_mut(&at) {
            // where two cells meet in a corner alone, the ring stays with the cell it comes from
            let nth = leaving.iter().position(|&(_, own)| Some(own) == cell).unwrap_or(0);
            let (to, own) = leaving.remove(nth);
            if leaving.is_empty() {
                edges.remove(&at);
            }
            corners.push((at.1, at.0));
            first_cell = first_cell.or(Some(own));
            cell = Some(own);
            at = to;
            if at == start && (cell == first_cell || !edges.contains_key(&start)) {
                break;
            }
        }
        let label = cell.and_then(|cell| labels.get((cell.0 * width + cell.1) as usize).copied());
        let is_hole = signed(&corners) < 0;
        rings.push(Traced { label: (label.unwrap_or(0), is_hole), corners });
    }
    rings
}

/// Twice the area of a ring, by its turn.
fn signed(corners: &[(i64, i64)]) -> i64 {
    let next = |nth: usize| corners[(nth + 1) % corners.len()];
    corners.iter().enumerate().map(|(nth, a)| a.0 * next(nth).1 - next(nth).0 * a.1).sum()
}

/// A number for each cell, the same for cells that hang together by edges; 0 outside.
fn label(is_inside: &impl Fn(i64, i64) -> bool, width: i64, height: i64) -> Vec<u32> {
    let mut labels = vec![0u32; (width * height) as usize];
    let mut last = 0;
    let mut open = Vec::new();
    for y in 0..height {
        for x in 0..width {
            if !is_inside(x, y) || labels[(y * width + x) as usize] != 0 {
                continue;
            }
            last += 1;
            labels[(y * width + x) as usize] = last;
            open.push((x, y));
            while let Some((x, y)) = open.pop() {
                for (x, y) in [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)] {
                    if is_inside(x, y) && labels[(y * width + x) as usize] == 0 {
                        labels[(y * width + x) as usize] = last;
                        open.push((x, y));
                    }
                }
            }
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::area;
    use proptest::prelude::*;

    fn cells(picture: &[&str]) -> (Vec<bool>, usize) {
        (picture.iter().flat_map(|row| row.bytes().map(|b| b == b'#')).collect(), picture[0].len())
    }

    fn made(picture: &[&str]) -> Shapes {
        let (inside, width) = cells(picture);
        polygonise(&inside, width)
    }

    #[test]
    fn a_ring_of_cells_has_a_hole() {
        let shapes = made(&["###", "#.#", "###"]);
        let shape = shapes.get(0);
        assert_eq!((shapes.len(), shape.polygon_count()), (1, 1));
        assert_eq!(shape.rings().map(|ring| ring.is_hole).collect::<Vec<_>>(), [false, true]);
        assert_eq!(area(&shape), 8.0);
    }

    #[test]
    fn cells_that_meet_in_a_corner_are_two_polygons() {
        assert_eq!(made(&["#.", ".#"]).get(0).polygon_count(), 2);
        assert_eq!(made(&[".#", "#."]).get(0).polygon_count(), 2);
        assert_eq!(made(&["##", ".#"]).get(0).polygon_count(), 1);
    }

    #[test]
    fn an_island_in_a_lake_belongs_to_itself() {
        let shapes = made(&["#####", "#...#", "#.#.#", "#...#", "#####"]);
        let shape = shapes.get(0);
        assert_eq!(shape.polygon_count(), 2);
        assert_eq!(area(&shape), 17.0);
    }

    #[test]
    fn no_cell_is_an_empty_feature() {
        let shapes = made(&["..", ".."]);
        assert_eq!(shapes.len(), 1);
        assert!(shapes.get(0).is_empty());
        assert_eq!(polygonise(&[], 0).len(), 1);
    }

    proptest! {
        #[test]
        fn every_cell_is_inside_as_it_was(
            width in 1usize..9,
            picture in proptest::collection::vec(any::<bool>(), 1..81),
        ) {
            let height = picture.len() / width;
            prop_assume!(height > 0);
            let inside = &picture[..width * height];
            let shapes = polygonise(inside, width);
            let shape = shapes.get(0);
            prop_assert_eq!(area(&shape), inside.iter().filter(|&&cell| cell).count() as f64);
            let index = crate::geometry::PointIndex::new(&shapes);
            for (nth, &cell) in inside.iter().enumerate() {
                let centre = Coord { x: (nth % width) as f64 + 0.5, y: (nth / width) as f64 + 0.5 };
                prop_assert_eq!(index.first_area_at(centre).is_some(), cell, "cell {}", nth);
            }
        }
    }
}
