//! Any bytes as GeoJSON: no panic, and features in are features out and features skipped.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| covgap_fuzz::read(data, "v.geojson"));
