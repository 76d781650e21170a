//! What a Shapefile of a layer leaves out or cuts short, in words.

use std::fmt::Write as _;

use super::{dbf, shapes};
use crate::export::geometry_kind::GeometryKind;
use crate::export::how::How;
use crate::export::layer::Layer;

pub(super) fn text(layer: &Layer, kind: GeometryKind, how: &How<'_>) -> String {
    let name = layer.name;
    let mut text = format!(
        "{name}.shp: {}\n\nA Shapefile cannot hold everything. Where a program reads GeoPackage (covgap.gpkg) or \
         FlatGeobuf ({name}.fgb), take that.\n\nCoordinate system: {}. Words: UTF-8 ({name}.cpg says so).\n",
        layer.summary,
        how.crs.label()
    );
    let names = dbf::names(&layer.fields);
    text.push_str("\nNames of more than 10 bytes are cut; these are whole:\n");
    for (short, field) in names.iter().zip(&layer.fields).take(dbf::FIELDS) {
        let unit = if field.unit.is_empty() { String::new() } else { format!(" [{}]", field.unit) };
        let _ = writeln!(text, "  {short:<10}  {}{unit}: {}", field.name, field.about);
    }
    if layer.fields.len() > dbf::FIELDS {
        let _ = writeln!(text, "\nLeft out, beyond {} fields:", dbf::FIELDS);
        layer.fields[dbf::FIELDS..].iter().for_each(|field| {
            let _ = writeln!(text, "  {}", field.name);
        });
    }
    text.push_str("\nWords that are empty and words that are missing are one thing here: blank.\n");
    let cut: Vec<String> = (0..layer.fields.len().min(dbf::FIELDS))
        .filter_map(|nth| {
            let count = dbf::too_long(layer, nth);
            (count > 0).then(|| format!("  {}: {count}", names[nth]))
        })
        .collect();
    if !cut.is_empty() {
        let _ = writeln!(text, "\nValues cut to {} bytes:\n{}", dbf::WORDS, cut.join("\n"));
    }
    let places = layer.rows.iter().filter_map(|row| row.geometry.as_ref());
    let strange = places.filter(|place| !shapes::holds(kind, place)).count();
    if strange > 0 {
        let _ = writeln!(
            text,
            "\nA Shapefile holds one kind of place, here {}: {strange} rows of other kinds are without a place.",
            kind.label()
        );
    }
    text
}
