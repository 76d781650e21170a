//! When a place is served, as plain data: requirements over its parts, and how they combine.

/// A part of a place that every site covers either whole or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Atom {
    /// What it adds to the covered weight: a share of area, a number of people.
    pub weight: f64,
    /// The sites that cover it, by their place in the problem; ascending, no repeats.
    pub sites: Vec<u32>,
}

/// A threshold: the atoms covered by chosen sites must weigh at least so much.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// What the rule asks for, less what existing coverage gives already; above 0.
    pub need: f64,
    /// The atoms outside existing coverage.
    pub atoms: Vec<Atom>,
}

impl Requirement {
    /// Whether a covered weight is enough. Sums of shares carry rounding, so a shortfall of
    /// 1e-12 of the need is none.
    pub fn is_enough(&self, covered: f64) -> bool {
        enough(self.need, covered)
    }

    /// The weight that atoms reached by any of some sites have.
    pub fn covered(&self, reached: impl Fn(u32) -> bool) -> f64 {
        let atoms = self.atoms.iter().filter(|atom| atom.sites.iter().any(|&site| reached(site)));
        atoms.map(|atom| atom.weight).sum()
    }
}

/// Whether a covered weight is enough for a need.
pub(super) fn enough(need: f64, covered: f64) -> bool {
    covered >= need * (1.0 - 1e-12)
}

/// How requirements combine. More sites never lose a place: every combination is monotone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Service {
    /// This requirement, by its place in [`super::Place::requirements`].
    Requirement(u32),
    /// At least so many of these: all for "and", one for "or".
    AtLeast(u32, Vec<Service>),
}

impl Service {
    /// What holds in any case.
    pub const ALWAYS: Self = Self::AtLeast(0, Vec::new());
    /// What never holds: what the data say nothing of.
    pub const NEVER: Self = Self::AtLeast(1, Vec::new());

    /// All of these.
    pub fn all(parts: Vec<Self>) -> Self {
        Self::at_least(parts.len() as u32, parts)
    }

    /// Any of these.
    pub fn any(parts: Vec<Self>) -> Self {
        Self::at_least(1, parts)
    }

    /// At least so many of these; what is settled is left out.
    pub fn at_least(least: u32, parts: Vec<Self>) -> Self {
        let always = parts.iter().filter(|part| **part == Self::ALWAYS).count() as u32;
        let least = least.saturating_sub(always);
        let mut open: Vec<Self> =
            parts.into_iter().filter(|part| *part != Self::ALWAYS && *part != Self::NEVER).collect();
        if least == 0 {
            Self::ALWAYS
        } else if open.len() < least as usize {
            Self::NEVER
        } else if open.len() == 1 {
            open.remove(0)
        } else {
            Self::AtLeast(least, open)
        }
    }

    /// Whether it holds, where it is known which requirements are met.
    pub fn holds(&self, met: &impl Fn(usize) -> bool) -> bool {
        match self {
            Self::Requirement(nth) => met(*nth as usize),
            Self::AtLeast(least, parts) => {
                parts.iter().filter(|part| part.holds(met)).take(*least as usize).count() == *least as usize
            }
        }
    }

    /// The requirements it names.
    pub fn requirements(&self) -> Vec<u32> {
        match self {
            Self::Requirement(nth) => vec![*nth],
            Self::AtLeast(_, parts) => parts.iter().flat_map(Self::requirements).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_settled_is_left_out() {
        let (a, b) = (Service::Requirement(0), Service::Requirement(1));
        assert_eq!(Service::all(vec![a.clone(), Service::ALWAYS]), a);
        assert_eq!(Service::any(vec![a.clone(), Service::NEVER]), a);
        assert_eq!(Service::all(vec![a.clone(), Service::NEVER]), Service::NEVER);
        assert_eq!(Service::any(vec![a.clone(), Service::ALWAYS]), Service::ALWAYS);
        assert_eq!(
            Service::at_least(2, vec![a.clone(), b.clone(), Service::ALWAYS]),
            Service::any(vec![a, b])
        );
    }

    #[test]
    fn two_of_three_hold() {
        let two = Service::at_least(2, (0..3).map(Service::Requirement).collect());
        assert!(two.holds(&|nth| nth != 1));
        assert!(!two.holds(&|nth| nth == 1));
        assert!(Service::ALWAYS.holds(&|_| false) && !Service::NEVER.holds(&|_| true));
    }
}
