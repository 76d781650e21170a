//! The rules of the house, held by reading the source: an architecture diagram that cannot go
//! stale.

use std::fs;
use std::path::{Path, PathBuf};

/// Which module may name which others (`crate::…`). `error` and `units` are for all.
const ARROWS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("error", &[]),
    ("geometry", &[]),
    ("model", &["geometry"]),
    ("plane", &["geometry"]),
    ("synthetic", &["geometry", "model"]),
    ("assess", &["geometry", "model"]),
    ("diff", &["assess", "geometry", "model"]),
    ("margin", &["assess", "geometry", "model"]),
    ("verify", &["assess", "geometry", "margin", "model"]),
    ("rank", &["assess", "model"]),
    ("plan", &["assess", "geometry", "model", "rank"]),
    ("benchmark", &["assess", "geometry", "model", "plan", "rank"]),
    ("read", &["geometry", "model", "plane"]),
    (
        "export",
        &[
            "assess",
            "benchmark",
            "diff",
            "geometry",
            "margin",
            "model",
            "plan",
            "plane",
            "rank",
            "read",
            "verify",
        ],
    ),
    (
        "cli",
        &[
            "assess",
            "benchmark",
            "diff",
            "export",
            "geometry",
            "margin",
            "model",
            "plan",
            "plane",
            "rank",
            "read",
            "verify",
        ],
    ),
];

/// Modules that open no file, print nothing, read no clock, environment or random number.
const PURE: &[&str] = &[
    "units",
    "model",
    "geometry",
    "assess",
    "rank",
    "plan",
    "synthetic",
    "margin",
    "verify",
    "benchmark",
    "diff",
];

const IMPURE_WORDS: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "SystemTime",
    "Instant",
    "clap::",
    "gdal::",
    "rand::",
];

#[test]
fn pure_modules_touch_nothing_outside() {
    for (module, file, line) in lines() {
        if PURE.contains(&module.as_str()) {
            for word in IMPURE_WORDS {
                assert!(!line.contains(word), "{}: `{word}` in a pure module: {line}", file.display());
            }
        }
    }
}

#[test]
fn only_the_edge_prints() {
    for (module, file, line) in lines() {
        let prints = ["println!", "print!(", "eprintln!", "eprint!(", "dbg!("];
        if module != "main" && !line.trim_start().starts_with("//") {
            for word in prints {
                assert!(!line.contains(word), "{}: `{word}` outside main.rs: {line}", file.display());
            }
        }
    }
}

#[test]
fn gdal_is_named_in_one_place() {
    for (_, file, line) in lines() {
        let path = file.to_string_lossy().replace('\\', "/");
        let may = path.contains("src/read/gdal") || path == "src/read/mod.rs";
        assert!(
            may || !line.contains("gdal::") || line.contains("read::gdal::") || line.contains("crate::"),
            "{path}: gdal:: outside src/read/gdal: {line}"
        );
    }
}

#[test]
fn modules_know_only_their_neighbours() {
    for (module, file, line) in lines() {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else { continue };
        for named in names_after(&line, "crate::") {
            let known = ARROWS.iter().any(|(name, _)| *name == named);
            let may =
                named == module || named == "units" || named == "error" || allowed.contains(&named.as_str());
            assert!(!known || may, "{}: `{module}` must not know `{named}`: {line}", file.display());
        }
    }
}

#[test]
fn rooms_are_small() {
    for file in files(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).iter().filter(|file| !is_test(file))
    {
        let lines = fs::read_to_string(file).unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines: which two things is it?", file.display());
    }
}

/// The module names that stand after each `crate::`, those in braces too.
fn names_after(line: &str, prefix: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut names = Vec::new();
    for (start, _) in line.match_indices(prefix) {
        let rest = &line[start + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => names.extend(list.split([',', '}']).map(|part| word(part.trim()))),
            None => names.push(word(rest)),
        }
    }
    names
}

/// Every line of code: its top-level module, its file, its text. Test modules are left out.
fn lines() -> Vec<(String, PathBuf, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    for file in files(source.clone()).into_iter().filter(|file| !is_test(file)) {
        let inside = file.strip_prefix(&source).unwrap().to_path_buf();
        let first = inside.iter().next().unwrap().to_string_lossy().into_owned();
        let module = first.strip_suffix(".rs").unwrap_or(&first).to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        all.extend(code.lines().map(|line| (module.clone(), inside.clone(), line.to_owned())));
    }
    assert!(all.len() > 100, "the source was not found");
    all.into_iter().map(|(module, inside, line)| (module, Path::new("src").join(inside), line)).collect()
}

/// Whether a file holds only tests.
fn is_test(file: &Path) -> bool {
    file.iter().any(|part| part == "tests.rs" || part == "tests" || part == "known_answers.rs")
}

fn files(folder: PathBuf) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
