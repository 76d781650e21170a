//! Covered, uncovered, or unknown: yes, no, and what the data do not say.

/// Whether a village satisfies the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It does.
    Covered,
    /// It does not.
    Uncovered,
    /// The data do not say: a rule about areas, and a village that is only a point.
    Unknown,
}

impl Status {
    /// As the outputs have it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Uncovered => "uncovered",
            Self::Unknown => "unknown",
        }
    }

    /// Yes, no, or not known.
    pub const fn of(holds: Option<bool>) -> Self {
        match holds {
            Some(true) => Self::Covered,
            Some(false) => Self::Uncovered,
            None => Self::Unknown,
        }
    }

    /// Both: a no decides, whatever is not known (Kleene's strong logic of three values).
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Uncovered, _) | (_, Self::Uncovered) => Self::Uncovered,
            (Self::Covered, Self::Covered) => Self::Covered,
            _ => Self::Unknown,
        }
    }

    /// Either: a yes decides, whatever is not known.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Covered, _) | (_, Self::Covered) => Self::Covered,
            (Self::Uncovered, Self::Uncovered) => Self::Uncovered,
            _ => Self::Unknown,
        }
    }
}
