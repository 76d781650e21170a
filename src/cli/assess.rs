//! `covgap assess`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::inputs::{self, InputArgs};
use super::judgement::JudgementArgs;
use super::output::{Found, OutputArgs};
use super::{Outcome, Session};
use crate::assess::{Cut, Definition, Detail, assess, assess_cut};
use crate::error::Error;
use crate::export::OnDemand;
use crate::rank::rank;
use crate::read::{Inputs, Request};

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
        let Self { inputs, mut judgement, output, out } = self;
        judgement.scrutiny.finds_margins = output.needs_margins();
        output.refuse_unwritable(&out)?;
        let request = inputs.request(output.is_lean(), session.gdal);
        output.on_threads(session, || {
            let found = find(&request, &judgement, session)?;
            output.write_all(&out, &found, started, session)
        })?
    }
}

/// Reads, assesses, ranks.
pub(super) fn find(request: &Request, judgement: &JudgementArgs, session: &Session) -> Result<Found, Error> {
    let inputs = read(request, judgement, session)?;
    judge(inputs, request, judgement, session)
}

/// Reads what a request names, rasters of received power at the levels that will be asked for.
pub(super) fn read(request: &Request, judgement: &JudgementArgs, session: &Session) -> Result<Inputs, Error> {
    let mut request = request.clone();
    request.places.levels = judgement.levels();
    inputs::read(&request, session)
}

/// Assesses and ranks what was read.
pub(super) fn judge(
    mut inputs: Inputs,
    request: &Request,
    judgement: &JudgementArgs,
    session: &Session,
) -> Result<Found, Error> {
    let definition = judgement.definition(&inputs)?;
    let detail = if request.lean { Detail::Lean } else { Detail::Full };
    let mut assessment = if definition.signal.is_none() {
        session.working("measuring", || assess(&inputs.villages, &inputs.coverage, definition, detail))
    } else {
        let cut = definition.signal.apply(&inputs.coverage);
        if let Some(warning) = too_weak(&cut, &definition) {
            session.warning(&warning);
            inputs.findings.warnings.push(warning);
        }
        let found = session.working("measuring", || assess_cut(&inputs.villages, &cut, definition, detail));
        inputs.claimed = Some(std::mem::replace(&mut inputs.coverage, cut.sure));
        found
    };
    judgement.scrutiny.recheck(&inputs, &assessment, session)?;
    let scrutiny = if request.lean {
        judgement.scrutiny.glance(&mut inputs, &mut assessment, session)
    } else {
        judgement.scrutiny.look(&mut inputs, &mut assessment, session)
    };
    let ranking = rank(&inputs.villages, &assessment, judgement.by);
    let on_demand = OnDemand::default();
    Ok(Found {
        inputs,
        assessment,
        ranking,
        on_demand,
        scrutiny,
        investment: None,
        planned: None,
        benchmark: None,
        differences: None,
    })
}

/// What a cut by received power left out.
fn too_weak(cut: &Cut, definition: &Definition) -> Option<String> {
    let (weak, unstated) = (cut.too_weak, cut.unstated);
    let all = cut.sure.len() + weak + unstated;
    let signal = &definition.signal;
    match (weak, unstated) {
        (0, 0) => None,
        (_, 0) => {
            Some(format!("{weak} of {all} service areas are below the level ({signal}) and do not count"))
        }
        _ => Some(format!(
            "{weak} of {all} service areas are below the level ({signal}) and do not count; {unstated} state no \
             level, so a village that they would decide is unknown"
        )),
    }
}
