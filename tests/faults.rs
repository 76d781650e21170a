//! Faults that really happen: killed at any moment, a full or read-only disk, a second run into
//! the same directory, a reader that stops listening, signals, too little memory. What was there
//! before stays whole, and nothing is left lying about.

#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_covgap");
/// What a run of the small story writes besides tables: enough to tell one run from another.
const FILES: [&str; 4] = ["villages.csv", "uncovered.csv", "summary.json", "report.html"];

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).display().to_string()
}

/// A run of the small story.
fn squares(out: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.env("NO_COLOR", "1").stdout(Stdio::piped()).stderr(Stdio::piped()).arg("assess");
    command.args(["--villages", &fixture("squares/villages.geojson")]);
    command.args(["--coverage", &fixture("squares/coverage.geojson")]);
    command.args(more).arg("--out").arg(out);
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The names in a directory, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The rule by which a set of outputs was made, if all of it was made by the same run.
fn rule_of(out: &Path) -> Result<String, String> {
    let text = |name: &str| fs::read_to_string(out.join(name)).map_err(|error| format!("{name}: {error}"));
    let [villages, uncovered, summary, report] = FILES.map(text);
    let summary: serde_json::Value =
        serde_json::from_str(&summary?).map_err(|error| format!("summary.json: {error}"))?;
    let rule = summary["options"]["rule"].as_str().ok_or("no rule")?.to_owned();
    let uncovered_villages = summary["totals"]["uncovered_villages"].as_u64().ok_or("no total")?;
    if !villages?.lines().skip(1).all(|line| line.contains(&rule)) {
        return Err(format!("villages.csv is not of the run by {rule}"));
    }
    if uncovered?.lines().count() as u64 != uncovered_villages + 1 {
        return Err(format!("uncovered.csv is not of the run by {rule}"));
    }
    if !report?.trim_end().ends_with("</html>") {
        return Err("report.html is cut off".into());
    }
    Ok(rule)
}

/// Numbers without a pattern, the same every time.
fn delays() -> impl Iterator<Item = u64> {
    let mut state = 88_172_645_463_325_252_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    })
}

#[test]
fn killed_at_any_moment_the_outputs_are_those_of_one_whole_run() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("out");
    let rules = ["area>=0.5", "area>=0.9"];
    let started = Instant::now();
    assert!(squares(&out, &["--rule", rules[0]]).output().unwrap().status.success());
    let whole = started.elapsed().as_micros() as u64;
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // never a moment without them, nor with a mixture
        let looks = scope.spawn(|| {
            let mut looks = 0;
            while !is_done.load(Ordering::Relaxed) {
                let directory = fs::File::open(&out).expect("the directory is always there");
                drop(directory);
                for name in FILES {
                    assert!(out.join(name).exists(), "{name} was gone for a moment");
                }
                looks += 1;
            }
            looks
        });
        let mut killed = 0;
        for (nth, delay) in delays().take(60).enumerate() {
            let mut child = squares(&out, &["--rule", rules[nth % 2]]).spawn().unwrap();
            sleep(Duration::from_micros(delay % (whole + whole / 10)));
            child.kill().unwrap();
            killed += usize::from(!child.wait().unwrap().success());
            let rule = rule_of(&out).unwrap_or_else(|error| panic!("after kill {nth}: {error}"));
            assert!(rules.contains(&rule.as_str()));
        }
        is_done.store(true, Ordering::Relaxed);
        assert!(killed > 20, "only {killed} of 60 runs were killed before their end");
        assert!(looks.join().unwrap() > 100);
    });
    assert!(squares(&out, &["--rule", rules[1]]).output().unwrap().status.success());
    assert_eq!(rule_of(&out).unwrap(), rules[1]);
    assert_eq!(names(scratch.path()), ["out"], "the next run clears what killed ones left");
    assert!(names(&out).iter().all(|name| !name.starts_with('.')), "{:?}", names(&out));
}

#[test]
fn a_directory_that_cannot_change_places_still_ends_with_one_whole_run() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("out");
    fs::create_dir_all(out.join("mine")).unwrap();
    for (nth, delay) in delays().take(12).enumerate() {
        let mut child = squares(&out, &["--rule", ["area>=0.5", "area>=0.9"][nth % 2]]).spawn().unwrap();
        sleep(Duration::from_micros(delay % 120_000));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(squares(&out, &["--rule", "area>=0.5"]).output().unwrap().status.success());
    assert_eq!(rule_of(&out).unwrap(), "area>=0.5");
    assert!(out.join("mine").is_dir());
    assert!(names(&out).iter().all(|name| !name.starts_with('.')), "{:?}", names(&out));
    assert_eq!(names(scratch.path()), ["out"]);
}

