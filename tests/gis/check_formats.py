"""Reads every format of a result with GDAL and GeoPandas and compares it with the GeoJSON.

    check_formats.py RESULT_DIR [CRS]

RESULT_DIR was written with `--format gpkg,flatgeobuf,geoparquet,kml,shapefile` and, where a CRS is given, with
`--out-crs CRS`. Every attribute of every row and every geometry must be that of NAME.geojson (moved by PROJ where a
CRS is given); the GeoPackage must have index, styles and descriptions that hold together. Prints one closing line,
`N passed, N failed`.
"""

import json
import math
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree

import geopandas
import numpy as np
import pyogrio
import pyproj
import shapely

passed = failed = 0


def check(holds, what):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds:
        print("FAILED", what)


def same(ours, theirs):
    """Whether a value of the GeoJSON is the value that was read."""
    missing = theirs is None or (isinstance(theirs, float) and math.isnan(theirs))
    if ours is None or missing:
        return ours is None and missing
    if isinstance(ours, bool):
        return bool(theirs) == ours
    if isinstance(ours, (int, float)):
        return float(theirs) == float(ours)
    return str(theirs) == str(ours)


# Layers of our own shapes: what rounding to millimetres breaks is taken apart there.
MADE = {"gaps", "plan", "proposals"}


def near(one, other, most, is_made=False):
    """Whether two geometries are the same, part by part, to a distance."""
    if one is None or other is None:
        return (one is None or one.is_empty) and (other is None or other.is_empty)
    one, other = shapely.normalize(one), shapely.normalize(other)
    if one.geom_type.removeprefix("Multi") != other.geom_type.removeprefix("Multi"):
        return False
    is_near = shapely.hausdorff_distance(one, other) <= most
    if shapely.get_num_coordinates(one) != shapely.get_num_coordinates(other):
        return is_made and is_near and most >= 1e-3 and abs(one.area - other.area) <= most * one.length
    return is_near


class Truth:
    """The layer as its GeoJSON has it."""

    def __init__(self, path, crs):
        document = json.loads(path.read_text(encoding="utf-8"))
        self.name = document["name"]
        self.fields = document["fields"]
        self.rows = [feature["properties"] for feature in document["features"]]
        shapes = [feature["geometry"] for feature in document["features"]]
        self.shapes = [shapely.from_geojson(json.dumps(shape)) if shape else None for shape in shapes]
        self.crs = crs or "EPSG:4326"
        self.most = 2e-9
        if crs:
            move = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
            self.shapes = [
                shape and shapely.transform(shape, lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1])))
                for shape in self.shapes
            ]
            # millimetres on the way out
            self.most = 2e-3

    def compare(self, frame, what, names=None, order=None, tolerance=0.0):
        """Attribute by attribute, geometry by geometry."""
        check(len(frame) == len(self.rows), f"{what}: {len(frame)} rows, {len(self.rows)} in the GeoJSON")
        if len(frame) != len(self.rows):
            return
        order = range(len(self.rows)) if order is None else order
        for nth, field in enumerate(self.fields):
            column = field["name"] if names is None else names[nth]
            if column not in frame:
                check(False, f"{what}: no column {column}")
                continue
            bad = []
            for at, row in zip(order, frame[column].tolist()):
                ours = self.rows[at][field["name"]]
                if tolerance and isinstance(ours, float) and isinstance(row, (int, float)):
                    equal = math.isclose(ours, float(row), rel_tol=tolerance)
                else:
                    equal = same(ours, row)
                if not equal:
                    bad.append((at, ours, row))
            check(not bad, f"{what}: {column}: {len(bad)} values differ, the first {bad[:1]}")
        bad = [at for at, shape in zip(order, frame.geometry) if not near(self.shapes[at], shape, self.most, self.name in MADE)]
        check(not bad, f"{what}: {len(bad)} geometries differ, the first of row {bad[:1]}")

    def order_of(self, frame):
        """Which row each row of a frame is, where a format has its own order."""
        key = lambda row: tuple("" if v is None or v != v else str(v) for v in row)
        columns = [f["name"] for f in self.fields if f["type"] == "text"]
        place = {}
        for at, row in enumerate(self.rows):
            place.setdefault(key([row[c] for c in columns]), []).append(at)
        return [place[key(row)].pop(0) for row in frame[columns].itertuples(index=False)]


