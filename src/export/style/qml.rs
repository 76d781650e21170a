//! QGIS's own style files (QML of QGIS 3). Symbol properties are written the way QGIS 3.26 and
//! later read them (`Option`) and the way those before did (`prop`).

use std::fmt::Write as _;

use super::{Class, Style, escaped};
use crate::export::colours::Colour;
use crate::export::geometry_kind::GeometryKind;

/// Labels are shown from this scale on, one to so many.
const LABELS_FROM: u32 = 150_000;

/// The style as QGIS reads it.
pub(super) fn text(style: &Style) -> String {
    let mut text = String::from("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
    let labels = u8::from(style.label.is_some());
    let _ = writeln!(
        text,
        "<qgis version=\"3.22.0\" styleCategories=\"Symbology|Labeling\" labelsEnabled=\"{labels}\">"
    );
    renderer(style, &mut text);
    if let Some(label) = &style.label {
        labeling(label, style.kind, &mut text);
    }
    let geometry = match style.kind {
        GeometryKind::Point | GeometryKind::MultiPoint => 0,
        GeometryKind::MultiLineString => 1,
        GeometryKind::MultiPolygon | GeometryKind::Mixed => 2,
    };
    let _ = writeln!(text, "  <layerGeometryType>{geometry}</layerGeometryType>\n</qgis>");
    text
}

fn renderer(style: &Style, text: &mut String) {
    let kind = if style.field.is_some() { "categorizedSymbol" } else { "singleSymbol" };
    let attribute = style.field.as_deref().map(|field| format!(" attr=\"{}\"", escaped(field)));
    let _ = writeln!(
        text,
        "  <renderer-v2 type=\"{kind}\"{} symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">",
        attribute.unwrap_or_default()
    );
    if style.field.is_some() {
        text.push_str("    <categories>\n");
        for (nth, class) in style.classes.iter().enumerate() {
            let _ = writeln!(
                text,
                "      <category value=\"{}\" symbol=\"{nth}\" label=\"{}\" render=\"true\" type=\"string\"/>",
                escaped(class.value.as_deref().unwrap_or_default()),
                escaped(&class.legend)
            );
        }
        text.push_str("    </categories>\n");
    }
    text.push_str("    <symbols>\n");
    style.classes.iter().enumerate().for_each(|(nth, class)| symbol(style.kind, nth, class, text));
    text.push_str("    </symbols>\n    <rotation/>\n    <sizescale/>\n  </renderer-v2>\n");
}

fn symbol(kind: GeometryKind, nth: usize, class: &Class, text: &mut String) {
    let inside = rgba(class.colour);
    let edge = rgba(Colour::named("map-line"));
    let owned = |name: &'static str, value: &str| (name, value.to_owned());
    let (symbol, layer, properties) = match kind {
        GeometryKind::Point | GeometryKind::MultiPoint => (
            "marker",
            "SimpleMarker",
            vec![
                ("color", inside),
                owned("name", "circle"),
                ("outline_color", rgba(Colour::named("map-paper"))),
                owned("outline_style", "solid"),
                owned("outline_width", "0.3"),
                owned("outline_width_unit", "MM"),
                owned("size", "2.6"),
                owned("size_unit", "MM"),
            ],
        ),
        GeometryKind::MultiLineString => (
            "line",
            "SimpleLine",
            vec![
                ("line_color", inside),
                owned("line_style", "solid"),
                owned("line_width", "0.6"),
                owned("line_width_unit", "MM"),
                owned("capstyle", "round"),
                owned("joinstyle", "round"),
            ],
        ),
        GeometryKind::MultiPolygon | GeometryKind::Mixed => (
            "fill",
            "SimpleFill",
            vec![
                ("color", inside),
                owned("style", "solid"),
                ("outline_color", edge),
                owned("outline_style", "solid"),
                owned("outline_width", "0.1"),
                owned("outline_width_unit", "MM"),
                owned("joinstyle", "bevel"),
            ],
        ),
    };
    let _ = writeln!(
        text,
        "      <symbol type=\"{symbol}\" name=\"{nth}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n        \
         <layer class=\"{layer}\" enabled=\"1\" locked=\"0\" pass=\"0\">\n          <Option type=\"Map\">"
    );
    for (name, value) in &properties {
        let _ = writeln!(text, "            <Option type=\"QString\" name=\"{name}\" value=\"{value}\"/>");
    }
    text.push_str("          </Option>\n");
    for (name, value) in &properties {
        let _ = writeln!(text, "          <prop k=\"{name}\" v=\"{value}\"/>");
    }
    text.push_str("        </layer>\n      </symbol>\n");
}

fn labeling(field: &str, kind: GeometryKind, text: &mut String) {
    // 0 around a point, 2 along a line, 1 over a polygon
    let placement = match kind {
        GeometryKind::Point | GeometryKind::MultiPoint => 0,
        GeometryKind::MultiLineString => 2,
        GeometryKind::MultiPolygon | GeometryKind::Mixed => 1,
    };
    let _ = writeln!(
        text,
        "  <labeling type=\"simple\">\n    <settings>\n      <text-style fieldName=\"{}\" isExpression=\"0\" \
         fontFamily=\"Noto Sans\" fontSize=\"8\" fontSizeUnit=\"Point\" textColor=\"{}\" textOpacity=\"1\">\n        \
         <text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" bufferColor=\"{}\" \
         bufferOpacity=\"1\"/>\n      </text-style>\n      <placement placement=\"{placement}\"/>\n      \
         <rendering drawLabels=\"1\" scaleVisibility=\"1\" scaleMin=\"1\" scaleMax=\"{LABELS_FROM}\" \
         obstacle=\"1\"/>\n    </settings>\n  </labeling>",
        escaped(field),
        rgba(Colour::named("map-text")),
        rgba(Colour::named("map-paper")),
    );
}

fn rgba(colour: Colour) -> String {
    let [r, g, b] = colour.0;
    format!("{r},{g},{b},255")
}
