//! Every crate that is linked may be: its licence is on the list of deny.toml. A stand-in for
//! `cargo deny check licenses` where that program is not installed.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let deny = std::fs::read_to_string(root.join("deny.toml")).unwrap();
    let list = deny.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
    let allowed: BTreeSet<&str> = list.split('"').skip(1).step_by(2).collect();
    let ran = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--all-features"])
        .current_dir(root)
        .output()
        .unwrap();
    if !ran.status.success() {
        eprintln!("SKIPPED: {}", String::from_utf8_lossy(&ran.stderr));
        return;
    }
    let metadata: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    for package in packages {
        let name = &package["name"];
        let licence = package["license"].as_str().unwrap_or_else(|| panic!("{name} states no licence"));
        // each word of `A AND (B OR C)`: of an OR one will do, of an AND all must
        let fits = |one: &str| allowed.contains(one.trim_matches(['(', ')', ' ']));
        let all = licence.replace(" AND ", "&").replace('/', " OR ");
        let fits_all = all.split('&').all(|part| part.split(" OR ").any(fits));
        assert!(fits_all, "{name}: {licence}");
        let source = package["source"].as_str().unwrap_or("registry+here");
        assert!(source.starts_with("registry+"), "{name} does not come from the registry: {source}");
    }
}
