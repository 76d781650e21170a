//! Plans against published optima.
//!
//! The San Francisco case (Current, Church; shipped with pysal/spopt) is not ours to ship: it is
//! read from a sibling folder, and the test says loudly when there is none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use covgap::plan::matrix::Covering;
use covgap::plan::{Limits, Method};

fn san_francisco() -> Option<Covering> {
    let folder = std::env::var_os("COVGAP_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let file = folder.join("data/spopt/SF_network_distance_candidateStore_16_censusTract_205_new.csv");
    let Ok(text) = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file)) else {
        eprintln!("SKIPPED, NOT PASSED: no {}", file.display());
        return None;
    };
    let mut tracts: BTreeMap<&str, (f64, BTreeMap<&str, f64>)> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let tract = tracts.entry(cells[2]).or_default();
        tract.0 = cells[3].parse().unwrap();
        tract.1.insert(cells[1], cells[0].parse().unwrap());
    }
    let weights: Vec<f64> = tracts.values().map(|(people, _)| *people).collect();
    let distances: Vec<Vec<f64>> =
        tracts.values().map(|(_, stores)| stores.values().copied().collect()).collect();
    assert_eq!((weights.len(), distances[0].len()), (205, 16));
    Some(Covering::from_distances(&weights, &distances, 5_000.0))
}

const MOST_REACHED: [f64; 8] =
    [448_255.0, 671_938.0, 791_499.0, 875_247.0, 927_402.0, 941_462.0, 950_428.0, 955_113.0];

#[test]
#[cfg(feature = "highs")]
fn san_francisco_needs_eight_stores() {
    let Some(covering) = san_francisco() else { return };
    let certificate = covering.cover_all(&Limits::default()).unwrap().certificate;
    assert_eq!((certificate.objective, certificate.gap), (8.0, 0.0));
}

#[test]
#[cfg(feature = "highs")]
fn san_francisco_is_reached_as_published() {
    let Some(covering) = san_francisco() else { return };
    for (nth, most) in MOST_REACHED.into_iter().enumerate() {
        let certificate = covering.cover_most((nth + 1) as f64, &Limits::default()).unwrap().certificate;
        assert_eq!((certificate.objective, certificate.bound), (most, most), "{} stores", nth + 1);
        assert!(certificate.proven);
        let greedy = certificate.greedy.unwrap();
        assert_eq!(greedy < most, (3..=7).contains(&(nth + 1)), "greedy reaches {greedy} of {most}");
    }
}

#[test]
fn without_a_solver_the_bound_holds_and_is_near() {
    let Some(covering) = san_francisco() else { return };
    let search = Limits { method: Method::Search, ..Limits::default() };
    for (nth, most) in MOST_REACHED.into_iter().enumerate() {
        let certificate = covering.cover_most((nth + 1) as f64, &search).unwrap().certificate;
        assert!(certificate.objective <= most && certificate.bound >= most);
        assert!(certificate.gap < 0.03, "{} stores: gap {}", nth + 1, certificate.gap);
    }
}
