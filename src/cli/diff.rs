//! `covgap diff`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::assess::judge;
use super::digest::{self, people};
use super::inputs::{self, InputArgs};
use super::judgement::JudgementArgs;
use super::output::{Found, OutputArgs};
use super::session::printable;
use super::vintages::Vintages;
use super::{Outcome, Session};
use crate::assess::Rule;
use crate::diff::Change;
use crate::error::Error;
use crate::export::{Differences, Language};
use crate::model::Technology;
use crate::read::{CoverageRaster, Findings, Request};

/// Compare two vintages: which villages were gained and lost, and why
///
/// The new vintage is given as to `assess`; the old one with --old-coverage, and --old-villages
/// where boundaries changed. Each change of status is tried alone (coverage, boundary, rule), and
/// the service areas that appeared, vanished, grew or shrank are named. The rule alone is
/// compared: overrides and measurements are not looked at. Writes what `assess` writes of the new
/// vintage, and beside it diff.csv, diff.geojson, diff.json and a part of the report.
#[derive(Debug, Args)]
#[command(mut_arg("coverage", |arg| arg.required_unless_present_any(["coverage_raster", "vintages"])))]
pub(super) struct DiffArgs {
    /// The coverage of both vintages, a file each: short for --old-coverage OLD --coverage NEW
    #[arg(value_names = ["OLD", "NEW"], num_args = 2, conflicts_with_all = ["old_coverage", "coverage"])]
    vintages: Vec<PathBuf>,
    #[command(flatten)]
    old: OldArgs,
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    judgement: JudgementArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Directory the files are written into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// What was different before.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "The older vintage")]
pub(super) struct OldArgs {
    /// Service areas of the old vintage; may be given several times
    #[arg(long = "old-coverage", id = "old_coverage", value_name = "FILE", num_args = 1..)]
    #[arg(required_unless_present_any = ["old_raster", "vintages"])]
    pub coverage: Vec<PathBuf>,
    /// Received power in the old vintage, a raster, as --coverage-raster; may be given several times
    #[arg(long = "old-coverage-raster", id = "old_raster", value_name = "TECHNOLOGY:OPERATOR:FILE")]
    #[arg(num_args = 1..)]
    pub rasters: Vec<CoverageRaster>,
    /// Villages of the old vintage [default: those of the new one]
    #[arg(long = "old-villages", id = "old_villages", value_name = "FILE")]
    pub villages: Option<PathBuf>,
    /// Sites of the old vintage, for `within` [default: those of --sites; towers of --old-coverage]
    #[arg(long = "old-sites", id = "old_sites", value_name = "FILE", requires = "sites")]
    pub sites: Option<PathBuf>,
    /// The rule then [default: the rule now]
    #[arg(long = "old-rule", id = "old_rule", value_name = "RULE")]
    pub rule: Option<Rule>,
    /// The oldest technology that counted then [default: that of now]
    #[arg(long = "old-min-technology", id = "old_min_technology", value_name = "2G|3G|4G|5G")]
    pub min_technology: Option<Technology>,
    /// A table of old codes and new ones (old_code, new_code, new_name): of villages, which are
    /// then followed by it, or of their communes, by which changes are then counted
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
}

impl DiffArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let started = Instant::now();
        let Self { vintages, mut old, inputs, mut judgement, output, out } = self;
        judgement.scrutiny.finds_margins = output.needs_margins();
        output.refuse_unwritable(&out)?;
        let mut request = inputs.request(false, session.gdal);
        if let [then, now] = &vintages[..] {
            old.coverage.push(then.clone());
            request.coverage.push(now.clone());
        }
        output.on_threads(session, || {
            let vintages = Vintages::read(&request, &old, &judgement, session)?;
            inputs::say(&vintages.findings(), session);
            let now = vintages.definition(&judgement)?;
            let differences = session.working("comparing", || vintages.compare(&old, &now))?;
            let mut found = judge(vintages.into_new(), &request, &judgement, session)?;
            found.differences = Some(differences);
            output.write_all(&out, &found, started, session)
        })?
    }
}

/// Compares what was found with an older vintage; `request` reads the new one.
pub(super) fn add(
    found: &mut Found,
    request: &Request,
    old: &OldArgs,
    judgement: &JudgementArgs,
    session: &Session,
) -> Result<(), Error> {
    let vintages = Vintages::read(request, old, judgement, session)?;
    let known = &found.inputs.findings;
    let all = vintages.findings();
    let news = Findings {
        sources: all.sources.into_iter().filter(|it| !known.sources.contains(it)).collect(),
        warnings: all.warnings.into_iter().filter(|it| !known.warnings.contains(it)).collect(),
    };
    inputs::say(&news, session);
    let now = found.assessment.definition.clone();
    let differences = session.working("comparing", || vintages.compare(old, &now))?;
    found.differences = Some(differences);
    found.inputs.findings.sources.extend(news.sources);
    found.inputs.findings.warnings.extend(news.warnings);
    Ok(())
}

/// What changed, in a few lines; empty without an older vintage.
pub(super) fn digest(found: &Found) -> String {
    let Some(changed) = &found.differences else { return String::new() };
    let villages = &found.inputs.villages;
    let mut text = String::from("since the older vintage:\n");
    for kind in Change::ALL {
        let count = changed.of(kind).count();
        if count > 0 || matches!(kind, Change::Gained | Change::Lost) {
            let people = people(changed.people(villages, kind));
            let villages = if count == 1 { "village" } else { "villages" };
            let _ = writeln!(
                text,
                "{:>7} {villages} {}, with {people} people",
                digest::count(count),
                kind.label()
            );
        }
    }
    text.push_str(&causes(changed));
    let mut units: Vec<(String, [usize; 2])> = changed.by_unit(villages).into_iter().collect();
    units.sort_by_key(|(_, [gained, lost])| std::cmp::Reverse(gained + lost));
    for (unit, [gained, lost]) in units.iter().take(5) {
        let _ = writeln!(text, "  {}: {gained} gained, {lost} lost", printable(unit));
    }
    if units.len() > 5 {
        let _ = writeln!(text, "  and {} more units", units.len() - 5);
    }
    for nth in changed.of(Change::Lost).chain(changed.of(Change::Gained)).take(3) {
        let village = changed.village(villages, nth);
        let name = village.name.as_deref().unwrap_or("village");
        let kind = changed.changes[nth].change.label();
        let why = changed.why(nth, Language::English);
        let _ = writeln!(text, "{kind}: {} ({}): {}", printable(name), village.id, printable(&why));
    }
    text.push('\n');
    text
}

fn causes(changed: &Differences) -> String {
    let mut text = String::new();
    for kind in [Change::Gained, Change::Lost] {
        let mut causes: BTreeMap<String, usize> = BTreeMap::new();
        for nth in changed.of(kind) {
            *causes.entry(changed.changes[nth].causes.unwrap_or_default().label()).or_default() += 1;
        }
        let parts: Vec<String> = causes.iter().map(|(cause, count)| format!("{cause} {count}")).collect();
        if !parts.is_empty() {
            let _ = writeln!(text, "{} because of: {}", kind.label(), parts.join(", "));
        }
    }
    text
}
