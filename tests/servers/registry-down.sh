#!/usr/bin/env bash
# Stops the servers that registry-up.sh started in FOLDER, by their process ids, and removes the folder.
#   tests/servers/registry-down.sh FOLDER
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/servers/processes.sh
source "$here/processes.sh"
folder=${1:?usage: registry-down.sh FOLDER}

for name in ecr registry; do
    kill_and_wait "$name" 'docker-registry|ecr-endpoint\.py'
done

# Only a folder that looks like one of ours.
if [[ -f $folder/registry.yml || -f $folder/htpasswd ]]; then
    rm -rf "$folder"
fi
