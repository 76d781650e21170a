//! Any bytes as measurements, overrides, attributes, clusters and old codes: no panic.

#![no_main]

use covgap_fuzz::{inputs, request, with_file};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((kind, data)) = data.split_first() else { return };
    with_file(data, "table.csv", |path| {
        let mut request = request();
        match kind % 5 {
            0 => request.ground.measurements = vec![path.to_owned()],
            1 => request.ground.overrides = Some(path.to_owned()),
            2 => request.attributes = Some(path.to_owned()),
            3 => request.places.clusters = Some(path.to_owned()),
            _ => {
                let _ = covgap::read::mapping(path, &request);
                return;
            }
        }
        let _ = inputs(&request);
    });
});
