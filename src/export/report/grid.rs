//! The page's grid of longitude and latitude: whole steps from a south-western origin.

use geo::Coord;

use super::encode::GridPoint;
use crate::error::Error;
use crate::plane::Plane;

/// Steps to choose from, in degrees: about 1, 2, 5… metres on the ground.
const STEPS: [f64; 9] = [1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3];
/// More steps across than this no screen shows; fewer make shorter numbers.
const MOST_STEPS: f64 = 150_000.0;

/// A grid over some positions of a working plane.
#[derive(Debug)]
pub struct Grid<'a> {
    plane: &'a Plane,
    /// Longitude and latitude of its point 0, 0.
    pub origin: [f64; 2],
    /// One step, in degrees.
    pub step: f64,
}

impl<'a> Grid<'a> {
    /// A grid that starts south-west of these positions, given in longitude and latitude.
    pub fn over(plane: &'a Plane, lon_lat: &[Coord]) -> Self {
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        for position in lon_lat.iter().filter(|p| p.x.is_finite() && p.y.is_finite()) {
            low = [low[0].min(position.x), low[1].min(position.y)];
            high = [high[0].max(position.x), high[1].max(position.y)];
        }
        if low[0] > high[0] {
            (low, high) = ([0.0; 2], [0.0; 2]);
        }
        let extent = (high[0] - low[0]).max(high[1] - low[1]);
        let step = STEPS.into_iter().find(|step| extent / step <= MOST_STEPS).unwrap_or(5e-3);
        // A round origin: the same place for data that differ by a millimetre.
        let origin = low.map(|degrees| (degrees * 100.0).floor() / 100.0);
        Self { plane, origin, step }
    }

    /// Positions of the working plane on the grid; `None` for one that has no place on Earth.
    ///
    /// # Errors
    /// When the plane cannot be left.
    pub fn points(&self, mut positions: Vec<Coord>) -> Result<Vec<Option<GridPoint>>, Error> {
        self.plane.to_wgs84(&mut positions)?;
        Ok(positions.into_iter().map(|position| self.point(position)).collect())
    }

    /// A longitude and latitude on the grid.
    pub fn point(&self, lon_lat: Coord) -> Option<GridPoint> {
        let x = ((lon_lat.x - self.origin[0]) / self.step).round();
        let y = ((lon_lat.y - self.origin[1]) / self.step).round();
        let fits = |v: f64| v.abs() <= f64::from(i32::MAX / 4);
        (fits(x) && fits(y)).then_some([x as i32, y as i32])
    }

    /// How many square grid steps an area of the ground has, roughly.
    pub fn square_steps(&self, area_m2: f64) -> f64 {
        let step_m = self.step * 111_320.0;
        let shrink = self.origin[1].to_radians().cos().max(0.05);
        area_m2 / (step_m * step_m * shrink)
    }
}

/// An open ring without repeated positions; empty when it encloses nothing.
pub fn ring(points: impl IntoIterator<Item = Option<GridPoint>>) -> Vec<GridPoint> {
    let mut ring: Vec<GridPoint> = points.into_iter().flatten().collect();
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    if ring.len() < 3 { Vec::new() } else { ring }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plane::Identity;

    #[test]
    fn a_position_keeps_its_place_to_a_step() {
        let plane = Plane::new("EPSG:4326", "a test", Arc::new(Identity));
        let position = Coord { x: 105.123_456, y: 18.654_321 };
        let grid = Grid::over(&plane, &[position, Coord { x: 103.9, y: 20.0 }]);
        let [x, y] = grid.points(vec![position]).unwrap()[0].unwrap();
        assert!((grid.origin[0] + f64::from(x) * grid.step - position.x).abs() <= 1e-5 + 1e-12);
        assert!((grid.origin[1] + f64::from(y) * grid.step - position.y).abs() <= 1e-5 + 1e-12);
    }

    #[test]
    fn a_position_without_a_place_on_earth_is_left_out() {
        let plane = Plane::new("EPSG:4326", "a test", Arc::new(Identity));
        let nowhere = Coord { x: f64::NAN, y: 1.0 };
        let grid = Grid::over(&plane, &[nowhere]);
        assert_eq!(grid.points(vec![nowhere]).unwrap(), [None]);
    }

    #[test]
    fn a_ring_is_open_and_has_no_repeats() {
        let points = [[0, 0], [0, 0], [4, 0], [4, 4], [0, 0]].map(Some);
        assert_eq!(ring(points), [[0, 0], [4, 0], [4, 4]]);
        assert!(ring([[0, 0], [1, 1], [0, 0]].map(Some)).is_empty());
    }
}
