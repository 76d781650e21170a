"""Recounts a plan of the shipped province with GEOS: villages served, people, money.

    python tests/gis/check_plan.py DIRECTORY   (the output of `covgap run fixtures/nghe-an/study.toml`)

Shares covgap's files and the input, and no code. The rule is the study's: half of the area in 3G or later.
"""

import csv
import json
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

HERE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "nghe-an"
PLANE = "+proj=laea +lat_0=19.2 +lon_0=104.9 +datum=WGS84"


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main(out):
    out = Path(out)
    villages = gpd.read_file(HERE / "villages.geojson").to_crs(PLANE).set_index("village_id")
    coverage = gpd.read_file(HERE / "coverage.fgb").to_crs(PLANE)
    coverage = coverage[coverage.technology.isin(["3G", "4G", "5G"])]
    areas = gpd.read_file(HERE / "candidates-areas.fgb").to_crs(PLANE)
    costs = pd.read_csv(HERE / "candidates.csv").set_index("site_id")
    plan = [row for row in rows(out / "plan.csv") if row["feature"] == "site"]
    told = {row["village_id"]: row["phase"] for row in rows(out / "plan_villages.csv")}
    tree = shapely.STRtree(coverage.geometry.values)
    wrong = []

    def share(village, more):
        shape = villages.geometry[village]
        near = [coverage.geometry.values[i] for i in tree.query(shape, predicate="intersects")]
        near += [area for area in more if area.intersects(shape)]
        return shapely.union_all(shapely.make_valid(near)).intersection(shape).area / shape.area

    served, so_far = set(), []
    for phase in rows(out / "phases.csv"):
        built = [row for row in plan if row["phase"] == phase["phase"]]
        spent = sum(costs.capex_vnd[row["id"]] for row in built)
        so_far += [g for row in built for g in areas[areas.site_id == row["id"]].geometry]
        now = {village for village in told if share(village, so_far) >= 0.5 - 1e-9}
        new = now - served
        people = int(villages.population[sorted(new)].sum())
        claims = {village for village, when in told.items() if when == phase["phase"]}
        for what, ours, theirs in [
            ("spent", spent, float(phase["spent"])),
            ("villages", len(new), int(phase["villages"])),
            ("people", people, float(phase["new_people"])),
            ("which", sorted(new), sorted(claims)),
        ]:
            if ours != theirs:
                wrong.append(f"{phase['phase']}: {what} is {theirs} and comes to {ours}")
        if phase["budget"] and spent > float(phase["budget"]):
            wrong.append(f"{phase['phase']}: over its budget")
        served = now
        print(f"{phase['phase']}: {len(built)} sites, {spent:,.0f}, {len(new)} villages, {people:,} people")
    certificate = json.loads((out / "certificate.json").read_text())
    people = int(villages.population[sorted(served)].sum())
    if people != certificate["objective"]:
        wrong.append(f"objective {certificate['objective']} comes to {people}")
    print("\n".join(wrong) or f"the plan holds: {len(served)} villages, {people:,} people")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
