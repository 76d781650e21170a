//! Layers of a study brought into one plane, and the accidents on the way.

use std::path::PathBuf;

use geo::{Coord, MultiPolygon, Rect};

use super::*;
use crate::geometry::Shapes;
use crate::model::Value;
use crate::read::layer::{Column, Crs};

/// A layer of boxes, each (x, y) its south-west corner.
fn layer(name: &str, crs: Crs, corners: &[(f64, f64)], size: f64) -> Layer {
    let mut shapes = Shapes::new();
    for &(x, y) in corners {
        let square = Rect::new(Coord { x, y }, Coord { x: x + size, y: y + size });
        shapes.push(&MultiPolygon::new(vec![square.to_polygon()]));
    }
    Layer {
        path: PathBuf::from(name),
        format: "CSV",
        crs,
        columns: vec![Column {
            name: "id".into(),
            values: (0..corners.len() as i64).map(Value::Integer).collect(),
        }],
        shapes,
        points: vec![None; corners.len()],
        positions: (1..=corners.len()).collect(),
        skipped: vec![],
        place: vec![],
        unread: vec![],
        repaired: vec![],
    }
}

const VINH: [(f64, f64); 2] = [(105.66, 18.65), (105.0, 19.0)];
const VINH_UTM: [(f64, f64); 2] = [(569_600.0, 2_062_200.0), (500_000.0, 2_100_800.0)];

fn merge(villages: &mut Layer, coverage: Layer, request: &Request) -> Result<OnePlane, Error> {
    to_one_plane(villages, &mut Vec::new(), &mut [coverage], request)
}

fn refusal(mut villages: Layer, coverage: Layer) -> String {
    merge(&mut villages, coverage, &Request::default()).unwrap_err().to_string()
}

#[test]
fn a_shared_zone_of_utm_is_left_alone() {
    let mut villages = layer("v", Crs::Epsg(32648), &VINH_UTM, 900.0);
    let before = villages.clone();
    let merged =
        merge(&mut villages, layer("c", Crs::Epsg(32648), &VINH_UTM, 500.0), &Request::default()).unwrap();
    assert_eq!(villages, before);
    assert_eq!(merged.plane.crs(), "EPSG:32648");
    assert_eq!(merged.choices[1].crs_from, "stated in the file");
    assert!(merged.warnings.is_empty());
}

#[test]
fn a_zone_far_away_is_left_for_an_equal_area_plane() {
    let mut villages = layer("v", Crs::Epsg(32648), &[(1_600_000.0, 2_100_000.0)], 900.0);
    let coverage = villages.clone();
    let merged = merge(&mut villages, coverage, &Request::default()).unwrap();
    assert!(merged.plane.crs().starts_with("+proj=laea"), "{}", merged.plane.crs());
}

#[test]
fn degrees_go_to_a_plane_centred_on_the_villages() {
    let mut villages = layer("v", Crs::Wgs84, &VINH, 0.01);
    let merged = merge(&mut villages, layer("c", Crs::Wgs84, &VINH, 0.005), &Request::default()).unwrap();
    assert_eq!(
        merged.plane.crs(),
        "+proj=laea +lat_0=18.8 +lon_0=105.3 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
    );
    let mut back = villages.shapes.positions().to_vec();
    merged.plane.to_wgs84(&mut back).unwrap();
    assert!((back[0].x - 105.67).abs() < 1e-12 && (back[0].y - 18.65).abs() < 1e-12, "{:?}", back[0]);
}

#[test]
fn a_square_has_its_area_on_the_ellipsoid_in_every_plane() {
    // pyproj 3.7.2, Geod(ellps="WGS84").polygon_area_perimeter
    let square_m2 = 1_167_836.808;
    for crs in [Crs::Wgs84, Crs::Epsg(32648)] {
        let mut villages = layer("v", Crs::Wgs84, &[(105.66, 18.65)], 0.01);
        if let Crs::Epsg(_) = crs {
            System::named("32648", None)
                .unwrap()
                .out_of_wgs84()
                .unwrap()
                .apply(villages.shapes.positions_mut())
                .unwrap();
            villages.crs = crs;
        }
        let coverage = villages.clone();
        let merged = merge(&mut villages, coverage, &Request::default()).unwrap();
        let area = merged.plane.areas_m2(&villages.shapes).unwrap()[0];
        assert!((area - square_m2).abs() < 0.01, "{} in {}", area, merged.plane.crs());
    }
}

#[test]
fn degrees_and_a_zone_meet_in_the_same_place() {
    let mut villages = layer("v", Crs::Wgs84, &[(105.66, 18.65)], 0.01);
    let mut moved = villages.clone();
    System::named("3405", None).unwrap().out_of_wgs84().unwrap().apply(moved.shapes.positions_mut()).unwrap();
    moved.crs = Crs::Epsg(3405);
    let mut coverage = [moved];
    to_one_plane(&mut villages, &mut Vec::new(), &mut coverage, &Request::default()).unwrap();
    for (a, b) in villages.shapes.positions().iter().zip(coverage[0].shapes.positions()) {
        assert!((*a - *b).x.hypot((*a - *b).y) < 1e-3, "{a:?} and {b:?}");
    }
}

#[test]
fn a_flag_overrides_the_file_and_says_so() {
    let mut villages = layer("v", Crs::Epsg(32648), &VINH_UTM, 900.0);
    let request = Request { coverage_crs: Some("EPSG:3405".into()), ..Request::default() };
    let merged = merge(&mut villages, layer("c", Crs::Epsg(32648), &VINH_UTM, 500.0), &request).unwrap();
    assert_eq!(merged.choices[1].crs, "EPSG:3405");
    assert_eq!(merged.choices[1].crs_from, "--coverage-crs, against the file, which states EPSG:32648");
}

