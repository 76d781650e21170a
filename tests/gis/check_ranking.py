"""Recounts rankings of the shipped province for every profile and method, and holds `explain` against them.

    python tests/gis/check_ranking.py COVGAP   (the program)

Shares covgap's files and the input, and no code: values become scores and ranks here once more, weights are
drawn from the same published sequence (splitmix64), and fronts are peeled off one by one.
"""

import csv
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "nghe-an"
LOWER = {"road_distance", "coverage_distance", "covered_village_distance", "cost", "cost_per_person"}
FIXED = {"rank", "village_id", "name", "commune", "district", "province", "score"}
TAIL = {"missing", "front", "rank_low", "rank_high", "in_top"}
DRAWS, SPREAD, TOP = 1000, 0.5, 10
INPUT = ["--villages", str(HERE / "villages.geojson"), "--coverage", str(HERE / "coverage.fgb")]
MIXED = "population=3,poverty=2,border=1,road-distance=1,-road_distance_m=0.5,schools=1"
RUNS = [
    ["--profile", profile, *method]
    for profile in ["most-people", "easy-first", "equity-first", "merit"]
    for method in [[], *(["--rank-method", m] for m in ["keys", "weighted", "percentile", "z", "topsis"])]
] + [["--weights", MIXED, "--missing", "typical", "--rank-method", m] for m in ["weighted", "topsis"]]


def splitmix(state):
    mask = (1 << 64) - 1
    while True:
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        yield ((z ^ (z >> 31)) >> 11) / (1 << 53)


