//! Two programs from one package: the one without GDAL must not load it, and must find the other.

#![cfg(feature = "gdal")]

use std::process::Command;

const LEAN: &str = env!("CARGO_BIN_EXE_covgap");
const WITH_GDAL: &str = env!("CARGO_BIN_EXE_covgap-gdal");

/// Whether a program names the library among those it is loaded with.
fn names_libgdal(program: &str) -> bool {
    let bytes = std::fs::read(program).unwrap();
    bytes.windows(b"libgdal.so".len()).any(|window| window == b"libgdal.so")
}

/// It costs tens of milliseconds at every start. A linker that keeps libraries nobody refers to
/// (no `--as-needed`, no section collection) breaks this.
#[test]
#[cfg(target_os = "linux")]
fn the_lean_program_is_not_linked_with_gdal() {
    assert!(names_libgdal(WITH_GDAL));
    assert!(!names_libgdal(LEAN));
}

#[test]
fn the_version_tells_of_gdal() {
    let version = |program: &str| {
        let shown = Command::new(program).arg("--version").output().unwrap();
        String::from_utf8(shown.stdout).unwrap()
    };
    let (lean, whole) = (version(LEAN), version(WITH_GDAL));
    assert!(
        lean.contains(env!("CARGO_PKG_VERSION")) && lean.contains("GDAL") && lean.contains("on demand"),
        "{lean}"
    );
    assert!(whole.contains("GDAL") && !whole.contains("on demand"), "{whole}");
}

#[test]
fn a_run_that_needs_gdal_gets_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let kml = |body: &str| {
        format!(
            r#"<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>a</name>{body}<Polygon><outerBoundaryIs><LinearRing><coordinates>104,19 104.1,19 104.1,19.1 104,19</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"#
        )
    };
    std::fs::write(at("v.kml"), kml("")).unwrap();
    std::fs::write(at("c.kml"), kml("")).unwrap();
    let run = |program: &str| {
        Command::new(program)
            .args([
                "assess",
                "--id-column",
                "Name",
                "--technology",
                "4G",
                "--only",
                "villages.csv",
                "--villages",
            ])
            .arg(at("v.kml"))
            .arg("--coverage")
            .arg(at("c.kml"))
            .arg("--out")
            .arg(at("out"))
            .output()
            .unwrap()
    };
    let lean = run(LEAN);
    assert!(lean.status.success(), "{}", String::from_utf8_lossy(&lean.stderr));
    let table = std::fs::read_to_string(at("out").join("villages.csv")).unwrap();
    assert!(table.contains("a,covered,1,"), "{table}");
}

#[test]
fn two_versions_side_by_side_are_refused() {
    let run = Command::new(WITH_GDAL).env("COVGAP_CALLED_BY", "0.0.1").arg("man").output().unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!run.status.success() && said.contains("0.0.1"), "{said}");
}
