#!/usr/bin/env bash
# Fuzzes the readers with afl-fuzz, guided by coverage, and fails if one of them crashes or hangs:
#   tests/fuzz.sh [SECONDS] [READER...]     defaults: 60 seconds for each reader, all readers
# What it finds lies in artifacts/fuzzing/findings/READER/default/crashes; put it into tests/FashionMnist.Fuzzing/Corpus/READER once it is fixed.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v afl-fuzz >/dev/null || { echo "fuzz.sh: afl-fuzz is not installed; run: apt-get install afl++" >&2; exit 69; }

seconds=${1:-60}
shift || true
corpus=tests/FashionMnist.Fuzzing/Corpus
output=$PWD/artifacts/fuzzing
readers=("$@")
mapfile -t known < <(ls "$corpus")
[ ${#readers[@]} -gt 0 ] || readers=("${known[@]}")

for reader in "${readers[@]}"; do
    [ -d "$corpus/$reader" ] || { echo "fuzz.sh: there is no reader $reader; known: ${known[*]}" >&2; exit 64; }
done

dotnet tool restore >/dev/null
rm -rf "$output"
mkdir -p "$output/findings"
dotnet publish tests/FashionMnist.Fuzzing --configuration Release --output "$output/program" -p:RunAnalyzers=false --nologo --verbosity quiet
for assembly in FashionMnist FashionMnist.Models; do
    dotnet sharpfuzz "$output/program/$assembly.dll"
done

# Managed code is no binary afl could check; the rest is for machines that nobody set up for fuzzing.
export AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_FORKSRV_INIT_TMOUT=60000
failed=0
for reader in "${readers[@]}"; do
    log=$output/$reader.log
    timeout --signal=INT $((seconds + 240)) \
        afl-fuzz -i "$corpus/$reader" -o "$output/findings/$reader" -V "$seconds" -t 20000 -m none -- \
        dotnet exec "$output/program/fashion_mnist_fuzzing.dll" "$reader" >"$log" 2>&1 || { tail -n 20 "$log" >&2; failed=1; }
    statistics=$output/findings/$reader/default/fuzzer_stats
    [ -f "$statistics" ] || { echo "$reader: afl-fuzz did not start, see $log" >&2; exit 70; }
    figure() { sed -nE "s/^$1 *: (.*)/\1/p" "$statistics"; }
    echo "$reader: $(figure execs_done) runs, $(figure corpus_count) paths, $(figure saved_crashes) crashes, $(figure saved_hangs) hangs"
    [ "$(figure saved_crashes)" = 0 ] && [ "$(figure saved_hangs)" = 0 ] || failed=1
done
exit "$failed"
