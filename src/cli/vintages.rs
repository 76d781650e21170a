//! Two vintages, read into one plane and compared.

use std::collections::{BTreeMap, HashSet};

use geo::{Coord, Rect};

use super::Session;
use super::diff::OldArgs;
use super::inputs::read_unsaid;
use super::judgement::JudgementArgs;
use crate::assess::Definition;
use crate::diff::{Network, Vintage, area_changes, diff, kept, mapped_units, network, pairs};
use crate::error::{Error, InputError};
use crate::export::Differences;
use crate::export::diff::gone;
use crate::geometry::{self, Shapes};
use crate::model::Site;
use crate::read::{Findings, GroundRequest, Inputs, Mapping, Request, Role, mapping, old_sites};

/// Both vintages as they were read.
pub(super) struct Vintages {
    /// The villages of now with the coverage of both.
    new: Inputs,
    /// The villages of before with the coverage of both; `None` where they are the same.
    before: Option<Inputs>,
    /// The coverage files of before: those before the first number, and from the second on.
    old_files: (u16, u16),
    /// Whether sites were given, and need not be made of towers.
    has_sites: bool,
    /// The sites of before in the planes of before and now, where they were given.
    old_sites: [Option<Vec<Site>>; 2],
    mapping: Mapping,
    /// Of what was read for the comparison alone.
    more: Findings,
}

/// How far from the villages the coverage of before may lie before it is taken for a mistake, metres.
const FAR_M: f64 = 50_000.0;

/// Refuses coverage of before that reaches no village: everything would seem to be gained.
fn refuse_elsewhere(new: &Inputs, old_files: u16, old: &OldArgs) -> Result<(), Error> {
    let villages = extent(&new.villages.shapes, |_| true);
    let before = extent(&new.coverage.shapes, |area| new.coverage.areas[area].file < old_files);
    let (Some(villages), Some(before), Some(file)) = (villages, before, old.coverage.first()) else {
        return Ok(());
    };
    let apart = |low: f64, high: f64, other_low: f64, other_high: f64| {
        (other_low - high).max(low - other_high).max(0.0)
    };
    let far = apart(villages.min().x, villages.max().x, before.min().x, before.max().x).hypot(apart(
        villages.min().y,
        villages.max().y,
        before.min().y,
        before.max().y,
    ));
    if far <= FAR_M {
        return Ok(());
    }
    let problem = format!("the coverage of before lies {:.0} km from the villages", far / 1000.0);
    Err(InputError::file(file, problem)
        .hint("check that it shows the same region; name its coordinate system with --coverage-crs if that is wrong")
        .into())
}

/// The box around some shapes.
fn extent(shapes: &Shapes, wanted: impl Fn(usize) -> bool) -> Option<Rect> {
    let boxes =
        (0..shapes.len()).filter(|&nth| wanted(nth)).filter_map(|nth| geometry::bounds(&shapes.get(nth)));
    boxes.reduce(|one, other| {
        Rect::new(
            Coord { x: one.min().x.min(other.min().x), y: one.min().y.min(other.min().y) },
            Coord { x: one.max().x.max(other.max().x), y: one.max().y.max(other.max().y) },
        )
    })
}

impl Vintages {
    /// Reads what `request` names, and with it the older vintage.
    pub fn read(
        request: &Request,
        old: &OldArgs,
        judgement: &JudgementArgs,
        session: &Session,
    ) -> Result<Self, Error> {
        let mut both = request.clone();
        // one reading of both coverages, so that they lie in one plane
        both.coverage.splice(0..0, old.coverage.iter().cloned());
        both.places.rasters.extend(old.rasters.iter().cloned());
        both.places.levels = judgement.levels();
        let old_files =
            (old.coverage.len() as u16, (both.coverage.len() + request.places.rasters.len()) as u16);
        let mut new = read_unsaid(&both, session)?;
        rename(&mut new, old);
        refuse_elsewhere(&new, old_files.0, old)?;
        let mut more = Findings::default();
        let before = match &old.villages {
            None => None,
            Some(villages) => {
                let request =
                    Request { villages: villages.clone(), ground: GroundRequest::default(), ..both.clone() };
                let read = read_unsaid(&request, session)?;
                let first = read.findings.sources.first().cloned();
                more.sources
                    .extend(first.map(|source| crate::read::Source { role: Role::OldVillages, ..source }));
                more.warnings.extend(read.findings.warnings.iter().cloned());
                Some(read)
            }
        };
        let (mapping, source) = old.mapping.as_ref().map(|path| mapping(path, &both)).transpose()?.unzip();
        more.sources.extend(source);
        let mut sites = [None, None];
        if let Some(path) = &old.sites {
            for (nth, inputs) in [before.as_ref().unwrap_or(&new), &new].into_iter().enumerate() {
                let plane = (inputs.coverage.operators.as_slice(), &inputs.plane);
                let (read, found) = old_sites(path, &inputs.villages, plane, &both)?;
                sites[nth] = Some(read);
                if nth == 0 {
                    more.sources.extend(found.sources);
                    more.warnings.extend(found.warnings);
                }
            }
        }
        Ok(Self {
            new,
            before,
            old_files,
            has_sites: request.places.sites.is_some(),
            old_sites: sites,
            mapping: mapping.unwrap_or_default(),
            more,
        })
    }

