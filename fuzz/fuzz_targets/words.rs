//! Any words as a rule, a level, operators, a technology, a coordinate system, a raster, and as
//! the name of a village: no panic; a rule that is read says itself again.

#![no_main]

use covgap::assess::{Level, Operators, Rule};
use covgap::model::Technology;
use covgap::read::CoverageRaster;
use covgap::read::crs::System;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(rule) = text.parse::<Rule>() {
        let said = rule.to_string();
        assert_eq!(said.parse::<Rule>().as_ref().map(ToString::to_string), Ok(said.clone()), "{said}");
    }
    let _ = text.parse::<Level>();
    let _ = text.parse::<Operators>();
    let _ = text.parse::<Technology>();
    let _ = text.parse::<CoverageRaster>();
    let _ = System::named(text, None);
});
