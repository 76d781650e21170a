//! Leaving out rows that have no place in the plane.

use geo::Coord;
use rayon::prelude::*;

use super::declared::Declared;
use super::long_edges::goes_around;
use crate::geometry::Shapes;
use crate::read::columns::village_id;
use crate::read::layer::{Layer, Skip};
use crate::read::request::ColumnChoices;

/// A quarter of the way around the Earth in the equal-area plane, in metres: √2 times its radius.
pub const QUARTER_M: f64 = 9.0e6;

/// Leaves out every row with a position that is not a finite number, and lists it.
pub fn without_a_place(layer: &mut Layer, centres: &mut Vec<Option<Coord>>, declared: &Declared) {
    let keep = rows(layer, |position| position.x.is_finite() && position.y.is_finite());
    let reason = format!("it has coordinates that are no place on Earth in {}", declared.name());
    leave_out(layer, centres, &keep, &reason);
}

/// Leaves out every row that reaches beyond a quarter of the Earth from the middle of the equal-area plane, and
/// lists it: on the far side the plane turns inside and outside over. A layer that lies there as a whole stays: what
/// is wrong with it is another thing.
pub fn beyond_the_plane(layer: &mut Layer, centres: &mut Vec<Option<Coord>>) {
    let keep = rows(layer, |position| position.x.hypot(position.y) <= QUARTER_M);
    if keep.iter().any(|kept| *kept) {
        let reason = "it reaches more than a quarter of the way around the Earth from the villages";
        leave_out(layer, centres, &keep, reason);
    }
}

/// Leaves out every row with a ring in degrees around the whole world, and lists it.
pub fn around_the_world(layer: &mut Layer, centres: &mut Vec<Option<Coord>>) {
    let keep: Vec<bool> = (0..layer.len())
        .map(|row| {
            row >= layer.shapes.len()
                || !layer.shapes.get(row).rings().any(|ring| goes_around(ring.positions))
        })
        .collect();
    let reason = "its ring goes around the whole world, from 180° west to 180° east: cut it to the region";
    leave_out(layer, centres, &keep, reason);
}

/// The rows of which every position is as it must be.
fn rows(layer: &Layer, is_good: impl Fn(&Coord) -> bool + Sync) -> Vec<bool> {
    let of = |row: usize| {
        let good_rings = row >= layer.shapes.len()
            || layer.shapes.get(row).rings().all(|ring| ring.positions.iter().all(&is_good));
        good_rings && layer.points.get(row).copied().flatten().is_none_or(|point| is_good(&point))
    };
    (0..layer.len()).into_par_iter().with_min_len(256).map(of).collect()
}

fn leave_out(layer: &mut Layer, centres: &mut Vec<Option<Coord>>, keep: &[bool], reason: &str) {
    if keep.iter().all(|kept| *kept) {
        return;
    }
    let names: Vec<&str> = layer.columns.iter().map(|column| column.name.as_str()).collect();
    let ids = village_id(&ColumnChoices::default(), &names);
    for (row, _) in keep.iter().enumerate().filter(|(_, kept)| !**kept) {
        layer.skipped.push(Skip {
            position: layer.positions[row],
            id: ids.and_then(|column| layer.columns[column].values[row].to_text()),
            reason: reason.to_owned(),
        });
    }
    layer.skipped.sort_by_key(|skip| skip.position);
    layer.shapes = kept_shapes(&layer.shapes, keep);
    retain(&mut layer.points, keep);
    retain(&mut layer.positions, keep);
    retain(centres, keep);
    layer.columns.iter_mut().for_each(|column| retain(&mut column.values, keep));
}

fn retain<T>(rows: &mut Vec<T>, keep: &[bool]) {
    let mut flags = keep.iter();
    rows.retain(|_| flags.next().copied().unwrap_or(true));
}

fn kept_shapes(shapes: &Shapes, keep: &[bool]) -> Shapes {
    let mut kept = Shapes::new();
    for (shape, _) in shapes.iter().zip(keep).filter(|(_, kept)| **kept) {
        kept.push(&shape.to_multi_polygon());
    }
    kept
}
