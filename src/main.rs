//! The program without GDAL; see `covgap-gdal`.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    covgap::cli::run(None)
}
