#!/usr/bin/env bash
# Stops the server that s3-up.sh started in FOLDER, by its process ids, and removes the folder.
#   tests/servers/s3-down.sh FOLDER
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/servers/processes.sh
source "$here/processes.sh"
folder=${1:?usage: s3-down.sh FOLDER}

for name in rgw osd mon; do
    # SIGKILL, because nothing here is worth the seconds of an orderly end.
    kill_and_wait "$name" 'radosgw|ceph-osd|ceph-mon'
done

# Only a folder that looks like one of ours.
if [[ -f $folder/ceph.conf ]]; then
    rm -rf "$folder"
fi
