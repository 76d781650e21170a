//! The parts that layers cut a zone into.

use std::collections::BTreeMap;

use geo::{Coord, MultiPolygon};
use rayon::prelude::*;

use super::measure::Measure;
use super::{AreaIndex, Shape, Shapes, area, bounds};

/// A part of a zone that the same layers hold everywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<L = u16> {
    /// The layers that hold it, ascending; none where nothing does.
    pub layers: Vec<L>,
    /// Its share of the zone's area.
    pub share: f64,
}

/// How often a zone is halved before it is given up: a spot of 1/65,536 of its area.
const MOST_HALVINGS: u32 = 16;

/// Cuts a zone into the parts that layers make of it; `layer_of[i]` is the layer of area `i` of the
/// index, whatever layers the index itself knows.
///
/// A zone that more layers cross than can be told apart at once is halved, and halved again; `None`
/// where that does not help, because they all cross in one spot. The shares of a zone add up to 1;
/// an empty zone has no parts.
pub fn parts_of_one(zone: &Shape<'_>, index: &AreaIndex<'_>, layer_of: &[u32]) -> Option<Vec<Part<u32>>> {
    let found = cut(&mut Measure::default(), zone, index, &|area| layer_of[area], 0)?;
    Some(found.into_iter().map(|(layers, share)| Part { layers, share }).collect())
}

/// The same for many zones, with the layers that the index knows.
pub fn parts(zones: &Shapes, index: &AreaIndex<'_>) -> Vec<Option<Vec<Part>>> {
    let layer_of = |area: usize| u32::from(index.layer(area));
    let part = |(layers, share): (Vec<u32>, f64)| Part {
        layers: layers.into_iter().map(|layer| layer as u16).collect(),
        share,
    };
    (0..zones.len())
        .into_par_iter()
        .map_init(Measure::default, |measure, zone| {
            let found = cut(measure, &zones.get(zone), index, &layer_of, 0)?;
            Some(found.into_iter().map(part).collect())
        })
        .collect()
}

type Found = BTreeMap<Vec<u32>, f64>;

fn cut(
    measure: &mut Measure,
    zone: &Shape<'_>,
    index: &AreaIndex<'_>,
    layer_of: &impl Fn(usize) -> u32,
    halvings: u32,
) -> Option<Found> {
    if let Some(found) = measure.parts(zone, index, layer_of) {
        let mut parts = Found::new();
        found.into_iter().for_each(|(layers, share)| *parts.entry(layers).or_default() += share);
        return Some(parts);
    }
    if halvings == MOST_HALVINGS {
        return None;
    }
    let halves = halves(zone)?;
    let areas = [area(&halves.get(0)), area(&halves.get(1))];
    let all: f64 = areas.iter().sum();
    let mut parts = Found::new();
    for (half, own) in halves.iter().zip(areas).filter(|(_, own)| *own > 0.0) {
        for (layers, share) in cut(measure, &half, index, layer_of, halvings + 1)? {
            *parts.entry(layers).or_default() += share * own / all;
        }
    }
    Some(parts)
}

/// Both halves of a zone, cut across the middle of its longer side. Rings that fall apart stay one
/// ring that runs back and forth along the cut, where it holds no area.
fn halves(zone: &Shape<'_>) -> Option<Shapes> {
    let rect = bounds(zone)?;
    let upright = rect.width() < rect.height();
    let middle = if upright { rect.center().y } else { rect.center().x };
    let shape = zone.to_multi_polygon();
    let mut halves = Shapes::new();
    for side in [-1.0, 1.0] {
        let depth = |at: Coord| side * (if upright { at.y } else { at.x } - middle);
        let polygons = shape.iter().filter_map(|polygon| {
            let outer = clipped(&polygon.exterior().0, depth);
            let holes = polygon.interiors().iter().map(|hole| clipped(&hole.0, depth));
            let holes = holes.filter(|hole| hole.len() >= 4).map(Into::into).collect();
            (outer.len() >= 4).then(|| geo::Polygon::new(outer.into(), holes))
        });
        halves.push(&MultiPolygon::new(polygons.collect()));
    }
    Some(halves)
}

/// A closed ring without what lies at a negative depth (Sutherland and Hodgman 1974).
fn clipped(ring: &[Coord], depth: impl Fn(Coord) -> f64) -> Vec<Coord> {
    let mut kept = Vec::new();
    for pair in ring.windows(2) {
        let (a, b) = (depth(pair[0]), depth(pair[1]));
        if a >= 0.0 {
            kept.push(pair[0]);
        }
        if (a >= 0.0) != (b >= 0.0) {
            kept.push(pair[0] + (pair[1] - pair[0]) * (a / (a - b)));
        }
    }
    if let Some(&first) = kept.first() {
        kept.push(first);
    }
    kept
}

#[cfg(test)]
mod tests {
    use geo::{Coord, Rect};

    use super::*;

    #[test]
    fn two_strips_cut_a_square_into_four() {
        let strip = |x0: f64, x1: f64| {
            Rect::new(Coord { x: x0, y: -1.0 }, Coord { x: x1, y: 5.0 }).to_polygon().into()
        };
        let mut zones = Shapes::new();
        zones.push(&Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 4.0, y: 4.0 }).to_polygon().into());
        let mut areas = Shapes::new();
        for shape in [strip(0.5, 2.0), strip(1.0, 3.0), strip(-5.0, 9.0), strip(7.0, 9.0)] {
            areas.push(&shape);
        }
        let layers = [0, 1, 2, 3];
        let index = AreaIndex::new(&areas, &[0; 4]);
        let found = parts_of_one(&zones.get(0), &index, &layers).unwrap();
        let part = |layers: &[u32], share| Part::<u32> { layers: layers.to_vec(), share };
        assert_eq!(
            found,
            [part(&[0, 1, 2], 0.25), part(&[0, 2], 0.125), part(&[1, 2], 0.25), part(&[2], 0.375)]
        );
    }

    #[test]
    fn a_hundred_strips_are_told_apart() {
        let (count, width) = (100, 0.02);
        let mut zones = Shapes::new();
        let ring = vec![(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 0.25), (0.0, 1.0), (0.0, 0.0)];
        zones.push(&geo::Polygon::new(ring.into(), vec![]).into());
        let mut areas = Shapes::new();
        for nth in 0..count {
            let (from, to) = (f64::from(nth) * width, f64::from(nth + 1) * width);
            areas.push(&Rect::new(Coord { x: from, y: -1.0 }, Coord { x: to, y: 2.0 }).to_polygon().into());
        }
        let layers: Vec<u32> = (0..count as u32).map(|nth| 70_000 + nth).collect();
        let blank = [0; 100];
        let index = AreaIndex::new(&areas, &blank);
        let found = parts_of_one(&zones.get(0), &index, &layers).unwrap();
        assert_eq!(found.len(), 100);
        assert!((found.iter().map(|part| part.share).sum::<f64>() - 1.0).abs() < 1e-12);
        // The zone is 1 high at its ends and 1/4 in the middle, and 1.25 large.
        let own = |nth: usize| {
            let at = (nth as f64 + 0.5) * width;
            width * (1.0 - 0.75 * if at < 1.0 { at } else { 2.0 - at }) / 1.25
        };
        for (nth, part) in found.iter().enumerate() {
            assert_eq!(part.layers, [layers[nth]]);
            assert!((part.share - own(nth)).abs() < 1e-12, "{nth}: {} for {}", part.share, own(nth));
        }
    }
}
