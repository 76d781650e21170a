//! One link option, and which HiGHS is linked.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // GeoPackages are made by a SQLite that is compiled in. Programs and tests must keep it to themselves:
    // libgdal and libproj bring their own, and would else find ours in its place.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-link-arg=-Wl,--exclude-libs,ALL");
    }
    if std::env::var_os("CARGO_FEATURE_HIGHS").is_some() {
        let asked = std::process::Command::new("pkg-config").args(["--modversion", "highs"]).output();
        let found = asked.ok().filter(|said| said.status.success());
        let found = found.and_then(|said| String::from_utf8(said.stdout).ok());
        // where none is installed, highs-sys builds the one that it brings
        println!(
            "cargo::rustc-env=COVGAP_HIGHS={}",
            found.as_deref().unwrap_or("as highs-sys brings it").trim()
        );
    }
}
