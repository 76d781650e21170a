//! FlatGeobuf, feature after feature through one small buffer: the file is never held whole.

mod geometry;
mod header;
mod properties;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flatgeobuf::{GeometryType, size_prefixed_root_as_feature};

use crate::error::{Error, InputError};
use crate::read::file;
use crate::read::format::Format;
use crate::read::layer::Layer;
use crate::read::options::Options;
use crate::read::rows::Rows;

/// FlatGeobuf, version 3.
#[derive(Debug)]
pub struct FlatGeobuf;

impl Format for FlatGeobuf {
    fn name(&self) -> &'static str {
        "FlatGeobuf"
    }

    fn summary(&self) -> &'static str {
        "FlatGeobuf, the quickest to read; any coordinate system"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["fgb"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        start.starts_with(b"fgb") && start.get(4..7) == Some(b"fgb")
    }

    fn read(&self, path: &Path, options: &Options) -> Result<Layer, Error> {
        let mut stream = Stream::open(path)?;
        let header = header::read(&mut stream)?;
        let mut rows = Rows::new(path, self.name(), options);
        // A position is 16 bytes, and most of a file is positions.
        rows.shapes().reserve_positions(usize::try_from(stream.left / 16).unwrap_or(0));
        let columns = properties::Columns::of(&header.columns, &mut rows);
        let mut read = 0;
        while header.features.is_none_or(|features| read < features) && stream.left > 0 {
            stream.feature(read + 1, |bytes| feature(bytes, header.geometry_type, &columns, &mut rows))?;
            read += 1;
        }
        match header.features {
            Some(features) if read < features => Err(stream
                .broken(format!("the header promises {features} features, the file ends after {read}"))
                .hint(CUT_OFF)
                .into()),
            _ if stream.left > 0 => Err(stream
                .broken(format!("{} more bytes follow the last of {read} features", stream.left))
                .into()),
            _ => Ok(rows.finish(header.crs)),
        }
    }
}

const CUT_OFF: &str = crate::read::file::FETCH_AGAIN;

/// Ends a row with what the bytes of a feature hold, or skips it with the reason.
fn feature(bytes: &[u8], kind: GeometryType, columns: &properties::Columns, rows: &mut Rows<'_>) {
    let result = size_prefixed_root_as_feature(bytes)
        .map_err(|_| "the feature is damaged: it is no valid FlatBuffer".to_owned())
        .and_then(|feature| {
            columns.read(&feature, rows)?;
            if rows.is_table() { Ok(()) } else { geometry::read(&feature, kind, rows) }
        });
    match result {
        Ok(()) => rows.keep(|| None),
        Err(reason) => {
            let id = rows.likely_id();
            rows.skip(id, reason);
        }
    }
}

/// A file being read from its start to its end.
struct Stream<'p> {
    path: &'p Path,
    file: BufReader<File>,
    /// Bytes not yet read.
    left: u64,
    /// The last block, its size in front.
    buffer: Vec<u8>,
}

impl<'p> Stream<'p> {
    fn open(path: &'p Path) -> Result<Self, InputError> {
        let file = file::open(path)?;
        let left = file.metadata().map_err(|cause| file::unreadable(path, &cause))?.len();
        Ok(Self { path, file: BufReader::with_capacity(1 << 18, file), left, buffer: Vec::new() })
    }

    fn broken(&self, problem: impl Into<String>) -> InputError {
        InputError::file(self.path, problem)
    }

    /// Takes the next feature, the size before it included; one that the reader holds as a whole
    /// is not copied.
    fn feature(&mut self, position: u64, take: impl FnOnce(&[u8])) -> Result<(), InputError> {
        let held = self.file.buffer();
        let length = held.first_chunk().map(|&size| 4 + u64::from(u32::from_le_bytes(size)));
        let length = length.filter(|&length| length <= self.left && length <= held.len() as u64);
        if let Some(length) = length {
            take(&held[..length as usize]);
            self.file.consume(length as usize);
            self.left -= length;
            return Ok(());
        }
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        self.block("the feature").map_err(|error| error.at(position, None))?;
        take(&self.buffer);
        Ok(())
    }

    /// Reads one block and the size before it into the buffer.
    fn block(&mut self, what: &str) -> Result<(), InputError> {
        let mut size = [0; 4];
        let cut_off = |it: &Self| it.broken(format!("the file ends within {what}")).hint(CUT_OFF);
        if self.left < 4 {
            return Err(cut_off(self));
        }
        self.fill(&mut size)?;
        let length = u32::from_le_bytes(size);
        if u64::from(length) > self.left {
            return Err(cut_off(self));
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.resize(4 + length as usize, 0);
        buffer[..4].copy_from_slice(&size);
        let result = self.fill(&mut buffer[4..]);
        self.buffer = buffer;
        result
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), InputError> {
        self.file.read_exact(bytes).map_err(|cause| file::unreadable(self.path, &cause))?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Ok(())
    }

    fn pass(&mut self, bytes: u64) -> Result<(), InputError> {
        match i64::try_from(bytes) {
            Ok(step) if bytes <= self.left => {
                self.file.seek_relative(step).map_err(|cause| file::unreadable(self.path, &cause))?;
                self.left -= bytes;
                Ok(())
            }
            _ => Err(self.broken("the file ends within the spatial index").hint(CUT_OFF)),
        }
    }
}
