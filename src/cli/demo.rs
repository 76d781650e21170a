//! `covgap demo`: the shipped province is compiled in, so that it works anywhere, offline.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::assess::find;
use super::judgement::JudgementArgs;
use super::output::OutputArgs;
use super::{Outcome, Session};
use crate::error::Error;
use crate::read::Request;

/// The files of fixtures/nghe-an that the demo reads.
const FILES: &[(&str, &[u8])] = &[
    ("villages.geojson", include_bytes!("../../fixtures/nghe-an/villages.geojson")),
    ("coverage.fgb", include_bytes!("../../fixtures/nghe-an/coverage.fgb")),
];

/// Do the whole job on the shipped province, Nghệ An in 2023
///
/// Names, codes, counts and populations are real; boundaries, relief and coverage are made up.
/// What is what: fixtures/nghe-an/README.md.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    #[command(flatten)]
    judgement: JudgementArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Directory the files are written into
    #[arg(long, value_name = "DIR", default_value = "covgap-demo")]
    out: PathBuf,
}

impl DemoArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let started = Instant::now();
        let Self { judgement, output, out } = self;
        let province = unpack()?;
        let request = Request {
            villages: province.path().join("villages.geojson"),
            coverage: vec![province.path().join("coverage.fgb")],
            lean: output.is_lean(),
            gdal: session.gdal,
            ..Request::default()
        };
        output.on_threads(|| {
            let found = find(&request, &judgement, session)?;
            output.write_all(&out, &found, started, session)
        })?
    }
}

/// The shipped files in a directory of their own, which goes with the returned value.
fn unpack() -> Result<tempfile::TempDir, Error> {
    let place = std::env::temp_dir();
    let failed = |cause| Error::Output { path: place.clone(), cause };
    let directory = tempfile::Builder::new().prefix("covgap-demo-").tempdir().map_err(failed)?;
    for (name, bytes) in FILES {
        fs::write(directory.path().join(name), bytes).map_err(failed)?;
    }
    Ok(directory)
}
