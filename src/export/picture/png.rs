//! Scene → PNG.

use tiny_skia::{FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};
use ttf_parser::OutlineBuilder;

use super::letters;
use super::scene::{Anchor, Colour, Item, Pen, Scene, Text};
use crate::error::Error;

/// Dots of the file for one of the scene.
const SHARPNESS: f32 = 1.5;

/// The picture.
///
/// # Errors
/// A scene without extent.
pub fn png(scene: &Scene) -> Result<Vec<u8>, Error> {
    let dots = |length: f32| (length * SHARPNESS).round().max(1.0) as u32;
    let failed = || std::io::Error::other("the picture cannot be encoded");
    let mut canvas = Pixmap::new(dots(scene.width), dots(scene.height)).ok_or_else(failed)?;
    canvas.fill(tiny_skia::Color::WHITE);
    for item in &scene.items {
        match item {
            Item::Path { lines, is_closed, pen, .. } => {
                let mut builder = PathBuilder::new();
                for line in lines {
                    for (nth, &[x, y]) in line.iter().enumerate() {
                        if nth == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
                    }
                    if *is_closed {
                        builder.close();
                    }
                }
                draw(&mut canvas, builder.finish(), *pen);
            }
            Item::Disc { at, radius, pen } => {
                draw(&mut canvas, PathBuilder::from_circle(at[0], at[1], *radius), *pen);
            }
            Item::Text(text) => write(&mut canvas, text),
        }
    }
    canvas.encode_png().map_err(|_| failed().into())
}

fn draw(canvas: &mut Pixmap, path: Option<Path>, pen: Pen) {
    let Some(path) = path else { return };
    let sharp = Transform::from_scale(SHARPNESS, SHARPNESS);
    if let Some(colour) = pen.fill {
        canvas.fill_path(&path, &paint(colour), FillRule::Winding, sharp, None);
    }
    if let Some((colour, width)) = pen.stroke {
        let stroke = Stroke { width, line_join: LineJoin::Round, ..Stroke::default() };
        canvas.stroke_path(&path, &paint(colour), &stroke, sharp, None);
    }
}

fn paint(Colour(red, green, blue): Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint.anti_alias = true;
    paint
}

fn write(canvas: &mut Pixmap, text: &Text) {
    let shift = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => letters::width(&text.text, text.size, text.is_bold) / 2.0,
    };
    let mut builder = Outline(PathBuilder::new());
    letters::outline(&text.text, [text.at[0] - shift, text.at[1]], text.size, text.is_bold, &mut builder);
    let path = builder.0.finish();
    if text.has_halo {
        let halo = Pen { fill: None, stroke: Some((Colour::PAPER, text.size / 4.0)) };
        draw(canvas, path.clone(), halo);
    }
    draw(canvas, path, Pen { fill: Some(text.colour), stroke: None });
}

struct Outline(PathBuilder);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
