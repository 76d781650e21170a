//! Small files of many formats, written by GDAL, read back as layers.

use std::fs;
use std::path::{Path, PathBuf};

use gdal::DriverManager;
use gdal::spatial_ref::{AxisMappingStrategy, SpatialRef};
use gdal::vector::{Feature, FieldValue, Geometry, LayerAccess, LayerOptions, OGRFieldType};
use geo::Coord;

use super::WITH_GDAL;
use crate::error::Error;
use crate::model::Value;
use crate::read::hooks::ReadOptions;
use crate::read::layer::{Crs, Layer};

const SQUARE: &str = "POLYGON ((104 19,104.1 19,104.1 19.1,104 19.1,104 19))";
const TWO: &str =
    "MULTIPOLYGON (((104 19,104.1 19,104.1 19.1,104 19)),((105 19,105.1 19,105.1 19.1,105 19)))";

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn read(path: &Path) -> Result<Layer, Error> {
    WITH_GDAL.read(path, &ReadOptions { layer_flag: "--villages-layer", ..ReadOptions::default() })
}

/// Writes layers of (name, geometry) rows with one text and one whole number column.
fn write(driver: &str, path: &Path, epsg: Option<u32>, layers: &[(&str, &[(&str, &str)])]) {
    let utf8: Option<&[&str]> = (driver == "ESRI Shapefile").then_some(&["ENCODING=UTF-8"]);
    let driver = DriverManager::get_driver_by_name(driver).unwrap();
    let mut dataset = driver.create_vector_only(path).unwrap();
    for (layer_name, rows) in layers {
        let srs = epsg.map(|code| {
            let mut srs = SpatialRef::from_epsg(code).unwrap();
            srs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
            srs
        });
        let layer = dataset
            .create_layer(LayerOptions {
                name: layer_name,
                srs: srs.as_ref(),
                options: utf8,
                ..LayerOptions::default()
            })
            .unwrap();
        layer
            .create_defn_fields(&[("ten", OGRFieldType::OFTString), ("so_dan", OGRFieldType::OFTInteger)])
            .unwrap();
        for (name, wkt) in *rows {
            let mut feature = Feature::new(layer.defn()).unwrap();
            if !wkt.is_empty() {
                feature.set_geometry(Geometry::from_wkt(wkt).unwrap()).unwrap();
            }
            feature.set_field(0, &FieldValue::StringValue((*name).into())).unwrap();
            feature.set_field(1, &FieldValue::IntegerValue(412)).unwrap();
            feature.create(&layer).unwrap();
        }
    }
    dataset.close().unwrap();
}

fn column<'a>(layer: &'a Layer, name: &str) -> &'a [Value] {
    &layer.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)).unwrap().values
}

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

#[test]
fn every_usual_format_gives_the_same_layer() {
    let folder = folder();
    for (driver, file, format) in [
        ("GPKG", "v.gpkg", "GeoPackage"),
        ("ESRI Shapefile", "v.shp", "Shapefile"),
        ("KML", "v.kml", "KML"),
        ("MapInfo File", "v.tab", "MapInfo"),
        ("MapInfo File", "v.mif", "MapInfo"),
        ("GeoJSON", "v.geojson", "GeoJSON"),
        ("SQLite", "v.sqlite", "SQLite"),
    ] {
        let path = folder.path().join(file);
        write(driver, &path, Some(4326), &[("v", &[("Bản Na Hỷ", SQUARE), ("Kẻ Gai", TWO)])]);
        let layer = read(&path).unwrap();
        assert_eq!((layer.format, layer.len(), &layer.crs), (format, 2, &Crs::Wgs84), "{file}");
        assert_eq!(layer.shapes.get(1).polygon_count(), 2, "{file}");
        let x = layer.shapes.positions()[0].x;
        assert!((103.999..=104.101).contains(&x), "{file}: longitude first, found {x}");
        let name = if driver == "KML" { "Name" } else { "ten" };
        if !matches!(file, "v.tab" | "v.mif" | "v.kml") {
            assert_eq!(column(&layer, name), [text("Bản Na Hỷ"), text("Kẻ Gai")], "{file}");
            assert_eq!(column(&layer, "so_dan")[0], Value::Integer(412), "{file}");
        }
    }
}

#[test]
fn a_code_is_found_in_the_projection_file_of_a_shapefile() {
    let folder = folder();
    for code in [3405, 9208, 32648, 2154] {
        let path = folder.path().join(format!("v{code}.shp"));
        write(
            "ESRI Shapefile",
            &path,
            Some(code),
            &[("v", &[("a", "POLYGON ((500000 2e6,500100 2e6,500000 2.1e6,500000 2e6))")])],
        );
        assert_eq!(read(&path).unwrap().crs, Crs::Epsg(code));
    }
}

