//! What stands beside the map: title, legend, scale bar, north, source.

use super::compose::{COVERED, GAP, HEIGHT, PHASES, STRONG, UNCOVERED, UNKNOWN, WIDTH, mark, radius};
use super::letters;
use super::project::Projection;
use super::scene::{Anchor, Colour, Dot, Item, Pen, Text};
use super::words::{Words, words};
use crate::assess::{self, Status};
use crate::export::Results;

const LEFT: f32 = 1_250.0;
const ROOM: f32 = WIDTH - LEFT - 30.0;

/// Draws everything beside the map.
pub fn legend(
    results: Results<'_>,
    projection: Option<&Projection>,
    title: &str,
    description: &str,
    items: &mut Vec<Item>,
) {
    let words = words(results.language);
    items.push(text(title, [28.0, 50.0], 31.0, true, Colour::INK));
    items.push(text(description, [28.0, 84.0], 17.0, false, Colour::QUIET));
    let mut y = 140.0;
    figures(results, words, &mut y, items);
    y += 22.0;
    entries(results, words, &mut y, items);
    if let Some(projection) = projection {
        scale_bar(projection, words, [LEFT, HEIGHT - 190.0], items);
        north(words, [WIDTH - 60.0, HEIGHT - 190.0], items);
    }
    source(results, words, items);
}

fn text(text: impl Into<String>, at: Dot, size: f32, is_bold: bool, colour: Colour) -> Item {
    let text = text.into();
    Item::Text(Text { text, at, size, is_bold, colour, anchor: Anchor::Start, has_halo: false })
}

/// How many villages and people.
fn figures(results: Results<'_>, words: &Words, y: &mut f32, items: &mut Vec<Item>) {
    let totals = assess::totals(&results.inputs.villages, results.assessment);
    let rows = [
        (totals.covered as f64, words.covered, COVERED),
        (totals.uncovered as f64, words.uncovered, UNCOVERED),
        (totals.unknown as f64, words.unknown, UNKNOWN),
    ];
    for (count, what, colour) in rows.into_iter().filter(|(count, _, _)| *count > 0.0) {
        swatch(colour, *y, items);
        let number = words.number(count);
        items.push(text(&number, [LEFT + 34.0, *y], 24.0, true, Colour::INK));
        let after = LEFT + 42.0 + letters::width(&number, 24.0, true);
        items.push(text(what, [after, *y], 17.0, false, Colour::INK));
        *y += 38.0;
    }
}

fn swatch(colour: Colour, y: f32, items: &mut Vec<Item>) {
    let (x, y) = (LEFT, y - 16.0);
    let lines = vec![vec![[x, y], [x + 22.0, y], [x + 22.0, y + 18.0], [x, y + 18.0]]];
    let pen = Pen { fill: Some(colour), stroke: Some((STRONG, 0.6)) };
    items.push(Item::Path { name: "key", lines, is_closed: true, pen });
}

fn entries(results: Results<'_>, words: &Words, y: &mut f32, items: &mut Vec<Item>) {
    let entry = |said: String, y: &mut f32, items: &mut Vec<Item>| {
        items.push(text(said, [LEFT + 34.0, *y], 16.0, false, Colour::INK));
        *y += 30.0;
    };
    swatch(GAP, *y, items);
    entry(words.gap.to_owned(), y, items);
    if results.assessment.with_status(Status::Uncovered).next().is_some() {
        let pen = Pen { fill: Some(UNCOVERED), stroke: Some((Colour::PAPER, 1.0)) };
        items.push(Item::Disc { at: [LEFT + 5.0, *y - 6.0], radius: radius(60.0), pen });
        items.push(Item::Disc { at: [LEFT + 17.0, *y - 6.0], radius: radius(1_200.0), pen });
        entry(words.marker.to_owned(), y, items);
    }
    if let Some(planned) = results.planned {
        for (nth, phase) in planned.problem.phases.iter().enumerate().take(PHASES.len()) {
            mark([LEFT + 11.0, *y - 5.0], nth, items);
            entry(format!("{}{}", words.site, phase.label), y, items);
        }
    }
    let levels = &results.inputs.villages.admin_levels;
    if let Some(level) = levels.get(1).or(levels.first()) {
        let lines = vec![vec![[LEFT, *y - 6.0], [LEFT + 22.0, *y - 6.0]]];
        let pen = Pen { fill: None, stroke: Some((STRONG, 1.6)) };
        items.push(Item::Path { name: "key", lines, is_closed: false, pen });
        entry(format!("{}{}", words.border, words.level(level)), y, items);
    }
}

