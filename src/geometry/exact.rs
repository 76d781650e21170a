//! Arithmetic that keeps what f64 drops, for the few places where an edge is much longer than
//! the window it crosses.

use geo::Coord;

/// The x at which the line through `a` and `b` has height `y`, seen from `origin_x`.
///
/// The error is about one unit in the last place of the result, however far `a` and `b` are.
pub(super) fn crossing_at(a: Coord, b: Coord, y: f64, origin_x: f64) -> f64 {
    let rise = difference(b.y, a.y);
    let part = difference(y, a.y);
    let run = difference(b.x, a.x);
    let offset = difference(a.x, origin_x);
    let along = divide(multiply(run, part), rise);
    let x = add(offset, along);
    x.0 + x.1
}

/// A number as the unevaluated sum of two f64, the second below the last place of the first.
type Double = (f64, f64);

fn difference(a: f64, b: f64) -> Double {
    two_sum(a, -b)
}

fn two_sum(a: f64, b: f64) -> Double {
    let sum = a + b;
    let from_b = sum - a;
    (sum, (a - (sum - from_b)) + (b - from_b))
}

fn quick_sum(a: f64, b: f64) -> Double {
    let sum = a + b;
    (sum, b - (sum - a))
}

fn add(a: Double, b: Double) -> Double {
    let (high, low) = two_sum(a.0, b.0);
    quick_sum(high, low + a.1 + b.1)
}

fn multiply(a: Double, b: Double) -> Double {
    let high = a.0 * b.0;
    let low = a.0.mul_add(b.0, -high) + a.0 * b.1 + a.1 * b.0;
    quick_sum(high, low)
}

fn divide(a: Double, b: Double) -> Double {
    let first = a.0 / b.0;
    let rest = add(a, multiply((-first, 0.0), b));
    quick_sum(first, rest.0 / b.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_million_kilometres_hits_a_metre_to_the_last_place() {
        let (a, b) = (Coord { x: -1e9, y: -3e9 }, Coord { x: 1e9, y: 3e9 });
        assert_eq!(crossing_at(a, b, 0.75, 0.0), 0.25);
        // 1/3 of a step between 600,000.1 and 600,000.2, which f64 cannot hold exactly.
        let (a, b) = (Coord { x: 600_000.1, y: 0.0 }, Coord { x: 600_000.2, y: 3.0 });
        let step = 600_000.2 - 600_000.1;
        let exact = (600_000.1 - 600_000.0) + step / 3.0;
        assert!((crossing_at(a, b, 1.0, 600_000.0) - exact).abs() <= f64::EPSILON * exact);
    }
}
