//! Reading, and a whole lean run from files: a province as FlatGeobuf and as GeoJSON, written
//! once into a temporary directory. `cargo bench --bench files`.

use std::fmt::Write as _;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use covgap::assess::{Definition, Detail, assess};
use covgap::geometry::{Shape, Shapes};
use covgap::read::{Request, inputs};
use covgap::synthetic::{Recipe, country};
use divan::Bencher;
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::Geometry;
use geozero::{ColumnValue, PropertyProcessor};

fn main() {
    divan::main();
}

/// The files of a province, gone when this is dropped.
struct Files {
    folder: tempfile::TempDir,
    ending: &'static str,
}

impl Files {
    fn new(ending: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = country(Recipe::PROVINCE);
        let village = |nth: usize| vec![("village_id", format!("v{nth}"))];
        let area = |nth: usize| {
            let layer = made.layer_of[nth];
            let technology = format!("{}G", layer % 3 + 2);
            vec![("technology", technology), ("operator", format!("Op{}", layer / 3))]
        };
        let write = if ending == "fgb" { write_flatgeobuf } else { write_geojson };
        write(&folder.path().join("villages").with_extension(ending), &made.zones, &village);
        write(&folder.path().join("coverage").with_extension(ending), &made.areas, &area);
        Self { folder, ending }
    }

    fn request(&self) -> Request {
        let file = |name: &str| self.folder.path().join(name).with_extension(self.ending);
        let crs = (self.ending != "fgb").then(|| "EPSG:32648".to_owned());
        Request {
            villages: file("villages"),
            coverage: vec![file("coverage")],
            villages_crs: crs.clone(),
            coverage_crs: crs,
            lean: true,
            ..Request::default()
        }
    }
}

type Properties<'a> = &'a dyn Fn(usize) -> Vec<(&'static str, String)>;

fn write_flatgeobuf(path: &Path, shapes: &Shapes, properties: Properties<'_>) {
    let crs = FgbCrs { org: Some("EPSG"), code: 32_648, ..FgbCrs::default() };
    let options = FgbWriterOptions { crs, promote_to_multi: false, ..FgbWriterOptions::default() };
    let mut file = FgbWriter::create_with_options("made", GeometryType::Polygon, options).unwrap();
    for (name, _) in properties(0) {
        file.add_column(name, ColumnType::String, |_, _| {});
    }
    for (nth, shape) in shapes.iter().enumerate() {
        let polygon = shape.to_multi_polygon().0.remove(0);
        file.add_feature_geom(Geometry::Polygon(polygon), |feature| {
            for (column, (name, value)) in properties(nth).iter().enumerate() {
                feature.property(column, name, &ColumnValue::String(value)).unwrap();
            }
        })
        .unwrap();
    }
    file.write(BufWriter::new(File::create(path).unwrap())).unwrap();
}

fn write_geojson(path: &Path, shapes: &Shapes, properties: Properties<'_>) {
    let features = shapes.iter().enumerate().map(|(nth, shape)| {
        let of: Vec<String> =
            properties(nth).iter().map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{{}}},\"geometry\":{}}}",
            of.join(","),
            polygon(&shape)
        )
    });
    let features: Vec<String> = features.collect();
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}", features.join(",\n"));
    std::fs::write(path, text).unwrap();
}

fn polygon(shape: &Shape<'_>) -> String {
    let mut text = "{\"type\":\"Polygon\",\"coordinates\":[[".to_owned();
    for (nth, position) in shape.rings().flat_map(|ring| ring.positions).enumerate() {
        let comma = if nth > 0 { "," } else { "" };
        let _ = write!(text, "{comma}[{},{}]", position.x, position.y);
    }
    text + "]]}"
}

#[divan::bench(args = ["fgb", "geojson"], sample_count = 10)]
fn read(bencher: Bencher, ending: &'static str) {
    let files = Files::new(ending);
    let request = files.request();
    bencher.bench(|| inputs(&request).unwrap());
}

#[divan::bench(args = ["fgb", "geojson"], sample_count = 10)]
fn whole(bencher: Bencher, ending: &'static str) {
    let files = Files::new(ending);
    let request = files.request();
    bencher.bench(|| {
        let read = inputs(&request).unwrap();
        assess(&read.villages, &read.coverage, Definition::default(), Detail::Lean)
    });
}