    /// How all files were understood.
    pub fn findings(&self) -> Findings {
        let mut all = self.new.findings.clone();
        let mut said: HashSet<String> = all.warnings.iter().cloned().collect();
        all.sources.extend(self.more.sources.iter().cloned());
        all.warnings.extend(self.more.warnings.iter().filter(|it| said.insert((*it).clone())).cloned());
        all
    }

    /// The definition of now, for the coverage of now.
    pub fn definition(&self, judgement: &JudgementArgs) -> Result<Definition, Error> {
        judgement.definition(&self.new)
    }

    /// The new vintage alone.
    pub fn into_new(self) -> Inputs {
        let findings = self.findings();
        let now = self.network(&self.new, false, None);
        let mut new = self.new;
        new.coverage = now.coverage;
        new.villages.places.sites = now.sites;
        new.findings = findings;
        new
    }

    /// The networks of before or now, in the plane of `inputs`.
    fn network(&self, inputs: &Inputs, is_old: bool, old_sites: Option<&[Site]>) -> Network {
        let given = inputs.villages.places.sites.as_deref().filter(|_| self.has_sites);
        let sites = if is_old { old_sites.or(given) } else { given };
        let (first, last) = self.old_files;
        network(&inputs.coverage, sites, |file| (file < first || file >= last) == is_old)
    }

    /// Compares them; `now` is the definition of now.
    pub fn compare(&self, old: &OldArgs, now: &Definition) -> Result<Differences, Error> {
        let then = Definition {
            rule: old.rule.clone().unwrap_or_else(|| now.rule.clone()),
            min_technology: old.min_technology.unwrap_or(now.min_technology),
            ..now.clone()
        };
        let (new, before) = (&self.new, self.before.as_ref().unwrap_or(&self.new));
        let networks = |inputs: &Inputs, nth: usize| {
            [true, false].map(|is_old| self.network(inputs, is_old, self.old_sites[nth].as_deref()))
        };
        let there = networks(new, 1);
        let there_before = self.before.as_ref().map(|before| networks(before, 0));
        let [old_there, new_there] = there_before.as_ref().unwrap_or(&there);
        let first = Vintage {
            villages: &before.villages,
            network: old_there,
            other_network: new_there,
            definition: &then,
        };
        let second = Vintage {
            villages: &new.villages,
            network: &there[1],
            other_network: &there[0],
            definition: now,
        };
        let codes = &self.mapping.codes;
        let is_of_villages = before.villages.records.iter().any(|village| codes.contains_key(&village.id.0));
        let ids = if is_of_villages { codes.clone() } else { BTreeMap::new() };
        let changes = diff(first, second, &pairs(&before.villages, &new.villages, &ids));
        let named: Vec<usize> = (0..changes.len()).filter(|&nth| changes[nth].causes.is_some()).collect();
        let villages: Vec<usize> = named.iter().filter_map(|&nth| changes[nth].new).collect();
        let mut areas = vec![Vec::new(); changes.len()];
        for (nth, found) in named.iter().zip(area_changes(second, &then, &villages)) {
            areas[*nth] = found;
        }
        let shapes = in_one_plane(before, new)?;
        let kept = changes.iter().map(|change| match (change.old.as_slice(), change.new) {
            ([only], Some(now)) => kept(&shapes.get(*only), &new.villages.shapes.get(now)),
            _ => None,
        });
        let kept = kept.collect();
        let units = if is_of_villages { None } else { mapped(before, new, &self.mapping) };
        let units = units.map(|[old, new]| {
            changes
                .iter()
                .map(|it| it.new.map_or_else(|| old[it.old[0]].clone(), |at| new[at].clone()))
                .collect()
        });
        let id = |&nth: &usize| before.villages.records[nth].id.0.clone();
        Ok(Differences {
            definitions: [then, now.clone()],
            old_ids: changes.iter().map(|change| change.old.iter().map(id).collect()).collect(),
            gone: gone(before, &changes)?,
            changes,
            areas,
            kept,
            units: units.unwrap_or_default(),
            mapping: self.mapping.clone(),
        })
    }
}

/// Calls the files of the older vintage what they are.
fn rename(inputs: &mut Inputs, old: &OldArgs) {
    let sources = &mut inputs.findings.sources;
    sources.iter_mut().skip(1).take(old.coverage.len()).for_each(|source| source.role = Role::OldCoverage);
    let rasters = sources.iter_mut().rev().filter(|source| source.role == Role::CoverageRaster);
    rasters.take(old.rasters.len()).for_each(|source| source.role = Role::OldCoverage);
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
