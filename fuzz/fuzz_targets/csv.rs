//! Any bytes as a table, with WKT or two columns of coordinates: no panic, and rows in are rows
//! out and rows skipped.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| covgap_fuzz::read(data, "v.csv"));