fn scale_bar(projection: &Projection, words: &Words, [x, y]: Dot, items: &mut Vec<Item>) {
    let (metres, dots) = projection.scale_bar(230.0);
    let half = dots / 2.0;
    let block =
        |from: f32, to: f32| vec![vec![[x + from, y], [x + to, y], [x + to, y + 8.0], [x + from, y + 8.0]]];
    let line = Some((Colour::INK, 1.0));
    let black = Pen { fill: Some(Colour::INK), stroke: line };
    let white = Pen { fill: Some(Colour::PAPER), stroke: line };
    items.push(Item::Path { name: "scale", lines: block(0.0, half), is_closed: true, pen: black });
    items.push(Item::Path { name: "scale", lines: block(half, dots), is_closed: true, pen: white });
    let long =
        if metres >= 1_000.0 { format!("{} km", words.number(metres / 1e3)) } else { format!("{metres} m") };
    items.push(text("0", [x - 3.0, y + 27.0], 14.0, false, Colour::INK));
    items.push(text(long, [x + dots - 22.0, y + 27.0], 14.0, false, Colour::INK));
}

fn north(words: &Words, [x, y]: Dot, items: &mut Vec<Item>) {
    let lines = vec![vec![[x, y - 26.0], [x + 9.0, y + 10.0], [x, y + 4.0], [x - 9.0, y + 10.0]]];
    let pen = Pen { fill: Some(Colour::INK), stroke: None };
    items.push(Item::Path { name: "north", lines, is_closed: true, pen });
    let mut letter = text(words.north, [x, y - 31.0], 16.0, true, Colour::INK);
    if let Item::Text(letter) = &mut letter {
        letter.anchor = Anchor::Middle;
    }
    items.push(letter);
}

/// Which files, and with what.
fn source(results: Results<'_>, words: &Words, items: &mut Vec<Item>) {
    let mut files: Vec<String> = Vec::new();
    for source in &results.inputs.findings.sources {
        let name =
            source.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if ["villages", "coverage"].contains(&source.role.label()) && !files.contains(&name) {
            files.push(name);
        }
    }
    let mut said = format!("{}{}; {}", words.source, files.join(", "), words.note);
    said.push('.');
    let mut y = HEIGHT - 118.0;
    for line in wrapped(&said, 13.0, ROOM).into_iter().take(4) {
        items.push(text(line, [LEFT, y], 13.0, false, Colour::QUIET));
        y += 18.0;
    }
    let made = format!("covgap {}, {}", env!("CARGO_PKG_VERSION"), results.inputs.plane.crs());
    let made = wrapped(&made, 13.0, ROOM).into_iter().next().unwrap_or_default();
    items.push(text(made, [LEFT, HEIGHT - 36.0], 13.0, false, Colour::QUIET));
}

/// Words on lines of at most so many dots.
fn wrapped(said: &str, size: f32, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in said.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || letters::width(&longer, size, false) <= room {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        let room = letters::width("alpha beta", 13.0, false);
        assert_eq!(wrapped("alpha beta gamma", 13.0, room), ["alpha beta", "gamma"]);
        assert_eq!(wrapped("unbreakable", 13.0, 1.0), ["unbreakable"]);
    }
}
