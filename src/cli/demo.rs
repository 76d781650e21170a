//! `covgap demo`: the shipped province is compiled in, so that it works anywhere, offline.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::assess::{judge, read};
use super::candidates::split;
use super::diff::{self, OldArgs};
use super::judgement::JudgementArgs;
use super::output::OutputArgs;
use super::planning::{self, PlanningArgs};
use super::proposals::{self, TermsArgs};
use super::rank::{merit, rank};
use super::{Outcome, Session};
use crate::error::Error;
use crate::export::Temporary;
use crate::read::{GroundRequest, PlacesRequest, ProposalFiles, Request};

/// The files of fixtures/nghe-an that the demo reads.
const FILES: &[(&str, &[u8])] = &[
    ("villages.geojson", include_bytes!("../../fixtures/nghe-an/villages.geojson")),
    ("candidates.csv", include_bytes!("../../fixtures/nghe-an/candidates.csv")),
    ("candidates-areas.fgb", include_bytes!("../../fixtures/nghe-an/candidates-areas.fgb")),
    ("coverage-2022.fgb", include_bytes!("../../fixtures/nghe-an/coverage-2022.fgb")),
    ("mapping-2025.csv", include_bytes!("../../fixtures/nghe-an/mapping-2025.csv")),
    ("proposals-a.csv", include_bytes!("../../fixtures/nghe-an/proposals-a.csv")),
    ("proposals-b.csv", include_bytes!("../../fixtures/nghe-an/proposals-b.csv")),
    ("proposals-c.csv", include_bytes!("../../fixtures/nghe-an/proposals-c.csv")),
    ("proposals-areas.geojson", include_bytes!("../../fixtures/nghe-an/proposals-areas.geojson")),
    ("coverage.fgb", include_bytes!("../../fixtures/nghe-an/coverage.fgb")),
    ("clusters.geojson", include_bytes!("../../fixtures/nghe-an/clusters.geojson")),
    ("buildings.csv", include_bytes!("../../fixtures/nghe-an/buildings.csv")),
    ("population.asc", include_bytes!("../../fixtures/nghe-an/population.asc")),
    ("population.prj", include_bytes!("../../fixtures/nghe-an/population.prj")),
    ("measurements.csv", include_bytes!("../../fixtures/nghe-an/measurements.csv")),
    ("towers.csv", include_bytes!("../../fixtures/nghe-an/towers.csv")),
];

/// Do the whole job on the shipped province, Nghệ An in 2023
///
/// Names, codes, counts and populations are real; boundaries, relief and coverage are made up.
/// What is what: fixtures/nghe-an/README.md.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    #[command(flatten)]
    judgement: JudgementArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Directory the files are written into
    #[arg(long, value_name = "DIR", default_value = "covgap-demo")]
    out: PathBuf,
}

impl DemoArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let started = Instant::now();
        let Self { mut judgement, output, out } = self;
        judgement.scrutiny.finds_margins = output.needs_margins();
        output.refuse_unwritable(&out)?;
        let province = unpack()?;
        let _gone_at_the_end = Temporary::watch(province.path().to_owned());
        let plans = !output.is_lean();
        let files = if plans { &["coverage.fgb", "candidates-areas.fgb"][..] } else { &["coverage.fgb"][..] };
        let file = |name: &str| Some(province.path().join(name));
        let places = PlacesRequest {
            clusters: file("clusters.geojson"),
            buildings: file("buildings.csv"),
            population_raster: file("population.asc"),
            sites: file("towers.csv"),
            ..PlacesRequest::default()
        };
        let ground = GroundRequest {
            measurements: file("measurements.csv").filter(|_| !output.is_lean()).into_iter().collect(),
            ..GroundRequest::default()
        };
        let needs_places = !output.is_lean() || judgement.looks_at_places();
        let request = Request {
            villages: province.path().join("villages.geojson"),
            coverage: files.iter().map(|name| province.path().join(name)).collect(),
            places: if needs_places { places } else { PlacesRequest::default() },
            ground,
            lean: output.is_lean(),
            gdal: session.gdal,
            ..Request::default()
        };
        output.on_threads(session, || {
            let mut read = read(&request, &judgement, session)?;
            if !plans {
                let found = judge(read, &request, &judgement, session)?;
                return output.write_all(&out, &found, started, session);
            }
            let table = province.path().join("candidates.csv");
            let candidates = split(&mut read, 1, &table, &request)?;
            let files = ProposalFiles {
                lists: ["a", "b", "c"]
                    .map(|list| province.path().join(format!("proposals-{list}.csv")))
                    .to_vec(),
                areas: file("proposals-areas.geojson"),
            };
            let lists = proposals::lists(&mut read, &files, &request, session)?;
            let mut found = judge(read, &request, &judgement, session)?;
            planning::plan(&mut found, &candidates, &PlanningArgs::for_demo(), &request, session)?;
            rank(&mut found, &merit()?, session)?;
            let terms = TermsArgs::for_demo();
            proposals::bench(&mut found, lists, Some(&candidates), &request, &terms, session)?;
            if output.tells_changes() {
                let request = Request { coverage: file("coverage.fgb").into_iter().collect(), ..request };
                let then = OldArgs {
                    coverage: file("coverage-2022.fgb").into_iter().collect(),
                    mapping: file("mapping-2025.csv"),
                    ..OldArgs::default()
                };
                diff::add(&mut found, &request, &then, &judgement, session)?;
            }
            output.write_all(&out, &found, started, session)
        })?
    }
}

/// How the directories of the shipped files begin; the number of the process follows.
const PREFIX: &str = "covgap-demo-";

/// Removes what killed runs left: directories of processes that are no more.
fn clear_abandoned(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        let Some((process, _)) = rest.and_then(|rest| rest.split_once('-')) else { continue };
        let is_gone = cfg!(target_os = "linux") && !Path::new("/proc").join(process).exists();
        if process.parse::<u32>().is_ok() && is_gone {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The shipped files in a directory of their own, which goes with the returned value.
fn unpack() -> Result<tempfile::TempDir, Error> {
    let place = std::env::temp_dir();
    clear_abandoned(&place);
    let failed = |cause| Error::Output { path: place.clone(), cause };
    let directory = tempfile::Builder::new()
        .prefix(&format!("{PREFIX}{}-", std::process::id()))
        .tempdir()
        .map_err(failed)?;
    for (name, bytes) in FILES {
        fs::write(directory.path().join(name), bytes).map_err(failed)?;
    }
    Ok(directory)
}
