//! The classes of Vietnam's lists: white, hollow, covered.

use crate::assess::Facts;

/// Where a village has no clusters in the data, its area stands in for them, and so much of it
/// (0.1 %) is taken for nothing, so that a sliver along a border makes no class.
pub const SLIVER_SHARE: f64 = 0.001;

/// How a village stands in lists as Vietnam keeps them.
///
/// # Method
/// The places that count are the centre (cultural house) and every cluster of houses. None of
/// them served is *white*; all of them is *covered*; some is *hollow*, also where the centre is
/// the one that is not. Without clusters in the data the area stands in for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Class {
    /// *Trắng sóng*: neither the centre nor any cluster is served.
    White,
    /// *Lõm sóng*: a part is served, a part is not.
    Hollow,
    /// The centre and every cluster are served.
    Covered,
    /// The data do not say.
    #[default]
    Unknown,
}

impl Class {
    /// As the outputs have it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::White => "white",
            Self::Hollow => "hollow",
            Self::Covered => "covered",
            Self::Unknown => "unknown",
        }
    }

    /// As Vietnam's lists have it.
    pub const fn label_vi(self) -> &'static str {
        match self {
            Self::White => "trắng sóng",
            Self::Hollow => "lõm sóng",
            Self::Covered => "có sóng",
            Self::Unknown => "chưa rõ",
        }
    }

    /// The class that what is known of a village gives it.
    pub fn of(facts: &Facts) -> Self {
        let Some(centre) = facts.centre else { return Self::Unknown };
        let (all, none) = match (facts.clusters, facts.area) {
            (Some(clusters), _) => (clusters.served == clusters.all, clusters.served == 0),
            (None, Some(area)) => (area.get() >= 1.0 - SLIVER_SHARE, area.get() <= SLIVER_SHARE),
            (None, None) => (centre, !centre),
        };
        match (centre, all, none) {
            (false, _, true) => Self::White,
            (true, true, _) => Self::Covered,
            _ => Self::Hollow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::ClustersFound;
    use crate::units::Share;

    fn with_clusters(centre: bool, served: u32) -> Class {
        let clusters = Some(ClustersFound { all: 3, served });
        let area = Share::new(0.4).ok();
        Class::of(&Facts { centre: Some(centre), clusters, area, ..Facts::default() })
    }

    fn without_clusters(centre: bool, area: f64) -> Class {
        Class::of(&Facts { centre: Some(centre), area: Share::new(area).ok(), ..Facts::default() })
    }

    #[test]
    fn white_is_neither_the_centre_nor_any_cluster() {
        assert_eq!(with_clusters(false, 0), Class::White);
        assert_eq!(with_clusters(false, 1), Class::Hollow);
        assert_eq!(with_clusters(false, 3), Class::Hollow, "all houses, but not the centre");
    }

    #[test]
    fn hollow_is_a_part_and_covered_is_all_of_it() {
        assert_eq!(with_clusters(true, 0), Class::Hollow);
        assert_eq!(with_clusters(true, 2), Class::Hollow);
        assert_eq!(with_clusters(true, 3), Class::Covered, "the forest between the houses does not count");
    }

    #[test]
    fn the_area_stands_in_for_clusters_but_a_sliver_does_not_count() {
        assert_eq!(without_clusters(false, 0.0005), Class::White);
        assert_eq!(without_clusters(false, 0.3), Class::Hollow);
        assert_eq!(without_clusters(true, 0.3), Class::Hollow);
        assert_eq!(without_clusters(true, 0.9995), Class::Covered);
        assert_eq!(Class::of(&Facts::default()), Class::Unknown);
    }
}
