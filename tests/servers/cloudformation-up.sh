#!/usr/bin/env bash
# Starts an endpoint on 127.0.0.1 that speaks the protocol of CloudFormation and makes no resource at all:
#   tests/servers/cloudformation-up.sh FOLDER     FOLDER is new; log, stacks and pid file go there; cloudformation-down.sh FOLDER stops it
# The printed lines are shell assignments, ready for `eval`. Needs the packages in cloudformation-packages.txt; runs as any user.
# Faults are ordered in FOLDER/faults.json, see cloudformation-endpoint.py. What is real and what is not: docs/deploy.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/servers/processes.sh
source "$here/processes.sh"
folder=${1:?usage: cloudformation-up.sh FOLDER}

if ! /usr/bin/python3 -c 'import botocore, ruamel.yaml' 2>/dev/null || ! command -v curl >/dev/null; then
    echo "cloudformation-up.sh: not installed: botocore, ruamel.yaml or curl; run: apt-get install -y --no-install-recommends $(grep -v '^#' "$here/cloudformation-packages.txt" | xargs)" >&2
    exit 69
fi

if [[ -e $folder ]]; then
    echo "cloudformation-up.sh: $folder exists already; stop its server with cloudformation-down.sh, or name a new folder" >&2
    exit 73
fi
mkdir -p "$folder/log"
folder=$(cd "$folder" && pwd)
trap '[[ $? -eq 0 ]] || { tail -n 5 "$folder"/log/*.out >&2 || true; "$here/cloudformation-down.sh" "$folder"; }' EXIT

port=$(free_port)
access_key=${AWS_ACCESS_KEY_ID:-TESTONLYACCESSKEY000}
secret_key=${AWS_SECRET_ACCESS_KEY:-$(tr -d - </proc/sys/kernel/random/uuid)}
region=${AWS_REGION:-us-east-1}

export CFN_ACCESS_KEY="$access_key" CFN_SECRET_KEY="$secret_key" CFN_REGION="$region" CFN_LOG="$folder/log/requests" CFN_FAULTS="$folder/faults.json"
start cloudformation /usr/bin/python3 -B "$here/cloudformation-endpoint.py" "$port" "$folder/stacks.json"
deadline=$((SECONDS + 60))
until curl --silent --output /dev/null --noproxy '*' "http://127.0.0.1:$port/"; do
    kill -0 "$(<"$folder/cloudformation.pid")" 2>/dev/null || { echo "cloudformation-up.sh: the endpoint stopped; see $folder/log" >&2; exit 70; }
    ((SECONDS < deadline)) || { echo "cloudformation-up.sh: gave up waiting for the endpoint; see $folder/log" >&2; exit 75; }
    sleep 0.05
done

cat <<VARIABLES
export AWS_ENDPOINT_URL_CLOUDFORMATION=http://127.0.0.1:$port
export AWS_ENDPOINT_URL_STS=http://127.0.0.1:$port
export AWS_ACCESS_KEY_ID=$access_key
export AWS_SECRET_ACCESS_KEY=$secret_key
export AWS_REGION=$region
VARIABLES
