#!/usr/bin/env bash
# Makes a small base image from this machine's own libraries, for where the official one cannot be pulled:
#   tests/servers/base-image.sh NAME:TAG
# It holds what the official runtime-deps image holds for a native program: C and C++ runtime, OpenSSL, certificates, and the list of
# Debian packages these came from. No shell. The engine is the one of DOCKER_HOST. The same libraries give the same layer.
set -euo pipefail

name=${1:?usage: base-image.sh NAME:TAG}
for program in docker dpkg-query tar; do
    command -v "$program" >/dev/null || { echo "base-image.sh: $program is not installed; it needs Debian or a system made from it, and Docker" >&2; exit 69; }
done

libraries=/lib/$(dpkg-query --show --showformat '${Architecture}\n' libc6 | sed 's/amd64/x86_64/; s/arm64/aarch64/; q')-linux-gnu
case $libraries in
    */x86_64-*) loader=/lib64/ld-linux-x86-64.so.2 ;;
    */aarch64-*) loader=/lib/ld-linux-aarch64.so.1 ;;
    *) echo "base-image.sh: it knows x64 and arm64 only" >&2; exit 69 ;;
esac
files=("$loader" /etc/ssl/certs/ca-certificates.crt)
for library in libc.so.6 libm.so.6 libdl.so.2 librt.so.1 libpthread.so.0 libresolv.so.2 libnss_files.so.2 libnss_dns.so.2 \
    libgcc_s.so.1 libstdc++.so.6 libz.so.1 libssl.so.3 libcrypto.so.3; do
    for folder in "$libraries" "/usr$libraries"; do
        [[ ! -e $folder/$library ]] || { files+=("$folder/$library"); break; }
    done
done
for file in "${files[@]}"; do
    [[ -e $file ]] || { echo "base-image.sh: $file is missing; run: apt-get install -y --no-install-recommends ca-certificates libssl3 libstdc++6 zlib1g" >&2; exit 69; }
done

root=$(mktemp -d "${TMPDIR:-/tmp}/fashion-mnist-base.XXXXXX")
trap 'rm -rf "$root"' EXIT
for file in "${files[@]}"; do
    mkdir -p "$root$(dirname "$file")"
    cp -L "$file" "$root$file"
done
mkdir -p "$root"/{tmp,root,etc,var/lib/dpkg/status.d}
echo 'root:x:0:0:root:/root:/sbin/nologin
app:x:1654:1654:app:/home/app:/sbin/nologin' >"$root/etc/passwd"
echo 'root:x:0:
app:x:1654:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
# A merged /usr makes dpkg know a file under the one path or the other.
for package in libc6 libgcc-s1 libstdc++6 zlib1g libssl3 ca-certificates; do
    dpkg-query --show --showformat 'Package: ${Package}\nVersion: ${Version}\nArchitecture: ${Architecture}\n' "$package" \
        >"$root/var/lib/dpkg/status.d/$package"
done
find "$root" -type d -exec chmod 755 {} +
chmod 1777 "$root/tmp"

tar --create --directory "$root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=ustar . \
    | docker import --change 'ENV DOTNET_RUNNING_IN_CONTAINER=true' - "$name"
