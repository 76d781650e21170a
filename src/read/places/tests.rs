use std::fs;

use super::*;
use crate::assess::{Definition, Detail, Level, SignalCut, Status, assess_cut};
use crate::model::Technology;
use crate::read::{Inputs, inputs};
use crate::units::Dbm;

/// Two villages side by side, each 0.01° wide.
const VILLAGES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"village_id":"w"},"geometry":{"type":"Polygon","coordinates":[[[105,19],[105.01,19],[105.01,19.01],[105,19.01],[105,19]]]}},
{"type":"Feature","properties":{"village_id":"e"},"geometry":{"type":"Polygon","coordinates":[[[105.01,19],[105.02,19],[105.02,19.01],[105.01,19.01],[105.01,19]]]}}]}"#;

/// A 4G area over the western village.
const COVERAGE: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"technology":"4G","operator":"Lam"},"geometry":{"type":"Polygon","coordinates":[[[104.99,18.99],[105.01,18.99],[105.01,19.02],[104.99,19.02],[104.99,18.99]]]}}]}"#;

struct Study {
    folder: tempfile::TempDir,
    request: Request,
}

impl Study {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut study = Self { folder, request: Request::default() };
        study.request.villages = study.file("villages.geojson", VILLAGES);
        study.request.coverage = vec![study.file("coverage.geojson", COVERAGE)];
        study
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn read(&self) -> Inputs {
        inputs(&self.request).unwrap_or_else(|error| panic!("{error}"))
    }
}

#[test]
fn a_cluster_belongs_to_the_village_of_its_id_else_to_the_one_it_lies_in() {
    let mut study = Study::new();
    let point = |id: &str, x: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{{id}}},"geometry":{{"type":"Point","coordinates":[{x},19.005]}}}}"#
        )
    };
    let features = [
        point(r#""village_id":"e""#, 105.005),
        point(r#""name":"Na""#, 105.005),
        point(r#""village_id":"nobody""#, 105.005),
        point("", 107.0),
    ];
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    study.request.places.clusters = Some(study.file("clusters.geojson", &text));
    let found = study.read();
    let clusters = found.villages.places.clusters.unwrap();
    assert_eq!((clusters.points.of(0), clusters.points.of(1)), (0..1, 1..2));
    assert_eq!(clusters.names[0].as_deref(), Some("Na"));
    let warning = found.findings.warnings.iter().find(|warning| warning.contains("clusters"));
    assert!(warning.unwrap().starts_with("2 of 4 clusters"), "{warning:?}");
}

#[test]
fn a_footprint_counts_at_its_centroid_with_its_weight() {
    let mut study = Study::new();
    let text = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"weight":3},"geometry":{"type":"Polygon","coordinates":[[[105.009,19.004],[105.012,19.004],[105.012,19.006],[105.009,19.006],[105.009,19.004]]]}},
{"type":"Feature","properties":{"weight":-3},"geometry":{"type":"Point","coordinates":[105.005,19.005]}}]}"#;
    study.request.places.buildings = Some(study.file("buildings.geojson", text));
    let found = study.read();
    let buildings = found.villages.places.buildings.unwrap();
    assert_eq!(buildings.of(0).len(), 0);
    assert_eq!(buildings.weights()[buildings.of(1)], [3.0]);
    let source = found.findings.sources.last().unwrap();
    assert_eq!((source.role, source.features, source.skipped.len()), (Role::Buildings, 2, 1));
    assert!(source.skipped[0].reason.contains("negative"), "{:?}", source.skipped);
}

#[test]
fn the_people_of_a_cell_stand_at_its_centre() {
    let mut study = Study::new();
    let grid =
        "ncols 4\nnrows 2\nxllcorner 105\nyllcorner 19\ncellsize 0.005\nNODATA_value -9\n1 2 3 -9\n4 0 5 6\n";
    study.request.places.population_raster = Some(study.file("people.asc", grid));
    let found = study.read();
    let people = found.villages.places.people.unwrap();
    assert_eq!(people.method, PeopleMethod::Raster);
    let of = |village: usize| people.points.weights()[people.points.of(village)].to_vec();
    assert_eq!(of(0), [1.0, 2.0, 4.0]);
    assert_eq!(of(1), [3.0, 5.0, 6.0]);
}

#[test]
fn a_raster_of_power_covers_the_cells_at_the_level_and_not_the_others() {
    let mut study = Study::new();
    let grid = "ncols 4\nnrows 2\nxllcorner 105\nyllcorner 19\ncellsize 0.005\n-90 -90 -115 -120\n-90 -90 -105 -100\n";
    let path = study.file("rsrp.asc", grid);
    study.request.coverage = Vec::new();
    study.request.places.rasters =
        vec![CoverageRaster { technology: Technology::Lte, operator: "Bắc".into(), path }];
    let error = inputs(&study.request).unwrap_err().to_string();
    assert!(error.contains("without a level for 4G"), "{error}");
    let level = |dbm: f64| PowerLevel { technology: Technology::Lte, level: Dbm::new(dbm).unwrap() };
    study.request.places.levels = vec![level(-110.0), level(-118.0)];
    let found = study.read();
    assert_eq!(found.coverage.operators, ["Bắc"]);
    assert_eq!(found.coverage.len(), 2);
    let share = |text: &str| {
        let Level(technology, level) = text.parse().unwrap();
        let signal = SignalCut { levels: [(technology, level)].into(), ..SignalCut::default() };
        let definition = Definition { signal: signal.clone(), ..Definition::default() };
        let found = assess_cut(&found.villages, &signal.apply(&found.coverage), definition, Detail::Lean);
        (found.villages[1].covered_share.get(), found.villages[1].status)
    };
    // the southern row of cells is a little larger than the northern one
    let (half, status) = share("4G=-110");
    assert!((half - 0.5).abs() < 1e-5, "{half}");
    assert_eq!(status, if half >= 0.5 - 1e-9 { Status::Covered } else { Status::Uncovered });
    assert!((share("4G=-118").0 - 0.75).abs() < 1e-5);
}

#[test]
fn sites_name_operator_and_technologies() {
    let mut study = Study::new();
    let site = |operator: &str, technologies: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"operator":"{operator}","technologies":"{technologies}"}},"geometry":{{"type":"Point","coordinates":[105.005,19.005]}}}}"#
        )
    };
    let features = [site("Lam", "3G 4G"), site("Stranger", "4G"), site("", "7G"), site("", "")];
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    study.request.places.sites = Some(study.file("sites.geojson", &text));
    let found = study.read();
    let sites = found.villages.places.sites.unwrap();
    assert_eq!(sites.len(), 2);
    assert_eq!((sites[0].operator, sites[0].technologies), (Some(0), [false, true, true, false]));
    assert_eq!((sites[1].operator, sites[1].technologies), (None, [true; 4]));
    assert_eq!(found.findings.sources.last().unwrap().skipped.len(), 1);
    assert!(found.findings.warnings.iter().any(|warning| warning.starts_with("1 sites")));
}
