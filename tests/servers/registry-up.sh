#!/usr/bin/env bash
# Starts a throw-away image registry with a password, and before it an endpoint that speaks the protocol of ECR, both on 127.0.0.1:
#   tests/servers/registry-up.sh FOLDER     FOLDER is new; logs, data and pid files go there; registry-down.sh FOLDER stops them
# The printed lines are shell assignments, ready for `eval`. Needs the packages in registry-packages.txt; runs as any user.
# What is real and what is not: docs/image.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/servers/processes.sh
source "$here/processes.sh"
folder=${1:?usage: registry-up.sh FOLDER}

missing=()
for program in docker-registry htpasswd curl; do
    command -v "$program" >/dev/null || missing+=("$program")
done
/usr/bin/python3 -c 'import botocore' 2>/dev/null || missing+=(botocore)
if ((${#missing[@]})); then
    echo "registry-up.sh: not installed: ${missing[*]}; run: apt-get install -y --no-install-recommends $(xargs <"$here/registry-packages.txt")" >&2
    exit 69
fi

if [[ -e $folder ]]; then
    echo "registry-up.sh: $folder exists already; stop its servers with registry-down.sh, or name a new folder" >&2
    exit 73
fi
mkdir -p "$folder"/{data,log}
folder=$(cd "$folder" && pwd)
trap '[[ $? -eq 0 ]] || { tail -n 5 "$folder"/log/*.out >&2 || true; "$here/registry-down.sh" "$folder"; }' EXIT

port=$(free_port)
endpoint_port=$(free_port)
while [[ $endpoint_port == "$port" ]]; do endpoint_port=$(free_port); done
token=$(tr -d - </proc/sys/kernel/random/uuid)
access_key=${AWS_ACCESS_KEY_ID:-TESTONLYACCESSKEY000}
secret_key=${AWS_SECRET_ACCESS_KEY:-$(tr -d - </proc/sys/kernel/random/uuid)}
region=${AWS_REGION:-us-east-1}

# The registry takes no other hash than bcrypt.
(umask 077 && htpasswd -i -B -n AWS <<<"$token" >"$folder/htpasswd")
cat >"$folder/registry.yml" <<CONFIGURATION
version: 0.1
log: { level: warn }
storage:
  filesystem: { rootdirectory: $folder/data }
  delete: { enabled: true }
http: { addr: "127.0.0.1:$port", secret: $(tr -d - </proc/sys/kernel/random/uuid) }
auth:
  htpasswd: { realm: ecr, path: $folder/htpasswd }
CONFIGURATION

wait_for() {
    local name=$1 url=$2 deadline=$((SECONDS + 60))
    while ((SECONDS < deadline)); do
        kill -0 "$(<"$folder/$name.pid")" 2>/dev/null || { echo "registry-up.sh: $name stopped; see $folder/log" >&2; exit 70; }
        curl --silent --output /dev/null --noproxy '*' "$url" && return
        sleep 0.05
    done
    echo "registry-up.sh: gave up waiting for $name; see $folder/log" >&2
    exit 75
}

start registry docker-registry serve "$folder/registry.yml"
wait_for registry "http://127.0.0.1:$port/v2/"
export ECR_REGISTRY="http://127.0.0.1:$port" ECR_TOKEN="$token" ECR_ACCESS_KEY="$access_key" ECR_SECRET_KEY="$secret_key" ECR_REGION="$region" ECR_LOG="$folder/log/requests"
start ecr /usr/bin/python3 -B "$here/ecr-endpoint.py" "$endpoint_port" "$folder/repositories.json"
wait_for ecr "http://127.0.0.1:$endpoint_port/"

cat <<VARIABLES
export AWS_ENDPOINT_URL_ECR=http://127.0.0.1:$endpoint_port
export AWS_ACCESS_KEY_ID=$access_key
export AWS_SECRET_ACCESS_KEY=$secret_key
export AWS_REGION=$region
export FASHION_MNIST_TEST_REGISTRY=127.0.0.1:$port
export FASHION_MNIST_TEST_REGISTRY_TOKEN=$token
export FASHION_MNIST_TEST_ECR_LOG=$folder/log/requests
VARIABLES
