//! Any bytes as an ASCII grid of people over four villages: no panic.

#![no_main]

use covgap_fuzz::{inputs, request, with_file};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    with_file(data, "people.asc", |path| {
        let mut request = request();
        request.places.population_raster = Some(path.to_owned());
        let _ = inputs(&request);
    });
});
