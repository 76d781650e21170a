"""Holds a GeoPackage against the standard (OGC 12-128r18), table by table and blob by blob.

    check_geopackage.py FILE.gpkg

What is checked is named after the requirements of the standard: the file's own marks (1, 2), integrity (6, 7), reference systems (10, 11),
contents (13, 14), geometry columns (24 to 31), geometry blobs (19), types of columns (5), spatial index (75 to 77), extensions (58 to 64), metadata
(93 to 99), descriptions of columns (103), and the columns of `layer_styles` that QGIS looks for. Geometries must be valid to GEOS, the extent and each envelope those
of the geometries. Prints one closing line, `N passed, N failed`.
"""

import re
import sqlite3
import struct
import sys

import shapely

passed = failed = 0
TYPES = re.compile(
    r"(BOOLEAN|TINYINT|SMALLINT|MEDIUMINT|INT|INTEGER|FLOAT|DOUBLE|REAL|TEXT(\(\d+\))?|BLOB(\(\d+\))?|DATE|DATETIME|GEOMETRY|"
    r"(MULTI)?(POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)$"
)
STYLES = "id f_table_catalog f_table_schema f_table_name f_geometry_column styleName styleQML styleSLD useAsDefault description owner ui update_time"


def check(holds, what):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds:
        print("FAILED", what)


path = sys.argv[1]
base = sqlite3.connect(path)


def rows(sql, *values):
    return base.execute(sql, values).fetchall()


def columns(table):
    return {row[1]: (row[2].upper(), row[5]) for row in rows(f'PRAGMA table_info("{table}")')}


def features(table, key, srs):
    """A layer: its geometry column, blobs, extent and index."""
    named = rows("SELECT column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns WHERE table_name = ?", table)
    check(len(named) == 1, f"{table}: one geometry column")
    column, kind, own_srs, z, m = named[0]
    check(own_srs == srs and (z, m) == (0, 0), f"{table}: the system of its contents, without z and m")
    check(columns(table)[column][0] == kind, f"{table}: {column} is declared as {kind}")
    found = []
    for row, blob in rows(f'SELECT "{key}", "{column}" FROM "{table}"'):
        if blob is None:
            continue
        flags = blob[3]
        order, envelope, is_empty = "<" if flags & 1 else ">", flags >> 1 & 7, flags >> 4 & 1
        (blob_srs,) = struct.unpack(order + "i", blob[4:8])
        length = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[envelope]
        shape = shapely.from_wkb(blob[8 + length :])
        found.append(shape)
        bounds = struct.unpack(order + "4d", blob[8:40]) if envelope == 1 else None
        holds = blob[:3] == b"GP\0" and blob_srs == srs and bool(is_empty) == shape.is_empty and shape.is_valid
        holds = holds and (bounds is None or tuple(bounds[i] for i in (0, 2, 1, 3)) == shape.bounds)
        holds = holds and kind in ("GEOMETRY", shape.geom_type.upper())
        check(holds, f"{table} {row}: {shapely.is_valid_reason(shape)}, {shape.geom_type}, flags {flags:08b}")
    extent = rows("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", table)[0]
    check(not found or max(abs(a - b) for a, b in zip(extent, shapely.total_bounds(found))) < 1e-9, f"{table}: extent {extent}")
    index = f"rtree_{table}_{column}"
    check(rows(f'SELECT count(*) FROM "{index}"')[0][0] == len(found), f"{table}: every geometry is in the index")
    lost = f'SELECT count(*) FROM "{index}" i LEFT JOIN "{table}" f ON i.id = f."{key}" WHERE f."{key}" IS NULL'
    check(rows(lost)[0][0] == 0, f"{table}: the index names rows that are there")
    told = "SELECT 1 FROM gpkg_extensions WHERE table_name = ? AND column_name = ? AND extension_name = 'gpkg_rtree_index' AND scope = 'write-only'"
    check(rows(told, table, column), f"{table}: the index is registered")
    triggers = {row[0] for row in rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", table)}
    wanted = {f"{index}_insert", f"{index}_delete"}
    check(wanted <= triggers and len(triggers) >= 6, f"{table}: triggers keep the index: {sorted(triggers)}")


head = open(path, "rb").read(100)
check(head[:16] == b"SQLite format 3\0", "SQLite 3")
check(head[68:72] == b"GPKG", "application_id GPKG")
check(struct.unpack(">i", head[60:64])[0] >= 10200, "user_version of 1.2 or later")
check(rows("PRAGMA integrity_check") == [("ok",)] and rows("PRAGMA foreign_key_check") == [], "integrity")
systems = {row[0]: row[1:] for row in rows("SELECT srs_id, organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys")}
for undefined in (-1, 0):
    check(systems.get(undefined) == ("NONE", undefined, "undefined"), f"srs {undefined} is undefined")
check(systems.get(4326, ("",))[0].upper() == "EPSG", "srs 4326 is EPSG's")
identifiers = [row[0] for row in rows("SELECT identifier FROM gpkg_contents")]
check(len(identifiers) == len(set(identifiers)), "identifiers are unique")
for table, kind, changed, srs in rows("SELECT table_name, data_type, last_change, srs_id FROM gpkg_contents"):
    check(kind in ("features", "attributes"), f"{table}: {kind}")
    check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", changed), f"{table}: last_change {changed}")
    keys = [name for name, (_, is_key) in columns(table).items() if is_key]
    check(len(keys) == 1 and columns(table)[keys[0]][0] == "INTEGER", f"{table}: an integer key")
    wrong = {name: kind for name, (kind, _) in columns(table).items() if not TYPES.match(kind)}
    check(not wrong, f"{table}: types {wrong}")
    if kind == "features":
        check(srs in systems, f"{table}: srs {srs} is defined")
        features(table, keys[0], srs)
extensions = {row[0] for row in rows("SELECT extension_name FROM gpkg_extensions")}
check({"gpkg_metadata", "gpkg_schema", "gpkg_rtree_index"} <= extensions, f"extensions {extensions}")
check(rows("SELECT count(*) FROM gpkg_metadata")[0][0] >= 1, "metadata")
check(rows("SELECT reference_scope, md_file_id FROM gpkg_metadata_reference") != [], "metadata is referred to")
for table, column in rows("SELECT table_name, column_name FROM gpkg_data_columns"):
    check(column in columns(table), f"{table}.{column} is described and is there")
check(set(STYLES.split()) <= set(columns("layer_styles")), "columns of layer_styles")
spatial = {row[0] for row in rows("SELECT table_name FROM gpkg_geometry_columns")}
styled = {row[0] for row in rows("SELECT f_table_name FROM layer_styles WHERE useAsDefault = 1 AND length(styleQML) > 0 AND length(styleSLD) > 0")}
check(spatial == styled, f"every layer has a style: {spatial ^ styled}")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
