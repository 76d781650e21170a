//! Candidate sites that nobody brought: proposed near the uncovered villages.

use std::path::Path;

use clap::Args;
use geo::Coord;

use super::Session;
use super::candidates::Candidates;
use super::digest::things;
use super::output::Found;
use crate::assess::{Status, centre};
use crate::error::Error;
use crate::model::{AreaSource, Coverage, ServiceArea, Technology, UNKNOWN_OPERATOR};
use crate::plan::generate::{Recipe, propose};
use crate::read::{self, Request, SiteRow, SiteTable};
use crate::units::Metres;

/// How candidates are proposed, and what is known of the ground.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Candidate sites")]
pub(super) struct BuildingArgs {
    /// Height of a proposed mast, metres: above 30 it serves 8 km around, from 12 on 4 km, below 2 km
    /// (lower ends of the ITU/GSMA last-mile guide), in mountains 4 km at most
    #[arg(long, value_name = "METRES", default_value = "42", value_parser = length)]
    mast_height: f64,
    /// Radius of service of a proposed site, where that of its height is not wanted
    #[arg(long, value_name = "METRES", value_parser = length)]
    candidate_radius: Option<f64>,
    /// Technology of proposed sites
    #[arg(long, value_name = "2G|3G|4G|5G", default_value = "4G")]
    candidate_technology: Option<Technology>,
}

/// A height or a radius.
fn length(text: &str) -> Result<f64, String> {
    let value = text.trim().parse().ok().filter(|value: &f64| value.is_finite() && *value > 0.0);
    value.ok_or_else(|| format!("`{text}` is not a number of metres above 0"))
}

impl BuildingArgs {
    /// Proposes candidates near the villages that fail the rule.
    /// `elevation` is a raster of heights.
    pub fn propose(
        &self,
        found: &Found,
        elevation: Option<&Path>,
        request: &Request,
        session: &Session,
    ) -> Result<Candidates, Error> {
        let recipe = Recipe {
            mast_m: self.mast_height.max(1.0),
            radius_m: self.candidate_radius,
            ..Recipe::default()
        };
        let villages = &found.inputs.villages;
        let near: Vec<usize> = found.assessment.with_status(Status::Uncovered).collect();
        let sites = villages.places.sites.as_deref().unwrap_or_default();
        let masts: Vec<Coord> = sites.iter().map(|site| site.position).collect();
        let plane = &found.inputs.plane;
        let places: Vec<Coord> = near.iter().filter_map(|&village| centre(villages, village)).collect();
        let heights = elevation.map(|file| read::heights(file, request, plane, &places)).transpose()?;
        let ground = |at: Coord| {
            let mut position = [at];
            plane.to_wgs84(&mut position).ok()?;
            heights.as_ref()?.at(position[0])
        };
        let known: Option<crate::plan::generate::Ground<'_>> =
            if heights.is_some() { Some(&ground) } else { None };
        let proposed =
            session.working("proposing sites", || propose(villages, &near, &masts, known, &recipe));
        if heights.is_none() {
            session.warning(
                "no candidates and no --elevation: proposed sites serve plain discs that know nothing of the \
                 ground; in mountains that promises far too much",
            );
        }
        let technology = self.candidate_technology.unwrap_or(Technology::Lte);
        let mut coverage = Coverage { operators: vec![UNKNOWN_OPERATOR.to_owned()], ..Coverage::default() };
        let mut table = SiteTable { currency: Some("VND".into()), ..SiteTable::default() };
        let mut positions = Vec::new();
        for (nth, site) in proposed.into_iter().enumerate() {
            coverage.shapes.push_positions(site.outline);
            coverage.shapes.end_ring();
            coverage.shapes.end_polygon();
            coverage.shapes.end_feature();
            coverage.areas.push(ServiceArea {
                id: Some(site.id.clone()),
                operator: 0,
                technology,
                signal: None,
                signal_class: None,
                source: AreaSource::Disc(Metres::new(recipe.radius_m.unwrap_or(0.0)).unwrap_or_default()),
                file: 0,
                feature: nth as u32 + 1,
            });
            let co_site = (site.why == "existing mast").then(|| site.why.to_owned());
            positions.push(site.position);
            table.rows.push(SiteRow { id: site.id, co_site, ..SiteRow::default() });
        }
        session.note(&format!(
            "{} proposed near {}",
            things(table.rows.len(), "candidate site", "candidate sites"),
            things(near.len(), "village", "villages")
        ));
        let file = Path::new("the proposed sites").to_owned();
        Ok(Candidates { table, coverage, file, places: Some(positions) })
    }
}