/// Runs a line of shell with a file system of its own mounted; `None`, loudly, where that is not
/// allowed.
fn with_mount(options: &str, folder: &Path, line: &str) -> Option<Output> {
    let script = format!("mount -t tmpfs -o {options} tmpfs '{0}' || exit 99; {line}", folder.display());
    let ran = Command::new("unshare").args(["--mount", "--map-root-user", "sh", "-c", &script]).output();
    match ran {
        Ok(output) if output.status.code() != Some(99) && !said(&output).contains("unshare") => Some(output),
        other => {
            eprintln!("SKIPPED: no file system can be mounted here ({other:?})");
            None
        }
    }
}

fn shell(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| format!("'{}'", word.to_str().unwrap())).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_full_disk_leaves_the_old_outputs_whole() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("out");
    let [few, all] = [&["--only", "villages.csv"][..], &[]].map(|more| shell(&squares(&out, more)));
    let line = format!(
        "cd /; {few} || exit 98; cp '{0}/villages.csv' '{0}.old'; {all}; code=$?; \
         cmp '{0}/villages.csv' '{0}.old' || exit 97; ls -A '{0}' '{1}' >&2; exit $code",
        out.display(),
        scratch.path().display()
    );
    let Some(ran) = with_mount("size=200k", scratch.path(), &line) else { return };
    let said = said(&ran);
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(said.contains("No space left on device") && said.contains("hint: free some space"), "{said}");
    assert!(!said.contains(".covgap"), "{said}");
}

#[test]
fn a_read_only_disk_is_refused_before_any_work() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("out");
    let Some(ran) = with_mount("ro", scratch.path(), &shell(&squares(&out, &[]))) else { return };
    let said = said(&ran);
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(said.contains("Read-only file system") && said.contains("hint: give an --out"), "{said}");
    assert!(!said.contains("villages:"), "nothing was read: {said}");
}

#[test]
fn a_file_where_the_directory_should_be_is_named() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("out");
    fs::write(&out, "mine").unwrap();
    for out in [out.clone(), out.join("below")] {
        let ran = squares(&out, &[]).output().unwrap();
        assert_eq!(ran.status.code(), Some(1));
        assert!(said(&ran).contains("hint: there is a file of that name"), "{}", said(&ran));
    }
    assert_eq!(fs::read_to_string(out).unwrap(), "mine");
}

#[test]
fn a_second_run_into_the_same_directory_is_refused() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("out");
    assert!(squares(&out, &[]).output().unwrap().status.success());
    let held = fs::File::open(&out).unwrap();
    rustix::fs::flock(&held, rustix::fs::FlockOperation::LockExclusive).unwrap();
    let ran = squares(&out, &["--rule", "area>=0.9"]).output().unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(said(&ran).contains("another run of covgap is writing there now"), "{}", said(&ran));
    assert_eq!(rule_of(&out).unwrap(), "area>=0.5");
    drop(held);
    assert!(squares(&out, &[]).output().unwrap().status.success());
}

#[test]
fn many_runs_at_once_leave_the_outputs_of_one_of_them() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("out");
    let start = |nth: usize| squares(&out, &["--rule", ["area>=0.5", "area>=0.9"][nth % 2]]).spawn().unwrap();
    let children: Vec<Child> = (0..6).map(start).collect();
    let ends: Vec<Output> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    assert!(ends.iter().any(|end| end.status.success()));
    for end in ends.iter().filter(|end| !end.status.success()) {
        assert!(said(end).contains("another run of covgap"), "{}", said(end));
    }
    rule_of(&out).unwrap();
    assert_eq!(names(scratch.path()), ["out"]);
}

