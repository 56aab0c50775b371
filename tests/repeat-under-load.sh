#!/usr/bin/env bash
# Repeats the fast suite beside two busy loops, until it ran N times on this commit, and counts what ended green:
#   tests/repeat-under-load.sh [N]      default: 20
# Compiles once. Can be stopped and started again: a run that has ended is in artifacts/under-load/COMMIT/RUN/outcome and stays counted, one
# that was cut off is repeated. Results of green runs are removed, those of red ones stay. Exits 1 unless all N are green.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-20}
if ! [[ $runs =~ ^[1-9][0-9]*$ ]]; then
    echo "tests/repeat-under-load.sh: '$runs' is not a number of runs" >&2
    exit 64
fi
if [ -n "$(git status --porcelain)" ]; then
    echo "tests/repeat-under-load.sh: runs are counted per commit, and the tree has changes; commit them first" >&2
    exit 64
fi
commit=$(git rev-parse --short=12 HEAD)
folder=$PWD/artifacts/under-load/$commit
mkdir -p "$folder"

count() { cat "$folder"/*/outcome 2>/dev/null | grep -c "^$1" || true; }

if [ "$(($(count green) + $(count red)))" -lt "$runs" ]; then
    # What the feed lacks is found out by the build's own bootstrap.
    ./build.sh Compile --configuration Debug --verbosity Minimal
fi
for ((run = 1; run <= runs; run++)); do
    [ -e "$folder/$run/outcome" ] && continue
    rm -rf "${folder:?}/$run"
    mkdir "$folder/$run"
    begin=$SECONDS
    if tests/fast-suite.sh --beside-busy-loops "$folder/$run" >"$folder/$run/suite.log" 2>&1; then
        outcome=green
        find "$folder/$run" -mindepth 1 -not -name suite.log -delete
    else
        outcome=red
        tests/stacks.sh "$folder/$run" || true
        python3 tests/summarize.py "$folder/$run" || true
    fi
    echo "$outcome after $((SECONDS - begin)) s" >"$folder/$run/outcome"
    echo "run $run of $runs on $commit: $(cat "$folder/$run/outcome"); so far $(count green) green, $(count red) red"
done
green=$(count green)
red=$(count red)
echo "$green of $((green + red)) runs green on $commit${red:+, $red red}$([ "$red" -eq 0 ] || echo "; the results of red ones are in $folder")"
[ "$red" -eq 0 ]
