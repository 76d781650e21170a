//! Spellings of the columns that coverage files have.

use super::table::{Meaning, meaning};

/// The operator of a service area.
pub const OPERATOR: Meaning = meaning(
    "operator",
    "--operator-column",
    &[
        "operator",
        "operatorname",
        "operateur",
        "nomoperateur",
        "nhamang",
        "tennhamang",
        "mno",
        "provider",
        "providername",
        "brandname",
        "brand",
        "carrier",
        "licensee",
        "doanhnghiep",
        "nhacungcap",
        "isp",
        "company",
        "plmn",
        "mnc",
        "operatorid",
        "operatorcode",
    ],
);

/// The technology of a service area.
pub const TECHNOLOGY: Meaning = meaning(
    "technology",
    "--technology-column",
    &[
        "technology",
        "tech",
        "technologies",
        "radiotype",
        "radiotech",
        "radiotechnology",
        "accesstechnology",
        "congnghe",
        "rat",
        "networktype",
        "nettype",
        "networkgeneration",
        "generation",
        "thehe",
        "thehemang",
        "techno",
        "technologie",
        "loaimang",
        "radio",
        "mang",
        "network",
        "service",
        "layer",
        "type",
    ],
);

/// Received power.
pub const SIGNAL: Meaning = meaning(
    "received power (dBm)",
    "--signal-column",
    &[
        "rsrpdbm",
        "rsrp",
        "rscpdbm",
        "rscp",
        "rxlevdbm",
        "rxlev",
        "rxlevel",
        "signaldbm",
        "leveldbm",
        "dbm",
        "minsignal",
        "minsignaldbm",
        "signalstrength",
        "signallevel",
        "signal",
        "mucthu",
        "muctinhieu",
        "cuongdotinhieu",
        "level",
    ],
);

/// A class of signal, in the words of the file.
pub const SIGNAL_CLASS: Meaning = meaning(
    "signal class",
    "--signal-column",
    &[
        "signalclass",
        "coverageclass",
        "class",
        "classe",
        "niveau",
        "quality",
        "coveragequality",
        "chatluong",
        "xeploai",
        "category",
        "signallevel",
        "signal",
        "level",
    ],
);

/// The id of a service area.
pub const AREA_ID: Meaning = meaning(
    "service area id",
    "",
    &[
        "covid",
        "coverageid",
        "areaid",
        "cellid",
        "siteid",
        "towerid",
        "stationid",
        "matram",
        "sitecode",
        "code",
        "ma",
        "id",
        "uid",
        "uuid",
        "fid",
        "gid",
        "objectid",
    ],
);

/// A radius in metres.
pub const RADIUS_M: Meaning = meaning(
    "radius (m)",
    "--radius-column",
    &[
        "radiusm",
        "radiusmetres",
        "radiusmeters",
        "radius",
        "bankinhm",
        "bankinh",
        "rayonm",
        "rayon",
        "rangem",
        "range",
    ],
);

/// A radius in kilometres.
pub const RADIUS_KM: Meaning =
    meaning("radius (km)", "--radius-column", &["radiuskm", "bankinhkm", "rayonkm", "rangekm"]);
