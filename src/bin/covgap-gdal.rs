//! The program with GDAL and PROJ: what `covgap` becomes when it needs them.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    covgap::cli::run(Some(covgap::read::WITH_GDAL))
}
