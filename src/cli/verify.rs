//! `covgap verify PACK`: does a run come out the same again, byte for byte?

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde_json::Value as Json;

use super::command_line::CommandLine;
use super::evidence::{FILE, TIMES, sum, versions};
use super::session::printable;
use super::{Outcome, Session};
use crate::error::{Error, InputError};
use crate::export::pack::{MANIFEST, Pack, RESULTS, sha256};

/// Run the job of an evidence pack again, and compare byte by byte
///
/// The inputs are found by their names in the folders of --inputs, where the first run found them,
/// beside the pack and here; and they are the inputs only if their SHA-256 says so.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The pack: evidence.zip of a run with --evidence
    pack: PathBuf,
    /// Folders in which the inputs lie
    #[arg(long, value_name = "DIR", num_args = 1..)]
    inputs: Vec<PathBuf>,
    /// Only look whether the pack is whole and the inputs are there
    #[arg(long)]
    only_inputs: bool,
}

impl VerifyArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let refuse = |problem: String| InputError::file(&self.pack, problem);
        let file = File::open(&self.pack).map_err(|error| refuse(error.to_string()))?;
        let pack = Pack::read(file).map_err(|why| refuse(format!("this is no evidence pack: {why}")))?;
        let mut report = Report::default();
        damage(&pack, &mut report);
        let found = self.find_inputs(&pack.manifest, &mut report);
        compare_versions(&pack.manifest["versions"], session, &mut report);
        if report.faults == 0 && !self.only_inputs {
            self.again(&pack, &found, &mut report, session)?;
        } else if report.faults > 0 {
            report.line("the job was not run again");
        }
        let same = report.faults == 0;
        report.line(if same { "verified: nothing differs" } else { "NOT verified" });
        session.data(&printable(&report.text))?;
        Ok(if same { Outcome::Whole } else { Outcome::Differs })
    }

    /// Where each input lies; what is missing or other is reported.
    fn find_inputs(&self, manifest: &Json, report: &mut Report) -> Vec<PathBuf> {
        let folder = self.pack.parent().map_or_else(PathBuf::new, Path::to_owned);
        let mut folders = self.inputs.clone();
        let run = fs::read_to_string(folder.join(TIMES)).ok();
        let run: Json = run.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Json::Null);
        let first = run["inputs"].as_array().into_iter().flatten().filter_map(Json::as_str);
        folders.extend(first.filter_map(|path| Path::new(path).parent().map(Path::to_owned)));
        folders.extend([folder, PathBuf::new()]);
        let inputs = manifest["inputs"].as_array().into_iter().flatten();
        inputs.map(|input| find(input, &folders, report)).collect()
    }

    fn again(
        &self,
        pack: &Pack,
        inputs: &[PathBuf],
        report: &mut Report,
        session: &Session,
    ) -> Result<(), Error> {
        let refuse = |problem: &str| Error::from(InputError::file(&self.pack, problem));
        let words = pack.manifest["command"].as_array().into_iter().flatten().filter_map(Json::as_str);
        // without a directory to write into a command line would make no sense
        let words = std::iter::once("covgap").chain(words).chain(["--out=."]);
        let line = CommandLine::of(&words.map(Into::into).collect::<Vec<_>>())
            .map_err(|_| refuse("its command line makes no sense to this covgap"))?;
        let line = line.with_files(|file| {
            let text = file.to_str()?.strip_prefix('@')?;
            let (nth, layer) = text.split_once(':').map_or((text, None), |(nth, layer)| (nth, Some(layer)));
            let path = inputs.get(nth.parse::<usize>().ok()?.checked_sub(1)?)?.display();
            Some(layer.map_or_else(|| path.to_string(), |layer| format!("{path}:{layer}")))
        });
        let folder = tempfile::tempdir().map_err(Error::Io)?;
        let program = std::env::current_exe().map_err(Error::Io)?;
        let mut command = Command::new(program);
        command.args(line.words()).args(["--quiet", "--evidence", "--out"]).arg(folder.path().join("again"));
        let epoch = pack.manifest["source_date_epoch"].as_u64().unwrap_or_default();
        command.env("SOURCE_DATE_EPOCH", epoch.to_string());
        let ended = session.working("running the job again", || command.output()).map_err(Error::Io)?;
        // 3: features were skipped, as they may have been the first time
        if !matches!(ended.status.code(), Some(0 | 3)) {
            report.fault(&format!(
                "the job fails now: {}",
                String::from_utf8_lossy(&ended.stderr).trim().trim_start_matches("error: ")
            ));
            return Ok(());
        }
        compare(pack, &folder.path().join("again"), report)
    }
}

