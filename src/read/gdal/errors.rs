//! What GDAL says, kept for our own errors instead of going to standard error.

use std::cell::RefCell;
use std::sync::Once;

use gdal::config::{set_config_option, set_error_handler};

thread_local! {
    static SAID: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Enough to explain a failure; a broken file can say the same thing a million times.
const KEPT: usize = 8;

/// Runs `work` and returns with its result what GDAL said meanwhile, on this thread.
pub fn listen<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    static PREPARED: Once = Once::new();
    PREPARED.call_once(prepare);
    SAID.with_borrow_mut(Vec::clear);
    let done = work();
    (done, SAID.take())
}

/// The sentence of a failed call: GDAL's own words, where it said any.
pub fn sentence(error: &gdal::errors::GdalError, said: &[String]) -> String {
    said.last().cloned().unwrap_or_else(|| error.to_string())
}

fn prepare() {
    set_error_handler(|_, _, text| {
        SAID.with_borrow_mut(|said| {
            let text = text.trim();
            if said.len() < KEPT && said.last().is_none_or(|last| last != text) {
                said.push(text.to_owned());
            }
        });
    });
    for (option, value) in [
        // no grid or file of a coordinate transformation comes from the network
        ("PROJ_NETWORK", "OFF"),
        // the first row of a sheet names the columns, also where every cell is text
        ("OGR_XLSX_HEADERS", "FORCE"),
        ("OGR_XLS_HEADERS", "FORCE"),
        ("OGR_ODS_HEADERS", "FORCE"),
        // no xlink of a GML file is followed
        ("GML_SKIP_RESOLVE_ELEMS", "ALL"),
    ] {
        // an option that cannot be set keeps GDAL's own default
        let _ = set_config_option(option, value);
    }
}