def check_types(truth, frame, what):
    kinds = {"text": "OUS", "integer": "if", "number": "f", "yes/no": "bOf"}  # with rows that say nothing GDAL's reader makes numbers
    for field in truth.fields:
        kind = frame[field["name"]].dtype.kind
        check(kind in kinds[field["type"]], f"{what}: {field['name']} is {field['type']} and was read as `{kind}`")


def check_geopackage(path, truths):
    base = sqlite3.connect(path)
    one = lambda sql, *args: base.execute(sql, args).fetchone()
    check(one("PRAGMA integrity_check")[0] == "ok", "gpkg: integrity")
    check(one("PRAGMA foreign_key_check") is None, "gpkg: foreign keys")
    check(one("PRAGMA application_id")[0] == 0x47504B47, "gpkg: application id")
    for truth in truths:
        name = truth.name
        placed = sum(shape is not None for shape in truth.shapes)
        check(one(f"SELECT count(*) FROM rtree_{name}_geom")[0] == placed, f"gpkg: index of {name}")
        check(one("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", name)[0] == len(truth.rows), f"gpkg: count of {name}")
        described = dict(base.execute("SELECT column_name, description FROM gpkg_data_columns WHERE table_name = ?", [name]))
        check(all(described.get(f["name"]) == f["about"] for f in truth.fields), f"gpkg: descriptions of {name}")
        style = one("SELECT styleQML, styleSLD, useAsDefault FROM layer_styles WHERE f_table_name = ? AND f_geometry_column = 'geom'", name)
        check(style and style[2] == 1, f"gpkg: style of {name}")
        for text in style[:2]:
            xml.etree.ElementTree.fromstring(text)
        edges = [shapely.total_bounds([s for s in truth.shapes if s])]
        found = one("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", name)
        check(np.allclose(edges, found, atol=truth.most), f"gpkg: box of {name}")
        window = [float(v) for v in edges[0]]
        middle = (window[0] + window[2]) / 2
        frame = pyogrio.read_dataframe(path, layer=name, bbox=(window[0], window[1], middle, window[3]))
        wanted = sum(shape is not None and shape.bounds[0] <= middle for shape in truth.shapes)
        check(abs(len(frame) - wanted) <= 1 + wanted * 0.02, f"gpkg: {name} through its index: {len(frame)} rows, {wanted} wanted")
    validator = pathlib.Path("/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py")
    if validator.exists() and subprocess.run(["/usr/bin/python3", "-c", "import osgeo"], capture_output=True).returncode == 0:
        said = subprocess.run(["/usr/bin/python3", validator, "-k", path], capture_output=True, text=True)
        check(said.returncode == 0 and not said.stdout.strip(), f"gpkg: validator: {said.stdout} {said.stderr}")
    else:
        print("GDAL's GeoPackage validator is not installed (python3-gdal): skipped")
    base.close()


def ogrinfo(path, *layer):
    """What GDAL's own program says of a layer: features, and every line of talk that is an error."""
    said = subprocess.run(["ogrinfo", "-al", "-so", path, *layer], capture_output=True, text=True)
    count = re.search(r"Feature Count: (\d+)", said.stdout)
    return int(count[1]) if count and said.returncode == 0 and "ERROR" not in said.stderr else said.stderr


