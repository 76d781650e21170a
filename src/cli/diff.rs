//! `covgap diff`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::assess::read;
use super::inputs::InputArgs;
use super::judgement::JudgementArgs;
use super::session::printable;
use super::{Outcome, Session};
use crate::assess::{Definition, Rule};
use crate::diff::{Change, Vintage, area_changes, diff, kept, mapped_units, pairs, part};
use crate::error::Error;
use crate::export::diff::{Differences, how, layer, summary};
use crate::export::{CsvStyle, Directory, formats::FORMATS};
use crate::geometry::Shapes;
use crate::model::Technology;
use crate::read::{GroundRequest, Inputs, Mapping, Request, mapping};

/// Compare two vintages: which villages were gained and lost, and why
///
/// The new vintage is given as to `assess`; the old one with --old-coverage, and --old-villages
/// where boundaries changed. Each change of status is tried alone (coverage, boundary, rule), and
/// the service areas that appeared, vanished, grew or shrank are named. The rule alone is
/// compared: overrides and measurements are not looked at. Writes diff.csv, diff.geojson and
/// diff.json.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// Service areas of the old vintage; may be given several times
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    old_coverage: Vec<PathBuf>,
    #[command(flatten)]
    old: OldArgs,
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    judgement: JudgementArgs,
    /// Separator of diff.csv, as in `assess`
    #[arg(long, value_name = "SEPARATOR", default_value = ",")]
    csv_separator: CsvStyle,
    /// Directory the files are written into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// What else was different before.
#[derive(Debug, Default, Args)]
pub(super) struct OldArgs {
    /// Villages of the old vintage [default: those of the new one]
    #[arg(long, value_name = "FILE")]
    pub old_villages: Option<PathBuf>,
    /// The rule then [default: the rule now]
    #[arg(long, value_name = "RULE")]
    pub old_rule: Option<Rule>,
    /// The oldest technology that counted then [default: that of now]
    #[arg(long, value_name = "2G|3G|4G|5G")]
    pub old_min_technology: Option<Technology>,
    /// A table of old codes and new ones (old_code, new_code, new_name): of villages, which are
    /// then followed by it, or of their communes, by which changes are then counted
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
}

impl DiffArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let Self { old_coverage, old, inputs, judgement, csv_separator, out } = self;
        let request = inputs.request(false, session.gdal);
        run(&request, &old_coverage, &old, &judgement, (&out, csv_separator), session)
    }
}

/// Reads both vintages, compares them, writes what changed and says so.
pub(super) fn run(
    request: &Request,
    old_coverage: &[PathBuf],
    old: &OldArgs,
    judgement: &JudgementArgs,
    (out, csv): (&Path, CsvStyle),
    session: &Session,
) -> Result<Outcome, Error> {
    let mut request = request.clone();
    // one reading of both coverages, so that they lie in one plane
    request.coverage.splice(0..0, old_coverage.iter().cloned());
    request.ground = GroundRequest::default();
    let new = read(&request, judgement, session)?;
    let before = old
        .old_villages
        .as_ref()
        .map(|villages| read(&Request { villages: villages.clone(), ..request.clone() }, judgement, session));
    let before = before.transpose()?;
    let read_mapping = old.mapping.as_ref().map(|path| mapping(path, &request)).transpose()?;
    let now = judgement.definition(&new)?;
    let then = Definition {
        rule: old.old_rule.clone().unwrap_or_else(|| now.rule.clone()),
        min_technology: old.old_min_technology.unwrap_or(now.min_technology),
        ..now.clone()
    };
    refuse_discs(&[&then, &now])?;
    let found = session.working("comparing", || {
        compare(before.as_ref().unwrap_or(&new), &new, [&then, &now], old_coverage.len() as u16, read_mapping)
    })?;
    let mut directory = Directory::prepare(out)?;
    let rows = layer(&found)?;
    for format in FORMATS.iter().filter(|format| format.is_standard()) {
        for extension in format.extensions() {
            let name = format!("diff.{extension}");
            directory.write(&name, |out| format.write(&rows, extension, &how(csv), out))?;
        }
    }
    directory.write("diff.json", |out| Ok(writeln!(out, "{:#}", summary(&found))?))?;
    let written = directory.publish()?;
    session.data(&digest(&found, &written))?;
    Ok(match before.as_ref().map_or(0, |it| it.findings.skipped()) + new.findings.skipped() {
        0 => Outcome::Whole,
        _ => Outcome::Skipped,
    })
}

/// A list of sites has no vintage.
fn refuse_discs(definitions: &[&Definition]) -> Result<(), Error> {
    if definitions.iter().any(|definition| definition.rule.is_blind_to_terrain()) {
        let problem = "`within` looks at one list of sites, which has no vintage: compare another rule";
        return Err(Error::Usage(problem.to_owned()));
    }
    Ok(())
}

