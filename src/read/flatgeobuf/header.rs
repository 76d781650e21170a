//! What stands before the features: the header, and a spatial index that is passed over.

use flatgeobuf::{ColumnType, GeometryType, size_prefixed_root_as_header};

use super::Stream;
use crate::error::InputError;
use crate::read::layer::Crs;

/// What the header says.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) geometry_type: GeometryType,
    pub(crate) columns: Vec<(String, ColumnType)>,
    /// How many features follow, where it says.
    pub(crate) features: Option<u64>,
    pub(crate) crs: Crs,
}

/// A header larger than this is taken for damage, as GDAL does.
const LARGEST: u64 = 10 << 20;

/// Reads up to the first feature.
pub(crate) fn read(stream: &mut Stream<'_>) -> Result<Header, InputError> {
    let mut magic = [0; 8];
    if stream.left < 12 {
        return Err(stream.broken("the file ends within its header").hint(super::CUT_OFF));
    }
    stream.fill(&mut magic)?;
    if &magic[..3] != b"fgb" || &magic[4..7] != b"fgb" {
        return Err(stream.broken(format!("not FlatGeobuf: it starts with {:02X?}", &magic[..8])));
    }
    if magic[3] != 3 {
        return Err(stream
            .broken(format!("FlatGeobuf version {}, only version 3 is read", magic[3]))
            .hint("write it again with a current program, e.g. ogr2ogr"));
    }
    stream.block("its header")?;
    if stream.buffer.len() as u64 > LARGEST {
        return Err(stream.broken(format!("the header is damaged: {} bytes long", stream.buffer.len())));
    }
    let buffer = std::mem::take(&mut stream.buffer);
    let parsed = size_prefixed_root_as_header(&buffer)
        .map_err(|_| stream.broken("the header is damaged: it is no valid FlatBuffer"))?;
    let count = parsed.features_count();
    let header = Header {
        geometry_type: parsed.geometry_type(),
        columns: parsed
            .columns()
            .into_iter()
            .flatten()
            .map(|column| (column.name().to_owned(), column.type_()))
            .collect(),
        features: (count > 0).then_some(count),
        crs: parsed.crs().map_or(Crs::Unstated, |crs| stated(&crs)),
    };
    let index = index_bytes(count, parsed.index_node_size())
        .ok_or_else(|| stream.broken("the header is damaged: its index cannot be"))?;
    stream.pass(index)?;
    Ok(header)
}

fn stated(crs: &flatgeobuf::Crs<'_>) -> Crs {
    let is_epsg = crs.org().is_none_or(|org| org.eq_ignore_ascii_case("EPSG"));
    match (u32::try_from(crs.code()), crs.org(), crs.code_string()) {
        (Ok(code), _, _) if code > 0 && is_epsg => Crs::Epsg(code),
        (_, Some(org), Some(code)) if crs.wkt().is_none() => Crs::Other(format!("{org}:{code}")),
        (Ok(code), Some(org), _) if code > 0 && crs.wkt().is_none() => Crs::Other(format!("{org}:{code}")),
        _ => match (crs.wkt(), crs.name()) {
            (Some(wkt), _) if !wkt.is_empty() => Crs::Other(wkt.to_owned()),
            (_, Some(name)) if !name.is_empty() => Crs::Other(name.to_owned()),
            _ => Crs::Unstated,
        },
    }
}

/// Bytes of the packed R-tree before the features: 40 a node, in levels of `node_size`.
fn index_bytes(features: u64, node_size: u16) -> Option<u64> {
    if node_size == 0 || features == 0 {
        return Some(0);
    }
    let width = u64::from(node_size.max(2));
    let (mut level, mut nodes) = (features, features);
    loop {
        level = level.div_ceil(width);
        nodes = nodes.checked_add(level)?;
        if level == 1 {
            return nodes.checked_mul(40);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::index_bytes;

    #[test]
    fn the_index_is_as_long_as_the_format_says() {
        assert_eq!(index_bytes(0, 16), Some(0));
        assert_eq!(index_bytes(1, 16), Some(2 * 40));
        assert_eq!(index_bytes(179, 16), Some((179 + 12 + 1) * 40));
        assert_eq!(index_bytes(5, 0), Some(0));
        assert_eq!(index_bytes(u64::MAX, 16), None);
    }
}