#[test]
fn a_shapefile_without_its_companions_is_read_with_its_accents() {
    let folder = folder();
    let path = folder.path().join("v.shp");
    write("ESRI Shapefile", &path, Some(4326), &[("v", &[("x", SQUARE)])]);
    let table = path.with_extension("dbf");
    let mut bytes = fs::read(&table).unwrap();
    let at = bytes.iter().rposition(|byte| *byte == b'x').unwrap();
    bytes[at..at + "Bản Hỷ".len()].copy_from_slice("Bản Hỷ".as_bytes());
    fs::write(&table, bytes).unwrap();
    fs::remove_file(path.with_extension("prj")).unwrap();
    let _ = fs::remove_file(path.with_extension("cpg"));
    let layer = read(&path).unwrap();
    assert_eq!(layer.crs, Crs::Unstated);
    assert_eq!(column(&layer, "ten"), [text("Bản Hỷ")]);
}

#[test]
fn several_layers_are_listed_and_one_can_be_named() {
    let folder = folder();
    let path = folder.path().join("both.gpkg");
    write("GPKG", &path, Some(4326), &[("thon", &[("a", SQUARE)]), ("xa", &[("b", SQUARE), ("c", TWO)])]);
    let error = read(&path).unwrap_err().to_string();
    assert!(error.contains("`thon`, `xa`") && error.contains("--villages-layer"), "{error}");
    assert_eq!(read(&PathBuf::from(format!("{}:xa", path.display()))).unwrap().len(), 2);
    let options = ReadOptions { layer: Some("thon".into()), ..ReadOptions::default() };
    assert_eq!(WITH_GDAL.read(&path, &options).unwrap().len(), 1);
    let options = ReadOptions { layer: Some("huyen".into()), ..ReadOptions::default() };
    assert!(WITH_GDAL.read(&path, &options).unwrap_err().to_string().contains("no layer `huyen`"));
}

#[test]
fn what_is_no_polygon_is_skipped_with_its_row() {
    let folder = folder();
    let path = folder.path().join("mixed.gpkg");
    let rows = [
        ("a", "LINESTRING (104 19,105 19)"),
        ("b", SQUARE),
        ("c", "POLYGON EMPTY"),
        ("d", "POINT Z (104 19 7)"),
    ];
    write("GPKG", &path, Some(4326), &[("v", &rows)]);
    let layer = read(&path).unwrap();
    assert_eq!(layer.positions, [2, 4]);
    assert_eq!(layer.points, [None, Some(Coord { x: 104.0, y: 19.0 })]);
    let skipped: Vec<_> = layer.skipped.iter().map(|skip| (skip.position, skip.reason.as_str())).collect();
    assert_eq!(
        skipped,
        [(1, "its geometry is a line, not a polygon or a point"), (3, "its geometry is empty")]
    );
}

#[test]
fn a_row_without_a_geometry_says_so_in_every_format() {
    let folder = folder();
    for (driver, file) in [("GPKG", "v.gpkg"), ("ESRI Shapefile", "v.shp")] {
        let path = folder.path().join(file);
        write(driver, &path, Some(4326), &[("v", &[("Kura", SQUARE), ("Gora", "")])]);
        let layer = read(&path).unwrap();
        let skipped: Vec<_> =
            layer.skipped.iter().map(|skip| (skip.position, skip.reason.as_str())).collect();
        assert_eq!(skipped, [(2, "the geometry is missing")], "{driver}");
    }
}

