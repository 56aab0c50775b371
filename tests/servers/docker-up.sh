#!/usr/bin/env bash
# Starts a throw-away Docker engine with a socket and a data folder of its own, beside any other engine of this machine:
#   tests/servers/docker-up.sh FOLDER     FOLDER is new; docker-down.sh FOLDER stops the engine and removes everything
# The printed line is a shell assignment, ready for `eval`. It makes no bridge and no firewall rule: containers have the host's network or
# none. Needs root and the packages in docker-packages.txt. A FOLDER left by an engine that was killed is taken up where it was.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:?usage: docker-up.sh FOLDER}

missing=()
for program in dockerd containerd runc curl; do
    command -v "$program" >/dev/null || [[ -x /usr/sbin/$program ]] || missing+=("$program")
done
if ((${#missing[@]})); then
    echo "docker-up.sh: not installed: ${missing[*]}; run: apt-get install -y --no-install-recommends $(xargs <"$here/docker-packages.txt")" >&2
    exit 69
fi
((EUID == 0)) || { echo "docker-up.sh: a Docker engine needs root; run it with sudo" >&2; exit 77; }

mkdir -p "$folder"/{data,exec}
folder=$(cd "$folder" && pwd)
if [[ -s $folder/engine.pid ]] && kill -0 "$(<"$folder/engine.pid")" 2>/dev/null; then
    echo "docker-up.sh: the engine of $folder runs already; stop it with docker-down.sh, or name a new folder" >&2
    exit 73
fi
trap '[[ $? -eq 0 ]] || { tail -n 5 "$folder/engine.out" >&2 || true; "$here/docker-down.sh" "$folder"; }' EXIT
rm -f "$folder"/{docker.pid,docker.sock}

# A session of its own keeps Ctrl-C at the caller from killing the engine behind docker-down.sh's back.
PATH=$PATH:/usr/sbin setsid dockerd --host "unix://$folder/docker.sock" --data-root "$folder/data" --exec-root "$folder/exec" \
    --pidfile "$folder/docker.pid" --bridge none --iptables=false --ip-forward=false --ip-masq=false --log-level warn \
    >"$folder/engine.out" 2>&1 </dev/null &
echo $! >"$folder/engine.pid"
disown

deadline=$((SECONDS + 60))
until curl --silent --output /dev/null --unix-socket "$folder/docker.sock" http://localhost/_ping; do
    kill -0 "$(<"$folder/engine.pid")" 2>/dev/null || { echo "docker-up.sh: dockerd stopped" >&2; exit 70; }
    ((SECONDS < deadline)) || { echo "docker-up.sh: gave up waiting for dockerd" >&2; exit 75; }
    sleep 0.1
done
echo "export DOCKER_HOST=unix://$folder/docker.sock"
