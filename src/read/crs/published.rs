//! VN-2000 and UTM against coordinates that others published of the same points.

use geo::Coord;

use super::system::System;

/// Degrees, minutes, seconds.
type Dms = (f64, f64, f64);

/// One point in both systems: latitude and longitude on WGS 84, then on VN-2000.
type Both = (Dms, Dms, Dms, Dms);

/// The gas pipeline Bạch Hổ – Kỳ Vân. Southern Vietnam Maritime Safety Corporation, Notice to
/// Mariners 168/TBHH-TCTBĐATHHMN of 18 June 2021, table 1: both systems to 0.001" (3 cm).
const PIPELINE: [Both; 6] = [
    ((9.0, 45.0, 22.357), (107.0, 58.0, 59.645), (9.0, 45.0, 26.050), (107.0, 58.0, 53.250)),
    ((9.0, 48.0, 49.998), (107.0, 54.0, 49.367), (9.0, 48.0, 53.690), (107.0, 54.0, 42.970)),
    ((10.0, 20.0, 14.098), (107.0, 17.0, 6.022), (10.0, 20.0, 17.777), (107.0, 16.0, 59.607)),
    ((10.0, 21.0, 26.160), (107.0, 15.0, 39.067), (10.0, 21.0, 29.839), (107.0, 15.0, 32.651)),
    ((10.0, 21.0, 30.762), (107.0, 15.0, 33.523), (10.0, 21.0, 34.441), (107.0, 15.0, 27.107)),
    ((10.0, 21.0, 37.012), (107.0, 15.0, 29.987), (10.0, 21.0, 40.691), (107.0, 15.0, 23.571)),
];

/// Corners of port waters off Khánh Hòa and Lý Sơn. Ministry of Transport, Circulars
/// 20/2019/TT-BGTVT and 37/2019/TT-BGTVT, annexes: both systems to 0.1" (3 m).
const PORTS: [Both; 6] = [
    ((12.0, 33.0, 36.0), (109.0, 26.0, 0.0), (12.0, 33.0, 39.7), (109.0, 25.0, 53.6)),
    ((12.0, 14.0, 14.0), (109.0, 16.0, 0.0), (12.0, 14.0, 17.7), (109.0, 15.0, 53.6)),
    ((12.0, 9.0, 17.0), (109.0, 13.0, 21.0), (12.0, 9.0, 20.7), (109.0, 13.0, 14.6)),
    ((11.0, 54.0, 40.8), (109.0, 11.0, 9.5), (11.0, 54.0, 44.5), (109.0, 11.0, 3.0)),
    ((15.0, 22.0, 29.0), (109.0, 6.0, 7.0), (15.0, 22.0, 32.7), (109.0, 6.0, 0.5)),
    ((15.0, 20.0, 10.0), (109.0, 7.0, 6.0), (15.0, 20.0, 13.7), (109.0, 6.0, 59.5)),
];

const METRES_A_DEGREE: f64 = 111_320.0;

fn degrees((d, m, s): Dms) -> f64 {
    d + m / 60.0 + s / 3600.0
}

fn moved(crs: &str, x: f64, y: f64) -> Coord {
    let mut position = [Coord { x, y }];
    System::named(crs, None).unwrap().to_wgs84().unwrap().apply(&mut position).unwrap();
    position[0]
}

/// How far apart two longitudes and latitudes lie, in metres.
fn apart(a: Coord, b: Coord) -> f64 {
    (a.x - b.x).hypot(a.y - b.y) * METRES_A_DEGREE
}

#[test]
fn vn_2000_degrees_are_where_the_notices_to_mariners_say() {
    for (points, metres) in [(&PIPELINE, 0.03), (&PORTS, 3.0)] {
        for &(lat, lon, vn_lat, vn_lon) in points {
            let wgs84 = Coord { x: degrees(lon), y: degrees(lat) };
            let ours = moved("EPSG:4756", degrees(vn_lon), degrees(vn_lat));
            assert!(apart(ours, wgs84) < metres, "{wgs84:?}: {} m away", apart(ours, wgs84));
            // the test can fail: without the shift it is some 220 m off
            let unshifted = Coord { x: degrees(vn_lon), y: degrees(vn_lat) };
            assert!(apart(unshifted, wgs84) > 200.0);
        }
    }
}

/// A ground control point in Quảng Trị, zone of 106°15': northing 1 855 759.3584, easting
/// 546 151.8072, at 832 m. As quoted second-hand from Trần Trung Anh and Quách Mạnh Tuấn, on
/// coordinate conversion for drones; the paper itself was not at hand.
#[test]
fn a_3_degree_zone_of_vn_2000_is_where_surveyors_say() {
    let ours = moved("EPSG:9212", 546151.8072, 1855759.3584);
    let theirs = Coord { x: 106.684_777_7, y: 16.778_398_62 };
    assert!(apart(ours, theirs) < 0.05, "{ours:?}: {} m away", apart(ours, theirs));
}

/// GeographicLib's manual of GeoConvert: 33.3 N 44.4 E is 38n 444140.54 3684706.36.
#[test]
fn utm_is_where_geographiclib_says() {
    let ours = moved("EPSG:32638", 444_140.54, 3_684_706.36);
    assert!(apart(ours, Coord { x: 44.4, y: 33.3 }) < 0.01, "{ours:?}");
}

/// Nghệ An's own zones, tied to the points above: the same place written in each of them by the
/// definition of the zone alone (central meridian, scale; EPSG registry) must come out once.
#[test]
fn every_system_of_vietnam_is_the_same_place() {
    let place = moved("EPSG:4756", 104.9, 19.2);
    for crs in ["EPSG:3405", "EPSG:3406", "EPSG:9208", "EPSG:9212", "EPSG:5897"] {
        let system = System::named(crs, None).unwrap();
        let mut position = [place];
        system.out_of_wgs84().unwrap().apply(&mut position).unwrap();
        let back = moved(crs, position[0].x, position[0].y);
        // heights are 0 on both sides, which costs 0.6 mm there and back
        assert!(apart(back, place) < 1e-3, "{crs}: {} m away", apart(back, place));
    }
    // on the central meridian the easting is the false one, whatever the series
    let mut position = [moved("EPSG:4756", 104.75, 19.2)];
    System::named("EPSG:9208", None).unwrap().out_of_wgs84().unwrap().apply(&mut position).unwrap();
    assert!((position[0].x - 500_000.0).abs() < 1e-3, "{position:?}");
}
