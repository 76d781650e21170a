//! Layers as KML 2.2, styled, for telephones and Google Earth.

use std::fmt::Write as _;
use std::io::Write;

use geo::{Coord, Geometry, LineString, Polygon};

use super::colours::Colour;
use super::formats::Format;
use super::how::How;
use super::layer::{Kind, Layer, Row};
use super::style::{Style, escaped, style};
use crate::error::Error;
use crate::model::Value;

/// Places with names, colours and every attribute in the balloon.
pub struct Kml;

impl Format for Kml {
    fn name(&self) -> &'static str {
        "kml"
    }

    fn summary(&self) -> &'static str {
        "KML 2.2 in WGS 84 whatever --out-crs says, styled, for telephones"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["kml"]
    }

    fn stays_in_wgs84(&self) -> bool {
        true
    }

    fn write(&self, layer: &Layer, _: &str, how: &How<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let style = style(layer, how.language);
        let mut text = head(layer, &style);
        for row in &layer.rows {
            placemark(layer, row, &style, &mut text);
            out.write_all(text.as_bytes())?;
            text.clear();
        }
        Ok(out.write_all(b"</Document>\n</kml>\n")?)
    }
}

fn head(layer: &Layer, style: &Style) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n\
         <Document id=\"covgap\">\n<name>{}</name>\n<description>{}</description>\n",
        escaped(layer.name),
        escaped(layer.summary)
    );
    for (nth, class) in style.classes.iter().enumerate() {
        let (inside, edge) = (abgr(class.colour, 0xb0), abgr(Colour::named("map-line"), 0xff));
        let _ = writeln!(
            text,
            "<Style id=\"class-{nth}\"><IconStyle><color>{}</color><scale>0.8</scale></IconStyle>\
             <LabelStyle><scale>0.8</scale></LabelStyle><LineStyle><color>{edge}</color><width>1.2</width>\
             </LineStyle><PolyStyle><color>{inside}</color></PolyStyle></Style>",
            abgr(class.colour, 0xff)
        );
    }
    let _ = writeln!(text, "<Schema name=\"{0}\" id=\"{0}\">", escaped(layer.name));
    for field in &layer.fields {
        let kind = match field.kind {
            Kind::Text => "string",
            // KML knows whole numbers of 32 bits only
            Kind::Integer | Kind::Number => "double",
            Kind::Bool => "bool",
        };
        let unit = if field.unit.is_empty() { String::new() } else { format!(" ({})", field.unit) };
        let _ = writeln!(
            text,
            "<SimpleField name=\"{0}\" type=\"{kind}\"><displayName>{0}{1}</displayName></SimpleField>",
            escaped(&field.name),
            escaped(&unit)
        );
    }
    text.push_str("</Schema>\n");
    text
}

fn placemark(layer: &Layer, row: &Row, style: &Style, text: &mut String) {
    let value = |name: Option<&String>| {
        let at = layer.fields.iter().position(|field| Some(&field.name) == name)?;
        row.values[at].to_text()
    };
    text.push_str("<Placemark>");
    if let Some(name) = value(style.label.as_ref()) {
        let _ = write!(text, "<name>{}</name>", escaped(&name));
    }
    let class = style.class(value(style.field.as_ref()).as_deref());
    let _ = write!(
        text,
        "<styleUrl>#class-{class}</styleUrl><ExtendedData><SchemaData schemaUrl=\"#{}\">",
        escaped(layer.name)
    );
    for (field, value) in layer.fields.iter().zip(&row.values) {
        let words = match value {
            Value::Bool(yes) => Some(u8::from(*yes).to_string()),
            other => other.to_text(),
        };
        if let Some(words) = words {
            let (name, words) = (escaped(&field.name), escaped(&words));
            let _ = write!(text, "<SimpleData name=\"{name}\">{words}</SimpleData>");
        }
    }
    text.push_str("</SchemaData></ExtendedData>");
    if let Some(geometry) = &row.geometry {
        shape(geometry, text);
    }
    text.push_str("</Placemark>\n");
}

fn shape(geometry: &Geometry, text: &mut String) {
    match geometry {
        Geometry::Point(point) => {
            text.push_str("<Point><coordinates>");
            position(point.0, text);
            text.push_str("</coordinates></Point>");
        }
        Geometry::LineString(line) => line_string(line, "LineString", text),
        Geometry::Polygon(one) => polygon(one, text),
        Geometry::MultiPoint(all) => many(all.iter().map(|&one| one.into()), text),
        Geometry::MultiLineString(all) => many(all.iter().map(|one| one.clone().into()), text),
        Geometry::MultiPolygon(all) => {
            text.push_str("<MultiGeometry>");
            all.iter().for_each(|one| polygon(one, text));
            text.push_str("</MultiGeometry>");
        }
        Geometry::GeometryCollection(all) => many(all.iter().cloned(), text),
        Geometry::Line(line) => line_string(&(*line).into(), "LineString", text),
        Geometry::Rect(rect) => polygon(&rect.to_polygon(), text),
        Geometry::Triangle(triangle) => polygon(&triangle.to_polygon(), text),
    }
}

fn many(parts: impl Iterator<Item = Geometry>, text: &mut String) {
    text.push_str("<MultiGeometry>");
    parts.for_each(|part| shape(&part, text));
    text.push_str("</MultiGeometry>");
}

fn polygon(one: &Polygon, text: &mut String) {
    text.push_str("<Polygon><outerBoundaryIs>");
    line_string(one.exterior(), "LinearRing", text);
    text.push_str("</outerBoundaryIs>");
    for hole in one.interiors() {
        text.push_str("<innerBoundaryIs>");
        line_string(hole, "LinearRing", text);
        text.push_str("</innerBoundaryIs>");
    }
    text.push_str("</Polygon>");
}

fn line_string(line: &LineString, element: &str, text: &mut String) {
    let _ = write!(text, "<{element}><coordinates>");
    for (nth, &one) in line.0.iter().enumerate() {
        if nth > 0 {
            text.push(' ');
        }
        position(one, text);
    }
    let _ = write!(text, "</coordinates></{element}>");
}

fn position(position: Coord, text: &mut String) {
    let _ = write!(text, "{},{}", position.x, position.y);
}

/// A colour as KML has it: opacity, blue, green, red.
fn abgr(colour: Colour, opacity: u8) -> String {
    let [r, g, b] = colour.0;
    format!("{opacity:02x}{b:02x}{g:02x}{r:02x}")
}
