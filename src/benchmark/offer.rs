//! What is proposed: sites of one or several lists, each with its service areas.

use geo::Coord;

use crate::geometry::Shapes;
use crate::model::Technology;

/// One proposed site. Money is in one currency throughout an offer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proposal {
    /// The id its list gives it.
    pub id: String,
    /// The list it stands in, by its place in [`Offer::lists`]; `None` of a candidate of our own,
    /// which nobody has submitted.
    pub list: Option<u32>,
    /// Whose it is.
    pub operator: Option<String>,
    /// Where it stands, in the working plane.
    pub position: Option<Coord>,
    /// What it costs, from 0 up: what is built, and what of running it counts.
    pub cost: f64,
    /// Whether the list states that cost; where it does not, a standard stands in.
    pub is_cost_stated: bool,
    /// When it is to be built, earlier numbers first; `None` goes last.
    pub phase: Option<u32>,
}

/// The service area of one technology of one site; its polygon is in [`Offer::shapes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferedArea {
    /// The site, by its place in [`Offer::sites`].
    pub site: u32,
    /// What would work there.
    pub technology: Technology,
}

/// All that is proposed, in the order in which it was submitted, and the candidates that it is
/// held against behind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Offer {
    /// The names of the lists.
    pub lists: Vec<String>,
    /// The sites.
    pub sites: Vec<Proposal>,
    /// Their service areas.
    pub areas: Vec<OfferedArea>,
    /// The polygon of each of [`Offer::areas`], prepared, in the working plane.
    pub shapes: Shapes,
}

impl Offer {
    /// Adds the service area of a site.
    pub fn push_area(&mut self, site: u32, technology: Technology, shape: &crate::geometry::Shape<'_>) {
        self.areas.push(OfferedArea { site, technology });
        self.shapes.push_shape(shape);
    }

    /// The submitted sites, in the order of the lists.
    pub fn submitted(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.sites.len()).filter(|&site| self.sites[site].list.is_some())
    }

    /// The submitted sites in the order they would be built in: phase by phase, and in the order
    /// of the lists within each.
    pub fn given_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = self.submitted().collect();
        order.sort_by_key(|&site| self.sites[site].phase.unwrap_or(u32::MAX));
        order
    }

    /// What a set of sites costs together.
    pub fn cost(&self, sites: impl IntoIterator<Item = usize>) -> f64 {
        sites.into_iter().map(|site| self.sites[site].cost).sum()
    }

    /// The areas of one site.
    pub fn areas_of(&self, site: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.areas.len()).filter(move |&area| self.areas[area].site as usize == site)
    }
}
