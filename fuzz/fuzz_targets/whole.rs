//! Any bytes as villages, through to the tables and the page: no panic, shares within 0 and 1,
//! no cell that a spreadsheet would run, no script but our own.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| covgap_fuzz::whole(data));
