//! Shapes made fit for measuring, with every repair on the list.

use crate::geometry;
use crate::read::layer::{Layer, Skip};

/// Repairs the shapes of a layer in its plane. Of each row it says why it cannot stay:
/// mostly nothing, and no entry at all when every row can.
///
/// `id` names a row in the lists.
pub(crate) fn mend(layer: &mut Layer, id: impl Fn(&Layer, usize) -> Option<String>) -> Vec<(usize, String)> {
    let had_area: Vec<bool> = layer.shapes.iter().map(|shape| !shape.is_empty()).collect();
    let repairs = geometry::prepare(&mut layer.shapes);
    let mut gone = Vec::new();
    for of_one in repairs.chunk_by(|a, b| a.feature == b.feature) {
        let row = of_one[0].feature;
        let mut reasons: Vec<String> = of_one.iter().map(|repair| repair.defect.to_string()).collect();
        reasons.dedup();
        let reason = reasons.join("; ");
        let is_finite = |row| layer.shapes.get(row).rings().all(|ring| ring.positions.iter().all(finite));
        if had_area[row] && (layer.shapes.get(row).is_empty() || !is_finite(row)) {
            let position = layer.positions[row];
            layer.repaired.retain(|repair| repair.position != position);
            gone.push((row, reason));
        } else {
            let skip = Skip { position: layer.positions[row], id: id(layer, row), reason };
            layer.repaired.push(skip);
        }
    }
    layer.repaired.sort_by_key(|repair| repair.position);
    gone
}

fn finite(position: &geo::Coord) -> bool {
    position.x.is_finite() && position.y.is_finite()
}
