#!/usr/bin/env bash
# Runs a command with a throw-away S3 server and stops the server afterwards, whatever happened:
#   tests/servers/with-s3.sh dotnet test tests/FashionMnist.Integration.Tests
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(($#)) || { echo "usage: with-s3.sh COMMAND [ARGUMENT...]" >&2; exit 64; }

scratch=$(mktemp -d "${TMPDIR:-/tmp}/fashion-mnist-s3.XXXXXX")
command=
# shellcheck disable=SC2317  # The trap calls it.
stop() {
    [[ -z $command ]] || kill -TERM "$command" 2>/dev/null || true
    "$here/s3-down.sh" "$scratch/server"
    rmdir "$scratch" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

variables=$("$here/s3-up.sh" "$scratch/server")
eval "$variables"

# In the background, because bash runs a trap only when the command in the foreground has ended.
# With job control on, because else bash starts it deaf to SIGINT.
set -m
"$@" <&0 &
command=$!
set +m
status=0
wait "$command" || status=$?
command=
exit "$status"
