"""Makes rasters of received power as radio planners export them, in several coordinate systems, and recounts by cells
what covgap makes of them.

    check_rasters.py COVGAP

Each raster is written by rasterio (GeoTIFF) or as an ASCII grid: in degrees, in UTM, in VN-2000 UTM and in the 3-degree
zone of Nghe An; with cells without a value, with its rows from south to north, stored as whole numbers with scale and
offset, with two levels and a margin, and turned away from north (which has to be refused). The recount moves every cell
at the level into the working plane by pyproj, corner by corner, unites them by GEOS and takes shares, centres and
statuses. Prints one closing line, `N passed, N failed`.
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import pyproj
import rasterio
import shapely
from rasterio.transform import Affine

WEST, SOUTH = 105.20, 19.20
failures = []
passed = 0


def check(right, what):
    global passed
    if right:
        passed += 1
    else:
        failures.append(what)
        print("FAILED", what)


def villages():
    """Odd shapes of about a kilometre, some of them beyond the rasters."""
    shapes = {}
    for nth in range(25):
        column, row = nth % 5, nth // 5
        x, y = WEST + column * 0.011 + row * 0.002, SOUTH + row * 0.010
        angle = np.linspace(0, 2 * np.pi, 5 + nth % 4)[:-1] + nth
        shapes[f"V{nth:02}"] = shapely.Polygon(np.column_stack([x + 0.005 * np.cos(angle), y + 0.0045 * np.sin(angle)]))
    shapes["FAR"] = shapely.box(105.5, 19.5, 105.51, 19.51)
    return shapes


def power(lon, lat):
    """Received power at a place, dBm: two masts and a ridge between."""
    at = lambda x, y: np.hypot((lon - x) * 105.0, (lat - y) * 110.6)
    near = np.minimum(at(WEST + 0.012, SOUTH + 0.012), at(WEST + 0.042, SOUTH + 0.034) + 0.4)
    return -72 - 36 * np.log10(np.maximum(near, 0.05) / 0.5) - 12 * (np.sin(lon * 900) > 0.7)


def make(path, crs, cell, south_up=False, gap=False, kind="float32", turned=0.0):
    """A raster over all villages but the far one, its values taken at the centres of its cells."""
    to = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    corners = to.transform([WEST - 0.01, WEST + 0.07, WEST - 0.01, WEST + 0.07], [SOUTH - 0.01, SOUTH - 0.01, SOUTH + 0.05, SOUTH + 0.05])
    west, east, south, north = min(corners[0]), max(corners[0]), min(corners[1]), max(corners[1])
    width, height = int((east - west) / cell), int((north - south) / cell)
    transform = Affine(cell, 0, west, 0, cell, south) if south_up else Affine(cell, 0, west, 0, -cell, north)
    transform *= Affine.rotation(turned)
    columns, rows = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    x, y = transform @ (columns, rows) if hasattr(Affine, "__matmul__") else transform * (columns, rows)
    lon, lat = to.transform(x, y, direction="INVERSE")
    values = np.round(power(np.asarray(lon), np.asarray(lat)), 1)
    if gap:
        values[height // 3 : height // 2, width // 4 : width // 2] = np.nan
    if path.suffix == ".asc":
        text = f"ncols {width}\nnrows {height}\nxllcorner {west!r}\nyllcorner {north - height * cell!r}\ncellsize {cell!r}\nNODATA_value -9999\n"
        cells = np.where(np.isnan(values), -9999, values)
        path.write_text(text + "\n".join(" ".join(f"{value:.1f}" for value in row) for row in cells) + "\n")
        return
    scale, offset = (0.1, -50.0) if kind == "int16" else (1.0, 0.0)
    nodata = -32768 if kind == "int16" else -9999
    stored = np.where(np.isnan(values), nodata, np.round((values - offset) / scale, 1 if kind != "int16" else 0))
    with rasterio.open(path, "w", driver="GTiff", width=width, height=height, count=1, dtype=kind, crs=crs, transform=transform, nodata=nodata) as file:
        file.write(stored.astype(kind), 1)
        if kind == "int16":
            file.scales, file.offsets = (scale,), (offset,)


def cells(path, least, plane, crs=None):
    """The union of the cells at a level, in the working plane."""
    with rasterio.open(path) as raster:
        band = raster.read(1, masked=True)
        values = (band.astype(float) * raster.scales[0] + raster.offsets[0]).filled(-1e9)
        rows, columns = np.nonzero(values >= least - 1e-9)
        x = np.column_stack([columns, columns + 1, columns + 1, columns]).astype(float)
        y = np.column_stack([rows, rows, rows + 1, rows + 1]).astype(float)
        t = raster.transform
        east, north = t.a * x + t.b * y + t.c, t.d * x + t.e * y + t.f
        there = pyproj.Transformer.from_crs(crs or raster.crs, "EPSG:4326", always_xy=True).transform(east, north)
        px, py = pyproj.Transformer.from_crs("EPSG:4326", plane, always_xy=True).transform(*there)
    return shapely.union_all(shapely.polygons(np.stack([px, py], axis=-1)))


def run(covgap, folder, shapes, rasters, more):
    file = folder / "villages.geojson"
    features = [{"type": "Feature", "properties": {"village_id": one}, "geometry": shapely.geometry.mapping(shape)} for one, shape in shapes.items()]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    words = [covgap, "assess", "--villages", file, "--coverage-raster", *rasters, "--out", folder / "out", "--only", "villages.csv,summary.json", "--quiet", *more]
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode:
        return done, None, None
    with open(folder / "out" / "villages.csv", encoding="utf-8") as table:
        rows = {row["village_id"]: row for row in csv.DictReader(table)}
    return done, rows, json.loads((folder / "out" / "summary.json").read_text())


def compare(name, rows, summary, shapes, union, threshold=0.5):
    plane = summary["working_crs"]
    move = pyproj.Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    worst, wrong, covered = 0.0, [], 0
    for one, shape in shapes.items():
        there = shapely.transform(shape, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))
        share = shapely.intersection(there, union).area / there.area
        worst = max(worst, abs(share - float(rows[one]["covered_share"])))
        status = "covered" if share >= threshold - 1e-9 else "uncovered"
        covered += status == "covered"
        if status != rows[one]["status"]:
            wrong.append(one)
    check(worst < 2e-6, f"{name}: shares differ by up to {worst:.2e}")
    check(not wrong, f"{name}: other statuses: {wrong}")
    check(0 < covered < len(shapes), f"{name}: {covered} covered tells nothing")
    check(rows["FAR"]["status"] == "uncovered", f"{name}: the village beyond the raster")
    print(f"{name}: {covered} of {len(shapes)} covered, largest difference of a share {worst:.1e}")


def main():
    covgap = pathlib.Path(sys.argv[1]).resolve()
    shapes = villages()
    cases = [
        ("degrees", "EPSG:4326", 0.0009, {}),
        ("degrees with gaps", "EPSG:4326", 0.0011, {"gap": True}),
        ("UTM 48N", "EPSG:32648", 100.0, {"gap": True}),
        ("VN-2000 UTM 48N", "EPSG:3405", 90.0, {"gap": True}),
        ("VN-2000 3 degrees, 104 45", "EPSG:9208", 110.0, {"gap": True}),
        ("south up", "EPSG:32648", 100.0, {"gap": True, "south_up": True}),
        ("whole numbers, scaled", "EPSG:3405", 100.0, {"gap": True, "kind": "int16"}),
    ]
    with tempfile.TemporaryDirectory() as scratch:
        for nth, (name, crs, cell, how) in enumerate(cases):
            folder = pathlib.Path(scratch) / str(nth)
            folder.mkdir()
            make(folder / "rsrp.tif", crs, cell, **how)
            done, rows, summary = run(covgap, folder, shapes, [f"4G:Net:{folder / 'rsrp.tif'}"], ["--signal", "4G=-100"])
            if rows is None:
                check(False, f"{name}: {done.stderr.strip()}")
                continue
            compare(name, rows, summary, shapes, cells(folder / "rsrp.tif", -100, summary["working_crs"]))
        folder = pathlib.Path(scratch) / "grid"
        folder.mkdir()
        make(folder / "rscp.asc", "EPSG:3405", 100.0, gap=True)
        make(folder / "rsrp.tif", "EPSG:4326", 0.001)
        # an ASCII grid of 3G beside a GeoTIFF of 4G: all that counts is their union, each at its level and the margin
        rasters = [f"3G:Net:{folder / 'rscp.asc'}", f"4G:Other:{folder / 'rsrp.tif'}"]
        (folder / "rscp.prj").write_text(pyproj.CRS("EPSG:3405").to_wkt("WKT1_ESRI"))
        done, rows, summary = run(covgap, folder, shapes, rasters, ["--signal", "3G=-95,4G=-105", "--indoor-margin", "8", "--rule", "area>=0.9"])
        if rows is None:
            check(False, f"two technologies: {done.stderr.strip()}")
        else:
            plane = summary["working_crs"]
            union = shapely.union(cells(folder / "rscp.asc", -87, plane, "EPSG:3405"), cells(folder / "rsrp.tif", -97, plane))
            compare("3G as ASCII grid, 4G as GeoTIFF, 8 dB margin", rows, summary, shapes, union, 0.9)
        make(folder / "turned.tif", "EPSG:32648", 100.0, turned=20.0)
        done, rows, _ = run(covgap, folder, shapes, [f"4G:Net:{folder / 'turned.tif'}"], ["--signal", "4G=-100"])
        check(rows is None and done.returncode == 1 and "gdalwarp" in done.stderr, f"turned: {done.returncode} {done.stderr}")
    print(f"{passed} passed, {len(failures)} failed")
    sys.exit(1 if failures or not passed else 0)


if __name__ == "__main__":
    main()
