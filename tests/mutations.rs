//! Sound and bad files with bytes changed at random, the same ones every time: a short fuzzing that
//! needs no tool. `COVGAP_MUTATIONS=20000 cargo test --release --test mutations` is a longer one;
//! `scripts/fuzz` is the real one, on the same functions.

#[path = "../fuzz/src/lib.rs"]
mod bytes;

use std::fs;
use std::path::{Path, PathBuf};

/// Numbers without a pattern, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Tokens that mean something to one of the readers.
const WORDS: [&[u8]; 14] = [
    b"null",
    b"1e999",
    b"-0",
    b"\"",
    b",",
    b"]",
    b"{",
    b"\xff",
    b"\0",
    b"POLYGON((",
    b"EMPTY",
    b"nan",
    b";",
    b"\n",
];

fn mutate(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + 1 + dice.below(24)).min(bytes.len());
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < end => drop(bytes.drain(at..end)),
            2 if at < end => {
                let part = bytes[at..end].to_vec();
                let place = dice.below(bytes.len());
                bytes.splice(place..place, part);
            }
            3 => bytes.truncate(at),
            4 if at < bytes.len() => bytes[at] = b"0123456789.-eE,[]{}\""[dice.below(20)],
            _ => {
                let word = WORDS[dice.below(WORDS.len())];
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
}

/// Files of an ending in folders of fixtures/bad, the small ones.
fn files(folders: &[&str], ending: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bad");
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.is_file() && path.extension().is_some_and(|it| it == ending))
        .collect();
    paths.sort();
    let files: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    files.into_iter().filter(|bytes| (1..20_000).contains(&bytes.len())).collect()
}

fn each(seed: u64, files: &[Vec<u8>], mut work: impl FnMut(&[u8])) {
    let most = std::env::var("COVGAP_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(400);
    assert!(!files.is_empty());
    let mut dice = Dice(seed);
    for _ in 0..most {
        let mut bytes = files[dice.below(files.len())].clone();
        mutate(&mut bytes, &mut dice);
        work(&bytes);
    }
}

#[test]
fn geojson() {
    let files = files(&["good", "geometry", "crs", "ids", "coverage", "text"], "geojson");
    each(0x9E37_79B9, &files, |it| bytes::read(it, "v.geojson"));
}

#[test]
fn flatgeobuf() {
    each(0x85EB_CA6B, &files(&["gdal"], "fgb"), |it| bytes::read(it, "v.fgb"));
}

#[test]
fn csv() {
    let files = files(&["text", "crs", "numbers", "geometry"], "csv");
    each(0xC2B2_AE35, &files, |it| bytes::read(it, "v.csv"));
}

#[test]
fn grids_and_tables() {
    each(0x27D4_EB2F, &files(&["rasters"], "asc"), |it| {
        bytes::with_file(it, "people.asc", |path| {
            let mut request = bytes::request();
            request.places.population_raster = Some(path.to_owned());
            let _ = bytes::inputs(&request);
        });
    });
    let mut nth = 0;
    each(0x1656_67B1, &files(&["tables"], "csv"), |it| {
        bytes::with_file(it, "table.csv", |path| {
            nth += 1;
            let mut request = bytes::request();
            match nth % 4 {
                0 => request.ground.measurements = vec![path.to_owned()],
                1 => request.ground.overrides = Some(path.to_owned()),
                2 => request.attributes = Some(path.to_owned()),
                _ => request.places.clusters = Some(path.to_owned()),
            }
            let _ = bytes::inputs(&request);
        });
    });
}

#[test]
fn through_to_the_tables_and_the_page() {
    let mut nth = 0;
    each(0xD3A2_646C, &files(&["names", "good"], "geojson"), |it| {
        nth += 1;
        if nth % 10 == 0 {
            bytes::whole(it);
        }
    });
}

#[test]
fn proposals() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/proposals");
    let lists = ["nghe-an.csv", "sectors.csv"].map(|name| fs::read(root.join(name)).unwrap());
    each(0x94D0_49BB, &lists, bytes::proposals);
}

#[test]
fn study_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/study");
    let studies = ["nghe-an.toml", "small.toml"].map(|name| fs::read(root.join(name)).unwrap());
    let mut nth = 0;
    each(0xBF58_476D, &studies, |it| {
        nth += 1;
        if nth % 4 == 0 {
            bytes::study(it);
        }
    });
}
