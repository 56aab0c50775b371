#!/usr/bin/env bash
# Stops the endpoint that cloudformation-up.sh started in FOLDER, by its process id, and removes the folder.
#   tests/servers/cloudformation-down.sh FOLDER
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/servers/processes.sh
source "$here/processes.sh"
folder=${1:?usage: cloudformation-down.sh FOLDER}

kill_and_wait cloudformation 'cloudformation-endpoint\.py'

# Only a folder that looks like one of ours.
if [[ -f $folder/cloudformation.pid ]]; then
    rm -rf "$folder"
fi
