//! The table of spellings, held against names that real files use.

use std::path::Path;

use super::*;
use crate::model::Value;
use crate::read::layer::{Column, Crs};
use crate::read::options::Options;
use crate::read::rows::Rows;

fn layer(names: &[&str]) -> Layer {
    let options = Options::default();
    let mut layer = Rows::new(Path::new("t.csv"), "test", &options).finish(Crs::Unstated);
    layer.columns =
        names.iter().map(|name| Column { name: (*name).into(), values: vec![Value::Missing; 0] }).collect();
    layer
}

fn picked(meaning: &Meaning, names: &[&str]) -> Option<String> {
    let layer = layer(names);
    let column = Picker::new(&layer).pick(meaning, None).unwrap()?;
    Some(names[column].to_owned())
}

#[test]
fn columns_are_found_in_english_and_vietnamese_with_accents_or_not() {
    for (meaning, names, column) in [
        (&VILLAGE_ID, &["name", "village_id"][..], "village_id"),
        (&VILLAGE_ID, &["Mã thôn", "Tên thôn"], "Mã thôn"),
        (&VILLAGE_ID, &["ma_thon", "id"], "ma_thon"),
        (&VILLAGE_ID, &["code", "nom"], "code"),
        (&VILLAGE_ID, &["mã", "tên"], "mã"),
        (&VILLAGE_NAME, &["Mã thôn", "Tên thôn"], "Tên thôn"),
        (&VILLAGE_NAME, &["code", "nom"], "nom"),
        (&POPULATION, &["dan_so"], "dan_so"),
        (&POPULATION, &["Dân số"], "Dân số"),
        (&POPULATION, &["population_2019"], "population_2019"),
        (&POPULATION, &["POP"], "POP"),
        (&HOUSEHOLDS, &["Số hộ"], "Số hộ"),
        (&HOUSEHOLDS, &["hộ"], "hộ"),
        (&OPERATOR, &["Nhà mạng"], "Nhà mạng"),
        (&OPERATOR, &["mnc"], "mnc"),
        (&OPERATOR, &["provider_id", "provider"], "provider"),
        (&TECHNOLOGY, &["radio_type"], "radio_type"),
        (&TECHNOLOGY, &["Công nghệ"], "Công nghệ"),
        (&TECHNOLOGY, &["mạng"], "mạng"),
        (&TECHNOLOGY, &["type", "tech"], "tech"),
        (&SIGNAL, &["rsrp_dbm"], "rsrp_dbm"),
        (&SIGNAL, &["RxLev"], "RxLev"),
        (&RADIUS_M, &["bán kính"], "bán kính"),
        (&RADIUS_KM, &["radius_km"], "radius_km"),
    ] {
        assert_eq!(picked(meaning, names).as_deref(), Some(column), "{names:?}");
    }
    assert_eq!(picked(&POPULATION, &["popular", "house"]), None);
}

#[test]
fn no_spelling_is_listed_that_no_name_could_have() {
    for meaning in
        [&VILLAGE_ID, &VILLAGE_NAME, &POPULATION, &HOUSEHOLDS, &OPERATOR, &TECHNOLOGY, &SIGNAL, &WKT]
    {
        for spelling in meaning.spellings {
            assert_eq!(key(spelling), *spelling, "of {}", meaning.what);
        }
    }
}

#[test]
fn two_columns_spelled_alike_are_not_guessed_between() {
    let layer = layer(&["population_2019", "population_2023"]);
    let error = Picker::new(&layer).pick(&POPULATION, None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "both `population_2019` and `population_2023` could be the population\n  in t.csv\n  \
         hint: name one with --population-column"
    );
}

#[test]
fn a_column_named_in_vain_says_what_there_is() {
    let layer = layer(&["ma_thon", "dan_so", "geometry"]);
    let error = Picker::new(&layer).pick(&POPULATION, Some("dansoo")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no column `dansoo`, as --population-column asks: found `ma_thon`, `dan_so`, `geometry`\n  \
         in t.csv\n  hint: did you mean `dan_so`?"
    );
}

#[test]
fn a_named_column_may_be_written_without_accents() {
    let layer = layer(&["Dân số", "x"]);
    assert_eq!(Picker::new(&layer).pick(&POPULATION, Some("dan_so")), Ok(Some(0)));
}

#[test]
fn points_come_from_a_pair_of_one_kind() {
    let pair = |names: &[&str]| Picker::new(&layer(names)).pair((None, None), ("", ""), |_| true).unwrap();
    assert_eq!(pair(&["x_l93", "y_l93", "lon", "lat"]), Some(PointColumns { x: 2, y: 3, is_degrees: true }));
    assert_eq!(pair(&["x_l93", "y_l93"]), Some(PointColumns { x: 0, y: 1, is_degrees: false }));
    assert_eq!(pair(&["lon", "y"]), None);
    assert_eq!(pair(&["Kinh độ", "Vĩ độ"]), Some(PointColumns { x: 0, y: 1, is_degrees: true }));
}

#[test]
fn a_column_can_be_named_after_a_technology() {
    for (name, technology) in [
        ("4G", Some(Technology::Lte)),
        ("has_4g", Some(Technology::Lte)),
        ("cov_lte", Some(Technology::Lte)),
        ("2g_coverage", Some(Technology::Gsm)),
        ("có 5G", Some(Technology::Nr)),
        ("4", None),
        ("coverage", None),
        ("network", None),
    ] {
        assert_eq!(technology_of_name(name), technology, "{name}");
    }
}
