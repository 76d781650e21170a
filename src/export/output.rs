//! Which files a run writes: every layer in every format asked for, and the rest.

use std::str::FromStr;

use super::formats::{CONTAINERS, Container, FORMATS, Format};
use super::how::How;
use super::layer::{Layer, LayerSource};
use super::layers::LAYERS;
use super::plan::{CertificateJson, Curve, Targets};
use super::tables::LeanVillages;
use super::{Directory, EXPORTS, Export, Results};
use crate::error::Error;

/// One file that can be written.
#[derive(Clone, Copy)]
pub enum Output {
    /// A layer in a format, and which of that format's files.
    Layer(&'static dyn LayerSource, &'static dyn Format, &'static str),
    /// All layers in one file.
    All(&'static dyn Container),
    /// Anything else.
    Other(&'static dyn Export),
}

impl Output {
    /// Every file there can be.
    pub fn all() -> Vec<Self> {
        let layers = LAYERS.iter().flat_map(|&layer| {
            let formats = FORMATS.iter().filter(move |format| layer.is_spatial() || format.writes_tables());
            formats.flat_map(move |&format| {
                format.extensions().iter().map(move |&extension| Self::Layer(layer, format, extension))
            })
        });
        let containers = CONTAINERS.iter().map(|&container| Self::All(container));
        layers.chain(containers).chain(EXPORTS.iter().map(|&export| Self::Other(export))).collect()
    }

    /// Its name in the output directory.
    pub fn file_name(self) -> String {
        match self {
            Self::Layer(layer, _, extension) => format!("{}.{extension}", layer.name()),
            Self::All(container) => container.file_name().to_owned(),
            Self::Other(export) => export.file_name().to_owned(),
        }
    }

    /// Whether it is written without being asked for.
    fn is_standard(self) -> bool {
        match self {
            Self::Layer(_, format, _) => format.is_standard(),
            Self::All(_) => false,
            Self::Other(_) => true,
        }
    }

    /// Whether it shows places, and so the rows that only maps have.
    fn draws(self) -> bool {
        match self {
            Self::Layer(source, format, _) => source.is_spatial() && format.draws(),
            Self::All(container) => container.draws(),
            Self::Other(_) => false,
        }
    }

    /// Whether it is in WGS 84 whatever else is asked for.
    fn stays_in_wgs84(self) -> bool {
        match self {
            Self::Layer(_, format, _) => !self.draws() || format.stays_in_wgs84(),
            Self::All(_) => !self.draws(),
            Self::Other(_) => true,
        }
    }

    fn needs_margins(self) -> bool {
        match self {
            Self::Layer(source, ..) => source.needs_margins(),
            Self::Other(export) => export.file_name() != CertificateJson.file_name(),
            Self::All(_) => true,
        }
    }

    /// Whether it tells what other money or another target would do.
    fn tells_alternatives(self) -> bool {
        match self {
            Self::Layer(source, ..) => [Curve.name(), Targets.name()].contains(&source.name()),
            Self::Other(export) => export.file_name() != CertificateJson.file_name(),
            Self::All(_) => true,
        }
    }

    /// Whether it tells what changed since an older vintage, or lists what was read for that.
    fn tells_changes(self) -> bool {
        match self {
            Self::Layer(source, ..) => source.name() == super::layer::LayerSource::name(&super::diff::Diff),
            Self::All(_) | Self::Other(_) => true,
        }
    }

    fn needs(self, layer: &str) -> bool {
        match self {
            Self::Layer(source, ..) => source.name() == layer,
            Self::All(_) => true,
            Self::Other(_) => false,
        }
    }
}

impl FromStr for Output {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let all = Self::all();
        all.iter().copied().find(|output| output.file_name() == name).ok_or_else(|| {
            let layers: Vec<&str> = LAYERS.iter().map(|layer| layer.name()).collect();
            let ends: Vec<&str> = FORMATS.iter().flat_map(|format| format.extensions()).copied().collect();
            let others = all.iter().filter(|output| !matches!(output, Self::Layer(..)));
            let others: Vec<String> = others.map(|output| output.file_name()).collect();
            format!(
                "no output `{name}`; there are layers ({}) with endings ({}; tables only some of them), and {}",
                layers.join(", "),
                ends.join(", "),
                others.join(", ")
            )
        })
    }
}

/// The files of one run.
#[derive(Clone, Default)]
pub struct Outputs {
    /// Only these; empty writes what is standard.
    pub only: Vec<Output>,
    /// Names of formats asked for on top of the standard ones.
    pub formats: Vec<&'static str>,
}

impl Outputs {
    /// Whether the lean `villages.csv` is all that is asked for.
    pub fn is_lean(&self) -> bool {
        matches!(self.only.as_slice(), [one] if one.file_name() == LeanVillages.file_name())
    }

    /// Whether any of them tells how far edges must move for a village to change.
    pub fn need_margins(&self) -> bool {
        self.chosen().into_iter().any(Output::needs_margins)
    }

    /// Whether any of them tells what other money or another target would do.
    pub fn tell_alternatives(&self) -> bool {
        self.chosen().into_iter().any(Output::tells_alternatives)
    }

    /// Whether any of them tells what changed since an older vintage.
    pub fn tell_changes(&self) -> bool {
        self.chosen().into_iter().any(Output::tells_changes)
    }

    /// Writes the files into the directory, out of sight until it is published.
    ///
    /// # Errors
    /// What the system said, or a result that a format cannot express.
    pub fn write(&self, results: Results<'_>, directory: &mut Directory) -> Result<(), Error> {
        if self.is_lean() {
            return directory.write(LeanVillages.file_name(), |out| LeanVillages.write(results, out));
        }
        let chosen = self.chosen();
        let prepared = Prepared::make(&chosen, results)?;
        let how = How::of(results);
        let how_moved = how.in_crs(results.crs);
        for output in chosen {
            let stays = output.stays_in_wgs84();
            let how = if stays { &how } else { &how_moved };
            write_one(output, prepared.layers(output), results, how, directory)?;
        }
        Ok(())
    }

    /// What is asked for; where nothing is, what is standard and the formats on top.
    fn chosen(&self) -> Vec<Output> {
        if !self.only.is_empty() {
            return self.only.clone();
        }
        let companions: Vec<&str> = FORMATS
            .iter()
            .filter(|format| self.formats.contains(&format.name()))
            .flat_map(|format| format.companions().iter().copied())
            .collect();
        let asked = |output: &Output| match output {
            Output::Layer(_, format, _) => {
                self.formats.contains(&format.name()) || companions.contains(&format.name())
            }
            Output::All(container) => self.formats.contains(&container.name()),
            Output::Other(_) => false,
        };
        Output::all().into_iter().filter(|output| output.is_standard() || asked(output)).collect()
    }
}

/// The layers of a run, as tables and maps want them.
struct Prepared {
    /// Rows as tables have them, in WGS 84.
    tables: Vec<Layer>,
    /// With the rows that only maps have; empty where no output draws one.
    maps: Vec<Layer>,
    /// The same in the coordinate system asked for; empty where that is WGS 84.
    moved: Vec<Layer>,
}

impl Prepared {
    fn make(chosen: &[Output], results: Results<'_>) -> Result<Self, Error> {
        let mut prepared = Self { tables: Vec::new(), maps: Vec::new(), moved: Vec::new() };
        let draws = chosen.iter().any(|output| output.draws());
        for source in LAYERS.iter().filter(|source| chosen.iter().any(|output| output.needs(source.name()))) {
            let Some(layer) = source.layer(results)? else { continue };
            if draws {
                let mut map = layer.clone();
                map.rows.extend(source.map_rows(results)?);
                prepared.maps.push(map);
            }
            prepared.tables.push(layer);
        }
        if !results.crs.is_wgs84() && !chosen.iter().all(|output| output.stays_in_wgs84()) {
            let moved = prepared.maps.iter().map(|layer| results.crs.moved(layer));
            prepared.moved = moved.collect::<Result<_, _>>()?;
        }
        Ok(prepared)
    }

    /// The layers as one output wants them.
    fn layers(&self, output: Output) -> &[Layer] {
        match (output.draws(), output.stays_in_wgs84() || self.moved.is_empty()) {
            (false, _) => &self.tables,
            (true, true) => &self.maps,
            (true, false) => &self.moved,
        }
    }
}

fn write_one(
    output: Output,
    layers: &[Layer],
    results: Results<'_>,
    how: &How<'_>,
    directory: &mut Directory,
) -> Result<(), Error> {
    let name = output.file_name();
    match output {
        Output::Layer(source, format, extension) => match layers.iter().find(|it| it.name == source.name()) {
            Some(layer) => directory.write(&name, |out| format.write(layer, extension, how, out)),
            None => Ok(()),
        },
        Output::All(container) => directory.write(&name, |out| container.write(layers, results, how, out)),
        Output::Other(export) if export.has_content(results) => {
            directory.write(&name, |out| export.write(results, out))
        }
        Output::Other(_) => Ok(()),
    }
}

/// The name of a format, as it is known here.
///
/// # Errors
/// No such format; the message lists those there are.
pub fn format(name: &str) -> Result<&'static str, String> {
    let all = || FORMATS.iter().map(|f| f.name()).chain(CONTAINERS.iter().map(|c| c.name()));
    all().find(|known| *known == name).ok_or_else(|| {
        let names: Vec<_> = all().collect();
        format!("no format `{name}`; there are {}", names.join(", "))
    })
}
