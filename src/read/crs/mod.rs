//! Many coordinate systems in, one plane of metres out.

mod accidents;
mod datum;
mod declared;
mod drop_rows;
mod ellipsoid;
mod extent;
mod into_plane;
#[cfg(test)]
mod known_answers;
mod laea;
mod long_edges;
#[cfg(test)]
mod published;
mod suitable;
mod system;
mod transverse_mercator;

use std::sync::Arc;

use geo::Coord;
use rayon::prelude::*;

use accidents::Placed;
use declared::{Declared, Side};
use extent::{Extent, Scan};
pub use into_plane::{into_plane, way_into_plane};
use laea::Laea;
pub use system::{Refusal, System};

use crate::error::Error;
use crate::plane::{Plane, Transform};
use crate::read::hooks::CrsUnit;
use crate::read::layer::Layer;
use crate::read::request::Request;

/// What a position without an image becomes.
const NOWHERE: Coord = Coord { x: f64::NAN, y: f64::NAN };

/// The longest radius of a disc that a point without one is credited with when layers are
/// looked at for overlap, in metres.
const DISC_REACH_M: f64 = 50_000.0;

/// The coordinate system of one file, and who said so.
#[derive(Debug, Clone, PartialEq)]
pub struct CrsChoice {
    /// As PROJ accepts it.
    pub crs: String,
    /// `stated in the file`, `RFC 7946`, `--villages-crs`, `assumed: …`.
    pub crs_from: String,
}

/// What became of the layers of a study.
#[derive(Debug, Clone)]
pub struct OnePlane {
    /// The plane all of them are in now.
    pub plane: Plane,
    /// One choice a layer: the villages', then each coverage's.
    pub choices: Vec<CrsChoice>,
    /// What the user should know, a sentence each.
    pub warnings: Vec<String>,
}

/// Moves villages, their centres and all coverage into one plane of metres.
///
/// `centres` holds one entry for each village, in the coordinate system of the file, or is
/// empty; entries of rows that have no place in the plane go with their rows.
///
/// When all layers share a metre projection that distorts lengths and areas around the
/// villages by less than 1 %, nothing is moved; else all go to Lambert's azimuthal equal-area
/// projection centred on the villages.
///
/// # Errors
/// A coordinate system that is not known or needs GDAL; coordinates that are not what they
/// are labelled as; layers that do not overlap.
pub fn to_one_plane(
    villages: &mut Layer,
    centres: &mut Vec<Option<Coord>>,
    coverage: &mut [Layer],
    request: &Request,
) -> Result<OnePlane, Error> {
    let (of_villages, of_coverage) = (request.villages_crs.as_deref(), request.coverage_crs.as_deref());
    let mut declared = vec![declare(villages, centres, Side::Villages, of_villages, request)?];
    for layer in coverage.iter_mut() {
        declared.push(declare(layer, &mut Vec::new(), Side::Coverage, of_coverage, request)?);
    }
    declared.iter().try_for_each(accidents::refuse_wrong_numbers)?;
    let ways: Vec<Arc<dyn Transform>> = declared.iter().map(way_to_wgs84).collect::<Result<_, _>>()?;
    for (layer, way) in declared.iter().zip(&ways) {
        accidents::refuse_swapped_metres(layer, way.as_ref())?;
    }
    let mut warnings = assumptions(&declared);
    warnings.extend(centres_in_degrees(&declared[0], centres)?);

    let (plane, step) = choose(&declared, &ways)?;
    let layers = std::iter::once(villages).chain(coverage.iter_mut());
    let mut extents = Vec::new();
    for (nth, (layer, way)) in layers.zip(&ways).enumerate() {
        let mut nobody = Vec::new();
        let centres = if nth == 0 { &mut *centres } else { &mut nobody };
        extents.push(move_layer(layer, centres, way.as_ref(), step.as_ref(), &declared[nth])?);
    }
    warnings.extend(overlap(&declared, &ways, &extents, request)?);
    let choices =
        declared.iter().map(|d| CrsChoice { crs: d.system.definition(), crs_from: d.from.clone() }).collect();
    Ok(OnePlane { plane, choices, warnings })
}

