//! Any bytes as an operator's list of proposed sites: no panic, and rows in are rows out and rows
//! skipped.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| covgap_fuzz::proposals(data));
