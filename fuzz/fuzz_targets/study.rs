//! Any words as a study file: no panic, and a refusal has words.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| covgap_fuzz::study(data));
