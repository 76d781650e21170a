//! Results → scene.

use std::collections::BTreeMap;

use geo::{Centroid, Coord, InteriorPoint, MultiPolygon, Simplify};

use super::legend;
use super::project::Projection;
use super::scene::{Anchor, Colour, Dot, Item, Pen, Scene, Text};
use super::words::words;
use crate::assess::{self, Status};
use crate::error::Error;
use crate::export::Results;
use crate::export::report::outlines::{Step, Topology, ring, topology};
use crate::units::People;

/// Width of the whole picture.
pub const WIDTH: f32 = 1_600.0;
/// Its height.
pub const HEIGHT: f32 = 1_130.0;
const MAP_CORNER: Dot = [28.0, 112.0];
const MAP_SIZE: Dot = [1_190.0, 960.0];
/// Positions of all villages' borders together.
const BUDGET: usize = 90_000;

/// The colours of the page on paper (page/style.css), tested for colour-blind eyes there.
pub const COVERED: Colour = Colour(0xb5, 0xd8, 0xea);
/// Uncovered villages.
pub const UNCOVERED: Colour = Colour(0xb8, 0x32, 0x0f);
/// Villages of which the data do not say.
pub const UNKNOWN: Colour = Colour(0x7c, 0x7c, 0x7c);
/// Parts without coverage.
pub const GAP: Colour = Colour(0xe0, 0x8a, 0x5b);
/// Phases of the plan, and the numbers on them.
pub const PHASES: [(Colour, Colour); 5] = [
    (Colour(0x1f, 0x0a, 0x4d), Colour::PAPER),
    (Colour(0x6a, 0x3f, 0xd0), Colour::PAPER),
    (Colour(0x0f, 0x9d, 0x8f), Colour::INK),
    (Colour(0x7f, 0xd1, 0x3b), Colour::INK),
    (Colour(0xfd, 0xf0, 0x7a), Colour::INK),
];
const THIN: Colour = Colour(0x73, 0x90, 0xa2);
/// Borders of larger units.
pub const STRONG: Colour = Colour(0x2b, 0x3a, 0x46);

/// The scene.
///
/// # Errors
/// When the working plane cannot be entered.
pub fn scene(results: Results<'_>) -> Result<Scene, Error> {
    let words = words(results.language);
    let villages = &results.inputs.villages;
    let title = match villages.admin_levels.len().checked_sub(1).and_then(|top| only_unit(results, top)) {
        Some(place) => format!("{}{place}", words.of),
        None => words.title.to_owned(),
    };
    let totals = assess::totals(villages, results.assessment);
    let answer = words
        .answer
        .replace("{covered}", &words.number(totals.covered as f64))
        .replace("{all}", &words.number(totals.villages as f64));
    let people = words.number(totals.people_in_uncovered_villages.get());
    let description =
        format!("{answer}; {people} {}. {}.", words.people, words.rule(&results.assessment.definition));
    let mut items = Vec::new();
    let centres = villages.records.iter().filter_map(|village| village.centre);
    let positions = villages.shapes.positions().iter().copied().chain(centres);
    let projection = Projection::fitting(positions, MAP_CORNER, MAP_SIZE);
    if let Some(projection) = &projection {
        map(results, projection, &mut items)?;
    }
    legend::legend(results, projection.as_ref(), &title, &description, &mut items);
    Ok(Scene { width: WIDTH, height: HEIGHT, title, description, language: results.language.code(), items })
}

/// The name of the only unit of a level.
fn only_unit(results: Results<'_>, level: usize) -> Option<&str> {
    let mut names = results.inputs.villages.records.iter().map(|v| v.admin.get(level)?.as_deref());
    let first = names.next()??;
    names.all(|name| name == Some(first)).then_some(first)
}

fn map(results: Results<'_>, projection: &Projection, items: &mut Vec<Item>) -> Result<(), Error> {
    let outlines = simplified(results, projection);
    areas(results, &outlines, Status::Covered, "covered", COVERED, items);
    areas(results, &outlines, Status::Unknown, "unknown", UNKNOWN, items);
    holes(results, projection, items);
    areas(results, &outlines, Status::Uncovered, "uncovered", UNCOVERED, items);
    borders(results, &outlines, items);
    markers(results, projection, items);
    sites(results, projection, items)?;
    names(results, projection, items);
    Ok(())
}

