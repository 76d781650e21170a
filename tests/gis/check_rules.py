"""Recounts villages under many rules with shapely and rasterio and compares them with rules.csv.

    check_rules.py RESULT_DIR VILLAGES ID_COLUMN COVERAGE [--clusters FILE] [--buildings FILE]
                   [--population-raster FILE] [--sites FILE]

Reads the same input files, moves them by PROJ to the plane that summary.json names, and judges every village by
every rule of rules.csv that it knows: area, centre, population, buildings, clusters, within, with any operator, a
named one, each or k of them, levels of received power and switched-off technologies. A point within 5 cm of an
edge is on it, as summary.json says. Then it takes villages near the edge, dissolves the coverage around them, closes
its cracks by buffering out and in, and asks by buffers whether the rule tips where margin_m says, and how far the
centre is from the edge. Prints one closing line, `N passed, N failed`, one check a rule or village.
"""

import argparse
import csv
import json
import pathlib
import re
import sys

import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely

TECHNOLOGIES = ["2G", "3G", "4G", "5G"]


def mover(crs, plane):
    """The way of positions into the working plane."""
    move = pyproj.Transformer.from_crs(crs, plane, always_xy=True).transform
    return lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1]))


def read(path, plane):
    """The attribute columns and the geometries of a file, in the working plane."""
    if str(path).endswith(".csv"):
        table = pd.read_csv(path, dtype={"village_id": str})
        points = np.column_stack([table["lon"], table["lat"]])
        return {name: table[name].to_numpy() for name in table}, shapely.points(mover("EPSG:4326", plane)(points))
    meta, _, geometry, columns = pyogrio.raw.read(path)
    shapes = shapely.from_wkb(geometry)
    moved = shapely.transform(shapes, mover(meta["crs"], plane))
    return dict(zip(meta["fields"], columns)), moved


def read_raster(path, plane):
    """The centres of the cells with people, in the working plane, and how many live there."""
    import rasterio

    with rasterio.open(path) as raster:
        values = raster.read(1, masked=True).filled(0).astype(float)
        rows, columns = np.nonzero(values > 0)
        x, y = rasterio.transform.xy(raster.transform, rows, columns)
        crs = raster.crs or "EPSG:4326"
        return shapely.points(mover(crs, plane)(np.column_stack([x, y]))), values[rows, columns]


def owner(places, villages, ids=None, own=None):
    """The village of each place: by the id of its row, else the first that holds it; -1 for none."""
    if own is not None:
        where = {one: nth for nth, one in enumerate(ids)}
        return np.array([where.get(str(one), -1) for one in own])
    found = np.full(len(places), -1)
    place, village = shapely.STRtree(villages).query(places, predicate="intersects")
    for p, v in sorted(zip(place, village), reverse=True):
        found[p] = v
    return found


