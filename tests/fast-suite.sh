#!/usr/bin/env bash
# Runs once, without building, what `./build.sh Test` runs on a machine with only the SDK: no switch of the slow tests is on.
#   tests/fast-suite.sh [--beside-busy-loops] RESULTS
# Exits 1 if anything failed; RESULTS gets a .trx and a .log per project. Needs `./build.sh Compile --configuration Debug` before.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

loops=()
if [ "${1:-}" = --beside-busy-loops ]; then
    shift
    # As many as CI has cores, so that every test shares its core.
    for _ in 1 2; do
        (while :; do :; done) &
        loops+=("$!")
    done
    trap 'kill "${loops[@]}" 2>/dev/null' EXIT
fi
results=$1
mkdir -p "$results"
for variable in $(compgen -e | grep -E '^(FASHION_MNIST_|AWS_|MLFLOW_)'); do
    unset "$variable"
done

status=0
for project in tests/*.Tests; do
    name=$(basename "$project")
    begin=$SECONDS
    if dotnet test "$project/bin/Debug/net10.0/$name.dll" --nologo --settings tests/tests.runsettings --results-directory "$results" \
        --logger "trx;LogFileName=$name.trx" >"$results/$name.log" 2>&1 </dev/null; then
        outcome=ok
    else
        outcome=FAILED
        status=1
    fi
    echo "$name: $outcome after $((SECONDS - begin)) s; $(grep -E '^(Passed|Failed|Skipped)! ' "$results/$name.log" | tail -1 | sed 's/.*- *Failed/Failed/; s/, Duration.*//')"
done
exit $status
