#!/usr/bin/env bash
# Builds the images of deploy/docker and brings up deploy/docker-compose.yml with them, from nothing, in a folder of its own
# that is gone afterwards. Needs root, about 4 GB of disk, and: podman buildah crun netavark aardvark-dns docker-compose
# debootstrap iproute2 iptables curl jq, and the .NET SDK. With Debian's prometheus installed, that runs too.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
folder=$(mktemp -d "${TMPDIR:-/tmp}/recpipe-deploy-XXXXXX")
trap 'rm -rf --one-file-system "$folder"' EXIT

"$here/all-images.sh" "$folder"
"$here/private-machine.sh" "$folder" "$here/compose.sh"
