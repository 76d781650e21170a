//! A limit on memory: an estimate before anything is read, and a watch while work is done.

use std::io::Read;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use super::stop::stop;
use crate::error::Error;
use crate::geometry::{Shape, Shapes};
use crate::read::{Inputs, Request};

/// A number of bytes, as people write it: `2GiB`, `500M`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Memory(u64);

/// What the program takes before it reads anything, in bytes.
const START: f64 = 40e6;
/// Bytes of memory for a byte of input, by the ending of the file, as measured (docs/reliability.md has most of them): where only
/// shares are asked for, and for all outputs in all formats.
const TIMES: [(&str, [f64; 2]); 9] = [
    ("fgb", [1.6, 13.0]),
    ("geojson", [1.8, 8.5]),
    ("json", [1.8, 8.5]),
    ("geojsonl", [1.8, 8.5]),
    ("csv", [2.0, 10.0]),
    ("gpkg", [2.2, 13.5]),
    ("shp", [3.0, 14.0]),
    ("kml", [6.0, 12.0]),
    ("gml", [6.0, 12.0]),
];
/// A file of another format may be packed.
const OTHERWISE: f64 = 20.0;
/// Bytes of memory for a cell of an ASCII grid of people.
const CELL: f64 = 90.0;
/// Bytes of memory for a corner of the largest shape, while its cracks are closed.
const CORNER: f64 = 2_100.0;
/// Shapes of fewer corners are in the factors above.
const GIANT: usize = 50_000;
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
        self.watch();
        Ok(())
    }

    /// Refuses what was read when its largest shape will not fit while margins are measured.
    ///
    /// # Errors
    /// When the estimate is larger than the limit.
    pub fn keep_read(self, inputs: &Inputs, request: &Request) -> Result<(), Error> {
        let corners = |shapes: &Shapes| {
            let of = |shape: Shape<'_>| shape.rings().map(|ring| ring.positions.len()).sum::<usize>();
            shapes.iter().map(of).max().unwrap_or(0)
        };
        let villages = corners(&inputs.villages.shapes);
        let largest = villages.max(corners(&inputs.coverage.shapes));
        let estimate = taken().unwrap_or(0) as f64 + CORNER * largest as f64;
        if request.lean || largest < GIANT || estimate <= self.0 as f64 {
            return Ok(());
        }
        let of_coverage = request.coverage.first().filter(|_| villages < largest);
        Err(Error::TooLarge {
            estimate: in_words(estimate as u64),
            limit: in_words(self.0),
            largest: of_coverage.unwrap_or(&request.villages).clone(),
        })
    }

    /// Ends the program before it takes more than this.
    fn watch(self) {
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
    if ending == "asc"
        && let Some(cells) = cells(path)
    {
        return cells * CELL;
    }
    let known = TIMES.iter().find(|(known, _)| *known == ending);
    let times = known.map_or(OTHERWISE, |(_, [lean, all])| if is_lean { *lean } else { *all });
    std::fs::metadata(path).map_or(0.0, |about| about.len() as f64) * times
}

/// How many cells the header of an ASCII grid announces.
fn cells(path: &Path) -> Option<f64> {
    let mut start = Vec::new();
    std::fs::File::open(path).ok()?.take(256).read_to_end(&mut start).ok()?;
    let start = String::from_utf8_lossy(&start).to_lowercase();
    let mut words = start.split_ascii_whitespace();
    let mut after =
        |word: &str| -> Option<f64> { words.find(|it| *it == word).and(words.next())?.parse().ok() };
    Some(after("ncols")? * after("nrows")?)
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
    fn a_grid_takes_what_its_header_announces() {
        let folder = tempfile::tempdir().unwrap();
        let grid = folder.path().join("people.asc");
        std::fs::write(&grid, "ncols 3000\nnrows 2000\nxllcorner 104\nyllcorner 18\ncellsize 0.1\n1 2")
            .unwrap();
        assert_eq!(needs(&grid, false), 6e6 * CELL);
        std::fs::write(&grid, "no grid").unwrap();
        assert_eq!(needs(&grid, false), 7.0 * OTHERWISE);
    }

    #[test]
    fn shares_alone_take_less_than_everything() {
        let folder = tempfile::tempdir().unwrap();
        for (ending, [lean, all]) in TIMES {
            let file = folder.path().join(format!("v.{ending}"));
            std::fs::write(&file, [0; 1000]).unwrap();
            assert_eq!((needs(&file, true), needs(&file, false)), (1000.0 * lean, 1000.0 * all));
            assert!(lean < all);
        }
    }

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