/// What was found, in lines.
#[derive(Default)]
struct Report {
    text: String,
    faults: usize,
}

impl Report {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.text, "{text}");
    }

    fn fault(&mut self, text: &str) {
        self.faults += 1;
        self.line(text);
    }
}

/// Whether the pack is what its manifest says.
fn damage(pack: &Pack, report: &mut Report) {
    let mut listed = Vec::new();
    for (name, sum) in results(&pack.manifest) {
        match pack.file(&format!("{RESULTS}{name}")) {
            None => report.fault(&format!("{name}: the manifest lists it, and the pack does not hold it")),
            Some(bytes) if sha256(bytes) != sum => {
                report.fault(&format!("{name}: the pack holds another file than the manifest lists"));
            }
            Some(_) => {}
        }
        listed.push(format!("{RESULTS}{name}"));
    }
    for (name, _) in pack.files.iter().filter(|(name, _)| name.starts_with(RESULTS)) {
        if !listed.contains(name) {
            report.fault(&format!("{name}: the pack holds it, and the manifest does not list it"));
        }
    }
    if listed.is_empty() {
        report.fault(&format!("{MANIFEST} lists no result"));
    }
}

/// The results of a manifest: name and SHA-256.
fn results(manifest: &Json) -> impl Iterator<Item = (&str, &str)> {
    let results = manifest["results"].as_array().into_iter().flatten();
    results.filter_map(|result| Some((result["file"].as_str()?, result["sha256"].as_str()?)))
}

fn find(input: &Json, folders: &[PathBuf], report: &mut Report) -> PathBuf {
    let name = input["name"].as_str().unwrap_or_default();
    let Some(wanted) = input["sha256"].as_str() else { return PathBuf::from(name) };
    // a name in a pack is a name, never a way out of the folders
    let plain = Path::new(name).file_name().unwrap_or_default();
    let mut other = None;
    for folder in folders {
        let path = folder.join(plain);
        match sum(&path) {
            Ok(found) if found == wanted => {
                let beside = input["beside"].as_array().into_iter().flatten();
                for one in beside {
                    let file =
                        Path::new(one["name"].as_str().unwrap_or_default()).file_name().unwrap_or_default();
                    if sum(&folder.join(file)).ok().as_deref() != one["sha256"].as_str() {
                        report.fault(&format!(
                            "{}: it is missing beside {name}, or another file",
                            file.display()
                        ));
                    }
                }
                return path;
            }
            Ok(found) => other = Some((path, found)),
            Err(_) => {}
        }
    }
    match other {
        Some((path, found)) => report.fault(&format!(
            "{name}: {} is another file (SHA-256 {found}, the run read {wanted})",
            path.display()
        )),
        None => report.fault(&format!("{name}: not found; name its folder with --inputs (SHA-256 {wanted})")),
    }
    PathBuf::new()
}

/// Says which versions are others than those of the first run: the likely reason, if anything differs.
fn compare_versions(first: &Json, session: &Session, report: &mut Report) {
    let now = versions(session);
    for name in ["covgap", "highs", "sqlite"] {
        if first[name] != now[name] {
            report.line(&format!(
                "note: made with {name} {}, and this is {}",
                text(&first[name]),
                text(&now[name])
            ));
        }
    }
    // a program without GDAL calls for it when it is needed
    for name in ["gdal", "proj", "proj_database"] {
        let (first, now) = (&first["gdal"][name], &now["gdal"][name]);
        if first != now && !first.is_null() && !now.is_null() {
            report.line(&format!("note: made with {name} {}, and this is {}", text(first), text(now)));
        }
    }
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| "none".to_owned(), str::to_owned)
}

