//! Archives (`.zip`, `.xlsx`, `.ods`, `.kmz`) that unpack to more than anybody meant.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::error::InputError;

/// An archive that unpacks to more than this …
const MANY_BYTES: u64 = 50_000_000;
/// … and to so many times its own size is refused. Text of a workbook packs 10 to 30 times.
const TIMES: u64 = 200;

/// Refuses an archive that would fill the memory; any other file passes.
///
/// # Errors
/// One that unpacks to far more than its size.
pub fn refuse_bomb(path: &Path) -> Result<(), InputError> {
    let Some((packed, unpacked)) = sizes(path) else { return Ok(()) };
    if unpacked <= MANY_BYTES || unpacked / TIMES <= packed {
        return Ok(());
    }
    let (megabytes, times) = (unpacked / 1_000_000, unpacked / packed.max(1));
    let problem = format!("it unpacks to {megabytes} megabytes, {times} times its size");
    Err(InputError::file(path, problem).hint("if it is sound, unpack it and name the file inside"))
}

/// The size of an archive, and the sum of what its directory says its files unpack to.
fn sizes(path: &Path) -> Option<(u64, u64)> {
    /// The end of the directory stands within so many bytes of the end.
    const TAIL: u64 = 65_557;
    let mut file = File::open(path).ok()?;
    let size = file.metadata().ok().filter(|about| about.is_file())?.len();
    let mut start = [0; 2];
    file.read_exact(&mut start).ok()?;
    if &start != b"PK" {
        return None;
    }
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL))).ok()?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).ok()?;
    let end = tail.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let number = |bytes: &[u8], at: usize| {
        bytes.get(at..at + 4).map(|it| u64::from(u32::from_le_bytes([it[0], it[1], it[2], it[3]])))
    };
    let (length, offset) = (number(&tail, end + 12)?, number(&tail, end + 16)?);
    file.seek(SeekFrom::Start(offset)).ok()?;
    let mut directory = Vec::new();
    file.take(length).read_to_end(&mut directory).ok()?;
    let (mut at, mut unpacked) = (0, 0_u64);
    while directory.get(at..at + 4) == Some(b"PK\x01\x02") {
        unpacked = unpacked.saturating_add(number(&directory, at + 24)?);
        let short =
            |at: usize| Some(usize::from(u16::from_le_bytes([*directory.get(at)?, *directory.get(at + 1)?])));
        at += 46 + short(at + 28)? + short(at + 30)? + short(at + 32)?;
    }
    Some((size, unpacked))
}
