#!/usr/bin/env bash
# Makes a stand-in for the Prometheus image that deploy/docker-compose.yml names, from Debian's package: an older version that
# reads the same configuration. Run it under private-machine.sh, after base-images.sh.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
name=$(sed -nE 's/^ *image: (prom\/prometheus:.*)/\1/p' "$here/../docker-compose.yml")
container=$(buildah from --pull-never scratch)
buildah add -q "$container" "$PRIVATE_MACHINE/debian" / > /dev/null
buildah add -q "$container" "$(command -v prometheus)" "$(command -v promtool)" /usr/bin/ > /dev/null
buildah run --isolation chroot --network host "$container" -- install -d -o 65534 -g 65534 /prometheus
buildah config --user 65534:65534 --workingdir /prometheus --env PATH=/usr/bin:/bin --entrypoint '["/bin/prometheus"]' "$container"
buildah commit -q --rm --format docker "$container" "docker.io/$name" > /dev/null
echo "$name: stand-in, $(prometheus --version 2>&1 | head -n 1)"
