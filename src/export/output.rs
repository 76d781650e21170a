//! Which files a run writes: every layer in every format asked for, and the rest.

use std::str::FromStr;

use super::formats::{CONTAINERS, Container, FORMATS, Format};
use super::layer::{Layer, LayerSource};
use super::layers::LAYERS;
use super::tables::LeanVillages;
use super::{Directory, EXPORTS, Export, Results};
use crate::error::Error;

/// One file that can be written.
#[derive(Clone, Copy)]
pub enum Output {
    /// A layer in a format.
    Layer(&'static dyn LayerSource, &'static dyn Format),
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
            formats.map(move |&format| Self::Layer(layer, format))
        });
        let containers = CONTAINERS.iter().map(|&container| Self::All(container));
        layers.chain(containers).chain(EXPORTS.iter().map(|&export| Self::Other(export))).collect()
    }

    /// Its name in the output directory.
    pub fn file_name(self) -> String {
        match self {
            Self::Layer(layer, format) => format!("{}.{}", layer.name(), format.extension()),
            Self::All(container) => container.file_name().to_owned(),
            Self::Other(export) => export.file_name().to_owned(),
        }
    }

    /// Whether it is written without being asked for.
    fn is_standard(self) -> bool {
        match self {
            Self::Layer(_, format) => format.is_standard(),
            Self::All(_) => false,
            Self::Other(_) => true,
        }
    }

    fn needs(self, layer: &str) -> bool {
        match self {
            Self::Layer(source, _) => source.name() == layer,
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
            let names: Vec<_> = all.iter().map(|output| output.file_name()).collect();
            format!("no output `{name}`; there are {}", names.join(", "))
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

    /// Writes the files into the directory, out of sight until it is published.
    ///
    /// # Errors
    /// What the system said, or a result that a format cannot express.
    pub fn write(&self, results: Results<'_>, directory: &mut Directory) -> Result<(), Error> {
        if self.is_lean() {
            return directory.write(LeanVillages.file_name(), |out| LeanVillages.write(results, out));
        }
        let chosen = self.chosen();
        let mut layers = Vec::new();
        for source in LAYERS.iter().filter(|source| chosen.iter().any(|output| output.needs(source.name()))) {
            layers.extend(source.layer(results)?);
        }
        for output in chosen {
            write_one(output, &layers, results, directory)?;
        }
        Ok(())
    }

    /// What is asked for; where nothing is, what is standard and the formats on top.
    fn chosen(&self) -> Vec<Output> {
        if !self.only.is_empty() {
            return self.only.clone();
        }
        let asked = |output: &Output| match output {
            Output::Layer(_, format) => self.formats.contains(&format.name()),
            Output::All(container) => self.formats.contains(&container.name()),
            Output::Other(_) => false,
        };
        Output::all().into_iter().filter(|output| output.is_standard() || asked(output)).collect()
    }
}

fn write_one(
    output: Output,
    layers: &[Layer],
    results: Results<'_>,
    directory: &mut Directory,
) -> Result<(), Error> {
    let name = output.file_name();
    match output {
        Output::Layer(source, format) => match layers.iter().find(|layer| layer.name == source.name()) {
            Some(layer) => {
                let more = if format.writes_tables() { Vec::new() } else { source.map_rows(results)? };
                if more.is_empty() {
                    return directory.write(&name, |out| format.write(layer, results.csv, out));
                }
                let mut whole = layer.clone();
                whole.rows.extend(more);
                directory.write(&name, |out| format.write(&whole, results.csv, out))
            }
            None => Ok(()),
        },
        Output::All(container) => directory.write(&name, |out| container.write(layers, results, out)),
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