#[test]
fn a_workbook_may_hold_geometry_as_text() {
    let folder = folder();
    let path = folder.path().join("v.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["ten", "Geometry", "lon", "lat"],
        ["Kura", SQUARE, "", ""],
        ["Gora", "", "104.5", "19.5"],
        ["Lhota", "POLYGON((1", "", ""],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save(&path).unwrap();
    let layer = read(&path).unwrap();
    assert_eq!(layer.shapes.get(0).to_multi_polygon().0.len(), 1);
    assert_eq!(layer.points, [None, Some(Coord { x: 104.5, y: 19.5 })]);
    assert_eq!(layer.skipped.len(), 1);
    assert!(layer.skipped[0].position == 3 && layer.skipped[0].reason.contains("WKT"), "{:?}", layer.skipped);
}

#[test]
fn curves_are_drawn_as_short_lines() {
    let folder = folder();
    let path = folder.path().join("curves.gpkg");
    let disc = "CURVEPOLYGON (CIRCULARSTRING (0 1,1 0,0 -1,-1 0,0 1))";
    write("GPKG", &path, Some(4326), &[("v", &[("disc", disc)])]);
    let layer = read(&path).unwrap();
    assert_eq!(layer.skipped, []);
    assert!(layer.repaired[0].reason.contains("curves"));
    let area = geo::Area::unsigned_area(&layer.shapes.get(0).to_multi_polygon());
    assert!((area - std::f64::consts::PI).abs() < 2e-4, "{area}");
}

#[test]
fn a_zip_is_looked_into() {
    let folder = folder();
    // GDAL writes a zipped shapefile when the name ends so
    let zipped = folder.path().join("v.shz");
    write("ESRI Shapefile", &zipped, Some(4326), &[("v", &[("a", SQUARE)])]);
    fs::rename(&zipped, folder.path().join("v.zip")).unwrap();
    assert_eq!(read(&folder.path().join("v.zip")).unwrap().len(), 1);
}

#[test]
fn no_file_makes_gdal_read_another_one() {
    let folder = folder();
    let secret = folder.path().join("secret.gpkg");
    write("GPKG", &secret, Some(4326), &[("v", &[("a", SQUARE)])]);
    let path = folder.path().join("innocent.vrt");
    let vrt = "<OGRVRTDataSource><OGRVRTLayer name='v'><SrcDataSource relativeToVRT='1'>secret.gpkg</SrcDataSource>\
               </OGRVRTLayer></OGRVRTDataSource>";
    fs::write(&path, vrt).unwrap();
    let error = read(&path).unwrap_err().to_string();
    assert!(error.contains("virtual layer") && error.contains("--allow-remote"), "{error}");
    let options = ReadOptions { allow_remote: true, ..ReadOptions::default() };
    assert_eq!(WITH_GDAL.read(&path, &options).unwrap().len(), 1);
}

#[test]
fn names_of_drivers_are_not_files() {
    for name in [
        "/vsicurl/http://localhost/v.gpkg",
        "PG:dbname=x",
        "WFS:http://localhost/",
        "http://localhost/v.json",
    ] {
        let error = read(Path::new(name)).unwrap_err().to_string();
        assert!(error.contains("not a file here"), "{name}: {error}");
    }
}

#[test]
fn a_broken_file_ends_in_our_words_and_names_the_file() {
    let folder = folder();
    for (name, bytes) in
        [("v.gpkg", &b"SQLite format 3\0 and then nothing"[..]), ("v.shp", b""), ("v.kml", b"<kml><Doc")]
    {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(error.contains("GDAL") || error.contains("the file is empty"), "{error}");
        assert!(error.contains(name), "{error}");
    }
}

#[test]
fn a_definition_is_never_a_file_or_an_address() {
    let folder = folder();
    let path = folder.path().join("v.prj");
    fs::write(&path, "PROJCS[\"x\"]").unwrap();
    for text in [path.to_str().unwrap(), "http://localhost/crs.wkt", "file:///etc/passwd"] {
        assert!(WITH_GDAL.describe(text).is_err(), "{text}");
    }
    let why = WITH_GDAL.describe("EPSG:999999").unwrap_err();
    assert!(why.contains("999999"), "{why}");
}

#[test]
fn lambert_93_is_where_the_institute_says() {
    // IGN, Algorithme ALG0004 and its worked example is of another zone; the defining point of
    // RGF93 / Lambert-93 is exact by definition: 3°E 46°30'N has easting 700 km, northing 6600 km
    let way = WITH_GDAL.transform("EPSG:2154", "EPSG:4326").unwrap();
    let mut positions = [Coord { x: 700_000.0, y: 6_600_000.0 }, Coord { x: f64::NAN, y: 0.0 }];
    way.apply(&mut positions).unwrap();
    assert!((positions[0].x - 3.0).abs() < 1e-9 && (positions[0].y - 46.5).abs() < 1e-9, "{positions:?}");
    assert!(positions[1].x.is_nan() && positions[1].y.is_nan());
}

#[test]
fn two_datums_are_never_taken_for_one() {
    let why = WITH_GDAL.transform("+proj=utm +zone=48 +ellps=krass +no_defs", "EPSG:4326").err();
    assert!(why.is_some());
}

#[test]
fn a_raster_is_a_grid_from_the_north_west() {
    let folder = folder();
    let path = folder.path().join("relief.asc");
    fs::write(
        &path,
        "ncols 3\nnrows 2\nxllcorner 104\nyllcorner 19\ncellsize 0.5\nNODATA_value -9\n1 2 3\n4 -9 6\n",
    )
    .unwrap();
    let grid = WITH_GDAL.raster(&path, &ReadOptions::default()).unwrap();
    assert_eq!((grid.width, grid.height, grid.x, grid.y), (3, 2, (104.0, 0.5), (20.0, -0.5)));
    assert_eq!(grid.values[..4], [1.0, 2.0, 3.0, 4.0]);
    assert!(grid.values[4].is_nan());
}

#[test]
fn versions_are_known() {
    let versions = WITH_GDAL.versions();
    assert!(
        versions.gdal.starts_with(char::is_numeric) && versions.proj.starts_with(char::is_numeric),
        "{versions:?}"
    );
    assert!(versions.proj_database.starts_with("EPSG v"), "{versions:?}");
}
