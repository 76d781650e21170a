//! The text encoding of a shapefile that does not say it.

use std::path::Path;

/// The option that tells GDAL the encoding; none when the file says it itself.
///
/// Without a `.cpg` GDAL takes the table for Latin-1 and mangles Vietnamese. Text that is
/// valid UTF-8 beyond ASCII is UTF-8: no other encoding produces it by chance.
pub fn of_shapefile(path: &Path) -> Vec<&'static str> {
    let is_shapefile = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("shp"));
    let beside = |ending: &str| path.with_extension(ending);
    if !is_shapefile || beside("cpg").exists() || beside("CPG").exists() {
        return Vec::new();
    }
    let table = std::fs::read(beside("dbf")).or_else(|_| std::fs::read(beside("DBF"))).unwrap_or_default();
    let header = table.get(8..10).map_or(0, |length| usize::from(u16::from_le_bytes([length[0], length[1]])));
    let rows = table.get(header..).unwrap_or_default();
    // a value cut at the width of its column may end inside a letter
    let is_utf8 = rows.utf8_chunks().map(|chunk| chunk.invalid().len()).sum::<usize>() * 20 < non_ascii(rows);
    if is_utf8 { vec!["ENCODING=UTF-8"] } else { Vec::new() }
}

fn non_ascii(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !byte.is_ascii()).count()
}
