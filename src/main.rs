//! The program.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    covgap::cli::run(env!("CARGO_PKG_VERSION"))
}
