#!/usr/bin/env bash
# S3 upload and download of 200 MB: the model store against rclone and the AWS CLI, whole processes, on the same throw-away server.
#   tests/servers/with-s3.sh bench/transfers.sh [ROUNDS]
# Prints the median of each in seconds, its peak memory, its least CPU seconds, and the ratio of times to the store. Needs
# clang, zlib1g-dev, rclone, awscli and time (Debian packages).
set -euo pipefail

cd "$(dirname "$0")/.."
rounds=${1:-5}
: "${AWS_ENDPOINT_URL_S3:?run it with tests/servers/with-s3.sh}"
for program in rclone aws /usr/bin/time; do
    command -v "$program" >/dev/null || { echo "transfers.sh: $program is missing; run: apt-get install -y --no-install-recommends rclone awscli time" >&2; exit 69; }
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
dotnet publish bench/Transfers -c Release -r linux-x64 -v quiet -nologo -o "$scratch/transfers"
head -c 200000000 /dev/urandom >"$scratch/file"
sha256=$(sha256sum <"$scratch/file")
sha256=${sha256%% *}
bucket=bench-$RANDOM$RANDOM
# rclone cannot combine it with its own connections, and the server speaks plain HTTP.
unset AWS_CA_BUNDLE
export RCLONE_CONFIG_S_TYPE=s3 RCLONE_CONFIG_S_PROVIDER=Ceph RCLONE_CONFIG_S_ENV_AUTH=true RCLONE_CONFIG_S_ENDPOINT=$AWS_ENDPOINT_URL_S3
aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL_S3" "$@"; }
aws s3api create-bucket --bucket "$bucket" >/dev/null
aws s3api put-bucket-versioning --bucket "$bucket" --versioning-configuration Status=Enabled

program=$scratch/transfers/transfers
declare -A commands=(
    [put-store]="$program put $scratch/file $bucket store"
    [put-rclone]="rclone --quiet --ignore-times copyto $scratch/file s:$bucket/rclone"
    [put-aws]="$(command -v aws) --endpoint-url $AWS_ENDPOINT_URL_S3 s3 cp --quiet $scratch/file s3://$bucket/aws"
    [get-hashed]="$program read $bucket store"
    [get-store]="$program get $bucket store $scratch/out"
    [get-rclone]="rclone --quiet --ignore-times copyto s:$bucket/rclone $scratch/out"
    [get-aws]="$(command -v aws) --endpoint-url $AWS_ENDPOINT_URL_S3 s3 cp --quiet s3://$bucket/aws $scratch/out"
)
for ((round = 0; round < rounds; round++)); do
    for name in put-store put-rclone put-aws get-hashed get-store get-rclone get-aws; do
        rm -f "$scratch/out"
        # shellcheck disable=SC2086  # A command is words.
        /usr/bin/time -f '%e %M %U %S' -a -o "$scratch/$name" ${commands[$name]} >"$scratch/said"
        case $name in
            get-hashed) [[ $(<"$scratch/said") == "$sha256" ]] ;;
            get-*) cmp -s "$scratch/file" "$scratch/out" ;;
        esac || { echo "$name: other bytes" >&2; exit 1; }
    done
done
for direction in put get; do
    base=$(sort -n "$scratch/$direction-store" | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }')
    for name in "$scratch/$direction"-*; do
        sort -n "$name" | awk -v n="${name##*/}" -v b="$base" \
            '{ a[NR] = $1; if ($2 > m) m = $2; if (NR == 1 || $3 + $4 < c) c = $3 + $4 }
             END { t = a[int((NR + 1) / 2)]; printf "%-11s %6.2f s  %5.0f MB  %5.2f s CPU  %.2f x\n", n, t, m / 1000, c, t / b }'
    done
done
