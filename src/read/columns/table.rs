//! The spellings of every column that means something here, as [`super::spelling::key`] has
//! them. Within one meaning, an earlier spelling wins over a later one.

/// Something a column can mean.
#[derive(Debug)]
pub struct Meaning {
    /// In words, as the findings have it.
    pub what: &'static str,
    /// The flag that names the column instead.
    pub flag: &'static str,
    /// The keys, the surest first.
    pub spellings: &'static [&'static str],
    /// Whether a year may follow the name.
    pub may_end_in_year: bool,
}

pub(super) const fn meaning(
    what: &'static str,
    flag: &'static str,
    spellings: &'static [&'static str],
) -> Meaning {
    Meaning { what, flag, spellings, may_end_in_year: false }
}

/// The id of a village.
pub const VILLAGE_ID: Meaning = meaning(
    "village id",
    "--id-column",
    &[
        "villageid",
        "villagecode",
        "codevillage",
        "idvillage",
        "mathon",
        "mathonban",
        "mathonxom",
        "maban",
        "maxom",
        "makhoi",
        "malang",
        "maapthon",
        "idthon",
        "thonid",
        "mathonban",
        "settlementid",
        "settlementcode",
        "localityid",
        "localitycode",
        "placeid",
        "codeinsee",
        "inseecode",
        "inseecom",
        "insee",
        "geocode",
        "geoid",
        "pcode",
        "code",
        "ma",
        "id",
        "uid",
        "uuid",
        "fid",
        "gid",
        "objectid",
        "ogcfid",
        "osmid",
    ],
);

/// The name of a village.
pub const VILLAGE_NAME: Meaning = meaning(
    "name",
    "--name-column",
    &[
        "villagename",
        "tenthon",
        "tenthonban",
        "tenthonxom",
        "tenban",
        "tenxom",
        "tenkhoi",
        "tenlang",
        "namevillage",
        "settlementname",
        "localityname",
        "placename",
        "village",
        "thon",
        "thonban",
        "locality",
        "settlement",
        "name",
        "ten",
        "nom",
        "namevi",
        "nameen",
        "label",
    ],
);

/// People.
pub const POPULATION: Meaning = Meaning {
    may_end_in_year: true,
    ..meaning(
        "population",
        "--population-column",
        &[
            "population",
            "danso",
            "pop",
            "totalpopulation",
            "populationtotal",
            "poptotal",
            "totalpop",
            "nhankhau",
            "sonhankhau",
            "sokhau",
            "khau",
            "songuoi",
            "sodan",
            "tongdanso",
            "people",
            "persons",
            "inhabitants",
            "habitants",
        ],
    )
};

/// Households.
pub const HOUSEHOLDS: Meaning = Meaning {
    may_end_in_year: true,
    ..meaning(
        "households",
        "--households-column",
        &[
            "households",
            "household",
            "soho",
            "ho",
            "sohodan",
            "sohogiadinh",
            "hogiadinh",
            "tongsoho",
            "hh",
            "hhs",
            "numberofhouseholds",
            "totalhouseholds",
            "menages",
            "foyers",
        ],
    )
};

/// Geometry as text (WKT).
pub const WKT: Meaning = meaning(
    "geometry",
    "",
    &[
        "wkt",
        "geometry",
        "geom",
        "thegeom",
        "wktgeom",
        "geomwkt",
        "wktgeometry",
        "geometrywkt",
        "shape",
        "polygon",
    ],
);

/// Two columns that make a point, east first.
#[derive(Debug)]
pub struct Pair {
    /// Longitude or easting.
    pub x: &'static str,
    /// Latitude or northing.
    pub y: &'static str,
    /// Whether the names say degrees.
    pub is_degrees: bool,
}

const fn pair(x: &'static str, y: &'static str, is_degrees: bool) -> Pair {
    Pair { x, y, is_degrees }
}

/// Columns that make a point, the surest first.
///
/// `toa_do_x` and its kin are left out on purpose: Vietnamese surveys call the northing X.
pub const PAIRS: &[Pair] = &[
    pair("centrelon", "centrelat", true),
    pair("centerlon", "centerlat", true),
    pair("centrelongitude", "centrelatitude", true),
    pair("centroidlon", "centroidlat", true),
    pair("loncentre", "latcentre", true),
    pair("kinhdotam", "vidotam", true),
    pair("lon", "lat", true),
    pair("longitude", "latitude", true),
    pair("lng", "lat", true),
    pair("long", "lat", true),
    pair("kinhdo", "vido", true),
    pair("lonwgs84", "latwgs84", true),
    pair("lonapprox", "latapprox", true),
    pair("centrex", "centrey", false),
    pair("centerx", "centery", false),
    pair("easting", "northing", false),
    pair("xl93", "yl93", false),
    pair("xlambert93", "ylambert93", false),
    pair("xcoord", "ycoord", false),
    pair("coordx", "coordy", false),
    pair("x", "y", false),
    pair("px", "py", false),
];

/// The levels of administration, the smallest unit first: the words for each.
pub const LEVELS: &[&[&str]] = &[
    &["hamlet", "ap", "neighbourhood", "neighborhood", "adm5", "admin5"],
    &[
        "commune",
        "xa",
        "phuong",
        "phuongxa",
        "xaphuong",
        "xaphuongthitran",
        "ward",
        "parish",
        "municipality",
        "adm4",
        "admin4",
        "adminlevel4",
    ],
    &["canton", "subdistrict", "township", "tehsil", "taluk", "block", "adm3", "admin3", "adminlevel3"],
    &[
        "district",
        "huyen",
        "quanhuyen",
        "huyenthixa",
        "quanhuyenthixa",
        "arrondissement",
        "county",
        "lga",
        "prefecture",
        "adm2",
        "admin2",
        "adminlevel2",
    ],
    &[
        "departement",
        "department",
        "province",
        "tinh",
        "tinhthanh",
        "tinhthanhpho",
        "adm1",
        "admin1",
        "adminlevel1",
    ],
    &["region", "vung", "state"],
    &["country", "quocgia", "pays", "adm0", "admin0"],
];