def scale(values, method):
    low, high = min(values), max(values)
    if low == high:
        return [0.0] * len(values)
    if method == "percentile":
        def place(v):
            below, same = sum(o < v for o in values), sum(o == v for o in values)
            return (2 * below + same - 1) / 2 / (len(values) - 1)
        return [place(v) for v in values]
    if method == "z":
        mean = sum(values) / len(values)
        spread = (sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5
        return [(v - mean) / spread for v in values]
    return [(v - low) / (high - low) for v in values]


def topsis(columns, weights):
    scaled = []
    for column, weight in zip(columns, weights):
        length = sum(v * v for v in column) ** 0.5
        scaled.append([weight * v / length if length else 0.0 for v in column])
    scores = []
    for nth in range(len(columns[0])):
        far = sum((c[nth] - min(c)) ** 2 for c in scaled) ** 0.5
        near = sum((c[nth] - max(c)) ** 2 for c in scaled) ** 0.5
        scores.append(far / (far + near) if far + near else 0.0)
    return scores


def scores_of(columns, weights, method):
    weights = [w / sum(weights) for w in weights]
    if method == "topsis":
        return topsis(columns, weights)
    scaled = [scale(c, method) for c in columns]
    return [sum(w * c[nth] for w, c in zip(weights, scaled)) for nth in range(len(columns[0]))]


def fronts(columns):
    rows = list(zip(*columns))
    found, left, front = {}, set(range(len(rows))), 0
    while left:
        front += 1
        beaten = {b for b in left for a in left if rows[a] != rows[b] and all(x >= y for x, y in zip(rows[a], rows[b]))}
        for nth in left - beaten:
            found[nth] = front
        left = beaten
    return [found[nth] for nth in range(len(rows))]


def check(program, words, weights, method, typical, explain):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        run = [program, "--quiet", "rank", *INPUT, *words, "--only", "ranking.csv,reversals.csv", "--out", folder]
        subprocess.run(run, check=True)
        with open(Path(folder) / "ranking.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        with open(Path(folder) / "reversals.csv", encoding="utf-8") as file:
            reversals = list(csv.DictReader(file))
    names = [k for k in rows[0] if k not in FIXED | TAIL and not k.endswith("_contribution")]
    columns, flagged = [], [[] for _ in rows]
    for name in names:
        sign = -1 if name in LOWER or name.endswith("_distance_m") else 1
        known = [sign * float(r[name]) for r in rows if r[name]]
        known.sort()
        stand_in = (known[len(known) // 2] if typical else known[0]) if known else 0.0
        columns.append([sign * float(r[name]) if r[name] else stand_in for r in rows])
        for nth, r in enumerate(rows):
            if not r[name]:
                flagged[nth].append(name.replace("_", "-"))
    for nth, row in enumerate(rows):
        told = [m.strip() for m in row["missing"].split(";") if m.strip()]
        if told != flagged[nth]:
            wrong.append(f"{row['village_id']}: missing {told}, and it is {flagged[nth]}")
        if int(row["front"]) != (fronts(columns)[nth] if nth == 0 else front[nth]):
            wrong.append(f"{row['village_id']}: front {row['front']}")
        if nth == 0:
            front = fronts(columns)
    ids = [r["village_id"] for r in rows]
    if method == "keys":
        order = sorted(range(len(rows)), key=lambda n: ([-c[n] if rows[n][k] else float("inf") for k, c in zip(names, columns)], ids[n]))
        if order != list(range(len(rows))):
            wrong.append("the order of keys is another")
    else:
        scores = scores_of(columns, weights, method)
        for nth, row in enumerate(rows):
            parts = sum(float(row[f"{k}_contribution"]) for k in names)
            if abs(parts - float(row["score"])) > 1e-9:
                wrong.append(f"{row['village_id']}: contributions add up to {parts}, the score is {row['score']}")
            if abs(scores[nth] - float(row["score"])) > 1e-9:
                wrong.append(f"{row['village_id']}: score {row['score']} comes to {scores[nth]}")
            if not int(row["rank_low"]) <= int(row["rank"]) <= int(row["rank_high"]):
                wrong.append(f"{row['village_id']}: rank {row['rank']} outside {row['rank_low']} to {row['rank_high']}")
        if any(a < b - 1e-12 for a, b in zip(scores, scores[1:])):
            wrong.append("a higher score stands behind a lower one")
        dice, ranks, swaps = splitmix(1), [[] for _ in rows], [0] * (len(rows) - 1)
        for _ in range(DRAWS):
            drawn = [w * (1 + SPREAD * (2 * next(dice) - 1)) for w in weights]
            found = scores_of(columns, drawn, method)
            place = {n: p for p, n in enumerate(sorted(range(len(rows)), key=lambda n: (-found[n], ids[n])))}
            for nth in range(len(rows)):
                ranks[nth].append(place[nth] + 1)
            for nth in range(len(rows) - 1):
                swaps[nth] += place[nth] > place[nth + 1]
        off = 0
        for nth, row in enumerate(rows):
            share = sum(r <= TOP for r in ranks[nth]) / DRAWS
            off += abs(share - float(row["in_top"])) > 0.005
        if off:
            wrong.append(f"the share of draws among the first {TOP} is another for {off} villages")
        ours = {(ids[n], ids[n + 1]): s / DRAWS for n, s in enumerate(swaps) if s / DRAWS > 1 / 3}
        told = {(r["village_id"], r["before"]): float(r["share"]) for r in reversals}
        if any(abs(ours.get(k, 1 / 3) - told.get(k, 1 / 3)) > 0.005 for k in ours.keys() | told.keys()):
            wrong.append(f"reversals are {sorted(told.items())[:3]}, and come to {sorted(ours.items())[:3]}")
    if explain:
        wrong += explained(program, words, rows, names)
    return wrong, len(rows)


def explained(program, words, rows, names):
    """What `explain` says of the first, a middle and the last village, against their rows."""
    wrong = []
    some = [rows[0], rows[len(rows) // 2], rows[-1]]
    run = [program, "--quiet", "explain", *INPUT, *words, "--village", *(r["village_id"] for r in some)]
    said = subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip().split("\n\n")
    for row, text in zip(some, said):
        def expect(pattern, value, text=text, row=row):
            found = re.search(pattern, text, re.M)
            if not found or found.group(1) != value:
                wrong.append(f"explain {row['village_id']}: {found and found.group(1)} for {value} ({pattern})")
        expect(r"it is number (\d+) of", row["rank"])
        if row["score"]:
            expect(r"with a score of (-?[\d.]+):", f"{float(row['score']):.4f}")
            expect(r"rank lies between (\d+) and", row["rank_low"])
            expect(r"rank lies between \d+ and (\d+)", row["rank_high"])
            expect(r"among the first 10 in ([\d.]+) %", f"{float(row['in_top']) * 100:.1f}")
        expect(r"Pareto front (\d+)", row["front"])
        for name in names:
            flag = re.escape(name).replace("_", "[-_]")
            if row[f"{name}_contribution"]:
                expect(rf"^  {flag}: .*; adds (-?[\d.]+) with", f"{float(row[f'{name}_contribution']):.4f}")
            if not row[name]:
                expect(rf"^  {flag}: (\w+)", "unknown")
    return wrong


def main(program):
    profiles = {
        "most-people": [1], "easy-first": [1] * 4, "equity-first": [1] * 5,
        "merit": [0.4, 0.15, 0.1, 0.05, 0.1, 0.1, 0.1],
    }
    failed = False
    for words in RUNS:
        own = words[0] == "--weights"
        weights = [float(w.split("=")[1]) for w in words[1].split(",")] if own else profiles[words[1]]
        standard = "weighted" if own or words[1] == "merit" else "keys"
        method = words[words.index("--rank-method") + 1] if "--rank-method" in words else standard
        explain = "--rank-method" not in words or own or words[1] == "merit"
        wrong, count = check(program, words, weights, method, "typical" in words, explain)
        failed |= bool(wrong)
        print(" ".join(words), "->", f"{count} ranks hold" if not wrong else "\n  ".join(wrong[:8]), flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
