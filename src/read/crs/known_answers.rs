//! Projections against numbers computed elsewhere: pyproj 3.7.2 with PROJ 9.5.1.

use geo::Coord;

use super::laea::{Forward, Inverse, Laea};
use super::system::System;
use crate::plane::Transform;

type Pair = (f64, f64, f64, f64);

const NGHE_AN: [Pair; 8] = [
    (104.9, 19.2, 0.0, 0.0),
    (103.87, 20.0, -107788.22953224, 88878.23889161),
    (105.83, 18.56, 98175.42644730, -70583.54045421),
    (110.0, 8.0, 564642.31313263, -1230205.54841976),
    (95.0, 40.0, -857873.17335539, 2323488.95465603),
    (-60.0, -10.0, -10921462.06828291, 6292436.32742802),
    (12.0, 89.0, -137093.91217418, 7384655.52047361),
    (6.6, 0.2, -9597024.05933275, 489460.50073530),
];

const ANTIMERIDIAN: [Pair; 2] =
    [(-179.5, -72.0, 20702.19098906, 33373.25131830), (178.0, -75.0, -54921.27542342, -302169.68602571)];

const UTM_48N: [Pair; 7] = [
    (105.0, 19.2, 500_000.0, 2122957.25015484),
    (103.87, 20.0, 381790.18226518, 2211880.02995380),
    (105.83, 18.56, 587586.91280395, 2052345.51024011),
    (111.0, 8.0, 1162367.63456444, 889137.89448504),
    (96.0, 40.0, -268783.35831746, 4466744.40516963),
    (105.3, -3.0, 533337.19751119, -331597.74728328),
    (108.0, 84.0, 534994.65506113, 9329005.18244743),
];

const UTM_33S: [Pair; 1] = [(15.3, -4.3, 533289.29947807, 9524705.31676268)];

const VN_2000: [(&str, [Pair; 4]); 4] = [
    (
        "EPSG:4756",
        [
            (105.69, 18.67, 105.6881447942, 18.6709935708),
            (104.43, 19.25, 104.4281358321, 19.2509784746),
            (103.9, 20.0, 103.8981263121, 20.0009694064),
            (102.17, 22.4, 102.1680941193, 22.4009361641),
        ],
    ),
    (
        "EPSG:3405",
        [
            (105.69, 18.67, 572569.71804069, 2064563.77722700),
            (104.43, 19.25, 439901.38512519, 2128696.93172907),
            (103.9, 20.0, 384733.47781928, 2211967.71535449),
            (102.17, 22.4, 208432.27251510, 2479953.51568844),
        ],
    ),
    (
        "EPSG:3406",
        [
            (105.69, 18.67, -60804.93439059, 2072763.35997267),
            (104.43, 19.25, -191839.87553993, 2141720.51361532),
            (103.9, 20.0, -244358.78866814, 2227424.29246684),
            (102.17, 22.4, -411630.28143230, 2504128.39906444),
        ],
    ),
    (
        "EPSG:9208",
        [
            (105.69, 18.67, 598965.30712429, 2065303.22819589),
            (104.43, 19.25, 466164.65201345, 2129268.21329356),
            (103.9, 20.0, 410860.82795433, 2212478.98979394),
            (102.17, 22.4, 234105.08082637, 2480233.65480144),
        ],
    ),
];

/// Both directions, to `tolerance` in the unit of each side (degrees: a metre is 1e-5).
fn check(pairs: &[Pair], forward: &dyn Transform, inverse: &dyn Transform, tolerance: (f64, f64)) {
    // eight times over, so that vector lanes and the rest both work
    let many =
        |pick: fn(&Pair) -> Coord| -> Vec<Coord> { (0..8).flat_map(|_| pairs.iter().map(pick)).collect() };
    let lon_lat = many(|&(lon, lat, _, _)| Coord { x: lon, y: lat });
    let plane = many(|&(_, _, x, y)| Coord { x, y });
    for (way, from, to, tolerance) in
        [(forward, &lon_lat, &plane, tolerance.0), (inverse, &plane, &lon_lat, tolerance.1)]
    {
        let mut moved = from.clone();
        way.apply(&mut moved).unwrap();
        for ((from, moved), to) in from.iter().zip(&moved).zip(to) {
            let off = (moved.x - to.x).abs().max((moved.y - to.y).abs());
            assert!(off <= tolerance, "{from:?} went to {moved:?}, not to {to:?}: off by {off:e}");
        }
    }
}

#[test]
fn the_equal_area_plane_is_projs() {
    let nghe_an = Laea::new(104.9, 19.2);
    // at the far side of the globe rounding grows; near the data it is nanometres
    check(&NGHE_AN[..5], &Forward(nghe_an), &Inverse(nghe_an), (2e-8, 1e-12));
    check(&NGHE_AN, &Forward(nghe_an), &Inverse(nghe_an), (2e-7, 1e-10));
    let antarctica = Laea::new(179.9, -72.3);
    check(&ANTIMERIDIAN, &Forward(antarctica), &Inverse(antarctica), (2e-8, 1e-12));
}

#[test]
fn utm_is_projs() {
    for (crs, pairs) in [("EPSG:32648", &UTM_48N[..]), ("EPSG:32733", &UTM_33S[..])] {
        let system = System::named(crs, None).unwrap();
        check(
            pairs,
            system.out_of_wgs84().unwrap().as_ref(),
            system.to_wgs84().unwrap().as_ref(),
            (2e-8, 1e-12),
        );
    }
}

/// PROJ uses the official parameters here (EPSG operation 6960). Heights are 0 on both sides,
/// so there and back is 0.6 mm off, in PROJ as here: each way has its own numbers.
#[test]
fn vn_2000_is_projs() {
    let back = [
        (105.6918551966, 18.6690064039, 105.69, 18.67),
        (105.6899998321, 18.6699992994, 572569.7, 2064563.7),
        (105.6900003476, 18.6699994663, -60804.9, 2072763.3),
        (104.4299995130, 19.2499998750, 466164.6, 2129268.2),
    ];
    for ((crs, pairs), back) in VN_2000.into_iter().zip(back) {
        let system = System::named(crs, None).unwrap();
        let forward = if crs == "EPSG:4756" { 1e-10 } else { 1e-7 };
        let (from, to) = (system.out_of_wgs84().unwrap(), system.to_wgs84().unwrap());
        check(&pairs, from.as_ref(), to.as_ref(), (forward, 2e-8));
        check(&[back], from.as_ref(), to.as_ref(), (1e-2, 1e-10));
    }
}

#[test]
fn what_is_not_on_earth_goes_nowhere() {
    let forward = Forward(Laea::new(104.9, 19.2));
    let utm = System::named("EPSG:32648", None).unwrap();
    for way in [&forward as &dyn Transform, utm.out_of_wgs84().unwrap().as_ref()] {
        let mut positions = [(104.0, 95.0), (4000.0, 19.0), (f64::NAN, 19.0), (104.0, f64::INFINITY)]
            .map(|(x, y)| Coord { x, y });
        way.apply(&mut positions).unwrap();
        assert!(positions.iter().all(|position| position.x.is_nan() && position.y.is_nan()), "{positions:?}");
    }
    let mut antipode = [Coord { x: -75.1, y: -19.2 }, Coord { x: 3e7, y: 0.0 }];
    forward.apply(&mut antipode[..1]).unwrap();
    Inverse(Laea::new(104.9, 19.2)).apply(&mut antipode[1..]).unwrap();
    assert!(antipode[1].x.is_nan(), "{antipode:?}");
}
