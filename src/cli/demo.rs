//! `covgap demo`.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Terminal};
use crate::error::Error;

/// Do the whole job on the shipped province, Nghệ An in 2023
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Directory the files are written into
    #[arg(long, value_name = "DIR", default_value = "covgap-demo")]
    out: PathBuf,
}

impl DemoArgs {
    pub fn run(self, _terminal: &Terminal) -> Result<Outcome, Error> {
        Err(Error::Usage(format!("{} waits for the province", self.out.display())))
    }
}
