//! `outputs.md`: every attribute of every layer of a result, its type, its unit, what it says.
//! That of the shipped province is docs/outputs.md.

use std::fmt::Write as _;
use std::io::Write;

use super::formats::{CONTAINERS, Container, FORMATS};
use super::how::How;
use super::layer::Layer;
use super::layers::LAYERS;
use super::{EXPORTS, Results, shapefile};
use crate::error::Error;

/// A page on what the layers hold.
pub struct Dictionary;

impl Container for Dictionary {
    fn name(&self) -> &'static str {
        "docs"
    }

    fn summary(&self) -> &'static str {
        "this page for the layers of a run: every attribute with type, unit and meaning"
    }

    fn file_name(&self) -> &'static str {
        "outputs.md"
    }

    fn draws(&self) -> bool {
        false
    }

    fn write(&self, layers: &[Layer], _: Results<'_>, _: &How<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let mut text = head();
        layers.iter().for_each(|layer| describe(layer, &mut text));
        Ok(out.write_all(text.as_bytes())?)
    }
}

fn head() -> String {
    let mut text = String::from(
        "# What is written\n\nWritten by `covgap --format docs`; the page in the repository is that of the shipped \
         province, and a test fails when it is stale. An attribute has one name, one type and one unit in every \
         format.\n\n## Formats\n\n`--format` takes a list of the names on the left. Layers with places are in WGS 84, or \
         in the coordinate system that `--out-crs` names; CSV and GeoJSON are always written.\n\n| `--format` | files | \
         what |\n|---|---|---|\n",
    );
    for format in FORMATS {
        let files: Vec<String> =
            format.extensions().iter().map(|extension| format!("`LAYER.{extension}`")).collect();
        let _ = writeln!(text, "| `{}` | {} | {} |", format.name(), files.join(" "), format.summary());
    }
    for container in CONTAINERS {
        let _ = writeln!(
            text,
            "| `{}` | `{}` | {} |",
            container.name(),
            container.file_name(),
            container.summary()
        );
    }
    text.push_str("\nBeside the layers, always:\n\n| file | what |\n|---|---|\n");
    for export in EXPORTS {
        let _ = writeln!(text, "| `{}` | {} |", export.file_name(), export.summary());
    }
    text.push_str(
        "| `run.json` | what may differ between two runs of the same job: threads, times, paths |\n\n\
         Types: a `text` is UTF-8; an `integer` has 64 bits; a `number` is a double; `yes/no` is a boolean. Every \
         value can be missing. Beside the attributes a GeoPackage has `fid` and `geom`, a GeoParquet file `geometry` \
         and `bbox`; an input column of such a name gets `_2` behind. A Shapefile cuts names to ten bytes, words to 254, \
         and takes empty words for missing ones: the last column of each table has its names.\n\n## Layers\n\n",
    );
    for source in LAYERS {
        let kind = if source.is_spatial() { "places" } else { "table" };
        let _ = writeln!(text, "- [`{0}`](#{0}) ({kind}): {1}", source.name(), source.summary());
    }
    text
}

fn describe(layer: &Layer, text: &mut String) {
    let _ = writeln!(text, "\n### {}\n\n{}.\n", layer.name, sentence(layer.summary));
    let spatial = layer.is_spatial();
    let _ = writeln!(
        text,
        "| attribute | type | unit | what |{}",
        if spatial { " in a Shapefile |" } else { "" }
    );
    let _ = writeln!(text, "|---|---|---|---|{}", if spatial { "---|" } else { "" });
    for (field, short) in layer.fields.iter().zip(shapefile::names(&layer.fields)) {
        let name = plain(&field.name);
        let _ =
            write!(text, "| `{name}` | {} | {} | {} |", field.kind.label(), field.unit, plain(&field.about));
        let _ = if spatial { writeln!(text, " `{}` |", plain(&short)) } else { writeln!(text) };
    }
}

/// With a capital letter in front.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Words that cannot end a cell.
fn plain(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_the_repository_has_every_format_and_every_layer() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/outputs.md")).unwrap();
        assert!(
            page.starts_with(&head()),
            "docs/outputs.md is stale: covgap demo --only outputs.md --out DIR, then copy DIR/outputs.md there"
        );
        for source in LAYERS {
            assert!(page.contains(&format!("\n### {}\n", source.name())), "no {}", source.name());
        }
    }
}
