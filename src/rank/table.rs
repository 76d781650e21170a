//! What villages are compared by: one column a criterion.

/// Which values put a village first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More goes first.
    Higher,
    /// Less goes first.
    Lower,
}

/// One criterion's values for every village that is ranked.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// As the user types it.
    pub name: String,
    /// What a value counts.
    pub unit: String,
    /// Which values go first.
    pub direction: Direction,
    /// Where the values come from.
    pub source: String,
    /// One for each village; `None` where the data do not say.
    pub values: Vec<Option<f64>>,
}

impl Measure {
    /// The values turned so that more always goes first.
    pub fn turned(&self) -> Vec<Option<f64>> {
        let sign = if self.direction == Direction::Higher { 1.0 } else { -1.0 };
        self.values.iter().map(|value| value.map(|value| sign * value)).collect()
    }
}

/// What a village counts with where the data say nothing. Whatever it is, the village is flagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missing {
    /// As if it were the last of all in this criterion: silence never helps.
    #[default]
    Last,
    /// As the middle one of those whose data say something.
    Typical,
}

impl Missing {
    /// In words, for the output.
    pub const fn policy(self) -> &'static str {
        match self {
            Self::Last => "a missing value counts as the last of all",
            Self::Typical => "a missing value counts as the middle one",
        }
    }

    /// The values with the gaps filled.
    pub fn fill(self, values: &[Option<f64>]) -> Vec<f64> {
        let mut known: Vec<f64> = values.iter().copied().flatten().collect();
        known.sort_by(f64::total_cmp);
        let stand_in = match self {
            Self::Last => known.first().copied(),
            Self::Typical => known.get(known.len() / 2).copied(),
        };
        values.iter().map(|value| value.or(stand_in).unwrap_or(0.0)).collect()
    }
}

/// A criterion's name and how much it weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Weight {
    /// The criterion.
    pub criterion: String,
    /// From 0 up; only the proportions count.
    pub weight: f64,
}
