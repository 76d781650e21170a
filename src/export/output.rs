//! Which files a run writes: every layer in every format asked for, and the rest.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::formats::{FORMATS, Format};
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
        layers.chain(EXPORTS.iter().map(|&export| Self::Other(export))).collect()
    }

    /// Its name in the output directory.
    pub fn file_name(self) -> String {
        match self {
            Self::Layer(layer, format) => format!("{}.{}", layer.name(), format.extension()),
            Self::Other(export) => export.file_name().to_owned(),
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
    /// Formats asked for on top of the standard ones.
    pub formats: Vec<&'static dyn Format>,
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
        let chosen = if self.only.is_empty() { self.standard() } else { self.only.clone() };
        let layers: BTreeSet<&str> = chosen
            .iter()
            .filter_map(|output| match output {
                Output::Layer(layer, _) => Some(layer.name()),
                Output::Other(_) => None,
            })
            .collect();
        for source in LAYERS.iter().filter(|source| layers.contains(source.name())) {
            if let Some(layer) = source.layer(results)? {
                write_layer(&layer, &chosen, results, directory)?;
            }
        }
        for output in &chosen {
            if let Output::Other(export) = output
                && export.has_content(results)
            {
                directory.write(export.file_name(), |out| export.write(results, out))?;
            }
        }
        Ok(())
    }

    fn standard(&self) -> Vec<Output> {
        let asked = |format: &dyn Format| self.formats.iter().any(|asked| asked.name() == format.name());
        let mut all = Output::all();
        all.retain(|output| match output {
            Output::Layer(_, format) => format.is_standard() || asked(*format),
            Output::Other(_) => true,
        });
        all
    }
}

fn write_layer(
    layer: &Layer,
    chosen: &[Output],
    results: Results<'_>,
    directory: &mut Directory,
) -> Result<(), Error> {
    for output in chosen {
        if let Output::Layer(source, format) = output
            && source.name() == layer.name
        {
            directory.write(&output.file_name(), |out| format.write(layer, results.csv, out))?;
        }
    }
    Ok(())
}

/// The format of that name.
///
/// # Errors
/// No such format; the message lists those there are.
pub fn format(name: &str) -> Result<&'static dyn Format, String> {
    FORMATS.iter().copied().find(|format| format.name() == name).ok_or_else(|| {
        let names: Vec<_> = FORMATS.iter().map(|format| format.name()).collect();
        format!("no format `{name}`; there are {}", names.join(", "))
    })
}