#[test]
fn degrees_without_a_coordinate_system_are_taken_for_wgs84_and_said() {
    let mut villages = layer("v", Crs::Wgs84, &VINH, 0.01);
    let merged =
        merge(&mut villages, layer("sites.csv", Crs::Unstated, &VINH, 0.005), &Request::default()).unwrap();
    assert!(merged.choices[1].crs_from.starts_with("assumed"));
    assert!(merged.warnings[0].contains("sites.csv"), "{:?}", merged.warnings);
}

#[test]
fn metres_without_a_coordinate_system_are_refused() {
    let text = refusal(layer("v", Crs::Wgs84, &VINH, 0.01), layer("c.csv", Crs::Unstated, &VINH_UTM, 500.0));
    assert!(text.contains("states no coordinate system") && text.contains("--coverage-crs EPSG:"), "{text}");
}

#[test]
fn metres_labelled_as_degrees_are_refused() {
    let text = refusal(layer("v", Crs::Wgs84, &VINH_UTM, 900.0), layer("c", Crs::Wgs84, &VINH, 0.01));
    assert!(text.contains("look like metres") && text.contains("--villages-crs"), "{text}");
}

#[test]
fn degrees_labelled_as_metres_are_refused() {
    let text = refusal(layer("v", Crs::Epsg(3405), &VINH, 0.01), layer("c", Crs::Wgs84, &VINH, 0.01));
    assert!(text.contains("look like degrees") && text.contains("EPSG:4326"), "{text}");
}

#[test]
fn latitude_before_longitude_is_refused() {
    let swapped = VINH.map(|(lon, lat)| (lat, lon));
    let text = refusal(layer("v", Crs::Wgs84, &swapped, 0.01), layer("c", Crs::Wgs84, &VINH, 0.01));
    assert!(text.contains("latitude before longitude"), "{text}");
}

#[test]
fn swapped_axes_that_could_be_degrees_are_told_by_the_other_layer() {
    let kano = [(8.52, 12.0)];
    let text = refusal(layer("v", Crs::Wgs84, &kano, 0.1), layer("c", Crs::Wgs84, &[(12.0, 8.52)], 0.1));
    assert!(text.contains("axes look swapped"), "{text}");
}

#[test]
fn northing_before_easting_is_refused() {
    let swapped = VINH_UTM.map(|(x, y)| (y, x));
    let text = refusal(
        layer("v", Crs::Epsg(32648), &swapped, 900.0),
        layer("c", Crs::Epsg(32648), &VINH_UTM, 900.0),
    );
    assert!(text.contains("northing before easting"), "{text}");
}

#[test]
fn layers_of_different_places_are_refused_with_both_extents() {
    let text = refusal(layer("v", Crs::Wgs84, &VINH, 0.01), layer("c", Crs::Wgs84, &[(3.5, 44.5)], 0.1));
    assert!(text.contains("longitude 105.000") && text.contains("longitude 3.500"), "{text}");
}

#[test]
fn coverage_a_little_beside_the_villages_is_a_warning() {
    let mut villages = layer("v", Crs::Wgs84, &VINH, 0.01);
    let merged =
        merge(&mut villages, layer("c", Crs::Wgs84, &[(105.8, 18.7)], 0.01), &Request::default()).unwrap();
    assert!(merged.warnings[0].contains("from the villages"), "{:?}", merged.warnings);
}

#[test]
fn a_feature_that_is_no_place_is_skipped_with_its_row() {
    let mut villages = layer("v", Crs::Wgs84, &[VINH[0], (105.2, 95.0), VINH[1]], 0.01);
    let mut centres = vec![None, None, Some(Coord { x: 105.005, y: 19.005 })];
    let mut coverage = [layer("c", Crs::Wgs84, &VINH, 0.01)];
    to_one_plane(&mut villages, &mut centres, &mut coverage, &Request::default()).unwrap();
    assert_eq!((villages.positions.as_slice(), villages.shapes.len()), (&[1, 3][..], 2));
    assert_eq!(villages.columns[0].values, [Value::Integer(0), Value::Integer(2)]);
    assert_eq!((villages.skipped[0].position, villages.skipped.len()), (2, 1));
    assert!(centres.len() == 2 && centres[1].is_some());
}

#[test]
fn centres_in_degrees_beside_boundaries_in_metres_are_understood() {
    let mut villages = layer("v", Crs::Epsg(32648), &VINH_UTM[..1], 900.0);
    let mut centres = vec![Some(Coord { x: 105.665, y: 18.655 })];
    let mut coverage = [villages.clone()];
    let merged = to_one_plane(&mut villages, &mut centres, &mut coverage, &Request::default()).unwrap();
    assert!((centres[0].unwrap().x - 570_150.0).abs() < 200.0, "{centres:?}");
    assert!(merged.warnings[0].contains("centres"));
}

#[test]
fn data_across_the_antimeridian_stay_together() {
    let fiji = [(179.8, -17.0), (-179.9, -17.0)];
    let mut villages = layer("v", Crs::Wgs84, &fiji, 0.05);
    let coverage = villages.clone();
    let merged = merge(&mut villages, coverage, &Request::default()).unwrap();
    assert!(merged.plane.crs().contains("+lat_0=-17 +lon_0=180 "), "{}", merged.plane.crs());
    assert!(villages.shapes.positions().iter().all(|position| position.x.abs() < 30_000.0));
}

#[test]
fn no_villages_is_no_reason_to_fail() {
    let mut villages = layer("v", Crs::Wgs84, &[], 0.0);
    assert!(merge(&mut villages, layer("c", Crs::Wgs84, &VINH, 0.01), &Request::default()).is_ok());
}
