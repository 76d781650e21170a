"""Moves the edges of the dissolved coverage by GEOS and compares with flips.csv, village by village.

    check_flips.py RESULT VILLAGES ID_COLUMN COVERAGE

For a result under a rule `area>=x` of any operator, without levels. Around each village the coverage is united, its
cracks closed by buffering out and in, and the edge moved by each distance with round corners (32 chords a quarter).
Every village of flips.csv has to have the statuses it says there and the shares to within 0.0005 (what chords differ
by); those that are not in it, all that are within one and a half times the largest move and every twentieth beyond,
must keep their status. Prints one closing line, `N passed, N failed`.
"""

import csv
import json
import pathlib
import re
import sys

import numpy as np
import shapely
from check_rules import TECHNOLOGIES, read


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {row["village_id"]: row for row in csv.DictReader(file)}


def main():
    result = pathlib.Path(sys.argv[1])
    summary = json.loads((result / "summary.json").read_text(encoding="utf-8"))
    options, plane = summary["options"], summary["working_crs"]
    least = float(re.fullmatch(r"area>=([\d.]+)", options["rule"])[1])
    assert options["operators"] == "any" and not options["signal"], "only any operator, without levels"
    columns, villages = read(sys.argv[2], plane)
    ids = [str(one) for one in columns[sys.argv[3]]]
    columns, areas = read(sys.argv[4], plane)
    broken = ~shapely.is_valid(areas)
    areas[broken] = shapely.make_valid(areas[broken])
    technology = np.array([TECHNOLOGIES.index(one) for one in columns["technology"]])
    areas = areas[technology >= TECHNOLOGIES.index(options["min_technology"])]
    tree = shapely.STRtree(areas)
    found, flips = table(result / "villages.csv"), table(result / "flips.csv")
    names = [name for name in next(iter(flips.values())) if re.fullmatch(r"status_(minus|plus)_[\d.]+m", name)]
    moves = {name.removeprefix("status_"): name for name in names}
    half = summary["scrutiny"]["closed_crack_m"] / 2

    def metres(move):
        sign, distance = move.split("_")
        return float(distance.removesuffix("m")) * (-1 if sign == "minus" else 1)

    most = max(abs(metres(move)) for move in moves)
    passed = failed = 0
    worst = 0.0
    for nth, one in enumerate(ids):
        row, flip = found[one], flips.get(one)
        if row["status_from"] != "rule":
            continue
        is_near = row["margin_m"] and abs(float(row["margin_m"])) <= 1.5 * most
        if not flip and not is_near and nth % 20:
            continue
        village = villages[nth]
        window = shapely.box(*shapely.bounds(village)).buffer(most + 60, join_style="mitre")
        own = tree.query(window, predicate="intersects")
        union = shapely.union_all(shapely.intersection(areas[own], window.buffer(most + 60)))
        union = union.buffer(half, join_style="mitre").buffer(-half, join_style="mitre")
        bad = []
        for move, name in moves.items():
            share = union.buffer(metres(move), quad_segs=32).intersection(village).area / village.area
            status = "covered" if share >= least - 1e-9 else "uncovered"
            if status != (flip[name] if flip else row["status"]):
                bad.append(f"{move}: {status} by GEOS, with {share:.6f} inside")
            if flip:
                differs = abs(share - float(flip[f"share_{move}"]))
                worst = max(worst, differs)
                if differs > 5e-4:
                    bad.append(f"{move}: share {flip[f'share_{move}']}, by GEOS {share:.6f}")
        passed, failed = passed + (not bad), failed + bool(bad)
        if bad:
            print(f"village {one}: {'; '.join(bad)}")
    print(f"{len(flips)} villages flip; the largest difference of a share is {worst:.1e}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
