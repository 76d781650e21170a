//! `covgap assess`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::inputs::{self, InputArgs};
use super::judgement::JudgementArgs;
use super::output::{Found, OutputArgs};
use super::{Outcome, Session};
use crate::assess::{Detail, assess};
use crate::error::Error;
use crate::rank::rank;
use crate::read::Request;

/// Judge every village by a rule, and rank those that fail it
#[derive(Debug, Args)]
pub(super) struct AssessArgs {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    judgement: JudgementArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Directory the files are written into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl AssessArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let started = Instant::now();
        let Self { inputs, judgement, output, out } = self;
        let request = inputs.request(output.is_lean(), session.gdal);
        output.on_threads(|| {
            let found = find(&request, &judgement, session)?;
            output.write_all(&out, &found, started, session)
        })?
    }
}

/// Reads, assesses, ranks.
pub(super) fn find(request: &Request, judgement: &JudgementArgs, session: &Session) -> Result<Found, Error> {
    let inputs = inputs::read(request, session)?;
    let all_points = (0..inputs.villages.len()).all(|village| inputs.villages.is_point(village));
    let definition = judgement.definition(all_points);
    let detail = if request.lean { Detail::Lean } else { Detail::Full };
    let assessment =
        session.working("measuring", || assess(&inputs.villages, &inputs.coverage, definition, detail));
    let ranking = rank(&inputs.villages, &assessment, judgement.by);
    Ok(Found { inputs, assessment, ranking })
}