class World:
    """Everything that the rules look at."""

    def __init__(self, args):
        summary = json.loads((args.result / "summary.json").read_text(encoding="utf-8"))
        plane = summary["working_crs"]
        columns, self.villages = read(args.villages, plane)
        self.ids = [str(one) for one in columns[args.id_column]]
        centres = np.column_stack([columns["centre_lon"], columns["centre_lat"]]).astype(float)
        self.centres = shapely.points(mover("EPSG:4326", plane)(centres))
        columns, self.areas = read(args.coverage, plane)
        broken = ~shapely.is_valid(self.areas)
        self.areas[broken] = shapely.make_valid(self.areas[broken])
        self.technology = np.array([TECHNOLOGIES.index(one) for one in columns["technology"]])
        self.operator = np.array(columns["operator"])
        self.level = np.array(columns["rsrp_dbm"], dtype=float)
        self.operators = sorted(set(self.operator))
        self.on_edge = summary["scrutiny"]["on_edge_m"]
        self.crack = summary["scrutiny"]["closed_crack_m"]
        self.options = summary["options"]
        self.pairs = shapely.STRtree(self.areas).query(self.villages, predicate="intersects")
        self.at_centres = self.point_pairs(self.centres)
        self.shares, self.covered = {}, {}
        self.clusters = self.buildings = self.people = self.sites = None
        if args.clusters:
            columns, places = read(args.clusters, plane)
            own = columns.get("village_id")
            self.clusters = self.weighted(places, owner(places, self.villages, self.ids, own), None)
        if args.buildings:
            columns, places = read(args.buildings, plane)
            places = shapely.centroid(places)
            self.buildings = self.weighted(places, owner(places, self.villages), columns.get("weight"))
        if args.population_raster:
            places, weights = read_raster(args.population_raster, plane)
            self.people = self.weighted(places, owner(places, self.villages), weights)
        if args.sites:
            columns, places = read(args.sites, plane)
            self.sites = (places, np.array(columns["operator"]), [set(str(t).split()) for t in columns["technologies"]])

    def point_pairs(self, points):
        return shapely.STRtree(self.areas).query(points, predicate="dwithin", distance=self.on_edge)

    def weighted(self, places, own, weights):
        keep = own >= 0
        weights = np.ones(len(own)) if weights is None else np.asarray(weights, dtype=float)
        return own[keep], weights[keep], self.point_pairs(places[keep]), int(keep.sum())

    def share(self, chosen):
        """The share of every village inside the union of the chosen areas."""
        key = chosen.tobytes()
        if key not in self.shares:
            village, area = self.pairs
            keep = chosen[area]
            found = np.zeros(len(self.villages))
            for nth, own in pd.Series(area[keep]).groupby(village[keep]):
                whole = self.villages[nth]
                areas = self.areas[own.to_numpy()]
                if shapely.covers(areas, whole).any():
                    found[nth] = 1.0
                    continue
                union = shapely.union_all(shapely.intersection(areas, whole))
                found[nth] = shapely.area(union) / shapely.area(whole)
            self.shares[key] = found
        return self.shares[key]

    def inside(self, pairs, count, chosen):
        point, area = pairs
        found = np.zeros(count, dtype=bool)
        found[point[chosen[area]]] = True
        return found

    def weight_share(self, kind, chosen):
        own, weights, pairs, count = kind
        inside = self.inside(pairs, count, chosen)
        total = np.bincount(own, weights, len(self.villages))
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.bincount(own, weights * inside, len(self.villages)) / total
        return np.where(total > 0, share, np.nan)

    def atom(self, text, chosen, counting, operators, tolerance):
        """1, 0 or nan (unknown) for every village."""
        least = re.fullmatch(r"(area|population|buildings)>=([\d.]+)", text)
        if least:
            kind, threshold = least[1], float(least[2])
            allowed = max(1e-9, tolerance) if threshold == 1 else 1e-9
            if kind == "area":
                share = self.share(chosen)
            else:
                share = self.weight_share(self.people if kind == "population" else self.buildings, chosen)
            return np.where(np.isnan(share), np.nan, share >= threshold - allowed)
        if text == "centre":
            return self.inside(self.at_centres, len(self.villages), chosen).astype(float)
        if text.startswith("clusters"):
            own, _, pairs, count = self.clusters
            total = np.bincount(own, minlength=len(self.villages))
            served = np.bincount(own, self.inside(pairs, count, chosen), len(self.villages))
            least = {"clusters:all": total, "clusters:any": 1}.get(text)
            if least is None:
                least = int(text.removeprefix("clusters>="))
            return np.where(total > 0, served >= least, np.nan)
        if text.startswith("within:"):
            most = float(text.removeprefix("within:").removesuffix("m"))
            places, whose, there = self.sites
            names = {TECHNOLOGIES[t] for t in counting}
            keep = np.array([bool(t & names) for t in there]) & np.isin(whose, operators)
            if not keep.any():
                return np.zeros(len(self.villages))
            near = shapely.STRtree(places[keep]).query_nearest(self.centres, return_distance=True, all_matches=False)
            return (near[1] <= most).astype(float)
        raise NotImplementedError(text)

    def rule(self, text, *how):
        """Kleene's logic over `and`, `or`; rules.csv has parentheses around nested parts only."""
        for word, join in [(" or ", np.fmax), (" and ", np.fmin)]:
            parts = split(text, word)
            if len(parts) > 1:
                found = [self.rule(part, *how) for part in parts]
                whole = found[0]
                for part in found[1:]:
                    decided = join(whole, part)
                    strong = 1.0 if word == " or " else 0.0
                    unknown = (np.isnan(whole) | np.isnan(part)) & (decided != strong)
                    whole = np.where(unknown, np.nan, decided)
                return whole
        return self.rule(text[1:-1], *how) if text.startswith("(") else self.atom(text, *how)

    def judge(self, row):
        """1, 0 or nan for every village under a row of rules.csv."""
        oldest = TECHNOLOGIES.index(row["min_technology"])
        off = [TECHNOLOGIES.index(t) for t in row["switched_off"].split("; ") if t]
        counting = [t for t in range(oldest, 4) if t not in off]
        passes = np.isin(self.technology, counting)
        margin = 0.0
        for part in filter(None, row["signal"].split(",")):
            name, value = part.split("=")
            if name == "margin":
                margin = float(value)
        for part in filter(None, row["signal"].split(",")):
            name, value = part.split("=")
            if name in TECHNOLOGIES:
                passes &= (self.technology != TECHNOLOGIES.index(name)) | (self.level >= float(value) + margin)

        def of(operators):
            chosen = passes & np.isin(self.operator, operators)
            return self.rule(row["rule"], chosen, counting, operators, float(row["tolerance"]))

        wanted = row["operators"]
        if wanted == "any":
            return of(self.operators)
        if wanted in self.operators:
            return of([wanted])
        alone = np.array([of([one]) for one in self.operators])
        least = len(self.operators) if wanted == "each" else int(wanted)
        served, unknown = (alone == 1).sum(0), np.isnan(alone).sum(0)
        return np.where(served >= least, 1.0, np.where(served + unknown < least, 0.0, np.nan))


