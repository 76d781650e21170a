//! Tables from text to layer.

use super::*;
use crate::read::layer::Column;

fn layer(name: &str, bytes: &[u8], options: &Options) -> Result<Layer, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    Csv.read(&path, options)
}

fn coverage() -> Options {
    Options { role: Role::Coverage, ..Options::default() }
}

#[test]
fn wkt_in_a_column_becomes_geometry() {
    let text = "id;radio_type;geometry\n1;4G;\"POLYGON ((0 0, 4 0, 4 4, 0 0))\"\n2;3G;POINT EMPTY\n";
    let layer = layer("a.csv", text.as_bytes(), &coverage()).unwrap();
    assert_eq!(layer.shapes.positions().len(), 4);
    assert_eq!(
        layer.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(),
        ["id", "radio_type"]
    );
    assert_eq!(layer.skipped.len(), 1);
    assert_eq!(layer.skipped[0].id.as_deref(), Some("2"));
}

#[test]
fn two_columns_make_a_point() {
    let text = "operator,x_l93,y_l93,lon,lat\n20801,686601,6381014,\"2,831\",44.5\n";
    let degrees = layer("a.csv", text.as_bytes(), &coverage()).unwrap();
    assert_eq!(degrees.points, [Some(geo::Coord { x: 2.831, y: 44.5 })]);
    let metres = Options { crs_is_in_metres: true, ..coverage() };
    let metres = layer("a.csv", text.as_bytes(), &metres).unwrap();
    assert_eq!(metres.points, [Some(geo::Coord { x: 686_601.0, y: 6_381_014.0 })]);
}

#[test]
fn codes_keep_their_zeros_and_names_their_accents() {
    let text = "\u{FEFF}mã;tên;lon;lat\n09001;Bản Đỏ;1;2\n";
    let layer = layer("a.csv", text.as_bytes(), &Options::default()).unwrap();
    let expected = [("mã", "09001"), ("tên", "Bản Đỏ")];
    for (name, value) in expected {
        let column = layer.columns.iter().find(|column| column.name == name).unwrap();
        assert_eq!(column, &Column { name: name.into(), values: vec![Value::Text(value.into())] });
    }
}

#[test]
fn utf_16_as_spreadsheets_write_it_is_read() {
    let text = "\u{FEFF}mã\ttên\tlon\tlat\r\n1\tBản Đỏ\t1\t2\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let layer = layer("a.txt", &bytes, &Options::default()).unwrap();
    assert_eq!(layer.columns[1].values, [Value::Text("Bản Đỏ".into())]);
}

#[test]
fn a_row_of_another_length_is_skipped() {
    let text = "id,name,lon,lat\n1,Kura, north,1,2\n2,Bebeji,1,2\n";
    let layer = layer("a.csv", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(layer.positions, [2]);
    assert!(layer.skipped[0].reason.contains("5 fields, the header 4"), "{:?}", layer.skipped);
}

#[test]
fn a_table_without_a_place_says_what_it_has() {
    let error = layer("a.csv", b"id,name\n1,Kura\n", &Options::default()).unwrap_err();
    assert!(
        error.to_string().contains("no column holds WKT, and no two make a point: found `id`, `name`"),
        "{error}"
    );
    let table = Options { role: Role::Attributes, ..Options::default() };
    assert_eq!(layer("a.csv", b"id,name\n1,Kura\n", &table).unwrap().len(), 1);
}

#[test]
fn other_encodings_are_refused() {
    let error = layer("a.csv", b"id,t\xEAn\n", &Options::default()).unwrap_err();
    assert!(error.to_string().contains("not UTF-8"), "{error}");
}
