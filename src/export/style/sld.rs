//! Styled Layer Descriptor 1.0.0 (OGC 02-070), as map servers and QGIS read it.

use std::fmt::Write as _;

use super::{Class, Style, escaped};
use crate::export::colours::Colour;
use crate::export::geometry_kind::GeometryKind;

/// Labels are shown from this scale on, one to so many.
const LABELS_FROM: u32 = 150_000;

/// The style of a layer of this name.
pub(super) fn text(name: &str, style: &Style) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<StyledLayerDescriptor version=\"1.0.0\" \
         xmlns=\"http://www.opengis.net/sld\" xmlns:ogc=\"http://www.opengis.net/ogc\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://www.opengis.net/sld \
         http://schemas.opengis.net/sld/1.0.0/StyledLayerDescriptor.xsd\">\n  <NamedLayer>\n    \
         <Name>{name}</Name>\n    <UserStyle>\n      <Title>{name}</Title>\n      <FeatureTypeStyle>\n"
    );
    style.classes.iter().for_each(|class| rule(style, class, &mut text));
    if let Some(label) = &style.label {
        let _ = writeln!(
            text,
            "        <Rule>\n          <MaxScaleDenominator>{LABELS_FROM}</MaxScaleDenominator>\n          \
             <TextSymbolizer>\n            <Label><ogc:PropertyName>{}</ogc:PropertyName></Label>\n            \
             <Font><CssParameter name=\"font-size\">11</CssParameter></Font>\n            \
             <Halo><Radius>1</Radius><Fill><CssParameter name=\"fill\">{}</CssParameter></Fill></Halo>\n            \
             <Fill><CssParameter name=\"fill\">{}</CssParameter></Fill>\n          </TextSymbolizer>\n        </Rule>",
            escaped(label),
            Colour::named("map-paper").hex(),
            Colour::named("map-text").hex()
        );
    }
    text.push_str("      </FeatureTypeStyle>\n    </UserStyle>\n  </NamedLayer>\n</StyledLayerDescriptor>\n");
    text
}

fn rule(style: &Style, class: &Class, text: &mut String) {
    let _ = writeln!(text, "        <Rule>\n          <Title>{}</Title>", escaped(&class.legend));
    match (&style.field, &class.value) {
        (Some(field), Some(value)) => {
            let _ = writeln!(
                text,
                "          <ogc:Filter><ogc:PropertyIsEqualTo><ogc:PropertyName>{}</ogc:PropertyName>\
                 <ogc:Literal>{}</ogc:Literal></ogc:PropertyIsEqualTo></ogc:Filter>",
                escaped(field),
                escaped(value)
            );
        }
        (Some(_), None) => text.push_str("          <ElseFilter/>\n"),
        (None, _) => {}
    }
    symbolizer(style.kind, class.colour, text);
    text.push_str("        </Rule>\n");
}

fn symbolizer(kind: GeometryKind, colour: Colour, text: &mut String) {
    let css = |name: &str, value: &str| format!("<CssParameter name=\"{name}\">{value}</CssParameter>");
    let fill = format!("<Fill>{}</Fill>", css("fill", &colour.hex()));
    let stroke = |colour: Colour, width: &str| {
        format!("<Stroke>{}{}</Stroke>", css("stroke", &colour.hex()), css("stroke-width", width))
    };
    let _ = match kind {
        GeometryKind::Point | GeometryKind::MultiPoint => writeln!(
            text,
            "          <PointSymbolizer><Graphic><Mark><WellKnownName>circle</WellKnownName>{fill}{}</Mark>\
             <Size>8</Size></Graphic></PointSymbolizer>",
            stroke(Colour::named("map-paper"), "1")
        ),
        GeometryKind::MultiLineString => {
            writeln!(text, "          <LineSymbolizer>{}</LineSymbolizer>", stroke(colour, "2"))
        }
        GeometryKind::MultiPolygon | GeometryKind::Mixed => writeln!(
            text,
            "          <PolygonSymbolizer>{fill}{}</PolygonSymbolizer>",
            stroke(Colour::named("map-line"), "0.5")
        ),
    };
}