#[test]
fn a_reader_that_stops_listening_ends_the_talk_and_not_the_run() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("out");
    let mut child = squares(&out, &[]).spawn().unwrap();
    drop(child.stdout.take());
    drop(child.stderr.take());
    assert!(child.wait().unwrap().success());
    rule_of(&out).unwrap();
    let mut check = Command::new(PROGRAM);
    check.args(["check", "--villages", &fixture("squares/villages.geojson")]);
    check.args(["--coverage", &fixture("squares/coverage.geojson")]).stdout(Stdio::piped());
    let mut child = check.stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_signal_ends_a_run_without_leftovers() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let scratch = tempfile::tempdir().unwrap();
        let (out, temporary) = (scratch.path().join("out"), scratch.path().join("tmp"));
        fs::create_dir(&temporary).unwrap();
        let mut command = Command::new(PROGRAM);
        command.args(["demo", "--out"]).arg(&out).env("TMPDIR", &temporary);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let started = Instant::now();
        while names(&temporary).is_empty() && started.elapsed() < Duration::from_secs(20) {
            sleep(Duration::from_millis(5));
        }
        sleep(Duration::from_millis(300));
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        let status = child.wait().unwrap();
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(status.code(), Some(code), "{said}");
        assert!(said.contains("before the end; files of earlier runs are as they were"), "{said}");
        assert_eq!(names(scratch.path()), ["tmp"], "nothing is written");
        assert!(names(&temporary).is_empty(), "{:?}", names(&temporary));
    }
}

#[test]
fn what_will_not_fit_into_memory_is_refused_with_an_estimate() {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("out");
    let ran = squares(&out, &["--memory", "20MB"]).output().unwrap();
    assert_eq!(ran.status.code(), Some(1));
    let words = said(&ran);
    assert!(words.contains("the files need about 38 MiB of memory, and --memory allows 19 MiB"), "{words}");
    assert!(words.contains("hint: allow more") && !words.contains("villages:"), "{words}");
    assert!(!out.exists());
    assert!(squares(&out, &["--memory", "2GiB"]).output().unwrap().status.success());
    assert_eq!(squares(&out, &["--memory", "plenty"]).output().unwrap().status.code(), Some(2));
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let scratch = tempfile::tempdir().unwrap();
    let locked = scratch.path().join("locked.geojson");
    fs::copy(fixture("squares/villages.geojson"), &locked).unwrap();
    let pipe = scratch.path().join("pipe.geojson");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let run = |path: &Path| {
        let mut command = Command::new(PROGRAM);
        command.arg("check").arg("--villages").arg(path);
        command.args(["--coverage", &fixture("squares/coverage.geojson")]).output().unwrap()
    };
    fs::set_permissions(&locked, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    if fs::read(&locked).is_ok() {
        eprintln!("SKIPPED: this user may read everything");
    } else {
        let ran = run(&locked);
        assert_eq!(ran.status.code(), Some(1));
        assert!(said(&ran).contains("hint: ask for the right to read it"), "{}", said(&ran));
    }
    let holder = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::OpenOptions::new().write(true).open(pipe)
    });
    let ran = run(&pipe);
    assert_eq!(ran.status.code(), Some(1));
    assert!(said(&ran).contains("this is a pipe or a device, not a file"), "{}", said(&ran));
    drop(holder.join());
}

#[test]
fn from_one_thread_to_sixty_four_the_bytes_are_the_same() {
    let scratch = tempfile::tempdir().unwrap();
    let write = |threads: &str| {
        let out = scratch.path().join(threads);
        assert!(squares(&out, &["--threads", threads]).output().unwrap().status.success());
        out
    };
    let one = write("1");
    for threads in ["2", "3", "16", "64"] {
        let many = write(threads);
        assert_eq!(names(&one), names(&many));
        for name in names(&one).iter().filter(|name| *name != "run.json") {
            assert_eq!(fs::read(one.join(name)).unwrap(), fs::read(many.join(name)).unwrap(), "{name}");
        }
    }
}

#[test]
fn no_output_takes_the_place_of_an_input() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["villages.geojson", "coverage.geojson"] {
        fs::copy(fixture(&format!("squares/{name}")), folder.path().join(name)).unwrap();
    }
    let before = fs::read(folder.path().join("villages.geojson")).unwrap();
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder.path()).args(["assess", "--villages", "villages.geojson"]);
    let refused = command.args(["--coverage", "coverage.geojson", "--out", "."]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("is a file that this run reads"), "{}", said(&refused));
    assert_eq!(fs::read(folder.path().join("villages.geojson")).unwrap(), before);
    assert_eq!(names(folder.path()), ["coverage.geojson", "villages.geojson"]);
}
