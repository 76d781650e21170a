"""Makes the work set, runs everybody in turn, holds the shares against each other, prints the table.

Whole processes, interpreter start and reading included: wall time by the clock, CPU time and peak memory as the
operating system counts them for each finished process. Every round runs everybody once; the least of the rounds counts."""
import argparse, csv, importlib.metadata, os, pathlib, platform, subprocess, sys, time

HERE = pathlib.Path(__file__).parent
SETS = {"S": ("3806", "2000", "1"), "M": ("50000", "20000", "2")}


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--default-covgap")
    parser.add_argument("--covgap")
    parser.add_argument("--big", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    return parser.parse_args()


def contestants(o, data, out):
    """Name, package, command, and the file its shares end up in."""
    binary = o.covgap or o.default_covgap
    yield ("covgap", None,
           [binary, "assess", "--villages", data / "villages.fgb", "--coverage", data / "coverage.fgb",
            "--only", "villages.csv", "--threads", str(o.threads), "--out", out / "covgap"],
           out / "covgap" / "villages.csv")
    for name, package in (("geopandas", "geopandas"), ("sedonadb", "sedonadb"), ("duckdb", "duckdb-ext-spatial")):
        yield (name, package,
               [sys.executable, HERE / f"peer_{name}.py", "--villages", data / "villages.parquet",
                "--coverage", data / "coverage.parquet", "--out", out / f"{name}.csv", "--threads", str(o.threads)],
               out / f"{name}.csv")


def run(command):
    begun = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(said.strip().splitlines()[-1] if said.strip() else f"exit code {child.returncode}")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def shares(file):
    """{(village, technology): share}, without zeros, from either kind of table."""
    found = {}
    with open(file, newline="", encoding="utf-8-sig") as rows:
        for row in csv.DictReader(rows):
            if "tech" in row:
                found[int(row["village_id"]), row["tech"]] = float(row["fraction"])
            else:
                for tech in ("2G", "3G", "4G", "5G"):
                    share = float(row[f"share_{tech.lower()}"] or 0)
                    if share > 0:
                        found[int(row["village_id"]), tech] = share
    return found


def main():
    o = options()
    name = "M" if o.big else "S"
    data, out = o.work / name, o.work / "out"
    out.mkdir(parents=True, exist_ok=True)
    if not (data / "coverage.fgb").exists():
        villages, coverage, seed = SETS[name]
        subprocess.run([sys.executable, HERE / "gen.py", "--villages", villages, "--coverage", coverage,
                        "--seed", seed, "--out", data], check=True)
    field, left_out, best = [], [], {}
    for entry in contestants(o, data, out):
        try:
            version = importlib.metadata.version(entry[1]) if entry[1] else subprocess.run(
                [str(entry[2][0]), "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
            field.append((entry, version))
        except (importlib.metadata.PackageNotFoundError, OSError, subprocess.CalledProcessError) as problem:
            left_out.append(f"{entry[0]}: not installed ({problem})")
    for _ in range(o.rounds):
        for entry, version in list(field):
            try:
                figures = run(entry[2])
                best[entry[0]] = tuple(map(min, zip(figures, best.get(entry[0], figures))))
            except RuntimeError as problem:
                field.remove((entry, version))
                left_out.append(f"{entry[0]}: {problem}")
    judge = shares(field[0][0][3])
    print(f"\nset {name}, {o.threads} threads, least of {o.rounds} rounds, {platform.machine()}, "
          f"{os.cpu_count()} processors, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}\n")
    print("| system | wall s | CPU s | MiB | wall ÷ covgap | CPU ÷ covgap | MiB ÷ covgap | farthest share |")
    print("|---|---|---|---|---|---|---|---|")
    own = best[field[0][0][0]]
    for (entry_name, _, _, file), version in field:
        wall, cpu, memory = best[entry_name]
        theirs = shares(file)
        apart = max((abs(judge.get(key, 0) - theirs.get(key, 0)) for key in judge.keys() | theirs.keys()), default=0)
        print(f"| {entry_name} {version} | {wall:.3f} | {cpu:.2f} | {memory:.0f} | {wall / own[0]:.1f} | {cpu / own[1]:.1f} "
              f"| {memory / own[2]:.1f} | {apart:.1e} |")
    for line in left_out:
        print(f"left out: {line}")


main()
