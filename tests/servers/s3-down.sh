#!/usr/bin/env bash
# Stops the server that s3-up.sh started in FOLDER, by its process ids, and removes the folder.
#   tests/servers/s3-down.sh FOLDER
set -euo pipefail

folder=${1:?usage: s3-down.sh FOLDER}

# A zombie is gone too: process 1 of a container may reap it late or never.
gone() { [[ ! -e /proc/$1 ]] || grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"; }

for name in rgw osd mon; do
    [[ -s $folder/$name.pid ]] || continue
    pid=$(<"$folder/$name.pid")
    # The id may have passed to another program since. SIGKILL, because nothing here is worth the seconds of an orderly end.
    case $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || true) in
        *radosgw* | *ceph-osd* | *ceph-mon*) kill -KILL "$pid" 2>/dev/null || true ;;
    esac
    for ((tries = 0; tries < 200; tries++)); do
        gone "$pid" && break
        sleep 0.05
    done
done

# Only a folder that looks like one of ours.
if [[ -f $folder/ceph.conf ]]; then
    rm -rf "$folder"
fi
