#!/usr/bin/env bash
# BuildImage and PushImage with nothing changed, on an engine, a registry and an ECR endpoint of its own.
#   bench/unchanged.sh [ROUNDS]     as root; needs the Debian packages of tests/servers/{docker,registry}-packages.txt, clang, zlib1g-dev, time
# The first run compiles, builds and pushes and does not count. Prints for each following one what the build says of both targets, and the
# wall and CPU seconds of the whole process.
set -euo pipefail

cd "$(dirname "$0")/.."
rounds=${1:-3}
base=fashion-mnist-bench-base:1
scratch=$(mktemp -d)
# shellcheck disable=SC2317  # The trap calls it.
stop() {
    tests/servers/registry-down.sh "$scratch/registry" || true
    tests/servers/docker-down.sh "$scratch/docker" || true
    rm -rf "$scratch"
}
trap stop EXIT

variables=$(tests/servers/docker-up.sh "$scratch/docker")
eval "$variables"
tests/servers/base-image.sh "$base" >/dev/null
variables=$(tests/servers/registry-up.sh "$scratch/registry")
eval "$variables"

for ((round = 0; round <= rounds; round++)); do
    /usr/bin/time -f '%e s, %U + %S s CPU' -o "$scratch/time" \
        ./build.sh PushImage --docker-host "$DOCKER_HOST" --base-image "$base" --allow-dirty >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
    # The build sets its table with no-break spaces.
    ((round == 0)) || { sed 's/\xc2\xa0/ /g' "$scratch/log" | grep -E '^(BuildImage|PushImage) '; echo "whole process: $(cat "$scratch/time")"; }
done