def main():
    result = pathlib.Path(sys.argv[1])
    crs = sys.argv[2] if len(sys.argv) > 2 else None
    truths = []
    for path in sorted(result.glob("*.geojson")):
        truth = Truth(path, crs)
        plain = Truth(path, None)
        truths.append(truth)
        name = truth.name
        frame = pyogrio.read_dataframe(result / "covgap.gpkg", layer=name)
        truth.compare(frame, f"gpkg {name}")
        check_types(truth, frame, f"gpkg {name}")
        check(frame.crs == pyproj.CRS(truth.crs), f"gpkg {name}: {frame.crs}")
        frame = pyogrio.read_dataframe(result / f"{name}.fgb")
        order = truth.order_of(frame)
        truth.compare(frame, f"fgb {name}", order=order)
        check_types(truth, frame, f"fgb {name}")
        check(frame.crs == pyproj.CRS(truth.crs), f"fgb {name}: {frame.crs}")
        frame = geopandas.read_parquet(result / f"{name}.parquet")
        truth.compare(frame, f"parquet {name}")
        check_types(truth, frame, f"parquet {name}")
        wanted = pyproj.CRS(crs) if crs else pyproj.CRS("OGC:CRS84")
        check(frame.crs == wanted, f"parquet {name}: {frame.crs}")
        whole = frame.total_bounds
        part = geopandas.read_parquet(result / f"{name}.parquet", bbox=(whole[0], whole[1], (whole[0] + whole[2]) / 2, whole[3]))
        check(0 < len(part) <= len(frame), f"parquet {name}: through its boxes")
        frame = pyogrio.read_dataframe(result / f"{name}.kml", layer=name)
        placed = sum(shape is not None for shape in plain.shapes)
        check(placed <= len(frame) <= len(plain.rows), f"kml {name}: {len(frame)} rows")
        xml.etree.ElementTree.parse(result / f"{name}.kml")
        if len(frame) == len(plain.rows):
            bad = [at for at, shape in enumerate(frame.geometry) if not near(plain.shapes[at], shapely.force_2d(shape), 2e-9)]
            check(not bad, f"kml {name}: {len(bad)} geometries differ")
        frame = pyogrio.read_dataframe(result / f"{name}.shp")
        fields = pyogrio.read_info(result / f"{name}.shp")["fields"].tolist()
        check(len(set(f.lower() for f in fields)) == len(truth.fields), f"shp {name}: names")
        check(frame.crs.equals(pyproj.CRS(truth.crs), ignore_axis_order=True) or frame.crs.to_epsg(20) == pyproj.CRS(truth.crs).to_epsg(), f"shp {name}: {frame.crs}")
        mixed = len({shape.geom_type.removeprefix("Multi") for shape in truth.shapes if shape}) > 1
        short = [len(str(row[f["name"]]).encode()) > 254 for row in truth.rows for f in truth.fields]
        note = (result / f"{name}.shp.txt").read_text(encoding="utf-8")
        check(("cut to 254 bytes" in note) == any(short), f"shp {name}: the note and what was cut")
        if not mixed and not any(short):
            for at, field in enumerate(truth.fields):
                # words that are empty, and missing ones, are one thing in a Shapefile
                if field["type"] == "text":
                    for row in truth.rows:
                        row[field["name"]] = row[field["name"]] or None
            truth.compare(frame, f"shp {name}", names=fields, tolerance=1e-13)
        for style in [".qml", ".sld"]:
            xml.etree.ElementTree.parse(result / f"{name}{style}")
        if shutil.which("ogrinfo"):
            for path, layer in [(result / f"{name}.fgb", []), (result / f"{name}.shp", []), (result / "covgap.gpkg", [name])]:
                said = ogrinfo(str(path), *layer)
                check(said == len(truth.rows), f"ogrinfo {path.name} {layer}: {said}")
    check(truths, "no layer was found")
    check_geopackage(str(result / "covgap.gpkg"), truths)
    for path in sorted(result.glob("*.csv")):
        if not (result / f"{path.stem}.geojson").exists() and (result / f"{path.stem}.parquet").exists():
            table = geopandas.pd.read_parquet(result / f"{path.stem}.parquet")
            text = geopandas.pd.read_csv(path, low_memory=False)
            check(list(table.columns) == list(text.columns) and len(table) == len(text), f"parquet table {path.stem}")
            table = pyogrio.read_dataframe(result / "covgap.gpkg", layer=path.stem)
            check(list(table.columns) == list(text.columns) and len(table) == len(text), f"gpkg table {path.stem}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
