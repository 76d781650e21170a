//! Help for shells and manual readers.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Outcome, Session};
use crate::error::Error;

/// Print a completion script for a shell
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    shell: Shell,
}

impl CompletionsArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "covgap", &mut script);
        session.data(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Whole)
    }
}

/// Print the manual page
#[derive(Debug, Args)]
pub(super) struct ManArgs {}

impl ManArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        session.data(&String::from_utf8_lossy(&page))?;
        Ok(Outcome::Whole)
    }
}
