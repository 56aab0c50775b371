#!/usr/bin/env bash
# Starts a throw-away S3 server (Ceph RGW, everything in memory) on 127.0.0.1 and prints how to reach it:
#   tests/servers/s3-up.sh FOLDER     FOLDER is new; logs and pid files go there; s3-down.sh FOLDER stops it
# The printed lines are shell assignments, ready for `eval`. Needs the packages in s3-packages.txt; runs as any user. In a FOLDER whose
# gateway (rgw.pid) was killed it is started again, on the same port and with the same objects.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/servers/processes.sh
source "$here/processes.sh"
folder=${1:?usage: s3-up.sh FOLDER}

missing=()
for program in ceph-mon ceph-osd radosgw radosgw-admin monmaptool ceph curl; do
    command -v "$program" >/dev/null || missing+=("$program")
done
if ((${#missing[@]})); then
    echo "s3-up.sh: not installed: ${missing[*]}; run: apt-get install -y --no-install-recommends $(xargs <"$here/s3-packages.txt")" >&2
    exit 69
fi

wait_for() {
    local what=$1 deadline=$((SECONDS + 90))
    shift
    while ((SECONDS < deadline)); do
        "$@" && return
        sleep 0.05
    done
    echo "s3-up.sh: gave up waiting for $what; see $folder/log" >&2
    exit 75
}

alive() { kill -0 "$(<"$folder/$1.pid")" 2>/dev/null; }
booted() { grep -qs 'osd\.0 .* boot$' "$folder/log/cluster.log"; }
answers() {
    alive rgw || { echo "s3-up.sh: radosgw stopped" >&2; exit 70; }
    curl --silent --output /dev/null --noproxy '*' "http://127.0.0.1:$port/"
}

start_gateway() {
    start rgw radosgw --id rgw -f
    wait_for "the gateway" answers
}

if [[ -s $folder/variables && -s $folder/rgw.pid ]] && gone "$(<"$folder/rgw.pid")"; then
    folder=$(cd "$folder" && pwd)
    export CEPH_ARGS="--conf $folder/ceph.conf"
    # shellcheck source=/dev/null  # Written below.
    source "$folder/variables"
    port=${AWS_ENDPOINT_URL_S3##*:}
    start_gateway
    cat "$folder/variables"
    exit
fi
if [[ -e $folder ]]; then
    echo "s3-up.sh: $folder exists already; stop its server with s3-down.sh, or name a new folder" >&2
    exit 73
fi
mkdir -p "$folder"/{mon,osd,run,log}
folder=$(cd "$folder" && pwd)
trap '[[ $? -eq 0 ]] || { tail -n 5 "$folder"/log/*.out >&2 || true; "$here/s3-down.sh" "$folder"; }' EXIT

port=$(free_port)
monitor_port=$(free_port)
while [[ $monitor_port == "$port" ]]; do monitor_port=$(free_port); done
cluster=$(</proc/sys/kernel/random/uuid)
access_key=TESTONLYACCESSKEY000
secret_key=$(tr -d - </proc/sys/kernel/random/uuid)

cat >"$folder/ceph.conf" <<CONFIGURATION
[global]
fsid = $cluster
mon_host = v2:127.0.0.1:$monitor_port/0
ms_bind_msgr1 = false
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
keyring = /dev/null
run_dir = $folder/run
admin_socket = $folder/run/\$name.asok
log_file = $folder/log/\$name.log
mon_cluster_log_file = $folder/log/cluster.log
# One replica on one disk, and no waiting for other monitors.
osd_pool_default_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pg_autoscale_mode = off
mon_allow_pool_size_one = true
paxos_propose_interval = 0.05
paxos_min_wait = 0.01
[mon]
mon_data = $folder/mon
mon_data_avail_crit = 1
[osd]
osd_data = $folder/osd
osd_objectstore = memstore
memstore_device_bytes = 4294967296
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:$port tcp_nodelay=1
rgw_relaxed_region_enforcement = true
# The default is to encrypt, which needs the keys that are switched off above.
ms_mon_client_mode = crc
CONFIGURATION
export CEPH_ARGS="--conf $folder/ceph.conf"

monmaptool --create --clobber --fsid "$cluster" --addv a "v2:127.0.0.1:$monitor_port" "$folder/monmap" >"$folder/log/monmap.out"
ceph-mon --id a --mkfs --monmap "$folder/monmap" --keyring /dev/null >"$folder/log/mon-mkfs.out" 2>&1
: >"$folder/mon/keyring"
start mon ceph-mon --id a -f

# The monitor ignores a disk whose id differs from the one it was told.
disk=$(</proc/sys/kernel/random/uuid)
ceph --connect-timeout 20 osd new "$disk" 0 >"$folder/log/osd-new.out" 2>&1
ceph-osd --id 0 --mkfs --osd-uuid "$disk" >"$folder/log/osd-mkfs.out" 2>&1
ceph osd crush add osd.0 1 root=default host=localhost >"$folder/log/osd-add.out" 2>&1
start osd ceph-osd --id 0 -f
# A gateway that comes before the disk hangs for seconds on its first request.
wait_for "the disk" booted

start_gateway
radosgw-admin user create --uid=test --display-name=test --access-key="$access_key" --secret-key="$secret_key" \
    >/dev/null 2>"$folder/log/user.out"

tee "$folder/variables" <<VARIABLES
export AWS_ENDPOINT_URL_S3=http://127.0.0.1:$port
export AWS_ACCESS_KEY_ID=$access_key
export AWS_SECRET_ACCESS_KEY=$secret_key
export AWS_REGION=us-east-1
export FASHION_MNIST_TEST_S3=1
VARIABLES