/// The coordinate system of a layer; rows around the whole world are left out before they say where the others lie.
fn declare(
    layer: &mut Layer,
    centres: &mut Vec<Option<Coord>>,
    side: Side,
    told: Option<&str>,
    request: &Request,
) -> Result<Declared, Error> {
    let declared = Declared::of(layer, side, told, request.gdal)?;
    let scan = &declared.scan;
    let are_degrees = declared.system.unit() == CrsUnit::Degrees && scan.degrees == scan.positions;
    let is_wide = scan.extent().is_some_and(|extent| extent.max.x - extent.min.x > 180.0);
    if !are_degrees || !is_wide {
        return Ok(declared);
    }
    drop_rows::around_the_world(layer, centres);
    Declared::of(layer, side, told, request.gdal)
}

fn way_to_wgs84(layer: &Declared) -> Result<Arc<dyn Transform>, Error> {
    layer.system.to_wgs84().map_err(|refusal| match refusal {
        Refusal::NeedsGdal(crs) => Error::NeedsGdal(crs),
        Refusal::Unknown(why) => layer.refuse(
            format!("there is no way from {} to WGS 84: {why}", layer.name()),
            "name another with ".to_owned() + layer.side.flag(),
        ),
    })
}

fn assumptions(declared: &[Declared]) -> Vec<String> {
    declared
        .iter()
        .filter(|layer| layer.assumed && layer.extent.is_some())
        .map(|layer| {
            format!(
                "{} states no coordinate system; its numbers look like degrees and are taken for WGS 84 longitude \
                 and latitude (name another with {})",
                layer.file_name(),
                layer.side.flag()
            )
        })
        .collect()
}

/// Centres often come as longitude and latitude columns beside boundaries in metres: moves
/// those into the boundaries' system.
fn centres_in_degrees(villages: &Declared, centres: &mut [Option<Coord>]) -> Result<Option<String>, Error> {
    let mut positions: Vec<Coord> = centres.iter().flatten().copied().collect();
    let scan = Scan::of_positions(&positions);
    let are_degrees = scan.positions > 0 && scan.degrees == scan.positions - scan.broken;
    if villages.system.unit() == CrsUnit::Degrees || !are_degrees {
        return Ok(None);
    }
    let way = villages.system.out_of_wgs84().map_err(|_| {
        villages.refuse(
            format!(
                "the village centres look like degrees, and there is no way from WGS 84 to {}",
                villages.name()
            ),
            "give the centres in the coordinate system of the boundaries",
        )
    })?;
    way.apply(&mut positions)?;
    centres.iter_mut().flatten().zip(positions).for_each(|(centre, moved)| *centre = moved);
    Ok(Some("the village centres look like degrees and are taken for WGS 84 longitude and latitude".into()))
}

/// The plane, and the last step into it from longitude and latitude; `None` when nothing moves.
fn choose(
    declared: &[Declared],
    ways: &[Arc<dyn Transform>],
) -> Result<(Plane, Option<laea::Forward>), Error> {
    let villages = &declared[0];
    let shared = declared.iter().all(|layer| layer.system.is(&villages.system));
    let extent = declared.iter().find_map(|layer| layer.extent);
    if shared && villages.system.unit() == CrsUnit::Metres && !villages.system.is_web_map() {
        let distortion = extent.map_or(Ok(0.0), |extent| suitable::distortion(&extent, ways[0].as_ref()))?;
        if distortion <= suitable::TOLERANCE {
            let why = format!("all inputs share it, and it distorts by at most {:.2} %", distortion * 100.0);
            let centre = centre_of(extent, ways[0].as_ref())?;
            let true_area = Chain(vec![ways[0].clone(), Arc::new(laea::Forward(centre))]);
            let plane = Plane::new(villages.system.definition(), why, ways[0].clone());
            let plane = plane.with_equal_area(Arc::new(true_area));
            let way_in = villages.system.out_of_wgs84();
            return Ok((way_in.map_or_else(|_| plane.clone(), |way| plane.clone().with_way_in(way)), None));
        }
    }
    let first = declared.iter().position(|layer| layer.extent.is_some()).unwrap_or(0);
    let laea = centre_of(declared[first].extent, ways[first].as_ref())?;
    let why = "equal areas, centred on the villages".to_owned();
    let plane = Plane::new(laea.proj_string(), why, Arc::new(laea::Inverse(laea)));
    let plane = plane.with_way_in(Arc::new(laea::Forward(laea)));
    Ok((plane, Some(laea::Forward(laea))))
}

