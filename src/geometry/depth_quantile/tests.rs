use super::*;
use crate::geometry::Shapes;
use crate::geometry::prepare;
use crate::geometry::union_edge::tests::star;
use geo::{BooleanOps, Contains, Coord, MultiPolygon, Point, Rect, Translate};
use proptest::collection::vec;
use proptest::prelude::*;

fn square(x0: f64, y0: f64, x1: f64, y1: f64) -> MultiPolygon {
    Rect::new(Coord { x: x0, y: y0 }, Coord { x: x1, y: y1 }).to_polygon().into()
}

fn shapes(polygons: &[MultiPolygon]) -> Shapes {
    let mut shapes = Shapes::new();
    polygons.iter().for_each(|polygon| shapes.push(polygon));
    prepare(&mut shapes);
    shapes
}

fn quantile(zone: &MultiPolygon, areas: &[MultiPolygon], share: f64) -> Bracket {
    let (zone, areas) = (shapes(std::slice::from_ref(zone)), shapes(areas));
    depth_quantile(&zone.get(0), &UnionEdge::new(areas.iter(), 0.0), share, 0.01).unwrap()
}

fn holds(bracket: Bracket, answer: f64) -> bool {
    let (spare, most) = (1e-9, 0.01_f64.max(1.1e-4 * answer.abs()));
    bracket.low <= answer + spare && bracket.high >= answer - spare && bracket.width() <= most
}

#[test]
fn half_a_square_beside_a_long_edge_is_reached_after_half_its_width() {
    let land = [square(-5000., -5000., 0., 5000.)];
    let zone = square(100., 0., 300., 200.);
    for (share, answer) in [(0.5, -200.), (0.25, -150.), (1.0, -300.), (1e-6, -100.0002)] {
        let found = quantile(&zone, &land, share);
        assert!(holds(found, answer), "{share}: {found:?}, not {answer}");
    }
    let inside = square(-1000., 0., -600., 200.);
    assert!(holds(quantile(&inside, &land, 0.5), 800.));
    let astride = square(-100., 0., 100., 200.);
    assert!(holds(quantile(&astride, &land, 0.5), 0.));
    assert!(holds(quantile(&astride, &land, 0.4), 20.));
}

#[test]
fn around_a_corner_the_edge_moves_as_a_circle() {
    // the zone lies in the quadrant beyond the corner at the origin: half of the square of 200 m
    // is within r of the corner where a quarter of a disc has half its area
    let land = [square(-5000., -5000., 0., 0.)];
    let found = quantile(&square(0., 0., 200., 200.), &land, 0.5);
    let r = (0.5 * 200.0 * 200.0 * 4.0 / std::f64::consts::PI).sqrt();
    assert!(r < 200.0 && holds(found, -r), "{found:?}, not {r}");
}

#[test]
fn far_from_the_origin_nothing_changes() {
    let shift = |shape: &MultiPolygon| shape.translate(600_000., 2_100_000.);
    let (land, zone) = (square(-5000., -5000., 0., 5000.), square(100., 0., 300., 200.));
    assert!(holds(quantile(&shift(&zone), &[shift(&land)], 0.5), -200.));
}

#[test]
fn an_islet_brings_its_own_edge() {
    // two equal discs of growth from two sides meet in the middle: each needs a quarter
    let sides = [square(-5000., -5000., 0., 5000.), square(400., -5000., 5000., 5000.)];
    assert!(holds(quantile(&square(100., 0., 300., 200.), &sides, 0.5), -150.));
}

/// The slow way: a fine grid of places, each asked for its depth. The parts of the zone that are as
/// deep as each end of the bracket.
fn on_a_fine_grid(zone: &MultiPolygon, areas: &[MultiPolygon], bracket: Bracket) -> (f64, f64) {
    let areas = shapes(areas);
    let edge = UnionEdge::new(areas.iter(), 0.0);
    let rect = geo::BoundingRect::bounding_rect(zone).unwrap();
    let side = 120;
    let places: Vec<f64> = (0..side * side)
        .map(|n| Coord {
            x: rect.min().x + rect.width() * ((n % side) as f64 + 0.5) / side as f64,
            y: rect.min().y + rect.height() * ((n / side) as f64 + 0.5) / side as f64,
        })
        .filter(|&p| zone.contains(&Point(p)))
        .map(|p| edge.depth(p).unwrap())
        .collect();
    let part = |least: f64| places.iter().filter(|&&d| d >= least).count() as f64 / places.len() as f64;
    (part(bracket.low), part(bracket.high))
}

#[test]
fn beyond_the_line_of_a_piece_distance_grows_again() {
    // found by chance: places across an edge are nearer to others than its line says
    let zone = geo::wkt!(MULTIPOLYGON(((
        7.042559863352793 26.25455493377112, 0.7267017718336408 29.102349969898555,
        -0.10629409052153704 18.82735360033943, 7.042559863352793 26.25455493377112))));
    let ring = geo::wkt!(MULTIPOLYGON((
        (12.708232307462675 24.584122802875974, -14.35629653100596 32.91076168879742,
        -9.41747231404704 17.134643734694947, 12.708232307462675 24.584122802875974),
        (2.8802261699662477 23.598033029816477, -10.65203824926807 27.761352472777197,
        -8.18262614078861 19.873293495725964, 2.8802261699662477 23.598033029816477))));
    let found = quantile(&zone, std::slice::from_ref(&ring), 0.3133323324744145);
    let (low, high) = on_a_fine_grid(&zone, &[ring], found);
    assert!(low >= 0.2933 && high <= 0.3334, "{found:?}: {low} {high}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_bracket_holds_what_a_fine_grid_finds(
        zone in star(),
        areas in vec(star(), 1..8),
        share in 0.02..0.98f64,
    ) {
        let found = quantile(&zone, &areas, share);
        prop_assert!(found.width() <= 0.011, "{found:?}");
        let (low, high) = on_a_fine_grid(&zone, &areas, found);
        prop_assert!(low >= share - 0.02, "{found:?} {}", low);
        prop_assert!(high <= share + 0.02, "{found:?} {}", high);
    }

    /// Where the depth asked for is 0, the bracket is about the share of the zone in the union.
    #[test]
    fn the_sign_is_that_of_the_share(zone in star(), areas in vec(star(), 1..8), share in 0.02..0.98f64) {
        let oriented: Vec<MultiPolygon> = shapes(&areas).iter().map(|shape| shape.to_multi_polygon()).collect();
        let union = geo::unary_union(oriented.iter().flatten());
        let inside = geo::Area::unsigned_area(&zone.intersection(&union));
        let inside = inside / geo::Area::unsigned_area(&zone);
        prop_assume!((inside - share).abs() > 1e-5);
        let found = quantile(&zone, &areas, share);
        if inside > share { prop_assert!(found.high >= 0.0) } else { prop_assert!(found.low <= 0.0) }
    }
}
