//! What every command shares: whether GDAL is there, and what a person sees: data on standard output, talk on standard error, progress on a terminal
//! only.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::error::Error;
use crate::export::of_one;
use crate::read::GdalHooks;

/// One run of the program.
#[derive(Debug)]
pub(crate) struct Session {
    /// GDAL and PROJ, where this program has them.
    pub gdal: Option<&'static dyn GdalHooks>,
    /// The command line, the program's own name first.
    pub words: Vec<OsString>,
    /// The study file that the command line came from.
    pub study: Option<String>,
    /// Says nothing but errors and data that was asked for.
    pub is_quiet: bool,
    colours: bool,
    shows_progress: bool,
}

impl Session {
    pub fn new(gdal: Option<&'static dyn GdalHooks>) -> Self {
        let is_terminal = io::stderr().is_terminal();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            gdal,
            words: std::env::args_os().collect(),
            study: None,
            is_quiet: false,
            colours: is_terminal && wanted,
            shows_progress: is_terminal,
        }
    }

    /// The same, told to be quiet or not.
    #[must_use]
    pub fn quiet(self, is_quiet: bool) -> Self {
        Self { is_quiet, shows_progress: self.shows_progress && !is_quiet, ..self }
    }

    /// The same for the command line that a study file amounts to.
    pub fn of_study(&self, text: &str, words: &[String]) -> Self {
        Self {
            gdal: self.gdal,
            words: words.iter().map(OsString::from).collect(),
            study: Some(text.to_owned()),
            is_quiet: self.is_quiet,
            colours: self.colours,
            shows_progress: self.shows_progress,
        }
    }

    /// One line of talk.
    pub fn note(&self, text: &str) {
        if !self.is_quiet {
            let _ = writeln!(io::stderr().lock(), "{}", of_one(text));
        }
    }

    /// Something the user should know.
    pub fn warning(&self, text: &str) {
        self.note(&format!("{} {}", self.paint("33;1", "warning:"), printable(&of_one(text))));
    }

    /// Why there is no result.
    pub fn error(&self, error: &Error) {
        let text = format!("{} {}", self.paint("31;1", "error:"), printable(&error.to_string()));
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Data, on standard output. A reader that stops listening ends the talk, not the run.
    pub fn data(&self, text: &str) -> Result<(), Error> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => Ok(written?),
        }
    }

    /// Does `work` while a spinner says `what`; silent where nobody looks.
    pub fn working<T>(&self, what: &'static str, work: impl FnOnce() -> T) -> T {
        if !self.shows_progress {
            return work();
        }
        let spinner = ProgressBar::new_spinner().with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            spinner.set_style(style);
        }
        spinner.enable_steady_tick(Duration::from_millis(120));
        let done = work();
        spinner.finish_and_clear();
        done
    }

    /// Whether standard output is a terminal that wants colours.
    pub fn paints_data(&self) -> bool {
        io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
    }

    fn paint<'a>(&self, code: &str, text: &'a str) -> Cow<'a, str> {
        if self.colours { format!("\u{1b}[{code}m{text}\u{1b}[0m").into() } else { text.into() }
    }
}

/// The most characters of a line; what goes on is the input's doing.
const LONGEST: usize = 600;

/// Words of the input without the control characters that could drive a terminal or turn the
/// direction of writing, and without lines that never end.
pub(crate) fn printable(text: &str) -> String {
    let drives = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let line = |line: &str| -> String {
        let cut = if line.chars().nth(LONGEST).is_some() { "…" } else { "" };
        line.chars()
            .take(LONGEST)
            .map(|c| if drives(c) { '\u{fffd}' } else { c })
            .chain(cut.chars())
            .collect()
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}
