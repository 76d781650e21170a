"""Recounts with GEOS what each proposed site newly covers, and compares with what covgap wrote.

    check_proposals.py RESULT_DIR VILLAGES COVERAGE PROPOSAL_AREAS

For the rule `area>=SHARE`: the share of every village inside existing coverage, and with each site's area, by
shapely in the plane that summary.json names; from them villages and people newly covered alone, in the submitted
and in the best order, by the accepted sites together, and the villages that only one site can cover.
Prints one closing line, `N passed, N failed`.
"""

import csv
import json
import pathlib
import sys

import numpy as np
import shapely

from check_shares import read

NOTHING = 1e-9


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Province:
    """The villages near an area, and the unions of all that covers them."""

    def __init__(self, villages, people, coverage, areas, least):
        self.villages, self.people, self.areas, self.least = villages, people, areas, least
        tree = shapely.STRtree(coverage)
        self.existing = {}
        self.open = {}
        reached = shapely.STRtree(villages).query(np.array(list(areas.values())), predicate="intersects")[1]
        for village in sorted(set(reached.tolist())):
            near = coverage[tree.query(villages[village])]
            self.existing[village] = shapely.union_all(shapely.intersection(near, villages[village]))
            if not self.passes(village, ()):
                self.open[village] = [site for site, area in areas.items() if area.intersects(villages[village])]

    def passes(self, village, sites):
        shape = self.villages[village]
        pieces = [self.existing[village], *(self.areas[site].intersection(shape) for site in sites)]
        return shapely.union_all(pieces).area / shape.area >= self.least - NOTHING

    def won(self, sites):
        sites = set(sites)
        return {village for village, near in self.open.items()
                if sites & set(near) and self.passes(village, sites & set(near))}

    def count(self, villages):
        return len(villages), sum(self.people[village] for village in villages)


def main():
    result, villages_file, coverage_file, areas_file = map(pathlib.Path, sys.argv[1:5])
    summary = json.loads((result / "summary.json").read_text(encoding="utf-8"))
    plane = summary["working_crs"]
    rows = table(result / "villages.csv")
    rule, oldest = rows[0]["rule"], rows[0].get("min_technology", "3G")
    if not rule.startswith("area>="):
        sys.exit(f"the rule is {rule}: only area>=SHARE is recounted")
    attributes, villages = read(villages_file, plane)
    people = np.array(attributes["population"], dtype=float)
    ids = [str(it) for it in attributes["village_id"]]
    columns, coverage = read(coverage_file, plane)
    coverage = coverage[np.array([technology >= oldest for technology in columns["technology"]])]
    columns, shapes = read(areas_file, plane)
    areas = {}
    for site, technology, shape in zip(columns["site_id"], columns["technology"], shapes):
        if technology >= oldest:
            areas[site] = shape if site not in areas else areas[site].union(shape)
    province = Province(villages, people, coverage, areas, float(rule.removeprefix("area>=")))
    passed, failed = 0, 0

    def hold(what, found, wanted):
        nonlocal passed, failed
        same = len(found) == len(wanted) and all(abs(float(a) - float(b)) < 1e-6 for a, b in zip(found, wanted))
        passed, failed = passed + same, failed + (not same)
        if not same:
            print(f"{what}: covgap {found}, GEOS {wanted}")

    sites = table(result / "proposals.csv")
    everyone = [site["site_id"] for site in sites]
    whole = province.won(everyone)
    for site in sites:
        own = site["site_id"]
        alone = province.count(province.won([own]))
        hold(f"{own} alone", (site["villages_alone"], site["people_alone"]), alone)
        only = whole - province.won(other for other in everyone if other != own)
        hold(f"{own} only", sorted(ids.index(it) for it in site["only_by_it_ids"].split("; ") if it), sorted(only))
    for order in ("submitted", "best"):
        built, before = [], set()
        for step in (row for row in table(result / "proposals_order.csv") if row["order"] == order):
            built.append(step["site_id"])
            after = province.won(built)
            hold(f"{order} {built[-1]}", (step["villages"], step["people"]), province.count(after - before))
            before = after
    portfolio = json.loads((result / "portfolio.json").read_text(encoding="utf-8"))
    for scope in portfolio["scopes"]:
        for entry in scope["sets"]:
            if set(entry["sites"]) <= set(everyone):
                found = (entry["villages"], entry["people"])
                hold(f"{scope['list']} {entry['kind']}", found, province.count(province.won(entry["sites"])))
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
