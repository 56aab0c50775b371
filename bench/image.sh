#!/usr/bin/env bash
# The forms in which the job could be published: size, and time from the start of the process to the end of one prediction.
#   bench/image.sh MODEL IMAGES [ROUNDS]     MODEL is a store or a package, IMAGES an IDX file with one image
# Prints sizes in bytes, and medians of CPU and wall seconds. Needs clang, zlib1g-dev and time (Debian packages).
set -euo pipefail

cd "$(dirname "$0")/.."
model=${1:?usage: image.sh MODEL IMAGES [ROUNDS]}
images=${2:?usage: image.sh MODEL IMAGES [ROUNDS]}
rounds=${3:-5}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

publish() {
    local form=$1
    shift
    dotnet publish src/FashionMnist.Job -c Release -r linux-x64 -v quiet -nologo -p:RunAnalyzers=false -o "$scratch/$form" "$@"
}
publish native -p:PublishAot=true
publish precompiled --self-contained -p:PublishSingleFile=true -p:PublishTrimmed=true -p:PublishReadyToRun=true
publish trimmed --self-contained -p:PublishSingleFile=true -p:PublishTrimmed=true

for form in native precompiled trimmed; do
    for ((round = 0; round < rounds; round++)); do
        rm -rf "$scratch/out"
        /usr/bin/time -f '%U %S %e' -a -o "$scratch/$form.times" \
            "$scratch/$form/fashion_mnist_job" predict --model "$model" --input "$images" --output "$scratch/out" --quiet
        sha256sum <"$scratch/out/predictions.csv" >>"$scratch/sums"
    done
    size=$(stat -c %s "$scratch/$form/fashion_mnist_job" "$scratch/$form/libonnxruntime.so" | awk "{ s += \$1 } END { print s }")
    awk '{ print $1 + $2, $3 }' "$scratch/$form.times" | sort -n | awk -v f="$form" -v s="$size" \
        '{ c[NR] = $1; w[NR] = $2 } END { m = int((NR + 1) / 2); printf "%-12s %10d bytes  %.2f s CPU  %.2f s\n", f, s, c[m], w[m] }'
done
[[ $(sort -u "$scratch/sums" | wc -l) -eq 1 ]] || { echo "the forms wrote different predictions" >&2; exit 1; }
