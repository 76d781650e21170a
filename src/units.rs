//! Numbers that carry their unit, and refuse what cannot be one.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, RangeInclusive};

/// A number outside the range its unit allows.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{what} must lie within {low} to {high}: found {found}")]
pub struct OutOfRange {
    what: &'static str,
    low: f64,
    high: f64,
    found: f64,
}

impl OutOfRange {
    fn check(what: &'static str, found: f64, range: RangeInclusive<f64>) -> Result<f64, Self> {
        if range.contains(&found) {
            Ok(found)
        } else {
            Err(Self { what, low: *range.start(), high: *range.end(), found })
        }
    }
}

/// A share of a whole, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Share(f64);

impl Share {
    /// Nothing of the whole.
    pub const NONE: Self = Self(0.0);
    /// All of the whole.
    pub const ALL: Self = Self(1.0);

    /// # Errors
    /// Outside 0 to 1; catches a percentage given by mistake.
    pub fn new(value: f64) -> Result<Self, OutOfRange> {
        OutOfRange::check("a share", value, 0.0..=1.0).map(Self)
    }

    /// The number, 0 to 1.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The other part of the whole.
    #[must_use]
    pub fn rest(self) -> Self {
        Self(1.0 - self.0)
    }
}

/// Received power, in dBm: decibels above one milliwatt. Nearer zero is stronger.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Dbm(f64);

impl Dbm {
    /// # Errors
    /// Outside -200 to 0; catches a path loss in dB given by mistake.
    pub fn new(value: f64) -> Result<Self, OutOfRange> {
        OutOfRange::check("received power in dBm", value, -200.0..=0.0).map(Self)
    }

    /// The number of decibels above one milliwatt.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The same power in milliwatts.
    pub fn milliwatts(self) -> f64 {
        10f64.powf(self.0 / 10.0)
    }
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $what:literal, $most:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
        pub struct $name(f64);

        impl $name {
            /// # Errors
            /// Negative, not a number, or beyond what the Earth holds.
            pub fn new(value: f64) -> Result<Self, OutOfRange> {
                // nothing is nothing, whatever its sign
                OutOfRange::check($what, value, 0.0..=$most).map(|value| Self(value + 0.0))
            }

            /// The number in this unit.
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self(0.0), Add::add)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

quantity!(
    /// A number of people; a part of a village may be a fraction of one.
    People,
    "a number of people",
    1e10
);
quantity!(
    /// A number of households.
    Households,
    "a number of households",
    1e10
);
quantity!(
    /// A distance in metres.
    Metres,
    "a distance in metres",
    4.1e7
);
quantity!(
    /// An area in square metres.
    SquareMetres,
    "an area in square metres",
    5.2e14
);

impl People {
    /// The part of these people that `share` of them makes.
    #[must_use]
    pub fn times(self, share: Share) -> Self {
        Self(self.0 * share.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minus_thirty_dbm_is_a_microwatt() {
        let microwatt = Dbm::new(-30.0).unwrap().milliwatts();
        assert!((microwatt - 0.001).abs() < 1e-15);
    }

    #[test]
    fn a_percentage_is_not_a_share() {
        assert!(Share::new(50.0).is_err());
        assert!(Share::new(f64::NAN).is_err());
        assert_eq!(Share::new(0.25).unwrap().rest(), Share::new(0.75).unwrap());
    }

    #[test]
    fn a_path_loss_is_not_a_received_power() {
        let error = Dbm::new(132.0).unwrap_err();
        assert_eq!(error.to_string(), "received power in dBm must lie within -200 to 0: found 132");
    }

    #[test]
    fn a_quarter_of_a_thousand_people() {
        let people = People::new(1_000.0).unwrap();
        assert_eq!(people.times(Share::new(0.25).unwrap()), People::new(250.0).unwrap());
        assert!(People::new(-1.0).is_err());
    }
}