fn simplified(results: Results<'_>, projection: &Projection) -> Topology {
    let shapes: Vec<Vec<Vec<[i32; 2]>>> = results
        .inputs
        .villages
        .shapes
        .iter()
        .map(|shape| {
            let steps = |ring: crate::geometry::Ring<'_>| {
                ring.positions.iter().map(|&p| projection.step(p)).collect::<Vec<_>>()
            };
            shape.rings().map(|r| ring(steps(r))).collect()
        })
        .collect();
    let mut found = topology(&shapes);
    // what is under half a dot no eye sees
    found.simplify(BUDGET.max(2 * shapes.len()), 2 * 5 * 5);
    found
}

/// The positions of a ring, put together again.
fn positions(topology: &Topology, steps: &[Step]) -> Vec<Dot> {
    let mut dots = Vec::new();
    for step in steps {
        let line = &topology.borders[step.border as usize].line;
        let walk: Vec<_> = if step.reversed { line.iter().rev().copied().collect() } else { line.clone() };
        dots.extend(walk[..walk.len().saturating_sub(1)].iter().map(|&at| Projection::from_step(at)));
    }
    dots
}

/// The villages of one status.
fn areas(
    results: Results<'_>,
    outlines: &Topology,
    status: Status,
    name: &'static str,
    colour: Colour,
    items: &mut Vec<Item>,
) {
    let villages = results.assessment.with_status(status);
    let rings = villages.flat_map(|village| &outlines.shapes[village]);
    let lines: Vec<Vec<Dot>> =
        rings.map(|steps| positions(outlines, steps)).filter(|line| line.len() >= 3).collect();
    if !lines.is_empty() {
        // a hair of its own colour closes the seams between neighbours
        let pen = Pen { fill: Some(colour), stroke: Some((colour, 0.5)) };
        items.push(Item::Path { name, lines, is_closed: true, pen });
    }
}

/// The parts of villages that lie outside all coverage that counts.
fn holes(results: Results<'_>, projection: &Projection, items: &mut Vec<Item>) {
    let half_a_dot = 0.5 / projection.scale;
    let mut lines = Vec::new();
    for gap in results.on_demand.gaps(results) {
        for polygon in gap.shape.simplify(half_a_dot) {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                let line: Vec<Dot> = ring.0.iter().skip(1).map(|&at| projection.dot(at)).collect();
                if line.len() >= 3 && spans(&line, 0.7) {
                    lines.push(line);
                }
            }
        }
    }
    if !lines.is_empty() {
        items.push(Item::Path {
            name: "gap",
            lines,
            is_closed: true,
            pen: Pen { fill: Some(GAP), stroke: None },
        });
    }
}

/// Whether a line is more than so many dots across.
fn spans(line: &[Dot], dots: f32) -> bool {
    let [first, ..] = line else { return false };
    line.iter().any(|at| (at[0] - first[0]).abs() > dots || (at[1] - first[1]).abs() > dots)
}

fn borders(results: Results<'_>, outlines: &Topology, items: &mut Vec<Item>) {
    let records = &results.inputs.villages.records;
    let levels = results.inputs.villages.admin_levels.len();
    let unit =
        |village: u32, from: usize| records[village as usize].admin.get(from..levels).unwrap_or_default();
    let (mut thin, mut strong) = (Vec::new(), Vec::new());
    for border in &outlines.borders {
        let line: Vec<Dot> = border.line.iter().map(|&at| Projection::from_step(at)).collect();
        match border.shapes {
            (_, None) => strong.push(line),
            (a, Some(b)) if levels > 1 && unit(a, 1) != unit(b, 1) => strong.push(line),
            (a, Some(b)) if levels > 0 && unit(a, 0) != unit(b, 0) => thin.push(line),
            _ => {}
        }
    }
    let few = records.len() <= 10_000;
    for (name, lines, colour, width) in
        [("border", thin, THIN, if few { 0.5 } else { 0.25 }), ("main-border", strong, STRONG, 1.2)]
    {
        if !lines.is_empty() {
            let pen = Pen { fill: None, stroke: Some((colour, width)) };
            items.push(Item::Path { name, lines, is_closed: false, pen });
        }
    }
}

/// Radius of the mark of an uncovered village with so many people.
pub fn radius(people: f64) -> f32 {
    (2.4 + people.max(0.0).sqrt() / 11.0).min(8.0) as f32
}

fn markers(results: Results<'_>, projection: &Projection, items: &mut Vec<Item>) {
    let villages = &results.inputs.villages;
    for village in results.assessment.with_status(Status::Uncovered) {
        let shape = || villages.shapes.get(village).to_multi_polygon().interior_point().map(Coord::from);
        let Some(at) = villages.records[village].centre.or_else(shape) else { continue };
        let people = villages.records[village].population.map_or(0.0, People::get);
        let pen = Pen { fill: Some(UNCOVERED), stroke: Some((Colour::PAPER, 1.0)) };
        items.push(Item::Disc { at: projection.dot(at), radius: radius(people), pen });
    }
}

