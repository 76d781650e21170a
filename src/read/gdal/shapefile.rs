//! What GDAL would pass over in silence in a shapefile: parts that end too early.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::error::InputError;
use crate::read::Crs;
use crate::read::file::FETCH_AGAIN;

/// The size of the header of a `.shp` and a `.shx`.
const HEADER: u64 = 100;

/// Refuses a shapefile whose parts do not fit together.
///
/// # Errors
/// Shapes that end before their end, or as many rows in the table as there are no shapes: GDAL
/// reads what is there, and the rest would be gone without a word.
pub fn refuse_torn(path: &Path) -> Result<(), InputError> {
    if !is_shapefile(path) {
        return Ok(());
    }
    let (Some(start), Some(size)) = (start(path), size(path)) else { return Ok(()) };
    let words = start.get(24..28).map_or(0, |it| u32::from_be_bytes([it[0], it[1], it[2], it[3]]));
    let promised = u64::from(words) * 2;
    if size < HEADER || size < promised {
        let problem = format!("the file promises {promised} bytes and has {size}: it is cut off");
        return Err(InputError::file(path, problem).hint(FETCH_AGAIN));
    }
    let (Some(shapes), Some(rows)) = (shapes(path), rows(path)) else { return Ok(()) };
    if shapes != rows {
        let problem = format!("it has {shapes} shapes, and the table beside it (.dbf) {rows} rows");
        let hint =
            "the parts do not belong together, or one was not copied to its end: fetch all of them again";
        return Err(InputError::file(path, problem).hint(hint));
    }
    Ok(())
}

/// The text of a `.prj` that GDAL can make nothing of: stated, but not known.
pub fn unknown_crs(path: &Path) -> Option<Crs> {
    let text = std::fs::read(beside(path, "prj").filter(|_| is_shapefile(path))?).ok()?;
    let text = String::from_utf8_lossy(&text).trim().to_owned();
    (!text.is_empty()).then_some(Crs::Other(text))
}

fn is_shapefile(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("shp"))
}

/// The file of the same name with another ending, in small or in capital letters.
fn beside(path: &Path, ending: &str) -> Option<PathBuf> {
    [ending.to_owned(), ending.to_uppercase()]
        .into_iter()
        .map(|ending| path.with_extension(ending))
        .find(|path| path.is_file())
}

fn start(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(HEADER).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn size(path: &Path) -> Option<u64> {
    Some(std::fs::metadata(path).ok()?.len())
}

/// How many shapes the index beside the file lists.
fn shapes(path: &Path) -> Option<u64> {
    Some(size(&beside(path, "shx")?)?.checked_sub(HEADER)? / 8)
}

/// How many whole rows the table beside the file holds.
fn rows(path: &Path) -> Option<u64> {
    let table = beside(path, "dbf")?;
    let start = start(&table)?;
    let number = |at: usize| Some(u64::from(u16::from_le_bytes([*start.get(at)?, *start.get(at + 1)?])));
    let (header, row) = (number(8)?, number(10)?);
    size(&table)?.checked_sub(header)?.checked_div(row)
}
