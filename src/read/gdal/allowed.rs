//! What GDAL may open: which drivers, and what they may fetch.

use std::path::Path;

use gdal::DriverManager;

use super::open::Kind;

/// Drivers of features that reach over the network, or make GDAL read files that the user did not name.
const REACHES_OUT: [&str; 53] = [
    "AmigoCloud",
    "BAG",
    "Carto",
    "CSW",
    "DAAS",
    "DERIVED",
    "DODS",
    "ECRGTOC",
    "EEDA",
    "EEDAI",
    "EDIGEO",
    "Elasticsearch",
    "GMLAS",
    "GPSBabel",
    "HTTP",
    "MBTiles",
    "MongoDB",
    "MongoDBv3",
    "MSSQLSpatial",
    "MVT",
    "MySQL",
    "NGW",
    "OAPIF",
    "OCI",
    "ODBC",
    "OGCAPI",
    "OGR_OGDI",
    "OGR_PDS",
    "OGR_VRT",
    "PCIDSK",
    "PDS4",
    "PGeo",
    "PLMOSAIC",
    "PLSCENES",
    "PostGISRaster",
    "PostgreSQL",
    "RDA",
    "RPFTOC",
    "SOSI",
    "STACIT",
    "STACTA",
    "SXF",
    "TIGERRASTER",
    "TileDB",
    "VDV",
    "VICAR",
    "VRT",
    "WCS",
    "WEB",
    "WFS",
    "WFS3",
    "WMS",
    "WMTS",
];

/// Drivers of cells that keep all they have in the file itself, or beside it under its own name, as their manuals say. Many others read
/// whatever file their header names.
const CELLS: [&str; 31] = [
    "AAIGrid",
    "AIG",
    "BT",
    "COG",
    "DTED",
    "EHdr",
    "ENVI",
    "GPKG",
    "GRASSASCIIGrid",
    "GRIB",
    "GS7BG",
    "GSAG",
    "GSBG",
    "GTX",
    "GTiff",
    "HF2",
    "HFA",
    "ISG",
    "JP2OpenJPEG",
    "NITF",
    "NWT_GRC",
    "NWT_GRD",
    "PNG",
    "RST",
    "SAGA",
    "SRTMHGT",
    "USGSDEM",
    "XYZ",
    "HDF4",
    "HDF4Image",
    "netCDF",
];

/// The drivers that may open a file unless everything is allowed.
pub fn drivers(kind: Kind) -> Vec<String> {
    let may = |name: &String| match kind {
        Kind::Vector => !REACHES_OUT.contains(&name.as_str()),
        Kind::Raster => CELLS.contains(&name.as_str()),
    };
    DriverManager::all().map(|driver| driver.short_name()).filter(may).collect()
}

/// What a driver must be told not to do: GML fetches its schema over the network, and leaves a file beside its own.
pub fn restraints(path: &Path) -> &'static [&'static str] {
    let is_packed = path.extension().is_some_and(|ending| {
        ["zip", "kmz", "gz", "tgz", "tar"].iter().any(|packed| ending.eq_ignore_ascii_case(packed))
    });
    if is_packed || beginning(path, 8192).contains("opengis.net/gml") {
        &["DOWNLOAD_SCHEMA=NO", "WRITE_GFS=NO"]
    } else {
        &[]
    }
}

/// What kind of file that reads others a file is, if it is one.
pub fn reaches_out(path: &Path) -> Option<&'static str> {
    let start = beginning(path, 8192);
    [
        ("<OGRVRTDataSource", "a virtual layer (OGR VRT)"),
        ("<VRTDataset", "a virtual raster (VRT)"),
        ("<GDAL_WMS", "a map service"),
        ("<OGRWFSDataSource", "a feature service"),
        ("<WCS_GDAL", "a coverage service"),
        ("<GDAL_WMTS", "a tile service"),
        ("OziExplorer Map Data File", "an OziExplorer map"),
        ("DatasetHeader Begin", "an ER Mapper header"),
        ("<MRF_META", "a meta raster (MRF)"),
        ("<GroundOverlay", "a KML overlay"),
    ]
    .into_iter()
    .find_map(|(mark, what)| start.contains(mark).then_some(what))
}

/// Whether a table of MapInfo's is a list of other tables, or a view of them.
pub fn is_of_other_tables(path: &Path) -> bool {
    let is_table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tab"));
    if !is_table {
        return false;
    }
    let mut text = beginning(path, 1 << 20).to_lowercase();
    text.retain(|letter| !letter.is_whitespace());
    text.contains("isseamless\"=\"true\"") || text.contains("createview") || text.contains("opentable")
}

/// The beginning of a file, as far as it is text.
fn beginning(path: &Path, most: u64) -> String {
    use std::io::Read;
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut start));
    read.map_or_else(|_| String::new(), |_| String::from_utf8_lossy(&start).into_owned())
}
