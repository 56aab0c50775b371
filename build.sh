#!/usr/bin/env bash
# Finds the SDK, finds out what the package feed lacks, compiles the build when its sources changed, and runs it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project="$root/build/_build.csproj"
assembly="$root/build/bin/Bootstrap/_build.dll"
probe="$root/build/standins/probe/probe.csproj"
temp="$root/.nuke/temp"
feed="$temp/feed.props"
stamp="$temp/bootstrap.stamp"
lock="$temp/bootstrap.lock"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_ROLL_FORWARD=Major NUKE_TELEMETRY_OPTOUT=1

fail() {
    printf 'build.sh: %s\n' "$1" >&2
    exit 1
}

for argument in "$@"; do
    case $argument in --root | --Root | -root | -Root) root_is_given=yes ;; esac
done
# The build belongs to the checkout the script lies in, wherever it is started from.
[ -n "${root_is_given:-}" ] || set -- "$@" --root "$root"

# GNU has sha256sum, macOS has shasum.
sha256=(shasum -a 256)
! command -v sha256sum >/dev/null || sha256=(sha256sum)

# The NuGet configuration files in effect, from the checkout up to the machine.
nuget_files() {
    local directory=$root name
    while :; do
        for name in nuget.config NuGet.config NuGet.Config; do
            [ ! -f "$directory/$name" ] || printf '%s\0' "$directory/$name"
        done
        [ -n "$directory" ] || break
        directory=${directory%/*}
    done
    for name in "${HOME:-}"/.nuget/NuGet/NuGet.Config "${HOME:-}"/.nuget/config/*.config "${HOME:-}"/.config/NuGet/NuGet.Config \
        /etc/opt/NuGet/Config/*.config "/Library/Application Support"/*.config; do
        [ ! -f "$name" ] || printf '%s\0' "$name"
    done
    printf '%s\0' "$probe" "$root/Directory.Packages.props"
}

# What the answer of the feed depends on.
feed_key() {
    { nuget_files | xargs -0 cat; env | grep -iE '^(NUGET_|Restore)' | LC_ALL=C sort || true; } | "${sha256[@]}" | cut -d ' ' -f 1
}

# Everything the compiled build is made from.
inputs_key() {
    {
        find "$root/build" "$root/src/FashionMnist.Models" \( -name bin -o -name obj \) -prune -o -type f -print0
        find "$root" -maxdepth 1 -type f \( -name '*.props' -o -name '*.targets' -o -name global.json -o -name .editorconfig \) -print0
        printf '%s\0' "$feed"
    } | LC_ALL=C sort -z | xargs -0 "${sha256[@]}" | "${sha256[@]}" | cut -d ' ' -f 1
}

feed_is_known() {
    [ -f "$feed" ] && grep -qF "key $(feed_key) " "$feed"
}

# The second line of the stamp is the dotnet that compiled, which is also the one to run with.
is_current() {
    feed_is_known && [ -f "$assembly" ] && [ -f "$stamp" ] \
        && { read -r compiled && read -r dotnet; } <"$stamp" && [ -x "$dotnet" ] && [ "$compiled" = "$(inputs_key)" ]
}

# The lock is a link that names its owner, made in one step, so that one left behind by a killed start is recognised.
take_lock() {
    local owner announced=''
    until ln -s $$ "$lock" 2>/dev/null; do
        owner=$(readlink "$lock" || true)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            rm -f "$lock"
            continue
        fi
        [ -n "$owner" ] || [ -w "$temp" ] || fail "$temp cannot be written; the build keeps its compiled form there"
        [ -n "$announced" ] || echo "Waiting for another start of this build (process $owner)"
        announced=yes
        sleep 0.2
    done
    trap 'rm -f "$lock"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

find_sdk() {
    dotnet=$(command -v dotnet || true)
    if [ -n "$dotnet" ] && (cd "$root" && "$dotnet" --version >/dev/null 2>&1); then return; fi
    dotnet="$temp/dotnet-unix/dotnet"
    if [ -x "$dotnet" ] && (cd "$root" && "$dotnet" --version >/dev/null 2>&1); then return; fi
    local version
    version=$(sed -nE 's/.*"version"[[:space:]]*:[[:space:]]*"([^"]+)".*/\1/p' "$root/global.json" | head -n 1)
    echo "Installing the .NET SDK $version into .nuke/temp/dotnet-unix"
    curl -fsSL --retry 3 https://dot.net/v1/dotnet-install.sh -o "$temp/dotnet-install.sh" \
        || fail "the .NET SDK $version of global.json is not installed, and its installer cannot be downloaded; install it and run again"
    bash "$temp/dotnet-install.sh" --install-dir "$temp/dotnet-unix" --version "$version" --no-path \
        || fail "installing the .NET SDK $version failed; install it and run again"
}

# One restore. Only "there is no such package" counts as missing; anything else may be different the next time.
probe_feed() {
    local key output id missing='' names=''
    key=$(feed_key)
    if ! output=$(DOTNET_CLI_UI_LANGUAGE=en "$dotnet" restore "$probe" -nodeReuse:false -v quiet \
        "-p:BaseIntermediateOutputPath=$temp/probe/" "-p:RestoreNoHttpCache=true" 2>&1); then
        while read -r id; do
            if grep -qF "NU1101: Unable to find package $id. " <<<"$output"; then
                missing="$missing$id;"
                names="$names, $id"
                output=$(grep -vF "NU1101: Unable to find package $id. " <<<"$output" || true)
            fi
        done < <(sed -nE 's/.*<PackageReference Include="([^"]+)".*/\1/p' "$probe")
        if [ -z "$missing" ] || grep -q 'error' <<<"$output"; then
            printf '%s\n' "$output" >&2
            fail "the package feed gave no clear answer (above); check the network and the NuGet configuration, then run again"
        fi
    fi
    {
        echo "<Project>"
        echo "  <!-- Written by the bootstrap for the feed configuration with the key $key -->"
        echo "  <PropertyGroup>"
        echo "    <PackagesMissingFromFeed>;$missing</PackagesMissingFromFeed>"
        echo "  </PropertyGroup>"
        echo "</Project>"
    } >"$feed.$$"
    mv -f "$feed.$$" "$feed"
    if [ -n "$missing" ]; then
        echo "The package feed lacks ${names#, }: built with build/standins instead (remembered in .nuke/temp/feed.props)"
    else
        echo "The package feed has every package: no stand-in is used (remembered in .nuke/temp/feed.props)"
    fi
}

compile() {
    local key output
    key=$(inputs_key)
    rm -f "$stamp"
    echo "Compiling the build, which is needed after each change of it"
    # Analyzers speak up in the Compile target; here they would only delay the first answer.
    if ! output=$("$dotnet" build "$project" -c Bootstrap -nodeReuse:false -p:UseSharedCompilation=false -p:RunAnalyzers=false \
        -v quiet -nologo '-clp:NoSummary;ErrorsOnly' 2>&1); then
        printf '%s\n' "$output" >&2
        fail "the build itself does not compile"
    fi
    printf '%s\n%s\n' "$key" "$dotnet" >"$stamp.$$"
    mv -f "$stamp.$$" "$stamp"
}

if ! is_current; then
    [ -d "${TMPDIR:-/tmp}" ] || fail "TMPDIR names $TMPDIR, which is not there; make that folder or unset TMPDIR"
    mkdir -p "$temp" || fail "$temp cannot be made; the build keeps its compiled form there"
    take_lock
    if ! is_current; then
        find_sdk
        feed_is_known || probe_feed
        is_current || compile
    fi
    rm -f "$lock"
    trap - EXIT INT TERM
fi

# An SDK of our own must also be the one that targets find.
if [ "$dotnet" = "$temp/dotnet-unix/dotnet" ]; then
    export DOTNET_ROOT="$temp/dotnet-unix" PATH="$temp/dotnet-unix:$PATH"
fi
exec "$dotnet" exec "$assembly" "$@"
