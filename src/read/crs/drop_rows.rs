//! Leaving out rows that have no place in the plane.

use geo::Coord;

use super::declared::Declared;
use crate::geometry::Shapes;
use crate::read::columns::village_id;
use crate::read::layer::{Layer, Skip};
use crate::read::request::ColumnChoices;

/// Leaves out every row with a position that is not a finite number, and lists it.
pub fn without_a_place(layer: &mut Layer, centres: &mut Vec<Option<Coord>>, declared: &Declared) {
    let finite = |position: &Coord| position.x.is_finite() && position.y.is_finite();
    let keep: Vec<bool> = (0..layer.len())
        .map(|row| {
            let broken_ring = row < layer.shapes.len()
                && layer.shapes.get(row).rings().any(|ring| !ring.positions.iter().all(finite));
            let broken_point = layer.points.get(row).copied().flatten().is_some_and(|point| !finite(&point));
            !(broken_ring || broken_point)
        })
        .collect();
    let names: Vec<&str> = layer.columns.iter().map(|column| column.name.as_str()).collect();
    let ids = village_id(&ColumnChoices::default(), &names);
    for (row, _) in keep.iter().enumerate().filter(|(_, kept)| !**kept) {
        layer.skipped.push(Skip {
            position: layer.positions[row],
            id: ids.and_then(|column| layer.columns[column].values[row].to_text()),
            reason: format!("it has coordinates that are no place on Earth in {}", declared.name()),
        });
    }
    layer.skipped.sort_by_key(|skip| skip.position);
    layer.shapes = kept_shapes(&layer.shapes, &keep);
    retain(&mut layer.points, &keep);
    retain(&mut layer.positions, &keep);
    retain(centres, &keep);
    layer.columns.iter_mut().for_each(|column| retain(&mut column.values, &keep));
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
