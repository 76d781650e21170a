//! From the lists that were read to an offer that can be judged.

use std::collections::HashMap;

use crate::assess::{Definition, Reception, SignalCut};
use crate::benchmark::{Antennas, Offer, Proposal, push_sectors, radius_of_height};
use crate::export::benchmark::AreaModel;
use crate::geometry::Shapes;
use crate::model::{AreaSource, ServiceArea, Technology};
use crate::plan::atoms::Reach;
use crate::read::{ProposalRow, ProposalTable, Request, SiteTable};

/// How much each antenna of a sector site spans, degrees, where the list does not say.
const BEAMWIDTH: f64 = 65.0;

/// What stands in for a site whose list states no technology.
const TECHNOLOGY: Technology = Technology::Lte;

/// An offer, where each site's area comes from, and what was assumed.
pub(super) struct Offered {
    pub offer: Offer,
    pub models: Vec<AreaModel>,
    pub warnings: Vec<String>,
}

/// What costs are made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Costs {
    /// What stands in for a cost that is not stated.
    pub standard: f64,
    /// For how many years running a site counts.
    pub opex_years: f64,
}

/// Makes the offer: areas of the input first, and for points without one a stated model.
pub(super) fn offer(
    table: &ProposalTable,
    candidates: Option<(&SiteTable, &Reach)>,
    definition: &Definition,
    request: &Request,
    costs: Costs,
) -> Offered {
    let mut maker =
        Maker { table, request, signal: &definition.signal, offer: Offer::default(), drawn: [0; 2] };
    maker.offer.lists = table.lists.clone();
    let phases = phases(&table.rows);
    let mut own: HashMap<&str, Vec<usize>> = HashMap::new();
    for (nth, area) in table.areas.areas.iter().enumerate() {
        if let Some(id) = area.id.as_deref() {
            own.entry(id).or_default().push(nth);
        }
    }
    let mut models = Vec::new();
    let (mut no_technology, mut no_area) = (0, 0);
    for (nth, row) in table.rows.iter().enumerate() {
        let capex = row.capex.unwrap_or(costs.standard);
        maker.offer.sites.push(Proposal {
            id: row.id.clone(),
            list: Some(row.list),
            operator: row.operator.clone(),
            position: row.position,
            cost: capex + costs.opex_years * row.opex.unwrap_or(0.0),
            is_cost_stated: row.capex.is_some(),
            phase: row.phase.as_ref().and_then(|phase| phases.get(phase).copied()),
        });
        let areas = own.get(row.id.as_str()).map_or(&[][..], Vec::as_slice);
        no_technology += usize::from(areas.is_empty() && maker.technologies(row).is_empty());
        let model = maker.areas(nth, row, areas);
        no_area += usize::from(model == AreaModel::None);
        models.push(model);
    }
    if let Some((sites, reach)) = candidates {
        maker.candidates(sites, reach, costs);
    }
    let mut warnings = Vec::new();
    let [discs, sectors] = maker.drawn;
    if discs + sectors > 0 {
        warnings.push(format!(
            "{discs} proposals are drawn as discs and {sectors} as sectors around their point, by radius or mast \
             height: blind to terrain, so real coverage is smaller"
        ));
    }
    if no_technology > 0 {
        warnings
            .push(format!("{no_technology} proposals state no technology and are taken for {TECHNOLOGY}"));
    }
    if no_area > 0 {
        warnings.push(format!(
            "{no_area} proposals have no service area: neither polygon, radius nor mast height is given"
        ));
    }
    Offered { offer: maker.offer, models, warnings }
}

/// Phases numbered: numbers by their size, words by their order in the alphabet behind.
fn phases(rows: &[ProposalRow]) -> HashMap<String, u32> {
    let mut names: Vec<&String> = rows.iter().filter_map(|row| row.phase.as_ref()).collect();
    let number = |name: &str| name.parse::<f64>().unwrap_or(f64::INFINITY);
    names.sort_by(|a, b| number(a).total_cmp(&number(b)).then(a.cmp(b)));
    names.dedup();
    names.into_iter().cloned().zip(1..).collect()
}

struct Maker<'a> {
    table: &'a ProposalTable,
    request: &'a Request,
    signal: &'a SignalCut,
    offer: Offer,
    /// How many discs and sector sites were drawn.
    drawn: [usize; 2],
}

impl Maker<'_> {
    fn technologies(&self, row: &ProposalRow) -> Vec<Technology> {
        if row.technologies.is_empty() {
            self.request.technology.into_iter().collect()
        } else {
            row.technologies.clone()
        }
    }

    /// Adds the areas of a site, from the surest source there is.
    fn areas(&mut self, site: usize, row: &ProposalRow, areas: &[usize]) -> AreaModel {
        if !areas.is_empty() {
            for &area in areas {
                let own = &self.table.areas.areas[area];
                if self.signal.judge(own) == Reception::Enough {
                    self.offer.push_area(site as u32, own.technology, &self.table.areas.shapes.get(area));
                }
            }
            return AreaModel::Polygon;
        }
        let mut technologies = self.technologies(row);
        if technologies.is_empty() {
            technologies.push(TECHNOLOGY);
        }
        let polygon = self.table.shapes.get(site);
        if !polygon.is_empty() {
            for technology in technologies {
                if self.signal.judge(&claim(row, technology)) == Reception::Enough {
                    self.offer.push_area(site as u32, technology, &polygon);
                }
            }
            return AreaModel::Polygon;
        }
        let radius = row.radius_m.or(self.request.radius.map(|radius| radius.get()));
        let radius = radius.or(row.height_m.map(radius_of_height));
        let (Some(place), Some(radius_m)) = (row.position, radius) else { return AreaModel::None };
        let antennas = Antennas {
            radius_m,
            azimuths: row.azimuths.clone(),
            beamwidth: row.beamwidth.filter(|width| *width > 0.0).unwrap_or(BEAMWIDTH),
        };
        let mut shape = Shapes::new();
        push_sectors(&mut shape, place, &antennas);
        for technology in technologies {
            self.offer.push_area(site as u32, technology, &shape.get(0));
        }
        let is_disc = row.azimuths.is_empty();
        self.drawn[usize::from(!is_disc)] += 1;
        if is_disc { AreaModel::Disc } else { AreaModel::Sectors }
    }

    /// Adds our own candidates behind the proposals.
    fn candidates(&mut self, sites: &SiteTable, reach: &Reach, costs: Costs) {
        let first = self.offer.sites.len() as u32;
        for (nth, row) in sites.rows.iter().enumerate() {
            self.offer.sites.push(Proposal {
                id: row.id.clone(),
                position: reach.positions.get(nth).copied().flatten(),
                cost: row.capex.unwrap_or(costs.standard) + costs.opex_years * row.opex.unwrap_or(0.0),
                is_cost_stated: row.capex.is_some(),
                ..Proposal::default()
            });
        }
        for (nth, &site) in reach.sites.iter().enumerate() {
            self.offer.push_area(first + site, reach.technologies[nth], &reach.shapes.get(nth));
        }
    }
}

/// A row's own polygon as a cut by received power sees it.
fn claim(row: &ProposalRow, technology: Technology) -> ServiceArea {
    ServiceArea {
        id: Some(row.id.clone()),
        operator: 0,
        technology,
        signal: row.signal,
        signal_class: None,
        source: AreaSource::Polygon,
        file: 0,
        feature: 0,
    }
}