def split(text, word):
    """Parts of a rule at one level of parentheses."""
    parts, depth, start = [], 0, 0
    for nth, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and text.startswith(word, nth):
            parts.append(text[start:nth])
            start = nth + len(word)
    return parts + [text[start:]]


def margins(world, result, sample):
    """Checks margins of villages near the edge by really moving it; only under one rule about area or the centre."""
    rule, oldest = world.options["rule"], TECHNOLOGIES.index(world.options["min_technology"])
    least = re.fullmatch(r"area>=([\d.]+)", rule)
    if world.options["operators"] != "any" or world.options["signal"] or not (least or rule == "centre"):
        return 0, 0
    with open(result / "villages.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    near = [n for n, row in enumerate(rows) if row["margin_m"] and abs(float(row["margin_m"])) < 3_000]
    chosen = near[:: max(1, len(near) // sample)]
    tree = shapely.STRtree(world.areas)
    passed = failed = 0
    for nth in chosen:
        row, village, centre = rows[nth], world.villages[nth], world.centres[nth]
        margin, at_centre = float(row["margin_m"]), float(row["centre_margin_m"])
        reach = max(abs(margin), abs(at_centre)) * 1.01 + 20
        window = shapely.box(*shapely.bounds(village)).buffer(reach, join_style="mitre")
        own = tree.query(window, predicate="intersects")
        own = own[world.technology[own] >= oldest]
        union = shapely.union_all(shapely.intersection(world.areas[own], window.buffer(20)))
        half = world.crack / 2
        closed = union.buffer(half, join_style="mitre").buffer(-half, join_style="mitre")
        edge = shapely.intersection(closed.boundary, window)
        depth = centre.distance(edge) * (1 if closed.intersects(centre) else -1)
        bad = []
        # where two edges are nearly as near, blunted corners may choose the other one
        if abs(depth - at_centre) > max(0.5, abs(depth) * 1e-4):
            bad.append(f"centre_margin_m {at_centre}, by GEOS {depth:.3f}")
        tolerance = 0.6 + abs(margin) * 2e-4
        for by, should in [(-margin + tolerance, True), (-margin - tolerance, False)]:
            moved = closed.buffer(by, quad_segs=64)
            if least:
                share = moved.intersection(village).area / village.area
                holds = share >= float(least[1]) - 1e-9
            else:
                holds = moved.intersects(centre)
            if holds != should:
                bad.append(f"margin_m {margin}: moved by {by:.2f} the rule {'holds' if holds else 'fails'}")
        passed, failed = passed + (not bad), failed + bool(bad)
        if bad:
            print(f"village {row['village_id']}: {'; '.join(bad)}")
    print(f"margins of {len(chosen)} villages out of {len(near)} near an edge")
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("result", type=pathlib.Path)
    parser.add_argument("villages")
    parser.add_argument("id_column")
    parser.add_argument("coverage")
    for name in ["clusters", "buildings", "population-raster", "sites"]:
        parser.add_argument(f"--{name}")
    parser.add_argument("--margins", type=int, default=100, help="how many villages near an edge are looked at")
    args = parser.parse_args()
    world = World(args)
    with open(args.result / "rules.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    passed = failed = 0
    for row in rows:
        found = world.judge(row)
        want = {
            "covered_villages": int((found == 1).sum()),
            "uncovered_villages": int((found == 0).sum()),
            "unknown_villages": int(np.isnan(found).sum()),
        }
        bad = [f"{name}: covgap {row[name]}, here {count}" for name, count in want.items() if int(row[name]) != count]
        passed, failed = passed + (not bad), failed + bool(bad)
        if bad:
            print(f"{row['definition']}: {'; '.join(bad)}")
    print(f"{len(rows)} rules, {len(world.villages)} villages")
    right, wrong = margins(world, args.result, args.margins)
    passed, failed = passed + right, failed + wrong
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
