//! A limit on memory: an estimate before anything is read, and a watch while work is done.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use super::stop::stop;
use crate::error::Error;
use crate::read::Request;

/// A number of bytes, as people write it: `2GiB`, `500M`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Memory(u64);

/// What the program takes before it reads anything, in bytes.
const START: f64 = 40e6;
/// Bytes of memory for a byte of input, by the ending of the file: FlatGeobuf as measured
/// (docs/reliability.md), the others by how much more they say in a byte. A file of GDAL's may be packed.
const TIMES: [(&str, f64); 5] = [("fgb", 8.0), ("geojson", 3.5), ("json", 3.5), ("csv", 6.0), ("asc", 12.0)];
/// The same for FlatGeobuf where only shares are asked for.
const LEAN_FGB: f64 = 1.5;
const OTHERWISE: f64 = 20.0;
/// How often the watch looks.
const EVERY: Duration = Duration::from_millis(20);

impl FromStr for Memory {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is no amount of memory: write e.g. 2GiB or 500MB");
        let digits =
            text.trim().find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.trim().len());
        let (number, unit) = text.trim().split_at(digits);
        let number: f64 = number.parse().map_err(|_| wrong())?;
        let times = match unit.trim().to_lowercase().as_str() {
            "" | "b" => 1.0,
            "kb" => 1e3,
            "k" | "kib" => 1024.0,
            "mb" => 1e6,
            "m" | "mib" => 1024_f64.powi(2),
            "gb" => 1e9,
            "g" | "gib" => 1024_f64.powi(3),
            "tb" => 1e12,
            "t" | "tib" => 1024_f64.powi(4),
            _ => return Err(wrong()),
        };
        let bytes = number * times;
        if (1e6..=1e18).contains(&bytes) { Ok(Self(bytes as u64)) } else { Err(wrong()) }
    }
}

impl Memory {
    /// So many bytes.
    pub const fn of(bytes: u64) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// Refuses what will not fit by the size of the files, and ends the program before it takes
    /// more than this.
    ///
    /// # Errors
    /// When the estimate is larger than the limit.
    pub fn keep(self, request: &Request) -> Result<(), Error> {
        let files = files(request);
        let needs = |path: &Path| needs(path, request.lean);
        let estimate = START + files.iter().map(|path| needs(path)).sum::<f64>();
        if estimate > self.0 as f64 {
            return Err(Error::TooLarge {
                estimate: in_words(estimate as u64),
                limit: in_words(self.0),
                largest: files
                    .into_iter()
                    .max_by(|a, b| needs(a).total_cmp(&needs(b)))
                    .map(Path::to_owned)
                    .unwrap_or_default(),
            });
        }
        let limit = self.0;
        let watch = move || {
            loop {
                std::thread::sleep(EVERY);
                if taken().is_some_and(|taken| taken > limit) {
                    let limit = in_words(limit);
                    stop(
                        &format!(
                            "error: the work needs more than the {limit} that --memory allows; nothing was written\n  \
                             hint: allow more, or give smaller files: a province at a time, FlatGeobuf in place of GeoJSON"
                        ),
                        1,
                    );
                }
            }
        };
        // where no thread can be had, the estimate is all there is
        let _ = std::thread::Builder::new().name("memory".into()).spawn(watch);
        Ok(())
    }
}

/// Every file that will be read.
fn files(request: &Request) -> Vec<&Path> {
    let (places, ground) = (&request.places, &request.ground);
    let one = [
        Some(&request.villages),
        request.attributes.as_ref(),
        places.clusters.as_ref(),
        places.buildings.as_ref(),
        places.population_raster.as_ref(),
        places.population_points.as_ref(),
        places.sites.as_ref(),
        ground.overrides.as_ref(),
    ];
    let many = request.coverage.iter().chain(&ground.measurements);
    let rasters = places.rasters.iter().map(|raster| raster.path.as_path());
    one.into_iter().flatten().chain(many).map(|path| path.as_path()).chain(rasters).collect()
}

/// What a file will take in memory, in bytes.
fn needs(path: &Path, is_lean: bool) -> f64 {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let times = TIMES.iter().find(|(known, _)| *known == ending).map_or(OTHERWISE, |(_, times)| *times);
    let times = if is_lean && ending == "fgb" { LEAN_FGB } else { times };
    std::fs::metadata(path).map_or(0.0, |about| about.len() as f64) * times
}

/// What the program takes now, in bytes; `None` where the system does not tell.
fn taken() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

fn in_words(bytes: u64) -> String {
    let mebibytes = bytes as f64 / 1024_f64.powi(2);
    if mebibytes < 1024.0 { format!("{mebibytes:.0} MiB") } else { format!("{:.1} GiB", mebibytes / 1024.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, bytes) in [
            ("2GiB", 2 << 30),
            ("2g", 2 << 30),
            ("500MB", 500_000_000),
            ("1.5 GiB", 3 << 29),
            ("1000000", 1_000_000),
        ] {
            assert_eq!(text.parse(), Ok(Memory(bytes)), "{text}");
        }
        for text in ["", "much", "2 parsecs", "-1G", "1k", "1e99"] {
            assert!(text.parse::<Memory>().is_err(), "{text}");
        }
    }
}