fn compare(pack: &Pack, again: &Path, report: &mut Report) -> Result<(), Error> {
    let mut now: HashMap<String, PathBuf> = HashMap::new();
    for entry in fs::read_dir(again).map_err(Error::Io)? {
        let entry = entry.map_err(Error::Io)?;
        now.insert(entry.file_name().to_string_lossy().into_owned(), entry.path());
    }
    [FILE, TIMES].iter().for_each(|name| drop(now.remove(*name)));
    let mut same = 0;
    for (name, _) in results(&pack.manifest) {
        let first = pack.file(&format!("{RESULTS}{name}")).unwrap_or_default();
        let Some(path) = now.remove(name) else {
            report.fault(&format!("{name}: it is not written now"));
            continue;
        };
        let second = fs::read(&path).map_err(|cause| Error::Output { path, cause })?;
        match difference(&timeless(name, first), &timeless(name, &second)) {
            None => same += 1,
            Some(where_to) => report.fault(&format!("{name}: differs {where_to}")),
        }
    }
    let mut more: Vec<&String> = now.keys().collect();
    more.sort();
    more.iter().for_each(|name| report.fault(&format!("{name}: it is written now, and was not then")));
    let all = results(&pack.manifest).count();
    let but = if pack.file(&format!("{RESULTS}{TIMED}")).is_some() {
        format!(" ({TIMED} but for its `seconds`)")
    } else {
        String::new()
    };
    report.line(&format!("{same} of {all} files are the same, byte for byte{but}"));
    Ok(())
}

/// The one result that says how long something took.
const TIMED: &str = "certificate.json";

/// A result without what the clock wrote into it: the line `"seconds"` of the certificate.
fn timeless<'a>(name: &str, bytes: &'a [u8]) -> Cow<'a, [u8]> {
    if name != TIMED {
        return Cow::Borrowed(bytes);
    }
    let is_timed = |line: &[u8]| line.starts_with(b"  \"seconds\": ");
    Cow::Owned(
        bytes
            .split_inclusive(|&byte| byte == b'\n')
            .filter(|line| !is_timed(line))
            .flatten()
            .copied()
            .collect(),
    )
}

/// Where two files begin to differ; `None` where they do not.
fn difference(first: &[u8], second: &[u8]) -> Option<String> {
    if first == second {
        return None;
    }
    let at = first.iter().zip(second).take_while(|(a, b)| a == b).count();
    let sizes = format!("{} bytes then, {} now", first.len(), second.len());
    let line = |bytes: &[u8]| {
        let start =
            bytes[..at.min(bytes.len())].iter().rposition(|&byte| byte == b'\n').map_or(0, |nth| nth + 1);
        let end =
            bytes[start..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |nth| start + nth);
        std::str::from_utf8(&bytes[start..end]).ok().map(|text| text.chars().take(120).collect::<String>())
    };
    let number = first[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
    Some(match (std::str::from_utf8(first), line(first), line(second)) {
        (Ok(_), Some(then), Some(now)) => {
            format!("from line {number} on ({sizes})\n  then: {then}\n  now:  {now}")
        }
        _ => format!("from byte {at} on ({sizes})"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_certificate_only_the_seconds_may_differ() {
        let certificate = |people: u32, seconds: f64| {
            format!("{{\n  \"objective\": {people},\n  \"seconds\": {seconds}\n}}\n").into_bytes()
        };
        let differs = |name: &str, first: &[u8], second: &[u8]| {
            difference(&timeless(name, first), &timeless(name, second)).is_some()
        };
        assert!(!differs(TIMED, &certificate(7, 1.5), &certificate(7, 2.25)));
        assert!(differs(TIMED, &certificate(7, 1.5), &certificate(8, 1.5)));
        assert!(differs("summary.json", &certificate(7, 1.5), &certificate(7, 2.25)));
    }

    #[test]
    fn a_difference_is_named_by_line_or_by_byte() {
        assert_eq!(difference(b"a\nb\n", b"a\nb\n"), None);
        let said = difference(b"a\nb,1\n", b"a\nb,2\nc\n").unwrap();
        assert!(
            said.contains("line 2") && said.contains("then: b,1") && said.contains("now:  b,2"),
            "{said}"
        );
        let said = difference(&[0xff, 1, 2], &[0xff, 1, 3, 4]).unwrap();
        assert!(said.contains("byte 2") && said.contains("3 bytes then, 4 now"), "{said}");
    }
}
