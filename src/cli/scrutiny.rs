//! Flags about how sure the statuses are, and what they ask for.

use std::path::PathBuf;

use clap::Args;

use super::Session;
use crate::assess::{Assessment, Difference, recheck};
use crate::error::Error;
use crate::margin::{flips, margins};
use crate::read::{GroundRequest, Inputs};
use crate::units::Metres;
use crate::verify::{Levels, Overrides, Scrutiny, measured};

/// What was found on the ground.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "What was found on the ground")]
pub(super) struct GroundArgs {
    /// Measurements (drive tests, crowd tests): places with operator, technology, dBm or Mbit/s;
    /// may be given several times
    #[arg(long, value_name = "FILE", num_args = 1..)]
    measurements: Vec<PathBuf>,
    /// Coordinate system of the measurements, where they state none or a wrong one
    #[arg(long, value_name = "CRS")]
    measurements_crs: Option<String>,
    /// A table of village_id, status, who, when, why that wins over the rule; verify.csv, filled
    /// in, is one
    #[arg(long, value_name = "FILE")]
    overrides: Option<PathBuf>,
}

impl GroundArgs {
    /// The request these flags make.
    pub fn request(self) -> GroundRequest {
        GroundRequest {
            measurements: self.measurements,
            overrides: self.overrides,
            crs: self.measurements_crs,
        }
    }
}

/// How closely the statuses are looked at.
#[derive(Debug, Args)]
#[command(next_help_heading = "How sure the statuses are")]
pub(super) struct ScrutinyArgs {
    /// How far coverage edges may be wrong, in metres: closer calls are marked
    #[arg(long, value_name = "METRES", default_value = "250", value_parser = super::inputs::metres)]
    band: Metres,
    /// Measure every share once more by a slow and different way; fails when one comes out
    /// otherwise
    #[arg(long)]
    recheck: bool,
    /// Distances in metres by which all coverage edges move, out and in, for flips.csv
    #[arg(
        long,
        value_name = "METRES,…",
        value_delimiter = ',',
        default_value = "100,250,500",
        value_parser = super::inputs::metres
    )]
    flip: Vec<Metres>,
    /// Data rate in Mbit/s from which on a measurement without dBm finds service
    #[arg(long, value_name = "MBIT/S", default_value_t = 1.0)]
    served_rate: f64,
    /// Whether anything that is asked for tells how close a call is.
    #[arg(skip = true)]
    pub finds_margins: bool,
}

impl ScrutinyArgs {
    /// Measures every share once more, where that is asked for.
    pub fn recheck(&self, inputs: &Inputs, assessment: &Assessment, session: &Session) -> Result<(), Error> {
        if !self.recheck {
            return Ok(());
        }
        let again = session.working("rechecking", || recheck(&inputs.villages, &inputs.coverage, assessment));
        if let Some(Difference { village, of, first, again: other }) = again.differing.first() {
            let id = &inputs.villages.records[*village].id;
            return Err(Error::Recheck(format!(
                "{} of {} shares come out otherwise when they are measured once more: of village {id}, {of}, first \
                 {first}, then {other}\n  hint: this is a fault of covgap; report it with the files",
                again.differing.len(),
                again.shares
            )));
        }
        session.note(&format!(
            "{} shares were measured once more by another way: the largest difference is {:.1e}",
            again.shares, again.largest
        ));
        Ok(())
    }

    /// Looks at every status; overrides win over the rule from here on.
    pub fn look(&self, inputs: &mut Inputs, assessment: &mut Assessment, session: &Session) -> Scrutiny {
        let (villages, coverage) = (&inputs.villages, &inputs.coverage);
        let (mut margins, mut flips) = if self.finds_margins {
            let margins = session.working("measuring margins", || margins(villages, coverage, assessment));
            let by: Vec<f64> = self.flip.iter().map(|by| by.get()).collect();
            let flips =
                session.working("moving edges", || flips(villages, coverage, assessment, &margins, &by));
            (margins, flips)
        } else {
            Default::default()
        };
        let definition = &assessment.definition;
        let levels = Levels::of(definition, self.served_rate);
        let measured = inputs.ground.measurements.as_ref().map(|all| {
            session
                .working("comparing measurements", || measured(all, villages, coverage, definition, levels))
        });
        let overrides = self.overrides(inputs, assessment, session);
        // what was seen on the ground does not change when edges move
        for (village, margin) in margins.iter_mut().enumerate() {
            margin.margin = margin.margin.filter(|_| overrides.of(village).is_none());
        }
        flips.villages.retain(|flip| overrides.of(flip.village).is_none());
        Scrutiny { band: self.band, margins, flips, measured, overrides }
    }

    /// A lean run honours overrides, and looks no closer.
    pub fn glance(&self, inputs: &mut Inputs, assessment: &mut Assessment, session: &Session) -> Scrutiny {
        let overrides = self.overrides(inputs, assessment, session);
        Scrutiny { band: self.band, overrides, ..Scrutiny::default() }
    }

    fn overrides(&self, inputs: &mut Inputs, assessment: &mut Assessment, session: &Session) -> Overrides {
        let found = Overrides::apply(&inputs.ground.overrides, &inputs.villages, assessment);
        for (ids, what) in [
            (&found.unknown, "overrides name villages that the data do not have"),
            (&found.repeated, "villages have more than one override, and the last one holds"),
        ] {
            if !ids.is_empty() {
                let names: Vec<&str> = ids.iter().map(|id| id.0.as_str()).collect();
                let warning = format!("{} {what}: {}", ids.len(), names.join(", "));
                session.warning(&warning);
                inputs.findings.warnings.push(warning);
            }
        }
        if !found.is_empty() {
            session.note(&format!(
                "{} from overrides; the rule says otherwise for {}",
                super::digest::things(found.len(), "village has its status", "villages have their status"),
                found.changed()
            ));
        }
        found
    }
}
