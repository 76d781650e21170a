//! Scene → SVG, its text left as text.

use std::fmt::Write;

use super::scene::{Anchor, Colour, Dot, Item, Pen, Scene, Text};

/// Families that have the letters of Vietnamese, wherever the drawing is opened.
const FAMILY: &str = "Noto Sans, Segoe UI, Roboto, DejaVu Sans, Arial, sans-serif";

/// The drawing.
pub fn svg(scene: &Scene) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"{}\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"t d\" font-family=\"{FAMILY}\">\n<title id=\"t\">{}</title>\n<desc id=\"d\">{}</desc>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
        scene.language,
        escape(&scene.title),
        escape(&scene.description),
    );
    for item in &scene.items {
        match item {
            Item::Path { name, lines, is_closed, pen } => {
                let data: String = lines.iter().map(|line| path(line, *is_closed)).collect();
                let _ = writeln!(out, "<path class=\"{name}\" d=\"{data}\"{}/>", style(*pen));
            }
            Item::Disc { at, radius, pen } => {
                let (x, y, r) = (number(at[0]), number(at[1]), number(*radius));
                let _ = writeln!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"{}/>", style(*pen));
            }
            Item::Text(text) => out.push_str(&text_element(text)),
        }
    }
    out.push_str("</svg>\n");
    out
}

/// A line in tenths of a dot, each position as steps from the one before.
fn path(line: &[Dot], is_closed: bool) -> String {
    let tenths = |dot: &Dot| dot.map(|v| (v * 10.0).round() as i64);
    let tenth = |v: i64| number(v as f32 / 10.0);
    let mut data = String::new();
    let mut last = [0, 0];
    for (nth, position) in line.iter().map(tenths).enumerate() {
        let [x, y] = if nth == 0 { position } else { [position[0] - last[0], position[1] - last[1]] };
        if nth > 0 && [x, y] == [0, 0] {
            continue;
        }
        let letter = match nth {
            0 => "M",
            1 => "l",
            _ if x >= 0 => " ",
            _ => "",
        };
        let comma = if y >= 0 { "," } else { "" };
        let _ = write!(data, "{letter}{}{comma}{}", tenth(x), tenth(y));
        last = position;
    }
    if is_closed {
        data.push('z');
    }
    data
}

fn style(pen: Pen) -> String {
    let mut style = match pen.fill {
        Some(colour) => format!(" fill=\"{}\"", hex(colour)),
        None => " fill=\"none\"".to_owned(),
    };
    if let Some((colour, width)) = pen.stroke {
        let _ = write!(
            style,
            " stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
            hex(colour),
            number(width)
        );
    }
    style
}

fn text_element(text: &Text) -> String {
    let anchor = if text.anchor == Anchor::Middle { " text-anchor=\"middle\"" } else { "" };
    let weight = if text.is_bold { " font-weight=\"bold\"" } else { "" };
    let halo = if text.has_halo {
        format!(
            " stroke=\"#fff\" stroke-width=\"{}\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
            number(text.size / 4.0)
        )
    } else {
        String::new()
    };
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{anchor}{weight}{halo}>{}</text>\n",
        number(text.at[0]),
        number(text.at[1]),
        number(text.size),
        hex(text.colour),
        escape(&text.text)
    )
}

fn hex(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// As few digits as a tenth of a dot needs.
fn number(value: f32) -> String {
    let tenths = (f64::from(value) * 10.0).round() / 10.0 + 0.0;
    format!("{tenths}")
}

/// What XML can hold; control characters no XML can are left out.
fn escape(text: &str) -> String {
    let fits =
        |c: &char| matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(*c, '\u{fffe}' | '\u{ffff}'));
    let text: String = text.chars().filter(fits).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_short_and_says_the_same() {
        let line = [[10.0, 20.0], [12.5, 20.0], [12.5, 18.04], [12.51, 18.0]];
        assert_eq!(path(&line, true), "M10,20l2.5,0 0-2z");
    }

    #[test]
    fn a_name_cannot_leave_its_element() {
        let text = Text {
            text: "</text><script>&\u{0}".into(),
            at: [1.0, 2.0],
            size: 10.0,
            is_bold: false,
            colour: Colour::INK,
            anchor: Anchor::Start,
            has_halo: false,
        };
        let found = text_element(&text);
        assert!(found.contains("&lt;/text&gt;&lt;script&gt;&amp;</text>"), "{found}");
    }
}