/// The sites of the plan, a triangle each with the number of its phase.
fn sites(results: Results<'_>, projection: &Projection, items: &mut Vec<Item>) -> Result<(), Error> {
    let (Some(planned), Some(way_in)) = (results.planned, results.inputs.plane.from_wgs84()) else {
        return Ok(());
    };
    for (site, phase) in planned.outcome.plan.built.iter().enumerate() {
        let Some(phase) = *phase else { continue };
        let owned = planned.area_sites.iter().enumerate().filter(|&(_, &owner)| owner as usize == site);
        let area: MultiPolygon = MultiPolygon::new(
            owned.flat_map(|(nth, _)| planned.areas.get(nth).to_multi_polygon().0).collect(),
        );
        let Some(middle) = area.centroid() else { continue };
        let mut at = [Coord::from(middle)];
        way_in.apply(&mut at)?;
        mark(projection.dot(at[0]), phase, items);
    }
    Ok(())
}

/// One triangle.
pub fn mark([x, y]: Dot, phase: usize, items: &mut Vec<Item>) {
    let (colour, ink) = PHASES[phase % PHASES.len()];
    let lines = vec![vec![[x, y - 9.5], [x + 8.5, y + 6.5], [x - 8.5, y + 6.5]]];
    let pen = Pen { fill: Some(colour), stroke: Some((Colour::PAPER, 1.2)) };
    items.push(Item::Path { name: "site", lines, is_closed: true, pen });
    items.push(Item::Text(Text {
        text: (phase + 1).to_string(),
        at: [x, y + 4.8],
        size: 9.5,
        is_bold: true,
        colour: ink,
        anchor: Anchor::Middle,
        has_halo: false,
    }));
}

/// The names of the units that divide the map best; none over another.
fn names(results: Results<'_>, projection: &Projection, items: &mut Vec<Item>) {
    let villages = &results.inputs.villages;
    let middles = |level: usize| {
        let mut found: BTreeMap<&str, (Coord, f64)> = BTreeMap::new();
        for (nth, village) in villages.records.iter().enumerate() {
            let Some(Some(name)) = village.admin.get(level) else { continue };
            let weight = villages.area(nth).map_or(1.0, |area| area.get()).max(1.0);
            let shape = villages.shapes.get(nth);
            let at = shape.rings().next().and_then(|ring| middle(ring.positions)).or(village.centre);
            let Some(at) = at else { continue };
            let (sum, all) = found.entry(name).or_insert((Coord::zero(), 0.0));
            *sum = *sum + at * weight;
            *all += weight;
        }
        found
    };
    let levels = (0..villages.admin_levels.len()).rev().map(middles);
    let Some(units) = levels.into_iter().find(|units| (2..=60).contains(&units.len())) else { return };
    let mut taken: Vec<(Dot, f32)> = Vec::new();
    let mut sorted: Vec<_> = units.into_iter().collect();
    sorted.sort_by(|a, b| b.1.1.total_cmp(&a.1.1).then(a.0.cmp(b.0)));
    for (name, (sum, weight)) in sorted {
        let text = shorten(name);
        let half = super::letters::width(text, 15.0, true) / 2.0;
        let [x, y] = projection.dot(sum / weight);
        if taken.iter().any(|([tx, ty], th)| (tx - x).abs() < th + half + 4.0 && (ty - y).abs() < 17.0) {
            continue;
        }
        taken.push(([x, y], half));
        items.push(Item::Text(Text {
            text: text.to_owned(),
            at: [x, y + 5.0],
            size: 15.0,
            is_bold: true,
            colour: Colour::INK,
            anchor: Anchor::Middle,
            has_halo: true,
        }));
    }
}

/// The middle of the box around some positions.
fn middle(positions: &[Coord]) -> Option<Coord> {
    let first = *positions.first()?;
    let (low, high) = positions.iter().fold((first, first), |(low, high), p| {
        (Coord { x: low.x.min(p.x), y: low.y.min(p.y) }, Coord { x: high.x.max(p.x), y: high.y.max(p.y) })
    });
    Some((low + high) / 2.0)
}

/// A map has no room for the kind of unit in front of every name.
fn shorten(name: &str) -> &str {
    const KINDS: [&str; 6] = ["Huyện ", "Thị xã ", "Thành phố ", "Xã ", "Phường ", "Thị trấn "];
    KINDS.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}