fn compare<'a>(
    old: &'a Inputs,
    new: &'a Inputs,
    definitions: [&'a Definition; 2],
    old_files: u16,
    read_mapping: Option<(Mapping, crate::read::Source)>,
) -> Result<Differences<'a>, Error> {
    let (mapping, source) = read_mapping.unzip();
    let mapping = mapping.unwrap_or_default();
    let [then, now] = [old, new].map(|it| {
        (part(&it.coverage, |file| file < old_files), part(&it.coverage, |file| file >= old_files))
    });
    let before = Vintage {
        villages: &old.villages,
        coverage: &then.0,
        other_coverage: &then.1,
        definition: definitions[0],
    };
    let today = Vintage {
        villages: &new.villages,
        coverage: &now.1,
        other_coverage: &now.0,
        definition: definitions[1],
    };
    let is_of_villages = old.villages.records.iter().any(|village| mapping.codes.contains_key(&village.id.0));
    let ids = if is_of_villages { mapping.codes.clone() } else { BTreeMap::new() };
    let changes = diff(before, today, &pairs(&old.villages, &new.villages, &ids));
    let changed = |nth: &usize| changes[*nth].causes.is_some();
    let named: Vec<usize> = (0..changes.len()).filter(changed).collect();
    let villages: Vec<usize> = named.iter().filter_map(|&nth| changes[nth].new).collect();
    let mut areas = vec![Vec::new(); changes.len()];
    for (nth, found) in named.iter().zip(area_changes(today, definitions[0], &villages)) {
        areas[*nth] = found;
    }
    let shapes = in_one_plane(old, new)?;
    let kept = changes.iter().map(|change| match (change.old.as_slice(), change.new) {
        ([only], Some(now)) => kept(&shapes.get(*only), &new.villages.shapes.get(now)),
        _ => None,
    });
    let kept = kept.collect();
    let units = if is_of_villages { None } else { mapped(old, new, &mapping) };
    let units = units.map(|[old, new]| {
        changes.iter().map(|it| it.new.map_or_else(|| old[it.old[0]].clone(), |at| new[at].clone())).collect()
    });
    let mut sources = new.findings.sources.clone();
    sources.extend(old.findings.sources.iter().filter(|it| !new.findings.sources.contains(it)).cloned());
    sources.extend(source);
    let units = units.unwrap_or_default();
    Ok(Differences { old, new, definitions, changes, areas, kept, units, mapping, sources })
}

/// The units of the villages of before and now by the mapping's new codes; `None` where the
/// villages have no column of such codes.
fn mapped(old: &Inputs, new: &Inputs, mapping: &Mapping) -> Option<[Vec<Option<String>>; 2]> {
    let old_units = mapped_units(&old.villages, &mapping.codes)?;
    // villages of now may have the new codes already
    let mut either = mapping.codes.clone();
    either.extend(mapping.codes.values().map(|code| (code.clone(), code.clone())));
    Some([old_units, mapped_units(&new.villages, &either)?])
}

/// The boundaries of before in the plane of now.
fn in_one_plane(old: &Inputs, new: &Inputs) -> Result<Shapes, Error> {
    let mut shapes = old.villages.shapes.clone();
    if old.plane.crs() != new.plane.crs() {
        old.plane.to_wgs84(shapes.positions_mut())?;
        let Some(way_in) = new.plane.from_wgs84() else { return Ok(Shapes::new()) };
        way_in.apply(shapes.positions_mut())?;
    }
    Ok(shapes)
}

/// The result in a screenful.
fn digest(found: &Differences<'_>, written: &[PathBuf]) -> String {
    let mut text = String::from("\n");
    for kind in Change::ALL {
        let villages = found.of(kind).count();
        if villages > 0 || matches!(kind, Change::Gained | Change::Lost) {
            let people = found.people(found.of(kind));
            let _ = writeln!(text, "{villages:>7} villages {}, with {people:.0} people", kind.label());
        }
    }
    for kind in [Change::Gained, Change::Lost] {
        let mut causes: BTreeMap<String, usize> = BTreeMap::new();
        for nth in found.of(kind) {
            *causes.entry(found.changes[nth].causes.unwrap_or_default().label()).or_default() += 1;
        }
        let parts: Vec<String> = causes.iter().map(|(cause, count)| format!("{cause} {count}")).collect();
        if !parts.is_empty() {
            let _ = writeln!(text, "{} because of: {}", kind.label(), parts.join(", "));
        }
    }
    let mut units: Vec<(String, [usize; 2])> = found.by_unit().into_iter().collect();
    units.sort_by_key(|(_, [gained, lost])| std::cmp::Reverse(gained + lost));
    for (unit, [gained, lost]) in units.iter().take(10) {
        let _ = writeln!(text, "  {}: {gained} gained, {lost} lost", printable(unit));
    }
    if units.len() > 10 {
        let _ = writeln!(text, "  and {} more units", units.len() - 10);
    }
    let changed = found.of(Change::Lost).chain(found.of(Change::Gained));
    for nth in changed.take(5) {
        let village = found.village(nth);
        let name = village.name.as_deref().unwrap_or("village");
        let kind = found.changes[nth].change.label();
        let _ =
            writeln!(text, "{kind}: {} ({}): {}", printable(name), village.id, printable(&found.why(nth)));
    }
    for path in written {
        let _ = writeln!(text, "wrote {}", path.display());
    }
    text
}
