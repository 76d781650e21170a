//! A stated service area for a site that comes as a point: a disc, or sectors of one.

use geo::Coord;

use crate::geometry::Shapes;

/// What a list says of the antennas of a site.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Antennas {
    /// How far they reach, metres.
    pub radius_m: f64,
    /// Where they look, degrees clockwise from north; none looks everywhere.
    pub azimuths: Vec<f64>,
    /// How wide each looks, degrees.
    pub beamwidth: f64,
}

/// One chord of an arc spans at most so many degrees.
const STEP: f64 = 360.0 / 128.0;

/// How far a mast reaches on open ground by its height, metres: the middle of the ITU/GSMA
/// last-mile guide's ranges (2–4 km up to 12 m, 4–8 km up to 30 m, 8–15 km above).
pub fn radius_of_height(height_m: f64) -> f64 {
    if height_m < 12.0 {
        3_000.0
    } else if height_m <= 30.0 {
        6_000.0
    } else {
        11_500.0
    }
}

/// Adds the area of a site as one feature: a disc, or a sector for each azimuth. Sectors that
/// meet become one polygon, so that nothing is enclosed twice. The plane's north is taken for
/// north.
pub fn push_sectors(shapes: &mut Shapes, place: Coord, antennas: &Antennas) {
    for (from, to) in spans(antennas) {
        push_sector(shapes, place, antennas.radius_m, from, to);
    }
    shapes.end_feature();
}

/// The directions that are served, as spans in degrees, ascending, none touching another.
fn spans(antennas: &Antennas) -> Vec<(f64, f64)> {
    let half = antennas.beamwidth / 2.0;
    if antennas.azimuths.is_empty() || antennas.beamwidth >= 360.0 {
        return vec![(0.0, 360.0)];
    }
    let mut spans: Vec<(f64, f64)> = antennas
        .azimuths
        .iter()
        .map(|azimuth| (azimuth - half).rem_euclid(360.0))
        .map(|from| (from, from + antennas.beamwidth))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Vec<(f64, f64)> = Vec::new();
    for (from, to) in spans {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    // the last may reach over north into the first
    while joined.len() > 1 && joined[joined.len() - 1].1 - 360.0 >= joined[0].0 {
        let first = joined.remove(0);
        if let Some(last) = joined.last_mut() {
            last.1 = last.1.max(first.1 + 360.0);
        }
    }
    if joined.iter().any(|(from, to)| to - from >= 360.0) { vec![(0.0, 360.0)] } else { joined }
}

fn push_sector(shapes: &mut Shapes, place: Coord, radius: f64, from: f64, to: f64) {
    let is_disc = to - from >= 360.0;
    let chords = ((to - from) / STEP).ceil().max(1.0) as usize;
    if !is_disc {
        shapes.push_position(place);
    }
    // backwards, so that the ring runs counter-clockwise
    for nth in (usize::from(is_disc)..=chords).rev() {
        let bearing = (from + (to - from) * nth as f64 / chords as f64).to_radians();
        shapes.push_position(Coord {
            x: place.x + radius * bearing.sin(),
            y: place.y + radius * bearing.cos(),
        });
    }
    shapes.end_ring();
    shapes.end_polygon();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::area;

    fn area_of(azimuths: &[f64], beamwidth: f64) -> f64 {
        let antennas = Antennas { radius_m: 1_000.0, azimuths: azimuths.to_vec(), beamwidth };
        let mut shapes = Shapes::new();
        push_sectors(&mut shapes, Coord { x: 5.0, y: 7.0 }, &antennas);
        area(&shapes.get(0)) / (std::f64::consts::PI * 1e6)
    }

    #[test]
    fn sectors_are_their_part_of_a_disc_and_count_once() {
        for (azimuths, beamwidth, part) in [
            (&[][..], 0.0, 1.0),
            (&[0.0][..], 90.0, 0.25),
            (&[0.0, 120.0, 240.0][..], 65.0, 195.0 / 360.0),
            (&[0.0, 120.0, 240.0][..], 120.0, 1.0),
            (&[350.0, 10.0][..], 60.0, 80.0 / 360.0),
            (&[-20.0, 20.0, 180.0][..], 60.0, 160.0 / 360.0),
        ] {
            let found = area_of(azimuths, beamwidth);
            assert!((found - part).abs() < 2e-3, "{azimuths:?} {beamwidth}: {found} for {part}");
        }
    }

    #[test]
    fn a_sector_to_the_east_lies_to_the_east() {
        let antennas = Antennas { radius_m: 100.0, azimuths: vec![90.0], beamwidth: 60.0 };
        let mut shapes = Shapes::new();
        push_sectors(&mut shapes, Coord { x: 0.0, y: 0.0 }, &antennas);
        assert!(shapes.positions().iter().all(|p| p.x >= -1e-9 && p.y.abs() < 51.0));
    }
}
