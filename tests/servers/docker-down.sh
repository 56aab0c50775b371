#!/usr/bin/env bash
# Stops the engine that docker-up.sh started in FOLDER, by its process id, and removes the folder.
#   tests/servers/docker-down.sh FOLDER
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/servers/processes.sh
source "$here/processes.sh"
folder=${1:?usage: docker-down.sh FOLDER}

stop() {
    local pid=$1 signal=$2 tries
    # The id may have passed to another program since; every program of this engine names its folder.
    case $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || true) in
        *"$folder"*) kill "-$signal" "$pid" 2>/dev/null || true ;;
        *) return 0 ;;
    esac
    for ((tries = 0; tries < 400; tries++)); do
        gone "$pid" && return 0
        sleep 0.05
    done
    kill -KILL "$pid" 2>/dev/null || true
}

[[ -e $folder ]] || exit 0
folder=$(cd "$folder" && pwd)
for file in engine.pid exec/containerd/containerd.pid; do
    [[ ! -s $folder/$file ]] || stop "$(<"$folder/$file")" TERM
done
# A killed engine leaves its mounts.
while read -r mount; do umount --lazy "$mount" 2>/dev/null || true; done < <(awk -v f="$folder/" 'index($2, f) == 1 { print $2 }' /proc/self/mounts | sort -r)
# Only a folder that looks like one of ours.
if [[ -f $folder/engine.pid ]]; then
    rm -rf "$folder"
fi