/// The equal-area projection around the middle of a box, to the tenth of a degree.
fn centre_of(extent: Option<Extent>, to_wgs84: &dyn Transform) -> Result<Laea, Error> {
    let Some(extent) = extent else { return Ok(Laea::new(0.0, 0.0)) };
    let mut grid = extent.grid();
    to_wgs84.apply(&mut grid)?;
    grid.retain(|position| position.y.abs() <= 90.0 && position.x.is_finite());
    let Some(around) = Scan::of_positions(&grid).extent() else { return Ok(Laea::new(0.0, 0.0)) };
    let tenth = |degrees: f64| (degrees * 10.0).round() / 10.0 + 0.0;
    let centre = around.centre();
    Ok(Laea::new(tenth(wrapped(centre.x)), tenth(centre.y).clamp(-89.9, 89.9)))
}

/// Moves one layer, drops rows without a place in the plane, and returns its box there.
fn move_layer(
    layer: &mut Layer,
    centres: &mut Vec<Option<Coord>>,
    way: &dyn Transform,
    step: Option<&laea::Forward>,
    declared: &Declared,
) -> Result<Option<Extent>, Error> {
    let Some(step) = step else {
        if declared.scan.broken > 0 {
            drop_rows::without_a_place(layer, centres, declared);
        }
        return Ok(declared.extent);
    };
    if declared.system.unit() == CrsUnit::Degrees {
        long_edges::cut(&mut layer.shapes);
    }
    let into_plane = |positions: &mut [Coord]| way.apply(positions).and_then(|()| step.apply(positions));
    into_plane(layer.shapes.positions_mut())?;
    for points in [&mut layer.points, centres] {
        let mut positions: Vec<Coord> = points.iter().flatten().copied().collect();
        into_plane(&mut positions)?;
        points.iter_mut().flatten().zip(positions).for_each(|(point, moved)| *point = moved);
    }
    let mut scan = Scan::of(layer);
    if scan.broken > 0 {
        drop_rows::without_a_place(layer, centres, declared);
    }
    if scan.extent().is_some_and(|extent| extent.reaches(drop_rows::QUARTER_M)) {
        drop_rows::beyond_the_plane(layer, centres);
        scan = Scan::of(layer);
    }
    for centre in centres.iter_mut() {
        *centre = centre.filter(|position| position.x.is_finite() && position.y.is_finite());
    }
    Ok(scan.extent())
}

fn overlap(
    declared: &[Declared],
    ways: &[Arc<dyn Transform>],
    extents: &[Option<Extent>],
    request: &Request,
) -> Result<Vec<String>, Error> {
    let reach_m = request.radius.map_or(DISC_REACH_M, crate::units::Metres::get);
    let placed = |nth: usize| {
        Some(Placed {
            declared: &declared[nth],
            to_wgs84: ways[nth].as_ref(),
            extent: extents[nth]?,
            reach_m: if declared[nth].scan.has_points { reach_m } else { 0.0 },
        })
    };
    let coverage: Vec<_> = (1..declared.len()).filter_map(placed).collect();
    placed(0).map_or(Ok(Vec::new()), |villages| accidents::refuse_strangers(&villages, &coverage))
}

/// One transformation after the other.
struct Chain(Vec<Arc<dyn Transform>>);

impl Transform for Chain {
    fn apply(&self, positions: &mut [Coord]) -> Result<(), Error> {
        self.0.iter().try_for_each(|step| step.apply(positions))
    }
}

/// Works on many positions with all threads, and on few without waking them.
fn parallel(positions: &mut [Coord], work: impl Fn(&mut [Coord]) + Send + Sync) {
    const CHUNK: usize = 1 << 13;
    if positions.len() <= CHUNK { work(positions) } else { positions.par_chunks_mut(CHUNK).for_each(work) }
}

/// A longitude within ±180°.
fn wrapped(lon: f64) -> f64 {
    if lon.abs() <= 180.0 { lon } else { lon - 360.0 * (lon / 360.0).round() }
}

#[cfg(test)]
mod tests;
