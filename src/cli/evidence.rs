//! The evidence of a run: what was asked, of which files, by which programs, and what came out.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::Session;
use super::command_line::CommandLine;
use crate::error::Error;
use crate::export::{Directory, Made, pack};
use crate::read::Versions;
use crate::read::hooks::file_and_layer;

/// The pack's name in the output directory.
pub(super) const FILE: &str = "evidence.zip";
/// What may differ between two runs of the same job, and is no evidence.
pub(super) const TIMES: &str = "run.json";

/// Files that belong to another of the same name, by their ends.
const BESIDE: &[&str] = &["dbf", "shx", "prj", "cpg", "tfw", "aux.xml"];

/// Adds the pack of everything that stands in the directory so far.
pub(super) fn add(directory: &mut Directory, made: Made, session: &Session) -> Result<(), Error> {
    let line = CommandLine::of(&session.words)?;
    let files = line.files();
    let inputs = files.iter().map(|file| input(file)).collect::<Result<Vec<_>, _>>()?;
    let placeholder = |file: &Path| {
        let nth = files.iter().position(|other| other == file)?;
        let (_, layer) = file_and_layer(file);
        inputs[nth]["sha256"].is_string().then(|| place(nth, layer.as_deref()))
    };
    let mut packed = Vec::new();
    let mut results = Vec::new();
    for (name, path) in directory.staged() {
        if name == TIMES {
            continue;
        }
        let bytes = fs::read(&path).map_err(|cause| Error::Output { path, cause })?;
        results.push(json!({ "file": name, "sha256": pack::sha256(&bytes), "bytes": bytes.len() }));
        packed.push((format!("{}{name}", pack::RESULTS), bytes));
    }
    let study = session.study.as_ref().map(|study| json!({ "sha256": pack::sha256(study.as_bytes()) }));
    packed.extend(session.study.as_ref().map(|study| (pack::STUDY.to_owned(), study.clone().into_bytes())));
    let manifest = json!({
        "covgap_evidence": 1,
        "versions": versions(session),
        "source_date_epoch": made.seconds(),
        "command": line.with_files(placeholder).words(),
        "study": study,
        "inputs": inputs,
        "results": results,
    });
    directory.write(FILE, |out| pack::write_pack(&manifest, &packed, made, out))
}

/// What stands in a command line for an input: `@1`, or `@1:layer`.
pub(super) fn place(nth: usize, layer: Option<&str>) -> String {
    let layer = layer.map(|layer| format!(":{layer}")).unwrap_or_default();
    format!("@{}{layer}", nth + 1)
}

/// The versions of all programs that a result can depend on.
pub(super) fn versions(session: &Session) -> Json {
    let linked = session.gdal.map(|gdal| {
        let Versions { gdal, proj, proj_database } = gdal.versions();
        json!({ "gdal": gdal, "proj": proj, "proj_database": proj_database })
    });
    json!({
        "covgap": env!("CARGO_PKG_VERSION"),
        // null: this program is linked without, and nothing in the run asked for it
        "gdal": linked,
        "highs": option_env!("COVGAP_HIGHS"),
        "sqlite": rusqlite::version(),
    })
}

fn input(file: &Path) -> Result<Json, Error> {
    let (file, layer) = file_and_layer(file);
    let unreadable = |cause: std::io::Error| {
        crate::error::InputError::file(&file, format!("it cannot be kept as evidence: {cause}"))
    };
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    if !file.exists() {
        // an address: whoever runs it again has to trust that the same stands there
        return Ok(json!({ "name": file.display().to_string(), "sha256": null }));
    }
    let beside: Vec<Json> = beside(&file)
        .into_iter()
        .map(|path| {
            let sum = sum(&path).map_err(unreadable)?;
            Ok(json!({ "name": path.file_name().map(|name| name.to_string_lossy()), "sha256": sum }))
        })
        .collect::<Result<_, Error>>()?;
    let sha256 = sum(&file).map_err(unreadable)?;
    Ok(json!({ "name": name, "layer": layer, "sha256": sha256, "beside": beside }))
}

/// The files that belong to a file, and are there.
fn beside(file: &Path) -> Vec<PathBuf> {
    let others = BESIDE.iter().map(|end| file.with_extension(end));
    others.filter(|other| other != file && other.is_file()).collect()
}

/// SHA-256 of a file; of a folder, that of its files' names and sums.
pub(super) fn sum(path: &Path) -> std::io::Result<String> {
    if !path.is_dir() {
        return Ok(pack::sha256(&fs::read(path)?));
    }
    let mut lines = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?.path();
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        lines.push(format!("{name} {}\n", sum(&entry)?));
    }
    lines.sort();
    Ok(pack::sha256(lines.concat().as_bytes()))
}
