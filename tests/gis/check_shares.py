"""Recomputes every village's shares with GEOS and compares them with what covgap wrote.

    check_shares.py RESULT_DIR VILLAGES ID_COLUMN COVERAGE [COVERAGE ...] [--tolerance 1e-9]

Reads the same input files, moves them by PROJ to the plane that summary.json names, takes the union of the
service areas with GEOS, and compares the overall share and the share of each technology of every village with
villages.csv, and the status with the rule. GEOS itself errs on slivers; where the two differ by more than the
tolerance, rational arithmetic decides. Prints one closing line, `N passed, N failed`.
"""

import argparse
import csv
import json
import pathlib
import sys

import numpy as np
import pyogrio
import pyproj
import shapely

from exact_share import exact_share

TECHNOLOGIES = ["2G", "3G", "4G", "5G"]


def read(path, plane):
    """The attribute columns and the geometries of a file, in the working plane."""
    meta, _, geometry, columns = pyogrio.raw.read(path)
    shapes = shapely.from_wkb(geometry)
    move = pyproj.Transformer.from_crs(meta["crs"], plane, always_xy=True).transform
    moved = shapely.transform(shapes, lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1])))
    return dict(zip(meta["fields"], columns)), moved


def share(village, areas):
    """The share of a village inside the union of some areas."""
    if len(areas) == 0:
        return 0.0
    pieces = shapely.intersection(areas, village)
    return shapely.area(shapely.union_all(pieces)) / shapely.area(village)


def settled(village, areas, written):
    """Whether rational arithmetic finds what covgap wrote; not asked where that would take too long."""
    if sum(shapely.get_num_coordinates([village, *areas])) > 3_000:
        return False
    return abs(float(exact_share(village, areas)) - written) <= 1e-12


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("result", type=pathlib.Path)
    parser.add_argument("villages")
    parser.add_argument("id_column")
    parser.add_argument("coverage", nargs="+")
    parser.add_argument("--tolerance", type=float, default=1e-9)
    args = parser.parse_args()

    summary = json.loads((args.result / "summary.json").read_text(encoding="utf-8"))
    with open(args.result / "villages.csv", encoding="utf-8-sig", newline="") as file:
        written = {row["village_id"]: row for row in csv.DictReader(file)}
    plane = summary["working_crs"]
    columns, villages = read(args.villages, plane)
    ids = [str(one) for one in columns[args.id_column]]
    technology, areas = [], []
    for path in args.coverage:
        columns, shapes = read(path, plane)
        technology += list(columns["technology"])
        areas += list(shapes)
    technology, areas = np.array(technology), np.array(areas)
    broken = ~shapely.is_valid(areas)
    areas[broken] = shapely.make_valid(areas[broken])

    oldest = TECHNOLOGIES.index(summary["options"]["min_technology"])
    cuts = {f"share_{t.lower()}": technology == t for t in TECHNOLOGIES}
    cuts["covered_share"] = np.isin(technology, TECHNOLOGIES[oldest:])
    rule = summary["options"]["rule"]
    threshold = float(rule.removeprefix("area>="))

    passed = failed = 0
    worst = 0.0
    tree = shapely.STRtree(areas)
    for village_id, village in zip(ids, villages):
        near = tree.query(village, predicate="intersects")
        row, bad = written[village_id], []
        for column, chosen in cuts.items():
            want = share(village, areas[near[chosen[near]]])
            error = abs(want - float(row[column]))
            worst = max(worst, error)
            if error > args.tolerance and not settled(village, areas[near[chosen[near]]], float(row[column])):
                bad.append(f"{column}: covgap {row[column]}, GEOS {want!r}")
        if (row["status"] == "covered") != (float(row["covered_share"]) >= threshold):
            bad.append(f"status {row['status']} at {row['covered_share']}")
        passed, failed = passed + (not bad), failed + bool(bad)
        if bad:
            print(f"village {village_id}: {'; '.join(bad)}")
    if len(written) != len(ids):
        print(f"{len(ids)} villages in the file, {len(written)} in villages.csv")
        failed += 1
    print(f"largest difference {worst:.2g} over {len(ids)} villages, plane {plane}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
