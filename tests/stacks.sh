#!/usr/bin/env bash
# Makes text of the dumps that the hang guard left (tests/tests.runsettings): the stacks of all threads, and what async methods wait for.
#   tests/stacks.sh [FOLDER]      default: artifacts/test-results
# Says where the text is. A dump that became text is removed; it holds the memory of the whole process. The tool comes from the feed.
set -euo pipefail

folder=$(realpath "${1:-artifacts/test-results}")
cd "$(dirname "$0")/.."
mapfile -d '' dumps < <(find "$folder" -name '*_hangdump.dmp' -not -path '*/In/*' -print0)
[ "${#dumps[@]}" -gt 0 ] || exit 0
if ! dotnet tool restore >/dev/null; then
    echo "dotnet-dump cannot be restored; the dumps stay: ${dumps[*]}"
    exit 1
fi
for dump in "${dumps[@]}"; do
    text=$folder/$(basename "$dump" _hangdump.dmp).stacks.txt
    dotnet dotnet-dump analyze "$dump" -c 'clrstack -all' -c dumpasync -c exit >"$text" 2>&1 </dev/null || true
    if grep -q 'Child SP' "$text"; then
        # The result file's logger keeps a copy in a folder of its own.
        find "$folder" -name "$(basename "$dump")" -delete
        echo "The stacks of a process with tests that did not end: $text"
    else
        echo "No stacks could be read from $dump, see $text"
    fi
done
