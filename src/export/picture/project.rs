//! The working plane → dots of the picture.

use geo::Coord;

use super::scene::Dot;

/// Grid steps to a dot, where outlines are simplified.
const STEPS: f64 = 10.0;

/// How the working plane lies on the picture.
#[derive(Debug, Clone, Copy)]
pub struct Projection {
    low: Coord,
    high: Coord,
    middle: Dot,
    /// Dots a metre.
    pub scale: f64,
}

impl Projection {
    /// All of `positions` as large as fits into a box of the picture; `None` without extent.
    pub fn fitting(positions: impl Iterator<Item = Coord>, corner: Dot, size: Dot) -> Option<Self> {
        let mut low = Coord { x: f64::INFINITY, y: f64::INFINITY };
        let mut high = Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
        for position in positions.filter(|p| p.x.is_finite() && p.y.is_finite()) {
            low = Coord { x: low.x.min(position.x), y: low.y.min(position.y) };
            high = Coord { x: high.x.max(position.x), y: high.y.max(position.y) };
        }
        if low.x > high.x {
            return None;
        }
        // one village that is a point still has a picture: a kilometre around it
        let [wide, high_m] = [(high.x - low.x).max(1_000.0), (high.y - low.y).max(1_000.0)];
        let scale = (f64::from(size[0]) / wide).min(f64::from(size[1]) / high_m);
        let middle = [corner[0] + size[0] / 2.0, corner[1] + size[1] / 2.0];
        Some(Self { low, high, middle, scale })
    }

    /// Where a position lies.
    pub fn dot(&self, position: Coord) -> Dot {
        let x = (position.x - (self.low.x + self.high.x) / 2.0) * self.scale;
        let y = ((self.low.y + self.high.y) / 2.0 - position.y) * self.scale;
        [self.middle[0] + x as f32, self.middle[1] + y as f32]
    }

    /// The same on the grid for simplifying.
    pub fn step(&self, position: Coord) -> Option<[i32; 2]> {
        let at = self.dot(position).map(|v| f64::from(v) * STEPS);
        let fits = at.iter().all(|v| v.is_finite() && v.abs() < f64::from(i32::MAX / 8));
        fits.then(|| at.map(|v| v.round() as i32))
    }

    /// From that grid to dots.
    pub fn from_step([x, y]: [i32; 2]) -> Dot {
        [f64::from(x) / STEPS, f64::from(y) / STEPS].map(|v| v as f32)
    }

    /// A round length for a scale bar of at most `dots`: in metres, and how long it is drawn.
    pub fn scale_bar(&self, dots: f32) -> (f64, f32) {
        let most = f64::from(dots) / self.scale;
        let mut size = 10f64.powf(most.log10().floor());
        for factor in [5.0, 2.0] {
            if size * factor <= most {
                size *= factor;
                break;
            }
        }
        (size, (size * self.scale) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_fits_and_north_is_up() {
        let corners = [Coord { x: 0.0, y: 0.0 }, Coord { x: 10_000.0, y: 10_000.0 }];
        let found = Projection::fitting(corners.into_iter(), [100.0, 50.0], [400.0, 200.0]).unwrap();
        assert_eq!(found.dot(corners[1]), [400.0, 50.0]);
        assert_eq!(found.dot(corners[0]), [200.0, 250.0]);
        assert_eq!(found.scale_bar(150.0), (5_000.0, 100.0));
        assert_eq!(Projection::from_step(found.step(corners[1]).unwrap()), [400.0, 50.0]);
    }

    #[test]
    fn nothing_has_no_picture() {
        let nowhere = Coord { x: f64::NAN, y: 0.0 };
        assert!(Projection::fitting([nowhere].into_iter(), [0.0; 2], [1.0; 2]).is_none());
    }
}
