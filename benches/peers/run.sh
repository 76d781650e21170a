#!/bin/sh
# Runs covgap and what people use today side by side, on the same made-up country, and prints one table.
#
#   benches/peers/run.sh [--big] [--rounds N] [--threads N] [--covgap FILE]
#
# The first run sets up a virtual environment and the work sets in target/peers. --big takes 50,000 villages and
# 20,000 service areas (about a minute a round) instead of 3,806 and 2,000.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/target/peers
mkdir -p "$work"
python=$work/venv/bin/python
[ -x "$python" ] || python3 -m venv "$work/venv"
# One at a time: a peer that cannot be installed is left out of the table.
while read -r package; do
    "$python" -m pip install --quiet --disable-pip-version-check "$package" || echo "left out: $package" >&2
done < "$here/requirements.txt"
case " $* " in *" --covgap "*) ;; *) (cd "$root" && cargo build --release --quiet --bin covgap) ;; esac
exec "$python" "$here/table.py" --work "$work" --default-covgap "$root/target/release/covgap" "$@"
