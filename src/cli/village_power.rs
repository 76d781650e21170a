//! Grid power at a site whose table says nothing of it: that of the village it stands in.

use std::borrow::Cow;

use geo::Coord;
use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::assess::centre;
use crate::model::Villages;
use crate::rank::grid_power;
use crate::read::SiteRow;

/// What the villages say of grid power, by the centre nearest to a site.
pub(super) struct VillagePower<'a> {
    villages: &'a Villages,
    centres: RTree<GeomWithData<[f64; 2], usize>>,
    from: Option<usize>,
}

impl<'a> VillagePower<'a> {
    /// Of villages that say something of it.
    pub fn new(villages: &'a Villages) -> Self {
        let says = |village: &usize| grid_power(villages, *village).is_some();
        let from = ["power_from", "grid_from", "grid_power_from"];
        let from = from.into_iter().find_map(|name| villages.extra_column(name));
        let places =
            (0..villages.len()).filter(|village| from.is_some() || says(village)).filter_map(|village| {
                let at = centre(villages, village)?;
                Some(GeomWithData::new([at.x, at.y], village))
            });
        Self { villages, centres: RTree::bulk_load(places.collect()), from }
    }

    /// The row with the power of the village, where it says nothing itself and no mast stands there.
    pub fn fill<'r>(&self, row: &'r SiteRow, at: Option<Coord>) -> Cow<'r, SiteRow> {
        let silent = row.power.is_none() && row.power_from.is_none() && row.co_site.is_none();
        let nearest = at.filter(|_| silent).and_then(|at| self.centres.nearest_neighbor(&[at.x, at.y]));
        let Some(village) = nearest.map(|nearest| nearest.data) else { return Cow::Borrowed(row) };
        let Some(false) = grid_power(self.villages, village) else { return Cow::Borrowed(row) };
        let from = self.from.and_then(|column| self.villages.records[village].extra[column].to_text());
        Cow::Owned(SiteRow { power: Some("none".into()), power_from: from, ..row.clone() })
    }
}
