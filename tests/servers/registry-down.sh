#!/usr/bin/env bash
# Stops the servers that registry-up.sh started in FOLDER, by their process ids, and removes the folder.
#   tests/servers/registry-down.sh FOLDER
set -euo pipefail

folder=${1:?usage: registry-down.sh FOLDER}

# A zombie is gone too: process 1 of a container may reap it late or never.
gone() { [[ ! -e /proc/$1 ]] || grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"; }

for name in ecr registry; do
    [[ -s $folder/$name.pid ]] || continue
    pid=$(<"$folder/$name.pid")
    # The id may have passed to another program since.
    case $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || true) in
        *docker-registry* | *ecr-endpoint.py*) kill -KILL "$pid" 2>/dev/null || true ;;
    esac
    for ((tries = 0; tries < 200; tries++)); do
        gone "$pid" && break
        sleep 0.05
    done
done

# Only a folder that looks like one of ours.
if [[ -f $folder/registry.yml || -f $folder/htpasswd ]]; then
    rm -rf "$folder"
fi
